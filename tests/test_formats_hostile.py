"""Whatever the bytes: project data or one plain sentence, and turns that lie in the text."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_formats_word import by_hand, p, t

from wenger_qda.errors import QdaError
from wenger_qda.formats import READERS, File
from wenger_qda.formats.assembly import assemble

MARKS = st.sampled_from(
    [
        *("WEBVTT\n\n", "\n", "\n\n", "\r", "\r\n", "00:01.000 --> 00:02.000\n", "1\n00:00:01,000 --> 00:00:02,000\n"),
        *("<v Ida>", "</v>", "<c.x>", "Ida: ", "Bea:\n", "[OC: ", "]", "((", "))", "Memo:\n", "# ", "---\n", "a: b\n"),
        *(
            "cases:\n",
            "codings:\n",
            "codes:\n",
            "  - name: x\n",
            "  - id: x\n",
            "coder: a\n",
            "&amp;",
            "&#0;",
            "&x",
            "*x",
        ),
        *(
            '"',
            ",",
            ";",
            "\t",
            "|",
            "=",
            "\x00",
            "\ufeff",
            "\u2028",
            "🙂",
            "\U0001f469\u200d\U0001f692",
            "שלום",
            "e\u0301",
        ),
        *("Ida  0:03\n", "NOTE x\n", "? ", "[", "{", "!!x ", "%", "0", "words"),
    ]
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=25).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])


def survives(suffix, data):
    name = f"a{suffix}"
    try:
        found = assemble([(name, READERS[suffix](File(name=name, data=data)))])
    except QdaError as error:
        is_sentence = str(error).startswith(name) and "\n" not in str(error)
    else:
        is_sentence = all(map(lies_in_its_text, found.sources))
    assert is_sentence


def lies_in_its_text(source):
    edges = [edge for turn in source.turns for edge in (turn.start_char, turn.end_char)]
    return edges == sorted(edges) and (not edges or edges[-1] <= len(source.text)) and bool(source.text)


@pytest.mark.parametrize("suffix", READERS)
@given(data=st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes(suffix, data):
    survives(suffix, data)


@pytest.mark.parametrize("suffix", READERS)
@given(text=TEXTS, encoding=ENCODINGS)
@settings(max_examples=100, deadline=None)
def test_any_text(suffix, text, encoding):
    survives(suffix, text.encode(encoding, errors="ignore"))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@given(spoiled=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_damage_to_an_office_file(suffix, spoiled):
    raw = bytearray(OFFICE[suffix])
    for at, byte in spoiled:
        raw[at % len(raw)] = byte
    survives(suffix, bytes(raw))


@given(spoiled=st.lists(st.tuples(st.integers(0, 2000), st.text("<>/\"'=&;: tp0", max_size=3)), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_damage_to_the_xml_of_a_workbook(spoiled):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(OFFICE[".xlsx"])) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            for at, piece in spoiled:
                at %= len(xml)
                xml = xml[:at] + piece + xml[at + 1 :]
            new.writestr(name, xml)
    survives(".xlsx", stream.getvalue())


def _workbook():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "text"])
    book.active.append([1, "Rain all day"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


OFFICE = {".docx": by_hand(p(t("Ida: So?")) + p(t("Bea: Yes."))), ".xlsx": _workbook()}
