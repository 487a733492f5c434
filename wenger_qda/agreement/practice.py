"""A student's codings beside a reference: where they agree, over-coded, missed, or chose a neighbouring code.

The reference is a reading with reasons, not the truth; what is found here is where to read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.coefficients import cohen_kappa
from wenger_qda.frames import check

__all__ = ["VERDICTS", "beside_reference", "kappa_error", "kappa_row", "latest_round", "read_again", "reference_kappas"]

VERDICTS = ("agree", "sibling", "missed", "over-coded")
COLUMNS = (
    "source", "start_char", "end_char", "verdict", "code", "reference_code", "guid", "reference_guid", "reason",
)  # fmt: skip
_ENOUGH = 0.5


class _Coding(NamedTuple):
    """A coding as it is compared; a whole source reaches from 0 to its end, wherever that is."""

    guid: str
    code: str
    start: int | None
    end: int | None
    note: str


def beside_reference(
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    coder: str,
    reference: str = "consensus",
    sources: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Set a coder's codings beside those of a reference coder.

    Two codings meet where they share half of the shorter one. A coding agrees where it meets one of the reference with
    the same code. What is left over meets a *sibling* where the reference has another code there that has the same
    parent, or is its parent or child. Else it is over-coded; a coding of the reference that nothing met is missed.

    Parameters
    ----------
    codings : DataFrame
        Codings of both; of several rounds of one coder in a source the latest counts.
    codes : DataFrame
        The codes, with their parents.
    coder, reference : str
        Whose codings are set beside whose.
    sources : iterable of str, optional
        Only these; by default all that the coder has coded.

    Returns
    -------
    DataFrame
        One row a finding, in the order of the texts: source, start_char, end_char (``<NA>`` for a whole source),
        verdict (``agree``, ``sibling``, ``missed``, ``over-coded``), code (empty where missed), reference_code (empty
        where over-coded), guid, reference_guid, reason (the memo of the reference's coding).

    Raises
    ------
    QdaError
        If columns are missing.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.code("day-01", 40, 50, "repertoire")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories")
    >>> found = beside_reference(project.codings(), project.codes(), coder="amina", reference="bo")
    >>> found[["verdict", "code"]].values.tolist()
    [['agree', 'stories'], ['over-coded', 'repertoire']]
    """
    check("codings", codings, ["guid", "source", "code", "coder", "round", "start_char", "end_char", "note"])
    check("codes", codes, ["code", "parent"])
    parents = dict(zip(codes["code"], codes["parent"].fillna(""), strict=True))
    mine, theirs = (_by_source(latest_round(codings[codings["coder"] == name])) for name in (coder, reference))
    wanted = sorted(mine) if sources is None else list(dict.fromkeys(sources))
    rows = [
        {"source": source, **row}
        for source in wanted
        for row in _findings(mine.get(source, []), theirs.get(source, []), parents)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"start_char": "Int64", "end_char": "Int64"})


def reference_kappas(
    codings: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    coder: str,
    reference: str = "consensus",
    sources: Iterable[str],
    level: float = 0.95,
) -> pd.DataFrame:
    """Give Cohen's kappa of a coder with a reference for each code, turn by turn, with its interval.

    A turn counts as coded where a coding touches it. The interval is the one of a normal distribution with the standard
    error of J. L. Fleiss, J. Cohen and B. S. Everitt (1969), Psychological Bulletin 72, 323–327; with few turns, or
    where a code is rare, it is a rough one.

    Parameters
    ----------
    codings, turns : DataFrame
        Codings of both coders, and the turns of the sources.
    coder, reference : str
        Whose codings are set beside whose.
    sources : iterable of str
        What both have read.
    level : float
        How sure the interval is.

    Returns
    -------
    DataFrame
        One row a code that either has used: code, n_turns, n_coder, n_reference, n_both (turns coded), kappa,
        kappa_low, kappa_high, why (why a figure is undefined).

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories")
    >>> table = reference_kappas(
    ...     project.codings(), project.turns(), coder="amina", reference="bo", sources=["day-01"])
    >>> table[["code", "n_both"]].values.tolist()
    [['stories', 1]]
    """
    names = list(dict.fromkeys(sources))
    held = latest_round(codings[codings["coder"].isin([coder, reference]) & codings["source"].isin(names)])
    units = turns[turns["source"].isin(names) & (turns["end_char"] > turns["start_char"])].reset_index(drop=True)
    marks = [(code, _marks(of_code, units, coder, reference)) for code, of_code in held.groupby("code")]
    rows = [{"code": code, **kappa_row(*pair, level=level)} for code, pair in marks]
    columns = ["code", "n_turns", "n_coder", "n_reference", "n_both", "kappa", "kappa_low", "kappa_high", "why"]
    return pd.DataFrame(rows, columns=columns)


