import numpy as np
import pandas as pd
import pytest
from framework_tables import CODES, NA, cases_of, codings_of, shuffled, some_codings
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

import wenger_qda as qda
from wenger_qda.codebook import Codebook
from wenger_qda.frames import empty
from wenger_qda.framework import (
    behind,
    counter_evidence,
    coverage,
    mode_profile,
    not_a_community,
    saturation,
    trajectory,
    two_faces,
)
from wenger_qda.framework.profiles import wilson

# day-01  a  eeeeeeeeee          engagement 0-10    (amina)
#         b       eeeeeeee       engagement 5-13    (amina): one stretch with a
#         c                 ee   engagement 20-22   (amina)
#         d  iiii                imagination 0-4    (amina)
#         e  eeee                engagement 0-4     (bo)
#         f  llll                alignment 0-4, against (amina)
# day-02  g  ll                  alignment 0-2      (amina)
MODES = codings_of(
    ("a", "day-01", "engagement", "amina", 0, 10, "", "Ida"),
    ("b", "day-01", "engagement", "amina", 5, 13, "", "Ida"),
    ("c", "day-01", "engagement", "amina", 20, 22, "", "Bea"),
    ("d", "day-01", "imagination", "amina", 0, 4, "", "Ida"),
    ("e", "day-01", "engagement", "bo", 0, 4, "", "Ida"),
    ("f", "day-01", "alignment", "amina", 0, 4, "against", "Ida"),
    ("g", "day-02", "alignment", "amina", 0, 2, "", "Ida"),
)
SOURCES = pd.DataFrame(
    {
        "source": ["day-02", "day-01", "day-03"],
        "date": ["2023-01-02", "2023-03-01", ""],
        "kind": ["note", "talk", "note"],
    }
)
CASES = cases_of(
    ("Ida", "person", "day-01", 0, 13), ("Ida", "person", "day-02", 0, 5), ("Bea", "person", "day-01", 18, 30),
    ("Desk", "community", "day-01", NA, NA), ("Ida", "person", "day-03", 0, 4),
)  # fmt: skip


# modes


def test_the_profile_counts_stretches_of_each_coder_and_gives_no_share_to_those_against():
    table = mode_profile(MODES, CODES).set_index("mode")
    # engagement: 0-13 and 20-22 of amina, 0-4 of bo; imagination 1; alignment 1 for and 1 against: 3, 1, 1 of 5
    assert table["n_for"].to_dict() == {"engagement": 3, "imagination": 1, "alignment": 1}
    assert table["n_against"].to_dict() == {"engagement": 0, "imagination": 0, "alignment": 1}
    assert table["share"].to_dict() == {"engagement": 0.6, "imagination": 0.2, "alignment": 0.2}
    assert table.loc["engagement", "passages"] == (("day-01", 0, 13), ("day-01", 20, 22))
    assert table.loc["alignment", "guids_against"] == ("f",)


def test_documents_are_drawn_for_the_intervals():
    # drawn are day-01 twice (1/4 of the time): shares 3/4, 1/4, 0; both (1/2): 3/5, 1/5, 1/5; or day-02 twice: 0, 0, 1
    table = mode_profile(MODES, CODES, n_boot=4000).set_index("mode")
    assert table.loc["engagement", ["share_low", "share_high"]].tolist() == [0, 0.75]
    assert table.loc["alignment", ["share_low", "share_high"]].tolist() == [0, 1]
    assert set(table["interval"]) == {"bootstrap"}
    assert not table["dominates"].any()  # engagement is ahead in 3 of 4 drawings only
    assert table["why"].iloc[0] == "engagement is not clear of imagination; few documents: the interval is rough"


def test_a_mode_dominates_where_it_is_ahead_in_nearly_all_drawings():
    rows = [(f"e{i}", f"s{i}", "engagement", "amina", 0, 5) for i in range(12)]
    table = mode_profile(codings_of(*rows, ("i", "s1", "imagination", "amina", 0, 5)), CODES).set_index("mode")
    assert table["dominates"].to_dict() == {"engagement": True, "imagination": False, "alignment": False}
    assert set(table["why"]) == {""}


