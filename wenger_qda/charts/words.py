"""What a matrix counts, in words, from the way it was made."""

from __future__ import annotations

import pandas as pd

__all__ = ["notes_of", "title_of", "unit_of"]

COUNTED = {
    "codings": "Codings",
    "characters": "Coded characters",
    "sources": "Sources with codings",
    "binary": "Coded (1) or not",
}
TOGETHER = {
    "overlap": "Pairs of codings that overlap",
    "distance": "Pairs of codings near each other",
    "turn": "Turns with both codes",
    "source": "Sources with both codes",
}


def title_of(matrix: pd.DataFrame) -> str:
    """Say what is counted by what.

    Examples
    --------
    >>> matrix = pd.DataFrame(index=pd.Index([], name="code"), columns=pd.Index([], name="role"))
    >>> matrix.attrs = {"values": "codings", "share": "rows"}
    >>> title_of(matrix)
    'Codings by code and role, as shares of each code'
    """
    if "by" in matrix.attrs:
        return TOGETHER.get(matrix.attrs["by"], "Codes together")
    rows, columns = _names(matrix)
    whole = {"rows": f", as shares of each {rows}", "columns": f", as shares of each {columns}"}
    share = matrix.attrs.get("share")
    part = whole.get(share, ", as shares of all") if share else ""
    return f"{COUNTED.get(matrix.attrs.get('values', ''), 'Counts')} by {rows} and {columns}{part}"


def notes_of(matrix: pd.DataFrame) -> list[str]:
    """Say what the title leaves out: how codes were put together, which codings are not shown."""
    made = matrix.attrs
    notes = ["A code includes the codes below it."] if made.get("rollup") else []
    if made.get("by") == "distance":
        notes.append(f"At most {made['distance']:,} characters apart.")
    if "by" in made and made.get("values") == "share":
        notes.append("As shares of the codings with either code.")
    elif "by" in made:
        each = {"turn": "turns", "source": "sources"}.get(made["by"], "codings")
        notes.append(f"On the diagonal: {each} with the code.")
    if made.get("n_left_out"):
        n = made["n_left_out"]
        notes.append(f"{n:,} {'coding belongs' if n == 1 else 'codings belong'} to none of these.")
    return notes


def unit_of(matrix: pd.DataFrame) -> str:
    """Name what one is one of.

    Examples
    --------
    >>> matrix = pd.DataFrame()
    >>> matrix.attrs = {"values": "characters", "share": None}
    >>> unit_of(matrix)
    'characters'
    """
    made = matrix.attrs
    if made.get("share") or made.get("values") == "share":
        return "share"
    if "by" in made:
        return {"turn": "turns", "source": "sources"}.get(made["by"], "pairs")
    return str(made.get("values", "count"))


def _names(matrix: pd.DataFrame) -> tuple[str, str]:
    return str(matrix.index.name or "row"), str(matrix.columns.name or "column")
