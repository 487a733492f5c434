"""Suggestions on plain tables: what is learnt, in which order, and what is said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenger_qda.errors import QdaError
from wenger_qda.suggest import AskingSuggester, Suggester, Suggests, code_cards, prequential
from wenger_qda.suggest.baselines import BASELINES, word_table
from wenger_qda.suggest.calibration import Calibration
from wenger_qda.suggest.passages import labels_of, passages_of
from wenger_qda.suggest.ranker import FEATURES, packed, shipped
from wenger_qda.suggest.ridge import Ridge
from wenger_qda.suggest.words import forms_of, guess_language, words_of

NONE = pd.DataFrame({"source": [], "code": [], "start_char": [], "end_char": []})
KITCHEN = "kettle biscuit mug sugar tin cake spoon crumbs".split()
RULES = "quota target count letter form limit batch weight".split()
TALES = "once remember winter told story years flood lift".split()
BOOK = pd.DataFrame({
    "code": ["care", "rules", "tales"],
    "name": ["Care", "Rules", "Tales"],
    "definition": ["Sharing biscuits and cake.", "The quota and its limit.", "What they remember and have told."],
})  # fmt: skip


def turns_of(texts: list[str], *, source: str = "a", speakers: list[str] | None = None) -> pd.DataFrame:
    ends = np.cumsum([len(text) + 1 for text in texts])
    return pd.DataFrame({
        "source": source, "turn": range(len(texts)), "kind": "speech", "speaker": speakers or [""] * len(texts),
        "start_char": ends - [len(text) + 1 for text in texts], "end_char": ends - 1, "text": texts,
    })  # fmt: skip


def coded(turns: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Code passages whole; an empty name leaves one out, names are parted by blanks."""
    found = turns.assign(code=[names.split() for names in codes]).explode("code").dropna(subset=["code"])
    return found[["source", "code", "start_char", "end_char"]]


