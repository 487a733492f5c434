"""Write docs/cli.md from the commands' own help, and docs/reference.md from the docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

import wenger_qda as qda
from wenger_qda import agreement, framework
from wenger_qda.cli import cli

HERE = Path(__file__).parent
CLI = """# The command line

Written from the commands' own help by `python docs/write_pages.py`. Bad input gives one plain sentence and exit code 2.
"""
REFERENCE = """# Reference

Written from the docstrings by `python docs/write_pages.py`; `help(qda.crosstab)` tells more of each. The convention is
`import wenger_qda as qda`.
"""


def cli_page() -> str:
    """Give the page of the command line."""
    parts = [CLI]
    for words in _commands(cli):
        shown = CliRunner().invoke(cli, [*words, "--help"], prog_name="wenger-qda", terminal_width=100).output.strip()
        parts.append(f"## {' '.join(words)}\n\n```\n{shown}\n```\n")
    return "\n".join(parts)


def _commands(group: click.Group) -> Iterator[list[str]]:
    """Give the words of every command, those of a group of commands too."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from ([name, *words] for words in _commands(command))
        else:
            yield [name]


def reference_page() -> str:
    """Give the page of the public names."""
    names = [name for name in qda.__all__ if name != "charts"]
    public = {f"qda.{name}": getattr(qda, name) for name in names}
    measures = {f"wenger_qda.agreement.{name}": getattr(agreement, name) for name in agreement.__all__}
    analyses = {f"wenger_qda.framework.{name}": getattr(framework, name) for name in framework.__all__}
    pictures = {f"qda.charts.{name}": getattr(qda.charts, name) for name in qda.charts.__all__}
    project = {f"project.{name}": item for name, item in inspect.getmembers(qda.Project) if not name.startswith("_")}
    book = {
        f"codebook.{name}": item
        for name, item in inspect.getmembers(qda.Codebook, callable)
        if not name.startswith("_")
    }
    parts = [("The package", public), ("Measures", measures), ("Framework", analyses), ("Pictures", pictures)]
    parts += [("A project", project), ("A codebook", book)]
    return "\n".join([REFERENCE, *(f"## {title}\n\n{_lines(items)}\n" for title, items in parts)])


def _lines(items: dict[str, object]) -> str:
    return "\n".join(f"- `{name}{_signature(item)}` {_first_line(item)}" for name, item in items.items())


def _signature(item: object) -> str:
    if not callable(item) or inspect.isclass(item):
        return ""
    names = []
    for name, parameter in inspect.signature(item).parameters.items():
        if name in ("self", "cls") or (name == "project" and parameter.default is parameter.empty):
            continue
        star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        names.append(f"{star}{name}" if parameter.default is parameter.empty else f"{name}=…")
    return f"({', '.join(names)})"


def _first_line(item: object) -> str:
    return (inspect.getdoc(item) or "").split("\n\n")[0].replace("\n", " ")


def main() -> None:
    """Write the pages."""
    (HERE / "cli.md").write_text(cli_page(), "utf-8")
    (HERE / "reference.md").write_text(reference_page(), "utf-8")


if __name__ == "__main__":
    main()
