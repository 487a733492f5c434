"""Folders, archives, names and dates; bad members are skipped with a reason, bad places are one sentence."""

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from wenger_qda.errors import QdaError, SourceError
from wenger_qda.formats import READERS, package, read
from wenger_qda.formats.values import date_in, typed


def make(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def names(data):
    return [source.name for source in data.sources]


def skipped(data):
    return {item: reason for item, _, status, reason in data.report.rows if status == "skipped"}


# --- names and identity ---------------------------------------------------------------------------------------------


def test_names_are_paths_without_suffix_in_order(tmp_path):
    make(tmp_path, {"b.txt": "b", "a/c.md": "c", "a/b 1.2.txt": "x", "ä.txt": "ä"})
    assert names(read(tmp_path)) == ["a/b 1.2", "a/c", "b", "ä"]


def test_a_single_file_is_named_by_its_stem(tmp_path):
    make(tmp_path, {"deep/day 3.txt": "Rain."})
    source = read(tmp_path / "deep" / "day 3.txt").sources[0]
    assert (source.name, source.kind, source.original) == ("day 3", "txt", b"Rain.")


def test_a_second_one_of_the_same_name_is_numbered_and_told(tmp_path):
    make(tmp_path, {"a.md": "one", "a.txt": "two", "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nthree"})
    data = read(tmp_path)
    assert names(data) == ["a", "a (2)", "a (3)"]
    assert data.report.rows[1] == ("a.txt", "source", "changed", "named 'a (2)', because there is a 'a' already")


def test_reading_twice_gives_the_same(tmp_path):
    make(tmp_path, {"a.txt": "one", "b.txt": "one", "c.csv": "id,text\n1,Rain all day\n"})
    assert read(tmp_path) == read(tmp_path)
    assert len({source.guid for source in read(tmp_path).sources}) == 3


def test_names_that_cannot_be_shown_are_tidied(tmp_path):
    try:
        make(tmp_path, {"line\nbreak.txt": "one", os.fsdecode(b"caf\xe9.txt"): "two"})
    except OSError:
        pytest.skip("this file system takes no such names")
    for name in names(read(tmp_path)):
        assert name.isprintable()
        assert name.encode()


# --- folders --------------------------------------------------------------------------------------------------------


def test_bad_members_are_skipped_and_the_rest_is_read(tmp_path):
    make(
        tmp_path,
        {
            "good.txt": "Rain.",
            "empty.txt": "",
            "old.docx": b"<html>",
            "photo.jpg": b"x",
            "LICENSE": "x",
            "in.zip": b"x",
        },
    )
    data = read(tmp_path)
    assert names(data) == ["good"]
    assert skipped(data) == {
        "LICENSE": "no reader for files without a suffix",
        "empty.txt": "the file is empty",
        "in.zip": "an archive inside what is read; unpack it first",
        "old.docx": "a web page, not a Word file (.docx)",
        "photo.jpg": "no reader for '.jpg'",
    }


def test_clutter_is_passed_over_without_a_word(tmp_path):
    make(
        tmp_path,
        {"a.txt": "a", ".DS_Store": "x", "Thumbs.db": "x", "~$a.docx": "x", ".git/b.txt": "x", "__MACOSX/._a.txt": "x"},
    )
    assert [row[0] for row in read(tmp_path).report.rows] == ["a.txt"]


def test_a_read_me_at_the_top_describes_the_folder(tmp_path):
    make(tmp_path, {"README.md": "About.", "a/README.md": "A source.", "a/b.txt": "b"})
    data = read(tmp_path)
    assert names(data) == ["a/README", "a/b"]
    assert skipped(data) == {"README.md": "describes the folder"}


def test_a_sign_that_turns_the_writing_round_leaves_no_blank_in_a_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("nm\u202e.txt", "words")
        archive.writestr("\u202e.txt", "more")
    assert names(read(tmp_path / "a.zip")) == ["nm", "untitled"]


def test_links_that_lead_out_are_not_followed(tmp_path):
    make(tmp_path, {"outside/secret.txt": "secret", "inside/a.txt": "a"})
    (tmp_path / "inside" / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "round").symlink_to(tmp_path / "inside")
    (tmp_path / "inside" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    data = read(tmp_path / "inside")
    assert names(data) == ["a"]
    assert set(skipped(data)) == {"link.txt", "folder", "round", "gone.txt"}
    assert skipped(data)["link.txt"] == "a link that leads out of the folder"


def test_a_pipe_is_not_waited_for(tmp_path):
    make(tmp_path, {"a.txt": "a"})
    os.mkfifo(tmp_path / "pipe.txt")
    assert skipped(read(tmp_path)) == {"pipe.txt": "not a file"}


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_skipped_or_refused(tmp_path):
    make(tmp_path, {"a.txt": "a", "b.txt": "b"})
    (tmp_path / "b.txt").chmod(0)
    assert skipped(read(tmp_path)) == {"b.txt": "no permission to read it"}
    tmp_path.chmod(stat.S_IWUSR)
    with pytest.raises(SourceError, match="no permission to read it"):
        read(tmp_path)
    tmp_path.chmod(stat.S_IRWXU)


def test_a_file_without_permission_is_skipped(tmp_path, monkeypatch):
    make(tmp_path, {"a.txt": "a", "b.txt": "b"})
    whole = type(tmp_path).read_bytes

    def read_bytes(path):
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(type(tmp_path), "read_bytes", read_bytes)
    assert skipped(read(tmp_path)) == {"b.txt": "no permission to read it"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", "there is no such file or folder"),
        ("nowhere.txt", "there is no such file or folder"),
        ("nowhere.zip", "there is no such file or folder"),
        ("empty", "the folder holds no file to read"),
        ("a.xyz", r"no reader for '\.xyz'; there are readers for \.txt, "),
        ("plain", "no reader for files without a suffix"),
    ],
)
def test_a_place_that_cannot_be_read_is_one_sentence(tmp_path, name, why):
    make(tmp_path, {"a.xyz": "x", "plain": "x", "empty/.keep": ""})
    with pytest.raises(SourceError, match=why) as err:
        read(tmp_path / name)
    assert "\n" not in str(err.value)


def test_a_path_may_be_a_string(tmp_path):
    make(tmp_path, {"a.txt": "a"})
    assert names(read(str(tmp_path / "a.txt"))) == ["a"]


# --- archives -------------------------------------------------------------------------------------------------------


def test_an_archive_reads_like_its_folder(tmp_path):
    files = {"b.txt": "b", "a/c.md": "c", "é.txt": "é"}
    make(tmp_path / "f", files)
    from_zip, from_folder = read(zipped(tmp_path / "f.zip", files)), read(tmp_path / "f")
    assert from_zip == from_folder


def test_names_that_lead_out_are_skipped(tmp_path):
    bad = ["../up.txt", "a/../../up.txt", "/etc/root.txt", "C:/windows.txt", "..\\back.txt"]
    data = read(zipped(tmp_path / "a.zip", {"good.txt": "x"} | dict.fromkeys(bad, "x")))
    assert names(data) == ["good"]
    assert set(skipped(data).values()) == {"its name leads out of the archive"}
    assert len(skipped(data)) == len(bad)


def test_utf8_names_without_the_flag_are_read_as_utf8(tmp_path):
    path = zipped(tmp_path / "a.zip", {"Zoe.txt": "x"})
    path.write_bytes(path.read_bytes().replace(b"Zoe.txt", "Zë.txt".encode()))
    assert names(read(path)) == ["Zë"]


def test_a_name_from_here_is_a_name(tmp_path):
    assert names(read(zipped(tmp_path / "a.zip", {"./a.txt": "x", "./b/./c.txt": "y"}))) == ["a", "b/c"]


def test_an_encrypted_member_is_skipped(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.txt": "x", "b.txt": "y"})
    raw = bytearray(path.read_bytes())
    for mark, offset in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)]:
        raw[raw.rindex(mark) + offset] |= 1
    path.write_bytes(bytes(raw))
    data = read(path)
    assert names(data) == ["a"]
    assert skipped(data) == {"b.txt": "b.txt is encrypted; unpack it with its password first"}