def by_words(n: int, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages whose words decide their code, in documents of twelve, in no order that repeats."""
    draw = np.random.default_rng(seed)
    kinds = draw.integers(0, 3, n)
    texts = [" ".join(draw.choice((KITCHEN, RULES, TALES)[kind], 5)) for kind in kinds]
    parts = [turns_of(texts[start : start + 12], source=f"d{start:04}") for start in range(0, n, 12)]
    turns = pd.concat(parts, ignore_index=True)
    return turns, coded(turns, [BOOK["code"][kind] for kind in kinds])


def by_habit(n: int, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Passages whose words say nothing, each code going on for a while."""
    draw = np.random.default_rng(seed)
    words = [f"w{number}" for number in range(40)]
    turns = turns_of([" ".join(draw.choice(words, 6)) for _ in range(n)])
    codes, now = [], 0
    for _ in range(n):
        now = now if draw.random() < 0.75 else int(draw.integers(0, 12))
        codes.append(f"c{now}")
    return turns, coded(turns, codes), pd.DataFrame({"code": [f"c{number}" for number in range(12)]})


# --- which passages are coded ----------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_a_passage_is_coded_where_half_of_it_is_or_a_coding_lies_inside(spans: list[tuple[int, int]]) -> None:
    turns = turns_of(["x" * length for length in (3, 10, 1, 20, 7)])
    codings = pd.DataFrame({
        "source": "a", "code": "c", "start_char": [start for start, _ in spans],
        "end_char": [start + length for start, length in spans],
    }, columns=["source", "code", "start_char", "end_char"])  # fmt: skip
    wanted = [
        any(
            (
                len(range(max(start, a), min(start + length, b))) * 2 >= b - a > 0
                and len(range(max(start, a), min(start + length, b))) > 0
            )
            or (a <= start and start + length <= b)
            for start, length in spans
        )
        for a, b in zip(turns["start_char"], turns["end_char"], strict=True)
    ]
    assert labels_of(passages_of(turns), codings, ["c"])[:, 0].astype(bool).tolist() == wanted


def test_a_coding_of_a_whole_text_or_of_nothing_known_is_about_no_passage() -> None:
    turns = turns_of(["one", "two"])
    codings = pd.DataFrame({
        "source": ["a", "b", "a"], "code": ["c", "c", "unknown"],
        "start_char": pd.array([None, 0, 0], dtype="Int64"), "end_char": pd.array([None, 3, 3], dtype="Int64"),
    })  # fmt: skip
    assert not labels_of(passages_of(turns), codings, ["c"]).any()


# --- the parts -------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**6), st.integers(1, 12))
def test_ridge_is_the_regression_of_the_textbook_however_it_is_fed(seed: int, n: int) -> None:
    draw = np.random.default_rng(seed)
    rows, values = draw.normal(size=(n, 4)), draw.normal(size=(n, 2))
    whole, steps = Ridge(4, 2, penalty=0.7), Ridge(4, 2, penalty=0.7)
    before = whole.learn(rows, values)
    one_by_one = np.vstack([steps.learn(rows[[place]], values[[place]]) for place in range(n)])
    closed = np.linalg.solve(rows.T @ rows + 0.7 * np.eye(4), rows.T @ values)
    assert np.allclose(before, one_by_one)
    assert np.allclose(whole.weights, closed)
    others = np.delete(np.arange(n), 0)
    left_out = np.linalg.solve(rows[others].T @ rows[others] + 0.7 * np.eye(4), rows[others].T @ values[others])
    assert np.allclose(whole.without_itself(rows, values)[0], rows[0] @ left_out)


def test_ridge_with_a_value_changed_is_the_one_that_never_had_the_other() -> None:
    rows = np.eye(3)[[0, 1, 0, 2]] + 0.1
    was, now = np.array([[1.0], [0.0], [1.0], [0.0]]), np.array([[1.0], [0.0], [0.0], [0.0]])
    changed, fresh = Ridge(3, 1, penalty=1.0), Ridge(3, 1, penalty=1.0)
    changed.learn(rows, was)
    changed.relabel(rows[2], now[2] - was[2])
    fresh.learn(rows, now)
    assert np.allclose(changed.weights, fresh.weights)


def test_probabilities_are_no_worse_than_frequencies_where_scores_say_nothing() -> None:
    draw = np.random.default_rng(0)
    calibration, lost, usual = Calibration([1.0, 1.1, 0.1, 1.0], 10.0), 0.0, 0.0
    n_of_code = np.zeros(5)
    for n_passages in range(400):
        scores, labels = draw.normal(size=5) * 3, np.eye(5)[draw.choice(5, p=[0.5, 0.2, 0.1, 0.1, 0.1])]
        chance = calibration.probabilities(scores, n_passages, n_of_code)
        frequency = (n_of_code + 0.2) / (n_passages + 1)
        if n_passages >= 30:
            lost, usual = lost + ((chance - labels) ** 2).sum(), usual + ((frequency - labels) ** 2).sum()
        calibration.learn(scores, n_passages, n_of_code, labels)
        n_of_code += labels
    assert lost < 1.02 * usual


def test_the_weights_that_come_with_the_package_are_of_the_features_there_are() -> None:
    import json

    known = json.loads(packed(shipped()))
    assert tuple(known["weights"]) == tuple(known["firmness"]) == FEATURES
    assert known["weights"]["previous"][0] > 0
    assert known["weights"]["like_refused"][0] < 0


def test_baselines_on_four_passages_by_hand() -> None:
    labels = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)
    table = word_table(["tea and cake", "quota", "tea", "cake"])
    best = {name: way(labels, table)[0].argmax(axis=1).tolist() for name, way in BASELINES.items()}
    assert best["recent"] == [0, 0, 1, 0]
    assert best["frequent"][1:] == [0, 0, 0]
    assert best["nearest"] == [0, 0, 0, 0]
    assert BASELINES["recent"](labels, table)[1] is None


# --- learning --------------------------------------------------------------------------------------------------------


