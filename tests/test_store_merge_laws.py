"""Laws of merging, over histories drawn by lot: no order matters, nothing doubles, nothing is lost."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import deeds
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from merges import copies, merged, outcome
from projects import study

import wenger_qda as qda
from wenger_qda.errors import QdaError, StoreError
from wenger_qda.store import Project

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
TYPO, RIGHT = "green", "yellow"


def undo(project: Project, lot: random.Random) -> None:
    project.undo()
    if lot.random() < 0.5:
        project.redo()


def correct_typo(project: Project, lot: random.Random) -> None:
    """Correct the one typo there is, so that it reads the same in every copy in the end."""
    project.correct("notes", project.text("notes").replace(TYPO, RIGHT))


def to_one_place(project: Project, lot: random.Random) -> None:
    """Move one of the coder's own codings to where others may be moved in other copies."""
    own = project.codings(coders=project.coder, sources="talk")
    if len(own):
        guid, end = lot.choice(own["guid"].tolist()), lot.choice([9, 14])
        project.edit_coding(guid, start_char=0, end_char=end, note=lot.choice(deeds.WORDS))


DEEDS: tuple[Callable[[Project, random.Random], None], ...] = (
    deeds.code, deeds.code, deeds.code, deeds.code_with, deeds.uncode, deeds.edit_coding, deeds.recode, deeds.review,
    deeds.split_coding, deeds.note, deeds.change_note, deeds.link, deeds.add_code, deeds.edit_code, deeds.rename_code,
    deeds.move_code, deeds.move_code, deeds.remove_code, deeds.code_set, deeds.case, deeds.variable, deeds.assign,
    deeds.decide, deeds.settle, deeds.merge_codes, to_one_place, to_one_place, correct_typo, undo, undo,
)  # fmt: skip


def work(path: Path, coder: str, seed: int, n_deeds: int) -> None:
    """Let a coder work on a copy for a while."""
    lot = random.Random(seed)
    with Project.open(path, coder=coder) as project:
        for _ in range(n_deeds):
            with suppress(QdaError, ValueError):
                lot.choice(DEEDS)(project, lot)
        correct_typo(project, lot)


@contextmanager
def worked_on(seed: int, n_deeds: int, *coders: str) -> Iterator[list[Path]]:
    """Give copies of one project on which coders have worked, each on one."""
    with tempfile.TemporaryDirectory(dir=FAST) as folder:
        path = Path(folder) / "study.wqda"
        with study(path) as project:
            for coder in coders[1:]:
                project.add_coder(coder)
        work_together(path, seed, coders)
        given = copies(path, *coders)
        for number, (copy, coder) in enumerate(zip(given, coders, strict=True)):
            work(copy, coder, seed * 7 + number, n_deeds)
        yield given


def work_together(path: Path, seed: int, coders: tuple[str, ...]) -> None:
    for number, coder in enumerate(coders):
        work(path, coder, seed * 11 + number, 3)


pytestmark = pytest.mark.slow
SLOWLY = settings(
    deadline=None,
    derandomize="MERGE_EXAMPLES" not in os.environ,
    max_examples=int(os.environ.get("MERGE_EXAMPLES", "6")),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # histories are long: making one shorter takes minutes
)
# The histories that are always looked at; MERGE_EXAMPLES=n draws n others.
SEEDS = st.integers(0, 1 << 30) if "MERGE_EXAMPLES" in os.environ else st.sampled_from([1, 2, 3, 4, 5, 6])


@SLOWLY
@given(seed=SEEDS, n_deeds=st.integers(1, 15))
def test_order_does_not_matter(seed: int, n_deeds: int) -> None:
    with worked_on(seed, n_deeds, "amina", "bo") as (amina, bo), maybe_refused():
        one = outcome(merged(amina, bo, into="ab"))
        assert one == outcome(merged(bo, amina, into="ba"))


@SLOWLY
@given(seed=SEEDS, n_deeds=st.integers(1, 15))
@example(seed=3821814, n_deeds=6)  # a code moved in one copy, and removed, undone and redone in the other
def test_merging_a_copy_again_changes_nothing(seed: int, n_deeds: int) -> None:
    with worked_on(seed, n_deeds, "amina", "bo") as (amina, bo), maybe_refused():
        both = merged(amina, bo, into="ab")
        again = merged(both, bo, into="abb")
        assert outcome(again) == outcome(both)
        assert "Nothing would change in ab.wqda" in str(qda.merge_preview([both, bo]))
        assert outcome(merged(both, amina, bo, again, into="abbab")) == outcome(both)


@SLOWLY
@given(seed=SEEDS, n_deeds=st.integers(1, 12))
@example(seed=1034681, n_deeds=10)
@example(seed=9, n_deeds=9)  # a code takes the id of one removed, which others mention
def test_it_does_not_matter_which_two_of_three_are_merged_first(seed: int, n_deeds: int) -> None:
    with worked_on(seed, n_deeds, "amina", "bo", "dora") as (amina, bo, dora), maybe_refused():
        left = outcome(merged(merged(amina, bo, into="ab"), dora, into="ab-d"))
        assert left == outcome(merged(amina, merged(bo, dora, into="bd"), into="a-bd"))
        assert left == outcome(merged(dora, bo, amina, into="dba"))


@SLOWLY
@given(seed=SEEDS, n_deeds=st.integers(1, 12))
def test_no_coding_is_lost_but_those_that_a_log_says_were_taken_away(seed: int, n_deeds: int) -> None:
    with worked_on(seed, n_deeds, "amina", "bo") as paths, maybe_refused():
        there = set().union(*(guids(path) for path in paths))
        both = merged(*paths)
        assert guids(both) <= there
        assert there - guids(both) <= set().union(*(taken_away(path) for path in paths))


@SLOWLY
@given(seed=SEEDS, n_deeds=st.integers(1, 10))
def test_going_on_in_the_merged_project_and_in_a_copy_and_merging_again(seed: int, n_deeds: int) -> None:
    with worked_on(seed, n_deeds, "amina", "bo") as (amina, bo), maybe_refused():
        both = merged(amina, bo, into="ab")
        work(both, "amina", seed + 1, n_deeds)
        work(bo, "bo", seed + 2, n_deeds)
        there = guids(both) | guids(bo)
        again = merged(both, bo, into="again")
        assert outcome(again) == outcome(merged(bo, both, into="again-2"))
        assert there - guids(again) <= taken_away(both) | taken_away(bo)
        assert outcome(merged(again, both, bo, into="again-3")) == outcome(again)


@contextmanager
def maybe_refused() -> Iterator[None]:
    """Let histories go in which two codes came to one id by renaming: those are refused in every order."""
    try:
        yield
    except StoreError as error:
        if "is the id of two different codes by now" not in str(error):
            raise


def guids(path: Path) -> set[str]:
    """Give the codings that people made; those of the consensus go with decisions that give way."""
    with Project.open(path) as project:
        found = project.codings()
    return set(found["guid"][found["coder"] != "consensus"])


def taken_away(path: Path) -> set[str]:
    """Give the codings that a log says were taken away at some time."""
    with Project.open(path) as project:
        changes = project.changes()
    gone = changes[(changes["before"] != "") & (changes["after"] == "")]
    return {json.loads(image).get("guid", "") for image in gone["before"]}
