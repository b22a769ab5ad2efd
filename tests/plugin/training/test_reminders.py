"""Reminders against a real mail host: each step once, and one mail too many at most."""

from __future__ import annotations

import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
import structlog

from plugin.config import Config
from plugin.language import Language
from plugin.stores.training.reminders import LEASE_SECONDS, PLANNED_EVERY
from plugin.training.mailing import MailHost, NotWelcome, TakenLater
from plugin.training.reminder import Letter, mail_of
from plugin.training.reminding import RemindingStation, Sends, reminding_station
from tests.fakes.mail_host import SENDER, Post, certified, mail_host
from tests.pages.acme import AS_OF
from tests.pages.training.school import ANNA, DAY, School

HOUR = 3_600
# Due on 8 April 2026: reminded on the 5th, the 8th, the 15th ... at eight in the morning.
MORNING = AS_OF + 4 * DAY + 8 * HOUR


class Killed(BaseException):
    """The worker is no more."""


def station(school: School, host: Sends | None, worker: str = "one") -> RemindingStation:
    return RemindingStation(school.house, worker, host, chance=lambda: 1.0)


def run(school: School, host: Sends, at: int, times: int = 6) -> None:
    """A worker's looks at that time, and at a few later ones."""
    school.clock.now = at
    one = station(school, host)
    for _ in range(times):
        one.work_once(school.clock.now)


def kept(school: School) -> dict[str, object]:
    found = list(school.house.database.reminders.find())
    assert len(found) == 1
    return dict(found[0])


def test_each_step_is_sent_once(school: School) -> None:
    school.assign()
    post = Post()
    with mail_host(post) as host:
        run(school, host, MORNING - 1)
        assert post.mails == []
        run(school, host, MORNING)
        run(school, host, MORNING + 2 * DAY)
        assert [each["Subject"] for each in post.mails] == [
            "Please read and sign by 8 April 2026: Contact by e-mail and chat"
        ]
        run(school, host, MORNING + 3 * DAY)
        assert len(post.mails) == 2
        run(school, host, MORNING + 9 * DAY)
        assert len(post.mails) == 2
        run(school, host, MORNING + 10 * DAY)
        run(school, host, MORNING + 17 * DAY)
    assert [str(each["Subject"]).split(" ")[0] for each in post.mails[2:]] == ["Overdue"] * 2
    assert len({each["Message-ID"] for each in post.mails}) == 4


def test_the_mail_says_what_is_due_and_holds_no_question(school: School) -> None:
    school.assign(latest="2026-05-01")
    school.house = replace(school.house, config=replace(school.house.config, address="https://q"))
    school.house.database.users.update_one({"_id": "anna"}, {"$set": {"language": "pl"}})
    post = Post()
    with mail_host(post) as host:
        run(school, host, MORNING)
    (mail,) = post.mails
    assert (mail["To"], mail["From"]) == ("anna@acme.example", f"Plumbline <{SENDER}>")
    assert mail["Content-Language"] == "pl"
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body()
    assert isinstance(body, EmailMessage)
    text = body.get_content()
    assert "https://q/learning/contact/1" in text
    assert "8 kwietnia 2026" in text
    assert "1 maja 2026" in text
    assert "RSP-01" not in text


def test_nothing_is_sent_without_a_mail_host(school: School) -> None:
    school.assign()
    school.clock.now = MORNING
    assert reminding_station(school.house, "one").work_once(MORNING) is False
    assert school.house.database.reminders.count_documents({}) == 0
    assert MailHost.of(Config()) is None


def test_who_has_no_address_or_knows_it_is_left_alone(school: School) -> None:
    school.assign(ANNA)
    school.house.database.people.update_one({"_id": "anna"}, {"$set": {"email": None}})
    post = Post()
    with mail_host(post) as host:
        run(school, host, MORNING)
    assert post.mails == []
    assert school.house.database.reminders.count_documents({}) == 0


def test_what_is_taken_back_meanwhile_is_not_sent(school: School) -> None:
    (given,) = school.assign()
    post = Post(to_rcpt="451 later")
    with mail_host(post) as host:
        run(school, host, MORNING)
        school.house.database.assignments.update_one({"_id": given.id}, {"$set": {"ended_at": 1}})
        post.to_rcpt = "250 OK"
        run(school, host, MORNING + HOUR)
    assert post.mails == []
    assert kept(school)["reason"] == "it is not asked for any more"


@pytest.mark.parametrize("where", ["to_rcpt", "to_data", "to_mail"])
def test_what_is_put_off_is_tried_again_later(school: School, where: str) -> None:
    school.assign()
    post = Post()
    setattr(post, where, "451 try later: s3cret words")
    with mail_host(post) as host:
        run(school, host, MORNING)
        found = kept(school)
        assert (found["state"], found["tries"], found["maybe"]) == ("ready", 1, 0)
        assert found["reason"] == "the mail host answers 451"
        setattr(post, where, "250 OK")
        run(school, host, MORNING + 1)
        assert post.mails == []
        run(school, host, MORNING + HOUR)
    assert len(post.mails) == 1
    assert kept(school)["state"] == "done"