def test_told_one_by_one_it_says_what_it_says_told_all_at_once() -> None:
    turns, codings = by_words(72)
    whole = Suggester().fit(turns, codings, BOOK)
    steps = Suggester().fit(turns, NONE, BOOK)
    for row in codings.merge(turns).sort_values(["source", "turn"]).itertuples():
        steps.update(row.source, row.turn, [row.code])
    new = turns_of(["biscuit quota", "told of winter", "sugar"], source="new")
    one, other = whole.suggest(new), steps.suggest(new)
    assert one["code"].tolist() == other["code"].tolist()
    assert np.allclose(one["score"], other["score"], atol=1e-4)


def test_codes_given_in_two_steps_or_taken_away_again() -> None:
    turns, codings = by_words(60)
    suggester = Suggester().fit(turns, codings, BOOK)
    first = turns.iloc[0]
    suggester.update(first["source"], 0, ["care", "rules", "tales"])
    assert suggester.suggest(turns.iloc[[0]]).empty
    suggester.update(first["source"], 0, [])
    assert len(suggester.suggest(turns.iloc[[0]])) == 3


def test_words_are_learnt_where_words_decide() -> None:
    turns, codings = by_words(240)
    found = prequential(turns, codings, BOOK).set_index(["bin", "method"])
    assert found.loc[("100-299", "suggester"), "p_at_1"] > 0.97
    assert found.loc[("30-99", "suggester"), "p_at_1"] > 0.9
    assert found.loc[("0", "suggester"), "n_passages"] == 1
    assert found.xs("suggester", level="method")["n_passages"].sum() == 240
    assert found.loc[("100-299", "suggester"), "brier_skill"] > 0.8
    assert np.isnan(found.loc[("100-299", "recent"), "brier_skill"])
    assert found.loc[("100-299", "frequent"), "brier_skill"] == 0


def test_habits_are_learnt_where_codes_go_on() -> None:
    found = pd.concat([prequential(*by_habit(300, seed)) for seed in range(3)])
    mean = found.groupby(["bin", "method"])["p_at_1"].mean()
    for name in ("30-99", "100-299"):
        assert mean[name, "suggester"] >= mean[name, "recent"] - 0.01
        assert mean[name, "suggester"] > mean[name, "tfidf"] + 0.3


def test_speakers_are_learnt_where_speakers_decide() -> None:
    draw = np.random.default_rng(1)
    speakers = [("Ann", "Bea", "Cy")[number] for number in draw.integers(0, 3, 150)]
    words = [f"w{number}" for number in range(30)]
    turns = turns_of([" ".join(draw.choice(words, 5)) for _ in speakers], speakers=speakers)
    codings = coded(turns, [{"Ann": "care", "Bea": "rules", "Cy": "tales"}[speaker] for speaker in speakers])
    found = prequential(turns, codings, BOOK).set_index(["bin", "method"])["p_at_1"]
    assert found["100-299", "suggester"] > 0.9 > found["100-299", "tfidf"]


def test_coding_makes_suggestions_no_worse() -> None:
    found = pd.concat([prequential(*by_words(120, seed), BOOK) for seed in range(6)])
    first = found[found["method"] == "suggester"].groupby("bin")["p_at_1"].mean()
    steps = [first[name] for name in ("1-9", "10-29", "30-99", "100-299")]
    assert steps == sorted(steps)


# --- suggesting ------------------------------------------------------------------------------------------------------


def test_the_table_says_where_what_how_likely_and_why() -> None:
    turns, codings = by_words(120)
    found = Suggester().fit(turns, codings, BOOK).suggest(turns_of(["cake and sugar", "the quota"], source="new"))
    assert list(found.columns) == ["source", "turn", "start_char", "end_char", "code", "score", "why"]
    assert found.groupby("turn")["code"].first().tolist() == ["care", "rules"]
    assert found["score"].between(0, 1).all()
    assert (found.groupby("turn")["score"].first() > 0.6).all()
    assert found["why"].str.len().gt(0).all()
    assert found.iloc[0][["start_char", "end_char"]].tolist() == [0, len("cake and sugar")]


