"""The app's files: what they are served as, that they ask nothing of anybody else, how large."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mobile_api.phone.serving import EXTENSION, FOLDER, TYPES, PhoneFiles, blueprint

LARGEST = 150 * 1024  # bytes of the whole app, compressed
FILES = sorted(each for each in FOLDER.rglob("*") if each.suffix in TYPES)
NAMES = [each.relative_to(FOLDER).as_posix() for each in FILES]
OURS = [name for name in NAMES if not name.startswith("vendor/") and not name.endswith(".png")]
TONGUES = ("en", "pl", "ru")
# A key that is said: whole, or its beginning where the rest is filled in.
_SAID = re.compile(r"`([a-z_]+\.[a-z_]*)\$\{|[\"'`]([a-z_]+(?:\.[a-zA-Z_-]+)+)[\"'`]")


@pytest.fixture
def client() -> FlaskClient:
    """A browser at an app that serves nothing else."""
    app = Flask("phone", static_folder=None)
    app.register_blueprint(blueprint())
    return app.test_client()


def test_the_app_asks_for_a_type_that_is_served() -> None:
    unserved = [
        each.name
        for each in FOLDER.rglob("*")
        if each.is_file() and each.suffix not in {*TYPES, ".py", ".pyc"}
    ]
    assert unserved == []


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_served_as_what_it_is(name: str, client: FlaskClient) -> None:
    answer = client.get(f"/phone/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == TYPES[Path(name).suffix]
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    again = client.get(f"/phone/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_first_page_is_the_app(client: FlaskClient) -> None:
    assert client.get("/phone/").data == (FOLDER / "index.html").read_bytes()
    assert client.get("/phone").headers["Location"].endswith("/phone/")


@pytest.mark.parametrize(
    "name", ["serving.py", "__init__.py", "none.js", "../needs.py", "%2e%2e/needs.py"]
)
def test_nothing_else_is_served(name: str, client: FlaskClient) -> None:
    assert client.get(f"/phone/{name}").status_code == 404


def test_a_file_is_compressed_for_whoever_takes_it(client: FlaskClient) -> None:
    packed = client.get("/phone/app.js", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/phone/app.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == (FOLDER / "app.js").read_bytes()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"


def copied(folder: Path) -> Path:
    """The app's files in a folder where they can be changed."""
    for each in FILES:
        to = folder / each.relative_to(FOLDER)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(each.read_bytes())
    return folder


def test_the_worker_is_another_when_any_file_is(tmp_path: Path) -> None:
    before = PhoneFiles.of(copied(tmp_path))
    words = tmp_path / "words" / "shell.pl.json"
    words.write_text(words.read_text().replace("Dziś", "Dzisiaj"))
    now = PhoneFiles.of(tmp_path)
    assert now.mark != before.mark
    assert now.files["sw.js"].content != before.files["sw.js"].content
    assert PhoneFiles.of(tmp_path) == now


def test_the_worker_keeps_every_file_that_the_app_asks_for() -> None:
    ours = PhoneFiles.of()
    worker = ours.files["sw.js"].content.decode()
    kept = json.loads(worker[worker.index("const FILES = ") + 14 : worker.index("; // name")])
    assert set(kept) == set(NAMES) - {"sw.js", "vendor/LICENCES.txt"}
    assert all(ours.files[name].hash == told for name, told in kept.items())
    assert f'const MARK = "{ours.mark}"' in worker


def test_other_files_can_be_given_to_an_app(tmp_path: Path) -> None:
    app = Flask("phone", static_folder=None)
    app.register_blueprint(blueprint())
    (copied(tmp_path) / "app.js").write_text("// another")
    app.extensions[EXTENSION] = PhoneFiles.of(tmp_path)
    assert app.test_client().get("/phone/app.js").data == b"// another"


@pytest.mark.parametrize("name", OURS)
def test_no_file_names_an_address_elsewhere(name: str) -> None:
    text = (FOLDER / name).read_text()
    elsewhere = set(re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^\s\"'`]*", text))
    assert {each for each in elsewhere if "www.w3.org/2000/svg" not in each} == set()
    assert not re.search(r"<style|<script>| style=|\son[a-z]+=\"", text) or name.endswith(".js")
    assert "eval(" not in text
    assert "innerHTML" not in text


def test_every_module_that_is_imported_is_there() -> None:
    for name in (each for each in NAMES if each.endswith(".js")):
        for said in re.findall(r"from \"(\.[^\"]+)\"", (FOLDER / name).read_text()):
            assert ((FOLDER / name).parent / said).resolve().is_file(), f"{name} imports {said}"


def test_the_whole_app_is_small(capsys: pytest.CaptureFixture[str]) -> None:
    files = PhoneFiles.of().files
    needed = {name: file for name, file in files.items() if not name.endswith(".txt")}
    size = sum(len(each.compressed or each.content) for each in needed.values())
    with capsys.disabled():
        print(f"\nthe phone's app: {len(needed)} files, {size / 1024:.1f} KB compressed")
    assert size < LARGEST


def catalogue(tongue: str) -> dict[str, str | dict[str, str]]:
    """The shell's words in the language."""
    read: dict[str, str | dict[str, str]] = json.loads(
        (FOLDER / "words" / f"shell.{tongue}.json").read_text()
    )
    return read


PLURALS = {"en": {"one", "other"}, "pl": {"one", "few", "many", "other"}}
PLURALS["ru"] = PLURALS["pl"]


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_catalogue_says_all_that_the_english_one_says(tongue: str) -> None:
    ours, english = catalogue(tongue), catalogue("en")
    assert list(ours) == list(english)
    for key, said in ours.items():
        forms = said if isinstance(said, dict) else {"": said}
        assert isinstance(said, dict) == isinstance(english[key], dict), key
        assert not isinstance(said, dict) or set(said) == PLURALS[tongue], key
        wanted = set(re.findall(r"\{\w+\}", json.dumps(english[key])))
        for text in forms.values():
            assert text.strip(), key
            assert set(re.findall(r"\{\w+\}", text)) == wanted, key


def _said() -> Iterator[str]:
    for name in OURS:
        if name.endswith(".js") and not name.startswith("visit/"):
            for begun, whole in _SAID.findall((FOLDER / name).read_text()):
                yield f"{begun}*" if begun else whole


def test_every_word_that_is_said_is_in_the_catalogue_and_every_word_there_is_said() -> None:
    known = set(catalogue("en"))
    said = set(_said())
    begun = tuple(each[:-1] for each in said if each.endswith("*"))
    heads = {each.partition(".")[0] for each in known}
    unknown = {
        each
        for each in said
        if not each.endswith("*") and each.partition(".")[0] in heads and each not in known
    }
    assert unknown == set()
    assert {each for each in known if each not in said and not each.startswith(begun)} == set()
