"""The kinds of question by the word under `kind`: a new one is a form and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from standards.said import Said, both
from standards.schema.answers import (
    ChoiceForm,
    DurationForm,
    NumberForm,
    PhotoForm,
    ScaleForm,
    TextForm,
    YesNoForm,
)
from standards.schema.asks import AskForm
from standards.schema.base import Describe, Described, One, Value, refuse
from standards.schema.clocks import (
    AgentWorkForm,
    CountForm,
    FirstReplyForm,
    KeptPromiseForm,
    NextReplyForm,
    PeriodicUpdateForm,
    RatingForm,
    RequesterWaitForm,
    ResolutionForm,
)
from standards.wording import instead_of, shown

FORMS: Mapping[str, type[AskForm]] = {
    form.word: form
    for form in (
        FirstReplyForm,
        NextReplyForm,
        PeriodicUpdateForm,
        RequesterWaitForm,
        AgentWorkForm,
        ResolutionForm,
        KeptPromiseForm,
        CountForm,
        RatingForm,
        YesNoForm,
        ChoiceForm,
        ScaleForm,
        NumberForm,
        DurationForm,
        TextForm,
        PhotoForm,
    )
}


class Ask(Value):
    """What is asked, read by the form of its kind."""

    forms: Mapping[str, One] = {word: One(form) for word, form in FORMS.items()}

    def read(self, value: Any) -> Any:
        if not isinstance(value, dict):
            what = Said("{value} asks nothing", value=shown(value))
            refuse(what, Said("write {{kind: yes_no, question: …}}"))
        if "kind" not in value:
            mend = Said("add one of {words}", words=", ".join(FORMS))
            refuse(Said("{key} is missing", key="kind"), mend)
        kind = value["kind"]
        if not isinstance(kind, str) or kind not in self.forms:
            what = Said("{value} is no kind of question", value=shown(kind))
            raise ValidationError({"kind": [both(what, instead_of(str(kind), self.forms))]})
        return self.forms[kind].deserialize(value)

    def described(self, of: Describe) -> Described:
        return {"oneOf": [of.form(form) for form in FORMS.values()]}
