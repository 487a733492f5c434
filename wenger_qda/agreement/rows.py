"""The rows of a table of measures, and the table that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["COLUMNS", "MEASURES", "Row", "rows_of", "table_of", "undefined"]

Row = dict[str, Any]

MEASURES = ("alpha", "alpha_low", "alpha_high", "kappa", "agreement", "ac1", "f1", "prevalence")
COLUMNS = ("code", "source", "coder_a", "coder_b", *MEASURES, "n_units", "n_documents", "why")
_TEXT = ("code", "source", "text", "distance", "other_code", "other_coder", "why")


def undefined(why: str, *, code: str = "", source: str = "", pair: Sequence[str] = ("", "")) -> Row:
    """Give a row in which nothing is defined, and why.

    Examples
    --------
    >>> undefined("nobody has coded anything yet")["n_units"]
    0
    """
    names = {"code": code, "source": source, "coder_a": pair[0], "coder_b": pair[1]}
    return names | dict.fromkeys(MEASURES, float("nan")) | {"n_units": 0, "n_documents": 0, "why": why}


def table_of(rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> pd.DataFrame:
    """Make a table of rows, with its types also where there is none."""
    listed = list(rows)
    return pd.DataFrame({name: _typed(name, [row[name] for row in listed]) for name in columns})


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Give the rows of a table."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _typed(name: str, values: list[Any]) -> Any:
    if name in _TEXT or name.startswith("coder"):
        return pd.array(values, dtype="str")
    is_whole = name.startswith(("n_", "round")) or name.endswith("_char")
    return np.asarray(values, dtype=np.int64 if is_whole else np.float64)
