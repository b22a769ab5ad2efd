"""What the words of the form are called in front of readers."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.language import N_
from standards.difference import Effect
from standards.kinds import Counted, Instrument, RatingScale, Reopen, ScheduleChange, Status
from standards.model import Accountable, Area, Combine, Journey, Satisfaction, Severity

JOURNEY: Mapping[Journey, str] = {
    Journey.SEARCH: N_("Searching"),
    Journey.BUY: N_("Buying"),
    Journey.USE: N_("Using"),
    Journey.PAY: N_("Paying"),
    Journey.PROBLEM: N_("When there is a problem"),
    Journey.COMPLAINT: N_("When there is a complaint"),
}
SATISFACTION: Mapping[Satisfaction, str] = {
    Satisfaction.PRODUCT: N_("The product"),
    Satisfaction.PEOPLE: N_("The people"),
    Satisfaction.CONTACT_POINT: N_("The point of contact"),
}
SEVERITY: Mapping[Severity, str] = {
    Severity.CRITICAL: N_("critical"),
    Severity.MAJOR: N_("major"),
    Severity.MINOR: N_("minor"),
}
STATUS: Mapping[Status, str] = {
    Status.NEW: N_("new"),
    Status.OPEN: N_("open"),
    Status.PENDING: N_("pending"),
    Status.ON_HOLD: N_("on hold"),
    Status.SOLVED: N_("solved"),
    Status.CLOSED: N_("closed"),
}
VERDICTS: Mapping[str, str] = {
    "met": N_("met"),
    "partly": N_("partly met"),
    "missed": N_("missed"),
    "pending": N_("still running"),
    "not_applicable": N_("not applicable"),
    "unknown": N_("unknown"),
}
AREAS: Mapping[Area, str] = {
    Area.LAW: N_("Law"),
    Area.OPERATIONS: N_("Operations"),
    Area.MARKETING: N_("Marketing"),
    Area.HR: N_("HR"),
    Area.IT: N_("IT"),
    Area.SERVICE: N_("Customer service"),
}
EFFECTS: Mapping[Effect, str] = {
    Effect.ADDED: N_("new"),
    Effect.REMOVED: N_("no longer asked"),
    Effect.STRICTER: N_("stricter"),
    Effect.LAXER: N_("more lenient"),
    Effect.REWEIGHTED: N_("weighs differently"),
    Effect.OTHERWISE: N_("asked differently"),
    Effect.REWORDED: N_("only reworded"),
}
INSTRUMENTS: Mapping[Instrument, str] = {
    Instrument.TICKET: N_("tickets"),
    Instrument.VISIT: N_("visits"),
    Instrument.REVIEW: N_("reviews"),
}
FACTS: Mapping[str, str] = {
    "status": N_("status"),
    "status_label": N_("the helpdesk's status"),
    "priority": N_("priority"),
    "assignee": N_("employee"),
    "group": N_("team"),
    "channel": N_("channel"),
    "brand": N_("brand"),
    "form": N_("form"),
    "language": N_("language"),
    "segment": N_("segment"),
    "tags": N_("tag"),
    "contact_type": N_("type of contact"),
    "location": N_("location"),
    "promised_at": N_("promised for"),
}
COUNTED: Mapping[Counted, str] = {
    Counted.REOPENINGS: N_("How often the matter is opened again after it was solved"),
    Counted.REASSIGNMENTS: N_("How often the matter is passed on to another employee"),
    Counted.REPLIES: N_("How many replies it takes until the matter is solved"),
    Counted.CUSTOMER_MESSAGES: N_("How often the customer has to write until it is solved"),
}
RATINGS: Mapping[RatingScale, str] = {
    RatingScale.CSAT: N_("How satisfied the customer says they are (CSAT)"),
    RatingScale.CES: N_("How easy the customer says it was, where 7 is very easy (CES)"),
    RatingScale.NPS: N_("How likely the customer is to recommend us, 0 to 10 (NPS)"),
    RatingScale.STARS: N_("How many stars the customer gives"),
}
REOPEN: Mapping[Reopen, str] = {
    Reopen.RESUME: N_("After a reopening the clock goes on; the time it was solved is taken out"),
    Reopen.RESTART: N_("With a reopening a new wait begins"),
    Reopen.IGNORE: N_("Only the first solution counts, whatever is opened again"),
}
SCHEDULE_CHANGE: Mapping[ScheduleChange, str] = {
    ScheduleChange.OWN_STRETCH: N_("When the hours change, each count over their own stretch"),
    ScheduleChange.LAST_SCHEDULE: N_("When the hours change, the last count over the whole wait"),
}
COMBINE: Mapping[Combine, str] = {
    Combine.MEAN: N_("Of several, the mean counts"),
    Combine.WORST: N_("Of several, the worst counts"),
    Combine.FIRST: N_("Of several, the first counts"),
    Combine.LAST: N_("Of several, the last counts"),
}
ACCOUNTABLE: Mapping[Accountable, str] = {
    Accountable.DEFAULT: N_("Accountable: who acted, or who held the matter when it was missed"),
    Accountable.ACTOR: N_("Accountable: who replied or solved"),
    Accountable.HOLDER: N_("Accountable: who held the matter at the end of the wait"),
    Accountable.FIRST_HOLDER: N_("Accountable: who held the matter first"),
    Accountable.LAST_HOLDER: N_("Accountable: who held the matter last"),
    Accountable.NOBODY: N_("Accountable: the team or the location, no single employee"),
}
