"""What the pages of document control rest on: the stores, the names of people, and the ways on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import quote

from flask import current_app, g
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from plugin.authoring.drafting import Drafting
from plugin.authoring.history import History
from plugin.doors import action_of
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.speaking import reader
from plugin.stores.people.users import Users
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.languages import in_language
from standards.model import Standard

_BY_COMMAND = "command line"  # who published by a command
_COMMAND = N_("the command line")


@dataclass(frozen=True, slots=True)
class Documents:
    """The drafts, the published versions and the users of one house."""

    house: House
    drafts: Drafts
    standards: Standards
    users: Users

    @classmethod
    def of(cls, house: House) -> Documents:
        """The stores over the house's database."""
        database = house.database
        return cls(house, Drafts(database), Standards(database), Users(database))

    @property
    def now(self) -> int:
        """The UTC second at which a page is made."""
        return self.house.clock()

    @property
    def zone(self) -> tzinfo:
        """The firm's own clock."""
        return self.house.config.zone

    @property
    def today(self) -> str:
        """The day on the firm's clock, `YYYY-MM-DD`."""
        return datetime.fromtimestamp(self.now, self.zone).date().isoformat()

    def drafting(self) -> Drafting:
        """What the caller may do with drafts."""
        return Drafting(self.drafts, self.standards, g.caller.user, self.now, g.caller.areas)

    def history(self, code: str) -> History:
        """All that happened to the standard."""
        return History.of(self.drafts, self.standards, code)

    def called(self, language: Language | None = None) -> Mapping[str, str]:
        """What each user is called, by what they sign in with; the command line is one.

        In the reader's language where none is named.
        """
        users = {each.id: each.name or each.id for each in self.users.known()}
        return {**users, _BY_COMMAND: (language or reader()).gettext(_COMMAND)}

    def moment(self, at: int, language: Language) -> str:
        """The UTC second on the firm's clock; with its offset where the clock shows it twice."""
        local = datetime.fromtimestamp(at, self.zone)
        said = moment(at, self.zone, language)
        is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return f"{said} ({local:%z})" if is_twice else said


def standard_of(published: Published) -> Standard | None:
    """What was published; None where this release cannot read it any more."""
    try:
        return published.standard()
    except Unreadable:
        return None


def title_of(published: Published, language: Language) -> str:
    """The version's title; its code where it cannot be read."""
    found = standard_of(published)
    return published.code if found is None else in_language(found.title, language.code)


def way(*parts: str | int, query: str = "", unlike: str = "") -> str | None:
    """The address of those parts where there is such a page and the caller may see it.

    Pages of other rooms come and go with them: what is not there is not linked. `unlike` is the
    endpoint that would answer in place of a page that is not there.
    """
    path = "/" + "/".join(quote(str(each), safe="") for each in parts)
    try:
        endpoint, _ = current_app.url_map.bind("here").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    action = action_of(current_app, endpoint, "GET")
    if endpoint == unlike or action is None or g.caller.scope(action) is None:
        return None
    return f"{path}?{query}" if query else path
