"""The tasks of the student workbook: what is asked for, and how far one has come; only `keep_rule` writes."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

import pandas as pd

from wenger_qda.agreement import beside_reference, read_again, reference_kappas, reliability
from wenger_qda.codebook import Codebook
from wenger_qda.errors import QdaError, unknown
from wenger_qda.matrices import crosstab
from wenger_qda.model import CONSENSUS
from wenger_qda.store import Project

__all__ = [
    "DOLORES", "FIRST_DAY", "LUNCH", "Page", "Ticks", "answered", "coded", "definitions", "done_texts", "habits",
    "hand_in", "keep_rule", "lessons", "matrices", "noticed", "people", "resemblance", "rule_kept", "story",
]  # fmt: skip

LUNCH = "meetings/2023-03-29 lunch table"
FIRST_DAY = "field-notes/2023-03-06 first day on the floor"
DOLORES = "interviews/2023-03-22 Dolores Finch"
_FEWEST_CODINGS, _FEWEST_CODES, _FEWEST_MEMOS, _FEWEST_TURNS = 10, 4, 2, 4
_NOT_WORDS = " \t\"'“”„‘’.,!?"


class Ticks(NamedTuple):
    """What is done and what is not: a sentence each.

    Examples
    --------
    >>> Ticks(((True, "eight codings"), (False, "two memos")))
    ✓ eight codings
    ○ two memos
    """

    lines: tuple[tuple[bool, str], ...]

    @property
    def are_all(self) -> bool:
        """Whether nothing is left to do."""
        return all(is_so for is_so, _ in self.lines)

    def __repr__(self) -> str:
        return "\n".join(f"{'✓' if is_so else '○'} {words}" for is_so, words in self.lines)

    def _repr_html_(self) -> str:
        rows = (
            f'<div style="margin:.15em 0"><b style="display:inline-block;width:1.6em">{"✓" if is_so else "○"}</b>'
            f"{escape(words)}</div>"
            for is_so, words in self.lines
        )
        return "".join(rows)


class Page(NamedTuple):
    """A text to be read in a notebook, paragraph by paragraph, each with the words that it begins with in bold.

    A long one is read in a frame that scrolls, also with the arrow keys once it was clicked.
    """

    title: str
    paragraphs: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "\n\n".join([self.title, *(" ".join(filter(None, paragraph)) for paragraph in self.paragraphs)])

    def _repr_html_(self) -> str:
        body = "".join(_paragraph(head, text) for head, text in self.paragraphs)
        frame = "max-height:32em; overflow:auto; border:1px solid #8888; padding:0 1em"
        style = "max-width:44em; font:1.05em/1.6 Georgia, serif; white-space:pre-line"
        return (
            f'<div tabindex="0" data-lm-suppress-shortcuts="true" style="{frame}">'
            f'<div style="{style}"><h3>{escape(self.title)}</h3>{body}</div></div>'
        )


def story(project: Project, source: str) -> Page:
    """Give a text to be read as a story (task 1)."""
    text = project.text(_known(project, source))
    return Page(source.rpartition("/")[2], tuple(("", part) for part in text.split("\n") if part.strip()))


def people(project: Project) -> pd.DataFrame:
    """Give who is there (task 1): the people of the corpus with their roles and ages."""
    cases = project.cases()
    persons = cases[cases["kind"] == "person"].drop_duplicates("case")
    return persons[["case", "role", "age"]].set_index("case").rename_axis(None)


def definitions(project: Project, *codes: str) -> Page:
    """Give what codes mean, and what is not to be coded with them (task 2).

    Raises
    ------
    QdaError
        If there is no such code.
    """
    book = project.codebook()
    said = []
    for code in codes:
        _guid(project, code)
        entry = book[code]
        said.append((entry.name, f"{entry.definition}\nNot this code: {_named(entry.exclude, book)}"))
    return Page(f"{len(codes)} codes", tuple(said))


def noticed(*, binder: str, biscuits: str, word: str) -> Ticks:
    """Tell which of the three questions on the first day are answered right (task 1).

    Examples
    --------
    >>> noticed(binder="Cookbook.", biscuits="Hilary", word=" 'we' ")
    ✓ what stands on the binder
    ○ who brings the biscuits
    ✓ the word crossed out
    """
    given = [text.casefold().strip(_NOT_WORDS) for text in (binder, biscuits, word)]
    asked = ("what stands on the binder", "who brings the biscuits", "the word crossed out")
    is_right = ("cookbook" in given[0].replace(" ", ""), "pauline" in given[1], given[2] == "we")
    return Ticks(tuple(zip(is_right, asked, strict=True)))


def coded(project: Project, source: str) -> Ticks:
    """Tell how far one has come with coding a text (tasks 2 and 4)."""
    me = _me(project)
    mine = project.codings(coders=[me], sources=[_known(project, source)])
    n_codes, n_memos = mine["code"].nunique(), int((mine["note"] != "").sum())
    return Ticks(
        (
            (len(mine) >= _FEWEST_CODINGS, f"{len(mine)} codings (asked for: {_FEWEST_CODINGS} or more)"),
            (n_codes >= _FEWEST_CODES, f"{n_codes} different codes ({_FEWEST_CODES} or more)"),
            (n_memos >= _FEWEST_MEMOS, f"{n_memos} with a memo ({_FEWEST_MEMOS} or more)"),
            (source in done_texts(project), "done with the text (key d)"),
        )
    )


def answered(project: Project, source: str) -> Ticks:
    """Tell how many differences of a text one has answered (task 3)."""
    if _known(project, source) not in done_texts(project):
        return Ticks(((False, "the text is not done yet: the task before comes first"),))
    found = _findings(project, [source])
    differing = found[found["verdict"] != "agree"]
    kept = _answers(project)
    pairs = list(zip(differing["guid"], differing["reference_guid"], strict=True))
    n_answered = sum(pair in kept for pair in pairs)
    stands_by = any(kept[pair] == "mine" for pair in pairs if pair in kept)
    return Ticks(
        (
            (n_answered == len(pairs), f"{n_answered} of {len(pairs)} differences answered"),
            (stands_by, "at least one in which you stand by your own reading"),
        )
    )


def lessons(project: Project) -> pd.DataFrame:
    """Give the definitions to read again, over all texts that are done (task 4), the most differences first."""
    return read_again(_findings(project, done_texts(project)))


def keep_rule(project: Project, code: str, rule: str) -> Ticks:
    """Keep a rule of one's own as a note on a code (task 5); an empty one keeps nothing.

    Raises
    ------
    QdaError
        If there is no such code.
    """
    guid = _guid(project, code)
    if rule.strip() and rule.strip() not in _rules(project, guid):
        project.note(rule.strip(), on="code", target=code)
    return rule_kept(project, code)


def rule_kept(project: Project, code: str) -> Ticks:
    """Tell whether a rule of one's own is kept on a code."""
    kept = _rules(project, _guid(project, code))
    return Ticks(((bool(kept), f"a rule is kept on {code}: {kept[-1]}" if kept else f"no rule on {code} yet"),))


