"""A page as a reader has it: its texts, and what a browser would make of its tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "rect", "line", "path", "br", "wbr"})


@dataclass(slots=True)
class Element:
    """A tag with its attributes and the text in it."""

    tag: str
    attributes: dict[str, str | None]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text in it, with single blanks."""
        return re.sub(r"\s+", " ", " ".join(self.texts)).strip()

    def has(self, name: str) -> bool:
        """Whether it is of that class."""
        return name in (self.attributes.get("class") or "").split()


class Seen(HTMLParser):
    """A page read: every element, every text; `faults` are tags that do not fit together."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(page)
        self.close()
        self.faults.extend(f"<{each.tag}> stays open" for each in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> ends what is not open")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data).strip()
        if text:
            self.texts.append(text)
            for element in self._open:
                element.texts.append(text)

    def of(self, tag: str, name: str = "") -> list[Element]:
        """The elements of that tag, and of that class if one is named."""
        found = (each for each in self.elements if each.tag == tag)
        return [each for each in found if not name or each.has(name)]
