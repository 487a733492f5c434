"""Coders beside each other as pictures, and slow ways of counting that are easy to believe.

A picture is a line a coder: a letter where they gave that code, a dash where they gave none. A coder who has no line
for a document has not read it. Several lines of one coder lie over each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

Lines = str | Sequence[str]


class Tables(NamedTuple):
    """What the measures take."""

    codings: pd.DataFrame
    sources: pd.DataFrame
    assignments: pd.DataFrame


def drawn(pictures: Mapping[str, Mapping[str, Lines]], round: int = 1) -> Tables:
    """Read pictures of documents."""
    spans = [
        (document, code, coder, start, start + length)
        for document, lines_of in pictures.items()
        for coder, lines in lines_of.items()
        for line in ([lines] if isinstance(lines, str) else lines)
        for code, start, length in _runs(line)
    ]
    lengths = {
        document: max(
            len(line) for lines in lines_of.values() for line in ([lines] if isinstance(lines, str) else lines)
        )
        for document, lines_of in pictures.items()
    }
    read = [(document, coder) for document, lines_of in pictures.items() for coder in lines_of]
    return tables(spans, lengths, read, round)


def tables(
    spans: Sequence[tuple[str, str, str, int, int]], lengths: Mapping[str, int], read: Sequence[tuple[str, str]],
    round: int = 1,
) -> Tables:  # fmt: skip
    """Make the tables of spans (document, code, coder, start, end), documents and who has read which."""
    codings = pd.DataFrame(spans, columns=["source", "code", "coder", "start_char", "end_char"])
    codings = codings.astype(
        {"source": "str", "code": "str", "coder": "str", "start_char": "Int64", "end_char": "Int64"}
    )
    codings.insert(0, "guid", pd.array([f"g{number}" for number in range(len(codings))], dtype="str"))
    codings["round"] = np.full(len(codings), round, dtype=np.int64)
    sources = pd.DataFrame(
        {"source": pd.array(list(lengths), dtype="str"), "n_chars": np.array(list(lengths.values()))}
    )
    assignments = pd.DataFrame(
        {
            "coder": pd.array([coder for _, coder in read], dtype="str"),
            "source": pd.array([document for document, _ in read], dtype="str"),
            "round": np.full(len(read), round, dtype=np.int64),
            "status": pd.array(["done"] * len(read), dtype="str"),
        }
    )
    return Tables(codings, sources, assignments)


def ratings(made: Tables, code: str, coders: Sequence[str]) -> np.ndarray:
    """Say of every character of every document, coder by coder, whether it carries a code; NaN where not read.

    Documents that fewer than two coders have read are left out.
    """
    read = set(zip(made.assignments["source"], made.assignments["coder"], strict=True))
    parts = []
    for document, length in zip(made.sources["source"], made.sources["n_chars"], strict=True):
        part = np.full((len(coders), int(length)), np.nan)
        for number, coder in enumerate(coders):
            if (document, coder) in read:
                part[number] = 0
        if sum((document, coder) in read for coder in coders) >= 2:
            parts.append(part)
        for source, given, coder, start, end in spans_of(made):
            if source == document and given == code and coder in coders:
                part[coders.index(coder), start:end] = 1
    return np.concatenate(parts, axis=1) if parts else np.zeros((len(coders), 0))


def sets(made: Tables, coders: Sequence[str]) -> list[list[frozenset[str] | None]]:
    """Say of every character which codes each coder gave it; None where not read."""
    codes = sorted(set(made.codings["code"]))
    each = {code: ratings(made, code, coders) for code in codes}
    n_units = next(iter(each.values())).shape[1] if codes else 0
    return [
        [
            None if np.isnan(each[codes[0]][number, unit])
            else frozenset(code for code in codes if each[code][number, unit])
            for unit in range(n_units)
        ]
        for number in range(len(coders))
    ]  # fmt: skip


def spans_of(made: Tables) -> list[tuple[str, str, str, int, int]]:
    """Give the codings as plain rows."""
    columns = ["source", "code", "coder", "start_char", "end_char"]
    return [tuple(row) for row in made.codings[columns].astype("object").to_numpy().tolist()]  # type: ignore[misc]


@st.composite
def studies(draw: Any, n_coders: tuple[int, int] = (2, 4), n_documents: tuple[int, int] = (1, 4)) -> Tables:
    """Draw a small study: documents of some characters, coders who have not read all, codings that overlap."""
    coders = "abcd"[: draw(st.integers(*n_coders))]
    lengths = {f"d{n}": draw(st.integers(1, 30)) for n in range(draw(st.integers(*n_documents)))}
    read = [(document, coder) for document in lengths for coder in coders if draw(st.integers(0, 4))]
    spans = []
    for document, coder in read:
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, lengths[document] - 1))
            end = draw(st.integers(start + 1, lengths[document]))
            spans.append((document, draw(st.sampled_from("xyz")), coder, start, end))
    return tables(spans, lengths, read)


def _runs(line: str) -> list[tuple[str, int, int]]:
    """Give the runs of one letter: letter, start, length."""
    found, start = [], 0
    for letter, run in groupby(line):
        length = len(list(run))
        if letter != "-":
            found.append((letter, start, length))
        start += length
    return found
