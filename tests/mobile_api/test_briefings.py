"""A shopper is briefed, answers the quiz, and is certified for one version of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from mobile_api.needs import EXTENSION, MobileHouse
from plugin.shopping.briefings import points_of
from plugin.shopping.certifying import TRIES
from plugin.stores.shopping.certificates import Certificates
from plugin.stores.training.own_questions import OwnQuestion, OwnQuestions
from plugin.stores.versions.standards import Standards
from plugin.training.quiz import drawn, items_of
from standards.instants import show_instant
from tests.mobile_api.days import asked, published
from tests.mobile_api.service import NOW, STANDARD, Service
from tests.mobile_api.test_submissions import slug
from tests.standards.test_library import standard

EDGE = "limits: {full: 4, none: 2}"  # of S-3


def briefing(service: Service, version: int = 1, user: str = "anna") -> dict[str, Any]:
    """What the user's phone is told of the version."""
    found = {each["version"]: each for each in asked(service, user=user)["briefings"]}
    told: dict[str, Any] = found[version]
    return told


def right(quiz: Mapping[str, Any]) -> dict[str, str]:
    """The right answers to the quiz."""
    return {each["id"]: each["right"] for each in quiz["items"]}


def wrong(quiz: Mapping[str, Any]) -> dict[str, str]:
    """Answers to the quiz of which none is right."""
    return {
        each["id"]: next(one["mark"] for one in each["answers"] if one["mark"] != each["right"])
        for each in quiz["items"]
    }


def answer(
    service: Service,
    quiz: Mapping[str, Any],
    answers: Mapping[str, str],
    user: str = "anna",
    **more: int,
) -> TestResponse:
    """What the answers to the quiz of the `version` are answered, given `at`."""
    at = show_instant(more.get("at", NOW))
    told = {"attempt": quiz["attempt"], "answers": answers, "answered_at": at}
    version = more.get("version", 1)
    return service.ask("POST", f"/briefings/shop/{version}/attempts", user, json=told)


def house(service: Service) -> MobileHouse:
    """What the door for phones was given."""
    found: MobileHouse = service.app.extensions[EXTENSION]
    return found


def own_question(service: Service, criterion: str | None = None) -> None:
    """A trainer's own question about the first version."""
    question = OwnQuestion(
        "shop", 1, criterion, {"en": "How many lamps?"}, ({"en": "One"}, {"en": "Two"}), 1, NOW, "t"
    )
    OwnQuestions(service.database).add(question)


def test_a_briefing_says_what_the_criteria_are_about(service: Service) -> None:
    told = briefing(service)
    points = {each["code"]: each for each in told["points"]}
    assert list(points) == [f"S-{number}" for number in range(1, 9)]
    assert points["S-2"] == {
        "code": "S-2",
        "title": {"en": "Greeted"},
        "why": {"en": "A greeting costs nothing."},
        "good": [_greeted("yes", "tak", "да")],
        "poor": [_greeted("no", "nie", "нет")],
    }
    (good,) = points["S-1"]["good"]
    assert good["pl"] == "Czy było otwarte? — Otwarte"
    assert points["S-6"]["good"] == []  # which picture it was shows nobody anything
    assert "weight" not in str(told)
    assert "0.5" not in str(told)


def _greeted(*answers: str) -> dict[str, str]:
    return {
        code: f"Were you greeted? — {answer}"
        for code, answer in zip(("en", "pl", "ru"), answers, strict=True)
    }


def test_an_example_in_words_is_told_by_them() -> None:
    points = {each.code: each for each in points_of(standard("shop_visit"))}
    assert [each["en"] for each in points["SHP-06"].good] == ["Everything free"]
    assert [each["pl"] for each in points["SHP-03"].poor] == ["Trzy stopnie: Nie"]


