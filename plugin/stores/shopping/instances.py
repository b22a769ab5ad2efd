"""Submissions of the OpenRosa protocol as they came, with their files until a visit has them.

    instances       {_id: uuid, user, form, version, sha256, xml, named: [{name, question}],
                     deprecates, root, replaces, claims: what it takes the place of, or absent,
                     assignment, app, clock_ahead, received_at, changed_at, state, faults, body,
                     released_by, superseded_by}
    instance_files  {_id: "<uuid> <name>", instance, name, sha256, bytes, content: id in GridFS
                     or None once a visit has it}
    instance_locks  {_id: root, holder, until, expires_at}

A file's bytes are written before the document that names them: so what is named is there. What a
process that ended left unnamed is dropped when a file of that name comes again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from gridfs import GridFSBucket, NoFile
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from mobile_api.openrosa.becoming import PIECE
from mobile_api.openrosa.instances import Instance, InstanceState, KeptFile, NamedFile
from mobile_api.openrosa.refusals import BeingTaken, FileOther, Superseded
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain

LOCK_SECONDS = 60  # until what a process held that has ended is free again
_BUCKET = "instance_blobs"
_NEWEST = [("received_at", DESCENDING), ("_id", DESCENDING)]

LAYOUTS = (
    Layout(
        "instances",
        indexes=(
            IndexModel([("user", ASCENDING), ("state", ASCENDING), *_NEWEST], name="own"),
            IndexModel([("state", ASCENDING), *_NEWEST], name="state"),
            IndexModel(
                [("claims", ASCENDING)],
                name="claims",
                unique=True,
                partialFilterExpression={"claims": {"$type": "string"}},
            ),
        ),
        schema={
            "required": ["user", "form", "sha256", "xml", "root", "state", "received_at"],
            "properties": {
                "state": {"enum": [each.value for each in InstanceState]},
                "received_at": {"bsonType": ["int", "long"]},
            },
        },
    ),
    Layout(
        "instance_files",
        (IndexModel([("instance", ASCENDING)], name="instance"),),
        {"required": ["instance", "name", "sha256", "bytes"]},
    ),
    Layout(
        "instance_locks",
        (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),),
    ),
    # As GridFS itself makes them at the first file.
    Layout(f"{_BUCKET}.files", (IndexModel([("filename", ASCENDING), ("uploadDate", ASCENDING)]),)),
    Layout(
        f"{_BUCKET}.chunks",
        (IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),),
    ),
)


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances of the house."""

    database: Mongo

    def find(self, uuid: str) -> Instance | None:
        """The instance of that id."""
        found = self.database.instances.find_one({"_id": uuid})
        return None if found is None else _instance(found)

    @contextmanager
    def hold(self, root: str, now: int) -> Iterator[None]:
        """Keeps others from the instances of that root meanwhile. BeingTaken when one is there."""
        holder = uuid4().hex
        if not self._locked(root, holder, now):
            raise BeingTaken("this submission is being taken at this moment; send it again")
        try:
            yield
        finally:
            self.database.instance_locks.delete_one({"_id": root, "holder": holder})

    def keep(self, instance: Instance) -> None:
        """Keeps the instance, in place of the one that stood under its id. Superseded."""
        kept = _document(instance)
        try:
            self.database.instances.replace_one({"_id": instance.uuid}, kept, upsert=True)
        except DuplicateKeyError:
            raise Superseded("another edit has taken the place of what it edits") from None

    def supersede(self, uuid: str, by: str) -> None:
        """Notes which instance has taken the place of another."""
        change = {"$set": {"superseded_by": by}}
        self.database.instances.update_one({"_id": uuid, "superseded_by": None}, change)

    def usurper(self, uuid: str) -> Instance | None:
        """The instance that edits it and was not refused."""
        found = self.database.instances.find_one({"claims": uuid})
        return None if found is None else _instance(found)

    def files(self, uuid: str) -> Mapping[str, KeptFile]:
        """The files that came with it, by name."""
        found = plain(list(self.database.instance_files.find({"instance": uuid})))
        kept = (KeptFile(each["name"], each["sha256"], each["bytes"]) for each in found)
        return {each.name: each for each in kept}

    def add(self, uuid: str, name: str, content: bytes) -> bool:
        """Whether the file was new. FileOther when one of the name has other bytes."""
        key, sha256 = f"{uuid} {name}", hashlib.sha256(content).hexdigest()
        standing = self.database.instance_files.find_one({"_id": key}, {"sha256": 1})
        if standing is not None:
            if standing["sha256"] != sha256:
                raise FileOther(f"{name} came before with other bytes; that one is kept")
            return False
        self._drop_unnamed(key)
        blob = uuid4().hex
        self._bucket.upload_from_stream_with_id(blob, key, content)
        told = {"instance": uuid, "name": name, "sha256": sha256, "bytes": len(content)}
        self.database.instance_files.insert_one({"_id": key, **told, "content": blob})
        return True

    def content(self, uuid: str, name: str) -> Iterator[bytes]:
        """The file's bytes, in pieces; none once they were dropped."""
        found = self.database.instance_files.find_one({"_id": f"{uuid} {name}"})
        if found is None or found["content"] is None:
            return
        with self._bucket.open_download_stream(found["content"]) as stream:
            while piece := stream.read(PIECE):
                yield piece

    def forget_contents(self, uuid: str) -> None:
        """Drops the bytes of its files, not their names and sums: a visit has them now."""
        kept = {"instance": uuid, "content": {"$ne": None}}
        for each in list(self.database.instance_files.find(kept)):
            self.database.instance_files.update_one(
                {"_id": each["_id"]}, {"$set": {"content": None}}
            )
            with suppress(NoFile):
                self._bucket.delete(each["content"])

    def hand_on(self, user: str, to: str) -> None:
        """Those of the user that became visits are another's; the others go with their files."""
        unsent = {"user": user, "state": {"$ne": InstanceState.SENT.value}}
        for each in [each["_id"] for each in self.database.instances.find(unsent, {"_id": 1})]:
            self.forget_contents(each)
            self.database.instance_files.delete_many({"instance": each})
            self.database.instances.delete_one({"_id": each})
        self.database.instances.update_many({"user": user}, {"$set": {"user": to}})

    def page(self, user: str | None, states: tuple[str, ...], most: int) -> tuple[Instance, ...]:
        """Those in the states, the newest first; `user` None is everybody's."""
        asked: Document = {"state": {"$in": list(states)}}
        if user is not None:
            asked["user"] = user
        found = self.database.instances.find(asked).sort(_NEWEST).limit(most)
        return tuple(map(_instance, found))

    @property
    def _bucket(self) -> GridFSBucket:
        return GridFSBucket(self.database, _BUCKET)

    def _drop_unnamed(self, key: str) -> None:
        for each in list(self.database[f"{_BUCKET}.files"].find({"filename": key}, {"_id": 1})):
            with suppress(NoFile):
                self._bucket.delete(each["_id"])

    def _locked(self, root: str, holder: str, now: int) -> bool:
        free = {"_id": root, "until": {"$lte": now}}
        until = now + LOCK_SECONDS
        expires = datetime.fromtimestamp(until + LOCK_SECONDS, UTC)
        taken = {"$set": {"holder": holder, "until": until, "expires_at": expires}}
        try:
            self.database.instance_locks.update_one(free, taken, upsert=True)
        except DuplicateKeyError:
            return False
        return True


