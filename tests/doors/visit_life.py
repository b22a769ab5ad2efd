"""Visits as phones and coordinators may treat them in any order, beside a model in plain Python."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from plugin.stores.layout import Mongo
from plugin.tickets.recount import recounting_of
from tests.doors.refused import assert_problem
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_journey import counted, standings
from tests.plugin.visits.pictures import by_a_camera

PHOTO = by_a_camera(size=(64, 48))
SENDERS = st.sampled_from(["anna", "boris"])
_STAYS = frozenset({"users", "sessions", "standards", "standard_heads", "tries", "migrations"})
_SPACE = UUID("0d0d0d0d-5555-4222-8333-444444444444")


@dataclass(slots=True)
class Sent:
    """What the model knows of a visit: `held` bytes of its photo are here, None without one."""

    uuid: UUID
    by: str
    raw: bytes
    held: int | None = None
    arrived: bool = False
    accepted: bool = False
    replaced_by: UUID | None = None

    @property
    def standing(self) -> str:
        """As the service is to say it."""
        if self.replaced_by is not None:
            return "withdrawn"
        return "final" if self.accepted else "provisional"

    @property
    def photo(self) -> str:
        """How far the photo has come."""
        if self.arrived:
            return "arrived"
        return "arriving" if self.held else "expected"


@dataclass(slots=True)
class Model:
    """Every visit, in the order in which it came."""

    sent: dict[UUID, Sent] = field(default_factory=dict)
    made: int = 0

    def next(self) -> UUID:
        """An id that nothing bears; the same in every run."""
        self.made += 1
        return uuid5(_SPACE, str(self.made))


class VisitLife(RuleBasedStateMachine):
    """What a shopper, another one and a coordinator do to visits, and the stations between."""

    service: Service  # the tests say it
    visits = Bundle("visits")

    def __init__(self) -> None:
        super().__init__()
        empty(self.service.database)
        self.service.now[0] = NOW
        self.model = Model()

    def sent(self, uuid: UUID) -> Sent:
        return self.model.sent[uuid]

    @rule(target=visits, by=SENDERS, open_=st.booleans(), has_photo=st.booleans())
    def submit(self, by: str, open_: bool, has_photo: bool) -> UUID:
        """A visit that nobody knows yet is taken."""
        uuid = self.model.next()
        self._take(uuid, by, open_, has_photo)
        return uuid

    @rule(uuid=visits)
    def submit_again(self, uuid: UUID) -> None:
        """The same bytes are answered the same, whatever has become of them."""
        known = self.sent(uuid)
        answer = self.service.put(known.raw, uuid, known.by)
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["standing"] == known.standing

    @rule(uuid=visits)
    def submit_other_bytes(self, uuid: UUID) -> None:
        """Other bytes, or another sender, are told that the id is taken."""
        known = self.sent(uuid)
        assert_problem(self.service.put(known.raw + b" ", uuid, known.by), 409, "other-bytes")
        other = "boris" if known.by == "anna" else "anna"
        assert_problem(self.service.put(known.raw, uuid, other), 409, "other-bytes")

    @rule(target=visits, old=visits, by=SENDERS, open_=st.booleans(), has_photo=st.booleans())
    def replace(self, old: UUID, by: str, open_: bool, has_photo: bool) -> UUID:
        """A correction takes the place of what is one's own and not yet settled; else nothing.

        A photo that arrived for the older visit is not asked for again.
        """
        known, uuid = self.sent(old), self.model.next()
        slug = _why_it_stays(known, by)
        if slug is None:
            self._take(uuid, by, open_, has_photo, replaces=str(old))
            known.replaced_by = uuid
            if has_photo and known.arrived:
                self.sent(uuid).held, self.sent(uuid).arrived = len(PHOTO), True
            return uuid
        answer = self.service.put(visit(replaces=str(old)), uuid, by)
        assert_problem(answer, 409, slug)
        return old

    @rule(uuid=visits, size=st.sampled_from([1, 700, len(PHOTO)]), early=st.booleans())
    def send_a_piece(self, uuid: UUID, size: int, early: bool) -> None:
        """A piece is taken from the byte at which the photo stands, and from no other."""
        known = self.sent(uuid)
        if known.replaced_by is not None:
            self._refused(uuid, known, b"x", 0, 409, "already-replaced")
        elif known.held is None:
            self._refused(uuid, known, b"x", 0, 404, "file-not-named")
        elif early and known.held + 1 < len(PHOTO):
            piece = PHOTO[known.held + 1 : known.held + 2]
            self._refused(uuid, known, piece, known.held + 1, 409, "offset-differs")
        else:
            piece = PHOTO[known.held : known.held + size]
            answer = self._piece(uuid, known, piece, known.held)
            assert answer.status_code == 204, answer.text
            known.held += len(piece)
            assert answer.headers["Upload-Offset"] == str(known.held)

    @rule(uuid=visits)
    def send_the_whole_photo(self, uuid: UUID) -> None:
        """The whole photo does as well, however much of it was there."""
        known = self.sent(uuid)
        path = f"/visits/{uuid}/files/front.jpg"
        told = {"data": PHOTO, "content_type": "image/jpeg"}
        answer = self.service.ask("PUT", path, known.by, **told)
        if known.replaced_by is not None:
            assert_problem(answer, 409, "already-replaced")
        elif known.held is None:
            assert_problem(answer, 404, "file-not-named")
        else:
            new = known.held < len(PHOTO)
            assert answer.status_code == (201 if new else 200), answer.text
            known.held = len(PHOTO)

    @rule(uuid=visits, without_files=st.booleans())
    def accept(self, uuid: UUID, without_files: bool) -> None:
        """A coordinator accepts what stands; photos are waited for unless they say otherwise."""
        known = self.sent(uuid)
        answer = self.service.accept(uuid, without_files=without_files)
        waits = known.held is not None and not known.arrived
        if waits and not without_files and not known.accepted:
            assert_problem(answer, 409, "files-missing")
        elif known.replaced_by is not None:
            assert_problem(answer, 409, "already-replaced")
        else:
            assert answer.status_code == 200, answer.text
            known.accepted = True

    @rule(uuid=visits)
    def somebody_else_accepts(self, uuid: UUID) -> None:
        """Whoever sent it does not, nor does an admin."""
        for user in (self.sent(uuid).by, "adam"):
            assert_problem(self.service.accept(uuid, user), 403, "not-allowed")

    @rule()
    def work(self) -> None:
        """The stations do whatever is due."""
        self.service.work()
        for known in self.model.sent.values():
            known.arrived = known.arrived or known.held == len(PHOTO)

    @rule(seconds=st.sampled_from([1, 60, 86_400]))
    def wait(self, seconds: int) -> None:
        """Time passes; nobody is signed out by it."""
        self.service.now[0] += seconds
        self.service.tokens.clear()

    @invariant()
    def the_list_says_what_the_model_knows(self) -> None:
        """Everybody's visits stand as they should, and each shopper sees their own alone."""
        for user in ("carol", "anna"):
            listed = self.service.ask("GET", "/visits?most=200", user).get_json()["items"]
            told = {each["contact"]: each["standing"] for each in listed}
            assert told == {
                f"visit/{each.uuid}": each.standing
                for each in self.model.sent.values()
                if user in {"carol", each.by}
            }

    def teardown(self) -> None:
        """At the end each visit has the one card that it should, and a recount finds nothing."""
        self.work()
        for known in self.model.sent.values():
            told = self.service.ask("GET", f"/visits/{known.uuid}", "carol").get_json()
            photos = [(each["state"], each["held"]) for each in told["files"]]
            assert photos == ([] if known.held is None else [(known.photo, known.held)])
            assert (told["card"] is None) is (known.replaced_by is not None)
        standing = [each.standing for each in self.model.sent.values()]
        expected = {each: standing.count(each) for each in set(standing) - {"withdrawn"}}
        assert standings(self.service) == expected
        assert counted(self.service) == expected
        assert recounting_of(self.service.house).recount().agrees

    def _take(
        self, uuid: UUID, by: str, open_: bool, has_photo: bool, replaces: str | None = None
    ) -> None:
        answers = {"S-1": "open", "S-2": True} if open_ else {"S-1": "closed"}
        files = [file_of(PHOTO)] if has_photo else None
        raw = json.dumps(visit(answers=answers, files=files, replaces=replaces)).encode()
        answer = self.service.put(raw, uuid, by)
        assert answer.status_code == 201, answer.text
        self.model.sent[uuid] = Sent(uuid, by, raw, 0 if has_photo else None)

    def _piece(self, uuid: UUID, known: Sent, piece: bytes, offset: int) -> Any:
        return self.service.ask(
            "PATCH",
            f"/visits/{uuid}/files/front.jpg",
            known.by,
            data=piece,
            content_type="application/octet-stream",
            headers={"Upload-Offset": str(offset)},
        )

    def _refused(self, uuid: UUID, known: Sent, piece: bytes, offset: int, *why: Any) -> None:
        assert_problem(self._piece(uuid, known, piece, offset), *why)


def _why_it_stays(known: Sent, by: str) -> str | None:
    """The problem of whoever wants to replace it; None where they may."""
    if known.by != by:
        return "replaces-nothing"
    if known.accepted:
        return "already-accepted"
    return None if known.replaced_by is None else "already-replaced"


def empty(database: Mongo) -> None:
    """Takes away what an example left."""
    for name in database.list_collection_names():
        if name not in _STAYS:
            database[name].delete_many({})
