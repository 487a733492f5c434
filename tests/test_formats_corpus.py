"""The sample corpus and the project's own YAML."""

from pathlib import Path

import pytest

from wenger_qda.formats import read

CORPUS = Path(__file__).parent.parent / "corpora" / "claims-processing"


@pytest.fixture(scope="module")
def corpus():
    if not (CORPUS / "people.yaml").exists():
        pytest.skip("the sample corpus is not there")
    return read(CORPUS)


def test_every_coding_of_the_corpus_is_located(corpus):
    skipped = [row for row in corpus.report.rows if row[2] == "skipped"]
    assert skipped == [("README.md", "file", "skipped", "describes the folder")]
    assert corpus.codings


def test_codings_of_the_corpus_quote_their_source(corpus):
    texts = {source.name: source.text for source in corpus.sources}
    for coding in corpus.codings:
        assert texts[coding.source][coding.start_char : coding.end_char] == coding.quote