def read_again(findings: pd.DataFrame) -> pd.DataFrame:
    """Say which definitions to read again: those of the codes on which a coder and a reference differ most.

    Parameters
    ----------
    findings : DataFrame
        As :func:`beside_reference` gives them.

    Returns
    -------
    DataFrame
        One row a code on which they differ, the most differences first: code, n_agree, n_missed, n_over_coded,
        n_sibling (differences in which the code is either one's own or the reference's), beside (the code that stood
        most often on the other side of such a one; empty for none), says (what to look for, in a sentence or two).

    Raises
    ------
    QdaError
        If columns are missing.

    Examples
    --------
    >>> rows = [("agree", "stories", "stories"), ("missed", "", "stories"), ("sibling", "tools", "stories")]
    >>> table = read_again(pd.DataFrame(rows, columns=["verdict", "code", "reference_code"]))
    >>> table[["code", "n_missed", "n_sibling", "beside"]].values.tolist()
    [['stories', 1, 1, 'tools'], ['tools', 0, 1, 'stories']]
    """
    check("findings", findings, ["verdict", "code", "reference_code"])
    counts: dict[str, Counter[str]] = {}
    beside: dict[str, Counter[str]] = {}
    for verdict, mine, theirs in findings[["verdict", "code", "reference_code"]].itertuples(index=False):
        for code in {mine, theirs} - {""}:
            counts.setdefault(code, Counter())[verdict] += 1
        if verdict == "sibling":
            beside.setdefault(mine, Counter())[theirs] += 1
            beside.setdefault(theirs, Counter())[mine] += 1
    rows = [_lesson(code, found, beside.get(code, Counter())) for code, found in counts.items()]
    rows = sorted((row for row in rows if row["says"]), key=lambda row: (-_differences(row), row["code"]))
    return pd.DataFrame(rows, columns=["code", "n_agree", "n_missed", "n_over_coded", "n_sibling", "beside", "says"])


def _lesson(code: str, found: Mapping[str, int], beside: Counter[str]) -> dict[str, Any]:
    """Say of a code how often it differs, and what to read of its definition."""
    other = min(beside, key=lambda name: (-beside[name], name), default="")
    said = [
        f"Missed {_times(found['missed'])}: read what it includes." if found["missed"] else "",
        f"Given {_times(found['over-coded'])} where the reference has none: read what it excludes."
        if found["over-coded"]
        else "",
        f"One code for the other {_times(found['sibling'])}: read both definitions side by side."
        if found["sibling"]
        else "",
    ]
    return {
        "code": code, "n_agree": found["agree"], "n_missed": found["missed"], "n_over_coded": found["over-coded"],
        "n_sibling": found["sibling"], "beside": other, "says": " ".join(filter(None, said)),
    }  # fmt: skip


def _differences(row: Mapping[str, Any]) -> int:
    return int(row["n_missed"] + row["n_over_coded"] + row["n_sibling"])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def kappa_error(counts: Any) -> float:
    """Give the standard error of Cohen's kappa from a table of two coders' counts.

    Examples
    --------
    The example of J. L. Fleiss, Statistical Methods for Rates and Proportions (2nd edition 1981), section 13.1: 0.087.

    >>> int(1000 * kappa_error([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))
    87
    """
    table = np.asarray(counts, dtype=float)
    n = table.sum()
    shares = table / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, chance = float(np.trace(shares)), float(rows @ columns)
    if chance == 1:
        return float("nan")
    on = np.diag(shares) * (1 - chance - (rows + columns) * (1 - observed)) ** 2
    off = shares * (columns[:, None] + rows[None, :]) ** 2
    spread = on.sum() + (1 - observed) ** 2 * (off.sum() - np.trace(off))
    variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (n * (1 - chance) ** 4)
    return float(np.sqrt(max(variance, 0.0)))


