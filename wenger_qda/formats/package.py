"""Zip archives and the XML inside Office files, read as if their maker meant harm.

Sizes are measured while unpacking, because the sizes that an archive states are its maker's words.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from lxml import etree

from wenger_qda.errors import SourceError

_CHUNK = 1 << 20
_SMALL = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an archive may hold."""

    members: int = 10_000
    member_bytes: int = 200 << 20
    total_bytes: int = 1 << 30
    ratio: int = 200


LIMITS = Limits()
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


class TooMuch(SourceError):
    """An archive unpacks to more than it may."""


class Archive:
    """A zip archive, opened with care.

    Parameters
    ----------
    file : binary file
        The archive.
    where : str
        Its name, for errors.
    limits : Limits
        How much it may hold.
    """

    def __init__(self, file: IO[bytes], where: str, limits: Limits = LIMITS) -> None:
        self._where = where
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as err:
            raise SourceError(f"{where}: not a whole zip archive; it may be broken or half downloaded") from err
        count = len(self._zip.infolist())
        if count > limits.members:
            raise TooMuch(f"{where}: holds {count} files; at most {limits.members} are read")

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """The files in the archive."""
        return [info for info in self._zip.infolist() if not info.is_dir()]

    def has(self, name: str) -> bool:
        """Tell whether there is a member of this name."""
        return name in self._zip.NameToInfo

    def read(self, member: zipfile.ZipInfo | str) -> bytes:
        """Unpack one member.

        Raises
        ------
        TooMuch
            If it or the whole archive passes the limits.
        SourceError
            If it is broken or encrypted.
        """
        info = member if isinstance(member, zipfile.ZipInfo) else self._zip.getinfo(member)
        if info.flag_bits & 0x1:
            raise SourceError(f"{self._where}: {info.filename} is encrypted; unpack it with its password first")
        try:
            with self._zip.open(info) as stream:
                return b"".join(self._chunks(info, stream))
        except _BROKEN as err:
            raise SourceError(f"{self._where}: {info.filename} is broken in the archive") from err

    def _chunks(self, info: zipfile.ZipInfo, stream: IO[bytes]) -> Iterator[bytes]:
        size, limits = 0, self._limits
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._unpacked += len(chunk)
            if size > limits.member_bytes:
                raise SourceError(
                    f"{self._where}: {info.filename} unpacks to more than {_megabytes(limits.member_bytes)}"
                )
            if size > _SMALL and size > limits.ratio * max(info.compress_size, 1):
                raise SourceError(
                    f"{self._where}: {info.filename} unpacks to more than {limits.ratio} times its packed size"
                )
            if self._unpacked > limits.total_bytes:
                raise TooMuch(f"{self._where}: unpacks to more than {_megabytes(limits.total_bytes)}")
            yield chunk


def open_package(data: bytes, where: str, *, wanted: str, save_as: str) -> Archive:
    """Open an Office file, or say what it is instead.

    Parameters
    ----------
    data : bytes
        The file.
    where : str
        Its name, for errors.
    wanted : str
        What it should be (``a Word file``).
    save_as : str
        The format to save it in.
    """
    if data.startswith(b"PK"):
        return Archive(BytesIO(data), where)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SourceError(f"{where}: locked with a password; save a copy without one")
        raise SourceError(f"{where}: an old Office file under a new suffix; save it as {save_as}")
    kinds: list[tuple[Callable[[bytes], bool], str]] = [
        (lambda head: not head.strip(), "the file is empty"),
        (lambda head: head.startswith(b"{\\rtf"), f"a rich text file, not {wanted}; save it as {save_as}"),
        (lambda head: head.lstrip().lower().startswith((b"<html", b"<!doctype html")), f"a web page, not {wanted}"),
        (lambda head: head.startswith(b"%PDF-"), f"a PDF, not {wanted}"),
    ]
    why = next((why for test, why in kinds if test(data[:200])), f"not {wanted}")
    raise SourceError(f"{where}: {why}")


def parse_xml(data: bytes, where: str) -> Any:
    """Parse XML that may hold neither entities nor a document type.

    Raises
    ------
    SourceError
        If it is broken, or declares a document type.

    Examples
    --------
    >>> parse_xml(b"<a><b/></a>", "a.xml").tag
    'a'
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise SourceError(f"{where}: its XML is broken or unsafe ({str(err).splitlines()[0]})") from err
    _refuse_doctype(root.getroottree().docinfo, where)
    return root


def local_name(element: Any) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def inside(parent: Any, wanted: str, through: Container[str]) -> Iterator[Any]:
    """Find the elements of a name in another one, looking into those that only hold others together.

    Examples
    --------
    >>> found = inside(parse_xml(b"<t><r/><g><r/></g><x><r/></x></t>", "t.xml"), "r", {"g"})
    >>> [local_name(element) for element in found]
    ['r', 'r']
    """
    for child in parent:
        if local_name(child) == wanted:
            yield child
        elif local_name(child) in through:
            yield from inside(child, wanted, through)


def attribute(element: Any, name: str) -> str:
    """Give an attribute, whatever its namespace; empty where there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def check_xml(data: bytes, where: str) -> None:
    """Refuse XML that declares a document type, reading no further than its first element."""
    try:
        for _, element in etree.iterparse(
            BytesIO(data), events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            _refuse_doctype(element.getroottree().docinfo, where)
            return
    except (etree.XMLSyntaxError, ValueError) as err:
        raise SourceError(f"{where}: its XML is broken or unsafe ({str(err).splitlines()[0]})") from err


def _refuse_doctype(info: Any, where: str) -> None:
    if info.doctype or info.internalDTD is not None:
        raise SourceError(f"{where}: its XML declares entities or a document type, which is unsafe; it was not read")


def _megabytes(size: int) -> str:
    return f"{size >> 20} MB"