def _document(instance: Instance) -> Document:
    claims = instance.deprecates if instance.state is not InstanceState.REFUSED else None
    return {
        "_id": instance.uuid,
        "user": instance.user,
        "form": instance.form,
        "version": instance.version,
        "sha256": instance.sha256,
        "xml": instance.xml,
        "named": [{"name": each.name, "question": each.question} for each in instance.named],
        "deprecates": instance.deprecates,
        "root": instance.root,
        "replaces": instance.replaces,
        **({} if claims is None else {"claims": claims}),
        "assignment": instance.assignment,
        "app": instance.app,
        "clock_ahead": instance.clock_ahead,
        "received_at": instance.received_at,
        "changed_at": instance.changed_at,
        "state": instance.state.value,
        "faults": list(instance.faults),
        "body": instance.body,
        "released_by": instance.released_by,
        "superseded_by": instance.superseded_by,
    }


def _instance(document: Mapping[str, Any]) -> Instance:
    told = plain(dict(document))
    told.pop("claims", None)
    body = told.pop("body")
    return Instance(
        uuid=told.pop("_id"),
        xml=bytes(told.pop("xml")),
        named=tuple(NamedFile(**each) for each in told.pop("named")),
        state=InstanceState(told.pop("state")),
        faults=tuple(told.pop("faults")),
        body=None if body is None else bytes(body),
        **told,
    )
