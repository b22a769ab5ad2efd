"""What the OpenRosa protocol answers in: its three kinds of XML.

https://docs.getodk.org/openrosa-form-list/ and https://docs.getodk.org/openrosa-form-submission/
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE = "http://openrosa.org/http/response"
_NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Offered:
    """A form in the list: its id, version, title, bytes, and where it and its files are got."""

    form: str
    version: int
    name: str
    xml: bytes
    download: str
    manifest: str


def list_of(forms: Iterable[Offered]) -> bytes:
    """The list of forms."""
    root = Element("xforms", xmlns=_LIST)
    for each in forms:
        _said(
            SubElement(root, "xform"),
            {
                "formID": each.form,
                "name": each.name,
                "version": str(each.version),
                "hash": hash_of(each.xml),
                "downloadUrl": each.download,
                "manifestUrl": each.manifest,
            },
        )
    return _written(root)


def manifest_of(files: Mapping[str, tuple[bytes, str]]) -> bytes:
    """The files that a form needs, by name: the bytes of each, and where they are got."""
    root = Element("manifest", xmlns=_MANIFEST)
    for name, (content, download) in files.items():
        told = {"filename": name, "hash": hash_of(content), "downloadUrl": download}
        _said(SubElement(root, "mediaFile"), told)
    return _written(root)


def message_of(nature: str, text: str) -> bytes:
    """What is said of a submission; Collect shows the text."""
    root = Element("OpenRosaResponse", xmlns=_RESPONSE)
    SubElement(root, "message", nature=nature).text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return _written(root)


def hash_of(content: bytes) -> str:
    """By which an app knows whether it has the content already; it guards nothing."""
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"


def _said(element: Element, told: Mapping[str, str]) -> None:
    for name, text in told.items():
        SubElement(element, name).text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
