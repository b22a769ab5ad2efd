"""`plumbline publish`, `directory` and `user`: what they print, and how they say no."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobile_api.permissions import Role
from plugin.cli.main import cli
from plugin.directory.signing_in import SigningIn
from plugin.sealing import new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.users import Users
from tests.mongo import ADDRESS
from tests.plugin.directory.people import NOW, PASSWORD, register, way_in
from tests.plugin.directory.test_sheet import SHEET
from tests.plugin.publishing.published import text_of


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands over the test's database."""

    folder: Path
    env: Mapping[str, str]

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, words, input=typed, env=dict(self.env))

    def file(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)


@pytest.fixture
def shell(database: Mongo, tmp_path: Path) -> Shell:
    env = {
        "MONGODB_URI": os.environ[ADDRESS],
        "PLUMBLINE_DATABASE": database.name,
        "PLUMBLINE_KEYS": new_key(),
        "PLUMBLINE_ZONE": "Europe/Warsaw",
    }
    return Shell(tmp_path, env)


def test_a_standard_is_published_once(shell: Shell) -> None:
    file = shell.file("contact.yaml", text_of(1))
    told = "it judges contacts opened from 2026-03-31T22:00:00Z on\n"
    since = ("--from", "2026-04-01T00:00:00+02:00")
    first, again = shell.run("publish", file, *since), shell.run("publish", file)
    assert first.output == f"contact version 1 is published: {told}"
    assert again.output == f"contact version 1 was published already: {told}"
    assert (first.exit_code, again.exit_code) == (0, 0)


def test_faults_are_shown_as_check_shows_them(shell: Shell) -> None:
    file = shell.file("contact.yaml", text_of(1).replace(b"09:30", b"15:30"))
    published, checked = shell.run("publish", file), shell.run("check", file)
    assert (published.exit_code, checked.exit_code) == (1, 1)
    assert published.output
    assert checked.output.startswith(published.output)


def test_what_cannot_follow_says_why(shell: Shell) -> None:
    shell.run("publish", shell.file("contact.yaml", text_of(2)))
    refused = shell.run("publish", shell.file("contact.yaml", text_of(2, weight=3)))
    assert refused.exit_code == 1
    assert refused.output.endswith(
        "contact.yaml: contact version 2 was published with other content; "
        "give what you changed the version 3\n"
    )


def test_a_standard_that_is_not_there(shell: Shell) -> None:
    refused = shell.run("publish", str(shell.folder / "none.yaml"))
    assert (refused.exit_code, "No such file" in refused.output) == (3, True)


def test_a_sheet_is_imported_and_printed(shell: Shell) -> None:
    file = shell.file("people.csv", SHEET)
    assert shell.run("directory", "import", file).output.splitlines() == [
        "people: 2 added: ann, bea",
        "teams: 1 added: mail",
        "locations: 1 added: lodz-2",
    ]
    assert "people: 2 the same" in shell.run("directory", "import", file).output
    printed = shell.run("directory", "list").output
    assert "person;ann;Ann Ash;mail;lodz-2;badge/17;2026-03-01;2026-03-31" in printed
    assert "the same" in shell.run("directory", "import", shell.file("again.csv", printed)).output
    less = shell.file("less.csv", "kind,id,name\nperson,bea,Bea\n")
    assert "people: 1 removed: ann" in shell.run("directory", "import", less, "--replace").output


def test_faults_of_a_sheet_are_told_by_row(shell: Shell) -> None:
    file = shell.file("people.csv", "kind,id,name\nperson,a b,Ann\nteem,x,X\n")
    refused = shell.run("directory", "import", file)
    assert refused.exit_code == 1
    rows = [
        line.removeprefix(f"{file}: ").partition(":")[0] for line in refused.output.splitlines()
    ]
    assert rows == ["row 2", "row 3"]


def test_a_user_is_added_with_a_password_by_chance(shell: Shell, database: Mongo) -> None:
    added = shell.run("user", "add", "Root", "--role", "admin", "--generate")
    assert added.output.startswith("root: root, admin, nobody in the directory, en\npassword: ")
    password = added.output.split("password: ")[1].strip()
    signing_in = SigningIn.over(database)
    assert signing_in.sign_in("root", password, NOW).user.id == "root"


def test_a_password_may_come_by_standard_input(shell: Shell, database: Mongo) -> None:
    typed = "from a password store\nand nothing else\n"
    added = shell.run("user", "add", "root", "--role", "admin", typed=typed)
    assert added.exit_code == 0
    assert "password store" not in added.output
    signing_in = SigningIn.over(database)
    assert signing_in.sign_in("root", "from a password store", NOW)


