"""What befalls an open project's file is told in a sentence, changes nothing, and is over when it is over."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from disks import small_disk
from processes import NOBODY, as_root, in_another_process, is_root, posix
from projects import kept, study
from trouble import TROUBLES, said

READ_ONLY = "the file or its folder is read-only; copy the project to a folder you may write in"
CLOSED = "the file or its folder cannot be opened; look at the rights of the folder"
GONE = "the file is not there any more; put it back, or open the project where it is now"
OTHER = "is not a wenger_qda project, or it is damaged"
HELD = "another program holds the project for too long; close it there and try again"
SENTENCES = {
    "file made read-only": (READ_ONLY, ""),
    "folder made read-only": (READ_ONLY, ""),
    "file that nobody may read": (CLOSED, CLOSED),
    "folder that nobody may enter": (CLOSED, CLOSED),
    "file moved away": (GONE, GONE),
    "folder moved away": (GONE, GONE),
    "text in its place": (OTHER, OTHER),
    "nothing in its place": ("the file is damaged, a table is missing; go back to a backup",) * 2,
    "folder in its place": (CLOSED, CLOSED),
    "another writer": (HELD, ""),
    "another program that lets nobody in": (HELD, HELD),
    "a reader that does not end": (HELD, ""),
}


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, Any]]:
    """Go through all troubles in one process, of a user whom rights bind."""
    folder = Path(tempfile.mkdtemp(prefix="wenger-qda-", dir="/var/tmp"))
    try:
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
        uid = NOBODY if is_root else None
        yield json.loads(in_another_process("import trouble; trouble.main(path)", folder, uid=uid))
    finally:
        shutil.rmtree(folder)


@posix
@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_told_in_a_sentence_changes_nothing_and_is_over_when_it_is_over(
    name: str, told: dict[str, Any]
) -> None:
    found = told[name]
    to_write, to_read = SENTENCES[name]
    for verb, sentence in {"code": to_write, "undo": to_write, "view": to_read}.items():
        for heard in found["told"][verb]:
            where, _, rest = heard.partition(": ")
            assert rest == (f"{sentence}; nothing was changed" if sentence else "")
            assert where.endswith("study.wqda") == bool(sentence)
    assert found["unchanged"]
    assert found["after"] == ["", ""]
    assert found["there"] == ["study.wqda"]
    assert found["whole"]


@as_root
def test_full_disk_is_told_wherever_it_runs_full_and_the_project_goes_on_when_there_is_room(tmp_path: Path) -> None:
    heard = set()
    with small_disk(tmp_path / "small") as disk, study(disk / "study.wqda") as project:
        for left_kb in range(0, 60, 6):
            space = os.statvfs(disk)
            (disk / "filler").write_bytes(bytes(max(space.f_bavail * space.f_frsize - left_kb * 1024, 0)))
            before = kept(project.path)
            for deed in (
                lambda: project.code("talk", 5, 9 + left_kb // 6, "tools", note="long " * 2000),  # noqa: B023
                lambda: project.correct("talk", "Hm. " + project.text("talk")),
            ):
                if sentence := said(deed):
                    heard.add(sentence)
                    assert kept(project.path) == before
                before = kept(project.path)
            assert project.view("talk").text == project.text("talk")
            (disk / "filler").unlink()
            assert not said(lambda: project.code("talk", 0, 3 + left_kb, "stories"))  # noqa: B023
            assert project.check().empty
        sentence = f"{project.path}: the disk is full; free some space and try again; nothing was changed"
        assert heard == {sentence}


def test_backup_put_in_its_place_means_a_view_made_anew(tmp_path: Path) -> None:
    with study(tmp_path / "study.wqda") as project:
        backup = Path(shutil.copy(project.path, tmp_path / "backup"))
        project.code("talk", 0, 3, "tools")
        seen = project.view("talk")
        backup.replace(project.path)
        assert project.view_since(seen.revision, source="talk").is_anew
        assert project.view("talk").codings == []
