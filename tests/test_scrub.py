"""Words of a project in a saved notebook: found wherever they are, taken out, and nothing else touched."""

from __future__ import annotations

import base64
import gzip
import html
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import source

import wenger_qda as qda
from wenger_qda.cli import cli
from wenger_qda.errors import QdaError, SourceError
from wenger_qda.model import Code, ProjectData
from wenger_qda.reports import scrubbed
from wenger_qda.reports.letters import letters
from wenger_qda.store import Project
from wenger_qda.store.prose import prose

TALK = (
    "IDA: So who brought the biscuits on the second day?\n"
    "BEA: Pauline. She “always” does, every week <or so>, and nobody has ever said a word about it & she knows.\n"
    "IDA: Déjà vu! We had the same at the café, and Małgorzata paid for the whole table 🙂 out of her own pocket.\n"
    "BEA: That was the elevator's fault.\n"
    "LI: 那天没有人说谢谢,大家都走了,只有她一个人留下来洗杯子。\n"
    "BEA: It's always the stamp that is missing, never the form, and then the pile on her desk goes green to red.\n"
)
MEMO = "Who thanks whom is what this is about; compare with the trolley."
PASSAGE = TALK[5:51]
KERNEL = {"name": "python3", "display_name": "Python 3 ü"}
CHINESE = re.findall("[一-龥]", TALK)
N_WORDS = len(re.findall(r"[^\W一-龥]+(?:'\w+)?", TALK)) + len(CHINESE)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "study.wqda", coder="amina") as project:
        project.add(ProjectData(sources=(source("talk", TALK),)))
        project.use(qda.Codebook(id="b", name="B", codes=(Code(id="thanks", definition="x"),)))
        start = TALK.index("the elevator's fault")
        project.code("talk", start, start + len("the elevator's fault"), "thanks", note=MEMO)
        yield project


@pytest.fixture
def folder(study: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(study.path.parent)
    return study.path.parent


def code(*outputs: Any, **more: Any) -> Any:
    return nbformat.v4.new_code_cell("1 + 1", outputs=list(outputs), **more)


def shown(**data: Any) -> Any:
    return nbformat.v4.new_output("display_data", {kind.replace("_", "/"): value for kind, value in data.items()})


def printed(text: Any) -> Any:
    output = nbformat.v4.new_output("stream", text="")
    output["text"] = text
    return output


def written(folder: Path, *cells: Any, name: str = "a.ipynb", **metadata: Any) -> Path:
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(notebook, indent=1), "utf-8")
    return folder / name


def state(value: Any = None, data: bytes = b"") -> dict[str, Any]:
    buffers = [{"encoding": "base64", "path": ["value"], "data": base64.b64encode(data).decode()}] if data else []
    model = {"model_name": "AnyModel", "state": {"value": value, "_esm": "export default {}"}, "buffers": buffers}
    return {"application/vnd.jupyter.widget-state+json": {"state": {"0a": model}, "version_major": 2}}


def run(*arguments: object, exit_code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["scrub", *map(str, arguments)])
    assert done.exit_code == exit_code, done.output + repr(done.exception)
    return done.output


def widgets(data: bytes) -> dict[str, Any]:
    return {"metadata": {"widgets": state(data=data)}}


