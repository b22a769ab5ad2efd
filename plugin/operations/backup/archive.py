"""The file of a backup: a ZIP with a member `NAME.bson` a collection and, last, the manifest.

Each member is what `bsondump` and `mongorestore` read, so a backup can be opened without us.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from plugin.operations.backup.fold import Fold
from plugin.operations.backup.manifest import BackupUnreadable, Kept, Manifest, read_manifest

_MANIFEST = "manifest.json"
_LENGTH = struct.Struct("<i")
_LARGEST = 64 * 1024**2  # no document of MongoDB is larger than 16 MB
_LEVEL = 1  # most of it is sealed or is photos, which no level makes smaller


class Writing:
    """A backup that is being written; it has its name only once it is whole."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def collection(self, name: str, documents: Iterable[bytes]) -> Kept:
        """Writes the collection, and says what went in."""
        digest, fold = sha256(), Fold()
        with self._archive.open(_member(name), "w", force_zip64=True) as member:
            for each in fold.over(documents):
                digest.update(each)
                member.write(each)
        return Kept(fold.documents, fold.size, digest.hexdigest(), fold.written())

    def manifest(self, manifest: Manifest) -> None:
        """Writes the manifest: the last word of a backup."""
        self._archive.writestr(_MANIFEST, manifest.written())


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """A file, ours alone to read, that has its name once it is whole and on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                yield Writing(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


class Backup:
    """A backup that is being read."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def documents(self, name: str) -> Iterator[bytes]:
        """The documents of a collection. BackupUnreadable where they are not those written.

        What is wrong with the hash of the whole shows only when the last document has gone by.
        """
        kept, digest = self.manifest.collections[name], sha256()
        try:
            with self._archive.open(_member(name)) as member:
                for each in _documents(member, name):
                    digest.update(each)
                    yield each
        except (BadZipFile, ZlibError, EOFError, KeyError) as error:
            raise BackupUnreadable(f"{name} cannot be unpacked: the file is damaged") from error
        if digest.hexdigest() != kept.sha256:
            raise BackupUnreadable(f"{name} is not what was written: its SHA-256 is another")


@contextmanager
def reading(path: Path) -> Iterator[Backup]:
    """The backup of that name. BackupUnreadable when it is none or not whole."""
    try:
        archive = ZipFile(path)
    except BadZipFile as error:
        text = "it is no backup, or its end is missing"
        raise BackupUnreadable(text) from error
    with archive:
        if _MANIFEST not in archive.namelist():
            raise BackupUnreadable("it has no manifest.json: it is no backup of ours")
        try:
            text_of = archive.read(_MANIFEST)
        except (BadZipFile, ZlibError, EOFError) as error:
            raise BackupUnreadable("its manifest.json is damaged") from error
        yield Backup(archive, read_manifest(text_of))


def _documents(member: IO[bytes], name: str) -> Iterator[bytes]:
    while head := member.read(_LENGTH.size):
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
        if not _LENGTH.size < length <= _LARGEST:
            raise BackupUnreadable(f"{name} holds what is no document")
        rest = member.read(length - _LENGTH.size)
        if len(rest) != length - _LENGTH.size:
            raise BackupUnreadable(f"{name} ends in the middle of a document")
        yield head + rest


def _member(name: str) -> str:
    return f"{name}.bson"


def _sync(folder: Path) -> None:
    """Makes the new name last through a power loss, where the system lets a folder be synced."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
