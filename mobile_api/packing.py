"""Answers compressed by the service itself, where the caller takes it: phones pay for each byte."""

from __future__ import annotations

import gzip

from flask import Request, Response

_LEAST = 400  # bytes that are worth it
_LEVEL = 6


def packed(answer: Response, request: Request) -> Response:
    """The answer in gzip (RFC 9110, 8.4.1) where the request accepts it and it is worth it."""
    answer.vary.add("Accept-Encoding")
    if answer.status_code != 200 or not request.accept_encodings["gzip"]:
        return answer
    body = answer.get_data()
    if len(body) >= _LEAST:
        answer.set_data(gzip.compress(body, _LEVEL, mtime=0))
        answer.content_encoding = "gzip"
    return answer
