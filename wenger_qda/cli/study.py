"""Commands for a class that replicates the study: a folder for each student, one table for the teacher."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import wenger_qda as qda
from wenger_qda.cli.showing import count, show

if TYPE_CHECKING:
    import pandas as pd


@click.group()
def study() -> None:
    """Replicate the study of the claims processors, alone or with a class."""


@study.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--coder", envvar="WENGER_QDA_CODER", required=True, help="The student's name (or WENGER_QDA_CODER).")
def new(folder: Path, coder: str) -> None:
    """Make FOLDER with the corpus, the codebooks, the workbook and a project of the student's own.

    No two students of a class may have the same name.
    """
    project = qda.new_study(folder, coder=coder)
    click.echo(f"{project}: made for {coder}. Begin with the workbook: wenger-qda lab {folder}")


@study.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reference", default="consensus", show_default=True, help="The coder to compare everybody with.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Merge all projects into this new .wqda file.")
@click.option("--table", "table_file", type=click.Path(path_type=Path), help="Write the table: .csv or .xlsx.")
@click.option("--teacher", default="teacher", show_default=True, help="Who merges, for the log of the new project.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs to read.")
def collect(
    folders: tuple[Path, ...], reference: str, output: Path | None, table_file: Path | None, teacher: str, as_json: bool
) -> None:
    """Tell how the students whose studies lie in FOLDERS have done, and bring their projects together.

    Compares what each has coded, in the texts that are done, with the reference. FOLDERS are those of wenger-qda study
    new, or project files; the students' files stay as they are.
    """
    from wenger_qda.classroom import study_files
    from wenger_qda.formats.table_files import write_tables

    table = qda.collect_studies(folders, reference=reference)
    show(table, as_json=as_json, plain=_written(table))
    if table_file:
        click.echo(f"{write_tables({'class': table}, table_file)}: written", err=as_json)
    if output:
        files = [held.path for held in study_files(folders)]
        qda.merge(files, output, coder=teacher)
        click.echo(f"{output}: {count(len(files), 'project')} together, each student a coder of it", err=as_json)


def _written(table: pd.DataFrame) -> str:
    shown = table.drop(columns="where")
    return str(shown.to_string(index=False, float_format=lambda number: f"{number:.2f}", na_rep="–"))
