"""What a file that calls itself a workbook holds, before any reader of workbooks sees it.

An .xlsx is a zip of XML parts (ECMA-376): it is unpacked once, in pieces, counting what really
comes out, so that neither its size nor its own account of itself is believed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.language import N_

MOST_BYTES = 1_000_000  # of the file
MOST_UNPACKED = 16_000_000  # bytes of all its parts
MOST_PARTS = 200
MOST_ROWS = 20_000  # of one sheet
_PIECE = 65_536  # bytes

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TOO_LARGE = N_("the file has more than {most} bytes; send a workbook of at most that size")
NO_WORKBOOK = N_("this is no workbook; save it as .xlsx or .xls and send that")
BROKEN = N_("the file is broken; open it in a spreadsheet, save it anew and send that")
UNPACKS = N_(
    "the file unpacks to more than {most} bytes; take out what is not survey, choices or settings"
)
PARTS = N_("the file has more than {most} parts; take out pictures, drawings and further sheets")
ROWS = N_("a sheet has more than {most} rows; take out the empty ones, or split the form")
MACROS = N_("the workbook has macros; save it as .xlsx without them")
LINKS = N_("the workbook links to other files or data; break the links, so that it stands alone")
ENTITIES = N_("a part of the file declares a document type, which no spreadsheet writes")
LOCKED = N_("the workbook is protected by a password; save it without one")

# What stands in the name of a part -> why it is not taken.
_UNWANTED: Mapping[str, str] = {
    "vbaproject": MACROS,
    "macrosheets": MACROS,
    "xl/activex": MACROS,
    "xl/externallinks": LINKS,
    "xl/connections.xml": LINKS,
    "xl/querytables": LINKS,
    "xl/embeddings": LINKS,
}
# Names of streams of an .xls, in UTF-16 as OLE2 has them -> why it is not taken.
_STREAMS: Mapping[bytes, str] = {
    "_VBA_PROJECT".encode("utf-16-le"): MACROS,
    "EncryptedPackage".encode("utf-16-le"): LOCKED,
}
# In UTF-8 and its like, and any declaration at all in UTF-16, in which no spreadsheet writes.
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00|\x00<\x00!", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_OVERLAP = 16  # bytes of a piece that are looked at again with the next


def kind_of(raw: bytes) -> str:
    """`.xlsx` or `.xls`, for a file that may be read. WorkbookRefused says why it may not."""
    if len(raw) > MOST_BYTES:
        raise WorkbookRefused(TOO_LARGE, {"most": f"{MOST_BYTES:,}"})
    if raw.startswith(_ZIP):
        _unpack(raw)
        return ".xlsx"
    if raw.startswith(_OLE):
        for name, why in _STREAMS.items():
            if name in raw:
                raise WorkbookRefused(why)
        return ".xls"
    raise WorkbookRefused(NO_WORKBOOK)


def _unpack(raw: bytes) -> None:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
            _hold(parts)
            left = MOST_UNPACKED
            for part in parts:
                left = _look_through(archive, part, left)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WorkbookRefused(BROKEN) from error
    except RuntimeError as error:  # zipfile has no other name for a part under a password
        raise WorkbookRefused(LOCKED) from error
    except (ValueError, OSError, UnicodeError) as error:
        raise WorkbookRefused(BROKEN) from error


def _hold(parts: list[ZipInfo]) -> None:
    """Refuses by what the file says of itself, which costs nothing."""
    if len(parts) > MOST_PARTS:
        raise WorkbookRefused(PARTS, {"most": MOST_PARTS})
    if sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise WorkbookRefused(UNPACKS, {"most": f"{MOST_UNPACKED:,}"})
    names = [each.filename.casefold().replace("\\", "/").lstrip("/") for each in parts]
    if "[content_types].xml" not in names:
        raise WorkbookRefused(NO_WORKBOOK)
    for name in names:
        for unwanted, why in _UNWANTED.items():
            if unwanted in name:
                raise WorkbookRefused(why)


def _look_through(archive: ZipFile, part: ZipInfo, left: int) -> int:
    """How many bytes may still come out after this part."""
    rows = 0
    for before, piece in _pieces(archive, part):
        left -= len(piece)
        if left < 0:
            raise WorkbookRefused(UNPACKS, {"most": f"{MOST_UNPACKED:,}"})
        # Whatever the part is called: its name binds no reader.
        rows += _rows_in(before, piece)
        if rows > MOST_ROWS:
            raise WorkbookRefused(ROWS, {"most": f"{MOST_ROWS:,}"})
    return left


def _pieces(archive: ZipFile, part: ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """The content in pieces, each with the end of the one before it."""
    before = b""
    with archive.open(part) as content:
        while piece := content.read(_PIECE):
            yield before, piece
            before = piece[-_OVERLAP:]


def _rows_in(before: bytes, piece: bytes) -> int:
    """How many rows begin in the piece. WorkbookRefused where the XML is not plain."""
    whole = before + piece
    if _DECLARES.search(whole):
        raise WorkbookRefused(ENTITIES)
    return sum(each.end() > len(before) for each in _ROW.finditer(whole))
