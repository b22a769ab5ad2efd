"""Every text whose criteria are on the shelf: in force, coming, drafts, and what is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from plugin.shelf.shelf import Source, Where
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.lifecycle import Standing, standing
from standards.loader import read
from standards.model import Form

_MOST_DRAFTS = 64

_SHOWN = {Standing.IN_FORCE: Where.IN_FORCE, Standing.COMING: Where.COMING}


def sources_of(standards: Standards, drafts: Drafts, now: int) -> tuple[Source, ...]:
    """The sources as they stand at the UTC second.

    Of a draft with faults only the criteria without one are on the shelf; a published version that
    this release cannot read is not. What is shipped is left out where the firm has a standard of
    that code.
    """
    found = [*_published(standards, now), *_open(drafts)]
    own = {each.form.code for each in found}
    return (*found, *(Source(each, Where.SHIPPED) for each in shipped() if each.code not in own))


def _published(standards: Standards, now: int) -> Iterator[Source]:
    versions: dict[str, list[Published]] = {}
    for each in standards.known():
        versions.setdefault(each.code, []).append(each)
    for every in versions.values():
        for version in every:
            where = _SHOWN.get(standing(version, every, now))
            if where is None:
                continue
            try:
                yield Source(version.standard(), where)
            except Unreadable:
                continue


def _open(drafts: Drafts) -> Iterator[Source]:
    for each in drafts.open():
        form = _form(each.text)
        if form is not None and form.code == each.code:
            yield Source(form, Where.DRAFT)


@lru_cache(maxsize=_MOST_DRAFTS)
def _form(text: str) -> Form | None:
    return read(text.encode("utf-8", "surrogatepass")).form


@cache
def shipped() -> tuple[Form, ...]:
    """The standards that come with Plumbline, by code."""
    library = files("standards").joinpath("library")
    texts = [each.read_bytes() for each in library.iterdir() if each.name.endswith(".yaml")]
    forms = (read(each).draft for each in texts)
    return tuple(sorted((each for each in forms if each is not None), key=lambda each: each.code))
