"""The columns of an XLSForm: those of its specification, and ours beside them.

Every one of ours begins with `plumbline_`: pyxform and the apps leave them be.
"""

from __future__ import annotations

OURS = "plumbline_"
CODE = "plumbline_code"  # survey: the criterion's code, where a name cannot be it
KIND = "plumbline_kind"  # survey: the kind of the question
OF = "plumbline_of"  # survey: who is asked, `visit review`
WEIGHT = "plumbline_weight"  # survey: how much it counts
SEVERITY = "plumbline_severity"  # survey: critical, major or minor
JOURNEY = "plumbline_journey"  # survey: the stage of the journey
GOOD = "plumbline_good"  # survey: the answer that is asked for, yes or no
UNIT = "plumbline_unit"  # survey: what a number is a number of
BETTER = "plumbline_better"  # survey: less or more
MORE = "plumbline_more"  # survey: what else the criterion says, as JSON
PART = "plumbline_part"  # survey: `na` marks the row that asks whether the next applies at all
SHARE = "plumbline_share"  # choices: the share (0..1) that the answer earns
NA = "plumbline_na"  # choices: `yes` marks the answer that it does not apply

# The sheet that lists what is not in the form.
LEFT_SHEET = "plumbline"

NA_WORD = "na"
NA_SUFFIX = "_na"  # no code has an underscore, so no question has such a name
STAGE_PREFIX = "stage_"
