"""No call goes where only we can reach, however the address is spelt or its name is resolved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from threading import Thread

import pytest
import requests

from plugin.stores.tickets.connections import Connection
from plugin.tickets.addresses import AddressForbidden, CheckedAdapter, resolved
from plugin.tickets.private import Private, is_open, meant_by, private_of
from plugin.tickets.sender import NotLetIn, Sender
from tests.loopback import LOOPBACK
from webhooks.contract import Account, Call

# address | open to everybody | why it is here
ADDRESSES = """
93.184.216.34            | open   | the Internet
2606:4700:4700::1111     | open   | the Internet, IPv6
127.0.0.1                | closed | loopback
127.8.9.10               | closed | loopback is a whole network
::1                      | closed | loopback, IPv6
0.0.0.0                  | closed | this machine by another name
::                       | closed | this machine by another name, IPv6
10.0.0.1                 | closed | RFC 1918
172.16.0.1               | closed | RFC 1918, the second
172.32.0.1               | open   | just behind the second
192.168.1.1              | closed | RFC 1918, the third
169.254.169.254          | closed | a cloud's metadata
100.64.0.1               | closed | shared by carriers, RFC 6598
192.0.2.1                | closed | documentation
198.18.0.1               | closed | benchmarks
224.0.0.1                | closed | many at once
255.255.255.255          | closed | all at once
240.0.0.1                | closed | nobody's yet
fe80::1                  | closed | link-local, IPv6
fe80::1%eth0             | closed | link-local with its link
fc00::1                  | closed | unique local
fd00:ec2::254            | closed | a cloud's metadata, IPv6
fec0::1                  | closed | site-local, of old
ff02::1                  | closed | many at once, IPv6
::ffff:127.0.0.1         | closed | loopback mapped into IPv6
::ffff:93.184.216.34     | open   | the Internet mapped into IPv6
64:ff9b::7f00:1          | closed | loopback behind NAT64
64:ff9b::a9fe:a9fe       | closed | metadata behind NAT64
64:ff9b::5db8:d822       | open   | the Internet behind NAT64
2002:7f00:1::            | closed | loopback by 6to4
2002:a00:1::             | closed | RFC 1918 by 6to4
2001:0:53aa:64c:0:0:80ff:fffe | closed | loopback by Teredo
"""
CASES = [tuple(cell.strip() for cell in row.split("|")) for row in ADDRESSES.strip().splitlines()]


@pytest.mark.parametrize(("address", "said", "why"), CASES, ids=[case[2] for case in CASES])
def test_what_is_open_is_what_everybody_can_reach(address: str, said: str, why: str) -> None:
    assert is_open(meant_by(ip_address(address))) is (said == "open")
    assert Private().admits("desk.example", address) is (said == "open")


def test_what_the_admin_names_may_be_called() -> None:
    named = private_of(["10.1.0.0/16", "192.168.7.7", "Desk.Intranet."])
    assert named.admits("any.example", "10.1.2.3")
    assert named.admits("any.example", "192.168.7.7")
    assert named.admits("desk.intranet", "172.16.0.9")
    assert not named.admits("any.example", "10.2.0.1")
    assert not named.admits("other.intranet", "172.16.0.9")


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "0.0.0.0", "ff02::1"])
def test_a_name_alone_opens_no_way_to_metadata(address: str) -> None:
    assert not private_of(["desk.intranet"]).admits("desk.intranet", address)


def test_metadata_are_open_to_who_names_their_network() -> None:
    assert private_of(["169.254.0.0/16"]).admits("any.example", "169.254.169.254")


@pytest.mark.parametrize("word", ["http://desk", "desk.intranet:80", "10.1.0.1/16", "a..b", "*"])
def test_what_names_nothing_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is no network, no address and no host"):
        private_of([word])


class _Server:
    """Counts who comes."""

    def __init__(self) -> None:
        self.came: list[str] = []


@contextmanager
def server() -> Iterator[tuple[int, _Server]]:
    seen = _Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.came.append(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield listening.server_port, seen
    finally:
        listening.shutdown()
        listening.server_close()


SPELLINGS = [
    "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1",
    "[::ffff:127.0.0.1]", "0", "0.0.0.0",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_this_machine_gets_through(spelling: str) -> None:
    with server() as (port, seen), requests.Session() as session:
        session.mount("http://", CheckedAdapter(Private()))
        with pytest.raises((AddressForbidden, requests.ConnectionError)):
            session.get(f"http://{spelling}:{port}/")
        assert seen.came == []


def test_this_machine_is_called_where_that_is_said() -> None:
    with server() as (port, seen), requests.Session() as session:
        session.mount("http://", CheckedAdapter(LOOPBACK))
        assert session.get(f"http://localhost:{port}/").status_code == 200
        assert seen.came == [f"localhost:{port}"]


def test_a_name_that_is_resolved_differently_later_is_looked_at_again() -> None:
    """DNS rebinding: what was checked is what is connected to, at each connection anew."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with server() as (port, seen):
        for expected in (True, False, True):
            with requests.Session() as session:
                session.mount("http://", CheckedAdapter(LOOPBACK, resolve))
                if expected:
                    assert session.get(f"http://desk.example:{port}/").ok
                else:
                    with pytest.raises(AddressForbidden, match=r"^desk\.example is in a private"):
                        session.get(f"http://desk.example:{port}/")
        assert asked == ["desk.example"] * 3  # once a connection: no second answer to be given
        assert len(seen.came) == 2


def test_of_several_addresses_only_those_that_may_be_called_are() -> None:
    with server() as (port, seen), requests.Session() as session:
        adapter = CheckedAdapter(LOOPBACK, lambda host, port: ["10.0.0.1", "127.0.0.1"])
        session.mount("http://", adapter)
        assert adapter.allowed("desk.example", port) == ("127.0.0.1",)
        assert session.get(f"http://desk.example:{port}/").ok
        assert len(seen.came) == 1


def test_over_tls_it_is_the_same() -> None:
    with server() as (port, seen), requests.Session() as session:
        session.mount("https://", CheckedAdapter(Private()))
        with pytest.raises(AddressForbidden):
            session.get(f"https://localhost:{port}/")
        assert seen.came == []


def test_a_name_that_nobody_knows_is_no_private_one() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with requests.Session() as session:
        session.mount("http://", CheckedAdapter(Private(), resolve))
        with pytest.raises(requests.ConnectionError):
            session.get("http://desk.example/")


def test_names_are_resolved_by_the_machine() -> None:
    assert set(resolved("localhost", 80)) <= {"127.0.0.1", "::1"}


def test_the_sender_says_who_can_mend_it_and_no_secret() -> None:
    with server() as (port, seen):
        account = Account("zd-acme", f"http://127.0.0.1:{port}", "pl")
        connection = Connection(account, "zendesk", ("s" * 16,), "a@acme.example", "a-token", True)
        with pytest.raises(NotLetIn, match="PLUMBLINE_PRIVATE_ADDRESSES") as refused:
            Sender().send(connection, Call("GET", "/api/v2/users/me.json"), 1_700_000_000)
        assert refused.value.decisive
        assert "a-token" not in str(refused.value)
        assert seen.came == []
