"""Suggestions of codes: from the codebook at first, then from what the researcher codes. They never write."""

from wenger_qda.suggest.cards import code_cards
from wenger_qda.suggest.embedding import Embedder, Embeds, Keeps
from wenger_qda.suggest.plug_in import AskingSuggester
from wenger_qda.suggest.prequential import prequential
from wenger_qda.suggest.suggester import Suggester, Suggests

__all__ = ["AskingSuggester", "Embedder", "Embeds", "Keeps", "Suggester", "Suggests", "code_cards", "prequential"]
