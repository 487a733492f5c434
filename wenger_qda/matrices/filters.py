"""Fewer codings to look at, and how many are hidden."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.trees import descendants

__all__ = ["filter_codings"]


def filter_codings(
    codings: pd.DataFrame,
    *,
    codes: Iterable[str] | None = None,
    sources: Iterable[str] | None = None,
    coders: Iterable[str] | None = None,
    tree: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Keep the codings of some codes, sources and coders; None keeps all.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    codes, sources, coders : iterable of str, optional
        Names to keep.
    tree : DataFrame, optional
        The `codes` table. With it a code stands for itself and all codes below it.

    Returns
    -------
    DataFrame
        The rows that are left, with their index; ``attrs["n_hidden"]`` says how many are not shown.

    Raises
    ------
    ValueError
        For a single string where names are expected, and for a code that is not in `tree`.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": ["day-01", "day-02"], "code": ["repair", "stories"]})
    >>> shown = filter_codings(codings, codes=["repair"])
    >>> shown
       source    code
    0  day-01  repair
    >>> shown.attrs["n_hidden"]
    1
    """
    wanted = {"code": _names("codes", codes), "source": _names("sources", sources), "coder": _names("coders", coders)}
    if wanted["code"] is not None and tree is not None:
        wanted["code"] = _with_descendants(wanted["code"], tree)
    kept = codings
    for column, names in wanted.items():
        if names is not None:
            kept = kept[check("codings", kept, [column])[column].isin(names)]
    kept = kept.copy()
    kept.attrs = {**codings.attrs, "n_hidden": len(codings) - len(kept)}
    return kept


def _names(what: str, names: Iterable[str] | None) -> list[str] | None:
    if isinstance(names, str):
        raise ValueError(f"{what} are several names: {what}=[{names!r}]")
    return None if names is None else list(names)


def _with_descendants(names: list[str], tree: pd.DataFrame) -> list[str]:
    below = descendants(tree)
    for name in names:
        if name not in below:
            raise ValueError(unknown("code", name, list(below)))
    return [code for name in names for code in (name, *below[name])]
