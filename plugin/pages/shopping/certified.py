"""Whether a shopper has shown that they know the questionnaire, as coordinators read it."""

from __future__ import annotations

from mobile_api.assigning import Assignment
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.stores.shopping.certificates import Certificates
from plugin.stores.versions.standards import Standards

SINCE = N_("since {moment}, version {version}")
NOT_YET = N_("not yet")


def certified_in_words(assignment: Assignment, house: House, language: Language) -> str:
    """Since when the shopper is certified for the version that is to be answered now."""
    version = assignment.version or _in_force(assignment.standard, house)
    if version is None:
        return language.gettext(NOT_YET)
    at = Certificates(house.database).certified_at(assignment.shopper, assignment.standard, version)
    if at is None:
        return language.gettext(NOT_YET)
    shown = moment(at, house.config.zone, language)
    return language.gettext(SINCE, moment=shown, version=version)


def _in_force(standard: str, house: House) -> int | None:
    """The version that is in force; None where there is none."""
    published = Standards(house.database).published_in_force(house.clock())
    return next((each.version for each in published if each.code == standard), None)
