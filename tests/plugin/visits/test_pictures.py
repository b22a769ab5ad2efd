"""What is kept of a file, and why some are refused."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from plugin.visits.pictures import LONGEST_SIDE, Taken, picture_of
from plugin.visits.unfit import FileUnfit
from tests.plugin.visits.pictures import bomb, by_a_camera, noise, written

KRAKOW = Taken("2026-09-20T11:30:00+02:00", 50.0615, 19.938333)

FORMS: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: by_a_camera("JPEG"),
    "HEIC": lambda: by_a_camera("HEIF"),
    "PNG": lambda: by_a_camera("PNG"),
    "WebP": lambda: by_a_camera("WEBP"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_the_camera_wrote_is_read_and_then_gone(form: str) -> None:
    picture = picture_of(FORMS[form]())
    assert picture.taken == KRAKOW
    with Image.open(BytesIO(picture.jpeg)) as kept:
        assert kept.format == "JPEG"
        assert not dict(kept.getexif())
        assert kept.size == (picture.width, picture.height) == (320, 240)
    assert b"Acme" not in picture.jpeg
    assert b"Exif" not in picture.jpeg


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    assert picture_of(by_a_camera(turned=6)).width == 240


def test_a_large_picture_is_made_smaller() -> None:
    picture = picture_of(written(noise((4_000, 3_000))))
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    with Image.open(BytesIO(picture_of(written(clear, "PNG")).jpeg)) as kept:
        assert min(kept.getpixel((5, 5))) > 250  # type: ignore[arg-type]


MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_every_depth_are_kept(mode: str) -> None:
    assert picture_of(written(Image.new(mode, (20, 10)), "PNG")).width == 20


def test_no_profile_and_no_comment_travels_on() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = written(noise(), "JPEG", icc_profile=profile, comment=b"a secret of mine")
    kept = picture_of(sent).jpeg
    assert b"ICC_PROFILE" not in kept
    assert b"secret" not in kept


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text that is called a photo": (lambda: b"just some words, front.jpg" * 40, "no picture"),
    "nothing at all": (lambda: b"", "no picture"),
    "a PDF": (lambda: b"%PDF-1.7\n" + b"x" * 400, "no picture"),
    "a GIF": (lambda: written(Image.new("P", (9, 9)), "GIF"), "no picture"),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9, "no picture"),
    "a beginning alone": (lambda: written(noise())[:20], "it is broken"),
    "a JPEG that is cut off": (lambda: written(noise())[:5_000], "cannot be read to its end"),
    "a PNG that is cut off": (lambda: written(noise(), "PNG")[:5_000], "broken"),
    "a HEIC that is cut off": (lambda: by_a_camera("HEIF")[:3_000], "broken"),
    "a bomb": (bomb, "too many pixels"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_photo_is_refused_by_name(why: str) -> None:
    content, said = REFUSED[why]
    with pytest.raises(FileUnfit, match=said):
        picture_of(content())


# Not all that stands in a file about its camera can be read; the picture is kept all the same.
ODD = {
    "no time": ("", None),
    "zeros": ("0000:00:00 00:00:00", None),
    "words": ("yesterday", None),
    "no offset": ("2026:09:20 11:30:00", "2026-09-20T11:30:00"),
}


@pytest.mark.parametrize("why", ODD)
def test_an_odd_time_is_no_reason_to_refuse(why: str) -> None:
    stated, expected = ODD[why]
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = stated
    exif.get_ifd(0x8825)[2] = (1e9, 0.0, 0.0)
    assert picture_of(written(noise(), exif=exif)).taken == Taken(expected, None, None)
