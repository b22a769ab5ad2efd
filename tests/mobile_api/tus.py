"""A phone that speaks tus 1.0.0 to the app, written from the protocol's own words."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.mobile_api.service import Service

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


def base64_of(raw: bytes) -> str:
    """The bytes as headers say them."""
    return base64.b64encode(raw).decode()


def checksum_of(piece: bytes, algorithm: str = "sha256") -> str:
    """What `Upload-Checksum` says of the piece."""
    return f"{algorithm} {base64_of(hashlib.new(algorithm, piece).digest())}"


@dataclass(frozen=True, slots=True)
class Sending:
    """A user's sending of files of one visit."""

    service: Service
    uuid: UUID
    user: str = "anna"

    def begin(self, name: str, length: int | str, **more: Any) -> TestResponse:
        """The answer to the creation; `headers` are said besides."""
        told = {
            "Upload-Length": str(length),
            "Upload-Metadata": f"filename {base64_of(name.encode())}",
        }
        return self.ask("POST", "", headers={**told, **more.pop("headers", {})}, **more)

    def patch(self, name: str, offset: int, piece: bytes, **headers: str) -> TestResponse:
        """The answer to a piece; `Upload_Checksum` is said as Upload-Checksum."""
        told = {key.replace("_", "-"): value for key, value in headers.items()}
        told = {"Upload-Offset": str(offset), **told}
        return self.ask("PATCH", f"/{name}", data=piece, content_type=PIECE, headers=told)

    def head(self, name: str) -> TestResponse:
        """The answer to the question how much is held."""
        return self.ask("HEAD", f"/{name}")

    def ask(self, method: str, below: str, **how: Any) -> TestResponse:
        """The answer to a request that speaks tus."""
        headers = {**TUS, **how.pop("headers", {})}
        path = f"/visits/{self.uuid}/files{below}"
        return self.service.ask(method, path, self.user, headers=headers, **how)
