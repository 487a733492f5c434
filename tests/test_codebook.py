"""Codebooks as values: read with the line of what is wrong, compared, saved with their comments."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenger_qda.codebook import Cell, Codebook, ProgressTable, diff, near_duplicates
from wenger_qda.errors import CodebookError
from wenger_qda.model import Code, CodeSet, NearMiss

YAML = """\
# Made on a rainy day.
id: small
name: Small
codes:
  # the first family
  - id: repertoire
    definition: What they made together.  # to be made longer
    cues: [stamp, "red book"]
    children:
      - id: stories
        name: No
        # told at lunch
        include: Told again.
      - id: tools
        name: 1.10
  # the second family
  - id: enterprise
    contrary: [stories]
sets:
  - name: first
    codes: [stories, tools]   # only these
language: en
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(YAML, "utf-8")
    return path


# -- reading ---------------------------------------------------------------------------------------------------------


def test_tree_is_read_in_order(path: Path) -> None:
    assert Codebook.load(path).tree() == "repertoire\n  stories\n  tools\nenterprise"
    assert Codebook.load(path).path("stories") == "Repertoire / No"


@pytest.mark.parametrize("name", ["No", "1.10", "2024-01-01", "0x10", "null", "1e3", "007"])
def test_scalar_stays_the_text_it_is(name: str) -> None:
    assert Codebook.loads(f"codes:\n  - id: x\n    name: {name}\n")["x"].name == name


WRONG = {
    "no codes": ("id: x\n", "line 1: there are no codes"),
    "codes are no list": ("id: x\ncodes: none\n", "line 2: codes is a list; begin each entry with '- '"),
    "entry is no map": ("codes:\n  - stories\n", "line 1: each entry of codes is a map with keys, not 'stories'"),
    "no id": ("codes:\n  - name: x\n", "line 2: a code needs an id"),
    "unknown key": ("codes:\n  - id: x\n    colour: red\n", "line 3: a code has no key 'colour'; it has id, name"),
    "unknown key of the book": ("codes: []\ntitle: x\n", "line 2: a codebook has no key 'title'"),
    "id stands twice": (
        "codes:\n  - id: x\n  - id: y\n    children:\n      - id: x\n",
        "line 5: the code 'x' stands twice, first in line 2",
    ),
    "facet": (
        "codes:\n  - id: x\n    facets: {mode: joy}\n",
        "line 3: mode is one of engagement, imagination, alignment, not 'joy'",
    ),
    "cell": (
        "codes: []\nprogress_tables:\n  - id: t\n    cells:\n      - {mode: joy, dimension: coordination}\n",
        "line 5: mode is one of",
    ),
    "flag": ("codes:\n  - id: x\n    is_codable: maybe\n", "line 3: is_codable is true or false, not 'maybe'"),
    "list as text": ("codes:\n  - id: x\n    cues: stamp\n", "line 3: cues is a list, not 'stamp'"),
    "text as list": ("codes:\n  - id: x\n    name: [a]\n", "line 3: name is text; put it in quotation marks"),
    "near miss": (
        "codes:\n  - id: x\n    examples:\n      near_miss:\n        - {text: a}\n",
        "line 5: a near miss has no key 'text'",
    ),
    "tab": ("codes:\n\t- id: x\n", "line 2: is not YAML"),
    "bracket": ("codes: [\n", "is not YAML"),
    "key twice": ("id: a\nid: b\ncodes: []\n", "line 2: is not YAML"),
    "a list": ("- id: x\n", "holds no codebook; expected a map with the key 'codes'"),
    "nothing": ("", "holds no codebook"),
    "a tag of Python": ("codes:\n  - id: !!python/object/apply:os.system [ls]\n", "line 2: id is text"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_line(case: str) -> None:
    text, sentence = WRONG[case]
    with pytest.raises(CodebookError) as refused:
        Codebook.loads(text, where="my.yaml")
    assert str(refused.value).startswith("my.yaml")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cor", "there is no built-in codebook 'cor'; did you mean 'core'?"),
        ("gone.yaml", "gone.yaml: there is no such file"),
        (".", "a codebook is a file that ends in .yaml, .yml, .csv"),
    ],
)
def test_codebook_that_is_not_there_is_told(name: str, sentence: str) -> None:
    with pytest.raises(CodebookError) as refused:
        Codebook.load(name)
    assert sentence in str(refused.value)


