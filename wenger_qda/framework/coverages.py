"""Coverage: which constructs of the theory have evidence, of whom, and which have none."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.codebook import Codebook
from wenger_qda.framework.evidence import Evidence, either, place, signs
from wenger_qda.framework.passages import COUNTED, tally
from wenger_qda.framework.sides import case_names, link, sides_of
from wenger_qda.framework.theory import codable, codes_table, names_of
from wenger_qda.framework.words import some
from wenger_qda.trees import descendants

__all__ = ["coverage"]

Ints = NDArray[np.int64]
Named = list[dict[Any, int]]

PERSON = "person"


def coverage(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say for every code what carries it: how much, for and against, of which cases, speakers and kinds of source.

    Parameters
    ----------
    codings : DataFrame
        One row per coding; speakers are read from its column `speaker`.
    codes : DataFrame or Codebook
        One row per code. Headings that nobody coded with are left out.
    sources : DataFrame, optional
        One row per document; its `kind` tells the kinds of source, or a variable of that name where there is one.
    cases : DataFrame, optional
        One row per case-source link. Cases of kind ``person`` are the informants; without any, the speakers are.

    Returns
    -------
    DataFrame
        One row a code, in the order of `codes`: code, name, the counts and passages of `progress_table`, n_below
        (stretches with codes below it), by_case, by_speaker, by_kind (how many stretches of each, for and against
        together), informants, missing (in a sentence: no evidence at all, only against, one informant, one source, one
        coder). A code that is not in `codes` comes last.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b"], "source": ["day-01", "day-02"], "coder": "amina", "code": "repair",
    ...     "start_char": [0, 5], "end_char": [9, 12], "speaker": ["Ida", "Ida"]})
    >>> found = coverage(codings, pd.DataFrame({"code": ["repair", "stories"]}))
    >>> found[["code", "n_for", "missing"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['repair', 2, 'carried by one informant only, Ida; nothing is coded against it; seen by one coder'],
     ['stories', 0, 'no evidence']]
    """
    known = codes_table(codes)
    keys: list[Hashable] = [*codable(known, codings["code"] if "code" in codings else pd.Series(dtype="str"))]
    place_of = {code: i for i, code in enumerate(keys)}
    placed = place(codings)
    evidence = either(placed, signs(codings, {str(code): {code: 1} for code in keys}, place_of), len(keys))
    counts = tally(evidence, sides_of(None, evidence.stretches, sources, cases), keys, codings, cases)
    names = names_of(known)
    result = pd.DataFrame({"code": keys, "name": [names.get(str(code), str(code)) for code in keys]})
    result = pd.concat([result, counts[list(COUNTED)]], axis=1)
    result["n_below"] = _below(known, keys, counts)
    by_case, by_person = _by_case(evidence, cases, len(keys))
    by_speaker = _by_speaker(evidence, codings, len(keys))
    told = by_person if any(by_person) else by_speaker
    result["by_case"], result["by_speaker"] = _dicts(by_case), _dicts(by_speaker)
    result["by_kind"] = _dicts(_by_kind(evidence, sources, len(keys)))
    result["informants"] = pd.Series([tuple(some) for some in told], dtype="object")
    in_book = set(known["code"])
    result["missing"] = [_missing(row, in_book) for row in result.to_dict("records")]
    result.attrs = {"remarks": _remarks(codings, known, sources, cases)}
    return result


def _below(codes: pd.DataFrame, keys: list[Hashable], counts: pd.DataFrame) -> list[int]:
    n_of = dict(zip(keys, counts["n"].tolist(), strict=True))
    below = descendants(codes)
    return [sum(n_of.get(lower, 0) for lower in below.get(str(code), ())) for code in keys]


def _by_case(evidence: Evidence, cases: pd.DataFrame | None, n_keys: int) -> tuple[Named, Named]:
    """Count stretches by case, and by those cases that are persons."""
    stretch, case = link(evidence.stretches, cases)
    names = case_names(cases)
    key = evidence.stretches["key"].to_numpy(dtype=np.int64)[stretch]
    everyone = _counted(key, np.array(names, dtype=object)[case], n_keys)
    if cases is None or "kind" not in cases:
        return everyone, [{} for _ in range(n_keys)]
    persons = set(cases.loc[cases["kind"] == PERSON, "case"])
    return everyone, [{name: n for name, n in some.items() if name in persons} for some in everyone]