WRAPPINGS: dict[str, Callable[[str], dict[str, Any]]] = {
    "printed": lambda text: {"outputs": [printed(["before\n", text, "\nafter"])]},
    "printed in pieces": lambda text: {"outputs": [printed([text[at : at + 3] for at in range(0, len(text), 3)])]},
    "printed as a list of words": lambda text: {"outputs": [printed(str(text.split()))]},
    "printed as it is in Python": lambda text: {"outputs": [printed(ascii(text))]},
    "in a table": lambda text: {"outputs": [shown(text_html=pd.DataFrame({"a": [text] * 2}).to_html(max_rows=9))]},
    "in a page, tag by tag": lambda text: {
        "outputs": [shown(text_html="<p>" + "".join(f"<b class='x'>{html.escape(c)}</b>" for c in text) + "</p>")]
    },
    "in an attribute": lambda text: {"outputs": [shown(text_html=f'<i title="{html.escape(text)}">i</i>')]},
    "in a frame": lambda text: {
        "outputs": [shown(text_html=f'<iframe srcdoc="{html.escape(f"<p>{html.escape(text)}</p>")}"></iframe>')]
    },
    "in a script": lambda text: {"outputs": [shown(text_html=f"<script>var a = {json.dumps([text])}</script>")]},
    "in a script, as a page": lambda text: {
        "outputs": [shown(text_html=f"<script>var a = {json.dumps(f'<td>{html.escape(text)}</td>')}</script>")]
    },
    "as JSON": lambda text: {"outputs": [shown(application_json={"rows": [{"a": 1, "said": text}]})]},
    "as JSON, a name": lambda text: {"outputs": [shown(application_json={text: 3})]},
    "as JSON, word by word": lambda text: {
        "outputs": [shown(application_json=[{"n": n, "said": word} for n, word in enumerate(text.split())])]
    },
    "as a picture of text": lambda text: {
        "outputs": [nbformat.v4.new_output("display_data", {"image/svg+xml": f"<text>{html.escape(text)}</text>"})]
    },
    "as an error": lambda text: {
        "outputs": [
            nbformat.v4.new_output(
                "error", ename="E", evalue="", traceback=["", "\x1b[31m" + text.replace(" ", " \x1b[0m") + "\x1b[0m"]
            )
        ]
    },
    "to download": lambda text: {
        "outputs": [
            shown(
                text_html=f'<a href="data:text/csv;base64,{base64.b64encode(("x,y" + text).encode()).decode()}">a</a>'
            )
        ]
    },
    "to download, in percents": lambda text: {
        "outputs": [shown(text_html=f"<a href='data:text/csv,{percent(text)}'>a</a>")]
    },
    "packed": lambda text: {
        "outputs": [shown(text_plain=base64.b64encode(gzip.compress((text + "\n" * 40).encode())).decode())]
    },
    "in a widget": lambda text: {"metadata": {"widgets": state(text)}},
    "in a widget, as bytes": lambda text: widgets(text.encode()),
    "in a widget, as wide bytes": lambda text: widgets(b"\x00\x00" + text.encode("utf-16-le")),
    "in a widget, among numbers": lambda text: widgets(b"\xff\x00\x81" * 9 + text.encode() + b"\xfe" * 9),
    "in the metadata": lambda text: {"metadata": {"papermill": {"parameters": {"text": text}}}},
    "in the metadata of a cell": lambda text: {"cell": {"slideshow": {"notes": text}}},
    "in capitals": lambda text: {"outputs": [printed(text.upper())]},
}


def wrapped(text: str, how: str, folder: Path) -> Path:
    parts = WRAPPINGS[how](text)
    cell = code(*parts.get("outputs", []), metadata=parts.get("cell", {}))
    return written(folder, code(printed("2")), cell, **parts.get("metadata", {}))


@pytest.mark.parametrize("how", WRAPPINGS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
@given(data=st.data())
def test_any_passage_anywhere_is_found_and_taken_out(how: str, study: Project, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TALK) - 1))
    length = data.draw(st.integers(1, len(TALK) - start))
    passage = TALK[start : start + length]
    if len(letters(passage).codes) < 24 or (how == "packed" and len(passage) < 60):
        return
    path = wrapped(passage, how, study.path.parent)
    before = path.read_bytes()
    work = scrubbed([path], project=study)
    assert set(work.findings["source"]) == {"talk"}, passage
    assert work.n_left == 0
    assert path.read_bytes() == before
    work.write()
    nbformat.validate(nbformat.read(path, as_version=4))
    assert qda.check_notebook(path, project=study).empty
    assert scrubbed([path], project=study).files == {}


