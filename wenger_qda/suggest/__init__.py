"""Suggestions of codes: from the codebook at first, then from what the researcher codes. They never write."""

from wenger_qda.suggest.prequential import prequential
from wenger_qda.suggest.suggester import Suggester, Suggests

__all__ = ["Suggester", "Suggests", "prequential"]
