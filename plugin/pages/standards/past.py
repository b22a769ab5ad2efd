"""What happened to a standard, as a page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from plugin.authoring.history import Entry, What
from plugin.catalogue.names import AREAS
from plugin.language import Language
from plugin.pages.standards.documents import Documents
from plugin.pages.standards.words import HAPPENED

# What people without a part in drafts are told of.
OPEN_TO_READERS = frozenset({What.PUBLISH, What.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done: when, who, what with which version, and why.

    `about` says more: the area, or the effective date. `changed` is where its difference stands,
    None where there is none to show.
    """

    when: str
    who: str
    what: str
    version: int
    why: str
    about: str
    changed: str | None


def happened(
    entries: Iterable[Entry], documents: Documents, code: str, language: Language
) -> Iterator[Happened]:
    """The entries in their order."""
    names = documents.called()
    for each in entries:
        yield Happened(
            when=documents.moment(each.at, language),
            who=names.get(each.by, each.by),
            what=language.gettext(HAPPENED[each.what]),
            version=each.version,
            why=each.why,
            about=_about(each, documents, language),
            changed=changed_at(each, code),
        )


def changed_at(entry: Entry, code: str) -> str | None:
    """Where the difference that the entry made is shown."""
    if entry.text is None or entry.was is None:
        return None
    return url_for("pages.texts", code=code, was=entry.was, now=entry.text)


def _about(entry: Entry, documents: Documents, language: Language) -> str:
    if entry.area is not None:
        return language.gettext(AREAS[entry.area])
    if entry.effective_from is not None:
        moment = documents.moment(entry.effective_from, language)
        return language.gettext("effective from {moment}", moment=moment)
    return ""


def texts_named(
    names: Iterable[str], entries: Iterable[Entry], called: Mapping[str, str], language: Language
) -> tuple[tuple[str, str], ...]:
    """The names of texts, each with what a reader calls it."""
    wrote = {each.text: each.by for each in entries if each.what is What.EDIT}
    return tuple((each, _text_named(each, wrote, called, language)) for each in names)


def _text_named(
    name: str, wrote: Mapping[str | None, str], called: Mapping[str, str], language: Language
) -> str:
    version, _, writing = name.partition("-")
    if not writing:
        return language.gettext("version {version} as published", version=version)
    by = wrote.get(name, "")
    return language.gettext(
        "version {version}, writing {number}, by {name}",
        version=version,
        number=writing,
        name=called.get(by, by),
    )
