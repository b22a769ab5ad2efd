"""A submission's XML, read strictly: which form, which instance, and the text of every field.

https://getodk.github.io/xforms-spec/ and https://docs.getodk.org/openrosa-metadata/. No DTD, entity
or external reference is read (defusedxml), and nothing that is larger or deeper than any form is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mobile_api.openrosa.refusals import XmlUnreadable
from mobile_api.visits.submitting import LARGEST

LARGEST_XML = LARGEST  # bytes
MOST_FIELDS = 2_000
MOST_DEPTH = 8
LONGEST_TEXT = 20_000  # characters of one field

_XFORMS = "http://www.w3.org/2002/xforms"
_OPENROSA = "http://openrosa.org/xforms"
_NAME = re.compile(r"(?:\{(?P<space>[^}]*)\})?(?P<name>[^{}]+)")
_ID = re.compile(r"uuid:(?P<uuid>[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")
_VERSION = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as its XML says it.

    `form` and `version` name the form; `version` is None where it is no number of ours. `uuid` is
    the instance's, `deprecates` that of the one it edits, or None. `fields` holds the text of each
    field that has any, by name, in the order of the form.
    """

    form: str
    version: int | None
    uuid: str
    deprecates: str | None
    fields: Mapping[str, str]


def read_sent(raw: bytes) -> Sent:
    """The submission in the XML. XmlUnreadable says what is wrong with it."""
    root = _root(raw)
    space, _ = _parts(root)
    if space not in ("", _XFORMS):
        raise XmlUnreadable(f"its root is in the namespace {space[:80]}, which no form of ours is")
    meta = _meta(root, space)
    version = root.get("version", "").strip()
    return Sent(
        form=root.get("id", "").strip(),
        version=int(version) if _VERSION.fullmatch(version) else None,
        uuid=_uuid(meta, "instanceID") or _no_id(),
        deprecates=_uuid(meta, "deprecatedID"),
        fields=_fields(root, space),
    )


def _root(raw: bytes) -> Element:
    if len(raw) > LARGEST_XML:
        raise XmlUnreadable(f"a submission has at most {LARGEST_XML:,} bytes of XML")
    try:
        root: Element = fromstring(raw, forbid_dtd=True, forbid_entities=True)
    except DefusedXmlException:
        raise XmlUnreadable("it declares a DTD or an entity, which no submission needs") from None
    except (ParseError, ValueError, LookupError) as error:
        raise XmlUnreadable(f"it is no well-formed XML: {str(error)[:120]}") from None
    return root


def _parts(element: Element) -> tuple[str, str]:
    """The namespace (empty: none) and the name of the element."""
    found = _NAME.fullmatch(str(element.tag))
    if found is None:
        raise XmlUnreadable("it holds something that is no element")
    return found["space"] or "", found["name"]


def _meta(root: Element, space: str) -> Mapping[str, str]:
    """What the one `meta` block says, by name."""
    blocks = [each for each in root if _is_meta(each, space)]
    if len(blocks) != 1:
        raise XmlUnreadable(f"it must have one meta block with its instanceID, not {len(blocks)}")
    said: dict[str, str] = {}
    for each in blocks[0]:
        within, name = _parts(each)
        if within not in (space, _OPENROSA):
            continue
        if name in said:
            raise XmlUnreadable(f"{name[:40]} stands twice in its meta block")
        said[name] = (each.text or "").strip()
    return said


def _is_meta(element: Element, space: str) -> bool:
    return _parts(element) in ((space, "meta"), (_OPENROSA, "meta"))


def _uuid(meta: Mapping[str, str], name: str) -> str | None:
    """The UUID that the meta block says; None where it says none."""
    said = meta.get(name)
    if not said:
        return None
    found = _ID.fullmatch(said)
    if found is None:
        raise XmlUnreadable(f"its {name} must be uuid: and a UUID, not {said[:60]}")
    return found["uuid"].lower()


def _no_id() -> str:
    raise XmlUnreadable("it has no instanceID")


def _fields(root: Element, space: str) -> Mapping[str, str]:
    """The text of each field that has any. XmlUnreadable where one stands twice."""
    seen: set[str] = set()
    fields: dict[str, str] = {}
    for name, text in _leaves(root, space, 1):
        if name in seen:
            raise XmlUnreadable(f"the field {name[:80]} stands twice")
        seen.add(name)
        if len(seen) > MOST_FIELDS:
            raise XmlUnreadable(f"it has more than {MOST_FIELDS:,} fields")
        if len(text) > LONGEST_TEXT:
            raise XmlUnreadable(f"{name[:80]} has more than {LONGEST_TEXT:,} characters")
        if text:
            fields[name] = text
    return fields


def _leaves(parent: Element, space: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MOST_DEPTH:
        raise XmlUnreadable(f"its groups lie more than {MOST_DEPTH} deep in one another")
    for each in parent:
        if depth == 1 and _is_meta(each, space):
            continue
        within, name = _parts(each)
        if within != space:
            raise XmlUnreadable(f"{name[:80]} is in the namespace {within[:80]}")
        if len(each):
            yield from _leaves(each, space, depth + 1)
        else:
            yield name, (each.text or "").strip()
