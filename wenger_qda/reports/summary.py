"""The summary page: one HTML file in which every number leads to the passages behind it.

The page needs no network and no script. The same project gives the same bytes: no clock goes into it, and the passages
stand in the order of the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from wenger_qda import __version__
from wenger_qda.matrices import crosstab
from wenger_qda.whole import write_whole

if TYPE_CHECKING:
    from wenger_qda.store import Project

_SHOWN = 320
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One coded passage as the page shows it."""

    place: str
    speaker: str
    coder: str
    quote: str
    cut: bool
    note: str
    stance: str
    review: bool


def summary_page(
    project: Project,
    path: str | Path,
    *,
    coders: Iterable[str] | None = None,
    pictures: Mapping[str, str] | None = None,
) -> Path:
    """Write the summary of a project: sources, codes, the code-by-source matrix, and the passages behind each number.

    Parameters
    ----------
    project : Project
        Open; reading is enough.
    path : str or Path
        Where the ``.html`` file goes.
    coders : iterable of str, optional
        Count only theirs; by default everybody's, which adds up what several coders made of one passage.
    pictures : mapping of str to str, optional
        Titles and SVG texts of pictures to show.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    QdaError
        If the file cannot be written.
    StoreError
        If a coder is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> summary_page(project, project.path.with_name("summary.html")).name
    'summary.html'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("wenger_qda.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = templates.get_template("summary.html.j2").render(**_content(project, coders), pictures=dict(pictures or {}))
    return write_whole(Path(path), page.encode())


def _content(project: Project, coders: Iterable[str] | None) -> dict[str, Any]:
    names = None if coders is None else ([coders] if isinstance(coders, str) else list(coders))
    codings = project.codings(coders=names)
    codes, sources = _counted(project.codes(), "code", codings), _counted(project.sources(), "source", codings)
    used = codes[codes["n_codings"] > 0]
    matrix = crosstab(codings, codes=codes, sources=sources)
    return {
        "name": project.name,
        "whose": "" if names is None else ", ".join(names),
        "n_left_out": len(project.codings()) - len(codings),
        "counts": _counts(len(sources), len(project.turns()), codings, codes),
        "sources": _sources(sources, matrix, codes),
        "columns": [(number, name) for number, name in enumerate(sources["source"], 1)],
        "rows": [_row(code, matrix, sources) for code in _records(used)],
        "largest": int(matrix.to_numpy().max(initial=0)),
        "groups": _groups(codings, used, sources),
        "again": _groups(codings[codings["status"] == "needs_review"], used, sources),
        "unused": [row["path"] for row in _records(codes[(codes["n_codings"] == 0) & codes["is_codable"]])],
        "manifest": _manifest(project, sources, codings, codes),
    }


def _counted(table: pd.DataFrame, key: str, codings: pd.DataFrame) -> pd.DataFrame:
    """Count in a table of codes or sources only the codings given."""
    return table.assign(n_codings=table[key].map(codings[key].value_counts()).fillna(0).astype("int64"))


def _counts(n_sources: int, n_turns: int, codings: pd.DataFrame, codes: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Give what is counted, how many there are, and the part of the page that shows them."""
    return [
        ("sources", n_sources, "sources"),
        ("turns and paragraphs", n_turns, "sources"),
        ("codes in the codebook", int(codes["is_codable"].sum()), "matrix"),
        ("codes used", int((codes["n_codings"] > 0).sum()), "matrix"),
        ("codings", len(codings), "passages"),
        ("coders", int(codings["coder"].nunique()), "passages"),
        ("to look at again", int((codings["status"] == "needs_review").sum()), "again"),
    ]


def _sources(sources: pd.DataFrame, matrix: pd.DataFrame, codes: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the sources, each with how often each code stands in it."""
    names = dict(zip(codes["code"], codes["name"], strict=True))
    return [
        {
            "number": number,
            **row,
            "codes": [(code, names[code], int(count)) for code, count in matrix[row["source"]].items() if count],
        }
        for number, row in enumerate(_records(sources), 1)
    ]


def _row(code: Record, matrix: pd.DataFrame, sources: pd.DataFrame) -> dict[str, Any]:
    cells = matrix.loc[code["code"], sources["source"].tolist()].astype(int).tolist()
    return {**code, "depth": code["path"].count(" / "), "cells": cells, "total": int(code["n_codings"])}


def _groups(codings: pd.DataFrame, used: pd.DataFrame, sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the passages by code and, within it, by source, under the anchors that the matrix points to."""
    numbers = {name: number for number, name in enumerate(sources["source"], 1)}
    by_code = dict(iter(codings.groupby("code")))
    return [
        {
            **code,
            "by_source": [
                {
                    "number": numbers[source],
                    "name": source,
                    "passages": [_passage(row) for row in _records(rows)],
                }
                for source, rows in by_code[code["code"]].groupby("source", sort=False)
            ],
        }
        for code in _records(used)
        if code["code"] in by_code
    ]


def _passage(row: Record) -> Passage:
    whole = row["start_char"] is pd.NA
    return Passage(
        place="the whole source" if whole else f"{row['start_char']}–{row['end_char']}",
        speaker=row["speaker"],
        coder=row["coder"],
        quote=row["quote"][:_SHOWN],
        cut=len(row["quote"]) > _SHOWN,
        note=row["note"],
        stance=row["stance"],
        review=row["status"] == "needs_review",
    )


def _manifest(
    project: Project, sources: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame
) -> list[tuple[str, str]]:
    """Give what is needed to know whether a later page rests on the same data."""
    texts = hashlib.sha256()
    for name in sources["source"]:
        texts.update(f"{name}\x00{project.text(name)}\x00".encode())
    kept = codings.drop(columns=["guid", "created"])
    book = codes.drop(columns=["n_codings"])
    return [
        ("texts (SHA-256)", texts.hexdigest()),
        ("codings (SHA-256)", hashlib.sha256(kept.to_csv(index=False).encode()).hexdigest()),
        ("codebook (SHA-256)", hashlib.sha256(book.to_csv(index=False).encode()).hexdigest()),
        ("wenger_qda", __version__),
    ]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
