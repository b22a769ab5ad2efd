"""An OpenRosa client, written from the protocol's public description, as teams' phones have one.

https://docs.getodk.org/openrosa/: it lists forms, downloads each with the files of its manifest,
asks by HEAD where to submit and how much at once, and sends a submission with its files in as many
POSTs as that takes, each with the same XML. Only 201 and 202 mean that something has come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import uuid4
from xml.etree.ElementTree import fromstring

import requests

from tests.fakes.xform import XForm

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
RECEIVED = (201, 202)
_USUAL = 10_000_000  # bytes, where a server says nothing
_SECONDS = 30


class NotReceived(Exception):
    """The server has not taken it; the message is what the app shows."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status, self.text = status, text


@dataclass(frozen=True)
class Listed:
    """A form as the list has it."""

    id: str
    version: str
    name: str
    hash: str
    download: str
    manifest: str


@dataclass
class Collect:
    """An app that is set up with a server's address; `name` and `password` where it is asked."""

    server: str
    name: str = ""
    password: str = ""
    ahead: int = 0  # seconds of its clock before the true time
    session: requests.Session = field(default_factory=requests.Session)

    def forms(self) -> list[Listed]:
        """What the server offers."""
        root = fromstring(self.got(f"{self.server}/formList"))
        assert root.tag == f"{LIST}xforms"
        told = ("formID", "version", "name", "hash", "downloadUrl", "manifestUrl")
        return [
            Listed(*(each.findtext(f"{LIST}{name}", "") for name in told))
            for each in root.findall(f"{LIST}xform")
        ]

    def download(self, listed: Listed) -> XForm:
        """The form with the files of its manifest, each held against its hash."""
        xml = self.got(listed.download)
        assert _hash(xml) == listed.hash
        files = {}
        for each in fromstring(self.got(listed.manifest)).findall(f"{MANIFEST}mediaFile"):
            content = self.got(each.findtext(f"{MANIFEST}downloadUrl", ""))
            assert _hash(content) == each.findtext(f"{MANIFEST}hash")
            files[each.findtext(f"{MANIFEST}filename", "")] = content
        return XForm.read(xml, files)

    def fill_in(self, form: XForm, answers: Mapping[str, str], **meta: str) -> bytes:
        """The submission of the answers, by the form's own rules."""
        preloaded = {
            "start": "2026-09-20T10:00:00.000+02:00",
            "end": "2026-09-20T10:25:30.500+02:00",
            "deviceid": "collect:c0ffee",
            "geopoint": "52.2297 21.0122 110.5 8.0",
            "instanceID": f"uuid:{uuid4()}",
            **meta,
        }
        return form.filled(answers, preloaded)

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> list[int]:
        """The statuses of the posts that it took. NotReceived when one of them was refused."""
        where, most = self.asked()
        return [self.post(xml, each, where, more) for each, more in split(xml, files or {}, most)]

    def asked(self) -> tuple[str, int]:
        """Where to submit, and how many bytes at once."""
        answer = self._ask("HEAD", f"{self.server}/submission")
        if answer.status_code != 204:
            raise NotReceived(answer.status_code, answer.reason)
        most = int(answer.headers.get("X-OpenRosa-Accept-Content-Length", _USUAL))
        return answer.headers.get("Location") or f"{self.server}/submission", most

    def post(
        self, xml: bytes, files: Mapping[str, bytes], where: str = "", more: bool = False
    ) -> int:
        """The status of one post. NotReceived."""
        parts = [("xml_submission_file", ("submission.xml", xml, "text/xml"))]
        parts += [(n, (n, content, "application/octet-stream")) for n, content in files.items()]
        incomplete = {"*isIncomplete*": "yes"} if more else {}
        where = where or f"{self.server}/submission"
        answer = self._ask("POST", where, files=parts, data=incomplete)
        if answer.status_code not in RECEIVED:
            raise NotReceived(answer.status_code, said(answer))
        return answer.status_code

    def got(self, address: str) -> bytes:
        """What stands at the address. NotReceived."""
        answer = self._ask("GET", address)
        if answer.status_code != 200:
            raise NotReceived(answer.status_code, said(answer))
        return answer.content

    def _ask(self, method: str, address: str, **more: object) -> requests.Response:
        now = datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead, UTC)
        headers = {
            "X-OpenRosa-Version": "1.0",
            "Date": format_datetime(now, usegmt=True),
            "User-Agent": "org.odk.collect.android/v2026.2.0 Dalvik",
        }
        auth = (self.name, self.password) if self.password else None
        asked = {"headers": headers, "auth": auth, "timeout": _SECONDS, **more}
        answer = self.session.request(method, address, **asked)  # type: ignore[arg-type]
        assert answer.headers.get("X-OpenRosa-Version") == "1.0", "a page of somebody else's?"
        return answer


def split(
    xml: bytes, files: Mapping[str, bytes], most: int
) -> Iterator[tuple[dict[str, bytes], bool]]:
    """The files of each post, and whether more follow; one that is too large goes alone."""
    parts: list[dict[str, bytes]] = [{}]
    held = len(xml)
    for name, content in files.items():
        if parts[-1] and held + len(content) > most:
            parts.append({})
            held = len(xml)
        parts[-1][name] = content
        held += len(content)
    for number, each in enumerate(parts, 1):
        yield each, number < len(parts)


def said(answer: requests.Response) -> str:
    """The message that the app shows."""
    return fromstring(answer.content).findtext(f"{RESPONSE}message", "")


def _hash(content: bytes) -> str:
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
