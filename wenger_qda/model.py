"""The nouns, in REFI-QDA's words, as frozen values. Change one with :func:`dataclasses.replace`.

Sources, codes, coders and cases are named in codings by their names, which are unique in a project; guids carry
identity from file to file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from wenger_qda.text import Turn

if TYPE_CHECKING:
    import pandas as pd

    from wenger_qda.codebook import Codebook

__all__ = [
    "Case",
    "CaseLink",
    "Code",
    "CodeSet",
    "Coder",
    "Coding",
    "Decision",
    "ImportReport",
    "Link",
    "NearMiss",
    "Note",
    "ProjectData",
    "Selection",
    "Source",
    "Turn",
    "Variable",
]

ORIGINS = ("manual", "suggested", "imported")
STANCES = ("", "for", "against")
OUTCOMES = ("one", "both", "neither", "span", "definition")
CODING_STATUSES = ("ok", "needs_review")
VARIABLE_TYPES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
NOTE_TARGETS = ("project", "source", "coding", "code", "case", "coder", "note")
REPORT_STATUSES = ("read", "changed", "skipped")
CONSENSUS = "consensus"  # the coder whose codings are what a team has settled on; no person

Value = str | bool | int | float | None
_NAMESPACE = UUID("8f7f4f8e-3a0d-5b86-9f0b-6a3c1d6a9b10")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def new_guid() -> str:
    """Give a new identity, in upper case as other programs want it."""
    return str(uuid4()).upper()


def guid_of(*parts: object) -> str:
    """Give the identity that the same parts always have.

    Examples
    --------
    >>> guid_of("a.txt", "words") == guid_of("a.txt", "words") != guid_of("b.txt", "words")
    True
    """
    return str(uuid5(_NAMESPACE, "\x1f".join(map(str, parts)))).upper()


def now() -> str:
    """Give the time, UTC, as ISO 8601 with milliseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document.

    Parameters
    ----------
    guid : str
        Identity.
    name : str
        Its path relative to what was read, without the suffix; unique in a project.
    kind : str
        What it was: ``txt``, ``docx``, ``vtt`` … , or ``row`` for one row of a spreadsheet.
    date : str
        ISO date of what it tells of; empty where unknown.
    text : str
        Normalised text; all offsets are code points of it.
    turns : tuple of Turn
        In the order of the text.
    variables : mapping of str to str, bool, int, float or None
        What is known about the source.
    original : bytes or None
        The file as it was.
    """

    guid: str = field(default_factory=new_guid)
    name: str
    kind: str = "txt"
    date: str = ""
    text: str
    turns: tuple[Turn, ...] = ()
    variables: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    original: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a source needs a name")
        if self.turns and self.turns[-1].end_char > len(self.text):
            raise ValueError(f"{self.name}: its turns run past the end of its text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A half-open stretch of a source, in code points.

    Examples
    --------
    >>> Selection(source="day-03", start_char=4, end_char=4)
    Traceback (most recent call last):
    ...
    ValueError: a selection needs 0 <= start < end, not 4, 4
    """

    guid: str = field(default_factory=new_guid)
    source: str
    start_char: int
    end_char: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_char < self.end_char:
            raise ValueError(f"a selection needs 0 <= start < end, not {self.start_char}, {self.end_char}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code on one passage, by one coder. None as offsets: the whole source.

    Parameters
    ----------
    stance : str
        ``for``, ``against`` or empty: whether the passage is evidence for or against what the code says.
    weight, certainty : float or None
        As the coder gave them.
    origin : str
        ``manual``, ``suggested`` (a person accepted a suggestion) or ``imported``.
    """

    guid: str = field(default_factory=new_guid)
    source: str
    code: str
    coder: str
    round: int = 1
    start_char: int | None = None
    end_char: int | None = None
    quote: str = ""
    note: str = ""
    weight: float | None = None
    certainty: float | None = None
    stance: str = ""
    status: str = "ok"
    origin: str = "manual"
    created: str = field(default_factory=now)

    def __post_init__(self) -> None:
        if (self.start_char is None) != (self.end_char is None):
            raise ValueError("a coding has both offsets, or neither (the whole source)")
        if self.start_char is not None and not 0 <= self.start_char < (self.end_char or 0):
            raise ValueError(f"a coding needs 0 <= start < end, not {self.start_char}, {self.end_char}")
        _one_of("stance", self.stance, STANCES)
        _one_of("status", self.status, CODING_STATUSES)
        _one_of("origin", self.origin, ORIGINS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided on a passage that coders coded in different ways. None as offsets: the whole source.

    Parameters
    ----------
    outcome : str
        ``one`` (one side is right), ``both``, ``neither``, ``span`` (another span) or ``definition`` (the code's
        definition is at fault; the passage is coded anew in a later round).
    agreed_with : tuple of str
        The coders whose side it is.
    reason : str
        Why.
    coder : str
        Who decided.
    mark : str
        Stands for the coders' positions at that time.
    codings : tuple of str
        Guids of what the consensus has by it.

    Examples
    --------
    >>> Decision(source="day-03", code="stories", start_char=4, end_char=9, outcome="maybe", coder="amina")
    Traceback (most recent call last):
    ...
    ValueError: an outcome is one of one, both, neither, span, definition, not 'maybe'
    """

    guid: str = field(default_factory=new_guid)
    source: str
    code: str
    round: int = 1
    start_char: int | None = None
    end_char: int | None = None
    outcome: str
    agreed_with: tuple[str, ...] = ()
    reason: str = ""
    coder: str
    created: str = field(default_factory=now)
    mark: str = ""
    codings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}, not {self.outcome!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A passage that a beginner would code, and why not."""

    passage: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of a codebook.

    Parameters
    ----------
    id : str
        Stable for ever and unique: what codings refer to.
    parent : str
        Id of the code above; empty at the top.
    examples, near_misses : tuple
        Typical passages, and passages that look like it and are not.
    cues : tuple of str
        Words and phrases, as lemmas, that point to it.
    facets : mapping
        ``mode`` and ``dimension``, where the theory gives it one.
    contrary : tuple of str
        Codes whose evidence speaks against this one.
    dual : str
        The code that is its other face.
    speakers : tuple of str
        Whose words can carry it; empty: anybody's.
    """

    guid: str = ""
    id: str
    name: str = ""
    parent: str = ""
    color: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    cues: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    cite: str = ""
    facets: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    contrary: tuple[str, ...] = ()
    dual: str = ""
    speakers: tuple[str, ...] = ()
    is_codable: bool = True

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("a code needs an id")
        if not self.name:
            object.__setattr__(self, "name", self.id.replace("-", " ").capitalize())
        if not self.guid:
            object.__setattr__(self, "guid", guid_of("code", self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """A named set of codes, across the tree."""

    guid: str = field(default_factory=new_guid)
    name: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A source, or a part of one, that belongs to a case. None as offsets: the whole source."""

    source: str
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, a community, a site …, that parts of sources belong to."""

    guid: str = field(default_factory=new_guid)
    name: str
    kind: str = "person"
    links: tuple[CaseLink, ...] = ()
    variables: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What can be known about sources and cases, with its type (REFI-QDA's six)."""

    name: str
    type: str = "Text"
    description: str = ""

    def __post_init__(self) -> None:
        _one_of("type", self.type, VARIABLE_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A memo on anything: `target_kind` says on what, `target` is its guid (empty for the project)."""

    guid: str = field(default_factory=new_guid)
    target_kind: str = "project"
    target: str = ""
    text: str
    coder: str
    created: str = field(default_factory=now)

    def __post_init__(self) -> None:
        _one_of("target_kind", self.target_kind, NOTE_TARGETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person who codes."""

    guid: str = field(default_factory=new_guid)
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A named relation between two things of a project, by their guids."""

    guid: str = field(default_factory=new_guid)
    origin: str
    target: str
    name: str = ""
    direction: str = "OneWay"

    def __post_init__(self) -> None:
        _one_of("direction", self.direction, ("Associative", "OneWay", "Bidirectional"))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each item of an import: read, changed or skipped, and why.

    Examples
    --------
    >>> print(ImportReport((("a.xyz", "file", "skipped", "no reader for '.xyz'"),)))
    0 read, 0 changed, 1 skipped
    skipped  file  a.xyz  no reader for '.xyz'
    """

    rows: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """The report as a table: item, kind, status, reason."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=["item", "kind", "status", "reason"], dtype="str")

    def __add__(self, other: ImportReport) -> ImportReport:
        return ImportReport(self.rows + other.rows)

    def count(self, status: str) -> int:
        """Count the items of one status."""
        return sum(row[2] == status for row in self.rows)

    def __str__(self) -> str:
        counts = ", ".join(f"{self.count(status)} {status}" for status in REPORT_STATUSES)
        told = sorted((row for row in self.rows if row[3]), key=lambda row: -REPORT_STATUSES.index(row[2]))
        lines = [f"{status:8} {kind}  {item}  {reason}" for item, kind, status, reason in told]
        return "\n".join([counts, *lines])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        counts = ", ".join(f"{self.count(status)} {status}" for status in REPORT_STATUSES)
        return f"<p>{counts}</p>{self.table.to_html(escape=True, index=False)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectData:
    """All that a file holds or a project gives out."""

    sources: tuple[Source, ...] = ()
    codebook: Codebook | None = None
    codings: tuple[Coding, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
    coders: tuple[Coder, ...] = ()
    report: ImportReport = ImportReport()
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()

    def __repr__(self) -> str:
        counts = {
            "sources": len(self.sources),
            "codes": len(self.codebook.codes) if self.codebook else 0,
            "codings": len(self.codings),
            "cases": len(self.cases),
            "notes": len(self.notes),
        }
        return f"ProjectData({', '.join(f'{count} {name}' for name, count in counts.items())})"


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{what} is one of {', '.join(repr(name) for name in known)}, not {value!r}")
