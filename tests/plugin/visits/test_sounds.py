"""A sound is known by what is in the file, and is kept only where there is nothing else in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.visits import sounds
from plugin.visits.sounds import sound_of
from plugin.visits.unfit import FileUnfit
from tests.plugin.visits.pictures import by_a_camera
from tests.plugin.visits.recordings import box, mp4, ogg, wav, webm

KEPT = {
    "as iPhones record": (mp4(), "audio/mp4"),
    "as Safari's recorder writes": (mp4(b"soun", brand=b"iso5"), "audio/mp4"),
    "as Chromium's recorder writes": (webm(), "audio/webm"),
    "as Firefox's recorder writes": (ogg(), "audio/ogg"),
    "Vorbis": (ogg(b"\x01vorbis"), "audio/ogg"),
    "as it is": (wav(), "audio/wav"),
    "a box that goes on to the end": (mp4() + bytes(4) + b"mdat" + bytes(99), "audio/mp4"),
}


@pytest.mark.parametrize("what", KEPT)
def test_a_sound_is_kept_as_it_came(what: str) -> None:
    content, type_ = KEPT[what]
    found = sound_of(content)
    assert (found.content, found.type) == (content, type_)


UNFIT = {
    "a film": (mp4(b"soun", b"vide"), "other-type"),
    "a film as WebM": (webm(2, 1), "other-type"),
    "a film as Ogg": (ogg(b"OpusHead", b"\x80theora"), "other-type"),
    "Matroska of another sort": (webm(2, doctype=b"matroska"), "other-type"),
    "words": (b"just words", "other-type"),
    "nothing": (b"", "other-type"),
    "a page": (b"<!doctype html><audio>", "other-type"),
    "an archive": (b"PK\x03\x04" + bytes(100), "other-type"),
    "a picture": (by_a_camera(), "other-type"),
    "no tracks": (mp4()[:24], "broken"),
    "half of it": (mp4()[:90], "broken"),
    "a box larger than the file": (mp4()[:24] + b"\xff\xff\xff\xffmoov", "broken"),
    "a box smaller than its head": (mp4()[:24] + b"\0\0\0\1moov" + bytes(16), "broken"),
    "WebM without its end": (webm()[:40], "broken"),
    "a WAV without samples": (wav()[:36], "broken"),
    "WAVE without RIFF": (b"RIFX" + wav()[4:], "broken"),
    "zeros behind a head": (b"\x1a\x45\xdf\xa3" + bytes(50), "broken"),
    "an empty box": (box(b"ftyp"), "broken"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_what_is_no_sound_is_refused_by_name(what: str) -> None:
    content, fault = UNFIT[what]
    with pytest.raises(FileUnfit) as refused:
        sound_of(content)
    assert refused.value.fault == fault
    assert str(refused.value)


def test_a_sound_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "LARGEST", 1_000)
    with pytest.raises(FileUnfit, match="too long"):
        sound_of(wav())


@given(
    whole=st.sampled_from([each for each, _ in KEPT.values()]),
    at=st.integers(0, 2_000),
    wrong=st.binary(min_size=1, max_size=9),
)
def test_whatever_is_in_it_there_is_an_answer(whole: bytes, at: int, wrong: bytes) -> None:
    """A damaged sound is kept or refused: nothing else comes of it."""
    at %= len(whole)
    spoilt = whole[:at] + wrong + whole[at + len(wrong) :]
    for content in (spoilt, whole[:at], whole[at:]):
        assert answer_to(content) in {"kept", "other-type", "broken"}


def answer_to(content: bytes) -> str:
    """`kept`, or why it is not."""
    try:
        return "kept" if sound_of(content).content == content else "another"
    except FileUnfit as error:
        return error.fault