@given(st.integers(1, 60), st.data())
def test_wilson_is_that_of_scipy(whole, data):
    n = data.draw(st.integers(0, whole))
    expected = binomtest(n, whole).proportion_ci(method="wilson")
    low, high = wilson(np.array([n]), whole)
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_a_document_by_itself_has_wilsons_interval_and_an_empty_one_none():
    table = mode_profile(MODES, CODES, sources=SOURCES, by="source").set_index(["source", "mode"])
    assert table.loc[("day-01", "engagement"), "interval"] == "wilson"
    assert table.loc[("day-01", "engagement"), "why"].endswith("all of it lies in one document")
    assert table.loc["day-03", "share"].isna().all()
    assert set(table.loc["day-03", "why"]) == {"nothing is coded with a mode here"}
    assert list(dict.fromkeys(table.index.get_level_values(0))) == ["day-02", "day-01", "day-03"]


def test_a_share_without_drawings_has_no_interval_and_says_so():
    table = mode_profile(MODES, CODES, n_boot=0)
    assert table["share_low"].isna().all()
    assert set(table["why"]) == {"no documents were drawn (n_boot=0)"}
    with pytest.raises(ValueError, match="n_boot is how often"):
        mode_profile(MODES, CODES, n_boot=-1)


# faces


def test_two_faces_are_together_in_the_same_words_of_one_coder():
    codings = codings_of(
        ("a", "s", "care", "amina", 0, 10), ("b", "s", "plain", "amina", 5, 15), ("c", "s", "plain", "bo", 0, 10),
        ("d", "s", "care", "amina", 30, 35), ("e", "t", "plain", "amina", 0, 9),
        ("f", "t", "care", "amina", 2, 9, "against"),
        ("g", "t", "care", "amina", NA, NA), ("h", "t", "plain", "amina", NA, NA),
    )  # fmt: skip
    pairs = two_faces(codings, CODES).set_index(["one", "other"])
    assert list(pairs.index) == [("care", "plain")]  # once, though each names the other; no code is its own other face
    row = pairs.loc[("care", "plain")]
    # together: a with b (care first), e with f (plain first), g with h (no first); alone: d, and c, which is bo's
    assert row[["n_one", "n_other", "n_together", "n_one_alone", "n_other_alone"]].tolist() == [4, 4, 3, 1, 1]
    assert row[["n_one_first", "n_other_first", "n_same_start"]].tolist() == [1, 1, 0]
    assert row["share_together"] == 6 / 8
    assert (row["guids_one_alone"], row["guids_other_alone"]) == (("d",), ("c",))
    assert row["guids_together"] == ("a", "b", "g", "h", "e", "f")
    assert row["sources"] == ("s", "t")
    assert row["why"] == ""


def test_a_face_that_nobody_coded_has_no_share():
    row = two_faces(empty("codings"), CODES).iloc[0]
    assert np.isnan(row["share_together"])
    assert row["why"] == "nothing is coded with care or plain"
    assert two_faces(MODES, pd.DataFrame({"code": ["a"]})).attrs["remarks"] == [
        "no code of the codebook names another face (dual)"
    ]


# coverage


def test_coverage_says_who_carries_a_construct():
    tree = CODES.assign(parent=["", "", "", "", "", "", "engagement", ""])
    codings = pd.concat(
        [MODES, codings_of(("h", "day-01", "care", "amina", 0, 3, "", "Ida"), ("i", "x", "new", "bo", 0, 3))]
    )
    table = coverage(codings.reset_index(drop=True), tree, sources=SOURCES, cases=CASES).set_index("code")
    found = table.loc["engagement"]
    assert (found["n_for"], found["n_below"], found["n_sources"]) == (3, 1, 1)
    # 0-13 and 0-4 are Ida's, 20-22 is Bea's; all three lie in the desk's source
    assert found["by_case"] == {"Desk": 3, "Ida": 2, "Bea": 1}
    assert found["by_speaker"] == {"Ida": 2, "Bea": 1}
    assert found["by_kind"] == {"talk": 3}
    assert found["informants"] == ("Ida", "Bea")
    assert "one informant" not in found["missing"]
    assert table.loc["alignment", "by_kind"] == {"note": 1, "talk": 1}
    assert table.loc["alignment", "missing"] == "carried by one informant only, Ida; seen by one coder"
    assert table.loc["plain", "missing"] == "no evidence"
    assert table.index[-1] == "new"
    assert table.loc["new", "missing"].startswith("not in the codebook; all from one source, x")