def test_a_damaged_member_is_skipped(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "whole words")
        archive.writestr("b.txt", "other words")
    raw = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(raw.replace(b"other words", b"other wards"))
    assert skipped(read(tmp_path / "a.zip")) == {"b.txt": "b.txt is broken in the archive"}


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_broken_or_empty_archive_is_one_sentence(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(SourceError, match=r"^a\.zip: (not a whole zip archive|the archive is empty)"):
        read(tmp_path / "a.zip")


def test_a_bomb_in_an_archive_is_skipped_and_the_rest_is_read(tmp_path):
    data = read(zipped(tmp_path / "a.zip", {"bomb.txt": b"a" * (30 << 20), "good.txt": "Rain."}))
    assert names(data) == ["good"]
    assert skipped(data) == {"bomb.txt": "bomb.txt unpacks to more than 200 times its packed size"}


def test_a_stated_size_is_not_believed(tmp_path):
    path = zipped(tmp_path / "a.zip", {"bomb.txt": b"a" * (30 << 20)})
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02") + 24
    raw[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    assert names(read(path)) == []
    assert len(skipped(read(path))) == 1


def test_too_many_members_and_too_much_in_all_are_refused(tmp_path):
    raw = zipped(tmp_path / "a.zip", {f"{n}.txt": os.urandom(3000).hex() for n in range(20)}).read_bytes()
    with pytest.raises(SourceError, match="holds 20 files; at most 10 are read"):
        package.Archive(io.BytesIO(raw), "a.zip", package.Limits(members=10))
    archive = package.Archive(io.BytesIO(raw), "a.zip", package.Limits(total_bytes=50_000))
    with pytest.raises(SourceError, match=r"a\.zip: unpacks to more than"):
        [archive.read(member) for member in archive.members]


# --- dates and values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-03-18 fieldnotes", "2024-03-18"),
        ("20240318_x", "2024-03-18"),
        ("18.03.2024", "2024-03-18"),
        ("notes 18.3.2024 late", "2024-03-18"),
        ("2024_03_18", "2024-03-18"),
        ("acde_2026-07-16_241_chat", "2026-07-16"),
        ("31-12-2023", "2023-12-31"),
        ("12-31-2023", "2023-12-31"),
        ("05-05-2023", "2023-05-05"),
        ("03-04-2024", ""),
        ("2024-13-40", ""),
        ("20241799", ""),
        ("120240318", ""),
        ("interview 12", ""),
        ("2024-03-18/notes", ""),
    ],
)
def test_the_day_in_a_name(name, day):
    assert date_in(name) == day


