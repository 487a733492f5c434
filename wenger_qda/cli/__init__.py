"""The command line: each word once, each command a few lines that call the library."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import wenger_qda as qda
from wenger_qda import __version__
from wenger_qda.cli.showing import (
    agreement_text,
    count,
    in_context,
    show,
    show_codebook_file,
    show_report,
    suggested,
)
from wenger_qda.cli.study import study
from wenger_qda.errors import QdaError

if TYPE_CHECKING:
    from wenger_qda.store import Project

_PICTURES = ("heatmap", "frequencies", "codeline", "network", "timeline")
_TEAM_PICTURES = ("agreement", "confusion", "rounds", "progress")


class _Refused(click.ClickException):
    """Bad input: one plain sentence, exit code 2."""

    exit_code = 2


class _Plain(click.Group):
    """Says errors about data in one sentence; a programmer's traceback stays for programmers' faults."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (QdaError, ValueError) as error:
            raise _Refused(str(error)) from error


_project = click.argument("project", type=click.Path(path_type=Path))
_coder = click.option("--coder", envvar="WENGER_QDA_CODER", required=True, help="Who does it (or WENGER_QDA_CODER).")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs to read.")


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="wenger-qda")
def cli() -> None:
    """Code field notes with a theory in hand: communities of practice."""


@cli.command()
@_project
@_coder
def new(project: Path, coder: str) -> None:
    """Make a new PROJECT file, such as study.wqda."""
    with qda.Project.create(project, coder=coder):
        click.echo(f"{project}: made. Add field notes: wenger-qda add {project} FOLDER")


@cli.command()
@_project
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_coder
@click.option("--encoding", help="The texts' encoding, where it is not found by itself, such as cp1252.")
@click.option("--dry-run", is_flag=True, help="Read and report, but do not change the project.")
@_json
def add(project: Path, paths: tuple[Path, ...], coder: str, encoding: str | None, dry_run: bool, as_json: bool) -> None:
    """Read files, folders or zip archives at PATHS and add them to PROJECT.

    Prints what was read, changed and skipped, with the reasons. Adding the same again changes nothing.
    """
    with qda.Project.open(project, coder=coder) as opened:
        report = qda.ImportReport()
        for path in paths:
            data = qda.read(path, encoding=encoding)
            report += data.report if dry_run else opened.add(data)
    show_report(report, as_json=as_json)
    if dry_run and not as_json:
        click.echo("Nothing was changed (--dry-run).")


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("codebooks", nargs=-1)
@click.option("--coder", envvar="WENGER_QDA_CODER", help="Who does it (or WENGER_QDA_CODER); needed with CODEBOOKS.")
@click.option("--save", type=click.Path(path_type=Path), help="Write the codebook to this .yaml or .csv file.")
@_json
def codebook(path: Path, codebooks: tuple[str, ...], coder: str | None, save: Path | None, as_json: bool) -> None:
    """Show the codebook of the project or the codebook file at PATH, or take CODEBOOKS into the project.

    CODEBOOKS are built-in names (core, communities-of-practice, social-learning-systems) or files. A codebook file
    (.yaml, .csv) or built-in name at PATH is checked; with one of CODEBOOKS beside it, the two are compared.
    """
    if path.suffix.lower() in (".yaml", ".yml", ".csv") or (not path.suffix and not path.exists()):
        show_codebook_file(path, codebooks, as_json=as_json)
        return
    with _opened(path, coder if codebooks else None, writes=bool(codebooks)) as project:
        if codebooks:
            reports = [project.use(qda.Codebook.load(name)) for name in codebooks]
            show_report(sum(reports, qda.ImportReport()), as_json=as_json)
        if save:
            click.echo(f"{project.codebook().save(save)}: written")
        elif not codebooks:
            show(project.codes(), as_json=as_json, plain=project.codebook().tree())


@cli.command()
@_project
@click.argument("query")
@click.option("--pattern", is_flag=True, help="QUERY is a regular expression.")
@click.option("--code", help="Code every hit with this code, as one step that can be undone; look at the hits first.")
@click.option("--coder", envvar="WENGER_QDA_CODER", help="Who codes (or WENGER_QDA_CODER); needed with --code.")
@_json
def search(project: Path, query: str, pattern: bool, code: str | None, coder: str | None, as_json: bool) -> None:
    """Find QUERY in all texts of PROJECT: words, a "phrase", or a beginning such as snack*."""
    with _opened(project, coder if code else None, writes=bool(code)) as opened:
        hits = opened.search_pattern(query) if pattern else opened.search(query)
        show(hits, as_json=as_json, plain=in_context(hits))
        if code:
            click.echo(f"{opened.autocode(hits, code)} passages coded with {code}.", err=as_json)


