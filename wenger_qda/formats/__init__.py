"""Files in, files out: one table of readers, one of writers, each by suffix.

A new format is one new file with a reader or a writer, and one line here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tqdm.auto import tqdm

from wenger_qda.errors import QdaError
from wenger_qda.formats.assembly import assemble
from wenger_qda.formats.corpus import read_yaml
from wenger_qda.formats.files import File, Found, Reader
from wenger_qda.formats.open_document import read_open_document
from wenger_qda.formats.pdf import read_pdf
from wenger_qda.formats.places import (
    Item,
    Skipped,
    folder_item,
    one_file,
    open_zip,
    reason,
    walk_folder,
    zip_item,
    zip_names,
)
from wenger_qda.formats.plain import read_text
from wenger_qda.formats.project_tables import Writer, write_csv, write_xlsx, write_zip
from wenger_qda.formats.spreadsheets import read_csv, read_xlsx
from wenger_qda.formats.subtitles import read_subtitles
from wenger_qda.formats.word import read_word
from wenger_qda.model import ProjectData
from wenger_qda.whole import write_whole

__all__ = ["READERS", "WRITERS", "File", "Found", "Reader", "Writer", "read", "write"]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".md": read_text,
        ".docx": read_word,
        ".odt": read_open_document,
        ".pdf": read_pdf,
        ".vtt": read_subtitles,
        ".srt": read_subtitles,
        ".csv": read_csv,
        ".xlsx": read_xlsx,
        ".yaml": read_yaml,
        ".yml": read_yaml,
    }
)

WRITERS: Mapping[str, Writer] = MappingProxyType({".csv": write_csv, ".xlsx": write_xlsx, ".zip": write_zip})

_READABLE = frozenset(READERS)
_MANY = 20
_README = "readme.md"


def read(path: str | os.PathLike[str], *, encoding: str | None = None) -> ProjectData:
    """Read a file, a folder or a zip archive.

    Parameters
    ----------
    path : str or path
        What to read. Folders are read with the folders in them.
    encoding : str, optional
        The encoding of text files, where it is not to be found out.

    Returns
    -------
    ProjectData
        Sources, codebook, codings, cases, and a `report` that tells of each item whether it was read, changed or
        skipped, and why.

    Raises
    ------
    SourceError
        If a single file cannot be read, or a folder or archive cannot be opened. A bad file in a folder or archive
        is a skipped row of the report.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "day-03.md").write_text("Rain. [OC: I am tired.]", encoding="utf-8")
    ...     data = read(folder)
    >>> data.sources[0].name, [turn.kind for turn in data.sources[0].turns]
    ('day-03', ['observation', 'comment'])
    """
    path = Path(path)
    if path.is_dir():
        names = walk_folder(path)
        return _gathered(names, (folder_item(path, name, encoding, _READABLE) for name in names))
    if path.suffix.lower() == ".zip":
        with open_zip(path) as archive:
            members = zip_names(archive)
            items = (zip_item(archive, name, info, encoding, _READABLE) for name, info in members)
            return _gathered([name for name, _ in members], items)
    return _alone(one_file(path, encoding))


def write(data: ProjectData, path: str | os.PathLike[str], **options: Any) -> Path:
    """Write project data to a file, in the format of its suffix.

    Parameters
    ----------
    data : ProjectData
        What to write.
    path : str or path
        Where. A file that is there already is replaced once the new one is whole.
    **options
        What the format's writer takes: ``excel=True`` (.csv, .zip) for files that Excel opens rightly.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    QdaError
        If there is no writer for the suffix, or the place cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(ProjectData(), Path(folder) / "codings.csv").read_text(encoding="utf-8")[:18]
    'guid,source,code,c'
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise QdaError(f"{path.name}: no writer for {path.suffix!r}; there are writers for {', '.join(WRITERS)}")
    return write_whole(path, writer(data, **options))


def _alone(file: File) -> ProjectData:
    if file.suffix not in READERS:
        why = f"no reader for {file.suffix!r}" if file.suffix else "no reader for files without a suffix"
        raise file.refuse(f"{why}; there are readers for {', '.join(READERS)}, folders and .zip")
    found = READERS[file.suffix](file)
    if found.codings:
        raise file.refuse("codings are read together with their sources; read the folder that holds both")
    return assemble([(file.name, found)])


def _gathered(names: list[str], items: Iterable[Item]) -> ProjectData:
    """Read many files, with a bar where they are many."""
    about = _read_me(names)
    bar = tqdm(items, total=len(names), desc="reading", unit="file", leave=False, disable=len(names) < _MANY)
    return assemble(_outcome(item, about) for item in bar)


def _outcome(item: Item, about: str) -> tuple[str, Found] | Skipped:
    if isinstance(item, Skipped):
        return item
    if item.name == about:
        return Skipped(item.name, "describes the folder")
    try:
        return item.name, READERS[item.suffix](item)
    except QdaError as err:
        return Skipped(item.name, reason(err, item.name))


def _read_me(names: list[str]) -> str:
    """Find the README that is about the folder as a whole, also where an archive holds just that folder."""
    for name in names:
        folder = name[: -len(_README)]
        if name.lower() == folder.lower() + _README and all(other.startswith(folder) for other in names):
            return name
    return ""
