"""Write docs/study.md, what the coders of the corpora agree on, from their codings: ``python docs/write_study.py``."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import wenger_qda as qda
from wenger_qda.agreement.practice import reference_kappas
from wenger_qda.intervals import line_up, normalise

HERE = Path(__file__).parent
CORPORA = HERE.parent / "corpora"
FOUR = ["amina", "bertil", "chiara", "dewi"]
TWO = ["liv", "tuva"]
BOOKS = ("communities-of-practice", "social-learning-systems")
ENOUGH_PASSAGES, ENOUGH_SOURCES = 8, 4
SHOWN_IN_PICTURE = 40


class Tables(NamedTuple):
    """What a corpus gives to compare."""

    codings: pd.DataFrame
    sources: pd.DataFrame
    turns: pd.DataFrame
    codes: pd.DataFrame


def tables_of(corpus: str, books: Iterable[str]) -> Tables:
    """Read a corpus into a project that nobody keeps, and give its tables."""
    with (
        tempfile.TemporaryDirectory() as folder,
        qda.Project.create(Path(folder) / "a.wqda", coder="reader") as project,
    ):
        for book in books:
            project.use(qda.Codebook.load(book))
        project.add(qda.read(CORPORA / corpus))
        return Tables(project.codings(), project.sources(), project.turns(), project.codes())


def read_corpora() -> tuple[Tables, Tables]:
    """Read both corpora."""
    return tables_of("claims-processing", BOOKS), tables_of("boundary-project", BOOKS[1:])


def study_page(claims: Tables, ice: Tables) -> str:
    """Give the page."""
    units = by_unit(claims, FOUR)
    codes = by_code(claims, FOUR)
    filled = {
        "coders": coders_table(claims.codings),
        "overall": number(units["turn"]["alpha"]),
        "units": units_table(units),
        "pairs": pairs_table(claims),
        "places": places_table(claims),
        "rounds": rounds_table(claims),
        "sets": sets_table(claims),
        "consensus": consensus_table(claims),
        "codes": codes_table(claims, codes, FOUR),
        "ice": units_table(by_unit(ice, TWO)),
        "ice_codes": codes_table(ice, by_code(ice, TWO).head(12), TWO),
        "absent": absent_table(claims, absences("absences"), (ENOUGH_PASSAGES, ENOUGH_SOURCES)),
        "ice_absent": absent_table(ice, absences("absences-ice"), (1, 1)),
    }
    page = (HERE / "study" / "template.md").read_text("utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match[1]], page)


def coders_table(codings: pd.DataFrame) -> str:
    """Tell how much each coder coded, and in what pieces."""
    rows = []
    for (coder, round_), held in codings.groupby(["coder", "round"]):
        places = held.drop_duplicates(["source", "start_char", "end_char"])
        length = int((places["end_char"] - places["start_char"]).median())
        row = [coder, round_, held["source"].nunique(), len(held), len(places), f"{len(held) / len(places):.1f}"]
        rows.append(
            [*row, length, held["code"].nunique(), (held["note"] != "").sum(), (held["stance"] == "against").sum()]
        )
    return table(
        "coder | round | documents | codings | passages | codes a passage | median passage (characters) | codes used | "
        "with a memo | against",
        rows,
    )


def by_unit(tables: Tables, coders: list[str]) -> dict[str, pd.Series]:  # type: ignore[type-arg]
    """Give the agreement on all codes together, in units of three sizes."""
    return {
        unit: qda.reliability(
            tables.codings, tables.sources, turns=tables.turns, unit=unit, by="overall", coders=coders, round=1
        ).iloc[0]
        for unit in ("character", "turn", "document")
    }


def units_table(units: dict[str, pd.Series]) -> str:  # type: ignore[type-arg]
    """Write down the agreement in units of three sizes."""
    rows = [[unit, *measures(found), found["n_units"]] for unit, found in units.items()]
    return table("unit | alpha | 95 % interval | kappa | percent agreement | AC1 | units", rows)


def pairs_table(tables: Tables) -> str:
    """Give the agreement of each two coders."""
    found = qda.reliability(
        tables.codings, tables.sources, turns=tables.turns, unit="turn", by="pair", coders=FOUR, round=1
    )
    rows = [[f"{row['coder_a']} – {row['coder_b']}", *measures(row)] for row in found.to_dict("records")]
    return table("pair | alpha | 95 % interval | kappa | percent agreement | AC1", rows)


def places_table(tables: Tables) -> str:
    """Tell apart whether two marked the same place, and whether they gave the same code there."""
    found = qda.place_and_code(tables.codings, tables.sources, coders=FOUR, round=1)
    rows = [
        [
            f"{row['coder_a']} – {row['coder_b']}",
            number(row["u_alpha"]),
            f"{row['matched']:.0%}",
            number(row["code_alpha"]),
        ]
        for row in found.to_dict("records")
    ]
    return table(
        "pair | unitizing alpha: the same places? | places matched | alpha of the codes on matched places", rows
    )


def rounds_table(tables: Tables) -> str:
    """Set a coder's rounds beside each other."""
    own = tables.codings[tables.codings["coder"] == "bertil"]
    found = qda.stability(own, tables.sources, turns=tables.turns, unit="turn")
    rows = [
        [row["coder"], f"{row['round_a']} and {row['round_b']}", *measures(row), row["n_documents"]]
        for row in found.to_dict("records")
    ]
    return table("coder | rounds | alpha | 95 % interval | kappa | percent agreement | AC1 | documents", rows)


