"""Who opens what is on a phone: passwords, several users, sign-ins that end, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.people.users import User, Users
from tests.long.phone.phones import Phone, Service, phone
from tests.long.phone.test_phone_shell import kept, queue
from tests.mobile_api.service import CHEAP, PASSWORD

pytestmark = pytest.mark.long

NEWER = "a newer password of the tests"

# Both tokens as the phone keeps them, with some of it changed; then a request in this tab.
AGED = """async (change) => {
    const box = await import("/phone/store/box.js");
    const tokens = await box.get("signin", "tokens");
    await box.put("signin", "tokens", {...tokens, ...change});
}"""
ASK = """async () => {
    const {asked} = await import("/phone/sending/signing_in.js");
    const answer = asked("GET", "account");
    return answer.then(({status}) => status, (error) => error.why ?? String(error));
}"""


@pytest.fixture
def anna(service: Service, chromium: Browser) -> Iterator[Phone]:
    """Anna's phone, signed in with her first password."""
    service.house.database.tries.delete_many({})
    service.house.database.sessions.delete_many({})
    change_password(service, PASSWORD)
    with phone(chromium, service.address) as anna:
        anna.sign_in()
        expect(anna.page.locator(".card h3")).to_have_text("acme/shop/1")
        yield anna


def lock(phone: Phone) -> None:
    """Locks it, as the shopper does."""
    phone.go("#/settings")
    phone.page.get_by_role("button", name="Lock").click()
    expect(phone.page.locator("h1")).to_have_text("Open Plumbline")


def change_password(service: Service, password: str) -> None:
    """As an admin does, who ends the sign-ins with it."""
    hashed = Passwords.of(CHEAP).hashed(password)
    changed = User("anna", "Anna", frozenset({Role.SHOPPER}), password=hashed)
    Users(service.house.database).change(changed)
    service.revoke("anna")


