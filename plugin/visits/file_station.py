"""Looks at every file that has come in full: keeps the picture or sound, or says why it is none."""

from __future__ import annotations

from plugin.house import House
from plugin.stores.submissions.looking import Looking, TakenFile
from plugin.visits.pictures import is_picture, picture_of
from plugin.visits.sounds import sound_of
from plugin.visits.unfit import BROKEN, FileUnfit

_MOST_TRIES = 3  # a file that ends the process that reads it is not read for ever


class FileStation:
    """One worker's looking at files."""

    name = "files"

    def __init__(self, looking: Looking) -> None:
        self._looking = looking

    @classmethod
    def of(cls, house: House, worker: str) -> FileStation:
        """The station of the house, for the worker of that name."""
        return cls(Looking.over(house.database, worker))

    def work_once(self, now: int) -> bool:
        """Whether a file was due; it is kept or refused then."""
        taken = self._looking.take(now)
        if taken is None:
            return False
        if taken.tries > _MOST_TRIES:
            self._looking.refuse(taken, "broken", BROKEN)
        else:
            self._look_at(taken)
        return True

    def stop(self, now: int) -> None:
        """Gives back the files that were being looked at."""
        self._looking.give_back(now)

    def _look_at(self, taken: TakenFile) -> None:
        keep = self._keep_picture if is_picture(taken.content) else self._keep_sound
        try:
            keep(taken)
        except FileUnfit as error:
            self._looking.refuse(taken, error.fault, str(error))

    def _keep_picture(self, taken: TakenFile) -> None:
        picture = picture_of(taken.content)
        self._looking.keep(
            taken,
            picture.jpeg,
            "image/jpeg",
            width=picture.width,
            height=picture.height,
            taken_at=picture.taken.taken_at,
            latitude=picture.taken.latitude,
            longitude=picture.taken.longitude,
        )

    def _keep_sound(self, taken: TakenFile) -> None:
        sound = sound_of(taken.content)
        self._looking.keep(taken, sound.content, sound.type)
