"""What a question is asked of: the sources one after another on a line, their codings, variables and turns."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.intervals import STRIDE, Intervals, hits, line_up, normalise
from wenger_qda.matrices.axes import Tables, find_field
from wenger_qda.matrices.queries import Compare, Term
from wenger_qda.trees import descendants

__all__ = ["UNKNOWN_LENGTH", "Ground", "chosen", "coded", "lay_ground", "place", "whole", "widen"]

Bools = NDArray[np.bool_]

UNITS = ("overlap", "turn", "source")
UNKNOWN_LENGTH = STRIDE // 2  # where a source ends whose length was not given
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Ground:
    """Tables, of which `sources` has all sources in the order of the line; and what is found as a whole.

    `units` are the turns or sources that are found as a whole; None where characters are.
    """

    tables: Tables
    turns: pd.DataFrame | None = None
    units: Intervals | None = None
    rollup: bool = False

    @property
    def names(self) -> pd.Index[Any]:
        """The sources along the line."""
        names: pd.Index[Any] = pd.Index(self.tables.get("sources")["source"])
        return names


def lay_ground(tables: Tables, turns: pd.DataFrame | None, unit: str, rollup: bool) -> Ground:
    """Put the tables in order for questions.

    Raises
    ------
    ValueError
        For an unknown unit, and where a table is missing.
    """
    if unit not in UNITS:
        raise ValueError(unknown("unit", unit, list(UNITS)))
    if rollup:
        tables.get("codes")
    ground = Ground(replace(tables, sources=_all_sources(tables)), turns, None, rollup)
    if unit == "overlap":
        return ground
    if unit == "turn" and turns is None:
        raise ValueError("unit='turn' needs turns=")
    rows = turns if unit == "turn" and turns is not None else ground.tables.get("sources")
    return replace(ground, units=_in_order(*place(rows, ground)))


def whole(ground: Ground) -> Intervals:
    """Give all characters of all sources; or of all turns, where turns are asked for."""
    starts, ends = place(ground.tables.get("sources"), ground) if ground.units is None else ground.units
    return normalise(starts, ends)


def widen(found: Intervals, ground: Ground) -> Intervals:
    """Give the units that are touched; without units, what was found."""
    if ground.units is None:
        return found
    starts, ends = ground.units
    touched = hits(starts, ends, found.starts, found.ends) > 0
    return normalise(starts[touched], ends[touched])


def coded(term: Term, ground: Ground) -> Intervals:
    """Give the characters that carry a code.

    Raises
    ------
    ValueError
        For a code that nobody knows.
    """
    codings, codes = ground.tables.codings, ground.tables.codes
    known = set(codings["code"]) | (set() if codes is None else set(codes["code"]))
    if term.code not in known:
        raise ValueError(f"query, column {term.column}: {unknown('code', term.code, sorted(known))}")
    below = descendants(codes).get(term.code, ()) if ground.rollup and codes is not None else ()
    return normalise(*place(codings[codings["code"].isin([term.code, *below])], ground))


def chosen(compare: Compare, ground: Ground) -> Intervals:
    """Give the sources, the parts of cases or the turns that a comparison chooses.

    Raises
    ------
    ValueError
        For a variable that no table has.
    """
    table, column = _home(compare, ground)
    return normalise(*place(table[_holds(table[column], compare)], ground))


def _all_sources(tables: Tables) -> pd.DataFrame:
    used = sorted(set(tables.codings["source"]))
    if tables.sources is None:
        return pd.DataFrame({"source": pd.array(used, dtype="str"), "n_chars": UNKNOWN_LENGTH})
    check("sources", tables.sources, ["source", "n_chars"])
    more = [name for name in used if name not in set(tables.sources["source"])]
    if not more:
        return tables.sources
    return pd.concat([tables.sources, pd.DataFrame({"source": more, "n_chars": UNKNOWN_LENGTH})], ignore_index=True)


def place(rows: pd.DataFrame, ground: Ground) -> Intervals:
    """Place the passages of a table on the line; without offsets a row means its whole source."""
    at = ground.names.get_indexer(pd.Index(rows["source"]))
    rows, at = rows[at >= 0], at[at >= 0]
    lengths = ground.tables.get("sources")["n_chars"].fillna(UNKNOWN_LENGTH).to_numpy(dtype=np.int64)[at]
    if "start_char" not in rows:
        return Intervals(line_up(at, 0), line_up(at, lengths))
    is_whole = rows["start_char"].isna().to_numpy()
    start = rows["start_char"].fillna(0).to_numpy(dtype=np.int64)
    end = rows["end_char"].fillna(0).to_numpy(dtype=np.int64)
    return Intervals(line_up(at, start), line_up(at, np.where(is_whole, lengths, end)))


def _in_order(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Intervals:
    order = np.argsort(starts, kind="stable")
    return Intervals(starts[order], ends[order])


def _home(compare: Compare, ground: Ground) -> tuple[pd.DataFrame, str]:
    if compare.variable == "speaker" and ground.turns is not None:
        return ground.turns, "speaker"
    tables = replace(ground.tables, codings=pd.DataFrame())
    try:
        field = find_field(compare.variable, tables)
    except ValueError as error:
        raise ValueError(f"query, column {compare.column}: {error}") from None
    return tables.get(field.table), field.column


def _holds(values: pd.Series[Any], compare: Compare) -> Bools:
    """Compare as numbers where all are numbers, as dates as far as the given one goes, else as texts."""
    is_known = values.notna() & (values.astype("object") != "")
    holds = np.zeros(len(values), dtype=bool)
    known, value = _comparable(values[is_known], compare.value)
    holds[is_known.to_numpy(dtype=bool)] = COMPARISONS[compare.operator](known, value)
    return holds


def _comparable(known: pd.Series[Any], value: str) -> tuple[Any, Any]:
    numbers = pd.to_numeric(known, errors="coerce")
    as_number = pd.to_numeric(pd.Series([value]), errors="coerce").iloc[0]
    if numbers.notna().all() and not pd.isna(as_number):
        return numbers.to_numpy(dtype=np.float64), float(as_number)
    texts = known.map(lambda one: str(one).lower() if isinstance(one, bool | np.bool_) else str(one))
    if DATE.fullmatch(value) and all(DATE.match(text) for text in texts):
        texts = texts.map(lambda text: text[: len(value)])
    is_truth = set(texts) <= {"true", "false"}
    return texts.to_numpy(dtype=object), value.lower() if is_truth else value