def test_a_password_opens_the_phone_without_a_network_and_another_does_not(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    lock(anna)
    anna.context.set_offline(True)
    page.reload()
    anna.unlock("not the password")
    expect(page.locator(".fault")).to_contain_text("The password does not fit.")
    assert page.input_value("[name=password]") == "not the password"
    anna.unlock()
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    anna.context.set_offline(False)


def test_another_user_of_the_phone_has_a_vault_of_their_own(service: Service, anna: Phone) -> None:
    page = anna.page
    anna.context.set_offline(True)
    uuid = queue(page)
    lock(anna)
    anna.context.set_offline(False)
    page.click("text=Somebody else")
    anna.sign_in("boris")
    expect(page.locator(".empty")).to_contain_text("Nothing to do now")
    anna.go("#/queue")
    expect(page.locator(".status")).to_have_text("Nothing waits to be sent.")
    assert kept(service, uuid) is None
    lock(anna)
    page.click("text=Somebody else")
    page.fill("[name=user]", " Anna ")
    anna.unlock()
    anna.go("#/queue")
    expect(page.locator(".card").first).to_contain_text("acme/shop/1")
    expect(page.locator(f"[data-sent='{uuid}']")).to_be_visible()
    assert kept(service, uuid)["submitted_by"] == "anna"


def test_a_sign_in_that_was_ended_is_told_and_sending_goes_on_after_the_next(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    service.revoke("anna")
    uuid = queue(page)
    banner = page.locator(".banner.warn")
    expect(banner).to_contain_text("Your sign-in was ended at the service.")
    expect(banner).to_contain_text("Nothing on this phone is lost")
    anna.go("#/queue")
    expect(page.locator(".status")).to_have_text("Waits for you to sign in again")
    banner.locator("a").click()
    anna.unlock("not the password")
    expect(page.locator(".fault")).to_have_text("Name or password do not fit.")
    anna.unlock()
    expect(page.locator("h1")).to_have_text("Sending")
    expect(banner).to_have_count(0)
    expect(page.locator(f"[data-sent='{uuid}']")).to_be_visible()
    assert kept(service, uuid) is not None


def test_a_password_changed_at_the_service_opens_the_phone_once_the_old_one_was_typed(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    lock(anna)
    change_password(service, NEWER)
    anna.unlock(NEWER)
    expect(page.locator("h1")).to_have_text("Your password was changed")
    anna.unlock("not the old one")
    expect(page.locator(".fault")).to_be_visible()
    anna.unlock(PASSWORD)
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    lock(anna)
    anna.context.set_offline(True)
    anna.unlock(PASSWORD)
    expect(page.locator(".fault")).to_be_visible()
    anna.unlock(NEWER)
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    anna.context.set_offline(False)
    assert page.evaluate(ASK) == 200


def test_whoever_forgot_the_old_password_begins_anew_and_knows_what_it_costs(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    anna.context.set_offline(True)
    queue(page)
    lock(anna)
    change_password(service, NEWER)
    anna.context.set_offline(False)
    anna.unlock(NEWER)
    page.click("text=I no longer know it")
    expect(page.locator("[role=alert].fault").last).to_contain_text(
        "1 visit not sent would be deleted"
    )
    page.click("text=Delete it and begin anew")
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    anna.go("#/queue")
    expect(page.locator(".status")).to_have_text("Nothing waits to be sent.")


def test_a_renewal_whose_answer_is_lost_costs_no_password(service: Service, anna: Phone) -> None:
    page, other = anna.page, anna.context.new_page()
    other.goto(f"{anna.address}/phone/")
    expect(other.locator(".card h3")).to_have_text("acme/shop/1")
    renewals: list[str] = []
    anna.context.on(
        "request",
        lambda one: renewals.append(one.post_data or "") if "renewal" in one.url else None,
    )
    page.evaluate(AGED, {"good_until": 0})
    asking = "() => { window.told = (%s)(); }" % ASK  # noqa: UP031  # braces all over
    for tab in (page, other):
        tab.evaluate(asking)
    assert [tab.evaluate("window.told") for tab in (page, other)] == [200, 200]
    assert len(renewals) == 1
    # It never reaches the service, while the access token is good.
    page.evaluate(AGED, {"good_until": page.evaluate("Date.now() + 200000")})
    anna.context.route("**/sessions/renewal", lambda route: route.abort())
    assert page.evaluate(ASK) == 200
    anna.context.unroute_all()
    # The answer is lost after the service has given it: while the access token was good, twice,
    # and long after its end.
    for good_until in ("Date.now() + 200000", "0", "0"):
        page.evaluate(AGED, {"good_until": page.evaluate(good_until)})
        anna.context.route("**/sessions/renewal", lambda route: (route.fetch(), route.abort()))
        page.evaluate(ASK)
        anna.context.unroute_all()
    assert page.evaluate(ASK) == 200
    assert other.evaluate(ASK) == 200
    assert len(renewals) > len(set(renewals)) > 1
    expect(page.locator(".banner.warn")).to_have_count(0)
    assert service.ended("anna") == []


# What is changed before the app begins | what is told
LACKING = """
Object.defineProperty(self, "isSecureContext", {value: false})             | This address is not secure
indexedDB.open = () => { throw new DOMException("no", "SecurityError"); }  | This browser keeps nothing
Object.defineProperty(Navigator.prototype, "locks", {value: undefined})    | This browser is too old
"""  # noqa: E501


@pytest.mark.parametrize(
    ("lacking", "told"),
    [[part.strip() for part in line.split("|")] for line in LACKING.strip().splitlines()],
    ids=["no HTTPS", "a private window", "an old browser"],
)
def test_what_the_browser_lacks_is_told(
    lacking: str, told: str, service: Service, chromium: Browser
) -> None:
    with phone(chromium, service.address, init=lacking) as anna:
        expect(anna.page.locator("h1")).to_have_text(told)
        expect(anna.page.locator("input")).to_have_count(0)
        assert anna.faults == []


def test_a_full_phone_is_told_in_words(service: Service, anna: Phone) -> None:
    lock(anna)
    anna.page.evaluate("""() => {
        IDBObjectStore.prototype.put = () => {
            throw new DOMException("", "QuotaExceededError");
        };
    }""")
    anna.unlock()
    expect(anna.page.locator(".fault")).to_contain_text("The phone has no room left.")
