"""Tables and reports as a terminal shows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

import wenger_qda as qda

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 200
_WIDTH = 100


def show(table: pd.DataFrame, *, as_json: bool, plain: str) -> None:
    """Print a table, for people or for programs."""
    if as_json:
        click.echo(table.to_json(orient="records", force_ascii=False, indent=1))
    else:
        click.echo(plain)


def show_report(report: qda.ImportReport, *, as_json: bool) -> None:
    """Print what was read, changed and skipped."""
    show(report.table, as_json=as_json, plain=str(report))


def show_codebook_file(path: Path, others: tuple[str, ...], *, as_json: bool) -> None:
    """Print a codebook file, or how it differs from another one."""
    from wenger_qda.codebook import diff

    book = qda.Codebook.load(path)
    if len(others) > 1:
        raise click.UsageError("a codebook file is compared with one other at a time")
    if others:
        differences = diff(book, qda.Codebook.load(others[0]))
        plain = "no differences" if differences.empty else differences.to_string(index=False)
        show(differences, as_json=as_json, plain=plain)
        return
    remarks = list(book.check())
    if as_json:
        content = {"name": book.name, "codes": [entry.id for entry in book], "remarks": remarks}
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([book.tree(), "", f"{path}: {len(book)} codes, in order.", *remarks]))


def agreement_text(table: pd.DataFrame) -> str:
    """Write a table of agreement or of disagreements for reading, with what is to be known of it."""
    shown = table.drop(columns=[name for name in ("guids", "mark") if name in table])
    empty = [name for name in ("source", "coder_a", "coder_b", "why") if name in shown and not shown[name].any()]
    said = [*table.attrs.get("remarks", []), table.attrs.get("like", ""), table.attrs.get("why", "")]
    written = shown.drop(columns=empty).to_string(index=False, float_format=lambda number: f"{number:.3f}", na_rep="–")
    return "\n".join([written if len(shown) else "Nothing to list.", "", *filter(None, said)]).rstrip()


def in_context(hits: pd.DataFrame) -> str:
    """Write what was found, with the words around it."""
    shown = hits.head(_ROWS)[["source", "before", "words", "after"]].astype("object").to_numpy().tolist()
    lines = [f"{source}  {before:>50}[{' '.join(words.split())}]{after}" for source, before, words, after in shown]
    more = [f"… and {len(hits) - _ROWS} more (--json gives all)"] if len(hits) > _ROWS else []
    n_sources = hits["source"].nunique()
    return "\n".join([*lines, *more, f"{count(len(hits), 'hit')} in {count(n_sources, 'source')}"])


def suggested(found: pd.DataFrame, words: pd.DataFrame) -> str:
    """Give suggestions as text: each passage with its codes, how likely they are, and why."""
    lines = []
    for (source, turn), codes in found.merge(words, on=["source", "turn"]).groupby(["source", "turn"], sort=False):
        text = " ".join(codes["text"].iloc[0].split())
        lines.append(f"{source}, {turn}: {text if len(text) <= _WIDTH else text[: _WIDTH - 1] + '…'}")
        lines += [f"    {row.score:.2f}  {row.code}: {row.why}" for row in codes.itertuples()]
    return "\n".join(lines) or "Nothing to suggest: there is no text, or no code."


def count(number: int, noun: str) -> str:
    """Say how many: ``1 hit``, ``2 hits``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
