"""Who comes in and for how long; what is stolen or taken back is worth nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from mobile_api.permissions import Role
from mobile_api.refusals import SignInRefused
from plugin.directory.passwords import Passwords
from plugin.directory.signing_in import (
    ACCESS_SECONDS,
    LONGEST_SECONDS,
    PAGES_SECONDS,
    REFRESH_SECONDS,
    Session,
    SigningIn,
)
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door
from plugin.stores.people.users import Users
from tests.plugin.directory.people import CHEAP, NOW, PASSWORD, register, way_in
from tests.tables import rows


@pytest.fixture
def signing_in(database: Mongo) -> SigningIn:
    register(database, "ann", Role.TRAINER)
    return way_in(database)


def enter(signing_in: SigningIn, now: int = NOW, door: Door = Door.API) -> Session:
    return signing_in.sign_in("ann", PASSWORD, now, address="10.0.0.7", door=door)


def is_in(signing_in: SigningIn, token: str, now: int, door: Door = Door.API) -> bool:
    user = signing_in.user_of(token, door, now)
    return user is not None and user.id == "ann"


# name     | password                | comes in | why
DOOR = """
ann        | correct horse battery   | yes | as it was given
Ann        | correct horse battery   | yes | names are written either way
{sp}ann{sp}| correct horse battery   | yes | phones put blanks behind names
ann        | Correct horse battery   | no  | a password is not
ann        | correct horse batter    | no  | a letter short
ann        |                         | no  | nothing at all
bob        | correct horse battery   | no  | nobody of that name
           | correct horse battery   | no  | no name
