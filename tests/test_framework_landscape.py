import networkx as nx
import pandas as pd
import pytest
from framework_tables import NA, cases_of, codings_of

from wenger_qda.frames import empty
from wenger_qda.framework import landscape

#        0         1         2         3         4
# s   1  Ida:  "Bo has the form"     0-15   speech
#     2  Bo:   "Ask Ida or Ann B."  16-33   speech
#     3  (notes) Ida at the Hall    34-50   observation
# t   1  Ida:  "here I am"           0-9    speech
TURNS = pd.DataFrame(
    [
        ("s", 1, "speech", "Ida", 0, 15, "Bo has the form"),
        ("s", 2, "speech", "BO", 16, 33, "Ask Ida or Ann B."),
        ("s", 3, "observation", "", 34, 50, "Ida at the Hall."),
        ("t", 1, "speech", "Ida", 0, 9, "here I am"),
    ],
    columns="source turn kind speaker start_char end_char text".split(),
)
CASES = cases_of(
    ("Ida Roe", "person", "s", 0, 15), ("Ida Roe", "person", "t", 0, 9), ("Bo Ek", "person", "s", 16, 33),
    ("Ann B", "person", "u", NA, NA), ("Ann C", "person", "u", NA, NA),
    ("Desk", "community", "s", NA, NA), ("Hall", "community", "t", NA, NA), ("Roof", "site", "s", NA, NA),
).assign(team=["Desk", "Desk", "Mars", None, "Hall", None, None, None])  # fmt: skip
CODES = pd.DataFrame(
    {
        "code": ["boundary-objects", "boundary-artifact", "brokering", "pair"],
        "parent": ["", "boundary-objects", "", "brokering"],
        "name": ["Boundary objects", "Artefact", "Brokering", "Pair"],
    }
)
CODINGS = codings_of(
    ("a", "s", "boundary-artifact", "amina", 11, 15), ("b", "s", "boundary-artifact", "bo", 11, 15),
    ("c", "s", "pair", "amina", 20, 24), ("d", "s", "stories", "amina", 0, 50),
)  # fmt: skip


@pytest.fixture
def found():
    return landscape(CODINGS, CODES, cases=CASES, turns=TURNS)


def test_each_tie_has_its_rule_and_its_passages(found):
    rows = found.edges[["one", "other", "rule", "n", "passages", "basis"]].values.tolist()
    assert rows == [
        ["Bo Ek", "Desk", "speaks in", 1, (("s", 16, 33),), ""],
        ["Ida Roe", "Desk", "speaks in", 1, (("s", 0, 15),), ""],
        ["Ida Roe", "Hall", "speaks in", 1, (("t", 0, 9),), ""],
        # "Ann" could be either of two and is nobody; "Ann B" is one of them
        ["Bo Ek", "Ann B", "names", 1, (("s", 27, 32),), ""],
        ["Bo Ek", "Ida Roe", "names", 1, (("s", 20, 23),), ""],
        ["Ida Roe", "Bo Ek", "names", 1, (("s", 0, 2),), ""],
        # a note is nobody's, and ties to the community whose source it is in
        ["Hall", "Desk", "named in", 1, (("s", 45, 49),), ""],
        ["Ida Roe", "Desk", "named in", 1, (("s", 34, 37),), ""],
        # two coders, one passage, in Ida's turn and in the desk's source
        ["Desk", "Artefact (code)", "coded together", 1, (("s", 11, 15),), ""],
        ["Ida Roe", "Artefact (code)", "coded together", 1, (("s", 11, 15),), ""],
        ["Ann C", "Hall", "member of", 1, (), "team = Hall"],
        ["Ida Roe", "Desk", "member of", 1, (), "team = Desk"],
    ]
    coded = found.edges[found.edges["rule"] == "coded together"]
    assert coded["guids"].tolist() == [("a", "b"), ("a", "b")]


def test_named_passages_are_the_words_themselves(found):
    texts = {"s": "Bo has the form Ask Ida or Ann B. Ida at the Hall.", "t": "here I am"}
    called = {"Ida Roe": "Ida", "Bo Ek": "Bo", "Ann B": "Ann B", "Hall": "Hall"}
    named = found.edges[found.edges["rule"].isin(["names", "named in"])]
    for row in named.to_dict("records"):
        who = row["other"] if row["rule"] == "names" else row["one"]
        assert [texts[source][start:end] for source, start, end in row["passages"]] == [called[who]]