@cli.command()
@_project
@_coder
@click.option("--source", "sources", multiple=True, help="Only for this text; give it several times.")
@click.option("--top", default=3, show_default=True, help="How many codes for each passage.")
@click.option("--embedder", type=click.Path(path_type=Path), help="A folder with a sentence model of your own.")
@click.option("--pipeline", help="A trained pipeline of spaCy: its name, or its folder.")
@click.option("--cards", is_flag=True, help="How far suggestions of each code can be relied upon, instead.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the table to a .csv or .xlsx file.")
@_json
def suggest(
    project: Path,
    coder: str,
    sources: tuple[str, ...],
    top: int,
    embedder: Path | None,
    pipeline: str | None,
    cards: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Suggest codes for the passages of PROJECT, from the codebook and what CODER has coded. Nothing is coded."""
    with _opened(project, coder) as opened:
        asked = (opened, sources or None, top)
        found = qda.suggestion_cards(opened) if cards else qda.suggestions(*asked, embedder=embedder, pipeline=pipeline)
        words = opened.turns()[["source", "turn", "text"]]
    if output is None:
        show(found, as_json=as_json, plain=found.round(2).to_string(index=False) if cards else suggested(found, words))
    else:
        from wenger_qda.formats.table_files import write_tables

        click.echo(f"{write_tables({output.stem: found}, output)}: written")


@cli.command()
@_project
@click.option(
    "--rows", default="code", show_default=True, help="code, source, case, coder, speaker, date or a variable."
)
@click.option("--columns", default="source", show_default=True, help="The same, for the columns.")
@click.option(
    "--values",
    type=click.Choice(["codings", "characters", "sources", "binary"]),
    default="codings",
    show_default=True,
    help="What a cell counts.",
)
@click.option("--share", type=click.Choice(["rows", "columns", "all"]), help="Give shares instead of counts.")
@click.option("--rollup", is_flag=True, help="Count codings of a code for the codes above it, too.")
@click.option("--used", is_flag=True, help="Leave out rows without a coding.")
@click.option(
    "--cooccurrence", type=click.Choice(["overlap", "turn", "distance", "source"]), help="Codes by codes instead."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a .csv or .xlsx file.")
@_json
def matrix(
    project: Path, rows: str, columns: str, values: str, share: str | None, rollup: bool, used: bool,
    cooccurrence: str | None, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Count the codings of PROJECT by any two of their properties."""
    with _opened(project) as opened:
        if cooccurrence:
            found = qda.cooccurrence(opened.codings(), by=cooccurrence, codes=opened.codes(), turns=opened.turns())
        else:
            found = qda.crosstab(
                opened.codings(), rows, columns, sources=opened.sources(), cases=opened.cases(), codes=opened.codes(),
                values=values, share=share, rollup=rollup,
            )  # fmt: skip
    found = found.loc[found.sum(axis=1) > 0] if used else found
    if output is None:
        show(found.reset_index(), as_json=as_json, plain=found.to_string())
        return
    from wenger_qda.formats.table_files import write_tables

    click.echo(f"{write_tables({output.stem: found}, output)}: written")


@cli.command()
@_project
@click.argument("kind", type=click.Choice([*_PICTURES, *_TEAM_PICTURES]))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="A .html, .png, .svg or .pdf file."
)
@click.option("--source", help="The document, for a codeline.")
def chart(project: Path, kind: str, output: Path, source: str | None) -> None:
    """Draw a picture of the codings of PROJECT.

    Of a team: agreement (alpha of each code), confusion (what one coder calls one thing, and another another), rounds
    (alpha from round to round), progress (who is done in the latest round).
    """
    with _opened(project) as opened:
        click.echo(f"{qda.charts.save(_draw(opened, kind, source), output)}: written")


