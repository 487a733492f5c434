"""A suggester made of any function: a lab's own, or a language model on one's own machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np
import pandas as pd

from wenger_qda.errors import QdaError, unknown
from wenger_qda.frames import check
from wenger_qda.suggest.passages import labels_of, passages_of
from wenger_qda.suggest.suggester import NOT_FITTED, suggestion_table

Ask = Callable[[str, pd.DataFrame], Mapping[str, float]]


class AskingSuggester:
    """Asks a function which codes a passage might carry.

    It is asked once for each passage, when suggestions are wanted and never before, and learns nothing: what it is
    given is the text of the passage and the codes table. What a passage carries already, or what was refused for it,
    is left out.

    Parameters
    ----------
    ask : callable
        Takes a text and the codes table (code, name, definition, …); gives scores from 0 to 1 by code, for as many
        codes as it likes.
    why : str
        What is said as the reason, so that readers know whom they follow.

    Examples
    --------
    >>> def by_length(text, codes):
    ...     return {"long": min(len(text) / 100, 1.0)}
    >>> turns = pd.DataFrame({"source": "a", "turn": [0], "start_char": [0], "end_char": [40], "text": ["x" * 40]})
    >>> none = pd.DataFrame({"source": [], "code": [], "start_char": [], "end_char": []})
    >>> asking = AskingSuggester(by_length, why="by its length").fit(turns, none, pd.DataFrame({"code": ["long"]}))
    >>> asking.suggest(turns)[["code", "score", "why"]].values.tolist()
    [['long', 0.4, 'by its length']]
    """

    def __init__(self, ask: Ask, *, why: str = "a suggester of one's own") -> None:
        self._ask = ask
        self._why = why
        self._codes: pd.DataFrame | None = None
        self._left_out: dict[tuple[str, int], set[str]] = {}

    def fit(
        self, turns: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, rejections: pd.DataFrame | None = None
    ) -> Self:
        """Take in which codes there are, and what is not to be suggested."""
        check("codes", codes, ["code"])
        self._codes, self._left_out = codes, {}
        passages, ids = passages_of(turns), codes["code"].tolist()
        for table in [codings] if rejections is None else [codings, rejections]:
            labels = labels_of(passages, table, ids)
            for row in np.flatnonzero(labels.any(axis=1)).tolist():
                known = self._left_out.setdefault((passages.source[row], int(passages.turn[row])), set())
                known |= {code for code, is_given in zip(ids, labels[row], strict=True) if is_given}
        return self

    def update(self, source: str, turn: int, coded: list[str]) -> Self:
        """Take in that a passage carries these codes now."""
        codes = self._known["code"].tolist()
        for code in coded:
            if code not in codes:
                raise QdaError(unknown("code", code, codes))
        self._left_out[source, turn] = set(coded)
        return self

    def suggest(self, turns: pd.DataFrame, *, top: int = 3) -> pd.DataFrame:
        """Ask for each passage, and give the codes with the highest scores."""
        check("turns", turns, ["source", "turn", "start_char", "end_char", "text"])
        rows: list[tuple[Any, ...]] = []
        for turn in turns.to_dict("records"):
            for code, score in self._best(turn, top):
                place = str(turn["source"]), int(turn["turn"]), int(turn["start_char"]), int(turn["end_char"])
                rows.append((*place, code, score, self._why))
        return suggestion_table(rows)

    @property
    def _known(self) -> pd.DataFrame:
        if self._codes is None:
            raise QdaError(NOT_FITTED)
        return self._codes

    def _best(self, turn: Mapping[Any, Any], top: int) -> list[tuple[str, float]]:
        codes = self._known["code"].tolist()
        if not str(turn["text"] or "").strip() or not codes or top < 1:
            return []
        given = self._ask(str(turn["text"]), self._known)
        strange = [code for code in given if code not in codes]
        if strange:
            raise QdaError(f"the suggester gave a code that is not there: {unknown('code', strange[0], codes)}")
        gone = self._left_out.get((str(turn["source"]), int(turn["turn"])), set())
        scores = {code: min(max(float(score), 0.0), 1.0) for code, score in given.items() if code not in gone}
        return sorted(scores.items(), key=lambda pair: (-pair[1], codes.index(pair[0])))[:top]
