"""A trained pipeline of spaCy, where the person names one: plain words by how they are used, names, noun phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any

from wenger_qda.errors import QdaError

_MARK = "trained "
_LONGEST = 10**9
_NO_NAMES = ("DET", "PRON")


def trained(pipeline: str | Path) -> str:
    """Give what stands for a trained pipeline where a language stands; the pipeline is loaded, and kept.

    Parameters
    ----------
    pipeline : str or Path
        The name of an installed pipeline, such as ``en_core_web_sm``, or the folder of one.

    Raises
    ------
    QdaError
        If there is none of that name, or it cannot be loaded.
    """
    language = f"{_MARK}{pipeline}"
    pipeline_of(language)
    return language


def is_trained(language: str) -> bool:
    """Tell whether a language is a trained pipeline."""
    return language.startswith(_MARK)


def spoken(language: str) -> str:
    """Give the two letters of a language, also of the one that a trained pipeline is for."""
    return str(pipeline_of(language).lang) if is_trained(language) else language


@cache
def pipeline_of(language: str) -> Any:
    """Load a trained pipeline, once."""
    import spacy

    name = language.removeprefix(_MARK)
    try:
        pipeline = spacy.load(name)
    except OSError as reason:
        raise QdaError(
            f"{name}: spaCy has no such pipeline on this machine; install it, or name the folder that it lies in"
        ) from reason
    except Exception as reason:
        raise QdaError(f"{name}: this pipeline of spaCy cannot be loaded ({reason}); install it again") from reason
    pipeline.max_length = _LONGEST
    return pipeline


def docs_of(texts: Iterable[str], language: str) -> Iterator[Any]:
    """Let the pipeline read texts."""
    pipeline = pipeline_of(language)
    try:
        yield from pipeline.pipe(texts)
    except Exception as reason:
        name = language.removeprefix(_MARK)
        raise QdaError(f"{name}: the pipeline fails on a text ({reason}); take another one") from reason


def words_in(doc: Any) -> list[str]:
    """Give the plain words of a text, and behind them what kinds of names and which noun phrases stand in it.

    Names and phrases are in brackets, so that they count when passages are compared, and are no words of the codebook.
    """
    words = [plain for token in doc if (plain := plain_of(token))]
    kinds = [intern(f"‹{entity.label_.lower()}›") for entity in doc.ents if entity.label_]
    return words + kinds + _phrases(doc)


def plain_of(token: Any) -> str:
    """Give the plain form of a word, in small letters; ``?`` for a question mark, nothing for other signs."""
    if token.text in ("?", "？", "¿"):
        return "?"
    if not token.text[0].isalnum():
        return ""
    return intern(str(token.lemma_ or token.text).lower())


def _phrases(doc: Any) -> list[str]:
    """Give noun phrases of two words and more, where the pipeline finds any."""
    if not doc.has_annotation("DEP"):
        return []
    try:
        chunks = list(doc.noun_chunks)
    except NotImplementedError:  # not every language has them
        return []
    found = []
    for chunk in chunks:
        words = [plain for token in chunk if token.pos_ not in _NO_NAMES and (plain := plain_of(token))]
        if len(words) > 1:
            found.append(intern(f"‹{' '.join(words)}›"))
    return found
