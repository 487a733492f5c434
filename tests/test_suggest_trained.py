"""A trained pipeline of spaCy that the person names: one is trained here, and saved as others are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import spacy
from spacy.training import Example

import wenger_qda as qda
from wenger_qda.errors import QdaError
from wenger_qda.store import Project
from wenger_qda.suggest import Suggester
from wenger_qda.suggest.trained import is_trained, spoken, trained
from wenger_qda.suggest.words import forms_of, telling, words_of

NONE = pd.DataFrame({"source": [], "code": [], "start_char": [], "end_char": []})
WORDS = "Pauline left the red book on the front desk".split()
HEADS, DEPS = [1, 1, 4, 4, 1, 1, 8, 8, 5], "nsubj ROOT det amod dobj prep det amod pobj".split()
TAGS = "PROPN VERB DET ADJ NOUN ADP DET ADJ NOUN".split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with a parser, which has learnt one sentence by heart, with rules for lemmas and for a name."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("parser", config={"min_action_freq": 1})
    sentence = pipeline.make_doc(" ".join(WORDS))
    example = Example.from_dict(sentence, {"heads": HEADS, "deps": DEPS})
    optimizer = pipeline.initialize(lambda: [example])
    for _ in range(60):
        pipeline.update([example], sgd=optimizer)
    rules = pipeline.add_pipe("attribute_ruler")
    rules.add([[{"LOWER": "left"}]], {"LEMMA": "leave"})
    rules.add([[{"LOWER": "books"}]], {"LEMMA": "book"})
    for word, tag in zip(WORDS, TAGS, strict=True):
        rules.add([[{"LOWER": word.lower()}]], {"POS": tag})
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Pauline"}])
    path = tmp_path_factory.mktemp("pipeline") / "small"
    pipeline.to_disk(path)
    return path


def test_it_gives_plain_words_names_and_noun_phrases(folder: Path) -> None:
    language = trained(folder)
    assert is_trained(language)
    assert spoken(language) == "en"
    (words,) = words_of([" ".join(WORDS)], language)
    assert words[:9] == ["pauline", "leave", "the", "red", "book", "on", "the", "front", "desk"]
    assert words[9:] == ["‹person›", "‹red book›", "‹front desk›"]
    assert telling(words, language) == {"pauline", "leave", "red", "book", "desk"}  # front is a small word of spaCy's
    assert forms_of(" ".join(WORDS), language)["leave"] == "left"
    assert words_of(["", "?"], language) == [[], ["?"]]


def test_what_it_knows_counts_when_passages_are_compared(folder: Path) -> None:
    texts = ["Pauline left the red book on the front desk", "Pauline", "nobody there", "something else again"]
    turns = pd.DataFrame({
        "source": "a", "turn": range(4), "start_char": [0, 60, 80, 100], "end_char": [50, 70, 95, 120], "text": texts,
    })  # fmt: skip
    codes = pd.DataFrame({"code": ["tools", "care"], "definition": ["Books, and who has left them.", "Tea."]})
    with_it = Suggester(pipeline=folder).fit(turns, NONE, codes)
    found = with_it.suggest(turns, top=1).set_index("turn")
    assert found["why"][0] == "words of the codebook: book, left"
    assert Suggester().fit(turns, NONE, codes).suggest(turns, top=1)["why"][0] != found["why"][0]


def test_it_is_named_where_suggestions_are_asked_for(folder: Path, tiny_project: Project) -> None:
    plain = qda.suggestions(tiny_project, "day-01")
    named = qda.suggestions(tiny_project, "day-01", pipeline=folder)
    assert named.columns.tolist() == plain.columns.tolist()
    assert len(named) == len(plain)
    with pytest.raises(ValueError, match="either a suggester, or an embedder or a pipeline"):
        qda.suggestions(tiny_project, suggester=Suggester(), pipeline=folder)


def test_a_pipeline_that_is_not_there_or_broken_is_said(tmp_path: Path, folder: Path, tiny_project: Project) -> None:
    with pytest.raises(QdaError, match="xx_no_such_sm: spaCy has no such pipeline on this machine; install it, or"):
        qda.suggestions(tiny_project, pipeline="xx_no_such_sm")
    (tmp_path / "empty").mkdir()
    with pytest.raises(QdaError, match="empty: spaCy has no such pipeline"):
        Suggester(pipeline=tmp_path / "empty").fit(
            pd.DataFrame(columns=["source", "turn", "start_char", "end_char", "text"]),
            NONE,
            pd.DataFrame({"code": ["a"]}),
        )
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "meta.json").write_text("{}")
    (tmp_path / "broken" / "config.cfg").write_text("[nlp\nlang")
    with pytest.raises(QdaError, match="broken: "):
        qda.suggestions(tiny_project, pipeline=tmp_path / "broken")
