"""Opening a project's file: one SQLite file, rollback journal, full sync; refusals in plain sentences.

WAL is not used: after a crash, a plain copy of the main file would lack what still stands in the log. Each thread
works on a connection of its own, because JupyterLab runs a widget's callbacks in another thread than the cells.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.pool import QueuePool

from wenger_qda.errors import StoreError
from wenger_qda.store import migrations, schema, search

_BUSY_MS = 10_000
_PRAGMAS = (
    f"busy_timeout = {_BUSY_MS}", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF",
    "cell_size_check = ON",
)  # fmt: skip
_PRAGMAS_OF_WRITERS = ("journal_mode = DELETE", "secure_delete = ON")
_REASONS = (
    ("disk is full", "the disk is full; free some space and try again"),
    ("readonly", "the file or its folder is read-only; copy the project to a folder you may write in"),
    ("unable to open", "the file or its folder cannot be opened; look at the rights of the folder"),
    ("locked", "another program holds the project for too long; close it there and try again"),
    ("disk I/O", "the disk reports an error; copy the project elsewhere and run 'wenger-qda check' on the copy"),
    ("malformed", "the file is damaged; go back to a backup, and run 'wenger-qda check' on it"),
    ("not a database", "is not a wenger_qda project, or it is damaged"),
    ("no such table", "the file is damaged, a table is missing; go back to a backup"),
    ("no such column", "the file is damaged, a column is missing; go back to a backup"),
)


def create(
    path: Path,
    facts: Mapping[str, str],
    coder: dict[str, str] | None,
    *,
    fill: Callable[[Connection], None] | None = None,
) -> None:
    """Write a new project file, empty or filled; it appears under its name only when it is whole.

    Raises
    ------
    StoreError
        If there is a file of that name, or the folder cannot be written in.
    """
    expect_free(path)
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    with sentences(path):
        try:
            _fill(fresh, facts, coder, fill)
            _appear(fresh, path)
        finally:
            for litter in (fresh, fresh.with_name(f"{fresh.name}-journal")):
                litter.unlink(missing_ok=True)


def expect_free(path: Path) -> None:
    """Refuse where a new project cannot come to stand.

    Raises
    ------
    StoreError
        If there is a file of that name, or no such folder.
    """
    if path.exists():
        raise StoreError(f"{path}: there is a file of that name; open it, or choose another name")
    if not path.parent.is_dir():
        raise StoreError(f"{path.parent}: there is no such folder; make it first")


def _fill(
    path: Path,
    facts: Mapping[str, str],
    coder: dict[str, str] | None,
    fill: Callable[[Connection], None] | None,
) -> None:
    """Write the tables of a new project."""
    engine = _engine(path, mode="rwc")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")
            schema.metadata.create_all(connection)
            search.prepare(connection)
            connection.execute(insert(schema.project), [{"key": k, "value": v} for k, v in facts.items()])
            if coder:
                connection.execute(insert(schema.coders), [coder])
            if fill is not None:
                fill(connection)
    finally:
        engine.dispose()


def connect(path: Path, *, read_only: bool) -> Engine:
    """Open a project file; upgrade it, after a backup beside it, where an older version made it.

    Raises
    ------
    StoreError
        If there is no such file, it is no project, or a newer version made it.
    """
    version = _version(path)
    if version > schema.VERSION:
        raise StoreError(
            f"{path}: was made by a newer version of wenger_qda (its format is {version}, this one reads up to "
            f"{schema.VERSION}); upgrade wenger_qda"
        )
    with sentences(path):
        if version < schema.VERSION:
            if read_only:
                raise StoreError(f"{path}: is of an older format; open it once with a coder's name, which upgrades it")
            migrations.upgrade(path, version, migrations.MIGRATIONS)
        return _engine(path, mode="ro" if read_only and not os.access(path, os.W_OK) else "rw", read_only=read_only)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Say what the database says in plain words."""
    try:
        yield
    except IntegrityError as error:
        raise StoreError(
            f"{path.name}: refused, because other work rests on it ({error.orig}); nothing was changed"
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", error))
        reason = next((sentence for sign, sentence in _REASONS if sign in said), said)
        raise StoreError(f"{path}: {reason}; nothing was changed") from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; nothing was changed") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{path.name}: half of a character cannot be stored; nothing was changed") from error


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """Read from one state of the project."""
    with sentences(path), _still_there(path), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Write all or nothing; the lock is taken at once, so that two writers wait for each other."""
    with sentences(path), _still_there(path), engine.execution_options(immediate=True).begin() as connection:
        yield connection


@contextmanager
def _still_there(path: Path) -> Iterator[None]:
    """Say so, where something fails because somebody has moved or deleted the file."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if not _is_gone(path):
            raise
        said = "the file is not there any more; put it back, or open the project where it is now"
        raise StoreError(f"{path}: {said}; nothing was changed") from error


def pack(engine: Engine, path: Path) -> None:
    """Write the file anew, without the space that nothing uses: what was taken out is not left in it."""
    try:
        with sentences(path), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM")
    except StoreError as error:
        raise StoreError(f"it is removed, but its words may be left in unused parts of the file: {error}") from error


def _engine(path: Path, *, mode: str, read_only: bool = False) -> Engine:
    """Make the engine of a file; every connection of it goes to the file that bears the name at that time."""

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool, pool_size=4, max_overflow=32)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        record.info["file"] = _identity(path)
        for pragma in [*_PRAGMAS, *([] if mode == "ro" else _PRAGMAS_OF_WRITERS), f"query_only = {read_only:d}"]:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "checkout")
    def look(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != _identity(path):  # somebody has put another file in its place, or changed its rights
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if connection.get_execution_options().get("immediate") else "BEGIN"
        )

    return engine


def _identity(path: Path) -> tuple[int, int, bool]:
    """Tell which file bears the name, and whether it may be written."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0, False)
    return (stat.st_dev, stat.st_ino, os.access(path, os.W_OK))


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # nobody may look
        return False
    return False


def _version(path: Path) -> int:
    """Give the format's number of a project file, after a look at whether it is one."""
    if not path.exists():
        raise StoreError(f"{path}: there is no such file; make a project first (Project.create, or wenger-qda new)")
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; a project is one file that ends in .wqda")
    if path.stat().st_size == 0:
        raise StoreError(f"{path}: is empty, and so no project; go back to a backup, or delete it and make a new one")
    with sentences(path):  # never open the file otherwise: closing it would drop the locks of this process
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'rw' if os.access(path, os.W_OK) else 'ro'}", uri=True
        )
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            alien = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
        finally:
            connection.close()
    if owner != schema.APPLICATION_ID:
        raise StoreError(f"{path}: is a database of another program, not a wenger_qda project")
    if alien:
        raise StoreError(f"{path}: holds program text of unknown origin ({alien[0][0]!r}); it is not opened")
    return version


def _appear(fresh: Path, path: Path) -> None:
    """Give a finished file its name, never over another one."""
    try:
        os.link(fresh, path)
    except FileExistsError as error:
        raise StoreError(f"{path}: there is a file of that name; choose another name") from error
    except OSError:  # a file system without hard links
        fresh.rename(path)
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def data_version(connection: Connection) -> int:
    """Give a number that changes when another connection has written."""
    return int(connection.execute(text("PRAGMA data_version")).scalar_one())
