"""django-helpdesk's numbers and titles, and our words for them.

Numbers are those of its settings as they come (helpdesk/settings.py, helpdesk/models.py of 2.6.1).
Titles are what it writes of its own accord, in the language of whoever did it: all that its
catalogues hold (helpdesk/locale), as a test asks of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from standards.kinds import Status

OPEN = 1
STATUSES: Mapping[int, Status] = {
    OPEN: Status.OPEN,
    2: Status.OPEN,
    3: Status.SOLVED,
    4: Status.CLOSED,
    5: Status.CLOSED,
}
LABELS: Mapping[int, str] = {
    OPEN: "open",
    2: "reopened",
    3: "resolved",
    4: "closed",
    5: "duplicate",
}
ON_HOLD = "on hold"

# Its "critical" is the highest there is, which other helpdesks and our standards call urgent.
PRIORITIES: Mapping[int, str] = {1: "urgent", 2: "high", 3: "normal", 4: "low", 5: "very_low"}

# A hold is told by the title of a follow-up alone: title -> whether it is on hold from then on.
HOLDS: Mapping[str, bool] = {
    "Ticket placed on hold": True,
    "Ticket taken off hold": False,
    "Zgłoszenia wstrzymane": True,
    "Zgłoszenia zdjęte z listy wstrzymanych": False,
    "Тикет удерживается": True,
    "Удержание тикета снято": False,
    "Ticket zurückgehalten": True,
    "Ticket wieder freigegeben": False,
    "Ticket mis en pause": True,
    "Ticket repris": False,
    "Ticket puesto en espera": True,
    "Ticket liberado": False,
    "Ticket sospeso": True,
    "Ticket ripristinato": False,
    "Ticket colocado em espera": True,
    "Ticket Retomado": False,
    "Ticket pozdržen": True,
    "Ticket znovu aktivní": False,
    "Tukipyyntö asetettu pitoon": True,
    "Tukipyyntö otettu pidosta": False,
    "待定工单": True,
    "从暂停区拿走的工单": False,
}

# `manage.py escalate_tickets` writes as nobody; its titles are in no catalogue.
BY_ITSELF = frozenset({"Ticket Escalated"})

# The public form says so also of a customer who has signed in.
OPENED_BY_CUSTOMER = frozenset(
    {
        "Ticket Opened Via Web",
        "Zgłoszenie otwarto przez stronę WWW",
        "Тикет открыт через Web",
        "Ticket über das Web geöffnet",
        "Billet ouvert via le Web",
        "Ticket abierto via web",
        "Ticket aperto via web",
        "Ticket aberto Via Web",
        "Ticket založen prostřednictvím webového formuláře.",
        "Ticket abierto vía web",
        "Tukipyyntö jätetty webin kautta",
        "Slučaj otvoren na webu",
        "Sak åpnet via nettportalen",
        "Bilet web üzerinden açıldı",
        "تم فتح تذكرة الدعم عن طريق الويب",
        "تیکت از طریق وب باز شده است.",
        "工单已通过web打开",
    }
)

# What a merged ticket has left to another: "[Merged from #7] Its title". No looser, since the title
# of a ticket is that of its follow-ups too, and mails begin with "[Order #7]".
MERGED_FROM = re.compile(r"\[(?:Merged from|Zusammengeführt von|Fusionné depuis) #[0-9]+\] ")

# Fields of a ticket that the firm itself has made.
CUSTOM = "custom_"
# The one of them that holds tags, words with blanks between them.
TAGS = "custom_tags"
