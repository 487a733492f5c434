"""How far coders agree: one row a code, a document, a pair of coders, a branch of the theory, or all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Comparison, Floats, Ints, Spans, compare, nothing_to_compare
from wenger_qda.agreement.figures import Figures, Sums, figures, intervals, pool, sums_of
from wenger_qda.agreement.presets import PRESETS
from wenger_qda.agreement.renamed import single_users
from wenger_qda.agreement.rows import MEASURES, Row, table_of, undefined
from wenger_qda.agreement.sweep import Stretches, add_up, sweep
from wenger_qda.agreement.units import Laid, lay_out
from wenger_qda.errors import unknown
from wenger_qda.trees import ancestors

__all__ = ["FEW_DOCUMENTS", "reliability"]

FEW_DOCUMENTS = 15
_OF_TEXT = ("character", "document")
_BY = ("code", "source", "pair", "branch", "overall")
_MOST = 0.95  # of the drawings, in which alpha has to be defined before an interval needs a word


class _Plan(NamedTuple):
    """What to report, and how."""

    by: frozenset[str]
    n_boot: int
    seed: int
    unit: str


def reliability(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    turns: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    unit: str = "character",
    threshold: float | None = None,
    by: str | Iterable[str] = "code",
    coders: Iterable[str] | None = None,
    n_boot: int = 1000,
    seed: int = 0,
    round: int | None = None,
    like: str | None = None,
) -> pd.DataFrame:
    """Tell how far coders agree.

    Parameters
    ----------
    codings, sources : DataFrame
        As the project gives them: one row a coding, one row a document.
    assignments : DataFrame, optional
        Who was asked to code what, and is done. With it, a document in which somebody coded nothing counts as read and
        not coded where they are done with it, and as not read where they are not. Without it, whoever coded something
        in a document has read it, and nobody else.
    turns : DataFrame, optional
        Needed where `unit` is token, sentence, turn or paragraph.
    codes : DataFrame, optional
        The codebook: every code then has its row, also one that nobody used; needed for ``by="branch"``.
    unit : str
        ``character``, ``token``, ``sentence``, ``turn``, ``paragraph`` or ``document``. A unit is coded by a coder
        where their passages with the code touch it.
    threshold : float, optional
        The share of a unit, above 0 up to 1, that the passages must hold instead.
    by : str or iterable of str
        What a row is of: ``code``, ``source`` (document), ``pair`` (of coders), ``branch`` (a code with all codes below
        it), ``overall``; or several, such as ``("code", "pair")``. Where a row is of many codes, observed and expected
        disagreement are averaged over them.
    coders : iterable of str, optional
        Whom to compare; by default all but the consensus coder.
    n_boot : int
        How often documents are drawn for the intervals; 0 for none.
    seed : int
        Of the drawing. The same seed gives the same intervals.
    round : int, optional
        Only this round; by default each document counts in the latest round that two of the coders share.
    like : str, optional
        ``nvivo`` or ``maxqda``: what these programs would say; ``attrs["like"]`` of the table tells what is imitated.

    Returns
    -------
    DataFrame
        code, source, coder_a, coder_b (empty where a row is of all of them), alpha (Krippendorff's), alpha_low and
        alpha_high (95 %, from drawing documents), kappa (Cohen's for two coders, Conger's for more), agreement (share
        of units, averaged over pairs), ac1 (Gwet's), f1 (of the coded units, averaged over pairs), prevalence (share
        of values that say coded), n_units, n_documents, why (what is not defined or to be known, in a sentence).
        ``attrs`` tells how it was made: unit, threshold, coders, documents, n_boot, seed, remarks.

    Raises
    ------
    ValueError
        For a table that lacks columns, a name or an option that is not known.
    QdaError
        If codings do not fit their texts.

    Notes
    -----
    Formulas and sources stand in docs/methods.md: Krippendorff (2004) for alpha, Cohen (1960), Conger (1980), Gwet
    (2008); documents are what is drawn because characters of one text depend on each other.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.done("day-01")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories"), bo.done("day-01")
    >>> table = reliability(project.codings(), project.sources(), project.assignments())
    >>> table[["code", "alpha", "agreement", "n_units"]].round(2).values.tolist()
    [['stories', 0.86, 0.94, 82]]
    """
    if like is not None:
        if like not in PRESETS:
            raise ValueError(unknown("preset", like, list(PRESETS)))
        if (unit, threshold, by) != ("character", None, "code"):
            raise ValueError(f"like={like!r} says what a unit and a row is; leave unit, threshold and by out")
        return PRESETS[like](codings, sources, assignments, codes=codes, coders=coders, round=round)
    plan = _Plan(_wanted(by), n_boot, seed, unit)
    comparison = compare(codings, sources, assignments, codes=codes, coders=coders, round=round)
    names, spans = comparison.codes, comparison.spans
    if "branch" in plan.by:
        names, spans = _rolled_up(comparison, codes)
    laid = lay_out(comparison, spans, unit=unit, turns=turns, threshold=threshold)
    table = table_of(_rows(comparison, names, laid, plan))
    table.attrs |= _made(comparison, laid, plan, threshold)
    return table


def _wanted(by: str | Iterable[str]) -> frozenset[str]:
    given = [by] if isinstance(by, str) else list(by)
    names = ["source" if name == "document" else name for name in given]
    for name in names:
        if name not in _BY:
            raise ValueError(unknown("kind of row", name, list(_BY)))
    if {"code", "branch"} <= set(names):
        raise ValueError("a row is of a code or of a branch; ask for the two one after the other")
    return frozenset(names) - {"overall"}


def _rolled_up(comparison: Comparison, codes: pd.DataFrame | None) -> tuple[tuple[str, ...], Spans]:
    """Give the branches, and each passage once for every branch that its code belongs to."""
    if codes is None:
        raise ValueError('by="branch" needs the code tree: give codes=project.codes()')
    above = ancestors(codes)
    branches = [code for code in codes["code"] if any(code in parents for parents in above.values())]
    place = {code: number for number, code in enumerate(branches)}
    members: list[tuple[int, int]] = [
        (number, place[branch])
        for number, code in enumerate(comparison.codes)
        for branch in (code, *above.get(code, ()))
        if branch in place
    ]
    spans = comparison.spans
    parts = [spans.where(spans.code == number)._replace for number, _ in members]
    moved = [
        part(code=np.full(int((spans.code == number).sum()), branch, dtype=np.int64))
        for part, (number, branch) in zip(parts, members, strict=True)
    ]
    if not moved:
        return tuple(branches), spans.where(np.zeros(len(spans.row), dtype=bool))
    return tuple(branches), Spans(*(np.concatenate(columns) for columns in zip(*moved, strict=True)))


def _rows(comparison: Comparison, codes: Sequence[str], laid: Laid, plan: _Plan) -> Iterator[Row]:
    stretches = sweep(laid.spans, len(comparison.coders))
    everybody = tuple(range(len(comparison.coders)))
    groups = list(combinations(everybody, 2)) if "pair" in plan.by else [everybody]
    if not groups:
        yield from _all_undefined(nothing_to_compare(comparison), codes, plan)
    for group in groups:
        pair = tuple(comparison.coders[number] for number in group) if "pair" in plan.by else ("", "")
        yield from _group_rows(comparison, codes, laid.lengths, stretches, group, plan, pair)


class _Found(NamedTuple):
    """What was found of some coders: a row a document, or one for all; a column a code, or one for all."""

    figures: Figures
    ones: Floats
    units: Floats
    low: Floats
    high: Floats
    share: Floats
    documents: tuple[str, ...]


def _group_rows(
    comparison: Comparison, codes: Sequence[str], lengths: Ints, stretches: Stretches, group: Sequence[int],
    plan: _Plan, pair: tuple[str, ...],
) -> Iterator[Row]:  # fmt: skip
    """Give the rows of some coders, as if there were no others."""
    read = comparison.read[:, group]
    tally = add_up(stretches._replace(covers=stretches.covers[:, group]), lengths, read, len(codes))
    sums = sums_of(tally)
    if not sums.units.any() or not codes:
        why = _nothing(comparison, group, codes, plan, bool((tally.n_readers >= 2).any()))
        yield from _all_undefined(why, codes, plan, pair)
        return
    found = _found(comparison, sums, plan)
    hints = single_users(comparison, group) if "code" in plan.by and "source" not in plan.by else {}
    for i, j in np.ndindex(found.figures.alpha.shape):
        code = codes[j] if plan.by & {"code", "branch"} else ""
        yield {
            "code": code,
            "source": found.documents[i] if "source" in plan.by else "",
            "coder_a": pair[0],
            "coder_b": pair[1],
            **{name: float(getattr(found.figures, name)[i, j]) for name in ("alpha", *MEASURES[3:])},
            "alpha_low": float(found.low[i, j]),
            "alpha_high": float(found.high[i, j]),
            "n_units": int(found.units[i]),
            "n_documents": 1 if "source" in plan.by else len(found.documents),
            "why": _why(found, i, j, plan, hints.get(code, "")),
        }


def _found(comparison: Comparison, sums: Sums, plan: _Plan) -> _Found:
    """Give the measures of what a plan asks for: documents apart or added up, codes apart or put together."""
    documents = np.flatnonzero(sums.units)
    pooled = not plan.by & {"code", "branch"}
    if "source" in plan.by:
        low = high = share = np.full((len(documents), 1 if pooled else sums.ones.shape[1]), np.nan)
        sums = Sums(*(column[documents] for column in sums))
    else:
        low, high, share = (part[None] for part in intervals(sums, n_boot=plan.n_boot, seed=plan.seed, pooled=pooled))
        sums = sums.over_documents()
    apart = figures(sums)
    return _Found(
        figures=pool(apart, sums) if pooled else apart,
        ones=sums.ones.sum(axis=1, keepdims=True) if pooled else sums.ones,
        units=sums.units,
        low=low,
        high=high,
        share=share,
        documents=tuple(comparison.documents[number] for number in documents.tolist()),
    )


def _why(found: _Found, i: int, j: int, plan: _Plan, hint: str) -> str:
    """Say what is not defined, and what else is to be known of a row."""
    if not found.ones[i, j]:
        what = "this code" if plan.by & {"code", "branch"} else "any code"
        return f"no variation: nobody used {what} here, so there is nothing to agree on but its absence"
    if np.isnan(found.figures.alpha[i, j]):
        return f"no variation: everybody coded every {plan.unit} with it, which chance would do, too"
    return "; ".join(filter(None, [hint, _of_interval(found, i, j, plan)]))


def _of_interval(found: _Found, i: int, j: int, plan: _Plan) -> str:
    """Say why there is no interval, or on how much it rests."""
    if not plan.n_boot or "source" in plan.by:
        return ""
    if len(found.documents) < 2:
        return "no interval: it needs several documents, and this is one"
    if np.isnan(found.low[i, j]):
        return "no interval: it was used in one document only"
    if found.share[i, j] < _MOST:
        n_defined = round(found.share[i, j] * plan.n_boot)
        return f"the interval rests on {n_defined:,} of {plan.n_boot:,} drawings; in the others alpha is not defined"
    return ""


def _all_undefined(why: str, codes: Sequence[str], plan: _Plan, pair: Sequence[str] = ("", "")) -> Iterator[Row]:
    """Say of every code why there is nothing to report; at least once."""
    for code in codes if plan.by & {"code", "branch"} and codes else ("",):
        yield undefined(why, code=code, pair=pair)


def _nothing(
    comparison: Comparison, group: Sequence[int], codes: Sequence[str], plan: _Plan, is_read: bool
) -> str:  # fmt: skip
    """Say why there is nothing to report of some coders."""
    if is_read and not comparison.codes:
        return "nobody has coded anything in the documents that were compared"
    if is_read and not codes:
        return "no code has codes below it, so there is no branch; take a codebook into the project (project.use)"
    if is_read:
        return f"the documents that were compared hold no {'text' if plan.unit in _OF_TEXT else plan.unit}"
    if len(group) == len(comparison.coders):
        return nothing_to_compare(comparison)
    one, other = (comparison.coders[number] for number in group)
    return f"{one} and {other} have read no document in common"


def _made(comparison: Comparison, laid: Laid, plan: _Plan, threshold: float | None) -> dict[str, Any]:
    """Tell how a table was made."""
    documents = np.array(comparison.documents, dtype=object)[comparison.is_compared].tolist()
    n_documents = len(documents)
    few = 2 <= n_documents < FEW_DOCUMENTS and plan.n_boot and "source" not in plan.by
    remarks = [
        *comparison.remarks,
        f"{laid.n_lost:,} passages touch no {plan.unit}, and count nowhere." if laid.n_lost else "",
        f"The intervals rest on {n_documents} documents; with fewer than about {FEW_DOCUMENTS} they are rough."
        if few
        else "",
    ]
    read = comparison.read[comparison.is_compared]
    coders = [name for number, name in enumerate(comparison.coders) if not len(read) or read[:, number].any()]
    return {
        "unit": plan.unit,
        "threshold": threshold,
        "by": sorted(plan.by) or ["overall"],
        "coders": coders,
        "documents": documents,
        "rounds": sorted(set(comparison.rounds[comparison.is_compared].tolist())),
        "kappa": "Cohen" if "pair" in plan.by or len(coders) == 2 else "Conger",
        "everybody_read_all": bool((read.sum(axis=1) == len(coders)).all()),
        "n_boot": plan.n_boot,
        "seed": plan.seed,
        "remarks": [remark for remark in remarks if remark],
    }
