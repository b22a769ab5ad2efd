"""Why a file cannot be kept."""

from __future__ import annotations


class FileUnfit(Exception):
    """The file is none that can be kept; the message is for whoever sent it.

    `fault` is a word for the reason that stays the same.
    """

    def __init__(self, fault: str, text: str) -> None:
        super().__init__(text)
        self.fault = fault


OTHER_TYPE = "this is no picture and no sound; send JPEG, PNG, WebP, HEIC, M4A, WebM, Ogg or WAV"
BROKEN = "the file cannot be read to its end; it is broken"
