"""The main job on the sample corpus: field notes in, coded matrices, charts and a summary page out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
from tqdm.auto import tqdm

from wenger_qda import charts, shipped
from wenger_qda.agreement import reliability
from wenger_qda.codebook import Codebook
from wenger_qda.errors import QdaError
from wenger_qda.formats import read
from wenger_qda.formats.table_files import write_tables
from wenger_qda.matrices import cooccurrence, crosstab
from wenger_qda.reports.summary import summary_page
from wenger_qda.store import Project

CORPUS = "claims-processing"
CODEBOOKS = ("communities-of-practice", "social-learning-systems")
STUDY = "claims-processing.wqda"
READER = "amina"  # whose codings the matrices count: those of several coders are compared, and never added up
_STRONGEST = 24


class Result(NamedTuple):
    """One file that the job wrote, and what it is."""

    path: Path
    what: str


def demo(folder: str | Path) -> list[Result]:
    """Run the main job on the sample corpus.

    Parameters
    ----------
    folder : str or Path
        Where the results go; made where there is none. What an earlier run left there is written afresh, but a project
        that somebody has worked on since is kept beside the new one.

    Returns
    -------
    list of Result
        The files written, each with what it is.

    Raises
    ------
    QdaError
        If the folder cannot be written in.
    """
    folder = Path(folder)
    try:
        for part in (folder, folder / "matrices", folder / "charts"):
            part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QdaError(f"{folder}: cannot be written in ({error.strerror}); choose another folder") from error
    kept, path = _fresh(folder)
    with closing(Project.open(path)) as project:
        results = [Result(project.path, "the project: everything in one file"), *kept]
        results += tqdm(_results(project, folder), "writing", leave=False, total=_N_RESULTS)
    return results


def _fresh(folder: Path) -> tuple[list[Result], Path]:
    """Make the project; one of an earlier run on which somebody has worked gets another name first."""
    path, kept = folder / STUDY, []
    with TemporaryDirectory(dir=folder) as beside:
        new = Path(beside) / STUDY
        with Project.create(new, coder="amina") as project:
            for name in CODEBOOKS:
                project.use(Codebook.load(name))
            project.add(read(shipped.folder("corpora") / CORPUS))
        if path.exists() and _n_changes(path) != _n_changes(new):
            aside = _free_name(path)
            path.rename(aside)
            kept.append(Result(aside, "an earlier project, kept because it was worked on"))
        new.replace(path)
    return kept, path


def _free_name(path: Path) -> Path:
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _n_changes(path: Path) -> int:
    try:
        with Project.open(path) as project:
            return len(project.changes())
    except QdaError:
        return -1  # not ours to judge, and not ours to delete


def _results(project: Project, folder: Path) -> Iterator[Result]:
    matrices = _matrices(project)
    for name, matrix in matrices.items():
        told = f"matrix: {name}, as {READER} has it"
        yield Result(write_tables({name: matrix}, folder / "matrices" / f"{name}.csv"), told)
    yield Result(write_tables(matrices, folder / "matrices" / "matrices.xlsx"), "all matrices in one workbook")
    for name, chart in _charts(project, matrices).items():
        for suffix, what in ((".html", "to click in"), (".png", "to print")):
            yield Result(charts.save(chart, folder / "charts" / f"{name}{suffix}"), f"chart: {name}, {what}")
    yield Result(summary_page(project, folder / "summary.html", coders=[READER]), "the summary: begin here")


def _matrices(project: Project) -> dict[str, pd.DataFrame]:
    codings, codes = project.codings(coders=READER), project.codes()
    sources, cases = project.sources(), project.cases()
    return {
        "codes-by-source": crosstab(codings, codes=codes, sources=sources),
        "codes-by-case": crosstab(codings, columns="case", codes=codes, cases=cases),
        "codes-by-speaker": crosstab(codings, columns="speaker", codes=codes),
        "families-by-source": crosstab(codings, codes=codes, sources=sources, rollup=True),
        "co-occurrence": cooccurrence(codings, codes=codes),
    }


def _charts(project: Project, matrices: dict[str, pd.DataFrame]) -> dict[str, object]:
    codings, codes, sources, turns = project.codings(), project.codes(), project.sources(), project.turns()
    agreement = reliability(codings, sources, project.assignments(), turns=turns, unit="turn", by="code", round=1)
    codings = codings[codings["coder"] == READER]
    most_coded = codings["source"].value_counts().index[0]
    used = codes[codes["code"].isin(codings["code"])]
    return {
        "heatmap": charts.heatmap(_used(matrices["codes-by-source"])),
        "frequencies": charts.frequencies(codings, used),
        "codeline": charts.codeline(codings, most_coded, sources=sources, turns=turns, codes=codes),
        "network": charts.cooccurrence_network(_strongest(matrices["co-occurrence"]), min_count=3),
        "timeline": charts.timeline(codings, turns, sources, codes=codes),
        "agreement": charts.agreement_forest(agreement.nlargest(_STRONGEST, "prevalence")),
    }


def _used(matrix: pd.DataFrame) -> pd.DataFrame:
    """Leave out codes without a coding."""
    kept = matrix.loc[matrix.sum(axis=1) > 0]
    kept.attrs = matrix.attrs
    return kept


def _strongest(matrix: pd.DataFrame) -> pd.DataFrame:
    """Keep the codes used most: a network of a hundred codes is not read but admired."""
    diagonal = pd.Series(matrix.to_numpy().diagonal(), index=matrix.index)
    keep = [code for code in matrix.index if code in set(diagonal.nlargest(_STRONGEST).index)]
    kept = matrix.loc[keep, keep]
    kept.attrs = matrix.attrs
    return kept


_N_RESULTS = 19
