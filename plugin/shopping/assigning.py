"""A coordinator's way: who is to visit what, checked against who and what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from mobile_api.assigning import Assignment, AssignmentState, Fee
from mobile_api.permissions import PERMISSIONS, Action, Role
from plugin.house import House
from plugin.language import N_
from plugin.shopping.given import GivenAssignment, read_given
from plugin.shopping.money import NoMoney, fee_of
from plugin.shopping.refusals import AssignmentUnfit, FieldFault
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.assignments import Assignments, UnknownAssignment
from plugin.stores.shopping.locations import Locations
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.kinds import Instrument, Question
from standards.languages import LANGUAGES

LONGEST_SCENARIO, LONGEST_NOTE = 4_000, 2_000
SHOPPERS = tuple(role for role in Role if Action.SUBMIT_VISITS in PERMISSIONS[role])

WHICH_SHOPPER = N_("Say which shopper.")
WHICH_LOCATION = N_("Say which location.")
WHICH_QUESTIONNAIRE = N_("Say which questionnaire.")
NO_SHOPPER = N_("Nobody signs in by {name}; add the shopper first.")
NOT_SHOPPING = N_("{name} sends no visits; give them the role shopper first.")
STAYS = N_("It is {name}'s; withdraw it and make another for somebody else.")
LEFT = N_("{name} can no longer sign in.")
NO_LOCATION = N_("There is no location {name}; write its id in the directory.")
NAMELESS = N_("Visits have no word for {name}; give it an identity in the directory.")
BACKWARDS = N_("The window ends before it begins.")
NO_STANDARD = N_("There is no published standard {name}.")
NEVER_PUBLISHED = N_("{name} was never published in version {version}.")
WITHDRAWN = N_("Version {version} of {name} was withdrawn.")
ASKS_NOTHING = N_("{name} asks nothing of visits.")
UNREADABLE = N_("{name} can no longer be read.")
NO_LANGUAGE = N_("{name} is no language; write en, pl or ru.")
TOO_LONG = N_("That is too long; say it in fewer words.")


@dataclass(frozen=True, slots=True)
class Assigning:
    """The assignments of a house, as its coordinators deal with them.

    Made once a request, a row or a sheet: what it has looked up once it goes by.
    """

    house: House
    assignments: Assignments
    locations: Locations
    standards: Standards
    _users: dict[str, User | None] = field(default_factory=dict)
    _places: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, house: House) -> Assigning:
        """Over the house's database."""
        database = house.database
        return cls(house, Assignments(database), Locations(database), Standards(database))

    def look_up(self, names: frozenset[str]) -> None:
        """Looks all these locations up at once, as a sheet of many rows wants it."""
        self._places.update(dict.fromkeys(names, ""))
        self._places.update(self.locations.identities(names))

    def read(self, given: GivenAssignment, by: str) -> Assignment:
        """The assignment that is to be. AssignmentUnfit names each field that cannot be."""
        given = _sound(given)
        if faults := tuple(self.faults(given)):
            raise AssignmentUnfit(faults)
        return Assignment(
            id=str(uuid4()),
            shopper=(self._user(given.shopper) or _NOBODY).id,
            location=self._place(given.location) or "",
            opens_at=given.opens_at or 0,
            closes_at=given.closes_at or 0,
            standard=given.standard,
            version=given.version,
            scenario=given.scenario,
            fee=_fee(given),
            by=by,
            at=self.house.clock(),
            note=given.note,
        )

    def read_texts(self, texts: Mapping[str, str], by: str) -> Assignment:
        """The assignment that the cells of a row or the fields of a form tell. AssignmentUnfit."""
        read = read_given(texts, self.house.config.zone)
        if read.faults:
            unread = {each.name for each in read.faults}
            more = (each for each in self.faults(_sound(read.given)) if each.name not in unread)
            raise AssignmentUnfit((*read.faults, *more))
        return self.read(read.given, by)

    def assign(self, given: GivenAssignment, by: str) -> Assignment:
        """The assignment as it is kept. AssignmentUnfit, or AlreadyAssigned."""
        return self.assignments.create(self.read(given, by))

    def change(self, assignment: str, seen: int, told: Assignment) -> Assignment:
        """The assignment as it stands now, all of it but the shopper said anew.

        As `Assignments.change`; AssignmentUnfit when it is to be somebody else's.
        """
        standing = self.found(assignment)
        if told.shopper != standing.shopper:
            raise AssignmentUnfit((FieldFault("shopper", STAYS, {"name": standing.shopper}),))
        return self.assignments.change(replace(told, id=standing.id), seen)

    def found(self, assignment: str) -> Assignment:
        """The assignment of that id. UnknownAssignment."""
        standing = self.assignments.find(assignment)
        if standing is None:
            raise UnknownAssignment(f"there is no assignment {assignment[:40]!r}")
        return standing

    def close(self, assignment: str, seen: int | None = None) -> Assignment:
        """Nobody expects a visit any more. AlreadyEnded when it is withdrawn."""
        return self.assignments.end(assignment, AssignmentState.CLOSED, seen)

    def withdraw(self, assignment: str, seen: int | None = None) -> Assignment:
        """It was a mistake. AlreadyEnded when a visit came, or it is closed."""
        return self.assignments.end(assignment, AssignmentState.WITHDRAWN, seen)

    def shoppers(self) -> tuple[str, ...]:
        """Who can be assigned a visit, by what they sign in by."""
        known = Users(self.house.database).known()
        return tuple(each.id for each in known if each.active and each.roles.intersection(SHOPPERS))

    def visited(self) -> tuple[Published, ...]:
        """The versions that a visit can be assigned by, by code and number."""
        return tuple(
            each
            for each in self.standards.known()
            if each.withdrawn_at is None and not _asked_nothing(each)
        )

    def faults(self, given: GivenAssignment) -> Iterator[FieldFault]:
        """All that is wrong with what is said, field by field."""
        yield from self._shopper_faults(given.shopper)
        yield from self._location_faults(given.location)
        opens_at, closes_at = given.opens_at, given.closes_at
        if opens_at is not None and closes_at is not None and closes_at <= opens_at:
            yield FieldFault("until", BACKWARDS)
        yield from self._questionnaire_faults(given)
        yield from _fee_faults(given)
        yield from _text_faults(given)

    def _shopper_faults(self, name: str) -> Iterator[FieldFault]:
        user, values = self._user(name), {"name": _shown(name)}
        if not name:
            yield FieldFault("shopper", WHICH_SHOPPER)
        elif user is None:
            yield FieldFault("shopper", NO_SHOPPER, values)
        elif not user.active:
            yield FieldFault("shopper", LEFT, values)
        elif not user.roles.intersection(SHOPPERS):
            yield FieldFault("shopper", NOT_SHOPPING, values)

    def _location_faults(self, name: str) -> Iterator[FieldFault]:
        place, values = self._place(name), {"name": _shown(name)}
        if not name:
            yield FieldFault("location", WHICH_LOCATION)
        elif place is None:
            yield FieldFault("location", NAMELESS, values)
        elif not place:
            yield FieldFault("location", NO_LOCATION, values)

    def _questionnaire_faults(self, given: GivenAssignment) -> Iterator[FieldFault]:
        versions = [each for each in self.standards.known() if each.code == given.standard]
        values = {"name": _shown(given.standard), "version": str(given.version)}
        if not versions:
            said = NO_STANDARD if given.standard else WHICH_QUESTIONNAIRE
            yield FieldFault("questionnaire", said, values)
            return
        asked = (each for each in versions if given.version in (None, each.version))
        latest = max(asked, key=lambda each: each.version, default=None)
        if latest is None:
            yield FieldFault("version", NEVER_PUBLISHED, values)
        elif latest.withdrawn_at is not None and given.version is not None:
            yield FieldFault("version", WITHDRAWN, values)
        elif said := _asked_nothing(latest):
            yield FieldFault("questionnaire", said, values)

    def _user(self, name: str) -> User | None:
        if name not in self._users:
            self._users[name] = Users(self.house.database).find(name)
        return self._users[name]

    def _place(self, name: str) -> str | None:
        """What visits call the location: None for no word, empty for no such location."""
        if name not in self._places:
            self.look_up(frozenset({name}))
        return self._places[name]


