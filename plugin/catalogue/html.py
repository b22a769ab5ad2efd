"""The page of a standard as one HTML file that needs nothing else: no script, no font, no image."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from plugin.catalogue.names import VERDICTS
from plugin.catalogue.page import Page
from plugin.language import Language


def html_of(page: Page, others: Mapping[str, str]) -> str:
    """The page; `others` are the same page in other languages, language -> address."""
    language = Language(page.language)
    return _template().render(
        page=page,
        names={code: Language(code).name for code in (page.language, *others)},
        others=others,
        verdicts={verdict: language.gettext(name) for verdict, name in VERDICTS.items()},
        _=language.gettext,
        ngettext=language.ngettext,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("plugin.catalogue", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")
