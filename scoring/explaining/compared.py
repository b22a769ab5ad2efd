"""A value beside its limits: the one comparison that gave the verdict, written out."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.explaining.steps import N_, Share, Shown, Step, step
from scoring.explaining.words import verdict_said
from scoring.judge import Verdict
from standards.kinds import Better

_LESS: Mapping[Verdict, str] = {
    Verdict.MET: N_("{value} is not more than {full}: {verdict}, share {share}"),
    Verdict.MISSED: N_("{value} is more than {none}: {verdict}, share {share}"),
    Verdict.PARTLY: N_(
        "{value} lies between {full} and {none}: {verdict}, "
        "share ({none} - {value}) / ({none} - {full}) = {share}"
    ),
    Verdict.PENDING: N_("{value} so far, missed beyond {none}: {verdict}"),
}
_MORE: Mapping[Verdict, str] = {
    Verdict.MET: N_("{value} is not less than {full}: {verdict}, share {share}"),
    Verdict.MISSED: N_("{value} is not more than {none}: {verdict}, share {share}"),
    Verdict.PARTLY: N_(
        "{value} lies between {none} and {full}: {verdict}, "
        "share ({value} - {none}) / ({full} - {none}) = {share}"
    ),
}


def compared(
    verdict: Verdict, share: float | None, better: Better, amounts: Mapping[str, Shown]
) -> Step:
    """The step that compares; `amounts` are the `value` and its limits, `full` and `none`.

    `share` is None while the verdict is pending.
    """
    text = (_MORE if better is Better.MORE else _LESS)[verdict]
    earned = Share(0.0 if share is None else share)
    return step(1, text, verdict=verdict_said(verdict), share=earned, **amounts)
