"""Connecting an account: what is asked is checked and completed, from the command line too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.tickets.breaker import State
from plugin.tickets.connecting import Asked, ConnectRefused, asking, completed, connect
from tests.fakes.faults import Fault
from tests.fakes.zendesk.api import User
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.fakes.zendesk.webhooks import signed
from tests.loopback import SETTING
from tests.mongo import ADDRESS
from tests.plugin.sending.desk import KEY, NAME, NOW, SECRET, Desk
from tests.tables import rows
from webhooks.contract import Account, Delivery, SignatureInvalid
from webhooks.helpdesks import HELPDESKS

ACME = Connection(
    Account("zd-acme", "https://acme.zendesk.com", "pl", "900"),
    "zendesk",
    ("the-first-secret",),
    "bot@acme.example",
    "a-token",
)


def asked(**told: Any) -> Asked:
    return Asked(**{"name": "zd-acme", "helpdesk": "zendesk", **told})


# address                       | kept as                       | why it is here
ADDRESSES = """
https://acme.zendesk.com        | https://acme.zendesk.com      | as people write it
https://acme.zendesk.com/       | https://acme.zendesk.com      | a slash at its end
HTTPS://Acme.Zendesk.COM        | https://acme.zendesk.com      | capitals
https://acme.zendesk.com:8443   | https://acme.zendesk.com:8443 | a port
http://127.0.0.1:8999           | http://127.0.0.1:8999         | this machine
http://[::1]:8999               | http://[::1]:8999             | this machine, in six
http://localhost:8999           | http://localhost:8999         | this machine by name
http://acme.zendesk.com         | -                             | everybody can read it on the way
http://127.0.0.1.evil.example   | -                             | another machine by a sly name
acme.zendesk.com                | -                             | no scheme
ftp://acme.zendesk.com          | -                             | another protocol
https://                        | -                             | nobody
https://acme.zendesk.com/api/v2 | -                             | a path
https://acme.zendesk.com?a=b    | -                             | a query
https://bot:pass@acme.example   | -                             | a password in it
https://acme.example:99999      | -                             | no port
https://[acme                   | -                             | half an address
"""


@pytest.mark.parametrize(("address", "kept"), rows(ADDRESSES))
def test_which_addresses_are_taken(address: str, kept: str) -> None:
    wish = asked(address=address, secret=SECRET, write_back=False)
    if kept != "-":
        assert completed(wish, None).account.address == kept
        return
    with pytest.raises(ConnectRefused, match="no address of a helpdesk; write it as") as refused:
        completed(wish, None)
    assert "pass" not in str(refused.value)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a name with a slash": ({"name": "zd/acme"}, "names no connection; write at most 32"),
    "a name in capitals": ({"name": "ZD-ACME"}, "names no connection"),
    "a long name": ({"name": "z" * 33}, "names no connection"),
    "an empty name": ({"name": ""}, "names no connection"),
    "a long prefix": ({"prefix": "plumblin"}, "cannot begin a tag; write 1 to 7"),
    "a prefix with a hyphen": ({"prefix": "pl-"}, "cannot begin a tag"),
    "a secret of two lines": ({"secret": "one-line\nanother"}, "no signing secret; give"),
    "half a secret": ({"secret": "short"}, "no signing secret"),
    "a published secret": (
        {"secret": "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="},
        "published for trying out, and proves nothing; save the webhook",
    ),
    "no token": ({"token": None}, "one is missing; give both, or say"),
    "no user": ({"user": None}, "one is missing"),
    "another helpdesk": (
        {"helpdesk": "faxdesk"},
        "nobody here speaks 'faxdesk'; there is .*zendesk",
    ),
    "no address": ({"address": None}, "no address of a helpdesk"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_and_what_to_do(case: str) -> None:
    told, words = REFUSED[case]
    whole = {
        "address": "https://acme.zendesk.com",
        "secret": SECRET,
        "user": "bot@acme.example",
        "token": "a-token",
    }
    with pytest.raises(ConnectRefused, match=words):
        completed(asked(**{**whole, **told}), None)


def test_what_is_not_asked_stays() -> None:
    assert completed(asked(), ACME) == ACME
    assert completed(asked(prefix="qa"), ACME).account.prefix == "qa"
    assert completed(asked(write_back=False), ACME).write_back is False


def test_a_secret_is_changed_in_two_steps() -> None:
    both = completed(asked(secret="the-second-secret", add_secret=True), ACME)
    assert both.secrets == ("the-second-secret", "the-first-secret")
    assert completed(asked(secret="the-second-secret", add_secret=True), both) == both
    third = completed(asked(secret="the-third-secret", add_secret=True), both)
    assert third.secrets == ("the-third-secret", "the-second-secret")
    assert completed(asked(secret="the-third-secret"), third).secrets == ("the-third-secret",)


def test_a_token_goes_to_one_address_alone() -> None:
    moved = asked(address="https://other.zendesk.com")
    with pytest.raises(ConnectRefused, match="one is missing"):
        completed(moved, ACME)
    assert completed(asked(address="https://acme.zendesk.com/"), ACME) == ACME


def test_no_secret_is_shown_of_what_is_asked() -> None:
    assert "a-token" not in repr(asked(token="a-token", secret="the-first-secret"))
    assert "the-first-secret" not in repr(asked(token="a-token", secret="the-first-secret"))


def test_whoever_connects_anew_is_well_and_what_waited_is_sent(
    desk: Desk, zendesk: FakeZendesk
) -> None:
    zendesk.tickets.put(1)
    zendesk.api.user = User(USER.email, "another-token-by-now")
    desk.want(1, "pl-rsp-01-missed")
    desk.work()
    assert desk.breakers.of(NAME).state is State.OPEN
    told = asked(token="another-token-by-now")
    made = connect(desk.house, told, asking(desk.house))
    assert made.account.our_user == str(USER.id)
    successor = Desk(desk.database, zendesk, desk.clock, "two")
    desk.clock.pass_by(60)
    assert successor.work() == 1
    assert desk.tags(1) == {"pl-rsp-01-missed"}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.UNAUTHORIZED, "check the user, the token"),
        (Fault.ERROR_500, "answers 500; check the address"),
        (Fault.MOVED, "answers 302 and sends us elsewhere; check the address"),
        (Fault.GARBLED, "answers 200 and what is no JSON; check the address"),
        (Fault.SENSELESS, "answered 200 when asked who we are"),
        (Fault.HUNG_UP, "cannot be reached: ConnectionError; check the address"),
    ],
)
def test_a_helpdesk_that_does_not_say_who_we_are_is_not_connected(
    desk: Desk, zendesk: FakeZendesk, fault: Fault, words: str
) -> None:
    zendesk.faults.always = fault
    before = Connections(desk.database, desk.house.sealer).all()
    with pytest.raises(ConnectRefused, match=words):
        connect(desk.house, asked(prefix="qa"), asking(desk.house))
    assert Connections(desk.database, desk.house.sealer).all() == before
    assert Breakers(desk.database).all() == {}


@dataclass(slots=True)
class Typist:
    """Types `plumbline connect zendesk` against the run's mongod."""

    database: Mongo
    zendesk: FakeZendesk

    def type(self, *words: str, stdin: str | None = None, **env: str) -> Result:
        told = {
            "MONGODB_URI": os.environ[ADDRESS],
            "PLUMBLINE_PRIVATE_ADDRESSES": SETTING,
            "PLUMBLINE_DATABASE": self.database.name,
            "PLUMBLINE_KEYS": KEY,
            **env,
        }
        return CliRunner().invoke(cli, ["connect", "zendesk", *words], input=stdin, env=told)

    def kept(self) -> tuple[Connection, ...]:
        return Connections(self.database, Sealer([KEY])).all()


