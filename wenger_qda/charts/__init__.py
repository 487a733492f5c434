"""Pictures of codings and matrices, as altair charts that draw without the network and hold nobody's words."""

import altair as _altair

from wenger_qda.charts.codelines import codeline
from wenger_qda.charts.frequency_bars import frequencies
from wenger_qda.charts.heatmaps import heatmap
from wenger_qda.charts.networks import cooccurrence_network
from wenger_qda.charts.offline import enable_offline, save, show
from wenger_qda.charts.timelines import timeline

__all__ = ["codeline", "cooccurrence_network", "enable_offline", "frequencies", "heatmap", "save", "show", "timeline"]

if _altair.renderers.active == "default":
    enable_offline()
