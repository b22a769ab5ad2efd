"""An XForm as an app reads it: controls, bindings, choices and words; filled in by its own rules.

https://getodk.github.io/xforms-spec/, as far as pyxform writes it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

X = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
_CONTROLS = {f"{X}{name}" for name in ("input", "select1", "upload")}
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<path>/[A-Za-z_][\w./-]*)|(?P<word>and|or|not|true|false)\b"
    r"|(?P<mark>!=|>=|<=|=|>|<|\(|\)|,)|(?P<here>\.))"
)
_ITEMSET = re.compile(r"instance\('(?P<id>[^']+)'\)/root/item(?:\[(?P<where>.*)\])?")
_TEXT = re.compile(r"jr:itext\('(?P<id>[^']+)'\)")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
}


class NotAllowed(Exception):
    """The form does not allow the answer, or does not let it be left out."""


@dataclass(frozen=True)
class Bind:
    """What holds of a field."""

    type: str = "string"
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    preload: str = ""


@dataclass(frozen=True)
class Control:
    """A question as it is shown."""

    ref: str
    kind: str
    label: str  # the id of its text
    hint: str = ""
    itemset: str = ""
    mediatype: str = ""

    @property
    def name(self) -> str:
        return self.ref.rpartition("/")[2]


@dataclass
class XForm:
    """A form, with the files of its manifest by name."""

    root: Element
    files: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, xml: bytes, files: Mapping[str, bytes] | None = None) -> XForm:
        return cls(fromstring(xml), files or {})

    @property
    def model(self) -> Element:
        return _one(self.root.find(f"{H}head/{X}model"))

    @property
    def primary(self) -> Element:
        return _one(self.model.find(f"{X}instance"))[0]

    @property
    def id(self) -> str:
        return self.primary.get("id", "")

    @property
    def version(self) -> str:
        return self.primary.get("version", "")

    def binds(self) -> dict[str, Bind]:
        return {
            each.get("nodeset", ""): Bind(
                each.get("type", "string"),
                each.get("required", ""),
                each.get("relevant", ""),
                each.get("constraint", ""),
                each.get(f"{JR}preloadParams", "") or each.get(f"{JR}preload", ""),
            )
            for each in self.model.iter(f"{X}bind")
        }

    def controls(self) -> list[Control]:
        body = _one(self.root.find(f"{H}body"))
        return [_control(each) for each in body.iter() if each.tag in _CONTROLS]

    def texts(self) -> dict[str, dict[str, str]]:
        """Of each language the text of each id."""
        return {
            language.get("lang", ""): {
                each.get("id", ""): "".join(_one(each.find(f"{X}value")).itertext())
                for each in language
            }
            for language in self.model.iter(f"{X}translation")
        }

    def fields(self) -> Iterator[tuple[str, Element]]:
        """Every field of the primary instance with its path."""
        yield from _fields(self.primary, f"/{_local(self.primary)}")

    def choices(self, control: Control, values: Mapping[str, str]) -> list[dict[str, str]]:
        """The choices that the control offers, given what was answered."""
        found = _ITEMSET.fullmatch(control.itemset)
        assert found is not None, control.itemset
        offered = self.instance(found["id"])
        if not found["where"]:
            return offered
        column, _, path = found["where"].partition("=")
        wanted = values.get(path.strip(), "")
        return [each for each in offered if each[column.strip()] == wanted]

    def instance(self, name: str) -> list[dict[str, str]]:
        for each in self.model.findall(f"{X}instance"):
            if each.get("id") != name:
                continue
            source = each.get("src", "")
            if source:
                told = self.files[source.rpartition("/")[2]].decode()
                return list(csv.DictReader(StringIO(told)))
            return [{_local(one): one.text or "" for one in item} for item in each.iter(f"{X}item")]
        raise AssertionError(f"the form has no instance {name}")

    def filled(self, answers: Mapping[str, str], preloaded: Mapping[str, str]) -> bytes:
        """The submission of those answers by field name. NotAllowed where the form says no."""
        binds, values = self.binds(), dict.fromkeys((path for path, _ in self.fields()), "")
        for path, bind in binds.items():
            values[path] = preloaded.get(bind.preload, "") if bind.preload else ""
            if bind.type == "geopoint":
                values[path] = preloaded.get("geopoint", "")
        left = dict(answers)
        for control in self.controls():
            given = left.pop(control.name, "")
            values[control.ref] = self._answer(control, binds[control.ref], given, values)
        if left:
            raise NotAllowed(f"there is no question {sorted(left)}")
        return self._written(values, preloaded["instanceID"], preloaded.get("deprecatedID"))

    def _answer(self, control: Control, bind: Bind, given: str, values: Mapping[str, str]) -> str:
        if bind.relevant and not is_true(bind.relevant, values):
            if given:
                raise NotAllowed(f"{control.name} is not asked")
            return ""
        if not given:
            if bind.required == "true()":
                raise NotAllowed(f"{control.name} must be answered")
            return ""
        if control.kind == "select1":
            offered = [each["name"] for each in self.choices(control, values)]
            if given not in offered:
                raise NotAllowed(f"{control.name} offers {offered}, not {given}")
        if bind.constraint and not is_true(bind.constraint, values, given):
            raise NotAllowed(f"{control.name} cannot be {given}")
        return given

    def _written(self, values: Mapping[str, str], instance: str, edited: str | None) -> bytes:
        copied = Element("data", {"id": self.id, "version": self.version})
        _copy(self.primary, copied, f"/{_local(self.primary)}", values)
        meta = SubElement(copied, "meta")
        SubElement(meta, "instanceID").text = instance
        if edited:
            SubElement(meta, "deprecatedID").text = edited
        written: bytes = tostring(copied, encoding="utf-8", xml_declaration=True)
        return written


def _one(found: Element | None) -> Element:
    assert found is not None
    return found


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _fields(parent: Element, path: str) -> Iterator[tuple[str, Element]]:
    for each in parent:
        below = f"{path}/{_local(each)}"
        if len(each):
            yield from _fields(each, below)
        else:
            yield below, each


def _copy(parent: Element, into: Element, path: str, values: Mapping[str, str]) -> None:
    for each in parent:
        name = _local(each)
        if name == "meta":
            continue
        copied, below = SubElement(into, name), f"{path}/{name}"
        if len(each):
            _copy(each, copied, below, values)
        else:
            copied.text = values[below] or None


def _control(element: Element) -> Control:
    def text(name: str) -> str:
        found = element.find(f"{X}{name}")
        match = None if found is None else _TEXT.fullmatch(found.get("ref", ""))
        return match["id"] if match else ""

    itemset = element.find(f"{X}itemset")
    return Control(
        element.get("ref", ""),
        _local(element),
        text("label"),
        text("hint"),
        "" if itemset is None else itemset.get("nodeset", ""),
        element.get("mediatype", ""),
    )


def is_true(expression: str, values: Mapping[str, str], here: str = "") -> bool:
    """Whether the XPath expression holds; of XPath what pyxform writes for us."""
    reading = _Reading(_tokens(expression), values, here)
    found = reading.either()
    assert reading.at == len(reading.tokens), expression
    return found


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at, text = [], 0, expression.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        assert token is not None, f"{text!r} from {at}"
        found.append((str(token.lastgroup), token[str(token.lastgroup)]))
        at = token.end()
    return found


@dataclass
class _Reading:
    tokens: list[tuple[str, str]]
    values: Mapping[str, str]
    here: str
    at: int = 0

    def either(self) -> bool:
        found = self.both()
        while self._takes("or"):
            found = self.both() or found
        return found

    def both(self) -> bool:
        found = self._one()
        while self._takes("and"):
            found = self._one() and found
        return found

    def _one(self) -> bool:
        if self._takes("not"):
            assert self._takes("(")
            found = self.either()
            assert self._takes(")")
            return not found
        if self._takes("("):
            found = self.either()
            assert self._takes(")")
            return found
        return self._compared()

    def _compared(self) -> bool:
        one = self._value()
        _, sign = self._next()
        other = self._value()
        if sign in ("=", "!="):
            return (one == other) is (sign == "=")
        try:
            return _COMPARE[sign](float(one), float(other))
        except ValueError:
            return False

    def _value(self) -> str:
        kind, token = self._next()
        if kind == "path":
            return self.values[token]
        if kind == "here":
            return self.here
        return token[1:-1] if kind == "text" else token

    def _next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _takes(self, wanted: str) -> bool:
        is_next = self.at < len(self.tokens) and self.tokens[self.at][1] == wanted
        self.at += is_next
        return is_next
