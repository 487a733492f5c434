"""The tables of a project, in SQLAlchemy Core: one schema for every engine.

``number`` and ``id`` columns count up and are never used again, so that a step taken back and done again finds its
rows under their old ids.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
)

VERSION = 4
APPLICATION_ID = 0x57514441  # "WQDA"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *columns: Column[Any] | CheckConstraint | UniqueConstraint) -> Table:
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns, sqlite_autoincrement=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _to(table: str, *, optional: bool = False) -> Column[int]:
    name = {"sources": "source", "codes": "code", "coders": "coder", "cases": "case", "variables": "variable"}[table]
    return Column(f"{name}_id", Integer, ForeignKey(f"{table}.id"), nullable=optional, index=True)


def _span_check() -> CheckConstraint:
    return CheckConstraint(
        "(start_char IS NULL AND end_char IS NULL) OR (start_char IS NOT NULL AND end_char IS NOT NULL "
        "AND start_char >= 0 AND start_char < end_char)",
        name="span",
    )


project = Table("project", metadata, Column("key", Text, primary_key=True), _text("value"))

coders = _table(
    "coders", Column("guid", Text, nullable=False, unique=True), Column("name", Text, nullable=False, unique=True)
)

sources = _table(
    "sources",
    Column("guid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    _text("kind"),
    _text("date"),
    _text("text"),
    _text("sha256"),
    Column("n_chars", Integer, nullable=False),
    _text("original"),
    _text("added"),
)

originals = Table(
    "originals", metadata, Column("sha256", Text, primary_key=True), Column("content", LargeBinary, nullable=False)
)

turns = _table(
    "turns",
    _to("sources"),
    Column("turn", Integer, nullable=False),
    _text("kind"),
    _text("speaker"),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("start_ms", Integer),
)

Index("ix_turns_place", turns.c.source_id, turns.c.end_char)

codes = _table(
    "codes",
    Column("guid", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    Column("parent_id", Integer, ForeignKey("codes.id"), index=True),
    Column("position", Float, nullable=False, default=0.0, server_default="0"),
    _text("color"),
    _text("definition"),
    _text("include"),
    _text("exclude"),
    _text("details"),
    Column("is_codable", Boolean, nullable=False, default=True),
    _text("created"),
)

PLACE = ("source_id", "code_id", "coder_id", "round", "start_char", "end_char")

codings = _table(
    "codings",
    Column("guid", Text, nullable=False, unique=True),
    _to("sources"),
    _to("codes"),
    _to("coders"),
    Column("round", Integer, nullable=False, default=1),
    Column("start_char", Integer),
    Column("end_char", Integer),
    _text("quote"),
    _text("note"),
    Column("weight", Float),
    Column("certainty", Float),
    _text("stance"),
    _text("status"),
    _text("review"),
    _text("origin"),
    _text("text_sha256"),
    _text("created"),
    _span_check(),
)
# One code of one coder stands at one place once. A coding whose words are gone points to a place only roughly, and
# several may point to the same one until somebody has looked at them.
Index(
    "uq_codings_place",
    codings.c.source_id,
    codings.c.code_id,
    codings.c.coder_id,
    codings.c.round,
    func.coalesce(codings.c.start_char, -1),
    func.coalesce(codings.c.end_char, -1),
    unique=True,
    sqlite_where=codings.c.status != "needs_review",
    postgresql_where=codings.c.status != "needs_review",
)
# Holds all that counting the codings of a code by coder needs, and finds what stands at a place at once.
Index("ix_codings_of_code", codings.c.code_id, codings.c.coder_id, codings.c.source_id, codings.c.round)

# What was decided on a passage that coders coded in different ways. Lists are JSON; `positions` holds no words, and its
# offsets are those of the day.
decisions = _table(
    "decisions",
    Column("guid", Text, nullable=False, unique=True),
    _to("sources"),
    _to("codes"),
    _to("coders"),
    Column("round", Integer, nullable=False, default=1),
    Column("start_char", Integer),
    Column("end_char", Integer),
    _text("quote"),
    _text("outcome"),
    _text("agreed_with"),
    _text("reason"),
    _text("positions"),
    _text("mark"),
    _text("codings"),
    _text("status"),
    _text("text_sha256"),
    _text("created"),
    _span_check(),
)

# What was suggested to a coder and refused.
rejections = _table(
    "rejections",
    Column("guid", Text, nullable=False, unique=True),
    _to("sources"),
    _to("codes"),
    _to("coders"),
    Column("start_char", Integer),
    Column("end_char", Integer),
    _text("quote"),
    _text("status"),
    _text("text_sha256"),
    _text("created"),
    _span_check(),
)

# Which codes were suggested beside a passage when it was coded: guids of codes, as JSON. No part of what is coded, and
# outside the log: undo leaves it alone, and redo finds it again.
in_view = Table("in_view", metadata, Column("coding", Text, primary_key=True), Column("codes", Text, nullable=False))

# What a sentence model made of passages, by the hash of their words: it can be made anew at any time.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

cases = _table(
    "cases",
    Column("guid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    _text("kind"),
    _text("about"),
)

case_links = _table(
    "case_links",
    _to("cases"),
    _to("sources"),
    Column("start_char", Integer),
    Column("end_char", Integer),
    _text("quote"),
    _text("status"),
    _text("text_sha256"),
    _span_check(),
)

variables = _table("variables", Column("name", Text, nullable=False, unique=True), _text("type"), _text("description"))

variable_values = _table(
    "variable_values",
    _to("variables"),
    _to("sources", optional=True),
    _to("cases", optional=True),
    _text("value"),
    UniqueConstraint("variable_id", "source_id"),
    UniqueConstraint("variable_id", "case_id"),
)

code_sets = _table(
    "code_sets",
    Column("guid", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
)

code_set_members = _table(
    "code_set_members",
    Column("set_id", Integer, ForeignKey("code_sets.id"), nullable=False),
    _to("codes"),
    UniqueConstraint("set_id", "code_id"),
)

progress_tables = _table(
    "progress_tables", Column("table_name", Text, nullable=False, unique=True), _text("name"), _text("content")
)

notes = _table(
    "notes",
    Column("guid", Text, nullable=False, unique=True),
    _text("target_kind"),
    Column("target", Text, nullable=False, default="", index=True),
    _text("text"),
    _to("coders"),
    _text("created"),
)

links = _table(
    "links",
    Column("guid", Text, nullable=False, unique=True),
    _text("origin"),
    _text("target"),
    _text("name"),
    _text("direction"),
    _to("coders"),
)

assignments = _table(
    "assignments",
    _to("coders"),
    _to("sources"),
    Column("round", Integer, nullable=False, default=1),
    _text("status"),
    UniqueConstraint("coder_id", "source_id", "round"),
)

steps = Table(
    "steps",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("when"),
    _text("coder"),
    _text("action"),
    _text("what"),
    Column("state", Text, nullable=False, index=True),
    sqlite_autoincrement=True,
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("step", Integer, ForeignKey("steps.number"), nullable=False, index=True),
    _text("when"),
    _text("coder"),
    _text("action"),
    _text("what"),
    _text("table_name"),
    Column("row_id", Integer, nullable=False, default=0),
    _text("before"),
    _text("after"),
    sqlite_autoincrement=True,
)
Index("ix_changes_row", changes.c.table_name, changes.c.row_id)
