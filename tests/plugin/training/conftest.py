"""A house with people, standards, and somebody who trains them."""

from __future__ import annotations

import pytest

from plugin.stores.directory import Directory
from plugin.stores.layout import Mongo
from tests.pages.acme import with_people, with_standards
from tests.pages.training.school import School, school_over, with_trainer


@pytest.fixture
def school(database: Mongo) -> School:
    made = school_over(database)
    with_people(made.house)
    with_trainer(made.house)
    with_standards(made.house, "contact")
    people = database.people
    people.update_one({"_id": "anna"}, {"$set": {"email": "anna@acme.example"}})
    assert Directory(database).people()[0].email == "anna@acme.example"
    return made