def test_a_heading_without_codings_is_left_out_and_a_parent_says_what_lies_below():
    tree = CODES.assign(parent=["", "", "", "", "", "", "plain", ""], is_codable=[True] * 3 + [False] + [True] * 4)
    table = coverage(codings_of(("a", "s", "care", "amina", 0, 3)), tree).set_index("code")
    assert "learning-energy" not in table.index
    assert table.loc["plain", "missing"] == "no evidence, though 1 stretch with codes below it"


def test_what_is_nobodys_is_not_carried_by_the_one_who_speaks():
    codings = codings_of(("a", "s", "plain", "amina", 0, 3, "", "Ida"), ("b", "s", "plain", "amina", 9, 12))
    said = coverage(codings, CODES).set_index("code").loc["plain", "missing"]
    assert said.startswith("one informant only, Ida; 1 of 2 stretches is nobody's")


@settings(deadline=None)
@given(some_codings(), st.integers(0, 99))
def test_coverage_adds_up_whatever_the_order(codings, seed):
    table = coverage(codings, CODES, cases=CASES, sources=SOURCES)
    pd.testing.assert_frame_equal(table, coverage(shuffled(codings, seed), CODES, cases=CASES, sources=SOURCES))
    guids = [guid for some in table["guids"] for guid in some]
    assert sorted(guids) == sorted(codings["guid"])  # every coding has one code, and is behind one figure
    assert (table["n_passages"] <= table["n"]).all()


# counter-evidence


def test_counter_evidence_lists_contraries_stances_and_refusals():
    codings = codings_of(
        ("a", "s", "social-capital", "amina", 0, 10), ("b", "s", "torn-apart", "amina", 6, 20),
        ("c", "s", "torn-apart", "bo", 0, 10),  # another coder's: a disagreement, not a contrary
        ("d", "s", "torn-apart", "amina", 0, 3, "against"),  # denies the contrary: no contrary here
        ("e", "s", "plain", "bo", 40, 50), ("f", "s", "plain", "amina", 60, 70),
    )  # fmt: skip
    refused = pd.DataFrame(
        {"guid": ["r", "q"], "source": "s", "code": "plain", "coder": ["amina", "amina"], "start_char": [45, 80],
         "end_char": [55, 90], "quote": ["said so", ""]}
    )  # fmt: skip
    found = counter_evidence(codings, CODES, rejections=refused, cases=cases_of(("Ida", "person", "s", 8, 12)))
    rows = found[["kind", "code", "other", "start_char", "end_char", "coder", "guids", "rejection"]].values.tolist()
    assert rows == [
        ["contrary", "social-capital", "torn-apart", 6, 10, "amina", ("a", "b"), ""],
        ["against", "torn-apart", "", 0, 3, "amina", ("d",), ""],
        ["rejected", "plain", "", 45, 55, "amina", ("e",), "r"],
        ["rejected", "plain", "", 80, 90, "amina", (), "q"],
    ]
    assert found["cases"].tolist() == [("Ida",), (), (), ()]
    assert found["quotes"].tolist() == [("words of a", "words of b"), ("words of d",), ("said so",), ("",)]
    assert behind(codings, found["guids"])["guid"].tolist() == ["a", "b", "d", "e"]


def test_counter_evidence_that_is_not_there_is_missed_aloud():
    found = counter_evidence(codings_of(("a", "s", "plain", "amina", 0, 4)), CODES)
    assert found.empty
    assert found.attrs["remarks"] == [
        "refused suggestions are not given (rejections=)",
        "nothing speaks against plain: look for what would",
    ]
    nothing = counter_evidence(empty("codings"), empty("codes"), rejections=empty("rejections"))
    assert list(nothing.columns) == list(found.columns)
    assert nothing.attrs["remarks"] == ["there are no codings yet", "no code of the codebook names a contrary"]


def test_a_whole_source_is_listed_without_a_place():
    codings = codings_of(("a", "s", "plain", "amina", NA, NA, "against"))
    found = counter_evidence(codings, CODES, cases=cases_of(("Ida", "person", "s", 8, 12)))
    assert found["start_char"].isna().all()
    assert found["cases"].tolist() == [("Ida",)]


# trajectories


