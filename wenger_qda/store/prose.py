"""All that people said or wrote in a study, for looking whether it stands elsewhere, too.

Names are no prose: tables and charts are made of the names of sources, codes, cases, coders and variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, select

from wenger_qda.store import lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_EARLIER = (
    (schema.sources, "text"), (schema.codings, "quote"), (schema.codings, "note"), (schema.notes, "text"),
    (schema.cases, "about"), (schema.decisions, "quote"), (schema.decisions, "reason"),
    (schema.rejections, "quote"),
)  # fmt: skip
_NAMES = (
    schema.sources.c.name, schema.codes.c.code, schema.codes.c.name, schema.code_sets.c.name, schema.cases.c.name,
    schema.coders.c.name, schema.variables.c.name, schema.project.c.value,
)  # fmt: skip


class Prose(NamedTuple):
    """Words of a study: what they are (``text``, ``quote``, ``memo``, ``note``, ``reason``, ``case``, ``earlier``).

    `name` is the source's or case's name, where they are of one. Of `texts`, a ``text`` is as it stands, so that
    offsets in it mean something; the others are one line each.
    """

    what: str
    name: str
    texts: tuple[str, ...]


def prose(project: Project) -> Iterator[Prose]:
    """Give all words of a study: texts, quotes, memos, notes, reasons, what cases are about; also as they once were.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 15, 29, "stories", note="Who is she?")
    >>> [(part.what, part.name, part.texts[0][:14]) for part in prose(project)]
    [('text', 'day-01', 'Once more: she'), ('quote', 'day-01', 'brought snacks'), ('memo', 'day-01', 'Who is she?')]
    """
    with project._reading() as connection:
        sources = lookup.names(connection, schema.sources)
    for source_id in sorted(sources, key=sources.__getitem__):
        yield from _text(project, source_id, sources[source_id])
    with project._reading() as connection:
        rest = list(_rest(connection, sources))
    yield from rest


def names(project: Project) -> list[str]:
    """Give the names that people gave to things."""
    with project._reading() as connection:
        return [str(name) for column in _NAMES for name in connection.execute(select(column)).scalars()]


def _text(project: Project, source_id: int, name: str) -> list[Prose]:
    """Give one text, and let go of the file: a reader of all texts would keep others from coding meanwhile."""
    with project._reading() as connection:
        texts = connection.execute(select(schema.sources.c.text).where(schema.sources.c.id == source_id)).scalars()
        return [Prose("text", name, (text,)) for text in texts]


def _rest(connection: Connection, sources: Mapping[int, str]) -> Iterator[Prose]:
    for what, column in (("quote", schema.codings.c.quote), ("memo", schema.codings.c.note)):
        yield from _of_codings(connection, what, column, sources)
    yield from _lines("note", "", connection.execute(select(schema.notes.c.text)).scalars())
    yield from _lines("reason", "", connection.execute(select(schema.decisions.c.reason)).scalars())
    cases = connection.execute(select(schema.cases.c.name, schema.cases.c.about).order_by(schema.cases.c.name))
    for name, about in cases:
        yield from _lines("case", name, [about])
    for once in _EARLIER:
        yield from _lines("earlier", "", connection.execute(_images(*once)).scalars())


def _of_codings(connection: Connection, what: str, column: Any, sources: Mapping[int, str]) -> Iterator[Prose]:
    source = schema.codings.c.source_id
    of_source: dict[int, list[str]] = {}
    for source_id, text in connection.execute(select(source, column).where(column != "").distinct()):
        of_source.setdefault(source_id, []).append(text)
    for source_id, texts in of_source.items():
        yield from _lines(what, sources.get(source_id, ""), texts)


def _lines(what: str, name: str, texts: Iterable[str | None]) -> Iterator[Prose]:
    """Give texts, each as one line, if there are any."""
    lines = dict.fromkeys(_line(text) for text in texts if text and text.strip())
    if lines:
        yield Prose(what, name, tuple(lines))


def _line(text: str) -> str:
    return " ".join(text.split())


def _images(table: Any, column: str) -> Any:
    """Ask the log what a column of a table held before it was changed or taken out."""
    changes = schema.changes
    image = func.json_extract(func.nullif(changes.c.before, ""), f"$.{column}")
    return select(image).where(changes.c.table_name == table.name, image.is_not(None)).distinct()
