"""What a student says to the places where a reference has coded otherwise: seen, or not convinced, and why.

Like pins, answers belong to a coder and not to the history of the project: undo leaves them alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.model import now
from wenger_qda.store import connection, facts, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

ANSWERS = ("seen", "mine")
PREFIX = "practice of "
_COLUMNS = ("coder", "guid", "reference_guid", "answer", "words", "when")


def answer(project: Project, guid: str, reference_guid: str, given: str, words: str = "") -> None:
    """Keep what one says to a difference: ``seen``, I see why the reference has it so; ``mine``, I stand by my coding.

    A later answer takes the place of an earlier one; an empty one takes it away.

    Parameters
    ----------
    guid, reference_guid : str
        One's own coding and that of the reference, empty for none, as
        :func:`wenger_qda.agreement.beside_reference` gives them.
    given : str
        ``seen``, ``mine`` or empty.
    words : str
        Why.

    Raises
    ------
    StoreError
        If the answer is another word, or there is no coding it is about.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.answer("", "A-CODING-OF-THE-CONSENSUS", "mine", words="The words are about one desk only.")
    >>> project.answers()[["coder", "answer"]].values.tolist()
    [['amina', 'mine']]
    """
    if given and given not in ANSWERS:
        raise StoreError(f"an answer is one of {', '.join(ANSWERS)}, or empty; not {given!r}")
    if not guid and not reference_guid:
        raise StoreError("an answer is about a coding; name one's own, the reference's, or both")
    coder = project._writer()
    with connection.writing(project._engine, project._path) as held:
        kept = {key: value for key, value in _stored(held, coder).items() if key != f"{guid} {reference_guid}"}
        if given:
            kept[f"{guid} {reference_guid}"] = {"answer": given, "words": words.strip(), "when": now()}
        facts.put(held, PREFIX + coder, json.dumps(kept, ensure_ascii=False))


def answers(project: Project) -> pd.DataFrame:
    """Give the answers of all coders.

    Returns
    -------
    DataFrame
        One row an answer: coder, guid, reference_guid (codings; empty for none), answer (``seen``, ``mine``), words,
        when.
    """
    with project._reading() as held:
        of_coders = held.execute(
            select(schema.project.c.key, schema.project.c.value)
            .where(schema.project.c.key.startswith(PREFIX, autoescape=True))
            .order_by(schema.project.c.key)
        ).all()
    rows = [
        [key.removeprefix(PREFIX), *pair.split(" "), kept["answer"], kept["words"], kept["when"]]
        for key, value in of_coders
        for pair, kept in json.loads(value).items()
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")


def joined(values: list[str]) -> str:
    """Bring together the answers of one coder in several copies: to each difference the latest.

    Examples
    --------
    >>> joined(['{"A B": {"answer": "seen", "when": "2"}}', '{"A B": {"answer": "mine", "when": "3"}}'])
    '{"A B": {"answer": "mine", "when": "3"}}'
    """
    kept: dict[str, dict[str, str]] = {}
    for value in values:
        for pair, given in json.loads(value).items():
            if pair not in kept or (given["when"], given["answer"]) > (kept[pair]["when"], kept[pair]["answer"]):
                kept[pair] = given
    return json.dumps(dict(sorted(kept.items())), ensure_ascii=False)


def _stored(held: Connection, coder: str) -> dict[str, dict[str, str]]:
    found = facts.get(held, PREFIX + coder)
    return json.loads(found) if found else {}