PATH = codings_of(
    ("a", "day-02", "inbound", "amina", 0, 4), ("b", "day-02", "engagement", "amina", 1, 3),
    ("c", "day-01", "outbound", "amina", 0, 4), ("d", "day-01", "inbound", "amina", 5, 9),
    ("e", "day-01", "imagination", "amina", 8, 20), ("f", "day-01", "engagement", "amina", 22, 25),
    ("g", "day-01", "alignment", "amina", 2, 4, "against"), ("h", "day-01", "paradigmatic", "amina", 2, 4),
)  # fmt: skip


def test_a_trajectory_follows_a_case_through_the_dates():
    path = trajectory(PATH, CODES, "Ida", sources=SOURCES, cases=CASES)
    assert path[["date", "source"]].values.tolist() == [
        ["2023-01-02", "day-02"],
        ["2023-03-01", "day-01"],
        ["", "day-03"],
    ]
    first, second, last = path.to_dict("records")
    assert (first["path"], first["mode"], first["new_codes"]) == ("inbound", "engagement", ("engagement", "inbound"))
    # 22-25 is not hers; alignment is denied; inbound and outbound are level, and paradigmatic is no direction
    assert (second["path"], second["mode"], second["against"]) == ("inbound / outbound", "imagination", ("alignment",))
    assert second["new_codes"] == ("imagination", "outbound", "paradigmatic")
    assert second["guids"] == ("c", "g", "h", "d", "e")  # by place, then by code
    assert (second["engagement"], second["paradigmatic"]) == (0, 1)
    assert (last["n_codings"], last["why"]) == (0, "no date; nothing of this participant is coded here")
    assert path.attrs["what"] == "case"
    assert path.attrs["remarks"] == ["without a date, and so last: 1 of 3 sources"]


def test_a_trajectory_follows_a_speaker_where_there_is_no_such_case():
    path = trajectory(MODES, CODES, "Bea")
    assert path[["source", "guids", "path"]].values.tolist() == [["day-01", ("c",), ""]]
    assert path.attrs["what"] == "speaker"
    assert "no sources are given" in path.attrs["remarks"][0]
    assert path["why"].tolist() == ["no date; nothing says inbound, peripheral or outbound"]


def test_nobody_of_that_name_is_a_wrong_call_and_no_codings_are_none():
    with pytest.raises(ValueError, match="there is no case or speaker 'Idda'; did you mean 'Ida'"):
        trajectory(MODES, CODES, "Idda", cases=CASES)
    path = trajectory(empty("codings"), empty("codes"), "Ida")
    assert path.empty
    assert path.attrs["remarks"][0] == "nothing of this participant is coded yet"
    known = trajectory(empty("codings"), empty("codes"), "Ida", cases=CASES, sources=SOURCES)
    assert known["n_codings"].tolist() == [0, 0, 0]


# saturation


def test_saturation_counts_new_codes_in_the_order_of_dates():
    # day-02 (January): alignment. day-01 (March): engagement and imagination, and alignment again
    table = saturation(MODES, sources=SOURCES, n_shuffles=4000)
    assert table[["source", "n_new", "n_codes", "new_codes"]].values.tolist() == [
        ["day-02", 1, 1, ("alignment",)],
        ["day-01", 2, 3, ("engagement", "imagination")],
    ]
    assert table["guids"].tolist() == [("g",), ("e", "d", "a", "b", "c")]
    # either order is as likely: 1 or 3 codes after the first document
    assert table["mean_codes"].tolist() == [pytest.approx(2, abs=0.1), 3]
    assert table[["low_codes", "high_codes"]].values.tolist() == [[1, 3], [3, 3]]
    assert table.attrs["remarks"][0] == "left out, without any coding: 1 document, not coded or not read yet"


@given(some_codings(), st.integers(0, 5))
def test_saturation_ends_with_all_codes_in_any_order(codings, seed):
    table = saturation(codings, seed=seed, n_shuffles=20)
    assert table["n_new"].sum() == codings["code"].nunique()
    if len(table):
        assert table["mean_codes"].iloc[-1] == pytest.approx(codings["code"].nunique())
        assert (table["mean_codes"].diff().dropna() >= 0).all()
        assert (table["low_codes"] <= table["mean_codes"]).all()
    pd.testing.assert_frame_equal(table, saturation(shuffled(codings, 3), seed=seed, n_shuffles=20))


