"""Round by round: how far coders agree with each other in each, and one coder with themselves from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from wenger_qda.agreement.reliability_table import reliability
from wenger_qda.agreement.rows import COLUMNS, MEASURES, Row, rows_of, table_of
from wenger_qda.frames import check
from wenger_qda.model import CONSENSUS

__all__ = ["reliability_by_round", "stability"]

_STABILITY = ("coder", "round_a", "round_b", "code", "source", *MEASURES, "n_units", "n_documents", "why")
_NOBODY = (
    "nobody has coded a document in two rounds; hand it out again (project.hand_out(…, round=2)) and have it coded "
    "without a look at the first"
)


def stability(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    turns: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    unit: str = "character",
    threshold: float | None = None,
    by: str = "overall",
    coders: Iterable[str] | None = None,
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Tell how far each coder agrees with themselves, from one round to another (intra-coder agreement).

    Parameters
    ----------
    codings, sources, assignments, turns, codes, unit, threshold, coders, n_boot, seed
        As for :func:`reliability`.
    by : str
        ``overall``, ``code`` or ``source``: what a row is of, beside a coder and two rounds.

    Returns
    -------
    DataFrame
        coder, round_a, round_b, code, source, then the measures of :func:`reliability`, as if the rounds were coders.

    Notes
    -----
    Krippendorff (2004), Content Analysis, 2nd ed., section 11.1, calls this stability, the weakest kind of
    reliability: who errs twice in the same way is stable.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.code("day-01", 0, 30, "stories", round=2)
    >>> stability(project.codings(), project.sources())[["coder", "round_a", "round_b", "alpha"]].values.tolist()
    [['amina', 1, 2, 1.0]]
    """
    check("codings", codings, ["coder", "round"])
    names = sorted(set(codings["coder"]) - {CONSENSUS}) if coders is None else sorted(coders)
    rows: list[Row] = []
    for name in names:
        own = codings[codings["coder"] == name]
        asked = None if assignments is None else assignments[assignments["coder"] == name]
        numbers = sorted(set(own["round"]) | set(() if asked is None else asked["round"]))
        for first, second in combinations(numbers, 2):
            table = reliability(
                _as_coders(own, first, second), sources, None if asked is None else _as_coders(asked, first, second),
                turns=turns, codes=codes, unit=unit, threshold=threshold, by=(by, "pair"), n_boot=n_boot, seed=seed,
            )  # fmt: skip
            told = {"coder": name, "round_a": first, "round_b": second}
            rows += [told | row for row in rows_of(table)]
    if not rows:
        rows = [_nobody()]
    found = table_of(rows, _STABILITY)
    found.attrs |= {"unit": unit, "threshold": threshold, "by": [by], "coders": names, "n_boot": n_boot, "seed": seed}
    return found


def reliability_by_round(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    turns: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    unit: str = "character",
    threshold: float | None = None,
    by: str | Iterable[str] = "overall",
    coders: Iterable[str] | None = None,
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Tell how far coders agree in each round: whether talking about the codebook has helped.

    Parameters
    ----------
    codings, sources, assignments, turns, codes, unit, threshold, by, coders, n_boot, seed
        As for :func:`reliability`.

    Returns
    -------
    DataFrame
        round, then the columns of :func:`reliability`.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.code("day-01", 0, 30, "stories", round=2)
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 9, 30, "stories"), bo.code("day-01", 0, 30, "stories", round=2)
    >>> reliability_by_round(project.codings(), project.sources())[["round", "alpha"]].round(2).values.tolist()
    [[1.0, 0.75], [2.0, 1.0]]
    """
    check("codings", codings, ["coder", "round"])
    numbers = set(codings["round"]) | (set() if assignments is None else set(assignments["round"]))
    tables = [
        reliability(
            codings, sources, assignments, turns=turns, codes=codes, unit=unit, threshold=threshold, by=by,
            coders=coders, n_boot=n_boot, seed=seed, round=number,
        )
        for number in sorted(numbers) or [1]
    ]  # fmt: skip
    rows = [
        {"round": number, **row}
        for number, table in zip(sorted(numbers) or [1], tables, strict=True)
        for row in rows_of(table)
    ]
    found = table_of(rows, ("round", *COLUMNS))
    found.attrs |= tables[-1].attrs | {"rounds": sorted(numbers)}
    return found


def _as_coders(table: pd.DataFrame, first: int, second: int) -> pd.DataFrame:
    """Take two rounds of one coder for two coders of one round."""
    shown = table[table["round"].isin((first, second))]
    names = shown["round"].map({first: f"round {first:06d}", second: f"round {second:06d}"}).astype("str")
    return shown.assign(coder=names, round=1)


def _nobody() -> Row:
    row: Row = dict.fromkeys(_STABILITY, float("nan"))
    blank = {"coder": "", "round_a": 0, "round_b": 0, "code": "", "source": "", "n_units": 0, "n_documents": 0}
    return row | blank | {"why": _NOBODY}