@pytest.fixture
def typist(database: Mongo) -> Iterator[Typist]:
    with FakeZendesk() as zendesk:
        yield Typist(database, zendesk)


def test_the_command_connects_and_says_what_to_enter(typist: Typist) -> None:
    said = typist.type(
        NAME, "--address", typist.zendesk.address, "--user", USER.email,
        PLUMBLINE_ZENDESK_SECRET=SECRET, PLUMBLINE_ZENDESK_TOKEN=USER.token,
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "we write as user 900" in said.output
    assert f"/webhooks/{NAME}" in said.output
    assert "ticket.comment_added" in said.output
    assert not [each for each in (SECRET, USER.token) if each in said.output]
    (kept,) = typist.kept()
    assert (kept.secrets, kept.token, kept.account.our_user) == ((SECRET,), USER.token, "900")


def test_secrets_come_from_files_and_from_standard_input(typist: Typist, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(f"{USER.token}\n")
    said = typist.type(
        NAME, "--address", typist.zendesk.address, "--user", USER.email, "--offline",
        "--secret-file", "-", "--token-file", str(token), stdin=f"{SECRET}\n",
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    assert typist.zendesk.log == []
    (kept,) = typist.kept()
    assert (kept.secrets, kept.token, kept.account.our_user) == ((SECRET,), USER.token, None)


def test_only_reading_needs_no_token(typist: Typist) -> None:
    said = typist.type(
        NAME, "--address", "https://acme.zendesk.com", "--secret", SECRET, "--no-write-back"
    )
    assert said.exit_code == 0, said.output
    assert "we write nothing back" in said.output
    again = typist.type(NAME, "--add-secret", "--secret", "the-second-secret")
    assert again.exit_code == 0, again.output
    assert typist.kept()[0].secrets == ("the-second-secret", SECRET)


def test_a_secret_that_is_not_known_yet_may_come_later(typist: Typist) -> None:
    said = typist.type(NAME, "--address", "https://acme.zendesk.com", "--no-write-back")
    assert said.exit_code == 0, said.output
    assert "No delivery is taken yet" in said.output
    (kept,) = typist.kept()
    headers = {name.lower(): value for name, value in signed(b"{}", "", NOW).items()}
    delivery = Delivery(headers, b"{}", NOW)
    with pytest.raises(SignatureInvalid):
        HELPDESKS["zendesk"].verify(delivery, kept.secrets, None)
    later = typist.type(NAME, "--secret", SECRET)
    assert "No delivery is taken yet" not in later.output
    assert typist.kept()[0].secrets == (SECRET,)


def test_a_refusal_is_one_line(typist: Typist) -> None:
    said = typist.type(
        NAME, "--address", typist.zendesk.address, "--user", USER.email,
        "--secret", SECRET, "--token", "a-wrong-token",
    )  # fmt: skip
    assert said.exit_code == 1
    assert said.output.count("\n") == 1
    assert "Couldn't authenticate you; check the user, the token" in said.output
    assert "a-wrong-token" not in said.output
    assert typist.kept() == ()


def test_two_ways_at_once_are_a_misuse(typist: Typist, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    said = typist.type(NAME, "--secret", SECRET, "--secret-file", str(tmp_path / "secret"))
    assert said.exit_code == 2
    assert SECRET not in said.output


def test_keys_that_do_not_open_what_is_kept_are_told(typist: Typist) -> None:
    typist.type(
        NAME, "--address", "https://acme.zendesk.com", "--secret", SECRET, "--no-write-back"
    )
    said = typist.type(NAME, "--prefix", "qa", PLUMBLINE_KEYS=new_key())
    assert said.exit_code != 0
    assert "keys" in said.output
    assert "Traceback" not in said.output
