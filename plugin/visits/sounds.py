"""What a file really is: a sound that can be kept, by the containers that phones record into.

It is kept as it came. So its content must say that it is sound and nothing that is seen; its name
and the type that was sent with it are not believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plugin.visits.unfit import BROKEN, OTHER_TYPE, FileUnfit

LARGEST = 20 * 1024 * 1024  # bytes: well over half an hour as phones record speech

Box = tuple[bytes, bytes]  # its name and what is in it

# ISO 14496-12: the boxes on the way to a track's handler.
_TO_HANDLERS = (b"moov", b"trak", b"mdia", b"hdlr")
_MOST_BOXES = 1_000
# EBML (RFC 8794) and Matroska (RFC 9559): the elements on the way to a track's type.
_EBML, _DOCTYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _TRACKS, _ENTRY, _TRACK_TYPE = 0x18538067, 0x1654AE6B, 0xAE, 0x83
_SOUND = 2  # a track's type
# RFC 3533: each stream begins with a page of its own, and each codec with a word.
_OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_OGG_HEAD, _OGG_FIRST = 27, 0x02
_WAVE_SOUNDS = frozenset({1, 3, 6, 7, 0xFFFE})  # PCM, float, A-law, u-law, extensible


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound as it is kept."""

    content: bytes
    type: str


def sound_of(content: bytes) -> Sound:
    """The sound in the file. FileUnfit says why there is none."""
    reader = _reader_of(content)
    if reader is None:
        raise FileUnfit("other-type", OTHER_TYPE)
    if len(content) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise FileUnfit("too-large", f"the sound is too long; at most {most} MiB are taken")
    type_, tracks = reader
    try:
        found = tracks(content)
    except (ValueError, IndexError):
        raise FileUnfit("broken", BROKEN) from None
    if not found:
        raise FileUnfit("broken", BROKEN)
    if not all(found):
        raise FileUnfit("other-type", "there is more than sound in the file; send sound alone")
    return Sound(content, type_)


def _mp4(content: bytes) -> list[bool]:
    """Of each track whether it is sound."""
    return [each[8:12] == b"soun" for each in _handlers(content, _TO_HANDLERS)]


def _handlers(content: bytes, path: tuple[bytes, ...]) -> Iterator[bytes]:
    for name, inside in _boxes(content):
        if name == path[0]:
            yield from [inside] if len(path) == 1 else _handlers(inside, path[1:])


def _boxes(content: bytes) -> Iterator[Box]:
    """The boxes side by side; the last may go on to the end. ValueError where one is no box."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at == len(content):
            return
        size, name, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        size = size or len(content) - at
        if len(name) < 4 or size < head or at + size > len(content):
            raise ValueError("no box")
        yield name, content[at + head : at + size]
        at += size


def _webm(content: bytes) -> list[bool]:
    """Of each track whether it is sound."""
    doctype = b""
    for name, inside in _elements(content):
        if name == _EBML:
            doctype = next((each for key, each in _elements(inside) if key == _DOCTYPE), b"")
        if name == _SEGMENT:
            tracks = next((each for key, each in _elements(inside) if key == _TRACKS), b"")
            is_webm = doctype.rstrip(b"\0") == b"webm"
            return [is_webm and _type_of(each) == _SOUND for each in _entries(tracks)]
    return []


def _entries(tracks: bytes) -> Iterator[bytes]:
    return (inside for name, inside in _elements(tracks) if name == _ENTRY)


def _type_of(entry: bytes) -> int | None:
    return next(
        (int.from_bytes(each) for key, each in _elements(entry) if key == _TRACK_TYPE), None
    )


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements side by side; what was recorded live has no size and goes on to the end."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at >= len(content):
            return
        width = _width(content[at])
        name, at = int.from_bytes(content[at : at + width]), at + width
        width = _width(content[at])
        told = int.from_bytes(content[at : at + width]) - (1 << 7 * width)
        at += width
        size = len(content) - at if told == (1 << 7 * width) - 1 else told
        yield name, content[at : at + size]
        at += size


def _width(first: int) -> int:
    """How many bytes a number of variable size takes. ValueError."""
    if not first:
        raise ValueError("no element")
    return 9 - first.bit_length()


def _ogg(content: bytes) -> list[bool]:
    """Of each stream whether it is sound."""
    found, at = [], 0
    while content[at : at + 4] == b"OggS" and content[at + 5] & _OGG_FIRST:
        lacing = content[at + _OGG_HEAD : at + _OGG_HEAD + content[at + 26]]
        begins = at + _OGG_HEAD + len(lacing)
        found.append(content[begins:].startswith(_OGG_CODECS))
        at = begins + sum(lacing)
    return found


def _wav(content: bytes) -> list[bool]:
    """Whether there are samples in it of a sort that is sound."""
    if not content.startswith(b"RIFF"):
        raise ValueError("no RIFF")
    at, is_sound, has_samples = 12, False, False
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if name == b"fmt ":
            is_sound = int.from_bytes(content[at + 8 : at + 10], "little") in _WAVE_SOUNDS
        has_samples = has_samples or (name == b"data" and size > 0)
        at += 8 + size + size % 2
    return [is_sound] if has_samples else []


Tracks = Callable[[bytes], list[bool]]

# Where a file says what it is, what it says there -> the type it is served as, and its reader.
_READERS: tuple[tuple[slice, bytes, str, Tracks], ...] = (
    (slice(4, 8), b"ftyp", "audio/mp4", _mp4),
    (slice(0, 4), b"\x1a\x45\xdf\xa3", "audio/webm", _webm),
    (slice(0, 4), b"OggS", "audio/ogg", _ogg),
    (slice(8, 12), b"WAVE", "audio/wav", _wav),
)


def _reader_of(content: bytes) -> tuple[str, Tracks] | None:
    here = ((type_, reader) for where, said, type_, reader in _READERS if content[where] == said)
    return next(here, None)
