"""Submissions to the shop's form, written by hand, and posted."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from werkzeug.test import TestResponse

from plugin.publishing.withdraw import Withdrawal, withdraw
from tests.mobile_api.service import NOW, Service

SPACE = UUID("00000000-0000-4000-8000-00000000face")
CASE = {"now": ""}  # every case has ids of its own
PHOTO = b"bytes of a photo"


def id_of(name: str) -> str:
    return str(uuid5(SPACE, CASE["now"] + name))


def xml_of(
    name: str = "A", words: str = "fine", edits: str = "", photo: str = "", **more: str
) -> bytes:
    """A submission to the shop's form."""
    fields = {"S-1": "open", "S-2": "yes", "S-7": words, "S-6": photo, **more}
    version = fields.pop("version", "1")
    told = "".join(f"<{each}>{escape(text)}</{each}>" for each, text in fields.items() if text)
    edited = f"<deprecatedID>uuid:{id_of(edits)}</deprecatedID>" if edits else ""
    meta = f"<meta><instanceID>uuid:{id_of(name)}</instanceID>{edited}</meta>"
    return f'<data id="shop" version="{version}">{told}{meta}</data>'.encode()


def post(
    service: Service, key: str, xml: bytes, files: Mapping[str, bytes] | None = None
) -> TestResponse:
    """The answer to a post."""
    data = {"xml_submission_file": (BytesIO(xml), "submission.xml", "text/xml")}
    data |= {
        name: (BytesIO(content), name, "image/jpeg") for name, content in (files or {}).items()
    }
    return service.app.test_client().post(f"/openrosa/{key}/submission", data=data)


def withdraw_shop(service: Service) -> None:
    standards = service.app.extensions["openrosa"].forms.standards
    withdraw(standards, "shop", 1, Withdrawal("adam", NOW, "a mistake"))
    standards.versions("shop")  # those of the app are read anew