def test_before_anything_is_coded_the_codebook_speaks_and_says_which_words() -> None:
    turns = turns_of(["She brought biscuits and cake.", "They raised the quota again.", "I remember what she told us."])
    found = Suggester().fit(turns, NONE, BOOK).suggest(turns, top=1)
    assert found["code"].tolist() == ["care", "rules", "tales"]
    assert found["why"].tolist()[0] == "words of the codebook: biscuits, cake"


def test_words_of_the_codebook_are_shown_as_they_stand_in_the_passage() -> None:
    turns = turns_of(["She turned away and works for Pauline. Nothing works.", "The quota.", "Cake.", "A letter."])
    codes = pd.DataFrame({"code": ["doing", "other"], "definition": ["To work, turning, for pauline.", "The quota."]})
    why = Suggester().fit(turns, NONE, codes).suggest(turns, top=1)["why"].tolist()[0]
    assert why == "words of the codebook: Pauline, turned, works"


def test_reasons_quote_a_passage_that_carries_the_code() -> None:
    turns, codings = by_words(120)
    found = Suggester().fit(turns, codings, BOOK).suggest(turns_of(["kettle mug sugar"], source="new"), top=1)
    (why,) = found["why"]
    assert "like a passage in d" in why
    quoted = why.split("“")[1].split("”")[0]
    row = turns[turns["text"] == quoted].iloc[0]
    assert codings.merge(row.to_frame().T, on=["source", "start_char"])["code"].tolist() == ["care"]


def test_what_was_used_just_before_is_said_so() -> None:
    turns, codings, codes = by_habit(200)
    last = int(turns["end_char"][149])
    found = Suggester().fit(turns, codings[codings["end_char"] <= last], codes).suggest(turns.iloc[[150]], top=1)
    assert "used on the passage before" in found["why"].item()
    assert found["code"].item() == codings[codings["end_char"] == last]["code"].item()


def test_what_a_passage_carries_is_not_suggested_for_it() -> None:
    turns, codings = by_words(48)
    found = Suggester().fit(turns, codings, BOOK).suggest(turns).merge(turns[["source", "turn", "start_char"]])
    assert len(found) == 2 * 48
    assert found.merge(codings, on=["source", "start_char", "code"]).empty


def test_what_was_refused_is_not_suggested_there_again_and_less_elsewhere() -> None:
    turns, codings = by_words(60)
    new = turns_of(["biscuit quota letter mug", "biscuit quota letter spoon"], source="new")
    every = pd.concat([turns, new], ignore_index=True)
    before = Suggester().fit(every, codings, BOOK).suggest(new)
    refused = before.iloc[[0]]
    after = Suggester().fit(every, codings, BOOK, refused).suggest(new)
    code = refused["code"].item()
    assert code not in after[after["turn"] == 0]["code"].tolist()
    score = [found[(found["turn"] == 1) & (found["code"] == code)]["score"].item() for found in (before, after)]
    assert score[1] < score[0]


def test_of_a_long_passage_the_sentences_that_carry_the_evidence() -> None:
    turns, codings = by_words(120)
    idle = "He looked at the wall for a while, and then at the window, where it had begun to get dark over the yard. "
    told = "She put the biscuit tin and the sugar beside the kettle, with a spoon."
    text = idle * 2 + told + " " + idle
    found = Suggester().fit(turns, codings, BOOK).suggest(turns_of([text], source="new"), top=1)
    assert text[found["start_char"].item() : found["end_char"].item()] == told


