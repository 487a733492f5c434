"""Before a notebook is shared: which words of a project it holds, and the notebook without them.

Nothing here shows the words themselves. A table of what was found is looked at in a notebook, too, and would put them
there again.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from wenger_qda.errors import QdaError
from wenger_qda.formats.notebook import Notebook, Place, read_notebook
from wenger_qda.formats.wrapped import Unwrapped, strings, unwrap
from wenger_qda.reports.overlap import Haystack
from wenger_qda.store import Project
from wenger_qda.store.prose import Prose, names, prose
from wenger_qda.whole import write_whole

__all__ = ["Scrub", "check_notebook", "cleared", "scrubbed"]

TAKEN, OWN, CLOSED = "wenger-qda scrub takes it out", "somebody's own: edit it", "cannot be searched: look at it"
_WHOSE = {
    "text": "{}", "quote": "quotes of {}", "memo": "memos on {}", "note": "notes", "case": "what is said about {}",
    "earlier": "what has since been changed or removed", "output": "all of it", "state": "all of it",
}  # fmt: skip
_COLUMNS = {
    "file": "str", "cell": "Int64", "where": "str", "what": "str", "source": "str", "start_char": "Int64",
    "end_char": "Int64", "n_words": "int64", "remedy": "str",
}  # fmt: skip
_SHOWN = ("output", "state")
_KINDS = {"image": "a picture", "audio": "a recording", "video": "a recording"}
_AT_ONCE, _OVERLAP = 8_000_000, 10_000
_CHECKPOINTS, _CHECKPOINT = ".ipynb_checkpoints", "-checkpoint.ipynb"

Given = str | os.PathLike[str]


class _Finding(NamedTuple):
    """What was found at one place."""

    file: Path
    place: Place
    what: str
    source: str = ""
    start_char: int | None = None
    end_char: int | None = None
    n_words: int = 0
    remedy: str = TAKEN


class _Reading(NamedTuple):
    """One reading of what stands at a place."""

    file: Path
    place: Place
    text: str


class Change(NamedTuple):
    """What a file held when it was looked at, and what it is to hold."""

    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrub:
    """What was found in notebooks and their checkpoints, and these files without it.

    Parameters
    ----------
    findings : DataFrame
        As :func:`check_notebook` gives it.
    files : mapping of Path to Change
        The files that are to be changed.
    compared : tuple of str
        The projects that the notebooks were compared with.
    """

    findings: pd.DataFrame
    files: Mapping[Path, Change] = field(repr=False)
    compared: tuple[str, ...]

    @property
    def n_left(self) -> int:
        """How many rows of the table are left in the files that are given: somebody's own words."""
        return int((self.findings["remedy"] == OWN).sum())

    def __str__(self) -> str:
        """Tell of each file what was found where, and what it was compared with."""
        lines = []
        for file, rows in self.findings.groupby("file", sort=False):
            lines += [str(file), *(f"  {_sentence(row)}" for row in rows.to_dict("records"))]
        compared = ", ".join(self.compared) or "nothing, since there is no project"
        return "\n".join([*(lines or ["Nothing was found."]), f"Compared with {compared}."])

    def write(self) -> None:
        """Write the files that change, each whole or not at all.

        Raises
        ------
        QdaError
            If one was saved since it was looked at, and then none is written; or if one cannot be written.
        """
        for path, change in self.files.items():
            if not path.exists() or path.read_bytes() != change.before:
                raise QdaError(f"{path}: was saved while it was looked at; close it in Jupyter and scrub it again")
        for path, change in self.files.items():
            write_whole(path.resolve(), change.after)


