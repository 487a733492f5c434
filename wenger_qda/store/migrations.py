"""Numbered upgrades of the file's format; a copy of the file is kept beside it first.

``MIGRATIONS[n]`` takes a file of format ``n`` to ``n + 1``. A sample project of every released format stays in
``tests/data/projects`` and must open for ever.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from wenger_qda.errors import StoreError

MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {}


def upgrade(
    path: Path, version: int, migrations: Mapping[int, Callable[[sqlite3.Connection], None]] = MIGRATIONS
) -> Path:
    """Upgrade a file step by step; give the path of the backup.

    Raises
    ------
    StoreError
        If there is no way from its format to this one; the file is left as it was.
    """
    if version not in migrations:
        raise StoreError(f"{path}: its format {version} is not known to this version of wenger_qda")
    backup = _backup(path, version)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN EXCLUSIVE")
        while version in migrations:
            migrations[version](connection)
            version += 1
            connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.close()
    return backup


def _backup(path: Path, version: int) -> Path:
    """Copy a file beside itself, under a name not taken."""
    number = 0
    while True:
        backup = path.with_name(f"{path.name}.backup-v{version}{f'-{number}' if number else ''}")
        if not backup.exists():
            break
        number += 1
    shutil.copy2(path, backup)
    return backup
