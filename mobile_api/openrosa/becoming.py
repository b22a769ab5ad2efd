"""An instance becomes a visit: by the same way in as every other, and only once it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from mobile_api.needs import MobileHouse
from mobile_api.openrosa.answering import body_of, unknown_fields
from mobile_api.openrosa.instances import Held, Instance, InstanceState
from mobile_api.openrosa.needs import OpenRosa
from mobile_api.openrosa.reading import Sent
from mobile_api.openrosa.refusals import InstanceFaulty
from mobile_api.permissions import Caller, Role
from mobile_api.refusals import Refusal
from mobile_api.visits.submissions import FileState, Upload
from mobile_api.visits.submitting import submit
from scoring.evidence import Attachment
from scoring.faults import Fault
from scoring.submission import Faulty, read_submission
from standards.kinds import Instrument, Question
from standards.languages import in_language
from standards.model import Standard

PIECE = 1024 * 1024  # bytes that are handed on at once
_EXPECTED = {"sha256": "0" * 64, "bytes": 1}  # of a file that is still to come
_LONGEST_LABEL = 80  # characters of a question, where a fault names it


@dataclass(frozen=True, slots=True)
class Becoming:
    """Makes visits of instances."""

    house: MobileHouse
    openrosa: OpenRosa

    def faults(self, held: Held, sent: Sent, standard: Standard, language: str) -> tuple[str, ...]:
        """What is wrong with its answers, a sentence each; files still missing are no fault."""
        strange = tuple(
            f"{name[:80]}: the form has no such question" for name in unknown_fields(sent, standard)
        )
        body = body_of(held.instance, sent, standard, _named(held, expecting=True))
        version_of = self.house.questionnaires.version
        try:
            read_submission(body, Instrument.VISIT, held.instance.contact, version_of)
        except Faulty as error:
            return (*strange, *(_said(each, standard, language) for each in error.faults))
        return strange

    def refuse(self, instance: Instance, faults: tuple[str, ...]) -> None:
        """Keeps it with what is wrong with it."""
        refused = InstanceState.REFUSED
        self._keep(instance, state=refused, faults=faults)

    def wait(self, instance: Instance) -> Instance:
        """Notes that its answers fit, and that it takes the place of what it edits."""
        if instance.deprecates is not None:
            self.openrosa.instances.supersede(instance.deprecates, instance.uuid)
        if instance.state is InstanceState.WAITING:
            return instance
        return self._keep(instance, state=InstanceState.WAITING, faults=())

    def become(self, held: Held, sent: Sent, standard: Standard) -> Held:
        """The instance with its visit, which stands then, as do its files.

        What is missing is left out of it. InstanceFaulty, and it is kept, where the visit cannot
        stand.
        """
        instance = held.instance
        if instance.body is None:
            told = body_of(instance, sent, standard, _named(held, expecting=False))
            instance = self._keep(instance, body=orjson.dumps(told))
        shopper = Caller(instance.user, instance.user, frozenset({Role.SHOPPER}))
        body = instance.body or b""
        try:
            submit(self.house, Instrument.VISIT, instance.contact, body, shopper)
        except Refusal as error:
            said = (str(error), *(each["detail"] for each in error.errors))
            self._keep(instance, state=InstanceState.REFUSED, faults=said, body=None)
            raise InstanceFaulty("; ".join(said)) from None
        for each in orjson.loads(body).get("files", ()):
            self._hand_over(instance, Attachment(**each))
        instance = self._keep(instance, state=InstanceState.SENT, faults=())
        self.openrosa.instances.forget_contents(instance.uuid)
        return replace(held, instance=instance)

    def _hand_over(self, instance: Instance, file: Attachment) -> None:
        """Hands the visit its file, going on from wherever that came to before."""
        now = self.house.clock()
        submitted = self.house.submissions.heading(instance.contact)
        if submitted is None:
            return
        held = self.house.files.one(submitted, file.name)
        if held.state in (FileState.ARRIVED, FileState.REFUSED) or held.held == file.bytes:
            return
        begins_at = self.house.files.begin(submitted, file.name).held
        for offset, content in self._pieces(instance, file):
            rest = content[max(0, begins_at - offset) :]
            if rest:
                at = offset + len(content) - len(rest)
                self.house.files.append(Upload(instance.contact, file, at, rest, now))

    def _pieces(self, instance: Instance, file: Attachment) -> Iterator[tuple[int, bytes]]:
        offset = 0
        for content in self.openrosa.instances.content(instance.uuid, file.name):
            yield offset, content
            offset += len(content)

    def _keep(self, instance: Instance, **changes: Any) -> Instance:
        changed = replace(instance, changed_at=self.house.clock(), **changes)
        self.openrosa.instances.keep(changed)
        return changed


def _named(held: Held, expecting: bool) -> list[Mapping[str, Any]]:
    """The files as a visit names them; those that are missing only where they are expected."""
    came = {each.name: each for each in held.files}
    told: list[Mapping[str, Any]] = []
    for each in held.instance.named:
        file = came.get(each.name)
        known = _EXPECTED if file is None else {"sha256": file.sha256, "bytes": file.bytes}
        if file is not None or expecting:
            told.append({"name": each.name, **known, "question": each.question})
    return told


def _said(fault: Fault, standard: Standard, language: str) -> str:
    """The fault with the words of its question, which the form shows in place of its code."""
    asked = next((each for each in standard.criteria if each.code == fault.question), None)
    if asked is None or not isinstance(asked.ask, Question):
        where = fault.question or fault.pointer.strip("/").replace("/", " ")
        return f"{where}: {fault.text}"
    label = in_language(asked.ask.question or asked.title, language)
    return f"{label[:_LONGEST_LABEL]} ({asked.code}): {fault.text}"
