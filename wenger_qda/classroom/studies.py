"""A class that replicates the study: a folder for each student, and one table of how all of them have done."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from wenger_qda import shipped
from wenger_qda.agreement import beside_reference, reference_kappas, reliability
from wenger_qda.agreement.practice import latest_round
from wenger_qda.codebook import Codebook
from wenger_qda.errors import QdaError, StoreError
from wenger_qda.formats import read
from wenger_qda.model import CONSENSUS, ProjectData
from wenger_qda.store import Project, team

__all__ = ["collect_studies", "new_study", "open_study", "study_files"]

CORPUS = "claims-processing"
CODEBOOKS = ("communities-of-practice", "social-learning-systems")
WORKBOOK = "07-student-workbook.ipynb"
PROJECT = "study.wqda"
_ENOUGH = 4  # turns of the reference with a code, below which its kappa says little
_VERDICTS = {"agree": "n_agree", "sibling": "n_sibling", "missed": "n_missed", "over-coded": "n_over_coded"}
_TYPES = {
    "student": "str", "where": "str", "n_done": "Int64", "n_texts": "Int64", "n_codings": "Int64", "n_agree": "Int64",
    "n_sibling": "Int64", "n_missed": "Int64", "n_over_coded": "Int64", "n_answered": "Int64", "n_stands_by": "Int64",
    "median_kappa": "Float64", "alpha": "Float64", "alpha_low": "Float64", "alpha_high": "Float64", "why": "str",
}  # fmt: skip


class _Study(NamedTuple):
    """A student's project: where it is, and whose it is."""

    path: Path
    student: str


def new_study(folder: str | Path, *, coder: str) -> Path:
    """Make a folder in which a student replicates the study of the claims processors.

    It holds the corpus, the codebooks, the workbook, and the student's own project, in which the texts that the
    consensus has coded are assigned to the student: until they are done, nobody else's codings of them are shown.

    Parameters
    ----------
    folder : str or Path
        A new or an empty one.
    coder : str
        The student's name. No two students of a class may have the same.

    Returns
    -------
    Path
        The project file.

    Raises
    ------
    QdaError
        If the folder is not empty or cannot be written in, or the name is that of a coder of the study.

    Examples
    --------
    >>> path = new_study(getfixture("tmp_path") / "mia", coder="mia")
    >>> sorted(held.name for held in path.parent.iterdir())
    ['codebooks', 'corpora', 'notebooks', 'study.wqda']
    """
    folder, coder = Path(folder), team.person(coder)
    _expect_free(folder)
    data = read(shipped.folder("corpora") / CORPUS)
    taken = sorted({coding.coder for coding in data.codings})
    if coder.casefold() in taken:
        raise QdaError(f"{coder!r} is one of the coders of the study ({', '.join(taken)}); take another name")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as beside:
            made = Path(beside) / "study"
            _fill(made, coder, data)
            if folder.exists():
                folder.rmdir()  # it is empty
            made.rename(folder)
    except OSError as error:
        raise QdaError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from error
    return folder / PROJECT


def open_study(folder: str | Path = ".") -> Project:
    """Open the project of a folder that :func:`new_study` made, with its student's name.

    Raises
    ------
    QdaError
        If there is no such project in the folder.

    Examples
    --------
    >>> folder = getfixture("tmp_path") / "mia"
    >>> _ = new_study(folder, coder="mia")
    >>> with open_study(folder) as project:
    ...     project.coder
    'mia'
    """
    (held,) = study_files([folder])
    return Project.open(held.path, coder=held.student)


def study_files(paths: Iterable[str | Path]) -> list[_Study]:
    """Find students' projects in folders, or take the files that are named, and tell whose each of them is.

    Raises
    ------
    QdaError
        If there is no project, it is nobody's practice, or two are of students with one name.
    """
    found = [_study(Path(path)) for path in paths]
    for number, one in enumerate(found):
        for other in found[:number]:
            if one.student.casefold() == other.student.casefold():
                raise QdaError(
                    f"{other.path} and {one.path} are both by {one.student!r}; a name is one student's. "
                    "Let one of them make the study anew with another name, or name only one of the two"
                )
    return found