def habits(project: Project) -> pd.DataFrame:
    """Give how each coder works in the texts that are done (task 6): codings, codes, median length in characters."""
    codings = _of_people(project)
    lengths = codings.assign(length=codings["end_char"] - codings["start_char"]).groupby("coder")
    return lengths.agg(codings=("guid", "size"), codes=("code", "nunique"), median_length=("length", "median"))


def resemblance(project: Project) -> pd.DataFrame:
    """Give how far one agrees with each of the other coders, turn by turn, in the texts that are done (task 6)."""
    me, codings = _me(project), _of_people(project)
    columns = ["coder", "alpha", "alpha_low", "alpha_high", "why"]
    if me not in set(codings["coder"]):
        return pd.DataFrame(columns=columns)
    pairs = reliability(codings, project.sources(), turns=project.turns(), unit="turn", by="pair", n_boot=200)
    mine = pairs[(pairs["coder_a"] == me) | (pairs["coder_b"] == me)]
    others = mine["coder_a"].where(mine["coder_a"] != me, mine["coder_b"])
    found = mine.assign(coder=others)[columns]
    return found.sort_values("alpha", ascending=False, ignore_index=True)


def matrices(project: Project) -> dict[str, pd.DataFrame]:
    """Give codes by texts, those above counted too, as one has coded them and as the consensus has (task 7)."""
    done, codes = done_texts(project), project.codes()
    tables = {}
    for name in (_me(project), CONSENSUS):
        codings = project.codings(coders=[name], sources=done)
        table = crosstab(codings, codes=codes, rollup=True)
        tables[name] = table[table.sum(axis=1) > 0]
    return tables


