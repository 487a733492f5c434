"""Counter-evidence: what speaks against a construct, so that it is read before somebody else points to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.codebook import Codebook
from wenger_qda.frames import check
from wenger_qda.framework.evidence import AGAINST, Evidence, both, either, place, signs
from wenger_qda.framework.passages import guids_by
from wenger_qda.framework.sides import case_names, link
from wenger_qda.framework.theory import codable, codes_table, contrary_pairs

__all__ = ["counter_evidence"]

COLUMNS = (
    "kind", "code", "other", "source", "start_char", "end_char", "coder", "cases", "quotes", "n_codings", "guids",
    "rejection",
)  # fmt: skip
KINDS = ("contrary", "against", "rejected")


def counter_evidence(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    *,
    rejections: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the stretches that speak against a construct.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    codes : DataFrame or Codebook
        One row per code; `contrary` names the codes whose evidence speaks against it.
    rejections : DataFrame, optional
        One row per suggestion that a coder refused.
    cases : DataFrame, optional
        One row per case-source link.

    Returns
    -------
    DataFrame
        One row a stretch: kind (``contrary``: one coder sees a construct and its contrary in the same words;
        ``against``: coded with stance *against*; ``rejected``: a suggestion was refused), code, other (the contrary),
        source, start_char, end_char (``<NA>`` for a whole source), coder, cases, quotes, n_codings, guids (of the
        codings; of a refused suggestion: those of others who did give the code there), rejection (its guid). Sorted
        by code, in the order of `codes`, then by place. ``attrs["remarks"]`` says which constructs with evidence have
        none against.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b", "c"], "source": "day-01", "coder": "amina", "code": ["trust", "torn-apart", "trust"],
    ...     "start_char": [0, 5, 40], "end_char": [10, 20, 50], "stance": ["", "", "against"]})
    >>> codes = pd.DataFrame({"code": ["trust", "torn-apart"], "contrary": [("torn-apart",), ()]})
    >>> found = counter_evidence(codings, codes)
    >>> found[["kind", "code", "other", "start_char", "end_char", "guids"]].values.tolist()
    [['contrary', 'trust', 'torn-apart', 5, 10, ('a', 'b')], ['against', 'trust', '', 40, 50, ('c',)]]
    """
    known = codes_table(codes)
    check("codings", codings, ["code"])
    order = codable(known, codings["code"])
    parts = [_contraries(codings, known), _against(codings, order), _rejected(codings, rejections)]
    result = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    stretch, case = link(result.assign(is_whole=result["start_char"].isna(), **_plain(result)), cases)
    names = np.array(case_names(cases), dtype=object)[case]
    of_row: dict[int, list[str]] = {}
    for row, name in zip(stretch.tolist(), names.tolist(), strict=True):
        of_row.setdefault(row, []).append(name)
    result["cases"] = pd.Series([tuple(of_row.get(i, ())) for i in range(len(result))], dtype="object")
    rank = {code: i for i, code in enumerate(order)}
    keys = {"_code": result["code"].map(rank), "_kind": result["kind"].map(KINDS.index)}
    result = result.assign(**keys).sort_values(
        ["_code", "_kind", "source", "start_char", "end_char", "coder", "other", "rejection"],
        na_position="first",
        kind="stable",
        ignore_index=True,
    )
    result = result[list(COLUMNS)]
    result.attrs = {"remarks": _remarks(codings, known, result, rejections)}
    return result


