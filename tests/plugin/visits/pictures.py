"""Pictures as cameras write them, and files that only say that they are some."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import ExifTags, Image

pillow_heif.register_heif_opener()


def noise(size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture that does not get small."""
    return Image.effect_noise(size, 60).convert("RGB")


def written(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def by_a_camera(form: str = "JPEG", size: tuple[int, int] = (320, 240), turned: int = 1) -> bytes:
    """A picture with the camera's time and place: Kraków, 20 September 2026, 11:30 in summer."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Acme Phones"
    exif[ExifTags.Base.Orientation] = turned
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = "2026:09:20 11:30:00"
    inner[ExifTags.Base.OffsetTimeOriginal] = "+02:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (50.0, 3.0, 41.4)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (19.0, 56.0, 18.0)
    return written(noise(size), form, exif=exif)


def bomb(side: int = 20_000) -> bytes:
    """A small PNG that unpacks to 400 million pixels, of one bit each."""
    row = b"\0" + b"\0" * (side // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
