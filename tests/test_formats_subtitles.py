"""WebVTT and SubRip: cues, speakers, rolling captions, odd files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_formats_plain import spoken, transcript

from wenger_qda.errors import SourceError
from wenger_qda.formats import File, read
from wenger_qda.formats.subtitles import read_subtitles


def found(words, name="a.vtt"):
    return read_subtitles(File(name=name, data=words.encode()))


def turns_of(words, name="a.vtt"):
    source = found(words, name).sources[0]
    return [(turn.speaker, source.text[turn.start_char : turn.end_char]) for turn in source.turns]


def vtt(*cues):
    return "WEBVTT\n\n" + "".join(f"00:00:{n:02}.000 --> 00:00:{n:02}.900\n{cue}\n\n" for n, cue in enumerate(cues))


def srt(*cues):
    return "".join(
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\n{cue}\n\n"
        for n, cue in enumerate(cues, 1)
    )


# --- cues -----------------------------------------------------------------------------------------------------------


def test_header_note_style_and_region_are_not_words():
    words = (
        "WEBVTT - weekly meeting\nKind: captions\nLanguage: en\n\n"
        "STYLE\n::cue { color: red }\n\nREGION\nid:1\n\nNOTE\nchecked by Nora\nand by Ida\n\n"
        "intro\n00:01.000 --> 00:02.000 align:left line:-1\nHello\n\nNOTE later\n\n00:03.000 --> 00:04.000\nyou"
    )
    assert turns_of(words) == [("", "Hello"), ("", "you")]
    assert found(words).remarks == ("2 NOTE blocks left out",)


@pytest.mark.parametrize(
    "words",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nyou\n",
        "00:00:01,000 --> 00:00:02,000\nHello\n\n00:00:03,000 --> 00:00:04,000\nyou",
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:03,000 --> 00:00:04,000\nyou",
        "1\n00:00:01.000 --> 00:00:02.000\n\nHello\n\n\n2\n0:03 --> 0:04\nyou",
        "1\r\n00:00:01,000 -> 00:00:02,000\r\nHello\r\n\r\n2\r\n00:00:03,000 –> 00:00:04,000\r\nyou\r\n",
        "1\n00:01,000 -->\nHello\n\n2\n00:03,000 --> 00:04,000  X1:0 X2:9\nyou",
    ],
)
def test_srt_as_people_and_programs_write_it(words):
    source = found(words, "a.srt").sources[0]
    assert source.text == "Hello\nyou"
    assert [turn.start_ms for turn in source.turns] == [1000, 3000]


def test_words_after_an_empty_line_are_kept_and_told():
    words = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\nTwo.\n\n00:03.000 --> 00:04.000\nThree."
    assert turns_of(words) == [("", "One. Two."), ("", "Three.")]
    assert found(words).remarks == ("line 6: words without a time of their own, kept with the cue before them",)


def test_an_srt_never_takes_words_for_the_name_of_a_cue():
    words = "1\n00:01,000 --> 00:02,000\nOne.\n\nTwo.\n00:03,000 --> 00:04,000\nThree."
    assert turns_of(words, "a.srt") == [("", "One. Two."), ("", "Three.")]


def test_tags_go_and_entities_are_decoded_after_them():
    words = vtt(
        "<c.loud>2 &lt; 3</c> &amp; <i>so</i> <00:00:00.500>on &lt;b&gt; AT&T <laughs> &nbsp;x &#8212;", "{\\an8}up"
    )
    assert turns_of(words) == [("", "2 < 3 & so on <b> AT&T <laughs> \xa0x —"), ("", "up")]


def test_empty_cues_are_left_out_and_told():
    words = vtt("One", "<c></c>", "", "Two")
    assert turns_of(words) == [("", "One"), ("", "Two")]
    assert found(words).remarks == ("2 cues without words left out",)


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("x.srt", "some text", 'x.srt, line 1: no cue found; expected "00:00:01,000 --> 00:00:02,000"'),
        ("x.vtt", "WEBVTT\n", 'x.vtt, line 1: no cue found; expected "00:00:01.000 --> 00:00:02.000"'),
        ("x.srt", "00:00:01,000 --> 00:00:02,000\n\n", "x.srt: it has times but no words"),
        ("x.vtt", "", "x.vtt: the file is empty"),
    ],
)
def test_refused_in_a_sentence(name, words, why):
    with pytest.raises(SourceError, match=f"^{re.escape(why)}$"):
        found(words, name)


# --- speakers -------------------------------------------------------------------------------------------------------


def test_teams_voices_are_speakers_and_neighbours_join():
    words = vtt("<v Ida Brandt>Is it</v>", "<v Ida Brandt>done?</v>", "<v.loud Bea>Nearly.</v>", "(noise)")
    assert turns_of(words) == [("Ida Brandt", "Is it done?"), ("Bea", "Nearly."), ("", "(noise)")]
    assert found(words).sources[0].turns[0].start_ms == 0


def test_two_voices_in_one_cue_are_two_turns():
    assert turns_of(vtt("<v Ida>So?</v>\n<v Bea>Yes.</v>")) == [("Ida", "So?"), ("Bea", "Yes.")]


def test_zoom_names_are_speakers_also_once_and_also_odd_ones():
    words = vtt("Ida: One", "Ida: two: three", "nixo | ECH: Four", "14165550123: Five", "Justin F. (Besu): Six")
    assert turns_of(words) == [
        ("Ida", "One two: three"),
        ("nixo | ECH", "Four"),
        ("14165550123", "Five"),
        ("Justin F. (Besu)", "Six"),
    ]


def test_a_cue_without_label_is_nobodys_where_every_cue_has_one():
    words = vtt("Ida: One", "Ida: two", "Ida: three", "noise", "Bea: Four", "Bea: five", "Bea: six")
    assert turns_of(words) == [("Ida", "One two three"), ("", "noise"), ("Bea", "Four five six")]


def test_a_cue_without_label_goes_on_where_only_changes_are_labelled():
    words = srt("Ida: One", "two", "three", "Bea: Four", "five", "Ida: Six")
    assert turns_of(words, "a.srt") == [("Ida", "One two three"), ("Bea", "Four five"), ("Ida", "Six")]


def test_a_colon_in_a_film_is_no_speaker():
    words = srt("Rule one: do not touch", "He said: never", "And then", "12:30: nothing", "Listen: now", *["More"] * 9)
    assert {speaker for speaker, _ in turns_of(words, "a.srt")} == {""}


def test_two_labelled_lines_in_one_cue_are_two_turns():
    words = srt("IDA: So?\nBEA: Yes.", "IDA: Good.", "BEA: Very.")
    assert turns_of(words, "a.srt") == [("IDA", "So?"), ("BEA", "Yes."), ("IDA", "Good."), ("BEA", "Very.")]


def test_a_label_may_stand_on_a_line_of_its_own():
    words = srt("IDA:\nSo?", "BEA:\nYes.", "IDA:\nGood.")
    assert turns_of(words, "a.srt") == [("IDA", "So?"), ("BEA", "Yes."), ("IDA", "Good.")]


# --- rolling captions -----------------------------------------------------------------------------------------------


def test_rolling_captions_stand_once():
    words = vtt(
        " \nhello<00:00:00.500><c> and welcome</c>",
        "hello and welcome\n ",
        "hello and welcome\nto the<00:00:02.500><c> show</c>",
        "to the show\n ",
        "to the show\nof shows",
        "of shows\n ",
        "of shows\ntonight",
    )
    result = found(words)
    assert result.sources[0].text.split("\n") == ["hello and welcome", "to the show", "of shows", "tonight"]
    assert result.remarks[-1].startswith("rolling captions")


def test_captions_that_grow_stand_once():
    words = vtt("so today", "so today we", "so today we are", "so today we are going", "home now")
    assert found(words).sources[0].text.split("\n") == ["so today", "we", "are", "going", "home now"]


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        (
            ["hello<00:00:00.500><c> there</c>", "hello there\n ", "hello there\nmy<00:00:02.500><c> friend</c>"],
            ["hello there", "my friend"],
        ),
        (
            [
                "hello<00:00:00.500><c> there</c>",
                "hello there",
                "hello there\nmy<00:00:02.500><c> friend</c>",
                "my friend",
            ],
            ["hello there", "my friend"],
        ),
    ],
)
def test_a_short_file_with_times_of_words_rolls_by_one_pair(cues, said):
    result = found(vtt(*cues))
    assert result.sources[0].text.split("\n") == said
    assert any(remark.startswith("rolling captions") for remark in result.remarks)


def test_a_short_file_without_times_of_words_is_left_as_it_is():
    assert [said for _, said in turns_of(vtt("Yes.", "Yes.\nI think so.", "Good."))] == [
        "Yes.",
        "Yes. I think so.",
        "Good.",
    ]


def test_people_who_repeat_themselves_are_heard_twice():
    words = vtt("Yes.", "Yes.", "No.", "No.", "Yes.")
    assert [said for _, said in turns_of(words)] == ["Yes.", "Yes.", "No.", "No.", "Yes."]


# --- properties -----------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["Ida", "Bea Lund", "Zoë", "José"])
WORDS = st.text(st.characters(categories=["L", "N", "Zs"], include_characters=".,?!'’–"), min_size=1, max_size=30).map(
    lambda text: f"w{text}".strip()
)


@given(st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=12), st.sampled_from(["a.vtt", "a.srt"]))
def test_voices_read_back(spoken_cues, name):
    cues = [f"<v {speaker}>{words}</v>" for speaker, words in spoken_cues]
    source = found((vtt if name == "a.vtt" else srt)(*cues), name).sources[0]
    runs = []
    for speaker, words in spoken_cues:
        if runs and runs[-1][0] == speaker:
            runs[-1] = (speaker, f"{runs[-1][1]} {words}")
        else:
            runs.append((speaker, words))
    assert spoken(source.text, source.turns) == runs


# --- real files -----------------------------------------------------------------------------------------------------

READ = [
    ("vtt/webvttpy_captions_with_bom.vtt", 4, "Caption text #1", "Caption text #4", ()),
    ("vtt/webvttpy_cue_tags.vtt", 3, "When the moon hits your eye", "That's amore", ()),
    ("vtt/webvttpy_hist_optional_identifiers.vtt", 16, "Caption text #1", "Caption text #16", ()),
    ("vtt/webvttpy_hist_styles2.vtt", 6, "Musique douce", "-Euh, là-bas, au chêne.", ()),
    ("vtt/webvttpy_invalid.vtt", 7, "Caption text #1", "Caption text #7", ("WEBVTT is missing",)),
    (
        "vtt/webvttpy_invalid_timeframe_in_cue_text.vtt",
        3,
        "Caption text #1",
        "Caption text #3",
        ("1 cue without words left out",),
    ),
    ("vtt/webvttpy_metadata_headers_multiline.vtt", 2, "Caption text #1", "Caption text #2", ()),
    (
        "vtt/webvttpy_missing_timeframe.vtt",
        6,
        "Caption text #1 Caption text #2",
        "Caption text #7",
        ("line 6: words without a time of their own",),
    ),
    ("vtt/webvttpy_sample.vtt", 16, "Caption text #1", "Caption text #16", ()),
    ("vtt/webvttpy_using_identifiers.vtt", 6, "Caption text #1", "Caption text #6", ()),
    ("srt/pysrt_bom-utf-8.srt", 7, "About 2 months ago I found myself on the comment section of YouTube", "", ()),
    ("srt/pysrt_bom-utf-16-be.srt", 7, "About 2 months ago I found myself on the comment section of YouTube", "", ()),
    ("srt/pysrt_bom-utf-32-be.srt", 7, "About 2 months ago I found myself on the comment section of YouTube", "", ()),
    ("srt/pysrt_no-indexes.srt", 7, "About 2 months ago I found myself on the comment section of YouTube", "", ()),
    (
        "srt/pysrt_empty.srt",
        5,
        "About 2 months ago I found myself on the comment section of YouTube",
        "",
        ("2 cues without words left out",),
    ),
    (
        "srt/pysrt_windows-1252.srt",
        1332,
        "Downloaded From www.AllSubs.org",
        "Downloaded From www.AllSubs.org",
        ("read as cp1252, a guess",),
    ),
    (
        "srt/webvttpy_missing_caption_text.srt",
        4,
        "Caption text #1",
        "Caption text #5",
        ("1 cue without words left out",),
    ),
    ("srt/webvttpy_one_caption.srt", 1, "Caption text #1", "Caption text #1", ()),
]
ORGANISED = "So what I thought I do is instead if answering on a YouTube comment is organize a global awareness day"


@pytest.mark.parametrize(("name", "count", "first", "last", "remarks"), READ, ids=[row[0] for row in READ])
def test_real_subtitles(name, count, first, last, remarks):
    data = read(transcript(name))
    source = data.sources[0]
    words = [source.text[turn.start_char : turn.end_char] for turn in source.turns]
    assert (len(words), words[0], words[-1]) == (count, first, last or ORGANISED)
    assert {turn.speaker for turn in source.turns} == {""}
    reason = data.report.rows[0][3]
    assert len(remarks) == (1 if reason else 0)
    assert all(remark in reason for remark in remarks)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("vtt/webvttpy_no_captions.vtt", "line 1: no cue found"),
        ("srt/webvttpy_invalid_format2.srt", "line 1: no cue found"),
        ("srt/webvttpy_invalid_format4.srt", "it has times but no words"),
    ],
)
def test_real_subtitles_that_are_refused(name, why):
    with pytest.raises(SourceError, match=why):
        read(transcript(name))


ZOOM = [
    "zoom/acdc_2026-06-11_180_transcript_corrected.vtt",
    "zoom/acdc_2026-08-06_184_transcript.vtt",
    "zoom/acde_2026-07-16_241_transcript_corrected.vtt",
    "zoom/acdt_2026-07-13_087_transcript.vtt",
    "zoom/acdt_2026-07-13_087_transcript_corrected.vtt",
]


@pytest.mark.parametrize("name", ZOOM)
def test_zoom_transcripts_turn_by_turn(name):
    path = transcript(name)
    cues = re.findall(r"-->.*\n(.*?): (.*)", path.read_text(encoding="utf-8"))
    expected = []
    for speaker, words in cues:
        if expected and expected[-1][0] == speaker:
            expected[-1] = (speaker, f"{expected[-1][1]} {words}")
        else:
            expected.append((speaker, words))
    source = read(path).sources[0]
    assert spoken(source.text, source.turns) == [(speaker, words.strip()) for speaker, words in expected]


def test_zoom_turns_have_the_time_of_their_first_cue():
    source = read(transcript(ZOOM[2])).sources[0]
    assert (source.turns[0].speaker, source.turns[0].start_ms) == ("Pooja Ranjan", 202_710)
    assert (source.turns[1].speaker, source.turns[1].start_ms) == ("nixo", 215_970)
    assert source.date == "2026-07-16"