def test_the_same_seed_gives_the_same() -> None:
    turns, codings = by_words(60)
    one, other = (Suggester(seed=3).fit(turns, codings, BOOK).suggest(turns) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


IN_A_PROCESS = """
import sys
sys.path.insert(0, sys.argv[1])
from test_suggest import BOOK, KITCHEN, RULES, TALES, Suggester, by_words
turns, codings = by_words(90)
said = [" ".join(words) for words in (KITCHEN + RULES[:3], RULES + TALES[:3], TALES + KITCHEN[:3])]
found = Suggester().fit(turns, codings[:60], BOOK.assign(definition=said)).suggest(turns)
print([(*row[:6], float(row[5]).hex(), row[6]) for row in found.itertuples(index=False)])
"""


def test_two_processes_give_the_same_to_the_last_bit() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS, str(Path(__file__).parent)],
            env=os.environ | {"PYTHONHASHSEED": hashes}, capture_output=True, text=True, check=True,
        ).stdout
        for hashes in ("1", "2")
    ]  # fmt: skip
    assert len(told[0]) > 10_000
    assert told[0] == told[1]


def test_a_passage_that_was_never_seen_can_be_suggested_for_and_then_learnt_from() -> None:
    suggester = Suggester().fit(turns_of([]), NONE, BOOK)
    new = turns_of(["biscuits and cake", "the quota"], source="new")
    assert suggester.suggest(new, top=1)["code"].tolist() == ["care", "rules"]
    suggester.update("new", 0, ["care"])
    assert suggester.suggest(new.iloc[[0]])["code"].tolist() == ["rules", "tales"]


# --- bad input -------------------------------------------------------------------------------------------------------


def test_without_codes_or_passages_there_is_nothing_to_suggest() -> None:
    turns, codings = by_words(12)
    none = pd.DataFrame({"code": []})
    assert Suggester().fit(turns, codings, none).suggest(turns).empty
    assert Suggester().fit(turns, codings, BOOK).suggest(turns.iloc[:0]).empty
    assert prequential(turns, NONE, BOOK).empty
    assert prequential(turns, codings, none).empty


def test_one_code_without_a_definition() -> None:
    turns, _ = by_words(24)
    codes = pd.DataFrame({"code": ["only"]})
    found = Suggester().fit(turns, coded(turns, ["only", ""] * 12), codes).suggest(turns)
    assert set(found["code"]) == {"only"}
    assert found["score"].between(0, 1).all()


def test_empty_turns_get_nothing_and_do_no_harm() -> None:
    turns = turns_of(["", "  ", "biscuits and cake", "?", "…"])
    found = Suggester().fit(turns, coded(turns, ["care", "", "care", "", ""]), BOOK).suggest(turns)
    assert sorted(found["turn"].unique()) == [2, 3, 4]


def test_ten_thousand_codes() -> None:
    turns, _ = by_words(24)
    codes = pd.DataFrame({"code": [f"c{number}" for number in range(10_000)]})
    found = Suggester().fit(turns, coded(turns, ["c77", "c5"] * 12), codes).suggest(turns.iloc[[0]])
    assert found["code"].iloc[0] == "c5"


@pytest.mark.parametrize(
    ("language", "texts", "definitions"),
    [
        ("de", ["Sie hat wieder Kekse für alle mitgebracht.", "Die Quote wurde erhöht, und das ist zu viel."],
         ["Kekse mitbringen", "Quote und Regeln"]),
        ("es", ["Ella trajo otra vez galletas para todos.", "La cuota subió a treinta y no es lo que se dijo."],
         ["galletas para todos", "la cuota y las reglas"]),
        ("zh", ["她又给大家带来了饼干。", "配额提高到了三十。"], ["饼干", "配额"]),
    ],
)  # fmt: skip
def test_other_languages(language: str, texts: list[str], definitions: list[str]) -> None:
    assert guess_language(texts) == language
    codes = pd.DataFrame({"code": ["care", "rules"], "definition": definitions})
    turns = turns_of(texts)
    assert Suggester().fit(turns, NONE, codes).suggest(turns, top=1)["code"].tolist() == ["care", "rules"]


def test_words_in_their_plain_form() -> None:
    assert words_of(["Kekse mitgebracht?"], "de")[0][-1] == "?"
    assert words_of(["die Häuser"], "de") == words_of(["die Haus"], "de")