@pytest.mark.parametrize("where", ["to_rcpt", "to_data"])
def test_what_is_refused_for_good_is_set_aside_until_the_next_step(
    school: School, where: str
) -> None:
    school.assign()
    post = Post()
    setattr(post, where, "550 no such mailbox")
    with mail_host(post) as host:
        run(school, host, MORNING)
        found = kept(school)
        assert (found["state"], found["reason"]) == ("failed", "the mail host answers 550")
        setattr(post, where, "250 OK")
        run(school, host, MORNING + 2 * DAY)
        assert post.mails == []
        run(school, host, MORNING + 3 * DAY)
    assert len(post.mails) == 1


def test_a_host_that_does_not_let_us_in_costs_no_try(school: School) -> None:
    school.assign()
    post = Post(to_mail="550 not from you")
    with mail_host(post) as host:
        for hour in range(20):
            run(school, host, MORNING + hour * HOUR, 1)
        assert kept(school)["tries"] == 0
        post.to_mail = "250 OK"
        run(school, host, MORNING + 30 * HOUR)
    assert len(post.mails) == 1


def test_a_host_that_is_not_there_is_tried_again(school: School) -> None:
    school.assign()
    with mail_host(Post()) as host:
        pass
    run(school, host, MORNING)
    assert (kept(school)["state"], kept(school)["maybe"]) == ("ready", 0)


def test_a_line_that_drops_before_the_mail_is_taken_sends_it_once(school: School) -> None:
    school.assign()
    post = Post(drops="before")
    with mail_host(post) as host:
        run(school, host, MORNING)
        assert kept(school)["maybe"] == 1
        post.drops = ""
        run(school, host, MORNING + HOUR)
    assert len(post.mails) == 1


def test_a_line_that_always_drops_after_the_mail_sends_it_twice_at_most(school: School) -> None:
    school.assign()
    post = Post(drops="after")
    with mail_host(post) as host:
        for hour in range(12):
            run(school, host, MORNING + hour * HOUR)
    assert len(post.mails) == 2
    assert len({each["Message-ID"] for each in post.mails}) == 1
    assert kept(school)["state"] == "failed"


def test_a_kill_between_sending_and_noting_sends_one_more_at_most(school: School) -> None:
    school.assign()
    post, school.clock.now = Post(), MORNING

    def killed(*_: object, **__: object) -> bool:
        raise Killed

    with mail_host(post) as host:
        for life in range(5):
            one = station(school, host, f"life {life}")
            one.reminders.end = killed  # type: ignore[method-assign]
            try:
                one.work_once(school.clock.now)
            except Killed:
                school.clock.now += LEASE_SECONDS + 1
        run(school, host, school.clock.now)
    assert len(post.mails) == 2


def test_of_two_workers_one_sends(school: School) -> None:
    school.assign()
    post, school.clock.now = Post(), MORNING
    with mail_host(post) as host:
        workers = [station(school, host, f"worker {number}") for number in range(4)]
        for _ in range(3):
            for each in workers:
                each.work_once(school.clock.now)
            school.clock.now += PLANNED_EVERY
    assert len(post.mails) == 1


def test_a_host_is_believed_by_its_certificate_and_told_the_password(
    school: School, tmp_path: Path
) -> None:
    school.assign()
    served, believing = certified(tmp_path)
    post = Post()
    with mail_host(post, tls=served, users=True) as plain:
        host = replace(plain, user="plumb", password="line", context=believing)
        run(school, host, MORNING)
        assert post.tls_seen == [True]
        assert len(post.mails) == 1
        message = post.mails[0]
        with pytest.raises(TakenLater, match="SSLCertVerificationError"):
            replace(host, context=ssl.create_default_context()).send(message, "a@b.pl")
        with pytest.raises(NotWelcome, match="535"):
            replace(host, password="wrong").send(message, "a@b.pl")
        with pytest.raises(NotWelcome, match="530"):
            replace(host, user=None).send(message, "a@b.pl")
    with mail_host(post) as bare, pytest.raises(NotWelcome, match="no STARTTLS"):
        replace(bare, security="starttls").send(message, "a@b.pl")


def test_no_name_no_address_and_no_password_is_logged(school: School, tmp_path: Path) -> None:
    school.assign()
    post = Post(to_rcpt="550 anna@acme.example: s3cret")
    with structlog.testing.capture_logs() as lines, mail_host(post) as host:
        run(school, replace(host, password="s3cret", user="s3cret-user"), MORNING)
        run(school, host, MORNING + HOUR * 30)
    assert lines
    assert not any(word in str(lines) for word in ("anna", "Anna", "s3cret"))


def test_a_title_cannot_make_a_header(school: School) -> None:
    letter = Letter(
        step="soon", key="k", name="Anna\r\nBcc: x@y.pl", to="a@b.pl", sender=SENDER,
        title="Title\r\nBcc: evil@example.com\u2028 \x00", version=1, due="today", grace="",
        address=None, at=AS_OF, language=Language("en"),
    )  # fmt: skip
    sent = mail_of(letter)
    assert sent["Bcc"] is None
    assert "\n" not in str(sent["Subject"])
