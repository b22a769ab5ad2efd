"""What is wrong with a standard is told all at once, each in its place with what would be right."""

from __future__ import annotations

import pytest

from standards.loader import Reading, read
from tests.standards.written import asking, reading, written


def told(found: Reading) -> list[str]:
    """Each fault as `path: text; mend`."""
    return [
        f"{'.'.join(map(str, fault.path))}: {fault.text}; {fault.mend}" for fault in found.faults
    ]


# a piece of the sound standard | what stands in its place | how all that is said of it begins
CHANGES = [
    # the head
    ("version: 3", 'version: "3"', "version: '3' is no number; write a number, without quotes: 1"),
    ("version: 3", "version: 0", "version: 0 is out of bounds; write 1 to"),
    ("version: 3", "version: 1.5", "version: 1.5 is no whole number; write 1 to"),
    ("version: 3", "version: true", "version: true is no number; write"),
    ("version: 3\n", "", "version: version is missing; add it: a number that grows"),
    ("version: 3", "version:", "version: version has no value; write one: a number"),
    ("version: 3", "versoin: 3\nversion: 3", "versoin: unknown key 'versoin'; did you mean versio"),
    ("version: 3", "form: 2\nversion: 3", "form: 2 is not known here; this release reads form 1"),
    ("version: 3", "form: true\nversion: 3", "form: true is not known here; this release reads"),
    ("code: contact\n", "code: contact mail\n", "code: 'contact mail' is no code; write letters"),
    ("code: contact\n", "code: -x\n", "code: '-x' is no code; write letters, digits and hyphens"),
    ("code: contact\n", "code: 12\n", 'code: 12 is no text; put it in quotes: "12"'),
    ("code: contact\n", "code: kontakt-mailowy-1\n", "code: the code 'kontakt-mailowy-1' has 17"),
    ("[en, pl]", "[en, pl, en]", "languages.2: en stands twice; take one out"),
    ("[en, pl]", "[en, pol]", "languages.1: 'pol' is no language code of two letters; did you mea"),
    ("[en, pl]", "en, pl", "languages: a list is wanted here, not 'en, pl'; write [one, two]"),
    ("[en, pl]", "[]", "languages: the list is too short; write at least 1"),
    ("{en: Contact, pl: Kontakt}", "{en: Contact}", "title: the text in pl is missing; add `pl: …"),
    ("{en: Contact, pl: Kontakt}", "{en: C, pl: K, ru: К}", "title.ru: 'ru' is not among the lang"),
    ("{en: Contact, pl: Kontakt}", "{en: C, pl: ' '}", "title.pl: the text is blank; write it"),
    ("{en: Contact, pl: Kontakt}", "[C]", "title: a text is wanted here, not a list; write one"),
    ("2027-06-30", "2027-02-30", "governance.review_by: there is no date 2027-02-30; look at the"),
    ("2027-06-30", "30.06.2027", "governance.review_by: '30.06.2027' is no date; write year-month"),
    ("2027-06-30", "20270630", "governance.review_by: 20270630 is no date; write year-month-day"),
    ("governance: {", "governance: {since: 2026, ", "governance.since: unknown key 'since'; write"),
    ("least_confidence: 0.8", "least_confidence: 2", "identification.least_confidence: 2 is out o"),
    ("governance: {", "governance: {approvals: [legal], ", "governance.approvals.0: 'legal' is"),
    ("governance: {", "governance: {approvals: [], ", "governance.approvals: the list is too sho"),
    # what a criterion rests on
    ("goal: 0.95", "grounds: {expectation: fast}", "criteria.0.grounds.expectation: 'fast' is"),
    ("goal: 0.95", "grounds: {law: x}", "criteria.0.grounds.law: unknown key 'law'; write expecta"),
    ("goal: 0.95", "grounds: {basis: {title: A, link: 'ftp://a', checked: 2026-05-01}}",
     "criteria.0.grounds.basis.link: 'ftp://a' is no address of a page; write https://…"),
    ("goal: 0.95", "grounds: {basis: {title: A, link: 'https://a.b', checked: May}}",
     "criteria.0.grounds.basis.checked: 'May' is no date; write year-month-day"),
    ("goal: 0.95", "grounds: {owner: ' '}", "criteria.0.grounds.owner: the text is blank; write"),
    # calendars
    ("zone: Europe/Warsaw", "zone: Europe/Warszawa", "calendars.desk.zone: unknown time zone"),
    ('"08:00-16:00"]', '"22:00-06:00"]', "calendars.desk.hours.mon-fri: 22:00-06:00 ends before i"),
    ('"08:00-16:00"]', '"08:00-16:00", "15:00-17:00"]', "calendars.desk.hours.mon-fri: 08:00-16:0"),
    ('["08:00-16:00"]', "08:00-16:00", "calendars.desk.hours.mon-fri: '08:00-16:00' is no list of"),
    ("sat: [", "sonntag: [", "calendars.desk.hours.sonntag: 'sonntag' is no weekday; write one of"),
    ("sat: [", "fri-sat: [", "calendars.desk.hours.fri-sat: a day of fri-sat has its hours alread"),
    ("hours: always", "hours: allways", "calendars.always.hours: 'allways' is no week; write"),
    ("hours: always", "hours: {}", "calendars.always.hours: a mapping is no week; write"),
    ("hours: always", "hours: {mon: []}", "calendars.always: always is never open; give it hours"),
    ("country: PL", "country: Polska", "calendars.desk.holidays.country: no holidays are known"),
    ("PL, dates", "PL, subdivision: XX, dates", "calendars.desk.holidays.subdivision: PL has no"),
    ("[2026-05-04]", "[2026-13-04]", "calendars.desk.holidays.dates.0: there is no date 2026-13-0"),
    ("except: [2026-12-24]", "except: [2026-12-23]", "calendars.desk.holidays.except: 2026-12-23"),
    ("{2026-12-24: [", "{2026-12-32: [", "calendars.desk.overrides.2026-12-32: there is no date"),
    ("breaks: {2026-03-02: ", "breaks: {monday: ", "calendars.desk.breaks.monday: 'monday' is no"),
    ("always: {zone: UTC, hours: always}", "a b: {zone: UTC, hours: always}",
     "calendars.a b: 'a b' is no name of a calendar; write one word of 1 to 40 letters"),
    ("hours: always}", "hours: always, breaks: {2026-03-02: ['12:00-13:00']}}",
     "calendars.always: hours: always never closes; write hours: {mon-sun"),
    # a criterion
    ("code: SHP-02", "code: shp-01", "criteria.2.code: the code shp-01 is taken; give each criter"),
    ("severity: critical", "severity: Critical", "criteria.0.severity: 'Critical' is not known he"),
    ("severity: critical", "severity: 1", "criteria.0.severity: 1 is no word known here; write cr"),
    ("satisfaction: people", "satisfaction: price", "criteria.0.satisfaction: 'price' is not know"),
    ("weight: 3", "weight: -1", "criteria.0.weight: -1 is out of bounds; write 0 to"),
    ("weight: 3", "weight: .inf", "criteria.0.weight: .inf is no number to count with; write a fi"),
    ("weight: 3", "weight: 1e99", "criteria.0.weight: 1e+99 is out of bounds; write 0 to"),
    ("goal: 0.95", "goal: 95", "criteria.0.goal: 95 is out of bounds; write more than 0, at most"),
    ("goal: 0.95", "goal: 0", "criteria.0.goal: 0 is out of bounds; write more than 0, at most 1"),
    ("goal: 0.95", "goal: 95%", "criteria.0.goal: '95%' is no number; write a number, without quo"),
    ("applies: {channel", "applies: {chanel", "criteria.0.applies.chanel: 'chanel' is no fact of"),
    ("[email, chat], f", "[], f", "criteria.0.applies.channel: the list is too short; write at le"),
    ("{channel: [email, chat], fields: {shop: 7}}", "{}", "criteria.0.applies: a mapping names no"),
    ("{channel: [email, chat]", "{status: [done]", "criteria.0.applies.status.0: 'done' is not kn"),
    ("{shop: 7}", "{shop: {a: 1}}", "criteria.0.applies.fields.shop: a mapping is no value of a f"),
    ("    why: Who hears nothing calls the shop.\n", "", "criteria.0.why: why is missing; add it:"),
    ("  - code: SHP-01", "  - 7\n  - code: SHP-01", "criteria.1: a mapping is wanted here; write"),
    # what it asks
    ("calendar: desk", "calendar: dask", "criteria.0.ask.calendar.use: there is no calendar 'dask"),
    ("kind: first_reply", "kind: frist_reply", "criteria.0.ask.kind: 'frist_reply' is no kind of"),
    ("kind: yes_no, ", "", "criteria.1.ask: kind is missing; add one of first_reply"),
    ("ask: {kind: yes_no, question: Were you greeted?}", "ask: yes_no", "criteria.1.ask: 'yes_no'"),
    ("[on_hold]", "[solved]", "criteria.0.ask.pause_on.0: 'solved' is not known here; write new"),
    ("reopen: restart", "reopen: again", "criteria.0.ask.reopen: 'again' is not known here; write"),
    ("of: [visit]", "of: [ticket]", "criteria.2.ask.of.0: 'ticket' is not known here; write visit"),
    ("na: false", "na: no", "criteria.2.ask.na: 'no' is neither true nor false; write one, withou"),
    ("{SHP-01: [yes]}", "{SHP-09: [yes]}", "criteria.2.ask.show_if.SHP-09: there is no criterion"),
    ("{SHP-01: [yes]}", "{SHP-02: [no]}", "criteria.2.ask.show_if.SHP-02: SHP-02 is not asked ear"),
    ("{SHP-01: [yes]}", "{RSP-01: [no]}", "criteria.2.ask.show_if.RSP-01: RSP-01 is no question t"),
    ("{SHP-01: [yes]}", "{SHP-01: [maybe]}", "criteria.2.ask.show_if.SHP-01: 'maybe' is no answer"),
    ("asked: 1,", "asked: 0.9,", "criteria.2.ask.answers: no answer earns the whole share; give t"),
    ("asked: 1,", "asked: 2,", "criteria.2.ask.answers.asked: 2 is out of bounds; write a share f"),
    ("asked: 1, hinted: 0.5, no: 0", "asked: 1", "criteria.2.ask.answers: the mapping has too few"),
    ("labels: {asked:", "labels: {askd:", "criteria.2.ask.labels.askd: 'askd' is no answer; did y"),
    ("'Yes, asked', pl: Tak", "'Yes, asked'", "criteria.2.ask.labels.asked: the text in pl is mis"),
    # limits
    ("full: PT1H, none", "full: 1h, none", "criteria.0.limits.0.full: '1h' is no duration; write"),
    ("full: PT1H, none", "full: 1, none", "criteria.0.limits.0.full: first_reply is limited by ti"),
    ("full: PT1H, none: PT4H", "full: PT4H, none: PT1H", "criteria.0.limits.0.none: `none` is str"),
    ("full: PT1H, none: PT4H", "full: P1D", "criteria.0.limits.0.full: a day of opening hours has"),
    ("{working_days: 1}", "{workdays: 1}", "criteria.0.limits.1.full: unknown span 'workdays'; di"),
    ("{working_days: 1}", "{working_days: 0}", "criteria.0.limits.1.full: 0 is no number of days;"),
    ("{working_days: 1}", "{working_days: 1, calendar_days: 2}", "criteria.0.limits.1.full: a spa"),
    ("{working_days: 1}", "{calendar_days: 1}", "criteria.0.limits.0.full: calendar days stand be"),
    ("{when: {priority: urgent}, full", "{full", "criteria.0.limits.1: this row is never reached;"),
    ("{full: {working", "{when: {priority: [urgent], brand: x}, full: {working",
     "criteria.0.limits.1: this row is never reached; row 1 fits whenever it does"),
    # examples
    ("then: missed, facts", "then: late, facts", "criteria.0.examples.1.then: 'late' is not known"),
    ("then: missed, facts", "then: met, facts", "criteria.0.examples: no example is missed; add o"),
    ("Mon 09:30 replied], then: met", "Mon 09:30 replied], then: partly",
     "criteria.0.examples: no example is met; add one with `then: met`"),
    ("[{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]", "[]",
     "criteria.1.examples: the list is too short; write at least 1"),
    ("{given: {answer: yes}", "{given: {anwser: yes}", "criteria.1.examples.0.given: 'anwser' can"),
    ("{given: {answer: yes}", "{given: {answer: [yes]}", "criteria.1.examples.0.given: a list is"),
    ("{given: {answer: yes}", "{given: [Mon 09:00 opened]",
     "criteria.1.examples.0.given: yes_no has no happenings; write {answer: …}"),
    ("{given: {answer: yes}", "{given: {rating: 4}",
     "criteria.1.examples.0.given: yes_no has no rating; write {answer: …}"),
    ("given: [Mon 09:00 opened], then", "given: {answer: yes}, then",
     "criteria.0.examples.1.given: first_reply has no answer; write [Mon 09:00 opened, …]"),
    ("{given: {answer: yes}", "{given: []", "criteria.1.examples.0.given: the list is too short;"),
    ("facts: {tags: [a, b]}", "facts: {tag: [a, b]}", "criteria.0.examples.1.facts.tag: 'tag' is"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CHANGES, ids=[row[1] for row in CHANGES])
def test_a_fault_is_told_with_its_place(old: str, new: str, said: str) -> None:
    assert [line[: len(said)] for line in told(reading((old, new)))] == [said]


# a piece of the sound standard | what may stand in its place
ALLOWED = [
    ("country: PL, dates: [2026-05-04], except", "country: PL, except", "no dates of one's own"),
    ("{SHP-01: [yes]}", "{SHP-01: na}", "one answer, and that it did not apply"),
    ("{full: {working", "{when: {priority: [urgent, high]}, full: {working", "a wider row later"),
    ("{full: {working", "{when: {brand: x}, full: {working", "a row on another fact"),
    ("[email, chat], f", "email, f", "one value"),
    ("{en: Contact, pl: Kontakt}", "Contact", "a text in the first language"),
    ("version: 3", "version: 3\nform: 1", "the form's own version"),
    ("zone: UTC", "zone: Pacific/Apia", "a zone far away"),
    ("weight: 3", "weight: 0", "no weight at all"),
]


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in ALLOWED], ids=[r[2] for r in ALLOWED])
def test_what_the_form_allows_is_no_fault(old: str, new: str) -> None:
    assert told(reading((old, new))) == []


