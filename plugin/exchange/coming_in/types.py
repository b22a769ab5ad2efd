"""The types of rows that XLSForm knows: what each asks, or why it is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.exchange.coming_in import remarks


class Asks(StrEnum):
    """What a row of the survey asks or does."""

    ONE = "one of a list"
    WHOLE = "a whole number"
    NUMBER = "a number"
    RANGE = "a point of a range"
    TEXT = "words"
    CODE = "a bar code"
    PHOTO = "a photo"
    BEGIN = "begins a group"
    END = "ends a group"
    BEGIN_REPEAT = "begins a repeat"
    END_REPEAT = "ends a repeat"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Type:
    """A type as it was read: what it asks, its list, and why it is left out where it is."""

    asks: Asks
    list_name: str = ""
    why: str = ""
    has_other: bool = False


_ONE = re.compile(
    r"(?:select_one|select one|select1|select one from|add select one prompt using)\s+(\S+)"
    r"(?:\s+(or_other|or specify other|or other))?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(select_multiple|select multiple|select all that apply|add select multiple)\b", re.IGNORECASE
)
_FROM_FILE = re.compile(r"select[_ ]\w+[_ ](from[_ ]file|external)\b", re.IGNORECASE)
_ASKING: Mapping[str, Asks] = {
    "integer": Asks.WHOLE,
    "int": Asks.WHOLE,
    "add integer prompt": Asks.WHOLE,
    "decimal": Asks.NUMBER,
    "add decimal prompt": Asks.NUMBER,
    "range": Asks.RANGE,
    "text": Asks.TEXT,
    "string": Asks.TEXT,
    "add text prompt": Asks.TEXT,
    "barcode": Asks.CODE,
    "add barcode prompt": Asks.CODE,
    "image": Asks.PHOTO,
    "photo": Asks.PHOTO,
    "add image prompt": Asks.PHOTO,
    "add photo prompt": Asks.PHOTO,
    "begin group": Asks.BEGIN,
    "end group": Asks.END,
    "begin repeat": Asks.BEGIN_REPEAT,
    "end repeat": Asks.END_REPEAT,
    "begin loop": Asks.BEGIN_REPEAT,
    "end loop": Asks.END_REPEAT,
    "begin lgroup": Asks.BEGIN_REPEAT,
    "end lgroup": Asks.END_REPEAT,
}
_WHY: Mapping[str, str] = {
    **dict.fromkeys(
        ("date", "time", "datetime", "add date prompt", "add time prompt", "add date time prompt"),
        remarks.DATE,
    ),
    **dict.fromkeys(
        ("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint",
         "location", "gps", "osm", "add location prompt"),
        remarks.WHERE,
    ),
    **dict.fromkeys(("calculate", "hidden", "xml-external", "csv-external"), remarks.COMPUTED),
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "imei", "subscriberid", "simserial", "phonenumber",
         "username", "email", "audit", "start time", "end time", "get start time", "get end time",
         "get today", "get device id", "device id", "get subscriber id", "subscriber id",
         "get sim id", "get phone number", "phone number", "last-saved"),
        remarks.ABOUT_FILLING,
    ),
    **dict.fromkeys(
        ("audio", "video", "file", "background-audio", "add audio prompt", "add video prompt",
         "add file prompt"),
        remarks.RECORDED,
    ),
    **dict.fromkeys(("note", "add note prompt"), remarks.SHOWN_ONLY),
    **dict.fromkeys(("acknowledge", "trigger", "add acknowledge prompt"), remarks.AGREED),
}  # fmt: skip


def type_of(text: str) -> Type:
    """What the row's type says; one that nobody knows asks nothing."""
    plain = " ".join(text.split())
    if _FROM_FILE.match(plain):
        return Type(Asks.NOTHING, why=remarks.ELSEWHERE)
    if found := _ONE.fullmatch(plain):
        return Type(Asks.ONE, found[1], has_other=found[2] is not None)
    if _SEVERAL.match(plain):
        return Type(Asks.NOTHING, why=remarks.SEVERAL)
    if plain.casefold().startswith("rank"):
        return Type(Asks.NOTHING, why=remarks.RANKED)
    word = plain.casefold()
    word = word.replace("_", " ") if word.startswith(("begin_", "end_")) else word
    if word in _ASKING:
        return Type(_ASKING[word])
    return Type(Asks.NOTHING, why=_WHY.get(word, remarks.UNKNOWN_TYPE))
