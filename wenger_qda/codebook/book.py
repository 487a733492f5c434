"""The codebook as a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from wenger_qda import shipped
from wenger_qda.errors import CodebookError, unknown
from wenger_qda.model import Code, CodeSet

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".yaml", ".yml", ".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a progress table: a mode, a dimension, and what to ask of the data there."""

    mode: str
    dimension: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTable:
    """Three modes of belonging by three dimensions (W00, tables 1 to 3)."""

    id: str
    name: str
    cite: str = ""
    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A tree of codes.

    Parameters
    ----------
    codes : tuple of Code
        In tree order: a code stands before its children.
    sets : tuple of CodeSet
        Named sets across the tree.
    progress_tables : tuple of ProgressTable
        Where the theory has them.

    Raises
    ------
    CodebookError
        If an id stands twice, a parent is unknown, or a code is its own ancestor.

    Examples
    --------
    >>> book = Codebook(codes=(Code(id="repertoire"), Code(id="stories", parent="repertoire")))
    >>> print(book.tree())
    repertoire
      stories
    """

    id: str = ""
    name: str = ""
    version: str = ""
    cite: str = ""
    description: str = ""
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    progress_tables: tuple[ProgressTable, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", _in_tree_order(self.codes))

    @classmethod
    def load(cls, name: str | Path) -> Codebook:
        """Load a built-in codebook by name, or any by the path of its YAML or CSV file.

        Raises
        ------
        CodebookError
            If there is none of that name, or the file is not in order (with the line).

        Examples
        --------
        >>> Codebook.load("core")["engagement"].name
        'Engagement'
        """
        path = _find(name)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise CodebookError(f"{path}: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise CodebookError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
        if path.suffix.lower() == ".csv":
            from wenger_qda.codebook import csv_file

            return csv_file.loads(text, where=path.name)
        return cls.loads(text, where=path.name)

    @classmethod
    def loads(cls, text: str, *, where: str = "codebook") -> Codebook:
        """Read a codebook from the text of a YAML file; `where` names it in errors."""
        from wenger_qda.codebook import yaml_file

        return yaml_file.loads(text, where=where)

    def save(self, path: str | Path) -> Path:
        """Write the codebook as YAML or CSV, by suffix; comments of an existing YAML file stay.

        A CSV file holds the codes alone; sets and progress tables need YAML.
        """
        path = Path(path)
        if path.suffix.lower() == ".csv":
            from wenger_qda.codebook import csv_file

            return csv_file.save(self, path)
        if path.suffix.lower() not in SUFFIXES:
            raise CodebookError(f"{path}: a codebook is saved as {', '.join(SUFFIXES)}")
        from wenger_qda.codebook import yaml_file

        return yaml_file.save(self, path)

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __contains__(self, code: object) -> bool:
        return any(entry.id == code for entry in self.codes)

    def __getitem__(self, code: str) -> Code:
        for entry in self.codes:
            if entry.id == code:
                return entry
        raise CodebookError(unknown("code", code, [entry.id for entry in self.codes]))

    def children(self, code: str = "") -> tuple[Code, ...]:
        """Give the codes right below one; without a code, those at the top."""
        return tuple(entry for entry in self.codes if entry.parent == code)

    def path(self, code: str) -> str:
        """Give the way from the top to a code: ``Shared repertoire / Stories``."""
        entry = self[code]
        return f"{self.path(entry.parent)} / {entry.name}" if entry.parent else entry.name

    def select(self, codes: Iterable[str], *, id: str, name: str, **fields: str) -> Codebook:
        """Give a smaller codebook; a code keeps the nearest of its ancestors that is among those chosen."""
        wanted = [self[code].id for code in codes]
        kept = tuple(
            replace(
                self[code],
                parent=_nearest(self, self[code].parent, wanted),
                contrary=_among(self[code].contrary, wanted),
            )
            for code in wanted
        )
        return Codebook(id=id, name=name, codes=kept, **fields)  # type: ignore[arg-type]

    def merge(self, other: Codebook) -> Codebook:
        """Add another codebook: codes with the same id are one code, and the fuller entry wins.

        Where the two do not agree on who is above whom, the first keeps its tree.

        Examples
        --------
        >>> one = Codebook(codes=(Code(id="stories"),))
        >>> two = Codebook(codes=(Code(id="stories", definition="Told again."), Code(id="tools")))
        >>> [(entry.id, entry.definition) for entry in one.merge(two)]
        [('stories', 'Told again.'), ('tools', '')]
        """
        mine = {entry.id: entry for entry in self.codes}
        for entry in other.codes:
            old = mine.get(entry.id)
            new = entry if old is None else fuller(old, entry)
            if old is not None and (new.parent not in mine or _lies_below(mine, new.parent, entry.id)):
                new = replace(new, parent=old.parent)
            mine[entry.id] = new
        tables = {table.id: table for table in (*self.progress_tables, *other.progress_tables)}
        sets = {item.name: item for item in (*self.sets, *other.sets)}
        return replace(
            self, codes=tuple(mine.values()), sets=tuple(sets.values()), progress_tables=tuple(tables.values())
        )

    def diff(self, other: Codebook) -> pd.DataFrame:
        """Compare with a later version: one row a difference, with code, change, field, before and after."""
        from wenger_qda.codebook.compare import diff

        return diff(self, other)

    def check(self) -> tuple[str, ...]:
        """Say what a careful supervisor would: names nearly the same, no definition, names that lead nowhere."""
        from wenger_qda.codebook.compare import remarks

        return remarks(self)

    def tree(self) -> str:
        """Draw the tree, a line a code."""
        return "\n".join(f"{'  ' * depth}{entry.id}" for entry, depth in self.walk())

    def walk(self) -> Iterator[tuple[Code, int]]:
        """Give each code with its depth, in tree order."""
        depths: dict[str, int] = {"": -1}
        for entry in self.codes:
            depths[entry.id] = depths[entry.parent] + 1
            yield entry, depths[entry.id]

    def __repr__(self) -> str:
        return f"Codebook({self.name or self.id!r}, {len(self.codes)} codes)"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><td style="text-align:left;padding-left:{1 + 1.5 * depth}em">'
            f'<span style="color:{escape(entry.color or "#666666")}" aria-hidden="true">&#9632;</span> '
            f"{escape(entry.name)}</td>"
            f'<td style="text-align:left"><code>{escape(entry.id)}</code></td>'
            f'<td style="text-align:left">{escape(entry.definition)}</td></tr>'
            for entry, depth in self.walk()
        )
        return f"<table><caption>{escape(self.name)}</caption><tbody>{rows}</tbody></table>"


def fuller(one: Code, other: Code) -> Code:
    """Give that of two entries of one code that says more; the first, where they say as much.

    Its place in the tree is kept where only one of them has one.
    """
    best, rest = (other, one) if _fullness(other) > _fullness(one) else (one, other)
    return replace(best, parent=best.parent or rest.parent)


def _fullness(entry: Code) -> int:
    texts = (entry.definition, entry.include, entry.exclude, *entry.examples, *entry.questions, *entry.cues, entry.cite)
    misses = (miss.passage + miss.why for miss in entry.near_misses)
    return sum(map(len, texts)) + sum(map(len, misses)) + len(entry.facets) + len(entry.contrary) + len(entry.dual)


def _in_tree_order(codes: tuple[Code, ...]) -> tuple[Code, ...]:
    """Put each code before its children, keeping the order of brothers and sisters."""
    below: dict[str, list[Code]] = {}
    known: dict[str, Code] = {}
    for entry in codes:
        if entry.id in known:
            raise CodebookError(f"the code {entry.id!r} stands twice; ids are unique in a codebook")
        known[entry.id] = entry
    for entry in codes:
        if entry.parent and entry.parent not in known:
            raise CodebookError(f"the parent of {entry.id!r} is missing: {unknown('code', entry.parent, list(known))}")
        below.setdefault(entry.parent, []).append(entry)
    ordered: list[Code] = []
    stack = list(reversed(below.get("", [])))
    while stack:
        entry = stack.pop()
        ordered.append(entry)
        stack.extend(reversed(below.get(entry.id, [])))
    if len(ordered) < len(codes):
        lost = sorted(set(known) - {entry.id for entry in ordered})
        raise CodebookError(f"the code {lost[0]!r} is its own ancestor; move it below another one")
    return tuple(ordered)


def _lies_below(codes: Mapping[str, Code], code: str, above: str) -> bool:
    while code:
        if code == above:
            return True
        code = codes[code].parent
    return False


def _nearest(book: Codebook, code: str, wanted: list[str]) -> str:
    while code and code not in wanted:
        code = book[code].parent
    return code


def _among(codes: tuple[str, ...], wanted: list[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in wanted)


def _find(name: str | Path) -> Path:
    built_in = shipped.folder("codebooks")
    path = Path(name)
    if path.suffix.lower() in SUFFIXES:
        if path.is_file():
            return path
        raise CodebookError(f"{path}: there is no such file")
    if (built_in / f"{name}.yaml").is_file():
        return built_in / f"{name}.yaml"
    if path.exists():
        raise CodebookError(f"{path}: a codebook is a file that ends in {', '.join(SUFFIXES)}")
    raise CodebookError(unknown("built-in codebook", str(name), sorted(p.stem for p in built_in.glob("*.yaml"))))
