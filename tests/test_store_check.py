"""`check` says what is wrong with a project, where, and what to do; nothing where all is well."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from projects import study

from wenger_qda.errors import StoreError
from wenger_qda.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "study.wqda")
    coding = project.code("talk", 0, 3, "tools")
    project.code("talk", None, None, "tools")
    project.add_case("Ida")
    project.link_case("Ida", "notes", 0, 4)
    project.note("?", on="coding", target=coding.guid)
    project.link(coding.guid, coding.guid)
    return project


def test_nothing_is_found_where_all_is_well(project: Project) -> None:
    found = project.check()
    assert list(found.columns) == ["what", "where", "problem"]
    assert found.empty
    assert set(found.dtypes.astype(str)) == {"str"}


def test_coding_to_be_looked_at_is_no_finding(project: Project) -> None:
    project.correct("talk", "All new.")
    assert project.check().empty


@pytest.mark.parametrize(
    ("statement", "what", "problem"),
    [
        ("UPDATE codings SET quote = 'else' WHERE id = 1", "coding", "its quote is not what stands there"),
        ("UPDATE codings SET end_char = 9999 WHERE id = 1", "coding", "lies outside the text"),
        ("UPDATE codings SET text_sha256 = '' WHERE id = 2", "coding", "was made on another text"),
        ("UPDATE case_links SET quote = 'else'", "case link", "its quote is not what stands there"),
        ("UPDATE codings SET source_id = 77 WHERE id = 2", "codings", "points to a row of sources that is gone"),
        ("UPDATE sources SET text = text || '!' WHERE id = 1", "source", "its text is not the one that was stored"),
        ("UPDATE turns SET end_char = 9999 WHERE id = 1", "turn", "ends at 9999"),
        (
            "DELETE FROM search_index WHERE rowid = (SELECT min(rowid) FROM search_index)",
            "search index",
            "does not hold",
        ),
        ("UPDATE codes SET parent_id = 2 WHERE code = 'repertoire'", "code", "is its own ancestor"),
        ("UPDATE notes SET target = 'GONE'", "note", "is on a coding that is gone"),
        ("UPDATE links SET target = 'GONE'", "link", "leads to something that is gone"),
    ],
)
def test_fault_is_found(statement: str, what: str, problem: str, project: Project) -> None:
    project.close()
    with closing(sqlite3.connect(project.path)) as held:
        held.execute(statement)
        held.commit()
    found = Project.open(project.path).check()
    assert what in found["what"].tolist()
    assert found["problem"].str.contains(problem, regex=False).any()


def test_damaged_pages_are_found(project: Project) -> None:
    project.close()
    raw = bytearray(project.path.read_bytes())
    at = raw.index(b"Dora brought snacks")
    page = at - at % 4096
    raw[page + 3 : page + 5] = b"\xff\xff"  # the page's count of cells
    project.path.write_bytes(raw)
    try:
        found = Project.open(project.path).check()["problem"].tolist()
    except StoreError as error:
        found = [str(error)]
    assert any("go back to a backup" in said for said in found)
