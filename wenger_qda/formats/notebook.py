"""A saved Jupyter notebook: the places in it that hold text, and taking some of them out of the file.

The file is JSON, and it holds more than cells: outputs, the state of widgets, remarks of other programs. What goes is
cut out of the file as it stands; not a byte of the rest is written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from wenger_qda.errors import SourceError
from wenger_qda.formats.files import File
from wenger_qda.formats.places import one_file

__all__ = ["Notebook", "Place", "read_notebook"]

_DECODER = json.JSONDecoder(object_pairs_hook=tuple)  # an object is its pairs: it may bear a name twice
_BLANK = re.compile(r"[\ufeff \t\n\r]*")
_OLDEST = 4


class _Member(NamedTuple):
    """One member of an array or object: its name, and where it, its value and its end stand in the file."""

    name: str
    start: int
    at: int
    end: int


class _Box(NamedTuple):
    """An array or object of the file."""

    start: int
    end: int
    members: tuple[_Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a notebook that may hold text.

    Parameters
    ----------
    cell : int or None
        Number of the cell, counted from 1; None for what belongs to the notebook as a whole.
    kind : str
        ``output``, ``state`` (of widgets), ``metadata`` (of programs), or ``own``: what a person wrote or put there.
    where : str
        What it is in: ``source``, ``output 2``, ``metadata``, ``widget state`` …
    part : str
        Which part of it: the MIME type of an output, the name of a member of metadata; empty for the whole.
    value : str, list, tuple, int, float, bool or None
        What stands there; an object is a tuple of pairs.
    """

    cell: int | None
    kind: str
    where: str
    part: str = ""
    value: Any = field(repr=False)
    _cut: tuple[_Box, int] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """A notebook as it lies on the disk.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        All of it.
    places : tuple of Place
        All that holds text, in the order of the file.
    """

    path: Path
    text: str = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)

    def without(self, places: Iterable[Place]) -> bytes:
        """Give the file without some places: the outputs they stand in, the members of metadata that they are.

        What a person wrote stays.
        """
        gone: dict[_Box, set[int]] = {}
        for place in places:
            if place._cut:
                gone.setdefault(place._cut[0], set()).add(place._cut[1])
        kept, at = [], 0
        for start, end in sorted(cut for box, indices in gone.items() for cut in _cuts(box, indices)):
            kept.append(self.text[at:start])
            at = end
        return "".join([*kept, self.text[at:]]).encode()


def read_notebook(path: Path) -> Notebook:
    r"""Read a notebook.

    Raises
    ------
    SourceError
        If there is no such file, or it is not a notebook.

    Examples
    --------
    >>> path = getfixture("tmp_path") / "a.ipynb"
    >>> cell = '{"cell_type": "code", "source": "1 + 1", "outputs": [{"output_type": "stream", "text": "2"}]}'
    >>> _ = path.write_text('{"nbformat": 4, "metadata": {}, "cells": [%s]}' % cell)
    >>> notebook = read_notebook(path)
    >>> [(place.cell, place.where, place.part) for place in notebook.places if place.value == "2"]
    [(1, 'output 1', 'text')]
    >>> notebook.without(notebook.places).endswith(b'"source": "1 + 1", "outputs": []}]}')
    True
    """
    file = one_file(path, None)
    try:
        text = file.data.decode()
    except UnicodeDecodeError as error:
        raise _not_one(file, "it is no text in UTF-8") from error
    if not text.strip():
        raise file.refuse("the file is empty; delete it, or go back to a copy")
    try:
        return Notebook(path=path, text=text, places=tuple(_places(file, text)))
    except RecursionError as error:
        raise _not_one(file, "its parts lie in each other too deep") from error
    except json.JSONDecodeError as error:
        raise _not_one(file, f"it is no JSON, see line {error.lineno}") from error
    except ValueError as error:
        raise _not_one(file, f"it cannot be read: {error}") from error


def _not_one(file: File, why: str) -> SourceError:
    return file.refuse(f"is not a notebook, or a damaged one ({why}); open it in Jupyter, or go back to a copy")


def _places(file: File, text: str) -> Iterator[Place]:
    top = _checked(file, text)
    for member in top.members:
        box = _box(text, member.at)
        if member.name == "cells" and box:
            for number, cell in enumerate(box.members, 1):
                yield from _cell(text, number, cell)
        elif member.name == "metadata":
            yield from _metadata(text, None, member)
        else:
            yield Place(cell=None, kind="own", where=member.name, value=_value(text, member.at))