$ne        | correct horse battery   | no  | an operator is a text
"""


@pytest.mark.parametrize(("name", "password", "comes_in"), rows(DOOR))
def test_name_and_password_fit_together(
    signing_in: SigningIn, name: str, password: str, comes_in: str
) -> None:
    name = name.replace("{sp}", " ")
    if comes_in == "yes":
        assert signing_in.sign_in(name, password, NOW, address="10.0.0.7").user.id == "ann"
    else:
        with pytest.raises(SignInRefused, match=r"^name or password do not fit$"):
            signing_in.sign_in(name, password, NOW, address="10.0.0.7")


def test_a_password_is_the_same_from_whichever_keyboard(database: Mongo) -> None:
    passwords = Passwords.of(CHEAP)
    composed, apart = "hasło-łącznościowe-\u00f3", "hasło-łącznościowe-o\u0301"
    assert passwords.fits(passwords.hashed(composed), apart)


def test_an_unknown_name_costs_the_same_work(
    signing_in: SigningIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str | bytes, password: str | bytes) -> bool:
        asked.append(str(kept).rsplit("$", 2)[0])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("ann", "nobody"):
        with pytest.raises(SignInRefused):
            signing_in.sign_in(name, "wrong", NOW)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_a_hash_of_another_cost_is_made_anew(database: Mongo, signing_in: SigningIn) -> None:
    before = Users(database).find("ann")
    dearer = SigningIn.over(database, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    enter(dearer)
    after = Users(database).find("ann")
    assert before is not None
    assert after is not None
    assert (before.password != after.password, "t=2" in after.password) == (True, True)
    assert enter(signing_in).user.id == "ann"


# at the door | token   | seconds later | in? | why
GOOD_FOR = f"""
api   | access  | {ACCESS_SECONDS - 1} | yes | a second before its end
api   | access  | {ACCESS_SECONDS}     | no  | at its end
api   | refresh | 0                    | no  | a refresh token opens nothing itself
pages | access  | 0                    | no  | a phone's token is no cookie
api   | shorter | 0                    | no  | a letter less
api   | other   | 0                    | no  | the secret is another
api   | none    | 0                    | no  | nothing
"""


@pytest.mark.parametrize(("door", "which", "later", "known"), rows(GOOD_FOR))
def test_a_token_is_good_at_its_door_for_its_time(
    signing_in: SigningIn, door: str, which: str, later: str, known: str
) -> None:
    session = enter(signing_in)
    access = session.access_token
    token = {
        "access": access,
        "refresh": session.refresh_token,
        "shorter": access[:-1],
        "other": access[:36] + "x" * 43,
        "none": "",
    }[which]
    assert is_in(signing_in, token, NOW + int(later), Door(door)) is (known == "yes")


def test_a_cookie_is_good_for_half_a_day_and_opens_no_api(signing_in: SigningIn) -> None:
    session = enter(signing_in, door=Door.PAGES)
    cookie = session.access_token
    assert is_in(signing_in, cookie, NOW + PAGES_SECONDS - 1, Door.PAGES)
    assert not is_in(signing_in, cookie, NOW + PAGES_SECONDS, Door.PAGES)
    assert not is_in(signing_in, cookie, NOW, Door.API)
    assert session.refresh_token == ""


def test_tokens_are_not_in_the_database(database: Mongo, signing_in: SigningIn) -> None:
    session = enter(signing_in)
    kept = str(list(database.sessions.find()))
    assert session.access_token[36:] not in kept
    assert session.refresh_token[36:] not in kept


def test_neither_tokens_nor_passwords_are_shown_by_accident(signing_in: SigningIn) -> None:
    session = enter(signing_in)
    shown = repr(session)
    assert session.access_token not in shown
    assert session.refresh_token not in shown
    assert "argon2" not in shown


def test_a_renewal_ends_the_tokens_before_it(signing_in: SigningIn) -> None:
    first = enter(signing_in)
    second = signing_in.refresh(first.refresh_token, NOW + 60)
    assert is_in(signing_in, second.access_token, NOW + 60)
    assert not is_in(signing_in, first.access_token, NOW + 60)
    assert second.access_until == NOW + 60 + ACCESS_SECONDS


def test_a_refresh_token_used_twice_ends_the_sign_in(signing_in: SigningIn) -> None:
    first = enter(signing_in)
    second = signing_in.refresh(first.refresh_token, NOW + 60)
    assert is_in(signing_in, second.access_token, NOW + 60)
    with pytest.raises(SignInRefused):
        signing_in.refresh(first.refresh_token, NOW + 61)
    assert not is_in(signing_in, second.access_token, NOW + 62)
    with pytest.raises(SignInRefused):
        signing_in.refresh(second.refresh_token, NOW + 63)


def test_another_sign_in_of_the_same_user_goes_on(signing_in: SigningIn) -> None:
    phone, tablet = enter(signing_in), enter(signing_in)
    renewed = signing_in.refresh(phone.refresh_token, NOW)
    signing_in.refresh(renewed.refresh_token, NOW)
    with pytest.raises(SignInRefused):
        signing_in.refresh(phone.refresh_token, NOW)
    assert is_in(signing_in, tablet.access_token, NOW)


def test_an_access_token_renews_nothing_and_harms_nothing(signing_in: SigningIn) -> None:
    session = enter(signing_in)
    with pytest.raises(SignInRefused):
        signing_in.refresh(session.access_token, NOW)
    assert is_in(signing_in, session.access_token, NOW)


def test_renewals_go_on_for_a_season_and_no_longer(signing_in: SigningIn) -> None:
    session, now = enter(signing_in), NOW
    while now + REFRESH_SECONDS - 1 < NOW + LONGEST_SECONDS:
        now += REFRESH_SECONDS - 1
        session = signing_in.refresh(session.refresh_token, now)
    assert session.refresh_until == NOW + LONGEST_SECONDS
    with pytest.raises(SignInRefused):
        signing_in.refresh(session.refresh_token, NOW + LONGEST_SECONDS)


def test_a_refresh_token_left_alone_for_a_month_is_no_longer_good(signing_in: SigningIn) -> None:
    session = enter(signing_in)
    with pytest.raises(SignInRefused):
        signing_in.refresh(session.refresh_token, NOW + REFRESH_SECONDS)


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_whoever_signs_out_is_out(signing_in: SigningIn, which: str) -> None:
    session = enter(signing_in)
    signing_in.sign_out(getattr(session, which))
    assert not is_in(signing_in, session.access_token, NOW)
    with pytest.raises(SignInRefused):
        signing_in.refresh(session.refresh_token, NOW)


def test_an_admin_ends_every_sign_in_of_a_user(signing_in: SigningIn) -> None:
    sessions = [enter(signing_in), enter(signing_in, door=Door.PAGES)]
    assert signing_in.revoke_all("Ann") == 2
    assert signing_in.revoke_all("ann") == 0
    assert not is_in(signing_in, sessions[0].access_token, NOW)
    assert not is_in(signing_in, sessions[1].access_token, NOW, Door.PAGES)


def test_who_is_not_active_comes_nowhere(database: Mongo, signing_in: SigningIn) -> None:
    session, users = enter(signing_in), Users(database)
    ann = users.find("ann")
    assert ann is not None
    users.change(replace(ann, active=False))
    assert not is_in(signing_in, session.access_token, NOW)
    with pytest.raises(SignInRefused):
        enter(signing_in)
    with pytest.raises(SignInRefused):
        signing_in.refresh(session.refresh_token, NOW)
