"""Every helpdesk that we speak with: name -> adapter, a line each."""

from __future__ import annotations

from collections.abc import Mapping

from webhooks.contract import Helpdesk
from webhooks.django_helpdesk.adapter import DjangoHelpdesk
from webhooks.freshdesk.adapter import Freshdesk
from webhooks.zendesk.adapter import Zendesk

HELPDESKS: Mapping[str, Helpdesk] = {
    each.name: each
    for each in (
        DjangoHelpdesk(),
        Zendesk(),
        Freshdesk(),
    )
}  # fmt: skip