def test_the_table_tells_where_and_shows_no_words(folder: Path, study: Project) -> None:
    path = written(
        folder,
        nbformat.v4.new_markdown_cell("Fine."),
        code(shown(text_plain="2"), shown(text_html=f"<td>{PASSAGE}</td>", text_plain="…")),
        widgets=state(TALK),
    )
    found = qda.check_notebook(path)
    assert found["cell"].fillna(0).tolist() == [2, 0]
    assert found[["where", "what", "source", "start_char", "end_char", "n_words"]].to_numpy().tolist() == [
        ["output 2, text/html", "text", "talk", 5, 50, 9],
        ["widget state", "text", "talk", 0, len(TALK) - 2, N_WORDS],
    ]
    assert set(found["file"]) == {str(path)}
    assert set(found["remedy"]) == {"wenger-qda scrub takes it out"}
    assert found.attrs["compared"] == ["study.wqda (1 sources)"]
    told = [found.to_html(), found.to_string(), found.to_json(), run(path, "--dry-run", exit_code=1)]
    assert [word for word in ("biscuits", "Pauline", "stamp", "pocket") if word in "".join(told)] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (MEMO[10:50], "memo"),
        ("the elevator's fault", "quote"),
        ("Ask about the two keys before the audit.", "note"),
        ("Ida came from the depot and knows each of the drivers.", "case"),
        ("She had not told a soul about the second tin.", "earlier"),
    ],
)
def test_memos_quotes_notes_cases_and_what_is_no_more_there_are_found(
    text: str, what: str, folder: Path, study: Project
) -> None:
    study.note("Ask about the two keys before the audit.", on="source", target="talk")
    study.add_case("Ida", about="Ida came from the depot and knows each of the drivers.")
    guid = study.note("She had not told a soul about the second tin.").guid
    study.edit_note(guid, "Told off the record: left out.")
    path = written(folder, code(shown(text_html=f"<td>{html.escape(text)}</td>", text_plain="…")))
    assert qda.check_notebook(path)["what"].tolist() == [what]


def test_a_text_as_it_was_before_it_was_corrected_is_found(folder: Path, study: Project) -> None:
    path = written(folder, code(printed("Małgorzata paid for the whole table")))
    study.correct("talk", TALK.replace("Małgorzata paid for the whole table", "X. did"))
    assert qda.check_notebook(path)["what"].tolist() == ["earlier"]


def test_tables_with_cut_cells_are_found(folder: Path, study: Project) -> None:
    table = study.codings()[["source", "code", "quote"]].assign(quote=TALK.replace("\n", " "))
    assert "..." in repr(table)
    path = written(folder, code(shown(text_plain=repr(table))), code(shown(text_html=table._repr_html_())))
    assert qda.check_notebook(path)["cell"].tolist() == [1, 2]


def test_tables_of_names_and_numbers_are_clean(folder: Path, study: Project) -> None:
    study.rename_source("talk", "who brought the biscuits on the second day")
    study.add_case("Pauline, who always brings biscuits and never says")
    tables = [study.sources(), study.codes(), study.coders(), study.cases(), qda.crosstab(study.codings())]
    path = written(folder, *[code(shown(text_html=table._repr_html_(), text_plain=repr(table))) for table in tables])
    before = path.read_bytes()
    assert "Nothing was found." in run(path)
    assert path.read_bytes() == before


def test_what_a_person_wrote_is_told_and_stays(folder: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell(f"She said: {PASSAGE}"),
        nbformat.v4.new_code_cell(f"project.search('{PASSAGE}')", outputs=[printed(PASSAGE)]),
        nbformat.v4.new_raw_cell("x", attachments={"a.txt": {"text/plain": PASSAGE}}),
    ]
    path = written(folder, *cells)
    found = qda.check_notebook(path)
    assert found["where"].tolist() == ["source", "source", "output 1, text", "attachment"]
    own = "somebody's own: edit it"
    assert found.loc[found["where"] != "output 1, text", "remedy"].tolist() == [own] * 3
    assert own in run(path, exit_code=1)
    left = nbformat.read(path, as_version=4)
    assert [cell.source for cell in left.cells] == [cell.source for cell in cells]
    assert left.cells[1].outputs == []
    assert left.cells[2].attachments == {"a.txt": {"text/plain": PASSAGE}}


