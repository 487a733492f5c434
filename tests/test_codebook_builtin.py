"""The codebooks that come with the package carry the whole framework, and nothing in them leads nowhere."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from wenger_qda.codebook import Codebook, yaml_file
from wenger_qda.model import Code

FOLDER = Path(__file__).parents[1] / "codebooks"
NAMES = ("communities-of-practice", "social-learning-systems", "core")
BOOKS = {name: Codebook.load(name) for name in NAMES}
FULL = NAMES[:2]
ENTRIES = {entry.id: entry for name in FULL for entry in BOOKS[name]}
ALL = [pytest.param(entry, id=entry.id) for entry in ENTRIES.values()]

# Wenger (1998), chapter 2: the codes and what each lies below.
PRACTICE = {
    "": "mutual-engagement joint-enterprise shared-repertoire negotiation-of-meaning local-coherence not-a-practice",
    "mutual-engagement": "enabling-engagement community-maintenance diversity partiality mutual-relationships",
    "diversity": "unique-place",
    "partiality": "complementary-contributions overlapping-competence",
    "mutual-relationships": "support-and-closeness tension-and-conflict",
    "joint-enterprise": "negotiated-enterprise indigenous-enterprise mutual-accountability",
    "negotiated-enterprise": "managed-distance",
    "indigenous-enterprise": "institutional-conditions mediated-power resourceful-compliance resourceful-evasion "
    "making-it-livable",
    "mutual-accountability": "reified-accountability tacit-accountability sanction generative-constraint",
    "shared-repertoire": "routines words tools ways-of-doing stories gestures symbols genres actions concepts "
    "discourse styles history-of-engagement ambiguity repair",
    "negotiation-of-meaning": "participation reification unreified-community",
    "local-coherence": "creative-achievement inbred-failure resistance reproduction-of-conditions",
    "not-a-practice": "category network proximity",
}
# Wenger (1999/2000).
SYSTEMS = {
    "": "learning modes-of-belonging community-progress community-design constellation boundaries boundary-progress "
    "brokering boundary-objects boundary-interactions identity systems",
    "learning": "competence experience competence-pulls-experience experience-pulls-competence",
    "modes-of-belonging": "engagement imagination alignment mode-conflict mode-complement",
    "community-progress": "learning-energy social-capital self-awareness stagnation torn-apart hostage-to-history",
    "community-design": "events leadership connectivity membership learning-projects artifacts",
    "leadership": "coordinator thought-leader networker documenter pioneer",
    "membership": "critical-mass focus newcomer-access",
    "boundaries": "boundary-experience too-close too-distant something-to-interact-about open-engagement "
    "suspended-judgment translation boundary-asset boundary-liability",
    "boundary-progress": "coordination transparency negotiability",
    "brokering": "boundary-spanner roamer outpost pair broker-legitimacy broker-distance broker-hazard",
    "boundary-objects": "boundary-artifact boundary-discourse boundary-process misread-object",
    "boundary-interactions": "encounter boundary-practice periphery cross-disciplinary-project",
    "identity": "connectedness expansiveness effectiveness identity-tension home-base trajectory multimembership "
    "fractal identification non-participation",
    "trajectory": "inbound peripheral outbound paradigmatic",
    "systems": "individual-level community-level organization-level informal-formal learning-in-wider-system "
    "reciprocity hoarding",
}
CORE = (
    "mutual-engagement joint-enterprise mutual-accountability shared-repertoire engagement imagination alignment"
).split()
TABLES = {
    "community": ["learning-energy", "social-capital", "self-awareness"],
    "boundary": ["coordination", "transparency", "negotiability"],
    "identity": ["connectedness", "expansiveness", "effectiveness"],
}
MODES = ["engagement", "imagination", "alignment"]
DUALS = [("participation", "reification"), ("competence", "experience"), ("identification", "non-participation")]
CONTRARIES = [
    ("learning-energy", "stagnation"), ("social-capital", "torn-apart"), ("self-awareness", "hostage-to-history"),
]  # fmt: skip
NAMED = re.compile(r"`([^`]+)`")


@pytest.mark.parametrize(
    ("name", "tree"), [("communities-of-practice", PRACTICE), ("social-learning-systems", SYSTEMS)]
)
def test_book_has_the_codes_of_the_framework_where_they_belong(name: str, tree: dict[str, str]) -> None:
    wanted = {(code, parent) for parent, codes in tree.items() for code in codes.split()}
    found = {(entry.id, entry.parent) for entry in BOOKS[name]}
    assert wanted - found == set()


def test_ids_are_unique_over_both_books_and_written_in_one_way() -> None:
    ids = [entry.id for name in FULL for entry in BOOKS[name]]
    assert len(ids) == len(set(ids))
    assert [code for code in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


@pytest.mark.parametrize("entry", ALL)
def test_entry_is_complete(entry: Code) -> None:
    for field in ("name", "definition", "include", "exclude", "cues", "questions", "cite", "color"):
        assert getattr(entry, field), field
    assert len(entry.examples) >= 2
    assert len(entry.near_misses) >= 1
    assert all(miss.passage and miss.why for miss in entry.near_misses)
    assert re.fullmatch(r"#[0-9A-F]{6}", entry.color)
    assert re.match(r"W(98|00)\b", entry.cite)
    assert len(set(entry.examples)) == len(entry.examples)
    assert len(set(entry.cues)) == len(entry.cues)


@pytest.mark.parametrize("entry", ALL)
def test_definition_is_one_or_two_sentences(entry: Code) -> None:
    assert 1 <= len(re.findall(r"[.!?](?=\s|$)", entry.definition)) <= 2


@pytest.mark.parametrize("entry", ALL)
def test_whatever_an_entry_names_is_there(entry: Code) -> None:
    said = [entry.definition, entry.include, entry.exclude, *entry.questions, *(miss.why for miss in entry.near_misses)]
    named = {code for text in said for code in NAMED.findall(text)} | set(entry.contrary) | ({entry.dual} - {""})
    assert named - ENTRIES.keys() == set()
    assert entry.id not in {*entry.contrary, entry.dual}


@pytest.mark.parametrize("entry", ALL)
def test_examples_need_no_mark_to_show_their_code(entry: Code) -> None:
    assert [text for text in entry.examples if text.startswith("[stance")] == []


@pytest.mark.parametrize(("one", "other"), DUALS)
def test_two_faces_name_each_other(one: str, other: str) -> None:
    assert (ENTRIES[one].dual, ENTRIES[other].dual) == (other, one)


@pytest.mark.parametrize(("one", "other"), CONTRARIES)
def test_what_happens_where_a_dimension_is_missing_is_its_contrary(one: str, other: str) -> None:
    assert other in ENTRIES[one].contrary
    assert one in ENTRIES[other].contrary


def test_modes_and_dimensions_bear_their_facets() -> None:
    assert {mode: ENTRIES[mode].facets.get("mode") for mode in MODES} == {mode: mode for mode in MODES}
    dimensions = [dimension for three in TABLES.values() for dimension in three]
    assert {d: ENTRIES[d].facets.get("dimension") for d in dimensions} == {d: d for d in dimensions}


def test_all_27_cells_have_guiding_questions() -> None:
    tables = {table.id: table for table in BOOKS["social-learning-systems"].progress_tables}
    assert {name: list(table.dimensions) for name, table in tables.items()} == TABLES
    cells = {(t.id, c.mode, c.dimension): c.questions for t in tables.values() for c in t.cells}
    assert set(cells) == {(name, mode, d) for name, three in TABLES.items() for mode in MODES for d in three}
    assert [cell for cell, questions in cells.items() if not questions] == []
    asked = [question for questions in cells.values() for question in questions]
    assert len(asked) == len(set(asked))
    assert all(question.endswith("?") for question in asked)


def test_core_is_a_selection_of_the_two_full_books() -> None:
    assert [entry.id for entry in BOOKS["core"]] == CORE
    for entry in BOOKS["core"]:
        whole = ENTRIES[entry.id]
        here = replace(whole, parent=entry.parent, contrary=tuple(c for c in whole.contrary if c in CORE))
        assert [f.name for f in fields(Code) if getattr(entry, f.name) != getattr(here, f.name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_supervisor_has_nothing_to_remark(name: str) -> None:
    assert BOOKS[name].check() == ()


@pytest.mark.parametrize("name", NAMES)
def test_book_says_what_it_is(name: str) -> None:
    book = BOOKS[name]
    assert book.id == name
    assert all((book.name, book.version, book.cite, book.description))


# -- the schema ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found = json.loads((FOLDER / "codebook.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return dict(found)


@pytest.mark.parametrize("name", NAMES)
def test_book_is_valid_and_points_to_its_schema(name: str, schema: dict[str, Any]) -> None:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    document = YAML(typ="safe").load(text)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)] == []
    assert text.startswith("# yaml-language-server: $schema=codebook.schema.json\n")


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("", yaml_file.BOOK_KEYS),
        ("code", yaml_file.CODE_KEYS),
        ("examples", yaml_file.EXAMPLE_KEYS),
        ("near_miss", yaml_file.MISS_KEYS),
        ("set", yaml_file.SET_KEYS),
        ("table", yaml_file.TABLE_KEYS),
        ("cell", yaml_file.CELL_KEYS),
    ],
)
def test_schema_has_the_keys_that_the_reader_has(part: str, keys: tuple[str, ...], schema: dict[str, Any]) -> None:
    described = schema["$defs"][part] if part else schema
    assert set(described["properties"]) == set(keys)
    assert described["additionalProperties"] is False


@pytest.mark.parametrize("facet", ["mode", "dimension"])
def test_schema_has_the_facets_that_the_reader_has(facet: str, schema: dict[str, Any]) -> None:
    assert schema["$defs"][facet]["enum"] == list(yaml_file.FACETS[facet])
    assert set(schema["$defs"]["code"]["properties"]["facets"]["properties"]) == set(yaml_file.FACETS)


def test_schema_describes_every_key(schema: dict[str, Any]) -> None:
    parts = [schema, *schema["$defs"].values()]
    bare = [
        key
        for part in parts
        for key, value in part.get("properties", {}).items()
        if not {"description", "$ref"} & value.keys()
    ]
    assert bare == []
    assert all("description" in part for part in parts)


@pytest.mark.parametrize("wrong", [{"codes": [{"name": "x"}]}, {"codes": [{"id": "x", "colour": "red"}]}, {"id": "x"}])
def test_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any], schema: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema).is_valid(wrong)
