"""The steps of a visit on the phone, as a shopper takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from mobile_api.visits.submissions import Submitted, Wanted
from plugin.stores.submissions.visits import Visits
from standards.kinds import Instrument
from tests.long.phone.shop_visited import Visited


def begin(page: Page, shop: Visited) -> None:
    """Begins the visit that is assigned."""
    page.goto(f"{shop.address}/phone/#/assignment/{shop.assignment}")
    page.get_by_role("button", name="Begin the visit").click()
    expect(page.locator(".filling h1")).to_have_text("Before you go in")


def choose(page: Page, question: str, answer: str) -> None:
    """Taps the tile."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def add_photo(page: Page, question: str, photo: Path) -> None:
    """Chooses the picture, and waits until it is there."""
    group = page.get_by_role("group", name=question)
    group.get_by_label("Choose a photo").first.set_input_files(photo)
    expect(group.locator(".shots img")).to_have_count(1)


def next_screen(page: Page, heading: str) -> None:
    """Goes on."""
    page.locator(".steps a.main").click()
    expect(page.locator(".filling h1")).to_have_text(heading)


def fill_in(page: Page, photo: Path) -> None:
    """Answers whatever is required, from the first screen to the review."""
    choose(page, "Was the shop open", "It was open")
    add_photo(page, "A photo of the shop front", photo)
    next_screen(page, "Choosing and buying")
    choose(page, "Were you greeted", "Yes")
    choose(page, "How tidy", "4")
    next_screen(page, "Paying")
    page.get_by_role("textbox", name="How many people").fill("2")
    group = page.get_by_role("group", name="How long did you wait")
    group.get_by_role("button", name="Type the time").click()
    group.get_by_label("min").fill("2")
    group.get_by_label("s", exact=True).fill("30")
    for heading in ("Questions", "Who served you", "Review"):
        next_screen(page, heading)


def finish(page: Page) -> None:
    """Finishes the visit, which the queue has then."""
    page.get_by_role("button", name="Finish the visit").click()
    page.wait_for_url("**/#/queue")


def arrived(page: Page, shop: Visited, count: int = 1) -> list[Submitted]:
    """What the service keeps once that many visits have come, the newest first."""
    visits = Visits(shop.house.database)
    for _ in range(300):
        kept = visits.page(Wanted(instrument=Instrument.VISIT)).items
        if len(kept) == count:
            break
        page.wait_for_timeout(100)
    assert len(kept) == count
    return [found for each in kept if (found := visits.find(each.contact)) is not None]


def body_of(submitted: Submitted) -> dict[str, Any]:
    """What was sent."""
    body: dict[str, Any] = json.loads(submitted.body)
    return body
