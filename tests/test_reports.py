"""Pages for people: every number leads to its passages, nothing runs, nothing is fetched, the same bytes each time."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from chromium import CHROMIUM, OPTIONS
from lxml import html
from projects import code_words, coded_study

import wenger_qda as qda
from wenger_qda import frames
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.reports import summary_page
from wenger_qda.reports.demo import READER, demo
from wenger_qda.store import Project
from wenger_qda.text import find_turns

EVIL = '"><script>alert(1)</script>&amp;'


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: path for path, _ in demo(tmp_path_factory.mktemp("demo"))}


@pytest.fixture(scope="module")
def page(results: dict[str, Path]) -> html.HtmlElement:
    return html.fromstring(results["summary.html"].read_text("utf-8"))


def test_every_link_of_the_page_leads_somewhere(page: html.HtmlElement) -> None:
    targets = [link.get("href") for link in page.iter("a")]
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    assert targets
    assert [target for target in targets if not target.startswith("#") or target[1:] not in ids] == []


def test_every_number_of_the_matrix_is_the_number_of_passages_it_leads_to(page: html.HtmlElement) -> None:
    links = page.xpath("//table[@class='matrix']//td[@class='n']/a")
    assert len(links) > 300
    by_id = {element.get("id"): element for element in page.iter() if element.get("id")}
    for link in links:
        target = by_id[link.get("href")[1:]]
        assert len(_passages_below(target)) == int(link.text), link.get("href")


def _passages_below(target: html.HtmlElement) -> list[html.HtmlElement]:
    if target.tag == "section":
        return target.xpath(".//blockquote")
    found = []
    for brother in target.itersiblings():
        if brother.tag == "h4":
            break
        found += [brother] if brother.tag == "blockquote" else []
    return found


def test_the_numbers_of_the_sources_are_those_of_the_project(page: html.HtmlElement, results: dict[str, Path]) -> None:
    with Project.open(results["claims-processing.wqda"]) as project:
        counts = project.codings(coders=READER)["source"].value_counts()
        wanted = {name: int(counts.get(name, 0)) for name in project.sources()["source"]}
    rows = page.xpath("//h2[@id='sources']/following-sibling::div[1]//tbody/tr")
    shown = {row.findtext("th"): int(row.xpath("string(td[last()])")) for row in rows}
    assert shown == wanted


def test_the_same_project_gives_the_same_bytes(results: dict[str, Path], tmp_path: Path) -> None:
    again = {path.name: path for path, _ in demo(tmp_path)}
    same = [name for name in results if not name.endswith(".wqda")]
    assert [name for name in same if results[name].read_bytes() != again[name].read_bytes()] == []


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    text = f"IDA{EVIL}: hello {EVIL} there\nBEA: yes\nIDA: no"
    with Project.create(tmp_path / "x.wqda", coder=EVIL) as project:
        project.add(ProjectData(sources=(Source(name=EVIL, text=text, turns=find_turns(text)),)))
        project.use(qda.Codebook(codes=(Code(id=EVIL, name=EVIL, color='red"onload="x', definition=EVIL),)))
        project.code(EVIL, 0, len(text), EVIL, note=EVIL)
        shown = summary_page(project, tmp_path / "s.html").read_text("utf-8")
        report = project.add(ProjectData())._repr_html_() + project.codebook()._repr_html_()
    for markup in (shown, report):
        assert "<script>" not in markup
        assert not [element for element in html.fromstring(markup).iter() if element.get("onload")]
    assert EVIL in html.fromstring(shown).text_content()


def test_an_empty_project_has_a_page(tmp_path: Path) -> None:
    with Project.create(tmp_path / "x.wqda", coder="amina") as project:
        assert "Nothing is coded yet" in summary_page(project, tmp_path / "s.html").read_text("utf-8")


def test_a_folder_that_is_not_there_is_said(tiny_project: Project, tmp_path: Path) -> None:
    with pytest.raises(qda.QdaError, match="cannot be written"):
        summary_page(tiny_project, tmp_path / "gone" / "s.html")


@pytest.mark.parametrize("suffix", [".html", ".png", ".svg", ".pdf"])
def test_a_chart_for_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path, suffix: str) -> None:
    chart = qda.charts.frequencies(qda.cooccurrence(frames.empty("codings")))
    with pytest.raises(qda.QdaError, match="cannot be written"):
        qda.charts.save(chart, tmp_path / "gone" / f"c{suffix}")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to look at pages with")
@pytest.mark.parametrize("name", ["heatmap", "frequencies", "codeline", "network", "timeline"])
def test_a_chart_draws_itself_in_a_browser_without_network(results: dict[str, Path], name: str, tmp_path: Path) -> None:
    drawn = _dom(results[f"{name}.html"], tmp_path)
    assert drawn.xpath("//div[@id='chart']//canvas|//div[@id='chart']//*[local-name()='svg']")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to look at pages with")
def test_the_page_shows_in_a_browser(results: dict[str, Path], tmp_path: Path) -> None:
    shown = _dom(results["summary.html"], tmp_path)
    assert shown.findtext(".//h1") == "claims-processing"


def _dom(path: Path, profile: Path) -> html.HtmlElement:
    alone = ["--virtual-time-budget=8000", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}"]
    options = [*OPTIONS, *alone, "--dump-dom"]
    done = subprocess.run(
        [str(CHROMIUM), *options, path.as_uri()], capture_output=True, text=True, check=True, timeout=90
    )
    return html.fromstring(done.stdout)


def test_only_some_coders_are_counted_and_the_rest_is_said(tmp_path):
    with coded_study(tmp_path / "a.wqda") as project:
        with Project.open(project.path, coder="bo") as bo:
            code_words(bo, "notes", "The pile", "enterprise", note="bo's own reading")
        mine = summary_page(project, tmp_path / "mine.html", coders=["amina"]).read_text("utf-8")
        everybody = summary_page(project, tmp_path / "all.html").read_text("utf-8")
    assert "Codings by amina only; 1 by others are not counted." in mine
    assert "bo&#39;s own reading" not in mine
    assert "bo&#39;s own reading" in everybody
    assert "only;" not in everybody
    assert re.findall(r"<b>(\d+)</b></a>codings", mine) == ["3"]
    assert re.findall(r"<b>(\d+)</b></a>codings", everybody) == ["4"]
    with Project.open(project.path) as again, pytest.raises(StoreError, match="there is no coder 'nobody'"):
        summary_page(again, tmp_path / "no.html", coders=["nobody"])