@cli.command()
@_project
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(["code", "source", "pair", "branch", "overall"]),
    default=["code"],
    show_default=True,
    help="What a row is of; give it twice for both, such as --by code --by pair.",
)
@click.option(
    "--unit",
    type=click.Choice(["character", "token", "sentence", "turn", "paragraph", "document"]),
    default="character",
    show_default=True,
    help="What is coded or not.",
)
@click.option("--threshold", type=float, help="The share of a unit that must be coded, such as 0.5.")
@click.option("--coder", "coders", multiple=True, help="Only these coders; give it several times.")
@click.option("--round", type=int, help="Only this round; else the latest that two coders share, text by text.")
@click.option("--like", type=click.Choice(["nvivo", "maxqda"]), help="What another program would say.")
@click.option("--drawings", default=1000, show_default=True, help="How often documents are drawn for the intervals.")
@click.option("--seed", default=0, show_default=True, help="Of the drawings.")
@click.option("--disagreements", is_flag=True, help="List where coders differ instead, the costliest first.")
@click.option("--methods", is_flag=True, help="Write a paragraph for a methods section instead.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the table to a .csv or .xlsx file.")
@_json
def reliability(
    project: Path, by: tuple[str, ...], unit: str, threshold: float | None, coders: tuple[str, ...], round: int | None,
    like: str | None, drawings: int, seed: int, disagreements: bool, methods: bool, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell how far the coders of PROJECT agree: alpha with its interval, kappa, agreement, AC1, F1.

    What a coder has read is told by their assignments; what they are not done with does not count.
    """
    with _opened(project) as opened:
        tables, named = (opened.codings(), opened.sources(), opened.assignments()), coders or None
        turns = opened.turns() if unit not in ("character", "document") else None
        codes, decisions = opened.codes(), opened.decisions()
    if disagreements:
        table = qda.disagreements(*tables, coders=named, round=round).sort_values("cost", ascending=False)
    else:
        used = codes if "branch" in by else codes[codes["n_codings"] > 0]
        table = qda.reliability(
            *tables, turns=turns, codes=used, unit=unit, threshold=threshold, coders=named, n_boot=drawings, seed=seed,
            by="code" if like else by, round=round, like=like,
        )  # fmt: skip
    if methods:
        click.echo(qda.methods_paragraph(table, decisions=decisions))
    elif output:
        from wenger_qda.formats.table_files import write_tables

        click.echo(f"{write_tables({output.stem: table}, output)}: written")
    else:
        show(table, as_json=as_json, plain=agreement_text(table))


@cli.command()
@_project
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--excel", is_flag=True, help="Begin CSV files with the mark that Excel needs.")
def export(project: Path, output: Path, excel: bool) -> None:
    """Write the data of PROJECT to OUTPUT: .xlsx, .csv (the codings) or .zip (all tables and texts)."""
    with _opened(project) as opened:
        options = {"excel": True} if excel and output.suffix.lower() != ".xlsx" else {}
        click.echo(f"{qda.write(opened.data(), output, **options)}: written")


@cli.command()
@click.argument("copies", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The new project file, such as together.wqda.")
@click.option("--coder", envvar="WENGER_QDA_CODER", help="Who merges (or WENGER_QDA_CODER).")
@click.option("--dry-run", is_flag=True, help="Tell what would come of it, but write nothing.")
@_json
def merge(copies: tuple[Path, ...], output: Path | None, coder: str | None, dry_run: bool, as_json: bool) -> None:
    """Bring COPIES of one project together in a new file; the copies stay as they are.

    What is in any copy is in the merged project, once. Where copies changed the same thing, the later change stands;
    what one took away and no other changed since is away. Texts that differ are refused, and where they do is said.
    The order of the copies does not matter, and a copy can be merged again after more work in it.
    """
    if dry_run:
        show_report(qda.merge_preview(copies), as_json=as_json)
        if not as_json:
            click.echo("\nNothing was written (--dry-run).")
        return
    if output is None or not coder:
        raise click.UsageError("say where to and who does it: -o OUTPUT --coder NAME (or --dry-run, to look first)")
    show_report(qda.merge(copies, output, coder=coder), as_json=as_json)
    click.echo(f"\n{output}: written", err=as_json)


@cli.command()
@_project
@_json
def check(project: Path, as_json: bool) -> None:
    """Verify that PROJECT is whole: the file, every quote against its text, nothing that points nowhere.

    Exit code 0 where all is well, 1 where something was found.
    """
    with _opened(project) as opened:
        findings = opened.check()
        n_codings, n_sources = len(opened.codings()), len(opened.sources())
    well = f"{project}: all is well ({n_sources} sources, {n_codings} codings)."
    show(findings, as_json=as_json, plain=well if findings.empty else findings.to_string(index=False))
    sys.exit(0 if findings.empty else 1)


@cli.command()
@click.argument("notebooks", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--project", type=click.Path(path_type=Path), help="What to compare with, if not what lies near.")
@click.option("--all-outputs", is_flag=True, help="Take out every output and the state of widgets.")
@click.option("--dry-run", is_flag=True, help="Tell what would be taken out, but change nothing.")
@_json
def scrub(notebooks: tuple[Path, ...], project: Path | None, all_outputs: bool, dry_run: bool, as_json: bool) -> None:
    """Take the words of a project out of NOTEBOOKS before they are shared, and out of their checkpoints.

    An output that holds such words goes as a whole, and so does the state of widgets; the rest of the file stays byte
    for byte. Words in the cells themselves are somebody's own: they are told and left. Pictures cannot be searched. A
    notebook is compared with the projects in its folder, in the working folder and between. Close it in Jupyter first.

    Exit code 0 where no words are left, 1 where some are.
    """
    from wenger_qda.reports import cleared, scrubbed

    work = (cleared if all_outputs else scrubbed)(notebooks, project=project)
    if not dry_run:
        work.write()
    said = "Nothing was changed (--dry-run)." if dry_run else f"{count(len(work.files), 'file')} changed."
    show(work.findings, as_json=as_json, plain=f"{work}\n{said}")
    sys.exit(1 if work.n_left or (dry_run and work.files) else 0)


cli.add_command(study)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo"))
def demo(folder: Path) -> None:
    """Run the main job on the sample corpus; the results go to FOLDER (demo, if not said)."""
    from wenger_qda.reports.demo import demo as run

    results = run(folder)
    width = max(len(str(result.path)) for result in results)
    for path, what in results:
        click.echo(f"{path!s:{width}}  {what}")
    click.echo(f"\nBegin with {folder / 'summary.html'}. To go on in JupyterLab: make lab, or wenger-qda lab")


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path())
@click.option("--no-browser", is_flag=True, help="Only serve; print the address.")
def lab(folder: Path, no_browser: bool) -> None:
    """Open JupyterLab in FOLDER (here, if not said), on the first notebook where there is one.

    It asks no other machine for news or updates.
    """
    from jupyterlab.labapp import LabApp

    first = next(iter(sorted((folder / "notebooks").glob("*.ipynb"))), None)
    options = [
        f"--ServerApp.root_dir={folder.resolve()}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
        *([f"--LabApp.default_url=/lab/tree/{first.relative_to(folder).as_posix()}"] if first else []),
        *(["--no-browser"] if no_browser else []),
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
    ]
    LabApp.launch_instance(options)


def _opened(path: Path, coder: str | None = None, *, writes: bool = False) -> Project:
    if writes and not coder:
        raise click.UsageError("say who does it: --coder NAME")
    return qda.Project.open(path, coder=coder)


def _draw(project: Project, kind: str, source: str | None) -> Any:
    if kind in _TEAM_PICTURES:
        return _draw_team(project, kind)
    codings, codes, sources = project.codings(), project.codes(), project.sources()
    if kind == "codeline":
        if not source:
            raise click.UsageError("a codeline is of one document: --source NAME")
        return qda.charts.codeline(codings, source, sources=sources, turns=project.turns(), codes=codes)
    if kind == "frequencies":
        return qda.charts.frequencies(codings, codes)
    if kind == "network":
        return qda.charts.cooccurrence_network(qda.cooccurrence(codings))
    if kind == "timeline":
        return qda.charts.timeline(codings, project.turns(), sources, codes=codes)
    return qda.charts.heatmap(qda.crosstab(codings, codes=codes[codes["n_codings"] > 0], sources=sources))


def _draw_team(project: Project, kind: str) -> Any:
    from wenger_qda import agreement

    codings, sources, assignments = project.codings(), project.sources(), project.assignments()
    if kind == "progress":
        return qda.charts.round_progress(assignments, sources)
    if kind == "rounds":
        return qda.charts.agreement_over_rounds(agreement.reliability_by_round(codings, sources, assignments))
    codes = project.codes()
    if kind == "confusion":
        return qda.charts.confusion(agreement.confusion(codings, sources, assignments, codes=codes))
    used = codes[codes["n_codings"] > 0]
    return qda.charts.agreement_forest(qda.reliability(codings, sources, assignments, codes=used))
