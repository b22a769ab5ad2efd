"""The invented firm's next version: written by a trainer, sent back once, and now in review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.authoring.drafting import Drafting
from plugin.backtests.asking import Wish, ask_of_draft
from plugin.house import House
from plugin.stores.versions.backtests import Backtests
from plugin.stores.versions.drafts import Drafts, DraftStands
from plugin.stores.versions.standards import Standards
from standards.model import Area

CODE = "contact"
TRAINER, ADMIN, APPROVER = "demo-trainer", "demo-admin", "demo-approver"
_DAY = 86_400
_GOVERNED = "  review_by: 2027-06-30\n"
_ASKED = "  approvals: [operations, service]\n"
# What is written otherwise in the second version, and then in its second writing.
_STRICTER = (
    "      - {full: {working_days: 1}, none: {working_days: 2}}\n",
    "      - {full: {working_days: 1}, none: PT15H}\n",
)
_LIGHTER = (
    "    weight: 4\n    applies: {channel: [email]}\n",
    "    weight: 3\n    applies: {channel: [email]}\n",
)
_WHYS = (
    "An e-mail is missed after fifteen working hours, no longer after two days: customers call by"
    " then.",
    "Please look at it; the backtest shows whom it concerns.",
    "The orders team cannot keep that in December. Let it weigh less, and we agree.",
    "The first reply weighs 3, as operations asked.",
    "As agreed with operations on Tuesday.",
    "We can keep that with the rota of the spring.",
)


@dataclass(frozen=True, slots=True)
class _At:
    """The drafting of the house at an instant of the story."""

    house: House
    now: int

    def by(self, user: str, days_ago: int, hour: int) -> Drafting:
        """What the user did that day, at that hour on the firm's clock."""
        zone = self.house.config.zone
        today = datetime.fromtimestamp(self.now, zone)
        then = today.replace(hour=hour, minute=12, second=0) - timedelta(days=days_ago)
        database = self.house.database
        return Drafting(Drafts(database), Standards(database), user, int(then.timestamp()))


def write_next(house: House, begins_at: int) -> None:
    """Brings the next version into review, and has it held against all since that UTC second.

    A draft that stands already is left as it is.
    """
    standards = Standards(house.database).versions(CODE)
    if len(standards) != 1:
        return
    try:
        _write(_At(house, house.clock()), standards[0].text)
    except DraftStands:
        return
    if not Backtests(house.database).listed(CODE, most=1):
        ask_of_draft(house, CODE, Wish(begins_at, house.clock(), TRAINER, "The spring rota"))


def _write(at: _At, text: str) -> None:
    first = _changed(_numbered(text), *_STRICTER)
    begun, look, no, mended, again, yes = _WHYS
    at.by(TRAINER, 9, 10).begin(CODE, first, begun)
    at.by(TRAINER, 9, 11).submit(CODE, 1, look)
    at.by(APPROVER, 7, 15).send_back(CODE, 2, no)
    at.by(TRAINER, 6, 9).edit(CODE, 3, _changed(first, *_LIGHTER), mended)
    at.by(TRAINER, 6, 9).submit(CODE, 4, again)
    at.by(APPROVER, 2, 14).approve(CODE, 5, Area.OPERATIONS, yes)


def _numbered(text: str) -> str:
    """The text as that of the next version, which asks for approvals."""
    return _changed(_changed(text, "version: 1\n", "version: 2\n"), _GOVERNED, _GOVERNED + _ASKED)


def _changed(text: str, was: str, now: str) -> str:
    """The text with one thing written otherwise. ValueError when it is not there."""
    if was not in text:
        raise ValueError(f"the demonstration's standard has no {was.strip()!r}")
    return text.replace(was, now, 1)