def test_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"codes:\n  - id: caf\xe9\n")
    with pytest.raises(CodebookError, match="is not UTF-8 text; save it as UTF-8"):
        Codebook.load(tmp_path / "a.yaml")


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + YAML.replace("\n", "\r\n").encode())
    assert len(Codebook.load(tmp_path / "a.yaml")) == 4


def test_guids_of_other_programs_are_read_in_one_form() -> None:
    book = Codebook.loads("codes:\n  - id: x\n    guid: '{0a1b2c3d-0000-4000-8000-00000000000f}'\n")
    assert book["x"].guid == "0A1B2C3D-0000-4000-8000-00000000000F"


# -- as a value ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ((Code(id="x"), Code(id="x")), "the code 'x' stands twice"),
        ((Code(id="x", parent="y"),), "the parent of 'x' is missing: there is no code 'y'"),
        ((Code(id="x", parent="y"), Code(id="y", parent="x")), "the code 'x' is its own ancestor"),
    ],
)
def test_tree_that_is_none_is_refused(codes: tuple[Code, ...], sentence: str) -> None:
    with pytest.raises(CodebookError, match=sentence):
        Codebook(codes=codes)


def test_children_stand_after_their_parent_whatever_the_order() -> None:
    codes = (Code(id="b", parent="a"), Code(id="c", parent="b"), Code(id="a"), Code(id="d", parent="a"))
    assert Codebook(codes=codes).tree() == "a\n  b\n    c\n  d"


def test_smaller_book_keeps_the_nearest_ancestor(path: Path) -> None:
    small = Codebook.load(path).select(["stories", "enterprise"], id="s", name="S")
    assert small.tree() == "stories\nenterprise"
    assert small["enterprise"].contrary == ("stories",)


def test_merging_a_book_with_itself_is_the_book(path: Path) -> None:
    book = Codebook.load(path)
    assert book.merge(book) == book


def test_fuller_entry_wins_a_merge() -> None:
    one = Codebook(codes=(Code(id="a"), Code(id="x", parent="a")))
    two = Codebook(codes=(Code(id="x", definition="Told again."), Code(id="y")))
    merged = one.merge(two)
    assert merged["x"].definition == "Told again."
    assert merged.tree() == "a\n  x\ny"


def test_books_that_disagree_on_who_is_above_whom_merge_into_a_tree() -> None:
    one = Codebook(codes=(Code(id="x"), Code(id="y", parent="x")))
    two = Codebook(codes=(Code(id="y", definition="Fuller."), Code(id="x", parent="y", definition="Fuller.")))
    assert one.merge(two).tree() == "x\n  y"


def test_names_in_html_are_escaped() -> None:
    html = Codebook(name="<b>", codes=(Code(id="x", name="<script>", definition="a & b", color='"><i>'),))._repr_html_()
    assert "<script>" not in html
    assert "<i>" not in html
    assert "<b>" not in html
    assert "a &amp; b" in html


# -- comparing -------------------------------------------------------------------------------------------------------


def test_differences_are_told_one_a_row() -> None:
    old = Codebook(codes=(Code(id="a", cues=("x",)), Code(id="b"), Code(id="c"), Code(id="d", name="D")))
    new = Codebook(
        codes=(Code(id="a", cues=("x", "y")), Code(id="c", parent="a"), Code(id="d", name="E"), Code(id="e"))
    )
    rows = diff(old, new)[["code", "change", "field", "before", "after"]].values.tolist()
    assert rows == [
        ["a", "changed", "cues", "x", "x | y"],
        ["b", "removed", "", "B", ""],
        ["c", "moved", "parent", "", "a"],
        ["d", "renamed", "name", "D", "E"],
        ["e", "added", "", "", "E"],
    ]


