"""YAML as an outline of texts: every scalar stays as it was written, every entry knows its line.

``No`` is not False here, ``1.10`` is not 1.1 and ``2024-03-18`` is no date object: what a word means is decided in one
place, :mod:`wenger_qda.formats.values`. Aliases are refused, because a few lines of them unfold without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import yaml

from wenger_qda.errors import SourceError

_DEEPEST = 50
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events; in C they come fifty times as fast
_EMPTY = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of the outline.

    Parameters
    ----------
    line : int
        Where it begins, counted from 1.
    fields : mapping
        Names to text, list or :class:`Entry`.
    """

    line: int
    fields: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """Give a field as text; a list as its items with commas."""
        value = self.fields.get(name)
        if value is None or value == "":
            return default
        return ", ".join(_texts(value))

    def texts(self, name: str) -> list[str]:
        """Give a field as a list of texts; one text is a list of one."""
        return _texts(self.fields.get(name))

    def entries(self, name: str) -> list[Entry]:
        """Give those items of a field that are entries."""
        value = self.fields.get(name)
        return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Entry)]

    def flat(self) -> dict[str, str]:
        """Give all fields as texts; a field of an inner entry as ``outer.inner``."""
        return dict(_flat(self, ""))


def outline(text: str, *, where: str, first_line: int = 1) -> Any:
    r"""Read YAML into texts, lists and entries.

    Parameters
    ----------
    text : str
        The YAML.
    where : str
        The file's name, for errors.
    first_line : int
        The line of the file on which `text` begins.

    Raises
    ------
    SourceError
        If it is not YAML, repeats a key, or uses aliases.

    Examples
    --------
    >>> outline("site: No\nfloors: [1.10, 2]", where="a.yaml").flat()
    {'site': 'No', 'floors': '1.10, 2'}
    """
    try:
        return _Outline(where, first_line).of(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as err:
        mark = err.problem_mark or err.context_mark
        last = text.rstrip().count("\n")  # what is never closed is missed only behind the end
        at = f", line {min(mark.line, last) + first_line}" if mark else ""
        raise SourceError(f"{where}{at}: not valid YAML: {err.problem or err.context}") from err
    except (yaml.YAMLError, ValueError, AssertionError) as err:
        raise SourceError(f"{where}: not valid YAML: {str(err).splitlines()[0] if str(err) else 'unreadable'}") from err


class _Outline:
    """Builds an outline from what a parser tells, event by event."""

    def __init__(self, where: str, first_line: int) -> None:
        self._where, self._first_line = where, first_line

    def of(self, events: Iterator[yaml.Event]) -> Any:
        """Give the one document; None where there is nothing in it."""
        n_documents, top = 0, None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                n_documents += 1
                if n_documents > 1:
                    raise self._refuse(event, "a second document begins here; one is read")
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                top = self._value(event, events, 1)
        return top

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "aliases (*name) are not read; write the words out")
        if depth > _DEEPEST:
            raise self._refuse(event, "its lists lie too deep in one another")
        if isinstance(event, yaml.ScalarEvent):
            return "" if event.style is None and event.value in _EMPTY else str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items = takewhile(lambda item: not isinstance(item, yaml.SequenceEndEvent), events)
            return [self._value(item, events, depth + 1) for item in items]
        return self._entry(event, events, depth)

    def _entry(self, opening: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Entry:
        fields: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if isinstance(key, yaml.AliasEvent):
                raise self._refuse(key, "aliases (*name) are not read; write the words out")
            if not isinstance(key, yaml.ScalarEvent):
                raise self._refuse(key, "a name is expected here, not a list")
            if key.value in fields:
                raise self._refuse(key, f"{key.value!r} stands here a second time")
            fields[str(key.value)] = self._value(next(events), events, depth + 1)
        return Entry(opening.start_mark.line + self._first_line, fields)

    def _refuse(self, event: yaml.Event, why: str) -> SourceError:
        return SourceError(f"{self._where}, line {event.start_mark.line + self._first_line}: {why}")


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Entry):
        return [f"{name}: {text}" for name, text in value.flat().items()]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else [value]


def _flat(entry: Entry, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in entry.fields.items():
        if isinstance(value, Entry):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", ", ".join(_texts(value))
