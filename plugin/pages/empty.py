"""What a report says that has nothing to show: why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from mobile_api.permissions import Action, Caller
from plugin.language import Language
from plugin.pages.asked import ALL, FINAL, Asked
from plugin.pages.listing import day_said
from plugin.pages.periods import Period


@dataclass(frozen=True, slots=True)
class Empty:
    """Why there is nothing, what to do, and a way there; `address` is empty where there is none."""

    heading: str
    told: str
    address: str = ""
    action: str = ""


def nothing_published(caller: Caller, language: Language) -> dict[str, str]:
    """What a house says in which no standard is published yet."""
    if caller.scope(Action.PUBLISH_STANDARDS) is None:
        told = language.gettext("Whoever keeps your standards has to publish one first.")
    else:
        told = language.gettext(
            "Publish one: {command} takes the standard for e-mail and chat that comes with "
            "Plumbline; then connect your helpdesk or send visits.",
            command="plumbline publish standards/library/contact.yaml",
        )
    return {"heading": language.gettext("No standard is published yet"), "told": told}


def nothing_counted(
    asked: Asked, provisional: int, newest: str | None, language: Language
) -> Empty:
    """What a report says whose period holds no contact that counts."""
    if provisional and asked.standing == FINAL:
        return Empty(
            language.gettext("No contact is final yet"),
            language.ngettext(
                "{number} contact of these days is still open or not yet accepted.",
                "{number} contacts of these days are still open or not yet accepted.",
                provisional,
            ),
            _address(replace(asked, standing=ALL)),
            language.gettext("Count provisional ones too"),
        )
    if newest is None:
        return Empty(
            language.gettext("Nothing was judged yet"),
            language.gettext(
                "Contacts appear here as soon as a helpdesk delivers tickets, or visits and "
                "reviews that answer this standard are accepted."
            ),
        )
    return _elsewhere(asked, date.fromisoformat(newest), language)


def _elsewhere(asked: Asked, newest: date, language: Language) -> Empty:
    month = Period(newest.replace(day=1), newest)
    return Empty(
        language.gettext("No contact was opened in these days"),
        language.gettext(
            "The last one that you may see was opened on {day}.", day=day_said(newest, language)
        ),
        _address(replace(asked, period=month)),
        language.gettext("Show that month"),
    )


def _address(asked: Asked) -> str:
    return url_for("pages.compliance", standard=asked.code, version=asked.version, **asked.query)