def test_words_as_they_stand() -> None:
    assert list(forms_of("Die Häuser. Hunde!", "de").values()) == ["die", "Häuser", "hunde"]
    assert forms_of("饼干", "zh") == {"饼": "饼", "干": "干"}
    assert forms_of("", "en") == {}


def test_what_is_wrong_is_said() -> None:
    turns, codings = by_words(12)
    with pytest.raises(QdaError, match="call fit first"):
        Suggester().suggest(turns)
    suggester = Suggester().fit(turns, codings, BOOK)
    with pytest.raises(QdaError, match="no code 'cair'; did you mean 'care'"):
        suggester.update("d0000", 0, ["cair"])
    with pytest.raises(QdaError, match="no passage 99 in 'd0000'"):
        suggester.update("d0000", 99, ["care"])
    with pytest.raises(ValueError, match=r"a turns table .* needs the column text"):
        suggester.fit(turns.drop(columns="text"), codings, BOOK)
    with pytest.raises(ValueError, match=r"a codings table .* needs the column code"):
        suggester.fit(turns, codings.drop(columns="code"), BOOK)
    with pytest.raises(ValueError, match=r"a codes table .* needs the column code"):
        suggester.fit(turns, codings, BOOK.drop(columns="code"))


# --- what every suggester can do --------------------------------------------------------------------------------------


def always_care(_text: str, _codes: pd.DataFrame) -> dict[str, float]:
    return {"tales": 0.2, "care": 0.9}


SUGGESTERS = {"own": Suggester, "asking": lambda: AskingSuggester(always_care, why="always care")}


@pytest.fixture(params=SUGGESTERS, ids=str)
def suggester(request: pytest.FixtureRequest) -> Suggests:
    return SUGGESTERS[request.param]()


def test_a_suggester_gives_the_table_also_where_there_is_nothing(suggester: Suggests) -> None:
    turns, codings = by_words(24)
    types = suggester.fit(turns, codings, BOOK).suggest(turns).dtypes.astype(str).to_dict()
    assert types == {
        "source": "str", "turn": "int64", "start_char": "int64", "end_char": "int64", "code": "str",
        "score": "float64", "why": "str",
    }  # fmt: skip
    assert suggester.suggest(turns.head(0)).dtypes.astype(str).to_dict() == types
    assert suggester.suggest(turns, top=0).empty
    assert suggester.fit(turns, NONE, pd.DataFrame({"code": []})).suggest(turns).empty


def test_a_suggester_suggests_no_more_than_asked_the_likeliest_first_inside_the_passage(suggester: Suggests) -> None:
    turns, codings = by_words(24)
    new = turns_of(["biscuit tin", "", "quota letter"], source="new")
    found = suggester.fit(turns, codings, BOOK).suggest(new, top=2)
    assert found.groupby("turn").size().to_dict() == {0: 2, 2: 2}
    assert found["score"].between(0, 1).all()
    assert all(part["score"].is_monotonic_decreasing for _, part in found.groupby("turn"))
    assert found["code"].isin(BOOK["code"]).all()
    assert found["why"].str.len().gt(0).all()
    inside = found.merge(new, on=["source", "turn"])
    assert (inside["start_char_x"] >= inside["start_char_y"]).all()
    assert (inside["end_char_x"] <= inside["end_char_y"]).all()
    pd.testing.assert_frame_equal(found, suggester.suggest(new, top=2))


def test_a_suggester_leaves_out_what_a_passage_carries_and_what_was_refused(suggester: Suggests) -> None:
    turns, _ = by_words(24)
    one, other = turns.iloc[[0]], turns.iloc[[1]]
    suggester.fit(turns, coded(one, ["care"]), BOOK, coded(other, ["care"]))
    assert "care" not in suggester.suggest(turns.iloc[:2])["code"].tolist()
    suggester.update(one["source"].item(), 0, ["tales"])
    found = suggester.suggest(one)["code"].tolist()
    assert "care" in found
    assert "tales" not in found


