"""What the codes of a theory carry: modes, dimensions, contraries, other faces; read from a `codes` table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.codebook import Codebook, ProgressTable
from wenger_qda.errors import unknown
from wenger_qda.frames import check, from_codes

__all__ = [
    "DIMENSIONS",
    "MODES",
    "Grid",
    "carriers",
    "codable",
    "codes_table",
    "contrary_pairs",
    "dual_pairs",
    "grid_of",
    "names_of",
]

Carriers = dict[str, dict[str, int]]
"""For each code what it carries: 1 speaks for it, -1 against it."""

MODES = ("engagement", "imagination", "alignment")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "community": ("learning-energy", "social-capital", "self-awareness"),
    "boundary": ("coordination", "transparency", "negotiability"),
    "identity": ("connectedness", "expansiveness", "effectiveness"),
}


@dataclass(frozen=True)
class Grid:
    """A progress table without evidence: its dimensions, and what to ask in each cell."""

    id: str
    dimensions: tuple[str, ...]
    questions: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Mode and dimension of each cell, row by row."""
        return [(mode, dimension) for mode in MODES for dimension in self.dimensions]


def codes_table(codes: pd.DataFrame | Codebook) -> pd.DataFrame:
    """Give the codes as a table, each once; what a hand-made table lacks of the theory is empty.

    Raises
    ------
    ValueError
        If there is no column ``code``.

    Examples
    --------
    >>> codes_table(pd.DataFrame({"code": ["stories"]})).loc[0, ["name", "parent", "dual"]].tolist()
    ['stories', '', '']
    """
    table = from_codes(codes.codes) if isinstance(codes, Codebook) else check("codes", codes, ["code"])
    table = table.drop_duplicates("code", ignore_index=True).copy()
    table["code"] = table["code"].astype("str")
    for column in ("parent", "dual"):
        table[column] = table[column].fillna("").astype("str") if column in table else ""
    for column in ("facets", "contrary"):
        table[column] = table.get(column, None)
    table["name"] = table["name"].fillna(table["code"]) if "name" in table else table["code"]
    table["is_codable"] = table["is_codable"].fillna(True).astype(bool) if "is_codable" in table else True
    return table


def carriers(codes: pd.DataFrame, facet: str) -> Carriers:
    """Say which code carries which value of a facet, and which code speaks against it as a contrary of one that does.

    A code's own facets come before those that it is the contrary of.

    Examples
    --------
    >>> codes = codes_table(pd.DataFrame({"code": ["trust", "torn-apart"], "contrary": [(), ("trust",)],
    ...                                   "facets": [{"dimension": "social-capital"}, {}]}))
    >>> carriers(codes, "dimension")
    {'trust': {'social-capital': 1}, 'torn-apart': {'social-capital': -1}}
    """
    own = {code: _values(facets, facet) for code, facets in zip(codes["code"], codes["facets"], strict=True)}
    found: Carriers = {code: dict.fromkeys(values, 1) for code, values in own.items() if values}
    for one, other in contrary_pairs(codes):
        for code, contrary in ((one, other), (other, one)):
            for value in own.get(contrary, ()):
                found.setdefault(code, {}).setdefault(value, -1)
    return found


def contrary_pairs(codes: pd.DataFrame) -> list[tuple[str, str]]:
    """Give each pair of contraries once, in the order of the table; it is enough that one of them names the other.

    Examples
    --------
    >>> contrary_pairs(codes_table(pd.DataFrame({"code": ["a", "b"], "contrary": [(), ("a",)]})))
    [('a', 'b')]
    """
    return _pairs(codes, [_listed(contrary) for contrary in codes["contrary"]])


def dual_pairs(codes: pd.DataFrame) -> list[tuple[str, str]]:
    """Give each code with its other face, each pair once, in the order of the table."""
    return _pairs(codes, [_listed(dual) for dual in codes["dual"]])


def codable(codes: pd.DataFrame, used: pd.Series[Any]) -> list[str]:
    """Give the codes that can be coded with, and then those that were used without standing in the table."""
    seen = set(used)
    kept = codes.loc[codes["is_codable"] | codes["code"].isin(seen), "code"].tolist()
    return kept + sorted(seen - set(kept), key=str)


def names_of(codes: pd.DataFrame) -> dict[str, str]:
    """Give the name of each code."""
    return dict(zip(codes["code"], codes["name"], strict=True))


def grid_of(table: str, codes: pd.DataFrame | Codebook) -> Grid:
    """Give a progress table of the codebook; of the theory, where codes come as a table or the codebook has none.

    Raises
    ------
    ValueError
        For an unknown table.

    Examples
    --------
    >>> grid_of("boundary", pd.DataFrame({"code": []})).dimensions
    ('coordination', 'transparency', 'negotiability')
    """
    own = {item.id: item for item in codes.progress_tables} if isinstance(codes, Codebook) else {}
    if table in own:
        return _grid(own[table])
    if table not in DIMENSIONS:
        raise ValueError(unknown("progress table", table, [*DIMENSIONS, *own]))
    return _shipped(table)


@cache
def _shipped(table: str) -> Grid:
    book = Codebook.load("social-learning-systems")
    return _grid(next(item for item in book.progress_tables if item.id == table))


def _grid(table: ProgressTable) -> Grid:
    return Grid(table.id, table.dimensions, {(cell.mode, cell.dimension): cell.questions for cell in table.cells})


def _pairs(codes: pd.DataFrame, others: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    place = {code: i for i, code in enumerate(codes["code"])}
    found = {
        tuple(sorted((i, place[other])))
        for i, named in enumerate(others)
        for other in named
        if place.get(other, i) != i
    }
    names = codes["code"].tolist()
    return [(names[one], names[other]) for one, other in sorted(found)]


def _values(facets: Any, facet: str) -> tuple[str, ...]:
    return _listed(facets.get(facet)) if isinstance(facets, Mapping) else ()


def _listed(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list | tuple | set | np.ndarray):
        return tuple(str(item) for item in value)
    return ()
