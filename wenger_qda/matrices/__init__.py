"""Tables that answer questions: who coded what where, what goes with what, and the passages behind every number."""

from wenger_qda.matrices.cooccurrences import cooccurrence, cooccurrence_share
from wenger_qda.matrices.crosstabs import crosstab, passages
from wenger_qda.matrices.filters import filter_codings
from wenger_qda.matrices.retrieval import retrieve
from wenger_qda.matrices.summaries import framework_matrix

__all__ = [
    "cooccurrence",
    "cooccurrence_share",
    "crosstab",
    "filter_codings",
    "framework_matrix",
    "passages",
    "retrieve",
]
