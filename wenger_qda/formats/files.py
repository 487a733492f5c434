"""What a reader is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from wenger_qda.errors import SourceError
from wenger_qda.formats.outline import Entry
from wenger_qda.formats.values import date_in
from wenger_qda.model import Source, Value
from wenger_qda.text import Turn

if TYPE_CHECKING:
    from wenger_qda.codebook import Codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file as it came.

    Parameters
    ----------
    name : str
        Its path relative to what is read, with ``/`` between the parts.
    data : bytes
        What is in it.
    encoding : str or None
        The encoding that the caller insists on.

    Examples
    --------
    >>> file = File(name="day 3/Notes.TXT", data=b"")
    >>> file.stem, file.suffix
    ('day 3/Notes', '.txt')
    """

    name: str
    data: bytes = field(repr=False)
    encoding: str | None = None

    @property
    def stem(self) -> str:
        """The name without its suffix and without blanks around it."""
        return (self.name[: len(self.name) - len(self.suffix)] or self.name).strip()

    @property
    def suffix(self) -> str:
        """The suffix, in small letters."""
        return PurePosixPath(self.name).suffix.lower()

    def refuse(self, why: str, *, line: int | None = None) -> SourceError:
        """Give the error that says why this file cannot be read."""
        return SourceError(f"{self.name}{f', line {line}' if line else ''}: {' '.join(why.split())}")

    def source(
        self, text: str, turns: tuple[Turn, ...], *, variables: Mapping[str, Value] | None = None, date: str = ""
    ) -> Source:
        """Make the one source that this file is."""
        return Source(
            guid="",
            name=self.stem or "untitled",
            kind=self.suffix[1:],
            date=date or date_in(self.stem),
            text=text,
            turns=turns,
            variables=variables or {},
            original=self.data,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader found in one file; variables are text still, guids are empty.

    Parameters
    ----------
    sources : tuple of Source
        The texts.
    codebook : Codebook or None
        The codebook.
    people, codings : tuple of Entry
        Entries that name sources, which may be in other files.
    remarks : tuple of str
        What was altered in reading that a person should know.
    left_out : tuple of (str, str)
        Parts that were not read, and why.
    """

    sources: tuple[Source, ...] = ()
    codebook: Codebook | None = None
    people: tuple[Entry, ...] = ()
    codings: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


Reader = Callable[[File], Found]