def test_book_does_not_differ_from_itself(path: Path) -> None:
    found = diff(Codebook.load(path), Codebook.load(path))
    assert found.empty
    assert list(found.columns) == ["code", "change", "field", "before", "after"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stories", "story"),
        ("Boundary-object", "boundary objects"),
        ("Work place", "work  Place"),
        ("Accountability", "Acountability"),
    ],
)
def test_nearly_the_same_names_are_found(one: str, other: str) -> None:
    assert near_duplicates([one, "Something else", other]) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tools", "Tales"), ("Too close", "Too distant"), ("Competence pulls experience", "Experience pulls competence")],
)
def test_different_names_are_not_warned_of(one: str, other: str) -> None:
    assert near_duplicates([one, other]) == []


def test_supervisor_remarks_on_what_leads_nowhere() -> None:
    book = Codebook(
        codes=(Code(id="story", contrary=("gone",), dual="lost"), Code(id="Stories", definition="d")),
        sets=(CodeSet(name="s", codes=("nowhere",)),),
    )
    assert book.check() == (
        "the names 'Story' and 'Stories' are nearly the same",
        "story has no definition",
        "story names 'gone', which is not in this codebook",
        "story names 'lost', which is not in this codebook",
        "the set 's' names 'nowhere', which is not in this codebook",
    )


# -- saving ----------------------------------------------------------------------------------------------------------


def test_saving_what_a_file_says_already_leaves_every_byte(path: Path) -> None:
    before = path.read_bytes()
    Codebook.load(path).save(path)
    assert path.read_bytes() == before


def changed(book: Codebook, code: str, **fields: object) -> Codebook:
    from dataclasses import replace

    return replace(book, codes=tuple(replace(c, **fields) if c.id == code else c for c in book))  # type: ignore[arg-type]


COMMENTS = (
    "# Made on a rainy day.",
    "# the first family",
    "# to be made longer",
    "# told at lunch",
    "# the second family",
    "# only these",
)


@pytest.mark.parametrize(
    "edit",
    [
        lambda book: changed(book, "stories", include=("Told over and over, " * 12).strip()),
        lambda book: changed(book, "tools", cues=("hammer", "nail")),
        lambda book: changed(book, "repertoire", cues=("stamp",)),
        lambda book: changed(book, "stories", parent="enterprise"),
        lambda book: Codebook(
            id="small", name="Small", codes=(*book.codes, Code(id="new", definition="d")), sets=book.sets
        ),
        lambda book: Codebook(id="small", name="Small", codes=book.codes[::-1], sets=book.sets),
    ],
    ids=["text", "new list", "shorter list", "moved", "added", "turned round"],
)
def test_comments_stay(edit, path: Path) -> None:
    book = edit(Codebook.load(path))
    book.save(path)
    again = Codebook.load(path)
    assert diff(book, again).empty
    assert [comment for comment in COMMENTS if comment not in path.read_text("utf-8")] == []
    assert "language: en" in path.read_text("utf-8")


def test_what_is_taken_out_of_a_book_goes_from_its_file(path: Path) -> None:
    book = Codebook.load(path)
    small = Codebook(id="small", codes=(Code(id="enterprise"),))
    small.save(path)
    again = Codebook.load(path)
    assert (again.name, again.tree(), again.sets) == ("", "enterprise", ())
    assert book.sets != ()


def test_name_made_from_the_id_is_not_written(tmp_path: Path) -> None:
    text = Codebook(codes=(Code(id="red-book"), Code(id="x", name="Why"))).save(tmp_path / "a.yaml").read_text("utf-8")
    assert "name: Why" in text
    assert "Red book" not in text


def test_file_that_is_no_codebook_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"caf\xe9")
    with pytest.raises(CodebookError, match="cannot be read, and so not written over"):
        Codebook(codes=(Code(id="x"),)).save(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").read_bytes() == b"caf\xe9"


@pytest.mark.parametrize("name", ["a.yaml", "a.csv"])
def test_folder_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be written"):
        Codebook(codes=(Code(id="x"),)).save(tmp_path / "gone" / name)


def test_other_suffixes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="a codebook is saved as"):
        Codebook().save(tmp_path / "a.txt")


