"""What SECURITY.md says of the house is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobile_api.bodies import object_in
from mobile_api.refusals import NoJson
from plugin.config import Config
from plugin.directory.callers import KNOWN_SECONDS
from plugin.directory.signing_in import ACCESS_SECONDS, LONGEST_SECONDS
from plugin.sealing import KEY_BYTES
from plugin.settings import SETTINGS
from plugin.visits.pictures import MOST_PIXELS
from scoring.submission import LARGEST_FILE, MOST_FILES
from webhooks.contract import Proof
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import LARGEST

ROOT = Path(__file__).parents[2]
TEXT = " ".join((ROOT / "SECURITY.md").read_text("utf-8").split())


def test_every_secret_setting_is_named_and_no_other() -> None:
    told = re.search(r"These settings are secret and shown in no message: ([^.]+)\.", TEXT)
    assert told
    secret = {name for name, setting in SETTINGS.items() if setting.secret}
    assert set(re.findall(r"`(\w+)`", told[1])) == secret


@pytest.mark.parametrize("proof", Proof)
def test_every_proof_of_origin_is_named(proof: Proof) -> None:
    assert proof.value in TEXT


@pytest.mark.parametrize("helpdesk", HELPDESKS.values(), ids=HELPDESKS)
def test_every_helpdesk_stands_with_its_proof(helpdesk: object) -> None:
    name, proof = helpdesk.name, helpdesk.proof  # type: ignore[attr-defined]
    assert re.search(rf"\| {name} \| {proof.value}", TEXT, re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(PLUMBLINE_\w+|MONGODB_\w+)", TEXT))))
def test_every_setting_that_is_named_is_there(name: str) -> None:
    assert name in SETTINGS or name == "PLUMBLINE_AUDIT"


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:tests|mobile_api|\.ci)/[\w./]+)`", TEXT)))
)
def test_every_file_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


# what stands there | what the house says
FIGURES = {
    f"at most {Config().oldest_signature_seconds // 60} minutes old": "signatures",
    f"{LARGEST // 1024} KB of body": "the largest delivery",
    f"AES-{KEY_BYTES * 8}-GCM": "the seal",
    f"a bearer token of {ACCESS_SECONDS // 60} minutes": "access tokens",
    f"{LONGEST_SECONDS // 86_400} days with the refresh token": "refresh tokens",
    f"{MOST_PIXELS // 1_000_000} million pixels": "photos",
    f"{MOST_FILES} files and {LARGEST_FILE // 1024**2} MiB each": "files of a visit",
    f"`PLUMBLINE_TEXT_DAYS` ({Config().text_days})": "texts",
    f"`PLUMBLINE_DELIVERY_DAYS` ({Config().delivery_days})": "deliveries",
    {5.0: "up to five seconds"}[KNOWN_SECONDS]: "revoked tokens",
}


@pytest.mark.parametrize("figure", FIGURES, ids=FIGURES.values())
def test_every_figure_is_the_houses(figure: str) -> None:
    assert figure in TEXT


@pytest.mark.parametrize(
    "raw", [b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":"\\ud800"}', b'{"a":' * 1_100]
)
def test_json_is_read_as_strictly_as_it_says(raw: bytes) -> None:
    with pytest.raises(NoJson):
        object_in(raw)