def _contraries(codings: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Find where one coder sees a code and its contrary, both for: a contrary coded against speaks for the code."""
    pairs = contrary_pairs(codes)
    keys = {pair: i for i, pair in enumerate(pairs)}
    sides = []
    for side in (0, 1):
        of_code: dict[str, dict[Any, int]] = {}
        for pair in pairs:
            of_code.setdefault(pair[side], {})[pair] = 1
        found = signs(codings, of_code, keys)
        sides.append(found.where(found.sign > 0))
    evidence = both(place(codings), sides[0], sides[1], max(len(pairs), 1))
    rows = _rows(evidence, codings, "contrary")
    named = [pairs[i] for i in evidence.stretches["key"].tolist()]
    return rows.assign(code=[one for one, _ in named], other=[other for _, other in named])


def _against(codings: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    keys = {code: i for i, code in enumerate(order)}
    carried = signs(codings, {code: {code: 1} for code in order}, keys)
    evidence = either(place(codings), carried.where(carried.sign < 0), max(len(order), 1))
    named = [order[i] for i in evidence.stretches["key"].tolist()]
    return _rows(evidence, codings, AGAINST).assign(code=named, other="")


def _rejected(codings: pd.DataFrame, rejections: pd.DataFrame | None) -> pd.DataFrame:
    """List refused suggestions, each with the codings of other coders that give the code there after all."""
    if rejections is None or not len(rejections):
        return pd.DataFrame(columns=list(COLUMNS))
    check("rejections", rejections, ["guid", "source", "code", "coder", "start_char", "end_char"])
    found = rejections[["guid", "source", "code", "coder", "start_char", "end_char"]].reset_index(drop=True)
    keys = ["source", "code"]
    pairs = found.assign(row=found.index)[[*keys, "row", "coder", "start_char", "end_char"]].merge(
        codings.assign(coding=np.arange(len(codings)))[[*keys, "coding", "coder", "start_char", "end_char"]], on=keys
    )
    meets = (pairs["start_char_x"] < pairs["end_char_y"]) & (pairs["start_char_y"] < pairs["end_char_x"])
    is_whole = pairs["start_char_x"].isna() & pairs["start_char_y"].isna()
    pairs = pairs[(meets.fillna(False) | is_whole).to_numpy(dtype=bool) & (pairs["coder_x"] != pairs["coder_y"])]
    guids = guids_by(
        pairs["row"].to_numpy(dtype=np.int64), pairs["coding"].to_numpy(dtype=np.int64), len(found), codings
    )
    quotes = rejections["quote"].fillna("").tolist() if "quote" in rejections else [""] * len(found)
    return found.rename(columns={"guid": "rejection"}).assign(
        kind="rejected", other="", n_codings=[len(some) for some in guids],
        guids=pd.Series(guids, dtype="object"), quotes=pd.Series([(quote,) for quote in quotes], dtype="object"),
        start_char=found["start_char"].astype("Int64"), end_char=found["end_char"].astype("Int64"),
    )  # fmt: skip


def _rows(evidence: Evidence, codings: pd.DataFrame, kind: str) -> pd.DataFrame:
    found = evidence.stretches
    guids = guids_by(evidence.stretch, evidence.coding, len(found), codings)
    texts = codings["quote"].fillna("") if "quote" in codings else pd.Series("", index=codings.index)
    quote_of = dict(zip(codings["guid"], texts, strict=True))
    is_whole = found["is_whole"].astype(bool)
    return pd.DataFrame(
        {
            "kind": kind,
            "source": found["source"],
            "start_char": found["start"].astype("Int64").mask(is_whole),
            "end_char": found["end"].astype("Int64").mask(is_whole),
            "coder": found["coder"],
            "quotes": pd.Series([tuple(quote_of[guid] for guid in some) for some in guids], dtype="object"),
            "n_codings": [len(some) for some in guids],
            "guids": pd.Series(guids, dtype="object"),
            "rejection": "",
        }
    )


def _plain(result: pd.DataFrame) -> dict[str, Any]:
    return {
        name: result[f"{name}_char"].astype("Int64").fillna(0).to_numpy(dtype=np.int64) for name in ("start", "end")
    }


def _remarks(
    codings: pd.DataFrame, codes: pd.DataFrame, result: pd.DataFrame, rejections: pd.DataFrame | None
) -> list[str]:
    remarks = []
    if not len(codings):
        remarks.append("there are no codings yet")
    if not contrary_pairs(codes):
        remarks.append("no code of the codebook names a contrary")
    if rejections is None:
        remarks.append("refused suggestions are not given (rejections=)")
    spoken = set(result["code"]) | set(result["other"])
    silent = set(codings["code"]) - spoken
    without = [code for code in codable(codes, codings["code"]) if code in silent]
    if without:
        shown = ", ".join(without[:5]) + (f" and {len(without) - 5:,} more" if len(without) > 5 else "")
        remarks.append(f"nothing speaks against {shown}: look for what would")
    return remarks
