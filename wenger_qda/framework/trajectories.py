"""Trajectories: one participant over dated sources, code by code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.codebook import Codebook
from wenger_qda.errors import unknown
from wenger_qda.framework.evidence import AGAINST, place
from wenger_qda.framework.passages import guids_by
from wenger_qda.framework.sides import case_names, dates_of, link
from wenger_qda.framework.theory import MODES, carriers, codes_table
from wenger_qda.framework.words import some

__all__ = ["PATHS", "trajectory"]

Bools = NDArray[np.bool_]

PATHS = ("inbound", "peripheral", "outbound", "paradigmatic")
COLUMNS = (
    "date", "source", "n_codings", "codes", "new_codes", "against", *MODES, "mode", *PATHS, "path", "guids", "why",
)  # fmt: skip


def trajectory(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    who: str,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Follow one participant through the sources in the order of their dates.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    codes : DataFrame or Codebook
        One row per code. Paths are read from the codes ``inbound``, ``peripheral``, ``outbound`` and ``paradigmatic``.
    who : str
        A case; else a speaker, as the column `speaker` of `codings` has the name.
    sources : DataFrame, optional
        One row per document, with its `date`.
    cases : DataFrame, optional
        One row per case-source link.

    Returns
    -------
    DataFrame
        One row a source in which the participant has a part, the earliest first and those without a date last: date,
        source, n_codings, codes, new_codes (never before on this path), against (codes coded against; they are not
        among the others), engagement, imagination, alignment, inbound, peripheral, outbound, paradigmatic (codings of
        each, for), mode and path (the one with most, for the path of the first three; several, joined by a slash,
        where they are level), guids, why (what is missing). ``attrs`` has who, what they are (``case`` or ``speaker``)
        and remarks.

    Raises
    ------
    ValueError
        For somebody who is neither a case nor a speaker, and where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b"], "source": ["late", "early"], "coder": "amina", "code": ["outbound", "inbound"],
    ...     "start_char": 0, "end_char": 9, "speaker": "Ida"})
    >>> sources = pd.DataFrame({"source": ["late", "early"], "date": ["2024-02-01", "2023-03-01"]})
    >>> path = trajectory(codings, pd.DataFrame({"code": ["inbound", "outbound"]}), "Ida", sources=sources)
    >>> path[["date", "source", "path"]].values.tolist()
    [['2023-03-01', 'early', 'inbound'], ['2024-02-01', 'late', 'outbound']]
    """
    known = codes_table(codes)
    what, kept, present = _part_of(codings, who, cases)
    dates = {} if sources is None else dict(zip(sources["source"], dates_of(sources), strict=True))
    theirs = codings[kept].reset_index(drop=True)
    names = sorted({*theirs["source"], *present}, key=lambda name: (dates.get(name, "") or "~", str(name)))
    place_of = {name: i for i, name in enumerate(names)}
    at = theirs["source"].map(place_of).to_numpy(dtype=np.int64)
    guids = guids_by(at, np.arange(len(theirs)), len(names), theirs)
    by_source: dict[Any, pd.DataFrame] = dict(iter(theirs.groupby(at)))
    of_mode = carriers(known, "mode")
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for i, name in enumerate(names):
        row = _row(by_source.get(i, theirs.head(0)), of_mode, seen)
        row |= {"date": dates.get(name, ""), "source": name, "guids": guids[i]}
        rows.append(row | {"why": _why(row)})
        seen.update(row["codes"])
    result = pd.DataFrame({column: [row[column] for row in rows] for column in COLUMNS})
    result.attrs = {"who": who, "what": what, "remarks": _remarks(rows, sources)}
    return result


def _part_of(codings: pd.DataFrame, who: str, cases: pd.DataFrame | None) -> tuple[str, Bools, list[str]]:
    """Say whether a name is a case or a speaker, which codings are theirs, and in which sources they have a part."""
    placed = place(codings)
    if who in case_names(cases) and cases is not None:
        spans = placed.groups.iloc[placed.group].reset_index(drop=True).assign(start=placed.start, end=placed.end)
        links = cases[cases["case"] == who]
        row, _ = link(spans, links)
        kept = np.zeros(len(codings), dtype=bool)
        kept[row] = True
        return "case", kept, links["source"].tolist()
    speakers = codings["speaker"].astype("object").fillna("") if "speaker" in codings else pd.Series("", codings.index)
    kept = (speakers == who).to_numpy(dtype=bool)
    if not kept.any() and (len(codings) or cases is not None):
        raise ValueError(unknown("case or speaker", who, [*case_names(cases), *sorted(set(speakers) - {""})]))
    return "speaker", kept, []


def _row(here: pd.DataFrame, of_mode: dict[str, dict[str, int]], seen: set[str]) -> dict[str, Any]:
    stance = here["stance"].astype("object") if "stance" in here else pd.Series("", here.index)
    is_against = (stance == AGAINST).to_numpy(dtype=bool)
    given = here["code"][~is_against].tolist()
    codes = sorted(set(given))
    counts: dict[str, int] = dict.fromkeys((*MODES, *PATHS), 0)
    for code in given:
        for mode in (mode for mode, sign in of_mode.get(code, {}).items() if sign > 0 and mode in MODES):
            counts[mode] += 1
        if code in PATHS:
            counts[code] += 1
    return counts | {
        "n_codings": len(here),
        "codes": tuple(codes),
        "new_codes": tuple(code for code in codes if code not in seen),
        "against": tuple(sorted(set(here["code"][is_against]))),
        "mode": _most(counts, MODES),
        "path": _most(counts, PATHS[:3]),
    }


def _most(counts: dict[str, int], names: tuple[str, ...]) -> str:
    most = max(counts[name] for name in names)
    return " / ".join(name for name in names if counts[name] == most) if most else ""


def _why(row: dict[str, Any]) -> str:
    said = [] if row["date"] else ["no date"]
    if not row["n_codings"]:
        return "; ".join([*said, "nothing of this participant is coded here"])
    if not row["mode"]:
        said.append("no mode is coded")
    if not row["path"]:
        said.append("nothing says inbound, peripheral or outbound")
    return "; ".join(said)


def _remarks(rows: list[dict[str, Any]], sources: pd.DataFrame | None) -> list[str]:
    remarks = []
    if not any(row["n_codings"] for row in rows):
        remarks.append("nothing of this participant is coded yet")
    n_without = sum(not row["date"] for row in rows)
    if sources is None:
        remarks.append("no sources are given (sources=), so that no date is known and the order is that of the names")
    elif n_without:
        remarks.append(f"without a date, and so last: {n_without:,} of {some(len(rows), 'source')}")
    if len(rows) - n_without == 1:
        remarks.append("one dated source is no path yet")
    return remarks