def test_a_suggester_says_what_is_wrong(suggester: Suggests) -> None:
    turns, codings = by_words(12)
    with pytest.raises(QdaError, match="call fit first"):
        suggester.suggest(turns)
    with pytest.raises(QdaError, match="no code 'cair'; did you mean 'care'"):
        suggester.fit(turns, codings, BOOK).update("d0000", 0, ["cair"])


def test_a_function_that_gives_a_code_that_is_not_there() -> None:
    turns, codings = by_words(12)
    asking = AskingSuggester(lambda _text, _codes: {"cair": 1.0}).fit(turns, codings, BOOK)
    with pytest.raises(QdaError, match="gave a code that is not there: there is no code 'cair'; did you mean 'care'"):
        asking.suggest(turns)


# --- how far a code can be relied upon ------------------------------------------------------------------------------


def test_a_card_counts_what_prequential_counts() -> None:
    turns, codings = by_words(90)
    cards = code_cards(turns, codings, BOOK).set_index("code")
    figures = prequential(turns, codings, BOOK).query("method == 'suggester'")
    right = (cards["precision"] * cards["n_first"]).sum()
    assert right == pytest.approx((figures["p_at_1"] * figures["n_passages"]).sum())
    assert cards["n_first"].sum() == 90
    assert cards["n_passages"].to_dict() == codings["code"].value_counts().to_dict()
    assert (cards["recall"] == 1).all()  # of three codes, three are shown


def test_left_out_a_passage_does_not_speak_for_itself() -> None:
    turns, _ = by_words(60)
    draw = np.random.default_rng(5)
    lots = coded(turns, [BOOK["code"][number] for number in draw.permutation(np.arange(60) % 3)])
    cards = code_cards(turns, lots, BOOK)
    right = (cards["precision_loo"] * cards["n_first_loo"]).sum() / 60
    assert right < 0.55  # codes given by lot: a third is right by chance, all if a passage were seen


def test_a_code_that_was_never_put_first_has_no_precision() -> None:
    turns, _ = by_words(48)
    cards = code_cards(turns, coded(turns, ["care"] * 47 + ["rules"]), BOOK).set_index("code")
    assert cards.loc["care", "precision"] > 0.9
    assert cards.loc["rules", ["n_passages", "n_first"]].tolist() == [1, 0]
    assert np.isnan(cards.loc["rules", "precision"])
    assert code_cards(turns, NONE, BOOK).empty


# --- how often right, what is held back, what to read ----------------------------------------------------------------


def test_the_record_is_what_prequential_counts_and_follows_corrections() -> None:
    turns, codings = by_words(60)
    suggester = Suggester().fit(turns, codings, BOOK)
    record = suggester.record().set_index("code")
    assert record["n_first"].sum() == 60
    measured = prequential(turns, codings, BOOK).query("method == 'suggester'")
    assert record["n_right"].sum() == pytest.approx((measured["p_at_1"] * measured["n_passages"]).sum())
    cards = code_cards(turns, codings, BOOK).set_index("code")
    assert record["right"].to_dict() == pytest.approx(cards["precision"].to_dict())
    first = suggester._learnt.first[0]
    given = codings["code"].iloc[0]
    other = next(code for code in BOOK["code"] if code != given)
    suggester.update(turns["source"].iloc[0], 0, [other])
    change = suggester.record().set_index("code")["n_right"] - record["n_right"]
    assert change.sum() == (other == BOOK["code"][first]) - (given == BOOK["code"][first])


def test_a_code_that_is_right_too_seldom_is_held_back_until_it_is_not() -> None:
    draw = np.random.default_rng(4)
    turns, _ = by_words(120)
    noise = coded(turns, list(draw.permutation(["care"] * 60 + ["rules"] * 60)))  # nothing to learn between the two
    suggester = Suggester().fit(turns, noise, BOOK)
    shares = suggester.record().set_index("code")["right"]
    assert 0.25 < shares["care"] < 0.75
    new = turns_of(["kettle sugar cake", "quota letter form"], source="new")
    assert set(suggester.suggest(new, right=0.0)["code"]) == {"care", "rules", "tales"}
    assert set(suggester.suggest(new, right=0.9)["code"]) == {"tales"}  # never put first, so nothing is known of it
    assert set(suggester.suggest(new, right=0.2)["code"]) == {"care", "rules", "tales"}


