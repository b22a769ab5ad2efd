"""A real django-helpdesk for the long tests: installed from its package, run, and used by people.

It lives in an environment of its own, so that nothing of it is among our dependencies.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path
from secrets import token_hex
from socket import create_connection

from tests.long.processes import free_port, until
from tests.mongo import memory

HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"
READY_SECONDS = 60.0
INSTALL_SECONDS = 300


class NotInstalled(Exception):
    """django-helpdesk could not be installed; the message says what pip said last."""


def installed(into: Path) -> Path:
    """The Python of an environment with what the lock names; made once for each lock.

    Whoever asks meanwhile waits. NotInstalled where it cannot be made.
    """
    into.mkdir(exist_ok=True)
    with (into / "django-helpdesk.lock").open("w") as door:
        flock(door, LOCK_EX)
        return _installed(into)


def _installed(into: Path) -> Path:
    key = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:12]
    home = into / f"django-helpdesk-{key}"
    python, whole = home / "bin" / "python", home / "whole"
    if not whole.exists():
        shutil.rmtree(home, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(home))
        pip = (str(python), "-m", "pip", "--disable-pip-version-check", "--no-input")
        _run(*pip, "install", "--quiet", "--require-hashes", "-r", str(LOCK))
        whole.touch()
    return python


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"pip takes more than {INSTALL_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise NotInstalled(f"pip says: {last[0]}") from None


@dataclass(slots=True)
class Site:
    """A running django-helpdesk over its own SQLite; `hook` is where both webhooks go."""

    python: Path
    data: Path
    hook: str
    port: int = field(default_factory=free_port)
    passwords: Mapping[str, str] = field(
        default_factory=lambda: {name: token_hex(12) for name in ("agent", "plumbline")}
    )
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Makes its database."""
        command = [str(self.python), str(HERE / "prepare.py")]
        subprocess.run(command, env=self._environment(), check=True, timeout=READY_SECONDS)

    def start(self) -> None:
        """Serves it by gunicorn until it answers. AssertionError with its log."""
        with (self.data / "site.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(str(self.python), "-m", "gunicorn", "--no-control-socket"),
                    *("--bind", f"127.0.0.1:{self.port}", "--threads", "4"),
                    "django.core.wsgi:get_wsgi_application()",
                ],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        assert until(self._answers, READY_SECONDS), self.log()

    def stop(self) -> None:
        """Ends it."""
        self.process.terminate()
        self.process.wait(30)

    def log(self) -> str:
        """What it has said."""
        return (self.data / "site.log").read_text("utf-8", "replace")

    def _answers(self) -> bool:
        with suppress(OSError), create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.data),
            "PYTHONPATH": str(HERE),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "settings",
            "SITE_DATA": str(self.data),
            "SITE_KEY": token_hex(24),
            **{f"SITE_{name.upper()}_PASSWORD": word for name, word in self.passwords.items()},
            "HELPDESK_NEW_TICKET_WEBHOOK_URLS": self.hook,
            "HELPDESK_FOLLOWUP_WEBHOOK_URLS": self.hook,
        }


@contextmanager
def helpdesk(python: Path, hook: str) -> Iterator[Site]:
    """A site of its own, over data that go with the block."""
    data = Path(tempfile.mkdtemp(prefix="dh-", dir=memory()))
    site = Site(python, data, hook)
    try:
        site.prepare()
        site.start()
        yield site
    finally:
        with suppress(AttributeError):  # it was never started
            site.stop()
        shutil.rmtree(data, ignore_errors=True)
