"""Files of word processors made by hand, what hides in them, and how they are refused."""

import io
import zipfile

import pytest

from wenger_qda.errors import SourceError

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SIGNS = ("👩🏽‍🚒 שלום", "مرحبا e\u0301")


def package(members):
    """Pack files into a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def assert_signs_keep_their_places(source):
    """Astral and right-to-left characters stand where the turns say."""
    assert source.text == "\n".join(SIGNS)
    assert [source.text[turn.start_char : turn.end_char] for turn in source.turns] == list(SIGNS)


def assert_refused(read, data, why, name):
    """Refused in one line that begins with the file's name."""
    with pytest.raises(SourceError, match=why) as err:
        read(data)
    assert str(err.value).startswith(f"{name}: ")
    assert "\n" not in str(err.value)
