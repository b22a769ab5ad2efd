"""What a file really is: a picture that can be kept, or the reason why it is none.

Neither its name nor the type that was sent with it is believed. What the camera wrote into it is
read first and kept apart; the picture itself is encoded anew, so that nothing else travels on.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import filetype
import pillow_heif
from PIL import ExifTags, Image, ImageOps

from plugin.visits.unfit import BROKEN, OTHER_TYPE, FileUnfit

MOST_PIXELS = 60_000_000  # of one picture; larger ones would fill the memory
LONGEST_SIDE = 2_000  # pixels of what is kept
_QUALITY = 85

# What the content says -> Pillow's readers for it. What is not here is no picture.
_READERS = {
    "image/jpeg": ("JPEG",),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
    "image/heif": ("HEIF",),
}
_TAKEN, _OFFSET = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal
_STATED = "%Y:%m:%d %H:%M:%S"

Image.init()
pillow_heif.register_heif_opener()

# Pillow warns of more pixels than this and refuses twice as many, also inside of other formats.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.simplefilter("ignore", Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", "Corrupt EXIF data")  # it is left out, whatever was wrong


@dataclass(frozen=True, slots=True)
class Taken:
    """What the camera wrote: local time in ISO 8601 (with an offset if it told one), degrees."""

    taken_at: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: JPEG without anything about the camera or the place."""

    jpeg: bytes
    width: int
    height: int
    taken: Taken


def is_picture(content: bytes) -> bool:
    """Whether the file begins as pictures do that are taken."""
    return filetype.guess_mime(content) in _READERS


def picture_of(content: bytes) -> Picture:
    """The picture in the file. FileUnfit says why there is none."""
    readers = _READERS.get(filetype.guess_mime(content) or "")
    if readers is None:
        raise FileUnfit("other-type", OTHER_TYPE)
    try:
        with Image.open(BytesIO(content), formats=readers) as image:
            return _encoded(image, taken_of(image))
    except Image.DecompressionBombError:
        most = MOST_PIXELS // 1_000_000
        said = f"the picture has too many pixels; at most {most} million are taken"
        raise FileUnfit("too-large", said) from None
    except (OSError, ValueError, SyntaxError, EOFError):  # also where Pillow knows no such file
        raise FileUnfit("broken", BROKEN) from None


def taken_of(image: Image.Image) -> Taken:
    """What the camera wrote; nothing where it cannot be read."""
    try:
        exif = image.getexif()
        inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (ValueError, OSError, SyntaxError, KeyError, TypeError):
        return Taken()
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    return Taken(_instant(inner.get(_TAKEN), inner.get(_OFFSET)), latitude, longitude)


def _encoded(image: Image.Image, taken: Taken) -> Picture:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be unpacked in full
    upright = ImageOps.exif_transpose(image)
    plain = _on_white(upright)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = BytesIO()
    plain.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(written.getvalue(), *plain.size, taken)


def _on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency, and without what stood beside its pixels."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    plain = image.convert("RGB")
    plain.info.clear()
    return plain


def _instant(stated: Any, offset: Any) -> str | None:
    try:
        local = datetime.strptime(str(stated).strip("\0 "), _STATED)  # noqa: DTZ007 - as stated
    except ValueError:
        return None
    try:
        zone = datetime.strptime(str(offset).strip("\0 "), "%z").tzinfo
    except ValueError:
        zone = None
    return local.replace(tzinfo=zone).isoformat()


def _degrees(gps: Any, value: int, ref: int, negative: str, most: int) -> float | None:
    """Degrees, minutes and seconds as one number; None when they are none."""
    try:
        degrees, minutes, seconds = (float(each) for each in gps[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3_600
    if not 0 <= found <= most:  # also where a part is no number
        return None
    return round(-found if gps.get(ref) == negative else found, 6)