CLOCK, DAYS = "{kind: resolution, calendar: desk}", "{kind: resolution, calendar: always}"
CHOICE = "[{when: {brand: [a, b]}, use: desk}, {when: {brand: a}, use: always}]"
ASKED = [
    (CLOCK, "", "limits: limits are missing; add `limits: {full: PT4H}`"),
    ("{kind: count, counted: replies}", "", "limits: limits are missing; add `limits: {full: 2}`"),
    ("{kind: rating, scale: nps}", "", "limits: limits are missing; add `limits: {full: 2}`"),
    ("{kind: number, question: Q}", "", "limits: limits are missing; add `limits: {full: 2}`"),
    ("{kind: duration, question: Q}", "", "limits: limits are missing; add `limits: {full: PT4H}`"),
    ("{kind: text, question: Q}", "{full: 1}", "limits: text takes no limits; take them out"),
    ("{kind: photo, question: Q}", "{full: 1}", "limits: photo takes no limits; take them out"),
    ("{kind: yes_no, question: Q}", "{full: 1}", "limits: yes_no takes no limits; take them out"),
    ("{kind: rating, scale: nps}", "{full: PT1H}", "limits.full: rating is limited by a number"),
    ("{kind: count, counted: replies}", "{full: 4, none: 2}", "limits.none: `none` is stricter"),
    ("{kind: rating, scale: nps}", "{full: 4, none: 6}", "limits.none: `none` is stricter"),
    ("{kind: scale, question: Q, from: 1, to: 5}", "{full: 6}", "limits.full: 6 is not on the sca"),
    ("{kind: scale, question: Q, from: 5, to: 5}", "", "ask.to: the scale does not rise; write mo"),
    ("{kind: duration, question: Q}", "{full: {working_days: 1}}", "limits.full: what a person ti"),
    (DAYS, "{full: {working_days: 1}}", "limits.full: hours that never close have no working days"),
    (CLOCK, "{full: P1DT2H}", "limits.full: a day of opening hours has no length; write"),
    (CLOCK, "{full: P200Y}", "limits.full: 'P200Y' is no duration; write PT4H"),
    (CLOCK, "{full: PT}", "limits.full: 'PT' is no duration; write PT4H"),
    (CLOCK, f"{{full: PT{'9' * 10}H}}", "limits.full: 'PT9999999999H' is longer than a hundred"),
    (CLOCK, "{full: [PT1H]}", "limits.full: a list is no limit; write a span such as PT4H"),
    (CLOCK, "{full: PT1H, non: PT2H}", "limits.non: unknown key 'non'; did you mean none?"),
    (CLOCK, "[]", "limits: the list is too short; write at least 1"),
    ("{kind: next_reply, calendar: desk, reopen: resume}", "{full: PT1H}", "ask.reopen: unknown k"),
    (f"{{kind: resolution, calendar: {CHOICE}}}", "{full: PT1H}", "ask.calendar.1: this row is ne"),
    ("{kind: resolution, calendar: [{when: {brand: a}}]}", "{full: PT1H}", "ask.calendar.0.use: u"),
    ("{kind: resolution}", "{full: PT1H}", "ask.calendar: calendar is missing; add it: the calend"),
    ("{kind: yes_no}", "", "ask.question: question is missing; add it: the question as the person"),
    ("{kind: yes_no, question: Q, good: maybe}", "", "ask.good: 'maybe' is not known here; write"),
    ("{kind: yes_no, question: Q, good: true}", "", "ask.good: true is no word known here; write"),
    ("{kind: count, counted: calls}", "{full: 2}", "ask.counted: 'calls' is not known here; write"),
    ("{kind: number, question: Q, better: lower}", "{full: 2}", "ask.better: 'lower' is not known"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "limits", "said"), ASKED, ids=[f"{row[0]} {row[1]}" for row in ASKED]
)
def test_each_kind_has_its_own_faults(ask: str, limits: str, said: str) -> None:
    (line,) = told(asking(ask, limits))
    assert line.removeprefix("criteria.0.")[: len(said)] == said


