"""What the fields of a criterion and the words that may stand in them are called."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.catalogue.grounds import EXPECTATION
from plugin.catalogue.names import INSTRUMENTS, JOURNEY, SATISFACTION, SEVERITY, STATUS, VERDICTS
from plugin.language import N_
from plugin.pages.authoring.layout import Wording
from standards.kinds import Instrument
from standards.schema.clocks import PAUSES

KINDS: Mapping[str, str] = {
    "yes_no": N_("Question: yes or no"),
    "choice": N_("Question: one of several answers"),
    "scale": N_("Question: a number on a scale"),
    "number": N_("Question: something counted or measured"),
    "duration": N_("Question: how long it took"),
    "text": N_("Question: words of one's own"),
    "photo": N_("Question: a photo"),
    "first_reply": N_("Time until the first reply"),
    "next_reply": N_("Time until each further reply"),
    "periodic_update": N_("Time without news for the customer"),
    "requester_wait": N_("Time the customer waits until it is solved"),
    "agent_work": N_("Time we work on it until it is solved"),
    "resolution": N_("Time until it is solved"),
    "kept_promise": N_("Time past the promised moment"),
    "count": N_("How often something happens"),
    "rating": N_("What customers rate"),
}
FLAG: Mapping[str, str] = {"true": N_("yes"), "false": N_("no")}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "ask-kind": KINDS,
    "satisfaction": {str(each): name for each, name in SATISFACTION.items()},
    "journey": {str(each): name for each, name in JOURNEY.items()},
    "severity": {str(each): name for each, name in SEVERITY.items()},
    "grounds-expectation": {str(each): name for each, name in EXPECTATION.items()},
    "combine": {
        "mean": N_("the mean counts"),
        "worst": N_("the worst counts"),
        "first": N_("the first counts"),
        "last": N_("the last counts"),
    },
    "accountable": {
        "default": N_("who acted, or held it when it was missed"),
        "actor": N_("who replied or solved"),
        "holder": N_("who held it at the end of the wait"),
        "first_holder": N_("who held it first"),
        "last_holder": N_("who held it last"),
        "nobody": N_("no single employee"),
    },
    "ask-reopen": {
        "resume": N_("the clock goes on"),
        "restart": N_("a new wait begins"),
        "ignore": N_("only the first solution counts"),
    },
    "ask-on_schedule_change": {
        "own_stretch": N_("each calendar counts over its own stretch"),
        "last_schedule": N_("the last calendar counts over the whole wait"),
    },
    "ask-counted": {
        "reopenings": N_("reopenings"),
        "reassignments": N_("reassignments"),
        "replies": N_("replies until it is solved"),
        "customer_messages": N_("messages of the customer until it is solved"),
    },
    "ask-scale": {"csat": "CSAT", "ces": "CES", "nps": "NPS", "stars": N_("stars")},
    "ask-good": {"yes": N_("yes"), "no": N_("no")},
    "ask-better": {"less": N_("less is better"), "more": N_("more is better")},
    "ask-na": FLAG,
    "ask-required": FLAG,
    "ask-from_creation": FLAG,
    "then": VERDICTS,
    "unit": {
        "minutes": N_("minutes"),
        "hours": N_("hours"),
        "working_days": N_("working days"),
        "calendar_days": N_("calendar days"),
        "seconds": N_("seconds"),
        "number": N_("(a number)"),
        "written": N_("as written: PT1H30M"),
    },
    "yes_no": {"yes": N_("yes"), "no": N_("no"), "na": N_("does not apply"), "-": N_("no answer")},
    "answer": {"na": N_("does not apply"), "-": N_("no answer")},
}
CHECKS: Mapping[str, Mapping[str, str]] = {
    "ask-pause_on": {str(each): STATUS[each] for each in PAUSES},
    "ask-of": {str(each): INSTRUMENTS[each] for each in (Instrument.VISIT, Instrument.REVIEW)},
}
# By the last part of a field's name, or by the whole of it where one is named.
LABELS: Mapping[str, str] = {
    "code": N_("Code"),
    "title": N_("What is asked for"),
    "why": N_("Why it matters to the customer"),
    "satisfaction": N_("Source of satisfaction"),
    "journey": N_("Stage of the journey"),
    "severity": N_("What a miss means"),
    "weight": N_("Weight"),
    "applies": N_("Only for contacts that are"),
    "goal": N_("Goal over many contacts, %"),
    "combine": N_("Of several in one contact"),
    "accountable": N_("Accountable"),
    "ask-kind": N_("What is measured or asked"),
    "ask-calendar": N_("Calendar"),
    "ask-on_schedule_change": N_("When the calendar changes"),
    "ask-pause_on": N_("The clock stops while it is"),
    "ask-reopen": N_("When it is opened again"),
    "ask-from_creation": N_("Counts from the opening on"),
    "ask-counted": N_("What is counted"),
    "ask-scale": N_("Survey"),
    "ask-question": N_("The question as it is read"),
    "ask-of": N_("Who is asked"),
    "ask-good": N_("The answer hoped for"),
    "ask-from": N_("Lowest"),
    "ask-to": N_("Highest"),
    "ask-unit": N_("Unit"),
    "ask-better": N_("Which is better"),
    "ask-na": N_("“Does not apply” may be answered"),
    "ask-required": N_("Has to be answered"),
    "ask-show_if": N_("Only asked when"),
    "ask-answers-code": N_("Answer, in a word"),
    "share": N_("Earns, 0 to 1"),
    "label": N_("As it is read"),
    "when": N_("For contacts that are"),
    "full": N_("Met up to"),
    "none": N_("Missed beyond"),
    "says": N_("What it shows"),
    "facts": N_("The contact is"),
    "given": N_("What happens"),
    "as_of": N_("Looked at on"),
    "then": N_("Then it is"),
    "grounds-expectation": N_("Expectation of customers"),
    "grounds-finding": N_("What a survey found"),
    "grounds-training": N_("Training that teaches it"),
    "grounds-owner": N_("Owner"),
    "grounds-basis-title": N_("Law or policy"),
    "link": N_("Link"),
    "checked": N_("Looked up on"),
}
HINTS: Mapping[str, str] = {
    "code": N_("Letters, digits and hyphens, at most 16: RSP-01"),
    "applies": "channel: email, chat; segment: retail",
    "when": "priority: urgent",
    "facts": "channel: email",
    "ask-show_if": "SHP-01: yes, no",
    "given": N_("A line for each: Mon 09:00 opened"),
    "as_of": N_("Fri 17:00; four weeks later when empty"),
    "weight": N_("How much it counts beside the others; 0 counts nothing"),
    "none": N_("As the first when empty"),
}
SECTIONS: Mapping[str, str] = {
    "what": N_("What and why"),
    "ask": N_("How it is found out"),
    "limits": N_("How good is good"),
    "examples": N_("Examples"),
    "place": N_("Where it belongs"),
    "grounds": N_("What it rests on"),
}
WORDING = Wording(
    LABELS,
    SECTIONS,
    HINTS,
    OPTIONS,
    CHECKS,
    long=frozenset({"why", "ask-question", "grounds-finding"}),
    dates=frozenset({"checked"}),
    bare=frozenset({"ask-kind"}),
)