def sets_table(tables: Tables) -> str:
    """Give the agreement on sets of codes."""
    found = qda.set_reliability(tables.codings, tables.sources, turns=tables.turns, unit="turn", coders=FOUR, round=1)
    rows = [
        [row["text"], row["distance"], number(row["alpha"]), interval(row), row["n_units"]]
        for row in found.to_dict("records")
    ]
    return table("turns | distance | alpha | 95 % interval | turns", rows)


def consensus_table(tables: Tables) -> str:
    """Set each coder beside the consensus."""
    shared = sorted(set(tables.codings.loc[tables.codings["coder"] == "consensus", "source"]))
    rows = []
    for coder in FOUR:
        first = tables.codings[(tables.codings["round"] == 1)]
        found = reference_kappas(first, tables.turns, coder=coder, sources=shared)
        used = found[found["n_reference"] >= ENOUGH_SOURCES]
        kept = int(found["n_both"].sum())
        share = [f"{kept / found[column].sum():.0%}" for column in ("n_coder", "n_reference")]
        rows.append([coder, number(used["kappa"].median()), len(used), *share])
    return table(
        "coder | median kappa with the consensus | codes (on 4 turns of it or more) | of the coder's marks it kept "
        "| of the consensus the coder had",
        rows,
    )


def codes_table(tables: Tables, agreement: pd.DataFrame, coders: list[str]) -> str:
    """Give the agreement on each code, with who used it how often."""
    held = tables.codings[tables.codings["coder"].isin(coders) & (tables.codings["round"] == 1)]
    held = held[held["source"].isin(shared_sources(tables, coders))]
    counts = held.groupby(["code", "coder"]).size().unstack(fill_value=0)
    rows = [
        [f"`{row['code']}`", number(row["alpha"]), interval(row), number(row["kappa"])]
        + [int(counts.get(coder, {}).get(row["code"], 0)) for coder in coders]
        + [row["why"] or ""]
        for row in agreement.to_dict("records")
    ]
    return table(f"code | alpha | 95 % interval | kappa | {' | '.join(coders)} | remark", rows)


def by_code(tables: Tables, coders: list[str]) -> pd.DataFrame:
    """Give the agreement on each code, turn by turn, the highest alpha first."""
    found = qda.reliability(
        tables.codings, tables.sources, turns=tables.turns, unit="turn", by="code", coders=coders, round=1
    )
    return found.sort_values(["alpha", "code"], ascending=[False, True], kind="stable")


def shared_sources(tables: Tables, coders: list[str]) -> list[str]:
    """Give the documents that all of some coders have coded."""
    of_each = [set(tables.codings.loc[tables.codings["coder"] == coder, "source"]) for coder in coders]
    return sorted(set.intersection(*of_each))


def absent_table(tables: Tables, reasons: Mapping[str, str], enough: tuple[int, int]) -> str:
    """List the codes that are rare or absent, each with the reason."""
    rows = []
    used = tables.codings[tables.codings["stance"] != "against"]
    for code in tables.codes[tables.codes["is_codable"]]["code"]:
        held = used[used["code"] == code]
        n_passages = count_passages(held)
        if n_passages < enough[0] or held["source"].nunique() < enough[1]:
            rows.append([f"`{code}`", n_passages, held["source"].nunique(), reasons[code]])
    return table("code | passages | documents | why so few", rows)


def absences(name: str) -> dict[str, str]:
    """Read the reasons why codes are rare: one a line, the code before the colon."""
    lines = (HERE / "study" / f"{name}.txt").read_text("utf-8").splitlines()
    return {code: reason for code, _, reason in (line.partition(": ") for line in lines)}


def count_passages(codings: pd.DataFrame) -> int:
    """Count the places that are coded, whoever coded them; codings that overlap or touch are one place."""
    placed = codings.dropna(subset=["start_char"])
    texts = placed["source"].astype("category").cat.codes
    starts, ends = (line_up(texts, placed[name].astype("int64")) for name in ("start_char", "end_char"))
    return len(normalise(starts, ends).starts)


def measures(row: dict[str, float] | pd.Series) -> list[str]:  # type: ignore[type-arg]
    """Give alpha with its interval, kappa, agreement and AC1."""
    return [number(row["alpha"]), interval(row), number(row["kappa"]), f"{row['agreement']:.1%}", number(row["ac1"])]


def interval(row: dict[str, float] | pd.Series) -> str:  # type: ignore[type-arg]
    """Give an interval, or a dash."""
    low, high = row["alpha_low"], row["alpha_high"]
    return "–" if pd.isna(low) else f"{number(low)} to {number(high)}"


def number(value: float) -> str:
    """Give a figure with two places; what is nearly nought is nought."""
    return "–" if pd.isna(value) else f"{round(value, 2) + 0.0:.2f}"


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    """Give a table in Markdown."""
    names = [name.strip() for name in head.split("|")]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def picture(claims: Tables) -> None:
    """Draw the agreement on the codes that were used most."""
    most = by_code(claims, FOUR).sort_values("prevalence", ascending=False).head(SHOWN_IN_PICTURE)
    qda.charts.save(qda.charts.agreement_forest(most), HERE / "images" / "study_forest.png")


if __name__ == "__main__":
    claims, ice = read_corpora()
    (HERE / "study.md").write_text(study_page(claims, ice), "utf-8")
    picture(claims)