@pytest.mark.parametrize("kind", ["text", "photo"])
def test_words_and_pictures_need_one_example(kind: str) -> None:
    example = "[{given: {answer: x}, then: met}]"
    assert told(asking(f"{{kind: {kind}, question: Q}}", examples=example)) == []


def test_a_fault_hides_none_elsewhere() -> None:
    found = reading(
        ("version: 3", "version: x"),
        ("zone: UTC", "zone: UCT+1"),
        ("severity: critical", "severity: grave"),
        ("weight: 1\n", "wieght: 1\n"),
        ("calendar: desk", "calendar: dusk"),
        ("labels: {asked:", "labels: {aksed:"),
    )
    assert [fault.path for fault in found.faults] == [
        ("version",),
        ("calendars", "always", "zone"),
        ("criteria", 0, "severity"),
        ("criteria", 0, "ask", "calendar", "use"),
        ("criteria", 1, "weight"),
        ("criteria", 1, "wieght"),
        ("criteria", 2, "ask", "labels", "aksed"),
    ]
    lines = [fault.line for fault in found.faults]
    assert lines == sorted(lines)


def test_what_is_sound_is_read_though_other_parts_are_not() -> None:
    found = reading(("version: 3", "version: x"), ("severity: critical", "severity: grave"))
    assert found.draft is None
    assert found.form is not None
    assert [criterion.code for criterion in found.form.criteria] == ["SHP-01", "SHP-02"]
    assert (found.form.version, found.form.code) == (0, "contact")