def check_notebook(path: Given, *, project: Project | Given | None = None) -> pd.DataFrame:
    r"""Look for words of a project in a saved notebook and its checkpoints, before it is shared.

    Found is what stands in outputs, in the state of widgets, in metadata and in the cells themselves: a run of at least
    24 letters (five or six words; eight characters of Chinese) of a text, a quote, a memo, a note or what is said about
    a case, also as these once were; and a line of them from 12 letters and three words on that stands by itself, as in
    the cell of a table. Capitals, accents, digits, signs and line ends do not matter, nor do HTML, escapes or base64.
    Not looked for are names (of sources, codes, cases, coders) and single words. A picture cannot be searched: it has a
    row of its own, to be looked at.

    Parameters
    ----------
    path : str or path
        The notebook, as saved. Its checkpoint is looked at too, and those left of notebooks that are gone.
    project : Project, str or path, optional
        What to compare with. By default every project (``.wqda``) in the notebook's folder, in the working folder, and
        in those between.

    Returns
    -------
    DataFrame
        One row is what one place holds of one text: file; cell, counted from 1, ``<NA>`` for what is the notebook's as
        a whole; where (which output, widget state …); what (``text``, ``quote``, ``memo``, ``note``, ``case``,
        ``earlier`` for words since changed or removed, ``a picture`` …); source (or case); start_char and end_char, the
        longest passage of a text; n_words; remedy. It shows no words. Empty: there is nothing of the project in it.
        ``attrs["compared"]`` names the projects.

    Raises
    ------
    SourceError
        If there is no such file, or it is not a notebook.
    QdaError
        If there is no project to compare with.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> path = project.path.with_name("a.ipynb")
    >>> printed = '{"output_type": "stream", "name": "stdout", "text": ["she brought snacks.\\n[OC: nobody said"]}'
    >>> cell = '{"cell_type": "code", "source": [], "metadata": {}, "outputs": [%s]}' % printed
    >>> _ = path.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%s]}' % cell)
    >>> check_notebook(path, project=project)[["cell", "where", "source", "n_words"]].to_numpy().tolist()
    [[1, 'output 1, text', 'day-01', 6]]
    """
    found = scrubbed([path], project=project)
    found.findings.attrs["compared"] = list(found.compared)
    return found.findings


def scrubbed(paths: Iterable[Given], *, project: Project | Given | None = None) -> Scrub:
    """Find what :func:`check_notebook` finds in some notebooks, and make them without it.

    An output that holds words of a project goes as a whole; so does the state of widgets, and any other member of the
    metadata. What stands in the cells themselves is somebody's own and stays.
    """
    notebooks = _with_checkpoints(paths)
    with ExitStack() as stack:
        projects = _projects(notebooks, project, stack)
        return _made(notebooks, _searched(notebooks, projects), projects)


def cleared(paths: Iterable[Given], *, project: Project | Given | None = None) -> Scrub:
    """Make some notebooks without any output or state of widgets, and look for words of a project in the rest.

    Where there is no project, nothing is looked for.
    """
    notebooks = _with_checkpoints(paths)
    shown = {
        (notebook.path, place.cell, place.where): _Finding(notebook.path, replace(place, part=""), place.kind)
        for notebook in notebooks
        for place in notebook.places
        if place.kind in _SHOWN
    }
    rest = [replace(one, places=tuple(place for place in one.places if place.kind not in _SHOWN)) for one in notebooks]
    with ExitStack() as stack:
        projects = _projects(notebooks, project, stack, needed=False)
        return _made(notebooks, [*shown.values(), *_searched(rest, projects)], projects)


def _made(notebooks: Sequence[Notebook], findings: Iterable[_Finding], projects: Iterable[Project]) -> Scrub:
    files_in_order = [notebook.path for notebook in notebooks]
    found = sorted(findings, key=lambda one: (files_in_order.index(one.file), one.place.cell or math.inf))
    gone: dict[Path, list[Place]] = {}
    for one in found:
        if one.remedy == TAKEN:
            gone.setdefault(one.file, []).append(one.place)
    files = {one.path: Change(one.text.encode(), one.without(gone[one.path])) for one in notebooks if one.path in gone}
    compared = tuple(f"{project.path.name} ({len(project.sources())} sources)" for project in projects)
    return Scrub(findings=_table(found), files=files, compared=compared)


