"""The study of the two corpora: its page is made from the codings, and the codings are what it says they are."""

import runpy
from collections import Counter
from pathlib import Path

import pytest

import wenger_qda as qda

ROOT = Path(__file__).parent.parent
FOUR = ("amina", "bertil", "chiara", "dewi")


@pytest.fixture(scope="module")
def claims():
    return qda.read(ROOT / "corpora" / "claims-processing").codings


@pytest.fixture(scope="module")
def ice():
    return qda.read(ROOT / "corpora" / "boundary-project").codings


@pytest.mark.slow
def test_the_page_is_what_the_codings_give():
    study = runpy.run_path(str(ROOT / "docs" / "write_study.py"))
    written = study["study_page"](*study["read_corpora"]())
    assert (ROOT / "docs" / "study.md").read_text("utf-8") == written, "run: python docs/write_study.py"


def test_four_coders_have_read_sixteen_documents_blind(claims):
    read_by = [{coding.source for coding in claims if coding.coder == name and coding.round == 1} for name in FOUR]
    assert len(set.intersection(*read_by)) == 16
    assert sum(coding.coder != "consensus" for coding in claims) >= 2_500


def test_a_second_round_is_of_the_same_coder_on_documents_he_had_read(claims):
    rounds = {number: {c.source for c in claims if c.coder == "bertil" and c.round == number} for number in (1, 2)}
    assert rounds[2]
    assert rounds[2] < rounds[1]
    assert {coding.coder for coding in claims if coding.round == 2} == {"bertil"}


def test_the_consensus_gives_a_reason_for_every_passage_of_the_shared_documents(claims):
    settled = [coding for coding in claims if coding.coder == "consensus"]
    read_by = [{coding.source for coding in claims if coding.coder == name} for name in FOUR]
    assert {coding.source for coding in settled} == set.intersection(*read_by)
    assert all(len(coding.note) >= 20 for coding in settled)


def test_memos_and_passages_that_speak_against(claims):
    coders = [coding for coding in claims if coding.coder != "consensus"]
    assert sum(bool(coding.note) for coding in coders) >= 150
    assert Counter(coding.stance for coding in coders)["against"] >= 50


def test_coders_differ_in_their_habits(claims):
    def lengths(name):
        return sorted(c.end_char - c.start_char for c in claims if c.coder == name and c.round == 1)

    def median(name):
        return lengths(name)[len(lengths(name)) // 2]

    assert median("chiara") < median("amina") < median("dewi") < median("bertil")


def test_two_coders_have_read_the_ice_corpus_with_one_codebook(ice):
    known = {code.id for code in qda.Codebook.load("social-learning-systems").codes}
    assert {coding.coder for coding in ice} == {"liv", "tuva"}
    assert len(ice) >= 400
    assert {coding.code for coding in ice} <= known
    assert len({coding.source for coding in ice if coding.coder == "liv"}) >= 10


def test_nothing_is_coded_twice_by_one_coder(claims, ice):
    seen = Counter((c.source, c.start_char, c.end_char, c.code, c.coder, c.round) for c in (*claims, *ice))
    assert [place for place, count in seen.items() if count > 1] == []


def test_codes_are_those_of_the_codebooks_and_may_be_given(claims):
    books = [qda.Codebook.load(name) for name in ("communities-of-practice", "social-learning-systems")]
    codable = {code.id for book in books for code in book.codes if code.is_codable}
    assert {coding.code for coding in claims} <= codable
