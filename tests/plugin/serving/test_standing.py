"""What stands is no longer looked through; what comes and goes still is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from plugin.serving.standing import stand


class Ring:
    """Something that holds itself, so that nothing but the collector ends it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_made_before_is_passed_over() -> None:
    before = gc.get_freeze_count()
    kept = [Ring() for _ in range(100)]
    stand()
    assert gc.get_freeze_count() >= before + len(kept)
    assert not any(each is kept[0] for each in gc.get_objects())


def test_what_was_garbage_already_is_not_kept_for_good() -> None:
    gone = weakref.ref(Ring())
    stand()
    assert gone() is None


def test_what_comes_after_is_collected_as_ever() -> None:
    stand()
    gone = weakref.ref(Ring())
    gc.collect()
    assert gone() is None
