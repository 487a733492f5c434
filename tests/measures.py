"""Tables of agreement as the library gives them, a project to measure, and looks into the data of a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project

NAN = float("nan")
SPOKEN = "Ethelberta"
UNUSED = "no variation: nobody used this code here, so there is nothing to agree on but its absence"


def measures(*rows: dict[str, Any], **attrs: Any) -> pd.DataFrame:
    """Make a table as `reliability` gives it; a row holds what differs from a code on which two coders agree well."""
    common = {"code": "repair", "source": "", "coder_a": "", "coder_b": "", "alpha": 0.75, "alpha_low": 0.5}
    common |= {"alpha_high": 0.875, "kappa": 0.7, "agreement": 0.96, "prevalence": 0.11, "n_units": 1200}
    made = pd.DataFrame([common | {"n_documents": 9, "why": ""} | row for row in rows])
    made.attrs = {"unit": "character", "threshold": None, "coders": ["amina", "bo"], "documents": list("abcdefghi")}
    made.attrs |= {"n_boot": 1000, "seed": 3, "remarks": []} | attrs
    return made


def undefined(**fields: Any) -> dict[str, Any]:
    return {"alpha": NAN, "alpha_low": NAN, "alpha_high": NAN, "kappa": NAN, "why": UNUSED} | fields


def by_round(n_codes: int, n_rounds: int) -> pd.DataFrame:
    table = measures(*({"code": f"code-{code}"} for _ in range(n_rounds) for code in range(n_codes)))
    table.insert(0, "round", [number for number in range(1, n_rounds + 1) for _ in range(n_codes)])
    return table


def mixed(n: int = 3) -> pd.DataFrame:
    """Give a confusion of codes: each coded well, the first two taken for each other."""
    names = [f"code-{number}" for number in range(n)]
    values = np.diag([1000.0 * (number + 1) for number in range(n)])
    values[0, 1] = values[1, 0] = 30
    table = pd.DataFrame(values, index=names, columns=names)
    table["(none)"] = 7.0
    table.loc["(none)"] = [7.0] * n + [0.0]
    table = table.rename_axis(index="code", columns="code")
    table.attrs = {"values": "characters", "confusion": True, "coders": ["amina", "bo", "cy"], "remarks": [], "why": ""}
    return table


ASKED = pd.DataFrame(
    [
        ("amina", "day-01", 1, "done"),
        ("bo", "day-01", 1, "closed"),
        ("amina", "day-01", 2, "done"),
        ("amina", "day-02", 2, "done"),
        ("bo", "day-01", 2, "open"),
        ("bo", "day-02", 2, "closed"),
        ("cy", "day-02", 2, "done"),
    ],
    columns=["coder", "source", "round", "status"],
)
STEADY = measures({"alpha": 0.5}, {"alpha": 0.25}).assign(coder=["amina", "bo"], round_a=1, round_b=2, code="")


def two_coders(tmp_path: Path) -> Project:
    """Give a project in which amina calls a story what bo calls repertoire."""
    project = Project.create(tmp_path / "study.wqda", coder="amina")
    project.add(ProjectData(sources=(Source(name="day-01", text=f"{SPOKEN} told it again. " * 4),)))
    for code in ("stories", "repertoire"):
        project.add_code(code)
    project.add_coder("bo")
    project.hand_out(["day-01"], coders=["amina", "bo"])
    project.code("day-01", 0, 30, "stories")
    with Project.open(project.path, coder="bo") as bo:
        bo.code("day-01", 10, 30, "repertoire")
        bo.code("day-01", 0, 12, "stories")
        bo.done("day-01")
    project.done("day-01")
    return project


def rows_of(chart: Any, key: str) -> list[dict[str, Any]]:
    """Give the rows of a chart's data that have a key, each once."""
    found = {json.dumps(row): row for rows in chart.to_dict()["datasets"].values() for row in rows if key in row}
    return list(found.values())


def said(chart: Any) -> list[str]:
    title = chart.to_dict()["title"]
    return [title["text"], *title.get("subtitle", [])]
