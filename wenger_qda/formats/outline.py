"""YAML as an outline of texts: every scalar stays as it was written, every entry knows its line.

``No`` is not False here, ``1.10`` is not 1.1 and ``2024-03-18`` is no date object: what a word means is decided in one
place, :mod:`wenger_qda.formats.values`. Aliases are refused, because a few lines of them unfold without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wenger_qda.errors import SourceError

_DEEPEST = 50
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
    yaml = YAML(typ="rt", pure=True)
    try:
        depth = 0
        for event in yaml.parse(text):
            line = event.start_mark.line + first_line
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if isinstance(event, AliasEvent):
                raise SourceError(f"{where}, line {line}: aliases (*name) are not read; write the words out")
            if depth > _DEEPEST:
                raise SourceError(f"{where}, line {line}: its lists lie too deep in one another")
        node = yaml.compose(text)
        return _value(node, where, first_line) if node else None
    except MarkedYAMLError as err:
        mark = err.problem_mark or err.context_mark
        at = f", line {mark.line + first_line}" if mark else ""
        raise SourceError(f"{where}{at}: not valid YAML: {err.problem or err.context}") from err
    except (YAMLError, ValueError, AssertionError) as err:
        raise SourceError(f"{where}: not valid YAML: {str(err).splitlines()[0] if str(err) else 'unreadable'}") from err


def _value(node: Node, where: str, first_line: int) -> Any:
    if isinstance(node, ScalarNode):
        return "" if node.style is None and node.value in _EMPTY else str(node.value)
    if isinstance(node, SequenceNode):
        return [_value(item, where, first_line) for item in node.value]
    if isinstance(node, MappingNode):
        return _entry(node, where, first_line)
    return ""


def _entry(node: MappingNode, where: str, first_line: int) -> Entry:
    fields: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + first_line
        if not isinstance(key, ScalarNode):
            raise SourceError(f"{where}, line {line}: a name is expected here, not a list")
        if key.value in fields:
            raise SourceError(f"{where}, line {line}: {key.value!r} stands here a second time")
        fields[str(key.value)] = _value(value, where, first_line)
    return Entry(node.start_mark.line + first_line, fields)


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