_NOBODY = User("", "", frozenset())


def _asked_nothing(published: Published) -> str:
    """Why nobody can visit anything by it; empty where one can."""
    try:
        criteria = published.standard().criteria
    except Unreadable:
        return UNREADABLE
    asks = (each.ask for each in criteria)
    of_visits = any(isinstance(ask, Question) and Instrument.VISIT in ask.of for ask in asks)
    return "" if of_visits else ASKS_NOTHING


def _fee(given: GivenAssignment) -> Fee | None:
    return fee_of(given.amount, given.currency)


def _fee_faults(given: GivenAssignment) -> Iterator[FieldFault]:
    try:
        _fee(given)
    except NoMoney as error:
        yield FieldFault(error.field, error.says, error.values)


def _text_faults(given: GivenAssignment) -> Iterator[FieldFault]:
    for language, text in given.scenario.items():
        if language not in LANGUAGES:
            yield FieldFault("scenario", NO_LANGUAGE, {"name": _shown(language)})
        elif len(text) > LONGEST_SCENARIO:
            yield FieldFault("scenario", TOO_LONG)
    if len(given.note) > LONGEST_NOTE:
        yield FieldFault("note", TOO_LONG)


def _sound(given: GivenAssignment) -> GivenAssignment:
    """What is said, with blanks around and half characters in it gone."""
    scenario: Mapping[str, str] = {
        language: text for language, said in given.scenario.items() if (text := _clean(said))
    }
    return replace(
        given,
        shopper=_clean(given.shopper),
        location=_clean(given.location),
        standard=_clean(given.standard),
        amount=_clean(given.amount),
        currency=_clean(given.currency),
        scenario=scenario,
        note=_clean(given.note),
    )


def _clean(text: str) -> str:
    sound = text.encode("utf-8", errors="replace").decode().replace("\0", "")
    return sound.replace("\r\n", "\n").strip()


def _shown(text: str) -> str:
    return repr(text[:60])