def latest_round(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep each coder's latest round in each source, of a table of codings."""
    last = codings.groupby(["coder", "source"])["round"].transform("max")
    return codings[codings["round"] == last]


def _by_source(codings: pd.DataFrame) -> dict[str, list[_Coding]]:
    found: dict[str, list[_Coding]] = {}
    for row in codings.to_dict("records"):
        start, end = (None if pd.isna(row[name]) else int(row[name]) for name in ("start_char", "end_char"))
        found.setdefault(row["source"], []).append(_Coding(row["guid"], row["code"], start, end, row["note"] or ""))
    return found


def _findings(
    mine: Sequence[_Coding], theirs: Sequence[_Coding], parents: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Give the findings of one source, in the order of the text."""
    meeting = ((one, other) for one in mine for other in theirs if _meet(one, other))
    pairs = sorted(meeting, key=_shared, reverse=True)
    agreeing: dict[str, _Coding] = {}
    for one, other in pairs:
        if one.code == other.code:
            agreeing.setdefault(one.guid, other)
    met = {other.guid for one, other in pairs if one.code == other.code}
    beside: dict[str, _Coding] = {}
    for one, other in pairs:
        is_free = one.guid not in agreeing and other.guid not in met
        if is_free and _are_related(one.code, other.code, parents):
            beside.setdefault(one.guid, other)
    met |= {other.guid for other in beside.values()}
    rows = [_row(one, agreeing.get(one.guid) or beside.get(one.guid), one.guid in agreeing) for one in mine]
    rows += [_row(None, other, False) for other in theirs if other.guid not in met]
    yield from sorted(rows, key=_place)


def _row(one: _Coding | None, other: _Coding | None, agrees: bool) -> dict[str, Any]:
    shown = one or other
    assert shown is not None  # noqa: S101 - a finding is about one of the two
    verdict = "missed" if one is None else "over-coded" if other is None else "agree" if agrees else "sibling"
    return {
        "start_char": shown.start, "end_char": shown.end, "verdict": verdict,
        "code": one.code if one else "", "reference_code": other.code if other else "",
        "guid": one.guid if one else "", "reference_guid": other.guid if other else "",
        "reason": other.note if other else "",
    }  # fmt: skip


def _place(row: Mapping[str, Any]) -> tuple[int, int, str]:
    start, end = row["start_char"], row["end_char"]
    return (-1 if start is None else start, -1 if end is None else end, row["code"] or row["reference_code"])


def _shared(pair: tuple[_Coding, _Coding]) -> int:
    """Count the characters that two codings share; codings of the whole source share it all."""
    one, other = pair
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 1 if one.start is other.start else 0
    return min(one.end, other.end) - max(one.start, other.start)


def _meet(one: _Coding, other: _Coding) -> bool:
    shared = _shared((one, other))
    lengths = [held.end - held.start for held in (one, other) if held.start is not None and held.end is not None]
    return shared > 0 and shared >= _ENOUGH * min(lengths, default=1)


def _are_related(code: str, other: str, parents: Mapping[str, str]) -> bool:
    one, two = parents.get(code, ""), parents.get(other, "")
    return bool(one and one == two) or one == other or two == code


def _marks(
    codings: pd.DataFrame, units: pd.DataFrame, coder: str, reference: str
) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Tell for each turn whether either coder has coded in it."""
    marks = {name: np.zeros(len(units), dtype=bool) for name in (coder, reference)}
    starts, ends, sources = (units[name].to_numpy() for name in ("start_char", "end_char", "source"))
    for row in codings.to_dict("records"):
        here = sources == row["source"]
        if not pd.isna(row["start_char"]):
            here = here & (starts < row["end_char"]) & (ends > row["start_char"])
        marks[row["coder"]] |= here
    return marks[coder], marks[reference]


def kappa_row(mine: Any, theirs: Any, *, level: float = 0.95) -> dict[str, Any]:
    """Give Cohen's kappa of two coders who said yes or no to each of some units, with its interval.

    Returns
    -------
    dict
        n_turns (units), n_coder, n_reference, n_both (to which they said yes), kappa, kappa_low, kappa_high, why.

    Examples
    --------
    >>> row = kappa_row(np.array([True, True, False, False]), np.array([True, False, False, False]))
    >>> row["n_both"], row["kappa"]
    (1, 0.5)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    both, neither = int((mine & theirs).sum()), int((~mine & ~theirs).sum())
    counts = [[both, int((mine & ~theirs).sum())], [int((~mine & theirs).sum()), neither]]
    kappa = cohen_kappa(mine, theirs) if len(mine) else float("nan")
    error = kappa_error(counts) if len(mine) else float("nan")
    if not error:  # where one never gave the code, or both did everywhere alike, the formula knows of no doubt
        error = float("nan")
    why = ""
    if np.isnan(kappa):
        why = "no turn was read by both" if not len(mine) else "both coded every turn, or none: there is no variation"
    elif np.isnan(error):
        why = (
            "no interval: one of the two never gave it"
            if not (mine.any() and theirs.any())
            else "no interval: no turn differs"
        )
    return {
        "n_turns": len(mine), "n_coder": int(mine.sum()), "n_reference": int(theirs.sum()),
        "n_both": both, "kappa": kappa,
        "kappa_low": float(np.clip(kappa - z * error, -1, 1)), "kappa_high": float(np.clip(kappa + z * error, -1, 1)),
        "why": why,
    }  # fmt: skip
