"""How far coders agree: one row a code, a document, a pair of coders, a branch of the theory, or all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from wenger_qda.agreement.comparing import compare, compared_pairs
from wenger_qda.agreement.comparison import Bools, Comparison, Floats, Spans, counted, named, named_by
from wenger_qda.agreement.figures import Figures, Sums, figures, intervals, pool, sums_of
from wenger_qda.agreement.presets import PRESETS
from wenger_qda.agreement.renamed import single_users
from wenger_qda.agreement.rows import MEASURES, Row, table_of, undefined
from wenger_qda.agreement.sweep import add_up, sweep
from wenger_qda.agreement.units import Laid, lay_out
from wenger_qda.errors import unknown
from wenger_qda.trees import ancestors

__all__ = ["FEW_DOCUMENTS", "reliability"]

FEW_DOCUMENTS = 15
_OF_TEXT = ("character", "document")
_BY = ("code", "source", "pair", "branch", "overall")
_MANY = 200_000  # codings, each counted once a pair, from which on a bar is shown
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
        of units, averaged over pairs), ac1 (Gwet's), f1 (of the coded units, over all pairs together), prevalence
        (share of values that say coded), n_units, n_documents, why (what is not defined or to be known, in a sentence).
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
        is_default = unit == "character" and threshold is None and (by == "code" or list(by) == ["code"])
        if not is_default:
            raise ValueError(f"like={like!r} says what a unit and a row is; leave unit, threshold and by out")
        return PRESETS[like](codings, sources, assignments, codes=codes, coders=coders, round=round)
    plan = _Plan(_wanted(by), n_boot, seed, unit)
    if n_boot < 0:
        raise ValueError(f"n_boot is how often documents are drawn, 0 or more, not {n_boot}")
    comparison = compare(codings, sources, assignments, codes=codes, coders=coders, round=round)
    groups: Iterable[tuple[tuple[str, str], Comparison]] = [(("", ""), comparison)]
    if "pair" in plan.by and len(comparison.coders) > 1:
        groups = compared_pairs(comparison, codings, sources, assignments, round)
    rows: list[Row] = []
    n_lost, has_units = 0, np.zeros(len(comparison.documents), dtype=bool)
    n_pairs = len(comparison.coders) * (len(comparison.coders) - 1) // 2
    is_short = "pair" not in plan.by or n_pairs * len(codings) < _MANY
    for pair, group in tqdm(groups, "pairs of coders", total=n_pairs, leave=False, disable=is_short):
        names, spans = _rolled_up(group, codes) if "branch" in plan.by else (group.codes, group.spans)
        laid = lay_out(group, spans, unit=unit, turns=turns, threshold=threshold)
        rows += _rows(group, names, laid, plan, pair)
        n_lost, has_units = max(n_lost, laid.n_lost), has_units | (laid.lengths > 0)
    table = table_of(rows)
    table.attrs |= _made(comparison, plan, threshold, has_units, n_lost)
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


def _rows(
    comparison: Comparison, codes: Sequence[str], laid: Laid, plan: _Plan, pair: tuple[str, str]
) -> Iterator[Row]:  # fmt: skip
    """Give the rows of the coders of a comparison."""
    stretches = sweep(laid.spans, len(comparison.coders))
    sums = sums_of(add_up(stretches, laid.lengths, comparison.read, len(codes)))
    if not sums.units.any() or not codes:
        yield from _all_undefined(_nothing(comparison, codes, plan), codes, plan, pair)
        return
    found = _found(comparison, sums, plan)
    hints = single_users(comparison) if "code" in plan.by and "source" not in plan.by else {}
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


class _Found(NamedTuple):
    """What was found of some coders: a row a document, or one for all; a column a code, or one for all."""

    figures: Figures
    ones: Floats
    units: Floats
    low: Floats
    high: Floats
    share: Floats
    documents: tuple[str, ...]


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


def _nothing(comparison: Comparison, codes: Sequence[str], plan: _Plan) -> str:
    """Say why there is nothing to report of some coders."""
    if comparison.nothing:
        return comparison.nothing
    if not comparison.codes:
        return "nobody has coded anything in the documents that were compared"
    if not codes:
        return "no code has codes below it, so there is no branch; take a codebook into the project (project.use)"
    if plan.unit in _OF_TEXT:
        return "the documents that were compared hold no text"
    return f"the documents that were compared hold no {plan.unit}; are these their turns? Give turns=project.turns()"


def _made(
    comparison: Comparison, plan: _Plan, threshold: float | None, has_units: Bools, n_lost: int
) -> dict[str, Any]:  # fmt: skip
    """Tell how a table was made."""
    compared = comparison.is_compared & has_units
    empty = named_by(comparison.documents, comparison.is_compared & ~has_units)
    documents = named_by(comparison.documents, compared)
    few = 2 <= len(documents) < FEW_DOCUMENTS and plan.n_boot and "source" not in plan.by
    remarks = [
        *comparison.remarks,
        f"Without any {'text' if plan.unit in _OF_TEXT else plan.unit}: {named(empty)}." if empty else "",
        f"Touching no {plan.unit}, and counted nowhere: {counted(n_lost, 'passage')}." if n_lost else "",
        f"The intervals rest on {len(documents)} documents; with fewer than about {FEW_DOCUMENTS} they are rough."
        if few
        else "",
        *(_twins(comparison) if not plan.by & {"code", "branch"} else ()),
    ]
    read = comparison.read[compared]
    coders = [name for number, name in enumerate(comparison.coders) if not len(read) or read[:, number].any()]
    return {
        "unit": plan.unit,
        "threshold": threshold,
        "by": sorted(plan.by) or ["overall"],
        "coders": coders,
        "documents": documents,
        "rounds": sorted(set(comparison.rounds[compared].tolist())),
        "kappa": "Cohen" if "pair" in plan.by or len(coders) == 2 else "Conger",
        "everybody_read_all": bool((read.sum(axis=1) == len(coders)).all()),
        "n_boot": plan.n_boot,
        "seed": plan.seed,
        "remarks": [remark for remark in remarks if remark],
    }


def _twins(comparison: Comparison) -> Iterator[str]:
    """Say which codes may be one under two names, where no row is of them."""
    for code, hint in single_users(comparison).items():
        if "in the same places" in hint:
            yield f"{code}: {hint}."
