"""The table that a benchmark prints, and its place in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
NO_GOAL = float("nan")


class Row(NamedTuple):
    """One line of the table."""

    what: str
    measured: float
    unit: str
    goal: float
    how: str


def table(rows: list[Row]) -> str:
    """Give the rows as Markdown."""
    lines = ["| what | measured | goal | how |", "|---|---|---|---|"]
    for row in rows:
        size = abs(row.measured)
        digits = 0 if size >= 100 or size == round(size) else 1 if size >= 10 else 2 if size >= 0.1 else 3
        goal = "–" if row.goal != row.goal else f"≤ {row.goal:g} {row.unit}".rstrip()
        lines.append(f"| {row.what} | {row.measured:.{digits}f} {row.unit} | {goal} | {row.how} |".replace("  ", " "))
    return "\n".join(lines)


def machine(cores: str, before: float, after: float) -> str:
    """Say what the numbers were taken on, and how busy it was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    size = f"{os.cpu_count()} cores, {memory:.0f} GiB, shared; {cores} used"
    size += f", load {before:.1f} before and {after:.1f} after"
    return f"{size}; Python {platform.python_version()}, {platform.system()}"


def told(rows: Iterator[Row]) -> Iterator[Row]:
    """Say each row as it comes."""
    for row in rows:
        print(f"{row.what}: {row.measured:.3g} {row.unit}", file=sys.stderr, flush=True)
        yield row


def run(mark: str, measure: Callable[[], Iterator[Row]], about: str | None, *, cores: str) -> None:
    """Print the table; write it between the page's marks of that name where asked."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    rows = list(told(measure()))
    made = f"{table(rows)}\n\nMachine: {machine(cores, before, os.getloadavg()[0])}."
    print(made)
    if options.write:
        page = ROOT / "docs" / "benchmarks.md"
        places = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
        page.write_text(places.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page.read_text("utf-8")), "utf-8")