def test_pictures_are_told_and_stay(folder: Path) -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9).decode()
    path = written(
        folder,
        code(nbformat.v4.new_output("display_data", {"image/png": png, "text/plain": "<Figure>"})),
        code(shown(text_html=f"<img src='data:image/png;base64,{png}'>")),
        nbformat.v4.new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": {"image/png": png}}),
        widgets=state(data=base64.b64decode(png)),
    )
    before = path.read_bytes()
    found = qda.check_notebook(path)
    assert found["cell"].fillna(0).tolist() == [1, 2, 3, 0]
    assert set(found["remedy"]) == {"cannot be searched: look at it"}
    assert set(found["what"]) == {"a picture"}
    assert int(found["n_words"].sum()) == 0
    assert "cell 1, output 1, image/png: a picture" in run(path)
    assert path.read_bytes() == before
    run(path, "--all-outputs")
    assert qda.check_notebook(path)["cell"].tolist() == [3]


def test_checkpoints_are_scrubbed_too_and_those_of_other_notebooks_are_not(folder: Path) -> None:
    names = [".ipynb_checkpoints/a-checkpoint.ipynb", ".ipynb_checkpoints/gone-checkpoint.ipynb"]
    leak = code(printed(PASSAGE))
    path = written(folder, leak)
    written(folder, leak, name="b.ipynb")
    for name in (*names, ".ipynb_checkpoints/b-checkpoint.ipynb"):
        written(folder, leak, name=name)
    assert sorted(qda.check_notebook(path)["file"]) == sorted(str(folder / name) for name in ("a.ipynb", *names))
    assert "3 files changed." in run(path)
    assert qda.check_notebook(path).empty
    assert len(qda.check_notebook(folder / "b.ipynb")) == 2


def test_a_dry_run_changes_nothing_and_says_what_would_go(folder: Path) -> None:
    path = written(folder, code(printed(PASSAGE)))
    before = path.read_bytes()
    said = run(path, "--dry-run", exit_code=1)
    assert "cell 1, output 1, text: 9 words of talk (5–50)" in said
    assert "Compared with study.wqda (1 sources)." in said
    assert "Nothing was changed (--dry-run)." in said
    assert path.read_bytes() == before
    rows = json.loads(run(path, "--dry-run", "--json", exit_code=1))
    assert [(row["cell"], row["source"], row["n_words"]) for row in rows] == [(1, "talk", 9)]


def test_all_outputs_go_on_request_also_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = nbformat.v4.new_markdown_cell(PASSAGE)
    path = written(tmp_path, own, code(printed("2"), shown(text_plain="2")), widgets=state(5), kernelspec=KERNEL)
    assert "Compared with nothing, since there is no project." in run(path, "--all-outputs", "--dry-run", exit_code=1)
    run(path, "--all-outputs")
    left = nbformat.read(path, as_version=4)
    assert [cell.get("outputs", []) for cell in left.cells] == [[], []]
    assert left.metadata == {"kernelspec": KERNEL}
    assert "0 files changed." in run(path, "--all-outputs")


def test_all_outputs_and_a_project_tell_what_is_left_in_the_cells(folder: Path) -> None:
    path = written(folder, nbformat.v4.new_markdown_cell(PASSAGE), code(printed(PASSAGE)))
    said = run(path, "--all-outputs", exit_code=1)
    assert "cell 1, source: 9 words of talk" in said
    assert "cell 2, output 1: all of it" in said


