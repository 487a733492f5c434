"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from wenger_qda.errors import QdaError

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes, *, error: type[QdaError] = QdaError) -> Path:
    """Write a file; an older one of its name stays as it was until the new one is whole, and gives it its rights.

    Parameters
    ----------
    path : Path
        Where to; its folder must be there.
    content : bytes
        All of it.
    error : type of QdaError
        What is raised where it cannot be written.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> write_whole(folder / "a.txt", b"words").read_text()
    'words'
    >>> sorted(file.name for file in folder.iterdir())
    ['a.txt']
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.exists():
            fresh.touch(0o600)
            shutil.copymode(path, fresh)
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as reason:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        said = reason.strerror or reason
        raise error(f"{path}: cannot be written ({said}); choose another folder or free some space") from reason
    return path
