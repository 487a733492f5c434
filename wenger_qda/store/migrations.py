"""Numbered upgrades of the file's format; a copy of the file is kept beside it first.

``MIGRATIONS[n]`` takes a file of format ``n`` to ``n + 1``, with statements of its own, never with ``executescript``,
which would commit halfway. A sample project of every released format stays in ``tests/data/projects`` and must open
for ever.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from wenger_qda.errors import StoreError

Migrations = Mapping[int, Callable[[sqlite3.Connection], None]]

_DECISIONS = (  # word for word as a new project has it
    "CREATE TABLE decisions (\n\tid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \n\tguid TEXT NOT NULL, "
    "\n\tsource_id INTEGER NOT NULL, \n\tcode_id INTEGER NOT NULL, \n\tcoder_id INTEGER NOT NULL, "
    "\n\tround INTEGER NOT NULL, \n\tstart_char INTEGER, \n\tend_char INTEGER, "
    + "".join(
        f"\n\t{name} TEXT DEFAULT '' NOT NULL, "
        for name in (
            "quote", "outcome", "agreed_with", "reason", "positions", "mark", "codings", "status", "text_sha256",
            "created",
        )
    )
    + "\n\tCONSTRAINT ck_decisions_span CHECK ((start_char IS NULL AND end_char IS NULL) OR "
    "(start_char IS NOT NULL AND end_char IS NOT NULL AND start_char >= 0 AND start_char < end_char)), "
    "\n\tCONSTRAINT uq_decisions_guid UNIQUE (guid), "
    "\n\tCONSTRAINT fk_decisions_source_id FOREIGN KEY(source_id) REFERENCES sources (id), "
    "\n\tCONSTRAINT fk_decisions_code_id FOREIGN KEY(code_id) REFERENCES codes (id), "
    "\n\tCONSTRAINT fk_decisions_coder_id FOREIGN KEY(coder_id) REFERENCES coders (id)\n)",
    "CREATE INDEX ix_decisions_source_id ON decisions (source_id)",
    "CREATE INDEX ix_decisions_code_id ON decisions (code_id)",
    "CREATE INDEX ix_decisions_coder_id ON decisions (coder_id)",
    "CREATE INDEX ix_codings_of_code ON codings (code_id, coder_id, source_id, round)",
)  # fmt: skip


def _to_2(connection: sqlite3.Connection) -> None:
    """Decisions on passages that coders coded in different ways; an index for counting the codings of a code."""
    for statement in _DECISIONS:
        connection.execute(statement)


_REJECTIONS = (
    "CREATE TABLE rejections (\n\tid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, \n\tguid TEXT NOT NULL, "
    "\n\tsource_id INTEGER NOT NULL, \n\tcode_id INTEGER NOT NULL, \n\tcoder_id INTEGER NOT NULL, "
    "\n\tstart_char INTEGER, \n\tend_char INTEGER, "
    + "".join(f"\n\t{name} TEXT DEFAULT '' NOT NULL, " for name in ("quote", "status", "text_sha256", "created"))
    + "\n\tCONSTRAINT ck_rejections_span CHECK ((start_char IS NULL AND end_char IS NULL) OR "
    "(start_char IS NOT NULL AND end_char IS NOT NULL AND start_char >= 0 AND start_char < end_char)), "
    "\n\tCONSTRAINT uq_rejections_guid UNIQUE (guid), "
    "\n\tCONSTRAINT fk_rejections_source_id FOREIGN KEY(source_id) REFERENCES sources (id), "
    "\n\tCONSTRAINT fk_rejections_code_id FOREIGN KEY(code_id) REFERENCES codes (id), "
    "\n\tCONSTRAINT fk_rejections_coder_id FOREIGN KEY(coder_id) REFERENCES coders (id)\n)",
    "CREATE INDEX ix_rejections_source_id ON rejections (source_id)",
    "CREATE INDEX ix_rejections_code_id ON rejections (code_id)",
    "CREATE INDEX ix_rejections_coder_id ON rejections (coder_id)",
)


def _to_3(connection: sqlite3.Connection) -> None:
    """Suggestions that were refused."""
    for statement in _REJECTIONS:
        connection.execute(statement)


_BESIDE = (
    "CREATE TABLE in_view (\n\tcoding TEXT NOT NULL, \n\tcodes TEXT NOT NULL, "
    "\n\tCONSTRAINT pk_in_view PRIMARY KEY (coding)\n)",
    "CREATE TABLE vectors (\n\tmodel TEXT NOT NULL, \n\tdigest TEXT NOT NULL, \n\tvector BLOB NOT NULL, "
    "\n\tCONSTRAINT pk_vectors PRIMARY KEY (model, digest)\n)",
)


def _to_4(connection: sqlite3.Connection) -> None:
    """What was suggested beside passages when they were coded; vectors of a sentence model."""
    for statement in _BESIDE:
        connection.execute(statement)


MIGRATIONS: Migrations = {1: _to_2, 2: _to_3, 3: _to_4}


def upgrade(path: Path, version: int, migrations: Migrations) -> Path | None:
    """Upgrade a file to the newest format; give the path of the backup, None if somebody else has just upgraded it.

    Raises
    ------
    StoreError
        If there is no way from its format to this one, or an upgrade fails; the file is left as it was.
    """
    steps = range(version, max(migrations, default=version - 1) + 1)
    if not steps or any(number not in migrations for number in steps):
        raise StoreError(f"{path}: its format {version} is not known to this version of wenger_qda")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")  # nobody else writes from here on, so that the backup is whole
        if connection.execute("PRAGMA user_version").fetchone()[0] != version:
            return None
        backup = _backup(path, version)
        try:
            for number in steps:
                migrations[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1:d}")
            connection.execute("COMMIT")
        except Exception as error:
            backup.unlink(missing_ok=True)
            raise StoreError(f"{path}: cannot be upgraded ({error}); it was left as it was") from error
    return backup


def _backup(path: Path, version: int) -> Path:
    """Copy a project beside itself, under a name not taken."""
    number = 0
    while (backup := path.with_name(f"{path.name}.backup-v{version}{f'-{number}' if number else ''}")).exists():
        number += 1
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    shutil.copymode(path, backup)
    return backup
