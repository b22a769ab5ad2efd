"""The page on which a sheet of assignments is brought in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, g, make_response, request

from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.language import N_
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.shopping.assigning import Assigning
from plugin.shopping.importing import COLUMNS, HEAD, ImportedAssignments, import_assignments
from plugin.shopping.refusals import AssignmentsSheetFaulty

NO_FILE = N_("Choose a file.")


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A form for a sheet, what became of one, or what is wrong with it."""

    house: House

    @property
    def assigning(self) -> Assigning:
        """Who is to visit what, as it stands at this moment."""
        return Assigning.of(self.house)

    @needs(Action.KEEP_ASSIGNMENTS)
    def assignments_sheet(self) -> Response:
        """The form."""
        return _shown()

    @needs(Action.KEEP_ASSIGNMENTS)
    def import_assignments(self) -> Response:
        """What became of the sheet, or its faults by row and column; then nothing was taken."""
        file = request.files.get("file")
        raw = file.read() if file is not None else b""
        if not raw:
            return _shown(fault=reader().gettext(NO_FILE), status=422)
        try:
            imported = import_assignments(self.assigning, raw, g.caller.user)
        except AssignmentsSheetFaulty as faulty:
            return _shown(faulty=faulty, status=422)
        return _shown(imported)


def _shown(
    imported: ImportedAssignments | None = None,
    faulty: AssignmentsSheetFaulty | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    written = page(
        "shopping/sheet",
        imported=imported,
        faults=faulty.lines(reader()) if faulty is not None else (),
        fault=fault,
        columns=COLUMNS,
        needed=HEAD.needed,
    )
    return make_response(written, status)