@st.composite
def notebooks(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Draw a notebook, the same without what is of the project, and how it is written to the disk."""
    leaks = st.sampled_from([printed(TALK), shown(text_html=f"<b>{PASSAGE}</b>", text_plain="x"), printed([PASSAGE])])
    clean = st.sampled_from([printed("2\n"), shown(text_plain='é 🙂 \\ " [{'), shown(application_json={"a": [1, {}]})])
    cells, kept = [], []
    for _ in range(draw(st.integers(0, 4))):
        outputs = draw(st.lists(st.tuples(st.booleans(), leaks, clean), max_size=4))
        cell = code(*[leak if leaks_ else fine for leaks_, leak, fine in outputs], id="a", execution_count=3)
        cells.append(cell)
        kept.append({**cell, "outputs": [fine for leaks_, _, fine in outputs if not leaks_]})
    metadata = draw(st.permutations([("widgets", state(TALK)), ("kernelspec", KERNEL)]))
    metadata = metadata[: draw(st.integers(0, 2))]
    rest = {"nbformat": 4, "nbformat_minor": 5, "future": [None, 1.5, True, {}]}
    before = {"cells": cells, "metadata": dict(metadata), **rest}
    after = {"cells": kept, "metadata": {k: v for k, v in metadata if k != "widgets"}, **rest}
    indent, ascii_ = draw(st.sampled_from([None, 0, 1, 4, "\t"])), draw(st.booleans())
    ends = draw(st.sampled_from(["", "\n", "\r\n \n"]))
    return before, after, json.dumps(before, indent=indent, ensure_ascii=ascii_) + ends


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(drawn=notebooks())
def test_what_is_not_of_the_project_stays_as_it_is(drawn: tuple[Any, Any, str], study: Project) -> None:
    before, after, text = drawn
    path = study.path.with_name("a.ipynb")
    path.write_bytes(text.encode())
    work = scrubbed([path], project=study)
    work.write()
    left = path.read_bytes().decode()
    assert json.loads(left) == json.loads(json.dumps(after))
    assert (left == text) == (before == after)
    rest = iter(text)
    assert all(character in rest for character in left)  # nothing was written anew: it is the old file, with gaps
    assert scrubbed([path], project=study).files == {}


def test_names_that_come_twice_are_all_looked_at(folder: Path) -> None:
    output = json.dumps(printed(PASSAGE))
    cell = f'{{"cell_type": "code", "source": [], "metadata": {{}}, "outputs": [{output}], "outputs": []}}'
    path = folder / "a.ipynb"
    path.write_text(f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": [{cell}]}}', "utf-8")
    assert len(qda.check_notebook(path)) == 1
    run(path)
    assert "biscuits" not in path.read_text("utf-8")


def test_a_notebook_that_was_saved_meanwhile_is_not_written_over(folder: Path) -> None:
    paths = [written(folder, code(printed(PASSAGE)), name=f"{name}.ipynb") for name in "ab"]
    before = paths[0].read_bytes()
    work = scrubbed(paths)
    written(folder, code(printed(PASSAGE)), nbformat.v4.new_markdown_cell("New work."), name="b.ipynb")
    with pytest.raises(QdaError, match=r"b\.ipynb: was saved while"):
        work.write()
    assert paths[0].read_bytes() == before
    assert "New work." in paths[1].read_text("utf-8")
    paths[1].unlink()
    with pytest.raises(QdaError, match="was saved while"):
        work.write()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_that_begins_with_a_mark_keeps_it(mark: str, folder: Path) -> None:
    path = written(folder, code(printed(PASSAGE)))
    path.write_text(mark + path.read_text("utf-8"), "utf-8")
    assert "1 file changed." in run(path)
    assert path.read_bytes().startswith(mark.encode() + b"{")
    assert "biscuits" not in path.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="rights of this kind are not Windows's")
def test_rights_and_links_of_a_notebook_are_kept(folder: Path) -> None:
    path = written(folder, code(printed(PASSAGE)), name="real.ipynb")
    path.chmod(0o600)
    (folder / "a.ipynb").symlink_to(path)
    run(folder / "a.ipynb")
    assert (folder / "a.ipynb").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "biscuits" not in path.read_text("utf-8")


def test_projects_are_looked_for_where_a_person_would(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leak = code(printed(PASSAGE))
    deep = folder / "notebooks" / "2024"
    deep.mkdir(parents=True)
    assert len(qda.check_notebook(written(deep, leak))) == 1
    monkeypatch.chdir(deep)
    with pytest.raises(QdaError, match=r"there is no project .* say which"):
        qda.check_notebook("a.ipynb")
    assert len(qda.check_notebook("a.ipynb", project=folder / "study.wqda")) == 1
    assert len(qda.check_notebook(written(folder, leak))) == 1
    with Project.create(deep / "other.wqda", coder="bo"):
        assert qda.check_notebook("a.ipynb").attrs["compared"] == ["other.wqda (0 sources)"]
    monkeypatch.chdir(folder)
    both = qda.check_notebook("notebooks/2024/a.ipynb")
    assert both.attrs["compared"] == ["other.wqda (0 sources)", "study.wqda (1 sources)"]


def test_checking_keeps_nobody_from_coding(study: Project) -> None:
    parts = prose(study)
    next(parts)
    with Project.open(study.path, coder="bo") as other:
        other.code("talk", 0, 3, "thanks")
    assert [part.what for part in parts] == ["quote", "memo"]


def test_the_documents_of_this_project_raise_no_false_alarm(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    pages = [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("codebooks/*.yaml")]
    path = written(tmp_path, *[code(printed(page.read_text("utf-8"))) for page in pages])
    with Project.create(tmp_path / "s.wqda", coder="amina") as project:
        project.add(qda.read(root / "corpora" / "claims-processing"))
        assert len(pages) > 8
        assert qda.check_notebook(path, project=project).empty


def _json(**more: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **more}).encode()


BAD = {
    "gone": (None, "there is no such file"),
    "empty": (b"", "the file is empty"),
    "blank": (b" \n", "the file is empty"),
    "not text": (b"\x89PNG\r\n\xff", "it is no text in UTF-8"),
    "not JSON": (b'{\n "cells": [}', "it is no JSON, see line 2"),
    "cut off": (_json()[:-1], "it is no JSON, see line 1"),
    "more behind": (_json() + b"{}", "it is no JSON, see line 1"),
    "another JSON": (b'{"a": 1}', "it lacks what a notebook has"),
    "a list": (b"[1, 2]", "it lacks what a notebook has"),
    "old": (b'{"nbformat": 3, "worksheets": []}', "of an old format (3); open it in Jupyter and save it once"),
    "cells that are none": (_json(cells={"a": 1}), "it has no cells"),
    "deep": (b"[" * 200_000, "too deep"),
    "deep inside": (_json().replace(b"[]", b"[" * 100_000 + b"]" * 100_000), "too deep"),
    "an endless number": (_json().replace(b"5", b"9" * 5_000), "it cannot be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_notebook_is_refused_in_one_sentence(name: str, folder: Path) -> None:
    content, sentence = BAD[name]
    path = folder / "a.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.ipynb: "):
        qda.check_notebook(path)
    said = run(path, exit_code=2)
    assert sentence in said
    assert said.count("Error: ") == 1
    assert "Traceback" not in said
    assert content is None or path.read_bytes() == content


@pytest.mark.parametrize(
    "odd",
    [
        {"cells": [1, None, "x", []]},
        {"cells": [{"outputs": 5, "metadata": 7, "source": {"a": 1}}]},
        {"cells": [{"outputs": [1, None, [], {}, {"data": 3, "text": {"a": None}}, {"data": {"text/html": 7}}]}]},
        {"metadata": [1, 2]},
        {"metadata": {"widgets": 5}},
        {"metadata": None},
    ],
)
def test_an_odd_notebook_is_searched_all_the_same(odd: dict[str, Any], folder: Path) -> None:
    path = folder / "a.ipynb"
    path.write_bytes(_json(**odd))
    assert "Nothing was found." in run(path)
    path.write_bytes(json.dumps(json.loads(_json(**odd)) | {"extra": [PASSAGE]}).encode())
    assert qda.check_notebook(path)[["where", "remedy"]].to_numpy().tolist() == [["extra", "somebody's own: edit it"]]


def test_bad_notebooks_among_others_leave_the_others_alone(folder: Path) -> None:
    good = written(folder, code(printed(PASSAGE)))
    before = good.read_bytes()
    assert "gone.ipynb" in run(good, "gone.ipynb", exit_code=2)
    assert good.read_bytes() == before
    assert "is a folder" in run(good, "--project", folder, exit_code=2)
    assert "no such file" in run(good, "--project", "none.wqda", exit_code=2)


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_in_is_told(folder: Path) -> None:
    path = written(folder, code(printed(PASSAGE)))
    folder.chmod(0o500)
    try:
        assert "cannot be written" in run(path, exit_code=2)
    finally:
        folder.chmod(0o700)


def test_checking_loads_no_chart_library(folder: Path) -> None:
    path = written(folder, code(printed("2")))
    script = f"import sys, wenger_qda as qda; qda.check_notebook({str(path)!r}); print('altair' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout == "False\n"
