"""docs/mobile-api.md does what it says: its commands are run, one after the other, by curl."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from threading import Thread

from werkzeug.serving import make_server

from plugin.problems import PROBLEMS, STATUSES
from tests.mobile_api.service import PASSWORD, Service
from tests.mobile_api.test_journey import standings
from tests.plugin.visits.pictures import by_a_camera

DOCUMENT = Path(__file__).parents[2] / "docs" / "mobile-api.md"
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_document_work(service: Service, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(by_a_camera())
    script = "set -eu\n" + "\n".join(SHELL.findall(DOCUMENT.read_text(encoding="utf-8")))
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    told = {
        **os.environ,
        "URL": f"http://127.0.0.1:{server.server_port}",
        "PASSWORD": PASSWORD,
        "PHOTO": str(photo),
        "no_proxy": "127.0.0.1",
    }
    try:
        ran = subprocess.run(
            ["bash", "-c", script],
            check=False,
            cwd=tmp_path,
            env=told,
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        server.shutdown()
        server.server_close()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "304" in ran.stdout
    service.work()
    assert standings(service) == {"final": 1, "provisional": 2}
    kept = {each["state"] for each in service.database.files.find()}
    assert kept == {"done"}
    assert service.database.files.count_documents({"kept": None}) == 0


def test_every_slug_that_the_document_names_is_answered() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    known = {each.slug for each in (*PROBLEMS.values(), *STATUSES.values())}
    named = set(re.findall(r"(?:409|422|400)\s+`([a-z-]+)`", text))
    assert len(named) >= 5
    assert named <= known
