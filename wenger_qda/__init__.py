"""wenger_qda: code field notes with a theory in hand.

>>> import wenger_qda as qda
>>> qda.Codebook.load("core").name
'Core'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Codebook": "codebook",
    "CodebookEditor": "widgets",
    "CodebookError": "errors",
    "ImportReport": "model",
    "Passages": "widgets",
    "Practice": "widgets",
    "Project": "store",
    "ProjectData": "model",
    "QdaError": "errors",
    "Reconcile": "widgets",
    "SourceError": "errors",
    "StoreError": "errors",
    "SuggestionReview": "widgets",
    "TextCoder": "widgets",
    "check_notebook": "reports",
    "collect_studies": "classroom",
    "confusion": "agreement",
    "cooccurrence": "matrices",
    "cooccurrence_share": "matrices",
    "counter_evidence": "framework",
    "coverage": "framework",
    "crosstab": "matrices",
    "disagreements": "agreement",
    "framework_matrix": "matrices",
    "methods_paragraph": "agreement",
    "merge": "store",
    "merge_preview": "store",
    "mode_profile": "framework",
    "new_study": "classroom",
    "open_study": "classroom",
    "passages": "matrices",
    "place_and_code": "agreement",
    "progress_table": "framework",
    "read": "formats",
    "reliability": "agreement",
    "reliability_by_round": "agreement",
    "retrieve": "matrices",
    "set_reliability": "agreement",
    "stability": "agreement",
    "suggestion_cards": "reports",
    "suggestions": "reports",
    "summary_page": "reports",
    "trajectory": "framework",
    "write": "formats",
}
_ROOMS = ("charts",)

__all__ = [*sorted(_HOMES), *_ROOMS]

if TYPE_CHECKING:
    from wenger_qda import charts as charts
    from wenger_qda.agreement import confusion as confusion
    from wenger_qda.agreement import disagreements as disagreements
    from wenger_qda.agreement import methods_paragraph as methods_paragraph
    from wenger_qda.agreement import place_and_code as place_and_code
    from wenger_qda.agreement import reliability as reliability
    from wenger_qda.agreement import reliability_by_round as reliability_by_round
    from wenger_qda.agreement import set_reliability as set_reliability
    from wenger_qda.agreement import stability as stability
    from wenger_qda.classroom import collect_studies as collect_studies
    from wenger_qda.classroom import new_study as new_study
    from wenger_qda.classroom import open_study as open_study
    from wenger_qda.codebook import Codebook as Codebook
    from wenger_qda.errors import CodebookError as CodebookError
    from wenger_qda.errors import QdaError as QdaError
    from wenger_qda.errors import SourceError as SourceError
    from wenger_qda.errors import StoreError as StoreError
    from wenger_qda.formats import read as read
    from wenger_qda.formats import write as write
    from wenger_qda.framework import counter_evidence as counter_evidence
    from wenger_qda.framework import coverage as coverage
    from wenger_qda.framework import mode_profile as mode_profile
    from wenger_qda.framework import progress_table as progress_table
    from wenger_qda.framework import trajectory as trajectory
    from wenger_qda.matrices import cooccurrence as cooccurrence
    from wenger_qda.matrices import cooccurrence_share as cooccurrence_share
    from wenger_qda.matrices import crosstab as crosstab
    from wenger_qda.matrices import framework_matrix as framework_matrix
    from wenger_qda.matrices import passages as passages
    from wenger_qda.matrices import retrieve as retrieve
    from wenger_qda.model import ImportReport as ImportReport
    from wenger_qda.model import ProjectData as ProjectData
    from wenger_qda.reports import check_notebook as check_notebook
    from wenger_qda.reports import suggestion_cards as suggestion_cards
    from wenger_qda.reports import suggestions as suggestions
    from wenger_qda.reports import summary_page as summary_page
    from wenger_qda.store import Project as Project
    from wenger_qda.store import merge as merge
    from wenger_qda.store import merge_preview as merge_preview
    from wenger_qda.widgets import CodebookEditor as CodebookEditor
    from wenger_qda.widgets import Passages as Passages
    from wenger_qda.widgets import Practice as Practice
    from wenger_qda.widgets import Reconcile as Reconcile
    from wenger_qda.widgets import SuggestionReview as SuggestionReview
    from wenger_qda.widgets import TextCoder as TextCoder


def __getattr__(name: str) -> Any:
    """Load a public name's room on first use."""
    if name in _HOMES:
        value = getattr(import_module(f"wenger_qda.{_HOMES[name]}"), name)
    elif name in _ROOMS:
        value = import_module(f"wenger_qda.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
