"""The page of assignments: what is open, done, closed and withdrawn, with the visits that came."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request, url_for

from mobile_api.assigning import AssignmentState
from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.pages.asked import Query
from plugin.pages.rendering import page
from plugin.pages.shopping.shown import shoppers_called, shown
from plugin.pages.shopping.words import LISTS
from plugin.pages.speaking import reader
from plugin.shopping.assigning import Assigning
from plugin.stores.shopping.assignments import AssignmentsWanted

_FILTERS = ("shopper", "location")


@dataclass(frozen=True, slots=True)
class ListPage:
    """The assignments in one state, of one shopper or location if it is asked for."""

    house: House

    @property
    def assigning(self) -> Assigning:
        """Who is to visit what, as it stands at this moment."""
        return Assigning.of(self.house)

    @needs(Action.KEEP_ASSIGNMENTS)
    def assignments(self) -> str:
        """The list."""
        language, house = reader(), self.house
        asked = request.args.get("state")
        state = next((each for each in LISTS if each == asked), AssignmentState.OPEN)
        filters: Query = {name: told for name in _FILTERS if (told := request.args.get(name))}
        wanted = AssignmentsWanted(state=state, after=request.args.get("after"), **filters)
        try:
            found = self.assigning.assignments.page(wanted)
        except ValueError:
            abort(400)
        there = {**filters, "state": state.value}
        return page(
            "shopping/assignments",
            lists=tuple(
                (
                    language.gettext(name),
                    url_for("pages.assignments", **{**filters, "state": each.value}),
                    each is state,
                )
                for each, name in LISTS.items()
            ),
            assignments=shown(found.items, house, language),
            onward=found.after and url_for("pages.assignments", after=found.after, **there),
            places_known=self.assigning.locations.choices(),
            shoppers=sorted(
                shoppers_called(house, self.assigning.shoppers()).items(),
                key=lambda pair: pair[1].casefold(),
            ),
            filters={name: filters.get(name, "") for name in _FILTERS},
            state=state.value,
        )
