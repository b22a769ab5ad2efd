"""Reading a Freshdesk ticket again: what is exact, what is worked out, and how little is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoring.evidence import Event, EventKind, Role
from scoring.timeline import timeline_of
from tests.fakes.freshdesk.apps import event_of
from tests.fakes.freshdesk.ticket import AGENT, REQUESTER
from tests.tables import rows
from tests.webhooks.freshdesk_talk import ACME, FRESHDESK, KEY, NUMBER, OPENED_AT, TICKET, House
from tests.webhooks.freshdesk_talk import converse as talk
from webhooks.contract import CallRefused, Delivery, Reply

HOUR = 3600


def opened(**told: Any) -> House:
    house = House()
    house.tickets.create(NUMBER, at=OPENED_AT, **told)
    return house


def only(house: House, kind: EventKind) -> Event:
    (found,) = (each for each in house.log.values() if each.kind is kind)
    return found


def statuses(house: House) -> list[tuple[int, str]]:
    line = timeline_of(house.log.values(), OPENED_AT + 1_000_000)
    return [((at - OPENED_AT) // HOUR, str(status)) for at, status in line.statuses]


def test_a_ticket_that_is_new_is_known_exactly() -> None:
    house = opened(priority=3, assignee=7, tags=("vip", "pl-rsp-01-missed"), fields={"cf_a": "x"})
    house.read_again()
    event = only(house, EventKind.OPENED)
    assert (event.role, event.by, event.at) == (Role.CUSTOMER, "fd-acme/user/501", OPENED_AT)
    assert event.facts == {
        "channel": "email",
        "priority": "high",
        "assignee": "fd-acme/user/7",
        "tags": ("vip",),
        "fields.cf_a": "x",
        "status": "open",
        "status_label": "open",
    }
    assert not event.reconstructed
    assert house.opened_at == OPENED_AT


def test_a_ticket_first_seen_later_was_open_when_it_was_opened() -> None:
    house = opened()
    house.tickets.set_status(NUMBER, 4, at=OPENED_AT + HOUR)
    house.read_again()
    assert statuses(house) == [(0, "open"), (1, "solved")]
    assert all(each.reconstructed for each in house.log.values())


def test_an_outbound_mail_is_opened_by_the_firm() -> None:
    house = opened(source=10)
    house.read_again()
    event = only(house, EventKind.OPENED)
    assert (event.role, event.by) == (Role.AGENT, None)


# author | public | role     | why it is here
ROLES = """
501      | yes    | customer | the requester
7        | yes    | agent    | an agent replies
7        | no     | agent    | an agent notes
-        | no     | system   | a rule
"""


@pytest.mark.parametrize(("author", "public", "role"), rows(ROLES))
def test_whoever_writes_has_their_role(author: str, public: str, role: str) -> None:
    house = opened()
    who = None if author == "-" else int(author)
    house.tickets.comment(NUMBER, "Words", who, public=public == "yes", at=OPENED_AT + 60)
    house.read_again()
    event = only(house, EventKind.MESSAGE)
    assert (event.role, event.public) == (Role(role), public == "yes")
    assert not event.reconstructed
    assert event.at == OPENED_AT + 60


def test_what_comes_from_outside_is_a_customers_whoever_sent_it() -> None:
    house = opened()
    house.tickets.comment(NUMBER, "From a colleague of theirs", 502, at=OPENED_AT + 60)

    def reply(call: Any) -> Reply:
        answer = house.reply(call)
        if call.path.endswith("/conversations"):
            answer.body[0]["incoming"] = True
        return answer

    news = talk(FRESHDESK.read_again(TICKET, ACME, ()), reply)
    assert news is not None
    assert [each.role for each in news.events if each.kind is EventKind.MESSAGE] == [Role.CUSTOMER]


def test_our_own_notes_are_no_news() -> None:
    house = opened()
    house.tickets.comment(NUMBER, "A note of ours", KEY.id, public=False, at=OPENED_AT + 60)
    house.read_again()
    assert all(each.kind is not EventKind.MESSAGE for each in house.log.values())


def test_every_page_of_words_is_read() -> None:
    house = opened()
    for number in range(250):
        house.tickets.comment(NUMBER, "Words", AGENT, at=OPENED_AT + number)
    house.read_again()
    assert sum(each.kind is EventKind.MESSAGE for each in house.log.values()) == 250
    asked = [each for each in house.asked if "conversations" in each]
    assert [each.rpartition("page=")[2] for each in asked] == ["1", "2", "3"]


def test_words_of_one_second_stand_in_the_order_of_their_numbers() -> None:
    house = opened()
    for number in range(12):
        author = REQUESTER if number % 2 else AGENT
        house.tickets.comment(NUMBER, f"{number}", author, at=OPENED_AT + 60)
    house.read_again()
    line = timeline_of(house.log.values(), OPENED_AT + HOUR)
    said = [int(each.id.removeprefix("comment/")) for each in line.events if "comment" in each.id]
    assert said == sorted(said)


def test_words_that_were_taken_back_are_erased_here_too() -> None:
    house = opened()
    house.tickets.comment(NUMBER, "Card number", AGENT, at=OPENED_AT + 60)
    house.read_again()
    event = only(house, EventKind.MESSAGE)
    house.tickets.uncomment(NUMBER, int(event.id.removeprefix("comment/")), at=OPENED_AT + 120)
    house.read_again()
    assert house.redacted == {event.id}
    assert event.id in house.log  # that something was said stays


# rating | csat | why it is here
RATINGS = """
103      | 5    | extremely happy
102      | 5    | very happy
101      | 4    | happy
100      | 3    | neither
-101     | 2    | unhappy
-102     | 1    | very unhappy
-103     | 1    | extremely unhappy
1        | 5    | happy, of a classic survey
2        | 3    | neutral, of a classic survey
3        | 1    | unhappy, of a classic survey
77       | -    | a number nobody knows
"""


@pytest.mark.parametrize(("value", "csat"), rows(RATINGS))
def test_a_rating_is_a_csat_of_one_to_five(value: str, csat: str) -> None:
    house = opened()
    house.tickets.rate(NUMBER, int(value), "Thanks", at=OPENED_AT + HOUR)
    house.read_again()
    found = [dict(each.facts) for each in house.log.values() if each.kind is EventKind.RATED]
    assert found == ([] if csat == "-" else [{"scale": "csat", "value": int(csat)}])


def test_a_plan_without_surveys_has_no_ratings() -> None:
    house = opened()
    house.api.surveys = False
    assert house.read_again() is not None


# what was done between two readings, at which hour    | what is known then | why it is here
WAYS = """
1 4                | 0 open, 1 solved                             | one step, at its instant
1 3, 2 4           | 0 open, 2 solved                             | a pause that left no stamp
1 4, 2 5           | 0 open, 1 solved, 2 closed                   | both have their stamps
1 4, 2 2           | 0 open, 2 solved, 2 open                     | reopened: it was solved before
1 5, 2 2, 3 4      | 0 open, 2 solved, 2 open, 3 solved           | reopened, and solved again
1 3, 2 2           | 0 open, 2 open                               | away and back
1 3                | 0 open, 1 pending                            | pending since then
1 4, 2 2, 3 3      | 0 open, 2 solved, 2 open, 3 pending          | reopened on the way
1 12               | 0 open, 1 on_hold                            | the firm's own
"""


@pytest.mark.parametrize(("done", "known"), rows(WAYS))
def test_the_way_of_a_status_follows_its_stamps(done: str, known: str) -> None:
    house = opened()
    house.read_again()
    for each in done.split(", "):
        hour, status = map(int, each.split())
        house.tickets.set_status(NUMBER, status, at=OPENED_AT + hour * HOUR)
    house.read_again()
    told = [event for event in house.log.values() if event.kind is EventKind.CHANGED]
    assert all(event.reconstructed for event in told)
    expected = [(int(each.split()[0]), each.split()[1]) for each in known.split(", ")]
    assert without_repeats(statuses(house)) == without_repeats(expected)
    assert f"reconstructed {told[0].id}" in timeline_of(house.log.values(), 2**31).flags


def without_repeats(told: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [each for place, each in enumerate(told) if not place or told[place - 1][1] != each[1]]


def app_tells(house: House) -> None:
    body = event_of(house.tickets.changes[-1])
    assert body is not None
    house.hear(Delivery({}, body, house.tickets.changes[-1].at))


def test_a_gap_between_what_apps_told_is_filled_with_what_stood_before() -> None:
    house = opened()
    app_tells(house)
    house.tickets.set_status(NUMBER, 3, at=OPENED_AT + HOUR)
    house.tickets.set_status(NUMBER, 4, at=OPENED_AT + 2 * HOUR)
    app_tells(house)
    house.read_again()
    assert statuses(house) == [(0, "open"), (2, "pending"), (2, "solved")]
    marked = [each.facts["status"] for each in house.log.values() if each.reconstructed]
    assert marked == ["pending"]


def test_an_answer_that_was_on_its_way_undoes_nothing_that_was_told_meanwhile() -> None:
    house = opened()
    house.read_again()
    told = [dict(each.facts) for each in house.log.values()]
    speaking = FRESHDESK.read_again(TICKET, ACME, tuple(house.log.values()))
    reply = house.reply(next(speaking))
    deeds: list[Callable[[], object]] = [
        lambda: house.tickets.set_status(NUMBER, 4, at=OPENED_AT + HOUR),
        lambda: house.tickets.alter(NUMBER, priority=4, at=OPENED_AT + HOUR),
        lambda: house.tickets.bin(NUMBER, "deleted", at=OPENED_AT + HOUR),
    ]
    for deed in deeds:
        deed()
        app_tells(house)
    speaking.close()
    stale = FRESHDESK.read_again(TICKET, ACME, tuple(house.log.values()))
    next(stale)
    call = stale.send(reply)
    replies = iter([house.reply(call), Reply(200, {}, [])])
    stale.send(next(replies))
    with pytest.raises(StopIteration) as ended:
        stale.send(next(replies))
    assert house.file(ended.value.value) == []
    assert len(house.log) == len(told) + 3


def test_an_opening_that_is_learnt_late_leaves_out_what_has_changed_since() -> None:
    house = opened(priority=1, assignee=7)
    house.tickets.set_status(NUMBER, 3, at=OPENED_AT + HOUR)
    app_tells(house)
    house.tickets.alter(NUMBER, priority=4, at=OPENED_AT + 2 * HOUR)
    app_tells(house)
    house.read_again()
    facts = only(house, EventKind.OPENED).facts
    assert "priority" not in facts
    assert (facts["assignee"], facts["status"]) == ("fd-acme/user/7", "open")
    assert only(house, EventKind.OPENED).reconstructed


def test_a_stamp_that_is_known_already_is_not_told_again() -> None:
    house = opened()
    house.read_again()
    house.tickets.set_status(NUMBER, 4, at=OPENED_AT + HOUR)
    house.read_again()
    house.tickets.set_status(NUMBER, 5, at=OPENED_AT + 2 * HOUR)
    house.read_again()
    assert [each.facts["status"] for each in house.log.values()] == ["open", "solved", "closed"]


def test_without_a_gap_nothing_is_marked() -> None:
    house = opened()
    app_tells(house)
    for hour, status in enumerate([3, 2, 4, 5, 2, 7, 4], 1):
        house.tickets.set_status(NUMBER, status, at=OPENED_AT + hour * HOUR)
        app_tells(house)
        house.tickets.assign(NUMBER, 7 + hour % 2, None, at=OPENED_AT + hour * HOUR + 60)
        app_tells(house)
    house.tickets.tag(NUMBER, ["vip"], at=OPENED_AT + 9 * HOUR)
    app_tells(house)
    before = dict(house.log)
    house.read_again()
    assert house.log == before
    assert not any(each.reconstructed for each in before.values())


def test_a_reopening_that_nobody_saw_counts_as_one() -> None:
    house = opened()
    house.read_again()
    house.tickets.set_status(NUMBER, 4, at=OPENED_AT + HOUR)
    house.tickets.set_status(NUMBER, 2, at=OPENED_AT + 2 * HOUR)
    house.read_again()
    line = timeline_of(house.log.values(), OPENED_AT + 9 * HOUR)
    assert (len(line.solves), len(line.reopenings)) == (1, 1)


def test_other_fields_changed_no_later_than_the_ticket_did() -> None:
    house = opened(assignee=7)
    house.read_again()
    house.tickets.assign(NUMBER, 8, 2, at=OPENED_AT + HOUR)
    house.tickets.comment(NUMBER, "Words", AGENT, at=OPENED_AT + 2 * HOUR)
    house.read_again()
    told = {next(iter(each.facts)): each for each in house.log.values() if each.reconstructed}
    assert told.keys() == {"assignee", "group"}
    assert {each.at for each in told.values()} == {OPENED_AT + 2 * HOUR}


def test_only_a_status_of_the_firm_is_asked_for_by_name() -> None:
    house = opened()
    house.read_again()
    assert [each.partition("?")[0] for each in house.asked] == [
        "GET /api/v2/tickets/4711",
        "GET /api/v2/tickets/4711/conversations",
        "GET /api/v2/tickets/4711/satisfaction_ratings",
    ]
    house.tickets.set_status(NUMBER, 12, at=OPENED_AT + HOUR)
    house.read_again()
    assert "GET /api/v2/ticket_fields?" in house.asked


def test_a_status_that_was_renamed_is_told_once_by_its_new_name() -> None:
    house = opened(status=12)
    house.read_again()
    house.api.statuses[12] = "Waiting on partner"
    house.read_again()
    told = [each.facts for each in house.log.values() if each.kind is EventKind.CHANGED]
    assert told == [{"status": "on_hold", "status_label": "waiting on partner"}]
    before = dict(house.log)
    house.read_again()
    assert house.log == before


@pytest.mark.parametrize("name", ["deleted", "spam"])
def test_bins_take_a_ticket_out_of_judgment_and_give_it_back(name: str) -> None:
    house = opened()
    house.read_again()
    house.tickets.bin(NUMBER, name, at=OPENED_AT + HOUR)
    house.read_again()
    assert timeline_of(house.log.values(), OPENED_AT + 2 * HOUR).withdrawn
    house.tickets.bin(NUMBER, name, out=True, at=OPENED_AT + 2 * HOUR)
    house.read_again()
    assert not timeline_of(house.log.values(), OPENED_AT + 3 * HOUR).withdrawn


def test_an_erased_ticket_is_told_as_none() -> None:
    assert House().read_again() is None
    house = opened()

    def reply(call: Any) -> Reply:
        return Reply(404, {}, None) if "conversations" in call.path else house.reply(call)

    assert talk(FRESHDESK.read_again(TICKET, ACME, ()), reply) is None


REFUSALS = {
    "a stranger": (Reply(401, {}, {"message": "Log in"}), "check the API key"),
    "no right": (Reply(403, {}, {"message": "No"}), "global access"),
    "a list": (Reply(200, {}, []), "answered 200 when asked for a ticket"),
    "no ticket": (Reply(200, {}, {"id": 4711}), "for a ticket"),
    "a ticket without a status": (
        Reply(200, {}, {"created_at": "2026-03-02T08:00:00Z", "updated_at": "x"}),
        "for a ticket",
    ),
    "somebody else's 404": (Reply(404, {}, {"message": "elsewhere"}), "answered 404"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_understood_is_said(case: str) -> None:
    reply, said = REFUSALS[case]
    with pytest.raises(CallRefused, match=said):
        talk(FRESHDESK.read_again(TICKET, ACME, ()), lambda call: reply)
