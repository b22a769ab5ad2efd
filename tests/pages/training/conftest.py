"""A house with people, three standards and a clock of its own."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.pages.acme import with_people, with_standards
from tests.pages.training.school import School, school_over, with_trainer


@pytest.fixture
def school(database: Mongo) -> School:
    made = school_over(database)
    with_people(made.house)
    with_trainer(made.house)
    with_standards(made.house, "contact")
    return made
