"""The page of how well each criterion of a version works, and what its author may reword."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.numbers import format_decimal
from flask import Response, abort, make_response, request, url_for

from mobile_api.permissions import Action, needs
from plugin.language import N_, Language
from plugin.pages.counts.compliance_page import days_said
from plugin.pages.counts.figures import NONE, between, percent
from plugin.pages.periods import NAMES, Period, PeriodInvalid, period_asked, usual_periods
from plugin.pages.rendering import page
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.quality.looking import look
from plugin.stores.filed.quality import MOST_ANSWERED
from scoring.quality import (
    LEAST,
    LEAST_GROUP,
    LEAST_RATED,
    LEAST_TWICE,
    Concern,
    CriterionQuality,
)
from scoring.statistics.agreement import ACCEPTABLE
from scoring.statistics.association import Association
from scoring.statistics.interval import CONFIDENCE, Interval
from standards.languages import in_language

USUAL = "last_quarter"
CONCERNS: Mapping[Concern, str] = {
    Concern.NEVER_ASKED: N_("Nobody was asked it in these days."),
    Concern.NEVER_APPLIES: N_(
        "It applied to no contact: look at what it applies to, or leave it out."
    ),
    Concern.SELDOM_APPLIES: N_(
        "It hardly ever applies: look at what it applies to, or ask it elsewhere."
    ),
    Concern.OFTEN_UNKNOWN: N_(
        "Too often it cannot be told: ask for what can be seen, or record what is missing."
    ),
    Concern.NEVER_FAILS: N_(
        "It was always met, so it tells no contact from another: raise the bar, or leave it out."
    ),
    Concern.ALWAYS_FAILS: N_(
        "It was never met, not even in part: the bar may be out of reach, or the wording unclear."
    ),
    Concern.PEOPLE_DISAGREE: N_(
        "Two people who look at the same contact answer differently: say what is to be seen, and"
        " give examples on both sides of the line."
    ),
    Concern.CUSTOMERS_DISAGREE: N_(
        "Customers rate worse where it is kept: it may ask for the wrong thing."
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion's quality, ready to be read; an empty text says nothing."""

    code: str
    title: str
    inapplicable: str
    unknown: str
    met: str
    number: str
    agreed: str
    alpha: str
    twice: str
    tau: str
    means: str
    rated: str
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """How well each criterion of a version works."""

    sources: Sources

    @needs(Action.SEE_DRAFTS)
    def quality(self, code: str, version: int) -> Response:
        """The figures of each criterion, and first of all what to reword."""
        standard = self.sources.standard(code, version)
        if standard is None:
            abort(404)
        language = reader()
        period, fault = self._period(language)
        looked = look(self.sources.house, standard, period.first, period.last)
        titles = {each.code: in_language(each.title, language.code) for each in standard.criteria}
        rows = tuple(row_of(each, titles, language) for each in looked.criteria)
        written = page(
            "standards/quality",
            code=code,
            version=version,
            standard=in_language(standard.title, language.code),
            days=days_said(period, language),
            period=period,
            periods=tuple(self._periods(code, version, period, language)),
            fault=fault,
            rows=rows,
            reworded=tuple(each for each in rows if each.concerns),
            asks_rating=bool(looked.rating),
            legend=tuple(_legend(language)),
        )
        return make_response(written)

    def _periods(
        self, code: str, version: int, period: Period, language: Language
    ) -> Iterator[tuple[str, str, bool]]:
        for name, said in NAMES.items():
            address = url_for("pages.quality", code=code, version=version, period=name)
            yield language.gettext(said), address, name == period.name

    def _period(self, language: Language) -> tuple[Period, str]:
        today = self._today()
        usual = usual_periods(today)[USUAL]
        if not any(request.args.get(name) for name in ("period", "from", "until")):
            return usual, ""
        try:
            return period_asked(request.args, today), ""
        except PeriodInvalid as error:
            return usual, language.gettext(str(error))

    def _today(self) -> date:
        house = self.sources.house
        return datetime.fromtimestamp(house.clock(), house.config.zone).date()


