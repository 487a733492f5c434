"""A paragraph for a methods section: what was measured, on what, how surely, and how disagreements were settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.agreement.reliability_table import FEW_DOCUMENTS

__all__ = ["methods_paragraph"]

_UNITS = {
    "character": "characters",
    "token": "words",
    "sentence": "sentences",
    "turn": "turns",
    "paragraph": "paragraphs",
    "document": "whole documents",
}
_OUTCOMES = {
    "one": "in favour of one side",
    "both": "by keeping what either had marked",
    "neither": "by dropping the code there",
    "span": "by agreeing on another stretch",
    "definition": "by changing the code's definition, to be coded anew",
}
_REFERENCES = {
    "Krippendorff": "Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology (2nd ed.). Sage.",
    "Cohen": "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
    "Measurement, 20(1), 37–46.",
    "Conger": "Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological "
    "Bulletin, 88(2), 322–328.",
    "Gwet": "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. "
    "British Journal of Mathematical and Statistical Psychology, 61(1), 29–48.",
    "Efron": "Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.",
    "De Vries": "De Vries, H., Elliott, M. N., Kanouse, D. E., & Teleki, S. S. (2008). Using pooled kappa to summarize "
    "interrater agreement across many items. Field Methods, 20(3), 272–282.",
}


def methods_paragraph(table: pd.DataFrame, *, decisions: pd.DataFrame | None = None) -> str:
    """Say in words, for a methods section, how agreement was measured and how disagreements were settled.

    Parameters
    ----------
    table : DataFrame
        As :func:`reliability` gives it, with its ``attrs``.
    decisions : DataFrame, optional
        As ``project.decisions()`` gives it.

    Returns
    -------
    str
        Paragraphs of plain text, and the references. Conventional thresholds are named, and left to the reader.

    Raises
    ------
    ValueError
        If the table has lost what it was made with, as some ways of filtering and joining lose it.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories")
    >>> from wenger_qda.agreement import reliability
    >>> said = methods_paragraph(reliability(project.codings(), project.sources()))
    >>> said.partition(".")[0]
    'Two coders (amina, bo) coded 1 document independently of each other'
    """
    made = {str(name): value for name, value in table.attrs.items()}
    if not {"unit", "coders", "documents", "n_boot"} <= made.keys():
        raise ValueError(
            "this table does not tell how it was made; give it as reliability returned it, before anything was joined"
        )
    if "like" in made:
        raise ValueError(f"this table imitates another program, which is no measure to report. {made['like']}")
    parts = [
        " ".join(_who(made)),
        " ".join(_what(made)),
        " ".join(_found(table, made)),
        " ".join(_settled(decisions)),
        "References\n" + "\n".join(_cited(made)),
    ]
    return "\n\n".join(parts)


def _who(made: Mapping[str, Any]) -> Iterator[str]:
    n_documents = len(made["documents"])
    coders = made["coders"]
    yield (
        f"{_number(len(coders))} {'coder' if len(coders) == 1 else 'coders'} ({', '.join(coders)}) coded "
        f"{n_documents} {'document' if n_documents == 1 else 'documents'} independently of each other."
    )
    if made.get("rounds") and made["rounds"] != [1]:
        yield f"The codings are those of round {', '.join(map(str, made['rounds']))}."
    if not made.get("everybody_read_all", True):
        yield "Not every coder read every document; a document counts with those who read it, at least two."


def _what(made: Mapping[str, Any]) -> Iterator[str]:
    threshold = made.get("threshold")
    rule = f"at least {threshold:.0%} of it carried the code" if threshold else "any part of it carried the code"
    counted = "" if made["unit"] == "character" else f"; a unit counted as coded by a coder where {rule}"
    yield f"Agreement was measured on {_UNITS[made['unit']]}, code by code, as coded or not coded{counted}."
    kappa = "Cohen's kappa (Cohen, 1960)" if made.get("kappa") == "Cohen" else "Conger's kappa (Conger, 1980)"
    yield (
        f"Krippendorff's alpha (Krippendorff, 2004) is reported, beside it {kappa}, the share of units agreed on, "
        "Gwet's AC1 (Gwet, 2008) and F1, the agreement on what was coded at all, which text without codes does not "
        "raise."
    )
    if not {"code", "branch"} & set(made["by"]):
        yield (
            "Over codes, observed and expected disagreement were averaged before one was divided by the other "
            "(De Vries et al., 2008)."
        )
    if made["n_boot"] and "source" not in made["by"]:
        yield (
            f"Intervals (95 %) are percentiles of {made['n_boot']:,} bootstrap samples of documents (Efron & "
            f"Tibshirani, 1993; seed {made['seed']}), since the {_UNITS[made['unit']]} of one document depend on each "
            "other; they tell nothing of how other coders would have coded."
        )
        if len(made["documents"]) < FEW_DOCUMENTS:
            yield f"With {len(made['documents'])} documents they are rough."


def _found(table: pd.DataFrame, made: Mapping[str, Any]) -> Iterator[str]:
    defined = table[table["alpha"].notna()]
    if len(table) == 1 and len(defined) == 1:
        yield f"Alpha was {_with_interval(table.iloc[0])}."
    elif len(defined):
        in_order = defined.sort_values("alpha", kind="stable")
        lowest, highest, median = in_order.iloc[0], in_order.iloc[-1], float(defined["alpha"].median())
        yield (
            f"Alpha was defined for {len(defined)} of {len(table)} {_rows(made)}: the median was {_short(median)}, the "
            f"lowest {_with_interval(lowest)}{_of(lowest)}, the highest {_with_interval(highest)}{_of(highest)}."
        )
    undefined = table[table["alpha"].isna()]
    if len(undefined):
        reasons = Counter(why.partition(":")[0] for why in undefined["why"])
        said = "; ".join(f"{reason} ({count})" if len(table) > 1 else reason for reason, count in reasons.items())
        yield f"It was not defined where there is nothing to compare it with: {said}."
    yield (
        "By convention, alpha of .800 is asked for, and .667 where conclusions are tentative (Krippendorff, 2004, "
        "p. 241); which value will do depends on what a wrong conclusion would cost."
    )


def _settled(decisions: pd.DataFrame | None) -> Iterator[str]:
    if decisions is None or decisions.empty:
        yield "No decisions on disagreements are recorded."
        return
    counts = decisions["outcome"].value_counts()
    said = ", ".join(f"{counts[name]} {words}" for name, words in _OUTCOMES.items() if name in counts)
    deciders = ", ".join(sorted(set(decisions["coder"])))
    n_reasons = int((decisions["reason"].str.strip() != "").sum())
    which = "each" if n_reasons == len(decisions) else f"{n_reasons} of them"
    yield (
        f"Disagreements were taken up passage by passage and {len(decisions)} of them settled by {deciders}: {said}. "
        f"A reason is recorded with {which}; the coders' own codings were left as they were, and agreement was "
        "computed on these."
    )


def _cited(made: Mapping[str, Any]) -> list[str]:
    names = ["Krippendorff", str(made.get("kappa", "Cohen")), "Gwet"]
    names += ["Efron"] if made["n_boot"] and "source" not in made["by"] else []
    names += [] if {"code", "branch"} & set(made["by"]) else ["De Vries"]
    return sorted(_REFERENCES[name] for name in names)


def _rows(made: Mapping[str, Any]) -> str:
    words = {"code": "codes", "branch": "branches", "source": "documents", "pair": "pairs of coders"}
    by = [words[name] for name in made["by"] if name in words]
    return by[0] if len(by) == 1 else "rows"


def _of(row: pd.Series[Any]) -> str:
    names = [str(row[name]) for name in ("code", "source") if row[name]]
    names += [f"{row['coder_a']} and {row['coder_b']}"] if row["coder_a"] else []
    return f" ({', '.join(names)})" if names else ""


def _with_interval(row: pd.Series[Any]) -> str:
    if np.isnan(row["alpha_low"]):
        return _short(row["alpha"])
    return f"{_short(row['alpha'])} [{_short(row['alpha_low'])}, {_short(row['alpha_high'])}]"


def _short(value: float) -> str:
    """Write a measure as journals do, without the zero before the point.

    Examples
    --------
    >>> _short(0.7434), _short(-0.05), _short(1.0)
    ('.74', '−.05', '1.00')
    """
    written = f"{abs(value):.2f}"
    return ("−" if value < 0 and float(written) else "") + (written[1:] if written.startswith("0") else written)


def _number(n: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[n] if n < len(words) else str(n)
