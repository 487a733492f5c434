"""The two corpora that are shipped: dates, weekdays, names, formats, and that they say what they are."""

import re
from datetime import date
from pathlib import Path

import pytest

import wenger_qda as qda

CORPORA = Path(__file__).parent.parent / "corpora"
CLAIMS, ICE = CORPORA / "claims-processing", CORPORA / "boundary-project"
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FULL_DATE = re.compile(rf"\b(?:({'|'.join(WEEKDAYS)}),? )?(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
SHORT_DATE = re.compile(rf"\b({'|'.join(WEEKDAYS)}),? (?:the )?(\d{{1,2}}) ({'|'.join(MONTHS)})\b(?! \d{{4}})")
NO_ONES_WORDS = re.compile(
    r"\b(communit\w+ of practice|boundar\w+|broker\w*|trajector\w+|repertoire\w*|reif\w+|alignment|negotiat\w+"
    r"|mutual engagement|joint enterprise|identit\w+|participat\w+|accountab\w+)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", params=[CLAIMS, ICE], ids=["claims", "ice"])
def corpus(request):
    return request.param, qda.read(request.param)


@pytest.fixture(scope="module")
def claims():
    return qda.read(CLAIMS)


def is_document(source):
    return "/" in source.name


def test_it_says_on_its_first_line_that_it_is_constructed(corpus):
    folder, _ = corpus
    assert (folder / "README.md").read_text("utf-8").startswith("**This corpus is constructed**")


def test_everything_is_read_but_for_the_form_that_was_left_blank(corpus):
    folder, data = corpus
    skipped = {item: reason for item, _, status, reason in data.report.rows if status != "read"}
    blank = {"documents/2023-10-13 staff survey unit 3.csv, row 7": "no text in this row"} if folder == CLAIMS else {}
    assert skipped == {"README.md": "describes the folder"} | blank


@pytest.mark.parametrize(
    ("folder", "documents", "words", "suffixes"),
    [
        (CLAIMS, 36, 60_000, {"md", "txt", "docx", "vtt", "srt", "odt", "row", "pdf"}),
        (ICE, 10, 15_000, {"md", "txt", "docx", "vtt", "srt", "odt"}),
    ],
)
def test_it_is_as_large_and_as_various_as_it_should_be(folder, documents, words, suffixes):
    data = qda.read(folder)
    files = {source.name.split("/R")[0] for source in data.sources if is_document(source)}
    assert len(files) >= documents
    assert sum(len(source.text.split()) for source in data.sources if is_document(source)) >= words
    assert {source.kind for source in data.sources} == suffixes


def test_field_notes_keep_observation_comment_and_memo_apart(corpus):
    _, data = corpus
    notes = [source for source in data.sources if source.name.startswith("field-notes/")]
    for source in notes:
        kinds = {turn.kind for turn in source.turns}
        assert {"heading", "observation", "memo"} <= kinds, source.name
        assert source.variables["observer"] in ("Nora Vesterby", "Edda Holm")
    assert sum(any(turn.kind == "comment" for turn in source.turns) for source in notes) >= len(notes) - 1


def test_every_document_is_dated_as_it_is_named(corpus):
    folder, data = corpus
    for source in data.sources:
        if is_document(source):
            assert source.date == re.search(r"\d{4}-\d{2}-\d{2}", source.name)[0], source.name
    for path in folder.glob("*/*.md"):
        inside = re.search(r"^date: (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert path.name.startswith(inside[1])


def test_every_weekday_fits_its_date(corpus):
    folder, data = corpus
    texts = [(source.name, source.text, source.date[:4]) for source in data.sources]
    texts.append(("README.md", (folder / "README.md").read_text("utf-8"), "2023"))
    found = 0
    for name, text, year in texts:
        dates = [(match[1], match[2], match[3], match[4]) for match in FULL_DATE.finditer(text) if match[1]]
        dates += [(match[1], match[2], match[3], year) for match in SHORT_DATE.finditer(text) if year]
        for weekday, day, month, of_year in dates:
            said = date(int(of_year), MONTHS.index(month) + 1, int(day))
            assert WEEKDAYS[said.weekday()] == weekday, (name, weekday, day, month)
            found += 1
    assert found >= (5 if folder == CLAIMS else 1)


def test_whoever_speaks_is_a_case(corpus):
    folder, data = corpus
    spoken = {turn.speaker for source in data.sources for turn in source.turns if turn.speaker}
    known = set()
    for labels in re.findall(r"speaks_as: \[(.*)\]", (folder / "people.yaml").read_text("utf-8")):
        known |= {label.strip() for label in labels.split(",")}
    assert spoken == known


def test_ages_and_desks_are_said_of_every_person(corpus):
    _, data = corpus
    people = [case for case in data.cases if case.kind == "person"]
    assert len(people) >= 12
    assert all(16 <= float(person.variables["age"]) <= 90 for person in people)


def test_the_theory_is_in_nobodys_mouth(corpus):
    _, data = corpus
    for source in data.sources:
        if is_document(source):
            found = NO_ONES_WORDS.search(source.text)
            assert not found, (source.name, found and found[0])


def test_sums_that_the_claims_corpus_tells_are_right(claims):
    texts = {source.name: source.text for source in claims.sources}
    assert "Seventy-two thousand, one hundred" in texts["field-notes/2023-08-02 the pairs"]
    assert 206 * 350 == 72_100
    assert "Fifty-two nines" in texts["field-notes/2023-05-03 the tin goes up"]
    assert divmod(52 * 9, 60) == (7, 48)
    assert "thirty and a half errors" in texts["field-notes/2023-09-14 one and a quarter"]
    assert 61 / 2 == 30.5
    first_day, meeting = date(2023, 3, 6), date(2023, 3, 23)
    steps = (12, 18, 24, 30)  # points a day in a newcomer's first four weeks
    assert steps[(meeting - first_day).days // 7] == 24
    assert "I have twenty-four to do" in texts["meetings/2023-03-23 unit meeting"]
    assert 8 + 8 + 3 == 19  # Units 3 and 4 and three of Unit 2, on full count; with the newcomer they are twenty
    assert "Fourteen of nineteen" in texts["field-notes/2024-01-15 without the partition"]
    assert "Twenty magnets" in texts["field-notes/2024-01-15 without the partition"]
