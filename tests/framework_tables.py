"""Small tables for the tests of the framework room, and slow ways to the same numbers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from wenger_qda.framework.theory import MODES

NA = pd.NA
DIMENSIONS = ("learning-energy", "social-capital", "self-awareness")


def codings_of(*rows: tuple) -> pd.DataFrame:
    """One row a coding: guid source code coder start end stance speaker; what is left out is empty."""
    columns = "guid source code coder start_char end_char stance speaker".split()
    made = pd.DataFrame([(*row, *([""] * (len(columns) - len(row)))) for row in rows], columns=columns)
    made = made.astype({"start_char": "Int64", "end_char": "Int64"})
    return made.assign(quote=[f"words of {guid}" for guid in made["guid"]])


def cases_of(*rows: tuple) -> pd.DataFrame:
    """One row a link: case kind source start end."""
    made = pd.DataFrame(rows, columns="case kind source start_char end_char".split())
    return made.astype({"start_char": "Int64", "end_char": "Int64"})


CODES = pd.DataFrame(
    {
        "code": "engagement imagination alignment learning-energy social-capital torn-apart care plain".split(),
        "parent": "",
        "facets": [
            {"mode": "engagement"}, {"mode": "imagination"}, {"mode": "alignment"}, {"dimension": "learning-energy"},
            {"dimension": "social-capital"}, {}, {"mode": "engagement", "dimension": "social-capital"}, None,
        ],
        "contrary": [(), (), (), (), ("torn-apart",), ("social-capital",), (), None],
        "dual": ["", "", "alignment", "", "", "", "plain", "care"],
        "is_codable": True,
    }
)  # fmt: skip

CODE_NAMES = CODES["code"].tolist()


@st.composite
def some_codings(draw: st.DrawFn) -> pd.DataFrame:
    """Draw codings of two sources by two coders, some of whole sources, some against."""
    span = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))
    row = st.tuples(
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(CODE_NAMES),
        st.sampled_from(["amina", "bo"]),
        st.one_of(span, span, span, st.just((NA, NA))),
        st.sampled_from(["", "", "against"]),
    )
    rows = draw(st.lists(row, max_size=14))
    return codings_of(*((f"g{i:02}", s, c, who, *at, stance) for i, (s, c, who, at, stance) in enumerate(rows)))


WHOLE = -1
"""Where a coding of a whole source lies: outside the text, and in one place."""


def characters(start: object, end: object) -> frozenset[int]:
    return frozenset([WHOLE]) if pd.isna(start) else frozenset(range(int(start), int(end)))


def runs(places: set[int]) -> list[tuple[int, int]]:
    """Give the runs of neighbouring numbers, half-open."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place and found[-1][0] != WHOLE:
            found[-1][1] = place + 1
        else:
            found.append([place, place + 1])
    return [(first, stop) for first, stop in found]


def slow_signs(code: str, stance: str, facet: str, codes: pd.DataFrame) -> dict[str, bool]:
    """Say what a coding carries, and whether for it (True) or against it (False), straight from the rows of codes."""
    facets = dict(zip(codes["code"], codes["facets"], strict=True))
    own = (facets.get(code) or {}).get(facet)
    if own:
        return {own: stance != "against"}
    if stance == "against":
        return {}
    found = {}
    for one, others in zip(codes["code"], codes["contrary"], strict=True):
        for other in others if isinstance(others, tuple) else ():
            for this, that in ((one, other), (other, one)):
                value = (facets.get(that) or {}).get(facet)
                if this == code and value:
                    found[value] = False
    return found


def slow_cells(codings: pd.DataFrame, codes: pd.DataFrame, dimensions: tuple[str, ...]) -> dict[tuple, dict]:
    """Fill a progress table character by character and pair by pair, as one would with a pencil."""
    rows = []
    for row in codings.to_dict("records"):
        of_mode = slow_signs(row["code"], row["stance"], "mode", codes)
        of_dimension = slow_signs(row["code"], row["stance"], "dimension", codes)
        rows.append((row, characters(row["start_char"], row["end_char"]), of_mode, of_dimension))
    cells: dict[tuple, dict] = {
        cell: {"for": set(), "against": set(), "guids_for": set(), "guids_against": set()}
        for cell in product(MODES, dimensions)
    }
    with_values = [row for row in rows if row[3]]
    for one, here, modes, _ in (row for row in rows if row[2]):
        for other, there, _, values in with_values:
            if (one["source"], one["coder"]) != (other["source"], other["coder"]) or not here & there:
                continue
            for mode, dimension in product(modes, values):
                if (mode, dimension) in cells:
                    side = "for" if modes[mode] and values[dimension] else "against"
                    cells[mode, dimension][side] |= {(one["source"], one["coder"], at) for at in here & there}
                    cells[mode, dimension][f"guids_{side}"] |= {one["guid"], other["guid"]}
    return {cell: _summed(found) for cell, found in cells.items()}


def _summed(found: dict) -> dict:
    groups = {
        side: {key: {at for *other, at in found[side] if tuple(other) == key} for key in {p[:2] for p in found[side]}}
        for side in ("for", "against")
    }
    together = found["for"] | found["against"]
    texts = {source: {at for name, _, at in together if name == source} for source in {name for name, _, _ in together}}
    return {
        "n_for": sum(len(runs(places)) for places in groups["for"].values()),
        "n_against": sum(len(runs(places)) for places in groups["against"].values()),
        "n_passages": sum(len(runs(places)) for places in texts.values()),
        "n_sources": len(texts),
        "n_coders": len({coder for _, coder, _ in together}),
        "guids_for": found["guids_for"],
        "guids_against": found["guids_against"],
    }


def shuffled(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    return table.iloc[np.random.default_rng(seed).permutation(len(table))].reset_index(drop=True)
