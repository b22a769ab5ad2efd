"""What one web process counts of its own requests, for the page of figures."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Requests:
    """Requests of this process by method, route and status, and how long they took.

    Each process tells only its own: a reader that meets another one next time sees by the label
    that it did.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("process", "method", "route", "status")
        self._number = Counter(
            "plumbline_requests", "Requests answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "plumbline_request_seconds",
            "Time from the first byte to the answer.",
            ("process", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Adds a request; the process is asked for each time, as web servers fork."""
        process = str(os.getpid())
        self._number.labels(process, method, route, str(status)).inc()
        self._seconds.labels(process, route).observe(seconds)
