"""The page of the library: criteria of all standards, where each is used, taken into a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from flask import Response, g, make_response, request, url_for

from mobile_api.permissions import Action, needs
from plugin.catalogue.names import INSTRUMENTS, JOURNEY, SEVERITY
from plugin.catalogue.questions import question_in_words
from plugin.exchange.coming_in.remarks import Remark
from plugin.language import N_, Language
from plugin.pages.authoring.words import KINDS
from plugin.pages.exchange import said
from plugin.pages.exchange.said import Unfit, fault_of
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.documents import Documents, way
from plugin.shelf.gathering import sources_of
from plugin.shelf.shelf import Shelved, Sought, Source, Use, Where, shelved
from plugin.shelf.taking import taken_into
from standards.kinds import KIND_WORDS
from standards.languages import in_language

MOST_SHOWN = 50
LONGEST_WORDS = 200
PLACES: Mapping[Where, str] = {
    Where.IN_FORCE: N_("in force"),
    Where.COMING: N_("coming"),
    Where.DRAFT: N_("draft"),
    Where.SHIPPED: N_("comes with Plumbline"),
}
GONE = N_("The criterion does not stand there any more; look for it again.")
NO_TARGET = N_("Choose the draft that it goes into.")
TAKEN_FROM = N_("Taken from the library: {code} of {standard}, version {version}.")

Choices = tuple[tuple[str, str], ...]  # values and what they are called


@dataclass(frozen=True, slots=True)
class Used:
    """A place of a criterion: its standard by name, its code there, and the way there."""

    standard: str
    version: int
    where: Where
    where_named: str
    code: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A criterion of the library, ready to be read; `source` names the place it is taken from."""

    code: str
    title: str
    why: str
    question: str
    kind: str
    marks: tuple[str, ...]
    uses: tuple[Used, ...]
    source: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The criteria of every standard."""

    documents: Documents

    @needs(Action.SEE_DRAFTS)
    def library(self) -> Response:
        """What is on the shelf, narrowed to what is looked for."""
        return self._shown({}, 200)

    @needs(Action.WRITE_STANDARDS)
    def take_criterion(self) -> Response:
        """Writes a criterion into an open draft, and says what came with it."""
        language = reader()
        try:
            code, remarks, into = self._take()
        except (Unfit, *said.REFUSED) as error:
            fault = fault_of(error, self.documents.called(), language)
            return self._shown({"": fault.said}, fault.status)
        written = page(
            "standards/taken",
            code=code,
            into=into,
            remarks=tuple(each.said(language) for each in remarks),
            draft=url_for("pages.draft", code=into),
            edit=way("standards", into, "draft", "edit"),
        )
        return make_response(written)

    def _take(self) -> tuple[str, tuple[Remark, ...], str]:
        use = self._use(request.form.get("source", ""))
        into, _, seen = request.form.get("draft", "").partition(" ")
        if not into or not seen.isascii() or not seen.isdecimal() or len(seen) > len("999999999"):
            raise Unfit("", NO_TARGET)
        drafting = self.documents.drafting()
        taken = taken_into(self.documents.drafts.of(into).text, use)
        told = {"code": use.criterion.code, "standard": use.standard, "version": use.version}
        drafting.edit(into, int(seen), taken.text, reader().gettext(TAKEN_FROM, **told))
        return taken.code, taken.remarks, into

    def _use(self, source: str) -> Use:
        """The criterion at the place that the form names. Unfit when it is not there any more."""
        for each in self._sources():
            for criterion in each.form.criteria:
                if _source_of(Use(each, criterion)) == source:
                    return Use(each, criterion)
        raise Unfit("", GONE)

    def _sources(self) -> tuple[Source, ...]:
        documents = self.documents
        return sources_of(documents.standards, documents.drafts, documents.now)

    def _shown(self, faults: Mapping[str, str], status: int) -> Response:
        language = reader()
        sought = _sought()
        sources = self._sources()
        found = shelved(sources, sought)
        writes = g.caller.scope(Action.WRITE_STANDARDS) is not None
        written = page(
            "standards/library",
            sought=sought,
            choices=_choices(sources, language),
            found=tuple(self._found(each, language) for each in found[:MOST_SHOWN]),
            number=len(found),
            drafts=self._drafts() if writes else (),
            writes=writes,
            faults=faults,
            longest=LONGEST_WORDS,
            most=MOST_SHOWN,
        )
        return make_response(written, status)

    def _drafts(self) -> Choices:
        """The open drafts, each with the revision that is seen here."""
        drafts = self.documents.drafts.open()
        return tuple((f"{each.code} {each.revision}", each.code) for each in drafts)

    def _found(self, shelved: Shelved, language: Language) -> Found:
        criterion = shelved.criterion
        marks = [SEVERITY[criterion.severity]]
        if criterion.journey is not None:
            marks.append(JOURNEY[criterion.journey])
        marks += [INSTRUMENTS[each] for each in sorted(criterion.of)]
        return Found(
            criterion.code,
            in_language(criterion.title, language.code),
            in_language(criterion.why, language.code),
            question_in_words(criterion.ask, language),
            language.gettext(KINDS[KIND_WORDS[type(criterion.ask)]]),
            tuple(language.gettext(each) for each in marks),
            tuple(self._used(each, language) for each in shelved.uses),
            _source_of(shelved.uses[0]),
        )

    def _used(self, use: Use, language: Language) -> Used:
        where = use.source.where
        parts = ("standards", use.standard, *(("draft",) if where is Where.DRAFT else ()))
        return Used(
            in_language(use.source.form.title, language.code),
            use.version,
            where,
            language.gettext(PLACES[where]),
            use.criterion.code,
            None if where is Where.SHIPPED else way(*parts),
        )


def _source_of(use: Use) -> str:
    return f"{use.source.where} {use.standard} {use.version} {use.criterion.code}"


def _sought() -> Sought:
    """What the address asks for; a value that is none narrows nothing down."""
    given = {each.name: request.args.get(each.name, "")[:LONGEST_WORDS] for each in fields(Sought)}
    known: Mapping[str, Iterable[object]] = {
        "kind": KINDS,
        "journey": JOURNEY,
        "severity": SEVERITY,
        "instrument": INSTRUMENTS,
    }
    for name, words in known.items():
        if given[name] not in {str(each) for each in words}:
            given[name] = ""
    return Sought(**given)


def _choices(sources: Iterable[Source], language: Language) -> Mapping[str, Choices]:
    """What each filter may be set to."""
    titles = {each.form.code: in_language(each.form.title, language.code) for each in sources}
    words: Mapping[str, Mapping[str, str]] = {
        "kind": KINDS,
        "journey": {str(each): name for each, name in JOURNEY.items()},
        "severity": {str(each): name for each, name in SEVERITY.items()},
        "instrument": {str(each): name for each, name in INSTRUMENTS.items()},
    }
    told = {
        name: tuple((each, language.gettext(called)) for each, called in known.items())
        for name, known in words.items()
    }
    return {**told, "standard": tuple(sorted(titles.items()))}
