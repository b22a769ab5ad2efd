"""Many courses of somebody who learns, in any order, with new versions in the midst of them."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.pages.training.school import furnished
from tests.plugin.training.course import any_course

pytestmark = pytest.mark.long


def test_any_course_for_long(database: Mongo) -> None:
    any_course(furnished(database), examples=45, steps=30)