def _by_speaker(evidence: Evidence, codings: pd.DataFrame, n_keys: int) -> Named:
    if "speaker" not in codings:
        return [{} for _ in range(n_keys)]
    speaker = codings["speaker"].astype("object").fillna("").to_numpy()[evidence.coding]
    pairs = pd.DataFrame({"stretch": evidence.stretch, "speaker": speaker})
    pairs = pairs[pairs["speaker"] != ""].drop_duplicates()
    key = evidence.stretches["key"].to_numpy(dtype=np.int64)[pairs["stretch"]]
    return _counted(key, pairs["speaker"].to_numpy(dtype=object), n_keys)


def _by_kind(evidence: Evidence, sources: pd.DataFrame | None, n_keys: int) -> Named:
    if sources is None or "kind" not in sources:
        return [{} for _ in range(n_keys)]
    column = "kind (variable)" if "kind (variable)" in sources else "kind"
    kinds = sources[column].astype("object").where(sources[column].notna(), sources["kind"])
    kind_of = dict(zip(sources["source"], kinds, strict=True))
    kind = np.array([kind_of.get(name, "(none)") for name in evidence.stretches["source"]], dtype=object)
    return _counted(evidence.stretches["key"].to_numpy(dtype=np.int64), kind, n_keys)


def _counted(key: Ints, names: NDArray[Any], n_keys: int) -> Named:
    """Count names key by key, the most frequent first."""
    counts = pd.DataFrame({"key": key, "name": names}).value_counts(sort=False).reset_index(name="n")
    counts = counts.sort_values(["key", "n", "name"], ascending=[True, False, True])
    found: Named = [{} for _ in range(n_keys)]
    for at, name, n in zip(counts["key"].tolist(), counts["name"].tolist(), counts["n"].tolist(), strict=True):
        found[at][name] = n
    return found


def _dicts(values: Named) -> pd.Series[Any]:
    return pd.Series(values, dtype="object")


def _missing(row: dict[Any, Any], in_book: set[str]) -> str:
    said = [] if row["code"] in in_book else ["not in the codebook"]
    if not row["n"]:
        below = f", though {some(row['n_below'], 'stretch', 'stretches')} with codes below it" if row["n_below"] else ""
        return "; ".join([*said, f"no evidence{below}"])
    if not row["n_for"]:
        said.append("all evidence is against")
    said += _alone(row)
    if row["n_sources"] == 1:
        said.append(f"all from one source, {row['sources'][0]}")
    if not row["n_against"]:
        said.append("nothing is coded against it")
    if row["n_coders"] == 1:
        said.append("seen by one coder")
    return "; ".join(said)


def _alone(row: dict[Any, Any]) -> list[str]:
    """Say where one person carries all of it; what nobody in particular says or does is not theirs."""
    if len(row["informants"]) != 1:
        return []
    who = row["informants"][0]
    n_theirs = row["by_case"].get(who) or row["by_speaker"].get(who, 0)
    if n_theirs == row["n"]:
        return [f"carried by one informant only, {who}"]
    rest = row["n"] - n_theirs
    is_are = "is" if rest == 1 else "are"
    return [f"one informant only, {who}; {rest:,} of {some(row['n'], 'stretch', 'stretches')} {is_are} nobody's"]


def _remarks(
    codings: pd.DataFrame, codes: pd.DataFrame, sources: pd.DataFrame | None, cases: pd.DataFrame | None
) -> list[str]:
    remarks = []
    if not len(codings):
        remarks.append("there are no codings yet")
    if not len(codes):
        remarks.append("there are no codes")
    if cases is None or not len(cases):
        remarks.append("no cases are given (cases=): informants are the speakers of the codings")
    if sources is None:
        remarks.append("no sources are given (sources=): their kinds are not known")
    return remarks
