"""What joins a project with its neighbours: pages for people to read, notebooks to share, and the main job."""

from wenger_qda.reports.cards import anchoring, suggester_agreement, suggestion_cards
from wenger_qda.reports.corpus_run import SuggestionRun
from wenger_qda.reports.notebooks import check_notebook, cleared, scrubbed
from wenger_qda.reports.suggesting import suggestions
from wenger_qda.reports.summary import summary_page

__all__ = [
    "SuggestionRun",
    "anchoring",
    "check_notebook",
    "cleared",
    "scrubbed",
    "suggester_agreement",
    "suggestion_cards",
    "suggestions",
    "summary_page",
]
