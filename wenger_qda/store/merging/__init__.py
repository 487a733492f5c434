"""Bringing copies of one project together that several people have worked on.

The copies are read as values (`copies`), the log of each tells when which column of which row was changed (`replay`),
what a participant has withdrawn in one is taken out of all (`departed`), the latest of everything is found (`things`),
rows that are one by content are joined or refused (`twins`), what does not go together is decided (`standing`), and all
of it is written into a new file with every change of every copy in its log (`writing`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wenger_qda.errors import StoreError
from wenger_qda.store import connection as files
from wenger_qda.store import team
from wenger_qda.store.merging.merged import Merged, merged
from wenger_qda.store.merging.report import MergeReport, report
from wenger_qda.store.merging.writing import write

__all__ = ["MergeReport", "merge", "merge_preview"]


def merge(paths: Sequence[str | Path], output: str | Path, *, coder: str) -> MergeReport:
    """Bring copies of one project together in a new file; the copies stay as they are.

    What is in any copy is in the merged project, once. Where copies changed the same thing, the later change stands,
    column by column; what one took away and no other changed since is away. The order of the copies does not matter,
    and a copy can be merged again later.

    Parameters
    ----------
    paths : sequence of str or Path
        The copies, two or more.
    output : str or Path
        The new project file.
    coder : str
        Who merges; the log says so.

    Returns
    -------
    MergeReport
        What was the same, new, changed and taken away, item by item and in a few lines.

    Raises
    ------
    StoreError
        If texts of one source differ, two different codes or sources have come to bear one name, a source withdrawn in
        one copy cannot be told from one in another, there is a file of the output's name already, or the coder is the
        consensus, which is no person.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> import shutil
    >>> copy = shutil.copy(project.path, project.path.with_name("bo.wqda"))
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> report = merge([project.path, copy], project.path.with_name("all.wqda"), coder="amina")
    >>> [line for line in report.summary if line.startswith("codings")]
    ['codings by amina: 1 only in tiny.wqda']
    """
    if not coder.strip():
        raise StoreError("a merge is made by somebody; say who: merge(paths, output, coder=…)")
    coder = team.person(coder)
    output = Path(output)
    files.expect_free(output)
    with _all_kept():
        found = merged(paths)
        told = report(found)
        what = f"{_listed(found)} merged"
        files.create(output, found.facts, None, fill=lambda connection: write(connection, found, coder, what))
        return told


def merge_preview(paths: Sequence[str | Path]) -> MergeReport:
    """Tell what :func:`merge` would do, without writing anything.

    Raises
    ------
    StoreError
        As :func:`merge` does.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> import shutil
    >>> copy = shutil.copy(project.path, project.path.with_name("bo.wqda"))
    >>> print(merge_preview([project.path, copy]).summary[-1])
    Nothing would change in bo.wqda: it holds all of this already.
    """
    with _all_kept():
        return report(merged(paths))


@contextmanager
def _all_kept() -> Iterator[None]:
    """Do not look for garbage meanwhile: all rows and changes are kept to the end, and looking takes a third longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _listed(found: Merged) -> str:
    *names, last = found.labels
    return f"{', '.join(names)} and {last}"
