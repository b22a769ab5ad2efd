"""Sounds of a second's tone, in the containers that phones record into; written box by box."""

from __future__ import annotations

import io
import math
import struct
import wave


def wav(seconds: float = 0.2) -> bytes:
    """A tone as PCM."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        tone = (int(9_000 * math.sin(n / 3)) for n in range(int(8_000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", each) for each in tone))
    return written.getvalue()


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of ISO 14496-12."""
    content = b"".join(inside)
    return struct.pack(">I", len(content) + 8) + name + content


def mp4(*handlers: bytes, brand: bytes = b"M4A ") -> bytes:
    """A file of a track for each of the handlers: `soun`, `vide`, ..."""
    tracks = (
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), each, bytes(12), b"\0")))
        for each in handlers or (b"soun",)
    )
    return (
        box(b"ftyp", brand, bytes(4), b"isom")
        + box(b"moov", box(b"mvhd", bytes(100)), *tracks)
        + box(b"mdat", bytes(500))
    )


def element(name: int, *inside: bytes, is_live: bool = False) -> bytes:
    """An element of EBML; what is recorded live has no size."""
    content = b"".join(inside)
    head = name.to_bytes((name.bit_length() + 7) // 8)
    size = b"\x01" + b"\xff" * 7 if is_live else (len(content) | 1 << 56).to_bytes(8)
    return head + size + content


def webm(*types: int, doctype: bytes = b"webm") -> bytes:
    """A live recording of a track for each of the types: 1 is video, 2 audio."""
    tracks = (
        element(
            0xAE, element(0xD7, b"\x01"), element(0x83, bytes([each])), element(0x86, b"A_OPUS")
        )
        for each in types or (2,)
    )
    return element(0x1A45DFA3, element(0x4286, b"\x01"), element(0x4282, doctype)) + element(
        0x18538067,
        element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40")),
        element(0x1654AE6B, *tracks),
        element(0x1F43B675, bytes(300), is_live=True),
        is_live=True,
    )


def page(content: bytes, flags: int) -> bytes:
    """A page of Ogg."""
    lacing = [255] * (len(content) // 255) + [len(content) % 255]
    head = b"OggS\0" + bytes([flags]) + bytes(20)
    return head + bytes([len(lacing), *lacing]) + content


def ogg(*codecs: bytes) -> bytes:
    """A file of a stream for each of the codecs."""
    begun = (page(each + bytes(12), 2) for each in codecs or (b"OpusHead",))
    return b"".join(begun) + page(bytes(700), 0)