def test_passages_like_one() -> None:
    texts = ["kettle and mug", "the quota went up", "a mug, a kettle, sugar", "", "quota"]
    suggester = Suggester().fit(turns_of(texts), NONE, BOOK)
    found = suggester.like("a", 0, n=2)
    assert found["turn"].tolist()[0] == 2
    assert 0 not in found["turn"].tolist()
    assert found["likeness"].is_monotonic_decreasing
    assert suggester.like("a", 3).empty
    with pytest.raises(QdaError, match="there is no passage 9 in 'a'"):
        suggester.like("a", 9)


def test_what_is_worth_reading_goes_round_the_documents_and_the_topics() -> None:
    turns, codings = by_words(240)
    suggester = Suggester().fit(turns, codings.iloc[:24], BOOK)
    found = suggester.worth_reading(n=12)
    assert len(found) == 12
    assert found["source"].nunique() >= 9
    assert not set(found["source"]) & {"d0000", "d0012"}  # coded already
    kinds = found.merge(turns, on=["source", "turn"])["text"].str.split().str[0]
    assert {
        next(name for name, words in (("k", KITCHEN), ("r", RULES), ("t", TALES)) if w in words) for w in kinds
    } == set("krt")
    pd.testing.assert_frame_equal(found, Suggester().fit(turns, codings.iloc[:24], BOOK).worth_reading(n=12))


@pytest.mark.parametrize("n", [0, 1, 5, 100])
def test_as_many_are_worth_reading_as_there_are(n: int) -> None:
    turns, codings = by_words(30)
    assert len(Suggester().fit(turns, codings.iloc[:10], BOOK).worth_reading(n=n)) <= min(n, 20)
    assert Suggester().fit(turns, codings, BOOK).worth_reading(n=n).empty
    assert Suggester().fit(turns.iloc[:0], NONE, BOOK).worth_reading(n=n).empty


def test_what_is_passed_over_is_learnt_from_by_its_form_and_only_where_it_was_read() -> None:
    texts = ["And then what?", "We kept the tin full of biscuits, all of us did."] * 20
    turns = pd.concat([turns_of(texts, source=name, speakers=["Q", "A"] * 20) for name in "ab"], ignore_index=True)
    answers = coded(turns[turns["source"] == "a"], ["", "care"] * 20)
    suggester = Suggester().fit(turns, answers, BOOK)
    asked, told = suggester.chance_coded(turns.iloc[[40, 41]])
    assert asked < 0.1 < 0.9 < told  # of the text that nobody has read
    assert Suggester().fit(turns, NONE, BOOK).chance_coded(turns).tolist() == [1.0] * 80
    every = coded(turns[turns["source"] == "a"], ["care"] * 40)
    assert Suggester().fit(turns, every, BOOK).chance_coded(turns.iloc[[50]])[0] == pytest.approx(1.0)


def test_the_chance_follows_what_is_coded_and_new_texts() -> None:
    texts = ["And then what?", "We kept the tin full of biscuits, all of us did."] * 12
    turns = turns_of(texts, speakers=["Q", "A"] * 12)
    suggester = Suggester().fit(turns, NONE, BOOK)
    assert suggester.chance_coded(turns.iloc[[22]])[0] == 1.0
    for turn in range(1, 22, 2):
        suggester.update("a", turn, ["care"])
    assert suggester.chance_coded(turns.iloc[[22]])[0] < 0.2
    new = turns_of(["What?", "The tin was full, we kept it so, all of us."], source="new", speakers=["Q", "A"])
    asked, told = suggester.chance_coded(new)
    assert asked < told
