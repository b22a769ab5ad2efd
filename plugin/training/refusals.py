"""Why something about training cannot be done, yet to be translated; drawn as a tree.

TrainingRefused
├── NotToLearn         it is not the caller's to learn, or there is no such thing
├── TryRefused         no try can be begun now; it says why
├── AlreadyAnswered    the try was answered before, perhaps in another window
├── NothingToSign      there is no passed try that waits to be signed
└── TrainingUnfit      what was sent cannot be taken; messages by field
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.stores.training.learning import Try


class TrainingRefused(Exception):
    """It cannot be done."""


class NotToLearn(TrainingRefused):
    """There is no such thing, or it is not the caller's."""

    def __init__(self) -> None:
        super().__init__("there is no such thing to learn, or it is not yours")


class TryRefused(TrainingRefused):
    """No try can be begun now."""


class AlreadyAnswered(TrainingRefused):
    """The try was answered before; `attempt` is how."""

    def __init__(self, attempt: Try) -> None:
        super().__init__("this try was answered already; the first answers stand")
        self.attempt = attempt


class NothingToSign(TrainingRefused):
    """There is no passed try that waits to be signed."""

    def __init__(self) -> None:
        super().__init__("there is nothing to sign: pass first, and sign once")


class TrainingUnfit(TrainingRefused):
    """What was sent cannot be taken: messages by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The same, each with its place in the body."""
        return tuple({"pointer": f"/{name}", "detail": said} for name, said in self.faults.items())
