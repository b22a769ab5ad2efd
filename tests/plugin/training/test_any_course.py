"""Whatever order somebody learns in, and whatever is published meanwhile, all follows as told."""

from __future__ import annotations

from tests.pages.training.school import School
from tests.plugin.training.course import any_course


def test_any_course(school: School) -> None:
    any_course(school, examples=5, steps=15)
