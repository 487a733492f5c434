"""The words of texts in their plain form, in any language: spaCy's tokenizer and lookup tables, no trained model.

Where a trained pipeline stands in the place of a language (:mod:`wenger_qda.suggest.trained`), it gives the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from runpy import run_path
from typing import Any

from wenger_qda.suggest.trained import docs_of, is_trained, plain_of, spoken, words_in

Words = list[str]

_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt", "da", "sv", "nb", "pl", "el", "ro", "ru")
_SAMPLE = 20_000
_FEWEST = 0.12
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_A_SENTENCE = '.!?…:。！？\n"“„«»'
UNKNOWN, _CHINESE = "xx", "zh"


def guess_language(texts: Iterable[str]) -> str:
    """Tell in which language texts are, by their most common small words.

    Returns
    -------
    str
        A two-letter code; ``xx`` where it is none that is known. Japanese is taken as Chinese: sign by sign.

    Examples
    --------
    >>> guess_language(["Nobody has ever said thank you for the biscuits.", "I think they are from Pauline."])
    'en'
    >>> guess_language(["Niemand hat sich je für die Kekse bedankt, die sie in der Schublade hat."])
    'de'
    >>> guess_language(["没有人为饼干道过谢。"]), guess_language(["brzdl frmst"])
    ('zh', 'xx')
    """
    sample = _beginning(texts)
    letters = sum(map(str.isalpha, sample))
    if letters and len(_HAN.findall(sample)) > 0.3 * letters:
        return _CHINESE
    found = [word.lower() for word in _WORD.findall(sample)]
    if not found:
        return "en"
    shares = {language: sum(word in _small_words(language) for word in found) / len(found) for language in _LANGUAGES}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _FEWEST else UNKNOWN


def words_of(texts: Iterable[str], language: str) -> list[Words]:
    """Give the words of each text in their plain form, in small letters; a question mark counts as a word.

    Examples
    --------
    >>> words_of(["What are the boxes for?", ""], "en")
    [['what', 'be', 'the', 'box', 'for', '?'], []]
    """
    if is_trained(language):
        return [words_in(doc) for doc in docs_of(texts, language)]
    tokenizer, plain = _pipeline(language).tokenizer, _plain_words(language)
    return [[word for form in _forms(doc) if (word := plain[form])] for doc in tokenizer.pipe(texts)]


@lru_cache(maxsize=1024)
def forms_of(text: str, language: str) -> dict[str, str]:
    """Give the words of a text as they stand in it, by their plain form: of each the first.

    In small letters, unless it is written with a capital in the middle of a sentence.

    Examples
    --------
    >>> forms_of("Then Tom turned to the boxes.", "en")
    {'then': 'then', 'tom': 'Tom', 'turn': 'turned', 'to': 'to', 'the': 'the', 'box': 'boxes'}
    """
    found: dict[str, str] = {}
    begins = True
    for word, stands in _with_forms(text, language):
        if word:
            found.setdefault(word, stands.lower() if begins else stands)
        begins = stands[-1] in _BEFORE_A_SENTENCE or (begins and not word)
    return found


def _with_forms(text: str, language: str) -> list[tuple[str, str]]:
    """Give the words of a text, plain and as they stand; signs have no plain form."""
    if is_trained(language):
        return [(plain_of(token), token.text) for doc in docs_of([text], language) for token in doc]
    doc, plain = _pipeline(language).tokenizer(text), _plain_words(language)
    return [(plain[form], token.text) for token, form in zip(doc, _forms(doc), strict=True)]


def telling(words: Iterable[str], language: str) -> set[str]:
    """Give those words that say something by themselves: not the small ones that are everywhere.

    Examples
    --------
    >>> sorted(telling(["what", "be", "the", "box", "for", "?"], "en"))
    ['box']
    """
    language = spoken(language)
    small = _small_words(language)
    shortest = 1 if language == _CHINESE else 3
    return {word for word in words if len(word) >= shortest and word not in small and word[0].isalpha()}


def _forms(doc: Any) -> list[int]:
    """Give the forms of the words of a text, by spaCy's numbers."""
    return list(doc.to_array("ORTH").tolist()) if len(doc) else []


class _PlainWords(dict[int, str]):
    """The plain word of each form, by spaCy's number of the form, on which alone it depends; looked up once."""

    def __init__(self, pipeline: Any) -> None:
        super().__init__()
        self._pipeline = pipeline

    def __missing__(self, form: int) -> str:
        self[form] = word = self._plain(self._pipeline.vocab.strings[form])
        return word

    def _plain(self, text: str) -> str:
        from spacy.tokens import Doc

        doc = Doc(self._pipeline.vocab, words=[text])
        for _, step in self._pipeline.pipeline:
            doc = step(doc)
        return plain_of(doc[0])


@cache
def _plain_words(language: str) -> _PlainWords:
    return _PlainWords(_pipeline(language))


@cache
def _pipeline(language: str) -> Any:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.max_length = 10**9
    if language not in (UNKNOWN, _CHINESE):
        pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
        try:
            pipeline.initialize()
        except ValueError:  # there is no table of that language
            pipeline.remove_pipe("lemmatizer")
    return pipeline


@cache
def _small_words(language: str) -> frozenset[str]:
    if language == UNKNOWN:
        return frozenset()
    import spacy

    # Read by itself: to import a language for its small words takes seconds (French builds all its exceptions).
    held = run_path(str(Path(spacy.__file__).parent / "lang" / language / "stop_words.py"))
    return frozenset(held["STOP_WORDS"])


def _beginning(texts: Iterable[str]) -> str:
    """Give some of the beginning of each text, until there is enough."""
    parts: list[str] = []
    size = 0
    for text in texts:
        parts.append(text[:400])
        size += len(parts[-1])
        if size > _SAMPLE:
            break
    return " ".join(parts)