def row_of(each: CriterionQuality, titles: Mapping[str, str], language: Language) -> Row:
    """The criterion's quality in the reader's language."""
    counts = each.counts
    number = counts.decided + counts.pending + counts.unknown + counts.not_applicable
    agreed, rated = each.agreement, each.rated
    return Row(
        code=each.criterion,
        title=titles.get(each.criterion, ""),
        inapplicable=percent(each.inapplicable, language),
        unknown=percent(each.unknown, language),
        met=percent(each.met, language),
        number=language.ngettext("{number} occurrence", "{number} occurrences", number),
        agreed=""
        if agreed is None
        else _with(percent(agreed.share, language), between(*agreed.interval, language)),
        alpha="" if agreed is None else _alpha(agreed.alpha, agreed.range, language),
        twice=language.ngettext("{number} contact", "{number} contacts", each.twice),
        tau="" if rated is None else _tau(rated.association, language),
        means=""
        if rated is None or rated.apart is None
        else _means(rated.apart.mean, rated.apart.other, rated.apart.by, language),
        rated=language.ngettext("{number} contact", "{number} contacts", each.with_rating)
        + ("" if rated is None else f" · {rated.by}"),
        concerns=tuple(language.gettext(CONCERNS[one]) for one in each.concerns),
    )


def _alpha(alpha: float | None, reach: Interval | None, language: Language) -> str:
    if alpha is None:
        return language.gettext("α unknown: all say the same")
    said = f"α {_decimal(alpha, language)}"
    return said if reach is None else _with(said, _between(reach, language))


def _tau(found: Association, language: Language) -> str:
    return _with(f"τ {_decimal(found.tau, language)}", _between(found.range, language))


def _means(met: float, missed: float, by: Interval, language: Language) -> str:
    return language.gettext(
        "rated {met} where met, {missed} where missed: apart by {by} ({low} to {high})",
        met=_decimal(met, language),
        missed=_decimal(missed, language),
        by=_decimal(met - missed, language),
        low=_decimal(by.low, language),
        high=_decimal(by.high, language),
    )


def _with(said: str, interval: str) -> str:
    return f"{said} ({interval})"


def _between(interval: Interval, language: Language) -> str:
    low, high = (_decimal(each, language) for each in interval)
    return language.gettext("{low} to {high}", low=low, high=high)


def _decimal(number: float, language: Language) -> str:
    return str(format_decimal(number, "0.00;−0.00", locale=language.locale)) if number else NONE


def _legend(language: Language) -> Iterator[str]:
    number = language.number
    yield language.gettext(
        "Final scorecards alone are looked at. Nothing is said of fewer than {least} occurrences,"
        " of fewer than {twice} contacts that two people answered, or of fewer than {rated}"
        " contacts with a rating.",
        least=number(LEAST),
        twice=number(LEAST_TWICE),
        rated=number(LEAST_RATED),
    )
    yield language.gettext(
        "Not applicable is a share of all occurrences, cannot be told one of those that apply, met"
        " one of the decided."
    )
    yield language.gettext(
        "Agreement: of contacts that two people or more have answered (reviews of one contact, or a"
        " visit and its review), the share on which all come to the same verdict, with its {share}"
        " interval (Wilson). α is Krippendorff's: 1 is full agreement, 0 is what chance would give;"
        " below {acceptable} nothing should rest on it. Its interval is that of the jackknife over"
        " contacts.",
        share=language.share(CONFIDENCE),
        acceptable=number(ACCEPTABLE),
    )
    yield language.gettext(
        "Customers: τ is Kendall's tau-b between verdict and rating, from −1 to 1: above 0"
        " customers rate better where the criterion is kept (Brown and Benedetti's interval). Mean"
        " ratings are compared from {least} contacts each on (Welch's interval). An association is"
        " no cause.",
        least=number(LEAST_GROUP),
    )
    yield language.gettext(
        "Of visits and reviews the newest {number} of these days are looked at.",
        number=number(MOST_ANSWERED),
    )
