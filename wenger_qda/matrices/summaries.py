"""The framework matrix: what each case says to each theme, in a person's words, else in quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten

import pandas as pd

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.matrices.axes import link_cases
from wenger_qda.trees import descendants, tree_order

__all__ = ["framework_matrix"]

Themes = Mapping[str, Sequence[str]]


def framework_matrix(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    *,
    themes: Sequence[str] | Themes | None = None,
    summaries: pd.DataFrame | None = None,
    n_quotes: int = 3,
    quote_length: int = 120,
) -> pd.DataFrame:
    """Write what each case says to each theme.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    cases : DataFrame
        One row per case-source link.
    codes : DataFrame, optional
        One row per code. With it a theme includes the codes below it.
    themes : sequence of str, or mapping of str to sequences of str, optional
        Codes, or names for several codes together. By default the top codes of `codes`, else all codes used.
    summaries : DataFrame, optional
        What a person wrote: case, code (the theme), text. It stands instead of quotes.
    n_quotes, quote_length : int
        How many quotes stand in a cell that nobody has summed up, and how many characters of each.

    Returns
    -------
    DataFrame
        Of texts, shape (n_cases, n_themes). A cell holds the summary; or quotes, one in a line, with source and
        place, and how many more there are; or nothing. ``attrs["written"]`` lists the cells with a summary as
        (case, theme), ``attrs["n_unused_summaries"]`` those whose case or theme is not in the table. For the
        numbers see `crosstab` with ``rows="case"``.

    Raises
    ------
    ValueError
        For a theme that is not a code, and for tables that lack columns.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": ["day-01"], "code": ["repair"], "start_char": [4], "end_char": [13],
    ...                         "quote": ["we fix it"]})
    >>> cases = pd.DataFrame({"case": ["Adela"], "source": ["day-01"], "start_char": [pd.NA], "end_char": [pd.NA]})
    >>> framework_matrix(codings, cases).at["Adela", "repair"]
    '“we fix it” (day-01, 4)'
    """
    check("codings", codings, ["source", "code", "start_char", "end_char", "quote"])
    _check_summaries(summaries)
    members = _members(themes, codings, codes)
    names = list(dict.fromkeys(cases["case"]))
    matrix = pd.DataFrame("", pd.Index(names, name="case"), pd.Index(list(members), name="theme"), dtype="object")
    for case, theme, found in _cells(codings, cases, members):
        matrix.at[case, theme] = _in_quotes(found, n_quotes, quote_length)
    written = _written(summaries, matrix)
    for (case, theme), text in written.items():
        matrix.at[case, theme] = text
    n_written = 0 if summaries is None else len(summaries.drop_duplicates(["case", "code"]))
    matrix.attrs = {"written": list(written), "n_unused_summaries": n_written - len(written)}
    return matrix


def _check_summaries(summaries: pd.DataFrame | None) -> None:
    gone = [] if summaries is None else [name for name in ("case", "code", "text") if name not in summaries]
    if gone:
        word = "column" if len(gone) == 1 else "columns"
        raise ValueError(f"a table of summaries (one row is one case and theme) needs the {word} {', '.join(gone)}")


def _members(
    themes: Sequence[str] | Themes | None, codings: pd.DataFrame, codes: pd.DataFrame | None
) -> dict[str, set[str]]:
    """Give the codes of each theme, those below them included."""
    below = {} if codes is None else descendants(codes)
    known = list(dict.fromkeys([*([] if codes is None else tree_order(codes)), *sorted(set(codings["code"]))]))
    if themes is None:
        under = {code for lower in below.values() for code in lower}
        themes = [code for code in known if code not in under]
    named = themes if isinstance(themes, Mapping) else {theme: [theme] for theme in themes}
    for code in (code for group in named.values() for code in group):
        if code not in known:
            raise ValueError(unknown("code", code, known))
    return {name: {lower for code in group for lower in (code, *below.get(code, ()))} for name, group in named.items()}


def _cells(
    codings: pd.DataFrame, cases: pd.DataFrame, members: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    coding, case = link_cases(codings, cases)
    linked = codings.iloc[coding].assign(case=cases["case"].drop_duplicates().to_numpy()[case])
    for theme, group in members.items():
        for name, found in linked[linked["code"].isin(list(group))].groupby("case"):
            yield str(name), theme, found


def _in_quotes(codings: pd.DataFrame, n_quotes: int, length: int) -> str:
    passages = codings.drop_duplicates(["source", "start_char", "end_char"])
    shown = passages.head(n_quotes)
    lines = [_quote(*row, length) for row in zip(shown["source"], shown["start_char"], shown["quote"], strict=True)]
    n_more = len(passages) - len(shown)
    return "\n".join([*lines, f"+ {n_more} more"] if n_more else lines)


def _quote(source: str, start: int, quote: str, length: int) -> str:
    if pd.isna(start):
        return f"({source}, as a whole)"
    return f"“{shorten(quote, length, placeholder=' …')}” ({source}, {start})"


def _written(summaries: pd.DataFrame | None, matrix: pd.DataFrame) -> dict[tuple[str, str], str]:
    if summaries is None:
        return {}
    written: dict[tuple[str, str], str] = {}
    for case, theme, text in zip(summaries["case"], summaries["code"], summaries["text"], strict=True):
        if case in matrix.index and theme in matrix.columns:
            written[case, theme] = "\n".join(filter(None, [written.get((case, theme)), text]))
    return written