def _table(findings: Iterable[_Finding]) -> pd.DataFrame:
    rows = [
        (str(one.file), one.place.cell, ", ".join(filter(None, (one.place.where, one.place.part))), *one[2:])
        for one in findings
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _sentence(row: Mapping[Any, Any]) -> str:
    """Say what was found at one place, and, where a person has to do it, what is to be done."""
    place = row["where"] if pd.isna(row["cell"]) else f"cell {row['cell']}, {row['where']}"
    span = "" if pd.isna(row["start_char"]) else f" ({row['start_char']}–{row['end_char']})"
    whose = _WHOSE.get(row["what"], row["what"]).format(row["source"] + span)
    words = f"{row['n_words']} word{'' if row['n_words'] == 1 else 's'} of " if row["n_words"] else ""
    remedy = "" if row["remedy"] == TAKEN else f"; {row['remedy']}"
    return f"{place}: {words}{whose}{remedy}"


def _searched(notebooks: Iterable[Notebook], projects: Sequence[Project]) -> list[_Finding]:
    """Find what stands of projects in notebooks, and what cannot be searched."""
    if not projects:
        return []
    opened = [(notebook.path, place, _unwrapped(place)) for notebook, place in _places(notebooks)]
    batches = list(_batches(_Reading(path, place, text) for path, place, inside in opened for text in inside.texts))
    n_texts = sum(len(project.sources()) for project in projects)
    words: dict[tuple[Path, int, str, str], _Finding] = {}
    with tqdm(desc="comparing", unit="text", total=n_texts * len(batches), leave=False, delay=1) as bar:
        for found in (found for batch in batches for found in _compared(batch, projects, bar)):
            key = (found.file, id(found.place), found.what, found.source)
            words[key] = max(words.get(key, found), found, key=lambda one: one.n_words)
    closed = [
        _Finding(path, place, kind, remedy=CLOSED)
        for path, place, inside in opened
        for kind in dict.fromkeys(inside.closed)
    ]
    return [*words.values(), *closed]


def _compared(readings: Sequence[_Reading], projects: Sequence[Project], bar: Any) -> Iterator[_Finding]:
    """Compare readings of notebooks with all that was said and written in projects."""
    haystack = Haystack([reading.text for reading in readings], [name for one in projects for name in names(one)])
    said: list[Prose] = []
    for part in (part for project in projects for part in prose(project)):
        haystack.look_for(len(said), part.texts)
        said.append(part._replace(texts=()))
        bar.update(part.what == "text")
    for one in haystack.found():
        reading, part = readings[one.piece], said[one.text]
        start, end = (one.start_char, one.end_char) if part.what == "text" else (None, None)
        remedy = OWN if reading.place.kind == "own" else TAKEN
        yield _Finding(reading.file, reading.place, part.what, part.name, start, end, one.n_words, remedy)


def _unwrapped(place: Place) -> Unwrapped:
    kind = _KINDS.get(place.part.partition("/")[0], "") if place.kind == "output" else ""
    if kind and "svg" not in place.part:  # whose words can be read
        return Unwrapped([], [kind])
    parts = [unwrap(text) for text in strings(place.value)]
    return Unwrapped([text for part in parts for text in part.texts], [kind for part in parts for kind in part.closed])


def _batches(readings: Iterable[_Reading]) -> Iterator[list[_Reading]]:
    """Gather readings to what can be searched at one go."""
    batch: list[_Reading] = []
    size = 0
    for reading in readings:
        for start in range(0, len(reading.text), _AT_ONCE):
            part = reading._replace(text=reading.text[start : start + _AT_ONCE + _OVERLAP])
            if batch and size + len(part.text) > _AT_ONCE:
                yield batch
                batch, size = [], 0
            batch.append(part)
            size += len(part.text)
    if batch:
        yield batch


def _places(notebooks: Iterable[Notebook]) -> Iterator[tuple[Notebook, Place]]:
    return ((notebook, place) for notebook in notebooks for place in notebook.places)


def _with_checkpoints(paths: Iterable[Given]) -> list[Notebook]:
    """Read notebooks, the checkpoint of each, and those left of notebooks that are gone."""
    given = [Path(path) for path in paths]
    every = [file for path in given for file in (path, *_checkpoints(path))]
    return [read_notebook(path) for path in dict.fromkeys(every)]


def _checkpoints(path: Path) -> list[Path]:
    beside = sorted((path.parent / _CHECKPOINTS).glob(f"*{_CHECKPOINT}"))
    of = {file: path.with_name(file.name.removesuffix(_CHECKPOINT) + ".ipynb") for file in beside}
    return [file for file, notebook in of.items() if notebook.name == path.name or not notebook.exists()]


def _projects(
    notebooks: Iterable[Notebook], project: Project | Given | None, stack: ExitStack, *, needed: bool = True
) -> list[Project]:
    """Open the project asked for, or those that lie where a person would look for them."""
    if isinstance(project, Project):
        return [project]
    if project is not None:
        return [stack.enter_context(Project.open(Path(project)))]
    found: dict[Path, None] = {}
    for notebook in notebooks:
        near = _near(notebook.path)
        if needed and not near:
            raise QdaError(
                f"{notebook.path}: there is no project (.wqda) beside it or in the working folder to compare it with; "
                "say which (project=…, or --project FILE)"
            )
        found |= dict.fromkeys(near)
    return [stack.enter_context(Project.open(path)) for path in found]


def _near(path: Path) -> list[Path]:
    """Find the projects in a notebook's folder, in the working folder, and in those between."""
    here, working = path.resolve().parent, Path.cwd()
    folders = [here, *(folder for folder in here.parents if folder.is_relative_to(working)), working]
    return [file for folder in dict.fromkeys(folders) for file in sorted(folder.glob("*.wqda"))]
