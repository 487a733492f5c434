"""How far suggestions can be relied upon, code by code: right how often, taken how often, and beside human coders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenger_qda.agreement.practice import kappa_row, latest_round
from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS
from wenger_qda.reports.suggesting import Own, in_order, own_of
from wenger_qda.store import Project
from wenger_qda.suggest.cards import card_figures
from wenger_qda.suggest.passages import labels_of
from wenger_qda.suggest.prequential import Replay, replay
from wenger_qda.suggest.suggester import FEWEST, held_back

__all__ = ["anchoring", "suggester_agreement", "suggestion_cards"]

SUGGESTER = "suggester"
_ENOUGH = 20
_FIGURES = ("kappa", "kappa_low", "kappa_high")
Marks = npt.NDArray[np.bool_]


class _Read(NamedTuple):
    """The passages that a coder has coded, as everybody coded them and as the suggester would have."""

    coder: str
    own: Own
    codes: list[str]
    gone_through: Replay
    sources: npt.NDArray[Any]
    marks: dict[str, Marks]  # passages × codes, by coder and by SUGGESTER
    read_by: dict[str, Marks]  # passages, by coder


def suggestion_cards(project: Project, *, coder: str | None = None) -> pd.DataFrame:
    """Give a card for each code: what its suggestions have been worth so far.

    Parameters
    ----------
    project : Project
    coder : str, optional
        Whose codings the suggestions learn from; by default who has the project open.

    Returns
    -------
    DataFrame
        One row a code that was given, suggested or decided on, the most frequent first:

        - code, n_passages (of the coder's that carry it);
        - n_first, precision, recall: how often it was put first before the passage's codes were known, how often that
          was right, and at how many of its passages it was among the first three; the same with ``_loo``, as things
          stand now, each passage judged as if it alone had not been coded;
        - n_shown (passages that were coded with it in view as a suggestion), n_taken (of these, coded with it),
          taken (the share), n_refused;
        - kappa, kappa_low, kappa_high: of the suggester with the other coders, on the passages that the coder has
          coded and they have read; humans, humans_low, humans_high: the same of the coder with them;
        - is_suggested: whether it has been right often enough for :meth:`Project.suggest_with`; why not, or what is
          wanting, in a sentence.

    Raises
    ------
    StoreError
        If nobody is named whose codings to learn from.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> suggestion_cards(project)[["code", "n_passages", "is_suggested"]].values.tolist()
    [['stories', 1, True]]
    """
    read = _read(project, coder)
    table = card_figures(read.gone_through)
    decided = _decided(project, read.own).set_index("code")
    beside = _beside_others(read).set_index("code")
    table = table.join(decided, on="code").join(beside, on="code")
    counts = ["n_shown", "n_taken", "n_refused"]
    table[counts] = table[counts].fillna(0).astype(int)
    table["taken"] = table["n_taken"] / table["n_shown"].where(table["n_shown"] > 0)
    right = project.suggesting().right
    n_right = (table["precision"] * table["n_first"]).round()
    table["is_suggested"] = ~held_back(table["n_first"], n_right, right)
    table["why"] = [_why(row, right) for row in table.to_dict("records")]
    is_known = table[["n_passages", "n_first", "n_first_loo", "n_shown", "n_refused"]].any(axis=1)
    return table[is_known].reset_index(drop=True)


def suggester_agreement(project: Project, *, coder: str | None = None) -> pd.DataFrame:
    """Set the suggester beside each human coder, as if it were a coder itself.

    It says of each passage, before it was told, which codes the passage carries: all that are likelier than a bound,
    which is put so that it gives as many codes as it says are likely. The passages are those that the coder has coded
    from whom it learns; of others it is never asked. For another coder those in texts that both have read.

    Parameters
    ----------
    project, coder
        As for :func:`suggestion_cards`.

    Returns
    -------
    DataFrame
        One row a coder and a code that either gave, and one a coder with no code, for all codes together: human, code,
        n_passages, n_human, n_suggester, n_both, kappa, kappa_low, kappa_high (Cohen's, with the interval of Fleiss,
        Cohen and Everitt 1969), humans, humans_low, humans_high (of the coder with this one on the same passages; NaN
        for the coder), why (why a figure is undefined).
    """
    read = _read(project, coder)
    rows = [row for human in read.read_by for row in _agreement(read, human)]
    columns = [
        "human", "code", "n_passages", "n_human", "n_suggester", "n_both", *_FIGURES, "humans", "humans_low",
        "humans_high", "why",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def anchoring(project: Project, *, coder: str | None = None) -> pd.DataFrame:
    """Ask whether suggestions in view draw a coder towards them: agreement with and without them.

    Whoever follows hints agrees with the suggester more where it was in view, and may agree with colleagues who had the
    same hints. The two groups of passages were not drawn by lot: where somebody turns suggestions off for difficult
    texts, they differ for that reason, too.

    Parameters
    ----------
    project, coder
        As for :func:`suggestion_cards`.

    Returns
    -------
    DataFrame
        For the suggester and each other coder two rows, with suggestions in view while the coder coded, and without:
        other, in_view, n_passages, kappa, kappa_low, kappa_high (over all codes), why (what is wanting).
    """
    read = _read(project, coder)
    in_view = _was_in_view(project, read)
    others = [SUGGESTER, *(human for human in read.read_by if human != read.coder)]
    rows = []
    for other in others:
        of_both = read.read_by.get(other, np.ones(len(in_view), dtype=bool))
        for is_with in (True, False):
            chosen = of_both & (in_view == is_with)
            row = _pooled(read, read.coder, other, chosen)
            few = f"only {int(chosen.sum())} passages; from {_ENOUGH} on a figure says something"
            why = few if chosen.sum() < _ENOUGH else row["why"]
            rows.append({
                "other": other, "in_view": is_with, "n_passages": int(chosen.sum()),
                **{name: row[name] for name in _FIGURES}, "why": why,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=["other", "in_view", "n_passages", *_FIGURES, "why"])


def _read(project: Project, coder: str | None) -> _Read:
    """Go through what a coder has coded, and lay what the others have coded beside it."""
    name = coder or project.coder
    if not name:
        raise StoreError("say whose codings suggestions learn from: coder=…, or open the project with a coder's name")
    codings = latest_round(project.codings())
    own = codings[codings["coder"] == name]
    turns = in_order(project.turns(), own)
    gone = replay(turns, own, project.codes())
    codes = [entry.code for entry in gone.learner.reader.entries]
    passages = gone.learner.texts.passages
    sources = np.array([passages.source[row] for row in gone.rows.tolist()], dtype=object)
    others = [one for one in sorted(set(codings["coder"])) if one not in (name, CONSENSUS)]
    read_by = {one: np.isin(sources, list(_sources_read(project, codings, one))) for one in others}
    marks = {one: labels_of(passages, codings[codings["coder"] == one], codes)[gone.rows] > 0 for one in others}
    marks |= {name: gone.given > 0, SUGGESTER: _as_coder(gone)}
    everywhere = np.ones(len(sources), dtype=bool)
    return _Read(name, own_of(project, name), codes, gone, sources, marks, {name: everywhere, **read_by})


def _sources_read(project: Project, codings: pd.DataFrame, coder: str) -> set[str]:
    """Give the texts a coder has read: those said to be done, and those in which something is coded."""
    assigned = project.assignments()
    done = assigned["source"][(assigned["coder"] == coder) & (assigned["status"] == "done")]
    return {*done, *codings["source"][codings["coder"] == coder]}


def _as_coder(gone: Replay) -> Marks:
    """Let the suggester code: what is likelier than a bound by which it gives as many codes as it says are likely."""
    if not gone.steps:
        return gone.given > 0
    chances = np.stack([step.probabilities for step in gone.steps])
    n_given = round(float(chances.sum()))
    if n_given < 1 or not chances.size:
        return np.zeros(chances.shape, dtype=bool)
    bound = np.partition(chances, -n_given, axis=None)[-n_given]
    return np.asarray(chances >= bound)


def _agreement(read: _Read, human: str) -> Iterator[dict[str, Any]]:
    """Give the rows of one human coder."""
    chosen = read.read_by[human]
    theirs, said = read.marks[human][chosen], read.marks[SUGGESTER][chosen]
    mine = read.marks[read.coder][chosen]
    used = np.flatnonzero(theirs.any(axis=0) | said.any(axis=0))
    for name, column in [("", None), *((read.codes[place], place) for place in used.tolist())]:
        one, two, three = (table.ravel() if column is None else table[:, column] for table in (said, theirs, mine))
        row, humans = kappa_row(one, two), kappa_row(three, two)
        beside = humans if human != read.coder else dict.fromkeys(_FIGURES, np.nan)
        yield {
            "human": human, "code": name, "n_passages": int(chosen.sum()), "n_human": row["n_reference"],
            "n_suggester": row["n_coder"], "n_both": row["n_both"], **{name: row[name] for name in _FIGURES},
            "humans": beside["kappa"], "humans_low": beside["kappa_low"], "humans_high": beside["kappa_high"],
            "why": row["why"],
        }  # fmt: skip


def _beside_others(read: _Read) -> pd.DataFrame:
    """Give for each code the kappa of the suggester, and of the coder, with all others together."""
    others = [human for human in read.read_by if human != read.coder]
    rows = []
    for place, code in enumerate(read.codes):
        pairs = {
            who: [
                (read.marks[who][read.read_by[one], place], read.marks[one][read.read_by[one], place]) for one in others
            ]
            for who in (SUGGESTER, read.coder)
        }
        said, humans = (_joined_kappa(pairs[who]) for who in (SUGGESTER, read.coder))
        rows.append({
            "code": code, **{name: said[name] for name in _FIGURES}, "humans": humans["kappa"],
            "humans_low": humans["kappa_low"], "humans_high": humans["kappa_high"],
        })  # fmt: skip
    columns = ["code", *_FIGURES, "humans", "humans_low", "humans_high"]
    return pd.DataFrame(rows, columns=columns).astype({"code": "str"})


def _joined_kappa(pairs: list[tuple[Marks, Marks]]) -> dict[str, Any]:
    """Give the kappa of one with several, their passages one after the other."""
    if not pairs:
        return dict.fromkeys(_FIGURES, np.nan)
    return kappa_row(np.concatenate([one for one, _ in pairs]), np.concatenate([other for _, other in pairs]))


def _pooled(read: _Read, one: str, other: str, chosen: Marks) -> dict[str, Any]:
    return kappa_row(read.marks[one][chosen].ravel(), read.marks[other][chosen].ravel())


def _was_in_view(project: Project, read: _Read) -> Marks:
    """Tell of each passage whether suggestions stood beside it when the coder coded it."""
    codings = read.own.codings
    seen = codings[codings["guid"].isin(set(project.in_view()["guid"]))].assign(code=_SEEN)
    passages = read.gone_through.learner.texts.passages
    return np.asarray(labels_of(passages, seen, [_SEEN])[read.gone_through.rows, 0] > 0)


_SEEN = "in view"


def _decided(project: Project, own: Own) -> pd.DataFrame:
    """Count for each code at how many passages it was in view, how often it was taken there, how often refused."""
    place = ["source", "start_char", "end_char"]
    shown = project.in_view().merge(own.codings[["guid", *place]], on="guid")[["code", *place]].drop_duplicates()
    given = own.codings[["code", *place]].drop_duplicates().assign(is_taken=True)
    both = shown.merge(given, on=["code", *place], how="left")
    counts = {
        "n_shown": both.groupby("code").size(),
        "n_taken": both.groupby("code")["is_taken"].count(),
        "n_refused": own.rejections["code"].value_counts(),
    }
    return pd.DataFrame(counts).fillna(0).astype(int).rename_axis("code").reset_index().astype({"code": "str"})


def _why(row: dict[Any, Any], right: float) -> str:
    """Say whether a code is suggested, and on how little the card rests."""
    if not row["is_suggested"]:
        times = f"{round(row['precision'] * row['n_first'])} of {row['n_first']} times"
        return f"Not suggested: right {times} when put first, and {right:.0%} is wanted."
    if row["n_first"] < FEWEST:
        return f"Put first {row['n_first']} times so far: too few to say how often it is right."
    return ""