def _checked(file: File, text: str) -> _Box:
    """Give the whole of a notebook, after a look at whether it is one."""
    start = _blank(text, 0)
    value, end = _DECODER.raw_decode(text, start)
    if _blank(text, end) < len(text):
        raise json.JSONDecodeError("more follows", text, end)
    top = _box(text, start)
    members = dict(value) if isinstance(value, tuple) else {}
    version = members.get("nbformat")
    if top is None or not isinstance(version, int):
        raise _not_one(file, "it lacks what a notebook has")
    if version < _OLDEST:
        raise file.refuse(f"is a notebook of an old format ({version}); open it in Jupyter and save it once")
    if not isinstance(members.get("cells"), list):
        raise _not_one(file, "it has no cells")
    return top


def _cell(text: str, number: int, cell: _Member) -> Iterator[Place]:
    box = _box(text, cell.at)
    if box is None:
        yield Place(cell=number, kind="own", where="cell", value=_value(text, cell.at))
        return
    for member in box.members:
        outputs = _box(text, member.at)
        if member.name == "outputs" and outputs:
            for index, output in enumerate(outputs.members):
                yield from _output(text, number, outputs, index, output)
        elif member.name == "metadata":
            yield from _metadata(text, number, member)
        else:
            where = "attachment" if member.name == "attachments" else member.name
            yield Place(cell=number, kind="own", where=where, value=_value(text, member.at))


def _output(text: str, cell: int, outputs: _Box, index: int, output: _Member) -> Iterator[Place]:
    """Give the places of one output: one a format of what is shown, one for the rest; they go out together."""
    value = _value(text, output.at)
    pairs = value if isinstance(value, tuple) else (("", value),)
    name, cut = f"output {index + 1}", (outputs, index)
    rest = []
    for key, part in pairs:
        if key == "data" and isinstance(part, tuple):
            for mime, shown in part:
                yield Place(cell=cell, kind="output", where=name, part=mime, value=shown, _cut=cut)
        elif key == "text":
            yield Place(cell=cell, kind="output", where=name, part="text", value=part, _cut=cut)
        else:
            rest.append((key, part))
    what = "error" if ("output_type", "error") in rest else "metadata"
    yield Place(cell=cell, kind="output", where=name, part=what, value=tuple(rest), _cut=cut)


def _metadata(text: str, cell: int | None, member: _Member) -> Iterator[Place]:
    box = _box(text, member.at)
    if box is None:
        yield Place(cell=cell, kind="own", where="metadata", value=_value(text, member.at))
        return
    for index, part in enumerate(box.members):
        is_state = cell is None and part.name == "widgets"
        yield Place(
            cell=cell,
            kind="state" if is_state else "metadata",
            where="widget state" if is_state else "metadata",
            part="" if is_state else part.name,
            value=((part.name, _value(text, part.at)),),
            _cut=(box, index),
        )


def _cuts(box: _Box, gone: set[int]) -> Iterator[tuple[int, int]]:
    """Give what is to be cut so that a box loses some members and stays in order."""
    kept = [index for index in range(len(box.members)) if index not in gone]
    if not kept:
        yield box.start + 1, box.end - 1
        return
    for index in sorted(gone):
        if index < kept[-1]:
            yield box.members[index].start, box.members[index + 1].start
    if kept[-1] < len(box.members) - 1:
        yield box.members[kept[-1]].end, box.members[-1].end


def _box(text: str, at: int) -> _Box | None:
    """Find the members of the array or object that begins at `at`; None where something else does."""
    if text[at] not in "[{":
        return None
    is_object, members, start = text[at] == "{", [], at
    at = _blank(text, at + 1)
    while text[at] not in "]}":
        begin, name = at, ""
        if is_object:
            name, at = _DECODER.raw_decode(text, at)
            at = _blank(text, _blank(text, at) + 1)
        _, end = _DECODER.raw_decode(text, at)
        members.append(_Member(name, begin, at, end))
        at = _blank(text, end)
        at = _blank(text, at + 1) if text[at] == "," else at
    return _Box(start, at + 1, tuple(members))


def _value(text: str, at: int) -> Any:
    return _DECODER.raw_decode(text, at)[0]


def _blank(text: str, at: int) -> int:
    """Give where the next character stands that is not blank."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