words = st.text(st.sampled_from("ab|\\ ->:#'\"\n,;é🙂-"), max_size=12).map(lambda text: " ".join(text.split()))
filled = words.filter(lambda text: text.strip("\\") != "" and not text.endswith("\\"))
lists = st.lists(filled, max_size=3).map(tuple)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(st.sampled_from(["a", "b-c", "No", "1.10", "é", "x y"]), unique=True, max_size=5))
    codes = []
    for number, code in enumerate(ids):
        parent = draw(st.sampled_from(["", *ids[:number]]))
        misses = tuple(NearMiss(passage="p " + miss, why="w") for miss in draw(lists) if " -> " not in f" {miss} ")
        codes.append(
            Code(
                id=code,
                name=draw(filled),
                parent=parent,
                definition=draw(words),
                include=draw(words),
                examples=draw(lists),
                near_misses=misses,
                cues=draw(lists),
                facets=draw(st.sampled_from([{}, {"mode": "imagination"}])),
                contrary=tuple(ids[:1]),
                is_codable=draw(st.booleans()),
            )
        )
    return Codebook(id="book", name="book", codes=tuple(codes))


@given(book=books())
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("suffix", ["yaml", "csv"])
def test_what_is_saved_is_what_is_loaded(suffix: str, book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("books") / f"book.{suffix}"
    assert Codebook.load(book.save(path)) == book


def test_sets_and_progress_tables_are_saved(tmp_path: Path) -> None:
    cells = (Cell(mode="engagement", dimension="coordination", questions=("Who?",)),)
    table = ProgressTable(id="t", name="T", cite="W00", dimensions=("coordination",), cells=cells)
    book = Codebook(codes=(Code(id="x"),), sets=(CodeSet(name="s", codes=("x",)),), progress_tables=(table,))
    again = Codebook.load(book.save(tmp_path / "a.yaml"))
    assert again.progress_tables == (table,)
    assert [(item.name, item.codes) for item in again.sets] == [("s", ("x",))]


# -- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_of_a_spreadsheet_is_read(between: str, tmp_path: Path) -> None:
    rows = ["ID,Name,parent,cues", "a,A,,x | y", ",Only a name,a,", "", ",,,"]
    (tmp_path / "book.csv").write_text("\r\n".join(rows).replace(",", between), "utf-8-sig")
    book = Codebook.load(tmp_path / "book.csv")
    assert (book.id, book.tree(), book["a"].cues) == ("book", "a\n  Only a name", ("x", "y"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,text\na,b\n", "line 1: a codebook needs a column 'id' or 'name'; there is code, text"),
        ("id,parent\na,\na,\n", "line 3: the code 'a' stands twice, first in line 2"),
        ("id,parent\na,b\n", "line 2: there is no code 'b'"),
        ("id,is_codable\na,maybe\n", "line 2: is_codable is true or false, not 'maybe'"),
        ("id,definition\na,one, two\n", "line 2: has more cells than there are columns"),
        ("id,definition\n,words\n", "line 2: a code needs an id or a name"),
        ("", "line 1: a codebook needs a column"),
    ],
)
def test_what_is_wrong_in_a_csv_is_told_with_its_line(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text(text, "utf-8")
    with pytest.raises(CodebookError) as refused:
        Codebook.load(tmp_path / "book.csv")
    assert f"book.csv, {sentence}" in str(refused.value)


def test_csv_opens_rightly_in_a_spreadsheet(tmp_path: Path) -> None:
    raw = Codebook(codes=(Code(id="é"),)).save(tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")


def test_names_with_other_numbers_are_no_slips_of_each_other() -> None:
    assert near_duplicates(["Claims processor 12", "Claims processor 13", "claims processors 12"]) == [
        ("Claims processor 12", "claims processors 12")
    ]


def test_ten_thousand_names_are_compared_in_seconds() -> None:
    names = [f"Code number {number}" for number in range(9_000)]
    names += [f"{one}{two} {three}ing" for one in "bcdfglmnpr" for two in ("arn", "oat", "eel") for three in "bcdfgh"]
    before = time.process_time()
    found = near_duplicates([*names, "Boundary objects", "boundary-object"])
    assert time.process_time() - before < 5
    assert ("Boundary objects", "boundary-object") in found