def hand_in(project: Project) -> str:
    """Give the figures for the page to hand in (task 8)."""
    me, done = _me(project), done_texts(project)
    mine = project.codings(coders=[me])
    lines = [f"{len(done)} texts done, {len(mine)} codings, {mine['code'].nunique()} codes."]
    beside = project.codings(coders=[me, CONSENSUS], sources=done)
    kappas = reference_kappas(beside, project.turns(), coder=me, sources=done)
    often = kappas[kappas["n_reference"] >= _FEWEST_TURNS]
    if len(often):
        lines.append(
            f"Median kappa with the consensus, over {len(often)} codes that it has on {_FEWEST_TURNS} turns or more: "
            f"{often['kappa'].median():.2f}."
        )
    kept = project.answers().query("coder == @me")
    lines.append(f"{len(kept)} differences answered; in {int((kept['answer'] == 'mine').sum())} you stand by your own:")
    lines += [f"  – {words or '(no reason given)'}" for words in kept.query("answer == 'mine'")["words"]]
    return "\n".join(lines)


def done_texts(project: Project) -> list[str]:
    """Give the texts that one is done with and that the consensus has coded, in the order of their names."""
    asked, me = project.assignments(), _me(project)
    settled = set(project.codings(coders=[CONSENSUS])["source"])
    return sorted(set(asked.loc[(asked["coder"] == me) & (asked["status"] == "done"), "source"]) & settled)


def _paragraph(head: str, text: str) -> str:
    if text.startswith("#"):
        return f'<h4 dir="auto">{escape(text.lstrip("# "))}</h4>'
    return f'<p dir="auto" style="margin:.6em 0">{f"<b>{escape(head)}</b> " if head else ""}{escape(text)}</p>'


def _findings(project: Project, done: list[str]) -> pd.DataFrame:
    codings = project.codings(coders=[_me(project), CONSENSUS], sources=done)
    return beside_reference(codings, project.codes(), coder=_me(project), sources=done)


def _answers(project: Project) -> dict[tuple[str, str], str]:
    kept = project.answers()
    kept = kept[kept["coder"] == _me(project)]
    return {(row["guid"], row["reference_guid"]): row["answer"] for row in kept.to_dict("records")}


def _of_people(project: Project) -> pd.DataFrame:
    """Give everybody's first codings of the texts that one is done with."""
    codings = project.codings(sources=done_texts(project))
    return codings[(codings["round"] == 1) & (codings["coder"] != CONSENSUS)]


def _rules(project: Project, guid: str) -> list[str]:
    notes = project.notes()
    return list(notes.loc[(notes["target"] == guid) & (notes["coder"] == _me(project)), "text"])


def _named(rule: str, book: Codebook) -> str:
    """Give a rule with the names of the codes that it mentions by their ids."""
    names = {entry.id: entry.name for entry in book}
    return re.sub(r"`([^`]+)`", lambda mention: names.get(mention[1], mention[1]), rule)


def _guid(project: Project, code: str) -> str:
    known = {entry.id: entry.guid for entry in project.codebook()}
    if code not in known:
        raise QdaError(unknown("code", code, list(known)))
    return known[code]


def _known(project: Project, source: str) -> str:
    names = list(project.sources()["source"])
    if source not in names:
        raise QdaError(unknown("source", source, names))
    return source


def _me(project: Project) -> str:
    if not project.coder:
        raise QdaError("this project is open for reading only; open it with qda.open_study(…)")
    return project.coder
