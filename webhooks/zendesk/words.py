"""Zendesk's words and ours. Event subscriptions write them in upper case, public samples do not."""

from __future__ import annotations

from collections.abc import Mapping

from standards.kinds import Status

STATUSES: Mapping[str, Status] = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "pending": Status.PENDING,
    "hold": Status.ON_HOLD,
    "solved": Status.SOLVED,
    "closed": Status.CLOSED,
}
DELETED = "deleted"
# A closed ticket that Zendesk has moved away, or whose words it has wiped out: closed it stays.
PUT_AWAY = frozenset({"archived", "scrubbed"})

# `via.channel` -> ours; a word that is not here is kept as it is.
CHANNELS: Mapping[str, str] = {
    "email": "email",
    "mail": "email",
    "web": "web",
    "web_form": "web",
    "web_widget": "web",
    "help_center": "web",
    "closed_ticket": "web",
    "chat": "chat",
    "chat_offline_message": "chat",
    "voice": "phone",
    "voice_inbound": "phone",
    "voice_outbound": "phone",
    "phone": "phone",
    "phone_call_inbound": "phone",
    "phone_call_outbound": "phone",
    "voicemail": "phone",
    "native_messaging": "messaging",
    "messaging": "messaging",
    "mobile_sdk": "messaging",
    "sms": "messaging",
    "text_message": "messaging",
    "whatsapp": "messaging",
    "telegram": "messaging",
    "viber": "messaging",
    "line": "messaging",
    "wechat": "messaging",
    "facebook": "social",
    "facebook_post": "social",
    "facebook_message": "social",
    "instagram_dm": "social",
    "twitter": "social",
    "twitter_dm": "social",
    "twitter_favorite": "social",
    "twitter_like": "social",
    "any_channel": "social",
    "api": "api",
    "web_service": "api",
    "rule": "system",
    "system": "system",
}