def collect_studies(paths: Sequence[str | Path], *, reference: str = CONSENSUS) -> pd.DataFrame:
    """Tell how the students of a class have done beside a reference.

    Parameters
    ----------
    paths : sequence of str or Path
        Folders that :func:`new_study` made, or project files.
    reference : str
        The coder whom all are compared with.

    Returns
    -------
    DataFrame
        One row a student: student, where (the project), n_done of n_texts (texts), n_codings; over the texts that are
        done n_agree, n_sibling, n_missed, n_over_coded (passages, as :func:`beside_reference` finds them), n_answered
        (differences answered) and n_stands_by (of these, where the student stands by the own coding), median_kappa
        (over the codes that the reference has on four turns or more), alpha with its interval (all codes, turn by
        turn, with the reference), why (why a figure is missing).

    Raises
    ------
    QdaError
        If there is no project, it is nobody's practice, or two are of students with one name.

    Examples
    --------
    >>> folder = getfixture("tmp_path") / "mia"
    >>> _ = new_study(folder, coder="mia")
    >>> collect_studies([folder])[["student", "n_done", "n_texts", "why"]].values.tolist()
    [['mia', 0, 16, 'no text is done yet']]
    """
    held = study_files(paths)
    rows = [_row(study, reference) for study in tqdm(held, "comparing", leave=False, disable=len(held) < 3)]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _expect_free(folder: Path) -> None:
    """Refuse a folder in which something lies already.

    Raises
    ------
    QdaError
        If it is not empty, or no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise QdaError(f"{folder}: is a file; name a new folder for the study")
    if folder.is_dir() and any(folder.iterdir()):
        raise QdaError(f"{folder}: is not empty; name a new folder for the study, so that nothing of yours is touched")


def _fill(folder: Path, coder: str, data: ProjectData) -> None:
    """Put the files of the study and the student's project into a new folder."""
    _copy_files(folder)
    with Project.create(folder / PROJECT, coder=coder) as project:
        for name in CODEBOOKS:
            project.use(Codebook.load(name))
        project.add(data)
        settled = {coding.source for coding in data.codings if coding.coder == CONSENSUS}
        project.hand_out(sorted(settled), coders=[coder], round=1)


def _copy_files(folder: Path) -> None:
    shutil.copytree(shipped.folder("corpora") / CORPUS, folder / "corpora" / CORPUS)
    shutil.copytree(shipped.folder("codebooks"), folder / "codebooks")
    (folder / "notebooks").mkdir()
    shutil.copy(shipped.folder("notebooks") / WORKBOOK, folder / "notebooks" / WORKBOOK)


def _study(path: Path) -> _Study:
    """Find the project in a folder, and the student in it: whoever was asked to code and is no coder of the study."""
    file = path / PROJECT if path.is_dir() else path
    if not file.exists():
        raise QdaError(f"{file}: there is no study; make one with: wenger-qda study new FOLDER --coder NAME")
    try:
        with closing(Project.open(file)) as project:
            asked = set(project.assignments()["coder"])
    except StoreError as error:
        raise QdaError(str(error)) from error
    if len(asked) != 1:
        whose = f"of {len(asked)} coders ({', '.join(sorted(asked))})" if asked else "of nobody who was asked to code"
        raise QdaError(f"{file}: is a project {whose}; a student's is made with: wenger-qda study new FOLDER")
    return _Study(file, asked.pop())


def _row(study: _Study, reference: str) -> dict[str, Any]:
    """Compare one student's texts that are done with the reference's."""
    with closing(Project.open(study.path)) as project:
        assignments = project.assignments()
        texts = sorted(set(project.codings(coders=[reference])["source"]))
        is_done = (assignments["coder"] == study.student) & (assignments["status"] == "done")
        done = [name for name in texts if name in set(assignments.loc[is_done, "source"])]
        codings = project.codings(coders=[study.student, reference])
        row = {
            "student": study.student, "where": str(study.path), "n_done": len(done), "n_texts": len(texts),
            "n_codings": int((codings["coder"] == study.student).sum()),
        }  # fmt: skip
        if not texts:
            return row | {"why": f"{reference} has coded nothing in this project"}
        if not done:
            return row | {"why": "no text is done yet"}
        return row | dict(_figures(project, codings[codings["source"].isin(done)], study.student, reference, done))


def _figures(
    project: Project, codings: pd.DataFrame, student: str, reference: str, done: list[str]
) -> Iterator[tuple[str, Any]]:
    """Give the figures over the texts that are done."""
    found = beside_reference(codings, project.codes(), coder=student, reference=reference, sources=done)
    counts = found["verdict"].value_counts()
    yield from ((column, int(counts.get(verdict, 0))) for verdict, column in _VERDICTS.items())
    pairs = set(zip(found["guid"], found["reference_guid"], strict=True))
    kept = project.answers().query("coder == @student").to_dict("records")
    here = [row["answer"] for row in kept if (row["guid"], row["reference_guid"]) in pairs]
    yield "n_answered", len(here)
    yield "n_stands_by", here.count("mine")
    turns = project.turns()
    kappas = reference_kappas(codings, turns, coder=student, reference=reference, sources=done)
    yield "median_kappa", kappas.loc[kappas["n_reference"] >= _ENOUGH, "kappa"].median()
    latest = latest_round(codings).assign(round=1)
    read_by = _read_by(student, reference, done)
    overall = reliability(
        latest, project.sources(), read_by, turns=turns, unit="turn", by="overall", coders=[student, reference]
    ).iloc[0]
    yield from ((name, overall[name]) for name in ("alpha", "alpha_low", "alpha_high"))
    yield "why", str(overall["why"] or "")


def _read_by(student: str, reference: str, done: list[str]) -> pd.DataFrame:
    """Say that both have read the texts, in the first round."""
    rows = [(coder, source, 1, "done") for coder in (student, reference) for source in done]
    return pd.DataFrame(rows, columns=["coder", "source", "round", "status"])