@pytest.mark.parametrize(
    ("texts", "kind", "values"),
    [
        (["1", "-20", "0"], "Integer", [1, -20, 0]),
        (["1", "2.5"], "Float", [1.0, 2.5]),
        (["1.1", "1.10"], "Text", ["1.1", "1.10"]),
        (["007", "8"], "Text", ["007", "8"]),
        (["1234567890123456"], "Text", ["1234567890123456"]),
        (["1e5"], "Text", ["1e5"]),
        (["nan", "inf"], "Text", ["nan", "inf"]),
        (["3,5"], "Text", ["3,5"]),
        (["true", "False", ""], "Boolean", [True, False, None]),
        (["yes", "No"], "Text", ["yes", "No"]),
        (["2024-03-18"], "Date", ["2024-03-18"]),
        (["2024-02-30"], "Text", ["2024-02-30"]),
        (["2024-03-18T10:30"], "DateTime", ["2024-03-18T10:30"]),
        (["", None, " "], "Text", [None, None, None]),
        (["٣"], "Text", ["٣"]),
    ],
)
def test_what_the_words_of_a_cell_mean(texts, kind, values):
    assert typed(texts) == (kind, values)


def test_a_variable_has_one_type_over_all_documents(tmp_path):
    make(tmp_path, {"a.md": "---\nage: 33\nfloor: 2\n---\nx", "b.md": "---\nage: about 40\nfloor: 3\n---\nx"})
    data = read(tmp_path)
    assert [dict(source.variables) for source in data.sources] == [
        {"age": "33", "floor": 2},
        {"age": "about 40", "floor": 3},
    ]
    assert {variable.name: variable.type for variable in data.variables} == {"age": "Text", "floor": "Integer"}


def test_every_reader_is_in_the_documentation():
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
    assert [suffix for suffix in READERS if f"`{suffix}`" not in page] == []


def test_the_errors_are_of_one_family():
    assert issubclass(SourceError, QdaError)