def test_a_criterion_without_its_calendar_is_left_out_but_not_faulted_for_it() -> None:
    found = reading(("zone: Europe/Warsaw", "zone: Nowhere"))
    assert [fault.path for fault in found.faults] == [("calendars", "desk", "zone")]
    assert found.form is not None
    assert [criterion.code for criterion in found.form.criteria] == ["SHP-01", "SHP-02"]


def test_what_yaml_itself_could_not_read_is_faulted_once() -> None:
    (fault,) = reading(("weight: 3", "weight: *heavy")).faults
    assert fault.text == "the alias *heavy is not read"


def test_faults_of_form_and_of_content_stand_in_the_order_of_the_file() -> None:
    text = written(("version: 3", "version: 3\nversion: 4"), ("goal: 0.95", "goal: 9"))
    assert [fault.line for fault in read(text.encode()).faults] == [4, 29]


# file | what is said of it
NO_STANDARD = [
    ("- a\n- b\n", "a standard is a mapping"),
    ("just words\n", "a standard is a mapping"),
    ("~\n", "a standard is a mapping"),
    ("", "the file is empty"),
]


@pytest.mark.parametrize(("text", "said"), NO_STANDARD, ids=["a list", "words", "null", "nothing"])
def test_what_is_no_mapping_is_no_standard(text: str, said: str) -> None:
    found = read(text.encode())
    assert [fault.text for fault in found.faults] == [said]
    assert found.form is None


def test_an_empty_mapping_lacks_everything_that_a_standard_needs() -> None:
    assert {fault.path for fault in read(b"{}").faults} == {
        (key,) for key in ("code", "title", "version", "languages", "governance", "criteria")
    }


def test_no_fault_is_told_without_what_would_be_right() -> None:
    found = [reading((old, new)) for old, new, _ in CHANGES]
    found += [asking(ask, limits) for ask, limits, _ in ASKED]
    assert all(fault.mend for each in found for fault in each.faults)
