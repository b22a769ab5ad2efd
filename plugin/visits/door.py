"""Opens the door for phones: hands it what it asks of the house, and registers its addresses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from mobile_api.needs import EXTENSION, MobileHouse, SigningIn
from mobile_api.openrosa import needs as openrosa
from mobile_api.openrosa.resources import blueprint as openrosa_blueprint
from mobile_api.resources import (
    account,
    briefings,
    files,
    questionnaires,
    receipts,
    sessions,
    submissions,
    work,
)
from mobile_api.visits.marking import MarkLimits
from plugin.house import House
from plugin.shopping.briefings import HouseBriefings
from plugin.shopping.certifying import Certifying
from plugin.shopping.odk_forms import OdkForms
from plugin.stores.people.directory import Directory
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.certificates import Certificates
from plugin.stores.shopping.cursors import Cursors
from plugin.stores.shopping.instances import Instances
from plugin.stores.shopping.locations import Locations
from plugin.stores.shopping.receipt_keys import ReceiptKeys
from plugin.stores.submissions.files import Files
from plugin.stores.submissions.visits import Visits
from plugin.stores.versions.standards import Standards
from plugin.visits.known import KnownCertificates, KnownPlaces
from plugin.visits.receipts import SignedReceipts

BLUEPRINTS = (
    sessions.blueprint,
    account.blueprint,
    questionnaires.blueprint,
    work.blueprint,
    briefings.blueprint,
    submissions.visits,
    files.visit_files,
    submissions.reviews,
    files.review_files,
    receipts.visit_receipts,
    receipts.review_receipts,
    receipts.key,
)
_KNOWN_SECONDS = 60.0  # how long a process goes by what the directory said of an id
_MOST_KNOWN = 10_000


def open_mobile_door(app: Flask, api: Any, house: House, signing_in: SigningIn) -> None:
    """Registers what phones may ask for with the HouseApi."""
    app.extensions[EXTENSION] = MobileHouse(
        clock=house.clock,
        signing_in=signing_in,
        questionnaires=Standards(house.database),
        submissions=Visits(house.database),
        files=Files(house.database, house.clock),
        receipts=SignedReceipts(ReceiptKeys(house.database, house.sealer), house.clock),
        directory=Known(Directory(house.database)),
        assignments=Assignments(house.database),
        locations=Locations(house.database),
        briefings=HouseBriefings(Certifying(house)),
        places=KnownPlaces(Directory(house.database)),
        certified=KnownCertificates(Certificates(house.database)),
        mark_limits=MarkLimits(house.config.far_metres, house.config.clock_seconds),
        cursors=Cursors(house.database),
    )
    for each in BLUEPRINTS:
        api.register_blueprint(each)
    _open_to_collect(app, house)


def _open_to_collect(app: Flask, house: House) -> None:
    """Registers what ODK Collect and KoboCollect ask for."""
    database = house.database
    forms = OdkForms(Standards(database), Assignments(database), Locations(database))
    app.extensions[openrosa.EXTENSION] = openrosa.OpenRosa(Instances(database), forms)
    app.register_blueprint(openrosa_blueprint())


@dataclass(slots=True)
class Known:
    """Which ids the directory knows, remembered for a minute; `ticking` counts seconds."""

    directory: Directory
    ticking: Callable[[], float] = time.monotonic
    _said: dict[str, tuple[bool, float]] = field(default_factory=dict)

    def unknown(self, identities: Iterable[str]) -> tuple[str, ...]:
        """Those that the directory does not know, in order."""
        wanted = tuple(identities)
        now = self.ticking()
        fresh = {each for each in wanted if each in self._said and self._said[each][1] > now}
        if len(fresh) < len(set(wanted)):
            self._ask([each for each in wanted if each not in fresh], now + _KNOWN_SECONDS)
        return tuple(each for each in wanted if not self._said.get(each, (False, now))[0])

    def _ask(self, identities: list[str], until: float) -> None:
        if len(self._said) > _MOST_KNOWN:
            self._said.clear()
        named = self.directory.names(identities)
        self._said.update({each: (each in named, until) for each in identities})
