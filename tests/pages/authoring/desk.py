"""Trainers at the editor of a small standard, and what they send of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mobile_api.permissions import Role
from plugin.authoring.drafting import Drafting
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.stores.layout import Mongo
from plugin.stores.people.users import User, Users
from plugin.stores.versions.drafts import Drafts, DraftVersion
from plugin.stores.versions.standards import Standards
from tests.pages.acme import AS_OF, CHEAP, PASSWORD, house_over, signed_in

DESK = """\
# The promise of the desk; ask Ewa before you change it.
form: 1
code: desk
version: 1
languages: [en, pl]
title: {en: The desk, pl: Biurko}
governance: {owner: Head of service, review_by: 2030-06-30}

calendars:
  office: {zone: Europe/Warsaw, hours: {mon-fri: ["09:00-17:00"]}}

criteria:

  # How soon the customer hears from us.

  - code: RSP-01   # the first of all
    title: {en: "A reply within four hours", pl: 'Odpowiedź w cztery godziny'}
    why: {en: Who hears nothing calls., pl: "Kto nic nie słyszy, dzwoni."}
    weight: 2
    ask: {kind: first_reply, calendar: office}
    limits: {full: PT4H}
    examples:
      # Lunch counts: the desk is never left.
      - {says: in time, given: [Mon 09:00 opened, Mon 13:00 replied], then: met}
      - {says: too late, given: [Mon 09:00 opened, Mon 13:01 replied], then: missed}

  - code: SHP-01
    title: {en: A greeting, pl: Powitanie}
    why: {en: It is kind., pl: To miłe.}
    weight: 1
    ask:
      kind: yes_no
      question: {en: Were you greeted?, pl: Czy powitano?}
      of: [visit]
    examples:
      - {given: {answer: yes}, then: met}
      - {given: {answer: no}, then: missed}

  - code: SHP-02
    title: {en: By name, pl: Po imieniu}
    why: {en: It is kinder., pl: To jeszcze milsze.}
    weight: 1
    ask:
      kind: yes_no
      question: {en: Were you greeted by name?, pl: Czy powitano po imieniu?}
      of: [visit]
      show_if: {SHP-01: [yes]}
    examples:
      - {given: {answer: yes}, then: met}
      - {given: {answer: no}, then: missed}
"""
EDIT = "/standards/desk/draft/edit"


def desk(database: Mongo) -> House:
    """A house with two trainers, an approver, an employee, and tess's draft of the desk."""
    house = house_over(database)
    people = {
        "tess": Role.TRAINER, "tom": Role.TRAINER, "law": Role.APPROVER, "eve": Role.EMPLOYEE,
    }  # fmt: skip
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, role in people.items():
        user = User(name, name.title(), frozenset({role}), None, "en", password=hashed)
        Users(database).add(user)
    begin(house, DESK)
    return house


def begin(house: House, text: str, code: str = "desk") -> DraftVersion:
    """tess's draft of the text."""
    return drafting(house, "tess").begin(code, text, "we need one")


def drafting(house: House, by: str) -> Drafting:
    """What the user does with drafts."""
    return Drafting(Drafts(house.database), Standards(house.database), by, AS_OF)


def draft_of(house: House, code: str = "desk") -> DraftVersion:
    """The draft as it stands."""
    return Drafts(house.database).of(code)


def sign_in(house: House, name: str) -> FlaskClient:
    """The browser of somebody."""
    return signed_in(house, name)


def sends(page: str) -> dict[str, Any]:
    """What the editor's form would send as it stands, by the names of its fields."""
    form = page[page.index('<form id="editor"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = _said(tag, "type"), _said(tag, "name")
        if name and (kind not in {"radio", "checkbox"} or " checked" in tag):
            sent.setdefault(name, []).append(_said(tag, "value"))
    for head, body in re.findall(r"<textarea([^>]*)>\n?(.*?)</textarea>", form, re.DOTALL):
        if "readonly" not in head:
            typed = unescape(body).replace("\r\n", "\n").replace("\n", "\r\n")
            sent.setdefault(_said(head, "name"), []).append(typed)
    for head, body in re.findall(r"<select([^>]*)>(.*?)</select>", form, re.DOTALL):
        options = re.findall(r"<option[^>]*>", body)
        chosen = [each for each in options if " selected" in each] or options[:1]
        sent.setdefault(_said(head, "name"), []).extend(_said(each, "value") for each in chosen)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def _said(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def send(client: FlaskClient, do: str = "check", *, at: str = EDIT, **said: Any) -> TestResponse:
    """What comes of the editor's form, sent with these fields otherwise (`_` stands for `-`)."""
    return send_again(client, client.get(at).text, do, at=at.partition("?")[0], **said)


def send_again(
    client: FlaskClient, page: str, do: str = "check", *, at: str = EDIT, **said: Any
) -> TestResponse:
    """The same, of a page that was answered."""
    changed = {name.replace("__", "-"): value for name, value in said.items()}
    return client.post(at, data={**sends(page), **changed, "do": do})


def yaml_in(page: str) -> str:
    """The YAML that stands in the editor."""
    return str(sends(page)["yaml"]).replace("\r\n", "\n")
