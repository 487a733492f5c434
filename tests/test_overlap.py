"""What texts have in common: every run of letters that is long enough, and nothing else."""

from __future__ import annotations

from unicodedata import combining, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenger_qda.reports.letters import SHORT, WINDOW
from wenger_qda.reports.overlap import Haystack, shared

TALK = "IDA: So who brought the biscuits on the second day?\nBEA: Nobody has said.\n"


def bare(text: str) -> str:
    """Give the letters of a text, by another way than the one that is tested."""
    return "".join(c for c in normalize("NFD", text).casefold() if c.isalpha() and not combining(c))


def texts_of(pieces: list[str], *texts: str) -> list[tuple[int, int]]:
    return [(one.piece, one.text) for one in shared(pieces, texts)]


@given(st.text("abé ,\n", min_size=24, max_size=400), st.text("abé ,\n", max_size=400))
@settings(deadline=None)
def test_found_is_what_shares_a_run_of_letters_long_enough(text: str, piece: str) -> None:
    text = " ".join(text.split())
    there, here = bare(text), bare(piece)
    runs = {there[at : at + WINDOW] for at in range(len(there) - WINDOW + 1)}
    is_shared = any(here[at : at + WINDOW] in runs for at in range(len(here) - WINDOW + 1))
    if len(there) >= WINDOW:  # a shorter one is found as a line, too
        assert bool(shared([piece], [text])) == is_shared


@given(st.data())
@settings(deadline=None)
def test_the_longest_run_is_told_with_its_place(data: st.DataObject) -> None:
    letters = st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=1, max_size=9)
    words = data.draw(st.lists(letters, min_size=30, max_size=60, unique=True))
    start = data.draw(st.integers(0, 10))
    stop = data.draw(st.integers(start + WINDOW, 40 if start + WINDOW < 40 else start + WINDOW))
    text = " ".join(words)
    passage = " ".join(words[start:stop])
    (found,) = shared([f"1 2 3: {passage.upper() if 'ß' not in passage else passage} (!)"], [text])
    assert text[found.start_char : found.end_char] == passage
    assert found.n_words == len(words[start:stop])


@pytest.mark.parametrize(
    "piece",
    [
        "who brought the biscuits on the second day",
        "WHO BROUGHT THE BISCUITS ON THE SECOND DAY",
        "who\n1 brought\n2 the\n3 bis-\n4 cuits\n5 on\n6 the\n7 second\n",
        "['who', 'brought', 'the', 'biscuits', 'on', 'the', 'second', 'day']",
        "…ho brought the biscuits on the…",
        "whobroughtthebiscuitsonthesecondday",
    ],
)
def test_a_passage_is_known_again_however_it_is_set(piece: str) -> None:
    assert texts_of([piece], TALK) == [(0, 0)]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Café au lait, déjà vu, à côté de l'hôtel", normalize("NFD", "café au lait déjà vu à côté de l’hôtel")),
        ("那天没有人说谢谢大家都走了。", "<td>没有人说谢谢大家</td>"),
        ("ビスケットを持ってきたのは誰ですか", "ケットを持ってきたのは誰で"),
        ("그날 우리는 아무도 고맙다고 말하지 않았다고 했다", "아무도 고맙다고 말하지 않았다"),
        ("אמרו שלום לכולם כאן בבית הספר הזה ביום", "שלום לכולם כאן בבית הספר הזה ביום"),
        ("ไม่มีใครพูดขอบคุณสำหรับขนมในวันนั้นเลย", "ใครพูดขอบคุณสำหรับขนมในวันนั้นเลย"),
    ],
    ids=["accents", "Chinese", "Japanese", "Korean", "Hebrew", "Thai"],
)  # fmt: skip
def test_passages_in_other_scripts_are_found(text: str, piece: str) -> None:
    assert texts_of(["nothing", piece], text) == [(1, 0)]


def test_words_of_chinese_are_its_characters_and_of_korean_what_blanks_part() -> None:
    (chinese,) = shared(["没有人说谢谢大家"], ["那天没有人说谢谢大家都走了。"])
    (korean,) = shared(["아무도 고맙다고 말하지 않았다"], ["그날 아무도 고맙다고 말하지 않았다"])
    assert (chinese.n_words, chinese.start_char, chinese.end_char) == (8, 2, 10)
    assert korean.n_words == 4


@pytest.mark.parametrize(
    "piece", ["<td>Nobody has said.</td>", "x | Nobody has said | y", "2  nobody has said\n", "Nobody has said"]
)
def test_a_short_line_is_found_where_it_stands_by_itself(piece: str) -> None:
    assert len(bare("Nobody has said")) < WINDOW
    assert texts_of([piece], TALK) == [(0, 0)]


@pytest.mark.parametrize(
    "piece", ["and nobody has said it", "nobody has said so", "Nobody said", "who brought the biscuits"]
)
def test_a_short_run_inside_of_other_words_is_not_found(piece: str) -> None:
    assert texts_of([piece], TALK) == []


@pytest.mark.parametrize("line", ["thank you", "Is it so?", "extraordinary things"])
def test_lines_of_few_letters_or_words_tell_nothing(line: str) -> None:
    assert texts_of([f"<td>{line}</td>"], line) == []


def test_each_piece_and_each_text_is_told_apart() -> None:
    other = "The pile on her desk is green today, as it was on Monday."
    pieces = [other[4:40], "nothing", TALK[5:45] + other[:40], TALK]
    assert texts_of(pieces, TALK, other) == [(0, 1), (2, 0), (2, 1), (3, 0)]


def test_what_several_texts_say_is_of_the_one_that_says_most_of_it() -> None:
    question = "What did you do when the system was down that morning?"
    texts = [f"Q: {question}\nA: We waited.", f"Q: {question}\nA: We counted the ceiling tiles, all of them."]
    (found,) = shared([f"{question} A: We counted the ceiling tiles"], texts)
    assert (found.text, found.n_words) == (1, 17)


def test_pieces_are_not_read_into_each_other() -> None:
    half = len(TALK) // 4
    assert texts_of([TALK[:half], TALK[half : 2 * half]], TALK[: 2 * half].replace("\n", " ")) == []


def test_names_may_stand_in_pieces() -> None:
    title = "The first day on the third floor"
    text = f"{title}\nNobody had told me of the elevator."
    assert shared([f"<td>notes/{title}</td><td>5</td>"], [text]) != []
    assert shared([f"<td>notes/{title}</td><td>5</td>"], [text], names=[f"notes/{title}"]) == []
    assert shared([f"{title}. Nobody had told me"], [text], names=[f"notes/{title}"]) != []


def test_nothing_is_in_nothing() -> None:
    assert shared([], [TALK]) == shared([""], [TALK]) == shared(["…"], [TALK]) == shared([TALK], []) == []
    assert shared([TALK], [""]) == []


def test_places_are_told_in_the_first_of_texts_known_by_one_number() -> None:
    haystack = Haystack([f"{TALK[20:]} and nobody has said anything about who it was"])
    haystack.look_for(7, [TALK, "And nobody has said anything about who it was."])
    (found,) = haystack.found()
    assert found.text == 7
    assert TALK[found.start_char : found.end_char] == TALK[20:].strip(" .\n")


def test_no_run_leads_from_one_text_of_a_number_to_the_next() -> None:
    haystack = Haystack(["The tin was empty. The pile was green."])
    haystack.look_for(0, ["Because the tin was empty.", "The pile was green as ever."])
    assert haystack.found() == []


def test_bounds_are_what_the_documents_say() -> None:
    assert (WINDOW, SHORT) == (24, 12)