def test_an_approver_is_given_areas_and_has_them_taken_away(shell: Shell) -> None:
    shell.run("user", "add", "root", "--role", "admin", "--generate")
    asked = ("user", "add", "lea", "--role", "approver", "--area", "law", "--generate")
    assert "lea: lea, approver, nobody in the directory, en, approves for law\n" in (
        shell.run(*asked).output
    )
    told = shell.run("user", "areas", "lea", "--area", "hr", "--area", "it")
    assert told.output.endswith("en, approves for hr, it\n")
    assert shell.run("user", "areas", "lea").output.endswith("directory, en\n")
    assert shell.run("user", "areas", "lea", "--area", "moon").exit_code == 2


# what is asked | what is said
REFUSED = [
    pytest.param(("add", "root", "--role", "admin"), "root is a user already", id="taken"),
    pytest.param(("add", "ann"), "ann has no role; give one of admin,", id="no role"),
    pytest.param(("add", "a b", "--role", "admin"), "'a b' cannot be it", id="no name"),
    pytest.param(("add", "ann", "--role", "admin", "--person", "x"), "no person 'x'", id="nobody"),
    pytest.param(("add", "ann", "--role", "admin", "--language", "x"), "no language", id="tongue"),
    pytest.param(("disable", "root"), "root is the last admin", id="the last admin"),
    pytest.param(("roles", "root", "--role", "trainer"), "the last admin", id="and their roles"),
    pytest.param(("disable", "ann"), "nobody signs in as 'ann'", id="unknown"),
    pytest.param(("password", "ann"), "nobody signs in as 'ann'", id="an unknown one's password"),
    pytest.param(("sign-out", "ann"), "nobody signs in as 'ann'", id="an unknown one's sign-ins"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_a_refusal_says_what_to_do(
    shell: Shell, database: Mongo, words: tuple[str, ...], said: str
) -> None:
    register(database, "root", Role.ADMIN)
    refused = shell.run("user", *words, typed="ten letters or more\n")
    assert (refused.exit_code, said in refused.output) == (1, True), refused.output
    assert "ten letters" not in refused.output


def test_a_short_password_is_refused(shell: Shell, database: Mongo) -> None:
    refused = shell.run("user", "add", "root", "--role", "admin", typed="short\n")
    assert (refused.exit_code, refused.output) == (1, "a password has 10 to 200 characters\n")
    assert Users(database).known() == ()


def test_a_user_is_changed_and_signed_out(shell: Shell, database: Mongo) -> None:
    for name in ("root", "ann"):
        register(database, name, Role.ADMIN)
    way_in(database).sign_in("ann", PASSWORD, NOW)
    assert shell.run("user", "sign-out", "ann").output == "ann: 1 sign-ins ended\n"
    assert (
        "ann: ann, reviewer, trainer,"
        in shell.run("user", "roles", "ann", "--role", "trainer", "--role", "reviewer").output
    )
    assert shell.run("user", "disable", "ann").output.endswith("en, disabled\n")
    assert shell.run("user", "list").output.splitlines()[0].endswith("disabled")
    assert not shell.run("user", "enable", "ann").output.endswith("disabled\n")


def test_a_version_is_withdrawn_with_a_reason(shell: Shell) -> None:
    since = ("--from", "2026-04-01T00:00:00+02:00")
    shell.run("publish", shell.file("contact.yaml", text_of(1)), *since)
    unsaid = shell.run("publish", shell.file("next.yaml", text_of(2)))
    assert unsaid.exit_code == 1
    assert unsaid.output.endswith("say what changes and what for, with --why\n")
    later = ("--why", "lighter", "--from", "2199-01-01T00:00:00Z")
    assert shell.run("publish", shell.file("next.yaml", text_of(2)), *later).exit_code == 0
    never = shell.run("withdraw", "contact", "2", "--why", "too soon")
    assert never.output == "contact version 2 is withdrawn and never begins\n"
    done = shell.run("withdraw", "contact", "1", "--why", "against the law")
    assert "contact version 1 is withdrawn: it judges nothing opened from 20" in done.output
    again = shell.run("withdraw", "contact", "1", "--why", "against the law")
    assert (again.exit_code, again.output) == (1, "version 1 is withdrawn already\n")
    none = shell.run("withdraw", "contact", "3", "--why", "none")
    assert (none.exit_code, none.output) == (1, "there is no version 3 of 'contact'\n")
    blank = shell.run("withdraw", "none", "1", "--why", " ")
    assert blank.exit_code == 1
    assert shell.run("withdraw", "contact", "0", "--why", "x").exit_code == 2