def test_a_quiz_asks_of_the_examples_in_every_language(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    asked_of = {each["code"] for each in quiz["items"]}
    assert len(quiz["items"]) == 6
    assert asked_of == {"S-1", "S-2", "S-3", "S-4", "S-5", "S-8"}
    for each in quiz["items"]:
        assert set(each["says"]) == {"en", "pl", "ru"}
        assert each["right"] in {one["mark"] for one in each["answers"]}
        assert all(set(one["label"]) == {"en", "pl", "ru"} for one in each["answers"])
    scale = next(each for each in quiz["items"] if each["code"] == "S-3")
    assert [one["mark"] for one in scale["answers"]] == ["met", "partly", "missed"]
    assert scale["says"]["en"] == f"How tidy was it? — {4 if scale['right'] == 'met' else 1}"


def test_the_quiz_stays_until_it_is_answered(service: Service) -> None:
    first = briefing(service)["quiz"]
    own_question(service)
    assert briefing(service)["quiz"] == first
    assert briefing(service, user="boris")["quiz"]["attempt"] != first["attempt"]


def test_trainers_questions_are_asked_as_well(service: Service) -> None:
    own_question(service)
    quiz = briefing(service)["quiz"]
    (own,) = [each for each in quiz["items"] if each["code"] is None]
    assert own["says"] == {"en": "How many lamps?"}
    labels = {one["mark"]: one["label"]["en"] for one in own["answers"]}
    assert labels[own["right"]] == "Two"
    assert answer(service, quiz, right(quiz)).get_json()["score"] == 1


def test_whoever_passes_is_certified(service: Service) -> None:
    here = house(service).briefings
    assert here.certified_at("anna", "shop", 1) is None
    quiz = briefing(service)["quiz"]
    service.now[0] += 60
    given = answer(service, quiz, right(quiz), at=NOW + 50)
    assert given.status_code == 200
    at = show_instant(NOW + 50)
    assert given.get_json() == {"passed": True, "score": 1, "certified_at": at, "tries_left": 0}
    told = briefing(service)
    assert (told["quiz"], told["certified_at"]) == (None, at)
    assert here.certified_at("anna", "shop", 1) == NOW + 50
    assert here.certified_at("boris", "shop", 1) is None
    assert here.certified("shop", 1) == {"anna": NOW + 50}


def test_a_clock_that_is_wrong_certifies_nobody_before_or_after(service: Service) -> None:
    for user, said in (("anna", NOW - 3_600), ("boris", NOW + 3_600)):
        quiz = briefing(service, user=user)["quiz"]
        given = answer(service, quiz, right(quiz), user=user, at=said)
        assert given.get_json()["certified_at"] == show_instant(NOW)


def test_the_ends_of_time_are_instants_as_well(service: Service) -> None:
    for user, at in (("anna", "0001-01-01T00:00:00+14:00"), ("boris", "9999-12-31T23:59:59-14:00")):
        quiz = briefing(service, user=user)["quiz"]
        told = {"attempt": quiz["attempt"], "answers": right(quiz), "answered_at": at}
        given = service.ask("POST", "/briefings/shop/1/attempts", user, json=told)
        assert given.get_json()["certified_at"] == show_instant(NOW)


def test_the_same_answers_again_are_answered_alike_and_others_not(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    first = answer(service, quiz, right(quiz))
    service.now[0] += 60
    assert answer(service, quiz, right(quiz)).get_json() == first.get_json()
    other = answer(service, quiz, wrong(quiz))
    assert (other.status_code, slug(other)) == (409, "already-answered")
    assert house(service).briefings.certified_at("anna", "shop", 1) == NOW


def test_a_failed_try_brings_another_quiz_until_none_is_left(service: Service) -> None:
    seeds = set()
    for left in range(TRIES - 1, -1, -1):
        told = briefing(service)
        assert told["tries_left"] == left + 1
        seeds.add(tuple(each["id"] for each in told["quiz"]["items"]))
        failed = answer(service, told["quiz"], wrong(told["quiz"])).get_json()
        assert failed == {"passed": False, "score": 0, "certified_at": None, "tries_left": left}
    assert len(seeds) > 1
    told = briefing(service)
    assert (told["quiz"], told["tries_left"], told["certified_at"]) == (None, 0, None)
    again = service.ask("POST", "/briefings/shop/1/tries", "carol", json={"user": "anna"})
    assert again.get_json() == {"forgiven": TRIES}
    quiz = briefing(service)["quiz"]
    assert answer(service, quiz, right(quiz)).get_json()["passed"]


def test_a_new_version_asks_only_for_what_changed(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    answer(service, quiz, right(quiz))
    published(service, 2, STANDARD.replace(EDGE, "limits: {full: 5, none: 2}").replace(
        "{given: {answer: 4}, then: met}", "{given: {answer: 5}, then: met}"
    ))  # fmt: skip
    anew = briefing(service, 2)["quiz"]
    assert {each["code"] for each in anew["items"]} == {"S-3"}
    everything = briefing(service, 2, "boris")["quiz"]
    assert len(everything["items"]) == 6
    assert answer(service, anew, right(anew), version=2).get_json()["passed"]


def test_where_nothing_changed_nothing_is_asked(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    answer(service, quiz, right(quiz))
    published(service, 2)
    told = briefing(service, 2)
    assert (told["quiz"], told["tries_left"]) == (None, 0)
    assert told["certified_at"] == show_instant(NOW)
    assert briefing(service, 2) == told
    assert house(service).briefings.certified("shop", 2) == {"anna": NOW}
    assert briefing(service, 2, "boris")["quiz"] is not None


def test_what_was_asked_can_be_proven(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    answer(service, quiz, right(quiz))
    kept = Certificates(service.database).find(quiz["attempt"])
    assert kept is not None
    standard = Standards(service.database).version("shop", kept.version)
    assert standard is not None
    assert standard.hash == kept.hash
    about = frozenset(each.code for each in standard.criteria)
    again = drawn(standard, (), about, kept.seed, len(kept.asked))
    assert again == kept.asked == tuple(each["id"] for each in quiz["items"])
    assert kept.result is not None
    assert kept.result.answers == {
        each.id: each.right for each in items_of(again, standard, {}, kept.seed)
    }


def test_each_item_that_cannot_be_taken_is_named(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    first, second, *others = right(quiz)
    unfit = {**dict.fromkeys(others, "met"), first: "perhaps", "example:S-1#9": "met"}
    given = answer(service, quiz, unfit)
    assert (given.status_code, slug(given)) == (422, "answers-unfit")
    named = {each["pointer"]: each["detail"] for each in given.get_json()["errors"]}
    assert set(named) == {f"/answers/{each}" for each in (first, second, "example:S-1#9")}
    assert briefing(service)["quiz"] == quiz


def test_nobody_answers_for_somebody_else_or_what_was_never_asked(service: Service) -> None:
    quiz, theirs = briefing(service)["quiz"], briefing(service, user="boris")["quiz"]
    published(service, 2)
    odd = {"attempt": "\0 half \u2028"}
    unknown = {"attempt": str(uuid4())}
    for attempt, version in (
        (theirs, 1),
        (quiz, 2),
        (unknown, 1),
        (odd, 1),
        (quiz, 9),
        (quiz, 9**30),
    ):
        given = answer(service, attempt, right(quiz), version=version)
        assert (given.status_code, slug(given)) == (404, "not-found")
    assert house(service).briefings.certified("shop", 1) == {}
    for user in ("carol", "rita", None):
        told = {"attempt": quiz["attempt"], "answers": {}, "answered_at": show_instant(NOW)}
        given = service.ask("POST", "/briefings/shop/1/attempts", user, json=told)
        assert given.status_code in (401, 403)


BAD: tuple[dict[str, Any], ...] = (
    {},
    {"attempt": 7},
    {"answers": []},
    {"answers": {"a": 7}},
    {"answers": {"a": None}},
    {"answers": {"a" * 300: "met"}},
    {"answers": {str(each): "met" for each in range(300)}},
    {"answered_at": "yesterday"},
    {"answered_at": "2026-09-20T10:00:00"},
    {"answered_at": None},
    {"answered_at": 7},
    {"answered_at": "0000-01-01T00:00:00Z"},
    {"attempt": ""},
    {"attempt": None},
    {"user": "boris"},
)


def test_a_body_of_another_form_is_refused(service: Service) -> None:
    quiz = briefing(service)["quiz"]
    sound = {"attempt": quiz["attempt"], "answers": {}, "answered_at": show_instant(NOW)}
    for unfit in BAD:
        given = service.ask(
            "POST", "/briefings/shop/1/attempts", json={**sound, **unfit} if unfit else {}
        )
        assert (given.status_code, slug(given)) == (422, "invalid"), unfit
        assert given.get_json()["errors"]
    raw = service.ask(
        "POST", "/briefings/shop/1/attempts", data=b"{", content_type="application/json"
    )
    assert (raw.status_code, slug(raw)) == (400, "no-json")


def test_coordinators_see_who_is_certified(service: Service) -> None:
    quiz = briefing(service, user="boris")["quiz"]
    answer(service, quiz, right(quiz), user="boris")
    told = service.ask("GET", "/briefings/shop/1/certificates", "carol").get_json()
    assert told == {"certificates": [{"user": "boris", "certified_at": show_instant(NOW)}]}
    assert service.ask("GET", "/briefings/shop/9/certificates", "carol").status_code == 404
    assert service.ask("GET", "/briefings/shop/1/certificates", "anna").status_code == 403


def test_phones_that_ask_at_once_are_given_one_quiz_and_the_first_answers_stand(
    service: Service,
) -> None:
    service.token("anna")
    with ThreadPoolExecutor(4) as phones:
        told = [*phones.map(lambda _: briefing(service)["quiz"], range(4))]
        assert len({each["attempt"] for each in told}) == 1
        quiz = told[0]
        sent = [right(quiz), wrong(quiz), right(quiz), wrong(quiz)]
        given = [*phones.map(lambda answers: answer(service, quiz, answers), sent)]
    assert sorted(each.status_code for each in given) == [200, 200, 409, 409]
    passed = {each.get_json()["passed"] for each in given if each.status_code == 200}
    is_certified = house(service).briefings.certified_at("anna", "shop", 1) is not None
    assert passed == {is_certified}
