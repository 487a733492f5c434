"""The code tree, read from a `codes` table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from wenger_qda.frames import check

__all__ = ["ancestors", "descendants", "tree_order"]


def tree_order(codes: pd.DataFrame) -> list[str]:
    """List the codes so that children follow their parent; otherwise in the order of the table.

    Examples
    --------
    >>> tree_order(pd.DataFrame({"code": ["b", "a", "b1"], "parent": ["", "", "b"]}))
    ['b', 'b1', 'a']
    """
    parents = _parents(codes)
    children: dict[str, list[str]] = {code: [] for code in parents}
    for code, parent in parents.items():
        children.get(parent, []).append(code)
    tops = [code for code, parent in parents.items() if parent not in parents]
    found = list(dict.fromkeys(code for top in tops for code in _walk(top, children)))
    return found + [code for code in parents if code not in set(found)]


def ancestors(codes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Give each code's parents, grandparents, … up to the top.

    Examples
    --------
    >>> ancestors(pd.DataFrame({"code": ["b", "b1"], "parent": ["", "b"]}))
    {'b': (), 'b1': ('b',)}
    """
    parents = _parents(codes)
    return {code: tuple(_climb(code, parents)) for code in parents}


def descendants(codes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Give each code's children, grandchildren, … in tree order.

    Examples
    --------
    >>> descendants(pd.DataFrame({"code": ["b", "b1"], "parent": ["", "b"]}))
    {'b': ('b1',), 'b1': ()}
    """
    above = ancestors(codes)
    return {code: tuple(below for below in tree_order(codes) if code in above[below]) for code in above}


def _parents(codes: pd.DataFrame) -> dict[str, str]:
    check("codes", codes, ["code", "parent"])
    return dict(zip(codes["code"].tolist(), codes["parent"].fillna("").tolist(), strict=True))


def _climb(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    seen = {code}
    while (code := parents[code]) in parents and code not in seen:  # a ring of parents must not hang
        seen.add(code)
        yield code


def _walk(code: str, children: Mapping[str, list[str]]) -> Iterator[str]:
    yield code
    for child in children[code]:
        yield from _walk(child, children)
