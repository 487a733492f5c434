"""Where files lie: alone, in a folder, in a zip archive. Each gives its files one by one, or why one is not given."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipInfo

from wenger_qda.errors import SourceError
from wenger_qda.formats.files import File
from wenger_qda.formats.package import LIMITS, Archive, TooMuch

_CLUTTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


class Skipped(NamedTuple):
    """A file that is not read, and why."""

    name: str
    reason: str


Item = File | Skipped


def one_file(path: Path, encoding: str | None) -> File:
    """Read a single file.

    Raises
    ------
    SourceError
        If it is missing, too large, or not to be opened.
    """
    with _plain_errors(path):
        return File(name=_tidy(path.name), data=_bytes(path, path.name), encoding=encoding)


def walk_folder(path: Path) -> list[str]:
    """List the files of a folder and the folders in it, as sorted relative paths; clutter is passed over.

    Raises
    ------
    SourceError
        If the folder is empty or not to be opened.
    """
    found: list[str] = []
    with _plain_errors(path):
        for parent, folders, names in os.walk(path, onerror=_raise):
            linked = [name for name in folders if (Path(parent) / name).is_symlink()]
            folders[:] = sorted(name for name in folders if not _is_clutter(name) and name not in linked)
            found += [os.path.relpath(Path(parent) / name, path) for name in [*names, *linked] if not _is_clutter(name)]
    if not found:
        raise SourceError(f"{path}: the folder holds no file to read")
    return sorted(name.replace(os.sep, "/") for name in found)


def folder_item(folder: Path, name: str, encoding: str | None, readable: frozenset[str]) -> Item:
    """Read one file of a folder."""
    path, tidy = folder / name, _tidy(name)
    if why := why_not(tidy, readable):
        return Skipped(tidy, why)
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return Skipped(tidy, "a link that leads out of the folder")
        return File(name=tidy, data=_bytes(path, tidy), encoding=encoding)
    except PermissionError:
        return Skipped(tidy, "no permission to read it")
    except OSError as err:
        return Skipped(tidy, f"cannot be read ({err.strerror})")
    except SourceError as err:
        return Skipped(tidy, reason(err, tidy))


@contextmanager
def open_zip(path: Path) -> Iterator[Archive]:
    """Open a zip archive."""
    with _plain_errors(path), path.open("rb") as file:
        archive = Archive(file, path.name)
        if not archive.members:
            raise SourceError(f"{path.name}: the archive is empty")
        yield archive


def zip_names(archive: Archive) -> list[tuple[str, ZipInfo]]:
    """List the files of an archive under their names as read, sorted; clutter is passed over."""
    named = [(_zip_name(info), info) for info in archive.members]
    return sorted(
        ((name, info) for name, info in named if not any(map(_is_clutter, name.split("/")))),
        key=lambda pair: pair[0],
    )


def zip_item(archive: Archive, name: str, info: ZipInfo, encoding: str | None, readable: frozenset[str]) -> Item:
    """Read one file of an archive.

    Raises
    ------
    TooMuch
        If the archive as a whole passes its limits.
    """
    tidy = _tidy(name)
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return Skipped(tidy, "its name leads out of the archive")
    if why := why_not(tidy, readable):
        return Skipped(tidy, why)
    try:
        return File(name=tidy, data=archive.read(info), encoding=encoding)
    except TooMuch:
        raise
    except SourceError as err:
        return Skipped(tidy, str(err).partition(": ")[2])


def why_not(name: str, readable: frozenset[str]) -> str:
    """Tell why a file is not opened at all, by its name; empty if it may be."""
    suffix = Path(name).suffix.lower()
    if suffix == ".zip":
        return "an archive inside what is read; unpack it first"
    if suffix in readable:
        return ""
    return f"no reader for {suffix!r}" if suffix else "no reader for files without a suffix"


def reason(err: Exception, name: str) -> str:
    """Give the sentence of an error about a file without the name, which stands beside it anyway."""
    return str(err).removeprefix(name).removeprefix(":").removeprefix(",").strip()


def _bytes(path: Path, name: str) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(f"{name}: not a file")
    if status.st_size > LIMITS.member_bytes:
        raise SourceError(f"{name}: larger than {LIMITS.member_bytes >> 20} MB")
    return path.read_bytes()


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as err:
        raise SourceError(f"{path}: there is no such file or folder") from err
    except PermissionError as err:
        raise SourceError(f"{path}: no permission to read it") from err
    except OSError as err:
        raise SourceError(f"{path}: cannot be read ({err.strerror or err})") from err


def _raise(error: OSError) -> None:
    raise error


def _is_clutter(name: str) -> bool:
    return (name.startswith((".", "~$")) and name != "..") or name in _CLUTTER


def _zip_name(info: ZipInfo) -> str:
    """Give a member's name: without the UTF-8 flag many programs write UTF-8 all the same."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return "/".join(part for part in name.replace("\\", "/").split("/") if part != ".")


def _tidy(name: str) -> str:
    """Make a name that can be stored and shown: no half characters, no control characters."""
    whole = os.fsencode(name).decode("utf-8", "replace") if not name.isascii() else name
    return "".join(character if character.isprintable() or character == " " else " " for character in whole)
