"""Takes submissions: by id, bytes and what they edit, as ODK Central and KoboToolbox do.

| the instance is ...                               | answer                                      |
| ------------------------------------------------- | ------------------------------------------- |
| new                                               | 201, kept                                   |
| known, same bytes, files that it names are new    | 201, they are added                         |
| known, same bytes, nothing new                    | 202                                         |
| known, other bytes                                | 409; taken instead where it was refused     |
| known, and an edit has taken its place            | 409                                         |
| an edit of what stands                            | 201, in its place                           |
| an edit of what this very edit has replaced       | as known                                    |
| an edit of what another edit has replaced         | 409                                         |
| an edit of what nobody sent                       | 404                                         |
| of an unknown form or version                     | 404                                         |
| of a withdrawn version                            | 409, kept for a coordinator                 |
| being taken by another request                    | 423                                         |
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mobile_api.needs import MobileHouse
from mobile_api.openrosa.answering import files_named
from mobile_api.openrosa.becoming import Becoming
from mobile_api.openrosa.instances import Held, Instance, InstanceState, Taken, held_of
from mobile_api.openrosa.names import LOCATION
from mobile_api.openrosa.needs import OpenRosa
from mobile_api.openrosa.reading import Sent, read_sent
from mobile_api.openrosa.refusals import (
    EditUnknown,
    FormClosed,
    FormUnknown,
    InstanceDiffers,
    InstanceFaulty,
    Superseded,
)
from mobile_api.permissions import Caller
from mobile_api.refusals import NotFound
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class Posted:
    """What a request brought: the XML, the files by name, and what is known of the phone.

    `files` give the content when they are asked. `clock_ahead` is seconds, None where unknown.
    """

    xml: bytes
    files: Mapping[str, Callable[[], bytes]]
    app: str = ""
    clock_ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Receiving:
    """Takes what shoppers' apps send."""

    house: MobileHouse
    openrosa: OpenRosa

    def take(self, posted: Posted, caller: Caller) -> Taken:
        """What became of it; durable then. Rejected, in one of its kinds."""
        sent = read_sent(posted.xml)
        standard = self._standard(sent)
        root = self._root_of(sent)
        with self.openrosa.instances.hold(root, self.house.clock()):
            instance, is_new = self._kept(sent, standard, posted, caller, root)
            added = self._add(instance, posted)
            if instance.state is InstanceState.SENT:
                return Taken(added, self.held(instance))
            self._check_open(instance, standard, is_new)
            settled = self._settled(instance, sent, standard, caller.language)
            became = settled.instance.state is not instance.state
            return Taken(is_new or added or became, settled)

    def release(self, uuid: str, by: str, language: str) -> Held:
        """The instance as a visit without what is missing, because a coordinator says so.

        NotFound, Superseded, InstanceFaulty, BeingTaken.
        """
        found = self.openrosa.instances.find(uuid)
        if found is None:
            raise NotFound(f"there is no instance {uuid}")
        with self.openrosa.instances.hold(found.root, self.house.clock()):
            instance = self.openrosa.instances.find(uuid) or found
            if instance.superseded_by is not None:
                raise Superseded("an edit has taken its place already")
            if instance.state is InstanceState.SENT:
                return self.held(instance)
            sent = read_sent(instance.xml)
            released = replace(instance, released_by=by)
            try:
                return self._settled(released, sent, self._standard(sent), language)
            except InstanceFaulty:
                self.openrosa.instances.keep(instance)  # the phone goes on as it was told
                raise

    def _check_open(self, instance: Instance, standard: Standard, is_new: bool) -> None:
        """FormClosed where it begins on a version that was withdrawn; it is kept."""
        begins = is_new or instance.state is InstanceState.REFUSED
        if begins and self.openrosa.forms.is_closed(standard.code, standard.version):
            said = f"version {standard.version} of {standard.code} was withdrawn"
            self._becoming.refuse(instance, (said,))
            raise FormClosed(f"{said}; what you sent is kept, tell your coordinator")

    def _settled(self, instance: Instance, sent: Sent, standard: Standard, language: str) -> Held:
        """The instance as a visit, or as one that waits for files. InstanceFaulty; it is kept."""
        becoming, held = self._becoming, self.held(instance)
        if faults := becoming.faults(held, sent, standard, language):
            becoming.refuse(instance, faults)
            raise InstanceFaulty("; ".join(faults))
        held = replace(held, instance=becoming.wait(instance))
        if held.missing and instance.released_by is None:
            return held
        return becoming.become(held, sent, standard)

    @property
    def _becoming(self) -> Becoming:
        return Becoming(self.house, self.openrosa)

    def held(self, instance: Instance) -> Held:
        """The instance with its files."""
        return held_of(instance, self.openrosa.instances.files(instance.uuid))

    def _standard(self, sent: Sent) -> Standard:
        found = None if sent.version is None else self.openrosa.forms.find(sent.form, sent.version)
        if found is None:
            said = "no" if sent.version is None else sent.version
            raise FormUnknown(f"there is no form {sent.form[:80]} with {said} as its version here")
        return found

    def _root_of(self, sent: Sent) -> str:
        """The first instance of the chain of edits that this one belongs to."""
        known = self.openrosa.instances.find(sent.uuid)
        if known is not None:
            return known.root
        if sent.deprecates is None:
            return sent.uuid
        edited = self.openrosa.instances.find(sent.deprecates)
        return sent.deprecates if edited is None else edited.root

    def _kept(
        self, sent: Sent, standard: Standard, posted: Posted, caller: Caller, root: str
    ) -> tuple[Instance, bool]:
        """The instance as it stands, and whether it is new."""
        standing = self.openrosa.instances.find(sent.uuid)
        if standing is not None:
            self._check_standing(standing, posted, caller)
            if standing.xml == posted.xml:
                return standing, False
        elif self.house.submissions.heading(f"visit/{sent.uuid}") is not None:
            raise InstanceDiffers("a visit of this id was sent by another way already")
        replaces = self._edited(sent, caller)
        now = self.house.clock()
        instance = Instance(
            uuid=sent.uuid,
            user=caller.user,
            form=sent.form,
            version=sent.version,
            sha256=hashlib.sha256(posted.xml).hexdigest(),
            xml=posted.xml,
            named=files_named(sent, standard),
            deprecates=sent.deprecates,
            root=root,
            replaces=replaces,
            assignment=self._assignment(sent, standard, caller),
            app=posted.app,
            clock_ahead=posted.clock_ahead,
            received_at=now,
            changed_at=now,
        )
        self.openrosa.instances.keep(instance)
        return instance, True

    def _check_standing(self, standing: Instance, posted: Posted, caller: Caller) -> None:
        if standing.user != caller.user:
            raise InstanceDiffers("an instance of this id was sent by somebody else")
        if standing.superseded_by is not None:
            raise Superseded("an edit has taken its place already")
        is_same = standing.xml == posted.xml
        if not is_same and standing.state is not InstanceState.REFUSED:
            raise InstanceDiffers("this id was sent before with other answers; send it as an edit")

    def _edited(self, sent: Sent, caller: Caller) -> str | None:
        """What the visit is to replace: None where it edits nothing that became a visit.

        EditUnknown, Superseded.
        """
        edited = sent.deprecates
        if edited is None:
            return None
        if edited == sent.uuid:
            raise EditUnknown("it says that it edits itself")
        standing = self.openrosa.instances.find(edited)
        visit = self.house.submissions.heading(f"visit/{edited}")
        whose = standing.user if standing is not None else visit.by if visit is not None else None
        if whose != caller.user:
            raise EditUnknown("what it edits was never sent by you")
        usurper = self.openrosa.instances.usurper(edited)
        replaced_by = visit.replaced_by if visit is not None else None
        if (usurper is not None and usurper.uuid != sent.uuid) or (
            replaced_by not in (None, f"visit/{sent.uuid}")
        ):
            raise Superseded("another edit has taken the place of what it edits")
        return edited if visit is not None else standing.replaces if standing else None

    def _assignment(self, sent: Sent, standard: Standard, caller: Caller) -> str | None:
        """The one open assignment that it fits; None where none or several do."""
        fitting = [
            each.id
            for each in self.house.assignments.of(caller.user)
            if each.state == "open"
            and each.location == sent.fields.get(LOCATION)
            and each.standard == standard.code
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _add(self, instance: Instance, posted: Posted) -> bool:
        """Keeps the files that the instance names; whether any was new."""
        named = {each.name for each in instance.named}
        added = [
            self.openrosa.instances.add(instance.uuid, name, content())
            for name, content in posted.files.items()
            if name in named
        ]
        return any(added)