def test_saturation_of_nothing_says_so():
    table = saturation(empty("codings"), sources=SOURCES)
    assert table.empty
    assert table.attrs["remarks"][0] == "there are no codings yet"
    alone = saturation(MODES, n_shuffles=0)
    assert alone["mean_codes"].isna().all()
    assert alone["why"].tolist() == ["no date", "no date"]
    with pytest.raises(ValueError, match="n_shuffles"):
        saturation(MODES, n_shuffles=-1)


# not a community


def test_the_checklist_sets_for_and_against_beside_each_other():
    codings = codings_of(
        ("a", "s", "proximity", "amina", 0, 5), ("b", "s", "category", "amina", 0, 5, "against"),
        ("c", "s", "mutual-engagement", "amina", 8, 12), ("d", "s", "mutual-engagement", "bo", 20, 22, "against"),
    )  # fmt: skip
    table = not_a_community(codings, Codebook.load("communities-of-practice")).set_index("test")
    # mutual engagement (c) speaks against each; denied (d), it speaks for none of them
    assert table["n_for"].to_dict() == {"category": 0, "network": 0, "proximity": 1}
    assert table["n_against"].to_dict() == {"category": 2, "network": 1, "proximity": 1}
    assert table.loc["category", "guids_against"] == ("b", "c")
    assert table.loc["proximity", "says"] == "both: 1 for proximity, 1 against; read them side by side"
    assert table.loc["network", "says"] == "nothing says that it is only network; look for where it is"


def test_the_checklist_of_nothing_says_so():
    table = not_a_community(empty("codings"), empty("codes"))
    assert table["says"].iloc[0] == "nothing is coded for or against; the codebook has no code category"
    assert table.attrs["remarks"][0] == "there are no codings yet"
    by_case = not_a_community(MODES, CODES, cases=CASES, by="case")
    assert list(dict.fromkeys(by_case["case"])) == ["Ida", "Bea", "Desk"]


# all of them


@settings(deadline=None, max_examples=30)
@given(some_codings(), st.integers(0, 99))
def test_every_figure_has_codings_that_are_there_and_the_order_changes_nothing(codings, seed):
    mixed = shuffled(codings, seed)
    for one, other in (
        (mode_profile(codings, CODES, n_boot=20), mode_profile(mixed, CODES, n_boot=20)),
        (two_faces(codings, CODES), two_faces(mixed, CODES)),
        (counter_evidence(codings, CODES), counter_evidence(mixed, CODES)),
        (not_a_community(codings, CODES), not_a_community(mixed, CODES)),
    ):
        pd.testing.assert_frame_equal(one, other)
        guids = {guid for some in one["guids"] for guid in some}
        assert guids <= set(codings["guid"])
        assert len(behind(codings, one["guids"])) == len(guids)


def test_the_shipped_corpus_says_what_its_rows_say(tmp_path):
    with qda.Project.create(tmp_path / "study.wqda", coder="amina") as project:
        project.use(Codebook.load("communities-of-practice"))
        project.use(Codebook.load("social-learning-systems"))
        project.add(qda.read("corpora/claims-processing"))
        codings, codes, sources = project.codings(), project.codes(), project.sources()
        cases, refused = project.cases(), project.rejections()
    covered = coverage(codings, codes, sources=sources, cases=cases).set_index("code")
    used = codings.groupby("code")
    assert covered.loc[covered["n"] > 0].index.tolist() == [code for code in codes["code"] if code in used.groups]
    assert covered["guids"].map(len).to_dict() == {code: len(used.groups.get(code, ())) for code in covered.index}
    against = counter_evidence(codings, codes, rejections=refused).query("kind == 'against'")
    assert {guid for some in against["guids"] for guid in some} == set(codings.query("stance == 'against'")["guid"])
    grown = saturation(codings, sources=sources)
    seen: set[str] = set()
    for row in grown.to_dict("records"):
        new = set(codings.loc[codings["source"] == row["source"], "code"]) - seen
        seen |= new
        assert (set(row["new_codes"]), row["n_codes"]) == (new, len(seen))
    path = trajectory(codings, codes, "José Ibarra", sources=sources, cases=cases)
    assert path["date"].tolist() == sorted(path["date"])
    assert path["inbound"].sum() > path["outbound"].sum()  # the newcomer of the year
