"""Pictures of codings and matrices, as altair charts that draw without the network and hold nobody's words."""

from wenger_qda.charts.quick import altair as _altair

# ruff: isort: split
from wenger_qda.charts.codelines import codeline
from wenger_qda.charts.confusions import confusion
from wenger_qda.charts.forests import agreement_forest
from wenger_qda.charts.frequency_bars import frequencies
from wenger_qda.charts.heatmaps import heatmap
from wenger_qda.charts.networks import cooccurrence_network
from wenger_qda.charts.offline import enable_offline, save, show
from wenger_qda.charts.progress import round_progress
from wenger_qda.charts.rounds import agreement_over_rounds
from wenger_qda.charts.timelines import timeline

__all__ = [
    "agreement_forest",
    "agreement_over_rounds",
    "codeline",
    "confusion",
    "cooccurrence_network",
    "enable_offline",
    "frequencies",
    "heatmap",
    "round_progress",
    "save",
    "show",
    "timeline",
]

if _altair.renderers.active == "default":
    enable_offline()