def test_brokers_are_seen_by_membership_by_way_and_by_code(found):
    nodes = found.nodes.set_index("node")
    assert nodes["kind"].to_dict() == {
        "Ann B": "person", "Ann C": "person", "Bo Ek": "person", "Ida Roe": "person", "Desk": "community",
        "Hall": "community", "Artefact (code)": "boundary object",
    }  # fmt: skip
    assert nodes.loc["Ida Roe", "communities"] == ("Desk", "Hall")
    assert nodes.index[nodes["is_broker"]].tolist() == ["Ida Roe"]
    # ties: Bo-Desk, Ida-Desk, Ida-Hall, Bo-AnnB, Bo-Ida, Hall-Desk, Desk-Artefact, Ida-Artefact, AnnC-Hall
    assert nodes["degree"].to_dict() == {
        "Ann B": 1, "Ann C": 1, "Bo Ek": 3, "Ida Roe": 4, "Desk": 4, "Hall": 3, "Artefact (code)": 2,
    }  # fmt: skip
    # of 15 pairs of others: all ways from Ann C (5) lead through the hall, all from Ann B (5) through Bo
    assert nodes["betweenness"].loc[["Hall", "Bo Ek", "Ann B", "Artefact (code)"]].tolist() == pytest.approx(
        [5 / 15, 5 / 15, 0, 0]
    )
    assert nodes.loc["Bo Ek", ["n_brokering", "guids"]].tolist() == [1, ("c",)]


def test_graphml_can_be_read_back(found):
    graph = nx.parse_graphml(found.graphml())
    assert set(graph) == set(found.nodes["node"])
    assert graph.edges["Ida Roe", "Desk"] == {"weight": 3, "rules": "speaks in, named in, member of"}
    assert graph.nodes["Ida Roe"]["is_broker"] is True
    assert "Ask Ida" not in found.graphml()


def test_hostile_names_stay_text():
    cases = cases_of(("<b>&\x00\x1b\"'", "person", "s", 0, 15), ("a.*(", "community", "s", NA, NA))
    found = landscape(CODINGS, CODES, cases=cases, turns=TURNS)
    assert set(nx.parse_graphml(found.graphml())) == {"<b>&\"'", "a.*(", "Artefact (code)"}


def test_names_can_be_given_and_rules_chosen():
    given = landscape(
        CODINGS, CODES, cases=CASES, turns=TURNS, rules=["names"], names={"Ann C": ["Ask"], "Ida Roe": []}
    )
    assert given.edges[["one", "other"]].values.tolist() == [
        ["Bo Ek", "Ann B"],
        ["Bo Ek", "Ann C"],
        ["Ida Roe", "Bo Ek"],
    ]
    with pytest.raises(ValueError, match="there is no rule 'knows'"):
        landscape(CODINGS, CODES, rules=["knows"])


def test_what_is_missing_is_said():
    nothing = landscape(empty("codings"), empty("codes"))
    assert nothing.nodes.empty
    assert nothing.edges.empty
    assert nothing.remarks[:4] == (
        "there are no codings yet",
        "there are no persons: add cases of the kind 'person'",
        "there are no communities: add cases of the kind 'community'",
        "no turns are given (turns=): who speaks, and who is named, is not known",
    )
    assert nx.parse_graphml(nothing.graphml()).number_of_nodes() == 0
    two = landscape(CODINGS, pd.DataFrame({"code": ["stories"]}), cases=CASES[CASES["case"].isin(["Desk", "Bo Ek"])])
    assert two.nodes["betweenness"].isna().all()


def test_without_turns_an_object_is_tied_by_its_own_words():
    found = landscape(CODINGS, CODES, cases=CASES, rules=["coded together"])
    assert found.edges["one"].tolist() == ["Desk", "Ida Roe"]
    apart = CASES.assign(end_char=CASES["end_char"].mask(CASES["case"] == "Ida Roe", 9))
    assert landscape(CODINGS, CODES, cases=apart, rules=["coded together"]).edges["one"].tolist() == ["Desk"]
