"""A newcomer's first five minutes, as the page tells them, against a running service."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from plugin.stores.layout import Mongo
from plugin.stores.people.erasure import UserErasure
from plugin.stores.queue import DONE, FAILED
from plugin.stores.tickets.erasure import Erasure
from tests.long.processes import PLUMBLINE, Service, environment_of, free_port, serving, until
from tests.mongo import memory
from tests.plugin.operations.named import named, told_of_people, told_of_users

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CONTACT = "zd-first/ticket/1"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving(zone="Europe/Warsaw") as running:
        running.until_ready()
        yield running


@pytest.fixture(scope="module")
def passwords(service: Service) -> dict[str, str]:
    """The sign-ins that the demonstration prints."""
    shown = service.command("demo")
    assert shown.returncode == 0, shown.stderr + service.log()
    assert "webhooks posted and filed" in shown.stdout
    return dict(re.findall(r"^  (demo-\S+) +(\S+)$", shown.stdout, re.MULTILINE))


def block_of_the_page() -> str:
    text = (ROOT / "docs/first-run.md").read_text()
    (block,) = re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


def run_the_block(service: Service) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block_of_the_page()],
        env={**service.environment, "PLUMBLINE_ADDRESS": service.address},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def signed_in(service: Service, name: str, password: str) -> requests.Session:
    """A browser in which somebody has signed in."""
    browser = requests.Session()
    form = browser.get(f"{service.address}/sign-in", timeout=10).text
    hidden = dict(re.findall(r'name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', form))
    hidden |= dict(re.findall(r'type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    told = {**hidden, "name": name, "password": password}
    answer = browser.post(f"{service.address}/sign-in", data=told, timeout=10)
    assert "/sign-in" not in answer.url, answer.text
    return browser


def contacts_behind(service: Service, browser: requests.Session) -> str:
    """The page that a click on the figure of RSP-01 leads to."""
    page = browser.get(f"{service.address}/compliance", timeout=10).text
    links = re.findall(r'href="(/compliance/contact/1/RSP-01\?[^"]*)"', page)
    assert links, page
    return browser.get(service.address + links[0].replace("&amp;", "&"), timeout=10).text


def test_a_curl_signed_sample_changes_the_page(service: Service, passwords: dict[str, str]) -> None:
    browser = signed_in(service, "demo-admin", passwords["demo-admin"])
    before = browser.get(f"{service.address}/compliance", timeout=10).text
    assert CONTACT not in contacts_behind(service, browser)
    began = time.monotonic()
    assert re.findall(r"^202 (\w+)$", run_the_block(service), re.MULTILINE) == [
        "created", "comment_added", "status_changed", "status_changed",
    ]  # fmt: skip
    assert until(lambda: CONTACT in contacts_behind(service, browser), 30), service.log()
    assert time.monotonic() - began < 60
    assert browser.get(f"{service.address}/compliance", timeout=10).text != before
    card = browser.get(f"{service.address}/contacts/{CONTACT}", timeout=10)
    assert (card.status_code, "RSP-01" in card.text) == (200, True)


def test_sending_it_again_changes_nothing(service: Service, passwords: dict[str, str]) -> None:
    run_the_block(service)
    with service.house() as house:
        cards = house.database.cards.count_documents({"contact": CONTACT})
        deliveries = house.database.deliveries.count_documents({"connection": "zd-first"})
    assert (cards, deliveries) == (1, 4)


def test_a_wrong_secret_is_refused(service: Service, passwords: dict[str, str]) -> None:
    run_the_block(service)
    wrong = block_of_the_page().replace(
        '-hmac "$secret"', '-hmac "another"'
    )  # what curl --fail makes of a 401 ends the block
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", wrong],
        env={**service.environment, "PLUMBLINE_ADDRESS": service.address},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "401" in done.stdout + done.stderr


def test_a_second_demonstration_doubles_nothing_and_prints_the_sign_ins(
    service: Service, passwords: dict[str, str]
) -> None:
    with service.house() as house:
        assert until(lambda: _all_is_filed(house.database), 30), service.log()
        before = {
            name: house.database[name].estimated_document_count()
            for name in ("cards", "events", "visits", "users", "people")
        }
    began = time.monotonic()
    again = service.command("demo")
    assert again.returncode == 0, again.stderr
    assert time.monotonic() - began < 10
    assert "webhooks posted" not in again.stdout
    assert dict(re.findall(r"^  (demo-\S+) +(\S+)$", again.stdout, re.MULTILINE)) == passwords
    with service.house() as house:
        for name, number in before.items():
            assert house.database[name].estimated_document_count() == number, name


def _all_is_filed(database: Mongo) -> bool:
    """Whether nothing waits any more of what the tests before have posted."""
    return not database.deliveries.count_documents({"state": {"$nin": [DONE, FAILED]}})


def test_the_demonstration_is_such_as_it_says(service: Service, passwords: dict[str, str]) -> None:
    with service.house() as house:
        found = house.database
        ours = {"contact": {"$regex": "^zd-demo/"}}
        assert found.cards.count_documents(ours) == 200
        assert found.cards.count_documents({**ours, "standing": "final"}) > 150
        assert found.cards.count_documents({"instrument": "visit"}) == 20
        assert found.deliveries.count_documents({"state": "failed"}) == 0
        assert found["kept.files"].estimated_document_count() > 0
        assert found.shopping.count_documents({"state": "open"}) == 8
        assert found.shopping.count_documents({"state": "done"}) > 0
        assert found.outbox.count_documents({"state": {"$ne": "held"}}) == 0
    recounted = service.command("recount")
    assert recounted.returncode == 0, recounted.stdout + recounted.stderr


def test_a_backup_of_it_restores_equal(
    service: Service, passwords: dict[str, str], tmp_path: Path
) -> None:
    file, folder = tmp_path / "kept.zip", Path(tempfile.mkdtemp(prefix="pl-", dir=memory()))
    assert service.command("backup", str(file)).returncode == 0
    strange = environment_of(folder / "other", free_port())
    ours = environment_of(
        folder / "ours", free_port(), keys=",".join((service.data / "keys").read_text().split())
    )
    try:
        assert "PLUMBLINE_KEYS lacks keys" in command(strange, "restore", str(file)).stderr
        back = command(ours, "restore", str(file))
        assert "equal to the backup in every collection" in back.stdout, back.stderr
        assert command(ours, "verify", str(file)).returncode == 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_whoever_is_erased_is_named_where_the_documents_say_alone(
    service: Service, passwords: dict[str, str]
) -> None:
    """Last, for it takes all who sign in out of the demonstration."""
    with service.house() as house:
        database, people = house.database, set(house.database.users.distinct("person")) - {None}
        named_before = {name: named(database, name) for name in passwords}
        for person in people:
            Erasure(database, 30).of_person(person)
        left = {person: named(database, person) for person in people}
        assert set().union(*left.values()) <= told_of_people()
        for user in passwords:
            UserErasure(database).of(user)
        left |= {user: named(database, user) for user in passwords}
        assert set().union(*(left[name] for name in passwords)) <= told_of_users()
        assert {"demo-trainer", "demo-approver", "demo-coordinator"} <= {
            name for name, places in left.items() if places
        }
        assert all(len(named_before[name]) > len(left[name]) for name in passwords)
        assert not any(left[name] for name in passwords if "shopper" in name)
    recounted = service.command("recount")
    assert recounted.returncode == 0, recounted.stdout + recounted.stderr


def command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command with a mongod of its own, for as long as it takes."""
    return subprocess.run(
        [PLUMBLINE, *words], env=environment, capture_output=True, text=True, check=False
    )
