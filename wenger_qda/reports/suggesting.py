"""Suggestions for a project: its tables go to the suggester, whose table comes back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from wenger_qda.errors import StoreError, unknown
from wenger_qda.frames import empty
from wenger_qda.model import CONSENSUS
from wenger_qda.store import Project
from wenger_qda.suggest import Embedder, Embeds, Suggester, Suggests

_MANY = 2_000


def suggestions(
    project: Project,
    sources: str | Iterable[str] | None = None,
    top: int = 3,
    *,
    suggester: Suggests | None = None,
    embedder: str | Path | Embeds | None = None,
    pipeline: str | Path | None = None,
) -> pd.DataFrame:
    """Suggest codes for passages: from the codebook at first, and then from what the coder has coded.

    What is learnt from are the codings of the coder who has the project open (of a project that is open for reading
    only, those of all coders); nobody else's are looked at. Nothing is written: what is worth it is taken over with
    :meth:`Project.accept`, the rest left, or refused with :meth:`Project.reject`, which is remembered.

    Parameters
    ----------
    project : Project
    sources : str or iterable of str, optional
        Only for these; by default for all.
    top : int
        How many for each passage, which is a turn, a paragraph or a note.
    suggester : Suggests, optional
        A suggester of one's own, in place of :class:`wenger_qda.suggest.Suggester`.
    embedder : str, Path or Embeds, optional
        A folder with a sentence model of one's own (:class:`wenger_qda.suggest.Embedder`), whose vectors are kept in
        the project; or what makes vectors.
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy, such as ``en_core_web_sm``.

    Returns
    -------
    DataFrame
        source, turn, start_char, end_char (of the smallest piece of a long passage that carries the evidence), code,
        score (the probability that the passage carries the code, given that it is coded at all), why; by source and
        place, the likeliest first. Codes that are right too seldom for the coder (:meth:`Project.suggest_with`) are
        held back.

    Raises
    ------
    StoreError
        If a source is not known.
    QdaError
        If there is no model in the folder, or it is broken; or no such pipeline.
    ValueError
        If a suggester is given, and an embedder or a pipeline beside it.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> found = suggestions(project, "day-01", top=2)
    >>> project.accept(found.iloc[0]).origin
    'suggested'
    """
    wanted = known_sources(project, sources)
    turns = project.turns()
    made = fitted(project, turns, _chosen(project, suggester, embedder, pipeline))
    asked = turns[turns["source"].isin(wanted)]
    parts = [part for _, part in asked.groupby("source", sort=False)]
    bar = tqdm(parts, "suggesting", unit="text", leave=False, disable=len(asked) < _MANY)
    found = [suggested(project, made, part, top) for part in bar]
    return pd.concat(found, ignore_index=True) if found else suggested(project, made, asked, top)


def _chosen(
    project: Project,
    suggester: Suggests | None,
    embedder: str | Path | Embeds | None,
    pipeline: str | Path | None,
) -> Suggests:
    if suggester is not None and (embedder is not None or pipeline is not None):
        raise ValueError("give either a suggester, or an embedder or a pipeline for the program's own")
    if isinstance(embedder, (str, Path)):
        return suggester_with(project, embedder, pipeline)
    return suggester if suggester is not None else Suggester(embedder=embedder, pipeline=pipeline)


def suggester_with(project: Project, folder: str | Path | None, pipeline: str | Path | None) -> Suggester:
    """Make a suggester; with the sentence model of a folder, whose vectors are kept in the project, where one is named.

    Raises
    ------
    QdaError
        If there is no model in the folder, or it is broken.
    """
    embedder = None if folder is None else Embedder(folder, keep=project.vectors)
    return Suggester(embedder=embedder, pipeline=pipeline)


def fitted(project: Project, turns: pd.DataFrame, suggester: Suggests) -> Suggests:
    """Let a suggester learn from what the coder has coded and refused, in the order in which texts were coded."""
    own = codings_to_learn_from(project)
    refused = project.rejections(coders=[project.coder] if project.coder else None)
    return suggester.fit(in_order(turns, own), own, project.codes(), refused)


def suggested(project: Project, suggester: Suggests, turns: pd.DataFrame, top: int) -> pd.DataFrame:
    """Ask a suggester about passages, as the coder wants suggestions."""
    right = project.suggesting().right
    if isinstance(suggester, Suggester):
        return suggester.suggest(turns, top=top, right=right)
    return suggester.suggest(turns, top=top)


def codings_to_learn_from(project: Project) -> pd.DataFrame:
    """Give the coder's own codings; of a project that is open for reading only, those of all but the consensus."""
    codings = project.codings()
    is_own = codings["coder"] == project.coder if project.coder else codings["coder"] != CONSENSUS
    return codings[is_own]


class Own(NamedTuple):
    """What one coder has coded, and which suggestions the coder has refused."""

    codings: pd.DataFrame
    rejections: pd.DataFrame


def own_of(project: Project, coder: str) -> Own:
    """Read what a coder has coded and refused; nothing of one who has done nothing yet, and is not known therefore."""
    if coder not in set(project.coders()["coder"]):
        return Own(empty("codings"), empty("rejections"))
    return Own(project.codings(coders=[coder]), project.rejections(coders=[coder]))


def in_order(turns: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Give turns with the texts in the order in which they were coded last, those that were not, behind."""
    latest = codings.groupby("source")["created"].max().to_dict()
    placed = turns.assign(_place=[latest.get(source, "~") for source in turns["source"]])
    return placed.sort_values(["_place", "source", "turn"], kind="stable").drop(columns="_place")


def known_sources(project: Project, sources: str | Iterable[str] | None) -> list[str]:
    """Give the names of the sources that are meant; of all, where none is named.

    Raises
    ------
    StoreError
        If one is not known.
    """
    names = list(project.sources()["source"])
    if sources is None:
        return names
    wanted = [sources] if isinstance(sources, str) else list(sources)
    for name in wanted:
        if name not in names:
            raise StoreError(unknown("source", name, names))
    return wanted
