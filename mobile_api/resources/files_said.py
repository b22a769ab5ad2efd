"""What the API's document says of headers and bodies of files: no form can say it."""

from __future__ import annotations

from typing import Any

from mobile_api.uploads import tus

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_COUNT = {"type": "integer", "minimum": 0}
_SHOWN = ("image/jpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm")


def _header(said: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"schema": schema or {"type": "string"}, "description": said}


def _sent(name: str, said: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "schema": schema,
        "description": said,
    }


_OFFSET = _header("How many bytes are held.", _COUNT)
_EXPIRES = _header("Until when the rest is waited for, as HTTP writes dates.")
_LENGTH = _header("How many bytes the file has.", _COUNT)

MOVED_ON = {
    "description": "No Content",
    "headers": {"Upload-Offset": _OFFSET, "Upload-Expires": _EXPIRES},
}
STANDING = {
    "description": "OK",
    "headers": {"Upload-Offset": _OFFSET, "Upload-Length": _LENGTH, "Upload-Expires": _EXPIRES},
}
BEGUN = {
    "description": "Created",
    "headers": {
        "Location": _header("Where the pieces go."),
        "Upload-Offset": _OFFSET,
        "Upload-Expires": _EXPIRES,
    },
}
ABILITIES = {
    "description": "No Content",
    "headers": {name: _header("As tus 1.0.0 says.") for name in tus.ABILITIES},
}
KEPT = {
    "description": "OK",
    "content": dict.fromkeys(_SHOWN, _BYTES),
}
WHOLE = {
    "required": True,
    "content": dict.fromkeys(("application/octet-stream", "image/*", "audio/*"), _BYTES),
}
PIECE = {
    "required": True,
    "content": {"application/octet-stream": _BYTES, tus.PIECE: _BYTES},
}
FIRST_PIECE = {**PIECE, "required": False}

OFFSET_SENT = _sent("Upload-Offset", "Of the first byte of this piece.", _COUNT, required=True)
CHECKSUM = _sent(
    "Upload-Checksum",
    "Of this piece: `sha256` or `sha1`, a space, the digest in base64.",
    {"type": "string", "pattern": "^(sha256|sha1) [A-Za-z0-9+/]+=*$"},
)
LENGTH = _sent("Upload-Length", "How many bytes the file has.", _COUNT, required=True)
METADATA = _sent(
    "Upload-Metadata",
    "`filename`, a space, the file's name in base64.",
    {"type": "string", "pattern": "^filename [A-Za-z0-9+/]+=*$"},
    required=True,
)
METHOD = _sent(
    tus.OVERRIDE,
    "What is meant.",
    {"type": "string", "enum": ["PATCH", "DELETE"]},
    required=True,
)
