"""What the service says while it runs: a JSON line an event, on standard error.

Secrets, tokens, query values and message text never belong in a log call. `scrubbed` is the second
line behind that rule, and an exception is told by its type and places alone: what its message
quotes may be a customer's words.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO, TypeAlias

import structlog

from plugin.config import Config

Told: TypeAlias = MutableMapping[str, Any]
Scrub: TypeAlias = Callable[[Any, str, Told], Told]

LEFT_OUT = "[left out]"
_LONGEST = 300  # characters of a value
# Names of what is not for logs, wherever they stand in the name of a field.
_NOT_FOR_LOGS = re.compile(
    r"secret|token|password|passwd|authori[sz]ation|cookie|credential|api_?key|^keys?$"
    r"|body|payload|^text$|comment|description|subject|message_text|query|headers|answers|e?mail"
)
_SHAPES = (
    re.compile(r"(?i)\b(?:bearer|basic)\s+[^\s\"',;]+"),
    re.compile(r"(?<=://)[^\s/@]+@"),  # user and password of an address
    re.compile(r"\?[^\s\"']+"),  # the query of an address
    # What only chance writes so: long, and with letters that no hexadecimal number has.
    re.compile(r"(?=[\w+=-]{0,200}[g-zG-Z])(?=[\w+=-]{0,200}\d)[\w+=-]{32,}"),
)
_OURS = "plumbline"
_QUIET = ("pymongo", "urllib3", "werkzeug", "PIL", "asyncio")
_HERE = Path(__file__).parents[2]


def configure(config: Config, stream: TextIO | None = None) -> None:
    """Sends every log call of the process, ours and the libraries', to the stream in one form."""
    level = logging.WARNING if config.log_level == "warning" else logging.INFO
    before: tuple[Any, ...] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_of_exception,
        scrubber(secrets_of(config)),
    )
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            pass_foreign_args=True,
            foreign_pre_chain=[words_alone, *before],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(config.log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def secrets_of(config: Config) -> tuple[str, ...]:
    """What the settings hold that must never be seen."""
    known = (*config.keys, config.metrics_token, config.mongodb_uri)
    return tuple(each for each in known if each)


def scrubber(secrets: Iterable[str]) -> Scrub:
    """A processor that leaves out the secrets, what looks like one, and what is not for logs."""
    known = tuple(sorted(secrets, key=len, reverse=True))

    def scrubbed(logger: Any, method: str, told: Told) -> Told:
        return {name: _scrubbed_field(name, value, known) for name, value in told.items()}

    return scrubbed


def words_alone(logger: Any, method: str, told: Told) -> Told:
    """Leaves a library's line its name and its words, without the values put into them.

    Our own keep their values: what we log we have chosen.
    """
    record = told.get("_record")
    if isinstance(record, logging.LogRecord):
        told["logger"] = record.name
        if record.exc_info:
            told["exc_info"] = record.exc_info
        if told.pop("positional_args", None) and not record.name.startswith(_OURS):
            told["event"] = str(record.msg)
    return told


def place_of_exception(logger: Any, method: str, told: Told) -> Told:
    """Tells an exception by its type and the places it came through, from the outermost."""
    raised = told.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, BaseException):
        raised = (type(raised), raised, raised.__traceback__)
    if raised and raised[0] is not None:
        told["exception"] = raised[0].__name__
        told["places"] = _places(raised[2])
    return told


def _places(traceback: TracebackType | None) -> list[str]:
    return [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(traceback)
    ]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_HERE)) if path.is_relative_to(_HERE) else path.name


def _scrubbed_field(name: str, value: Any, known: tuple[str, ...]) -> Any:
    if name.startswith("_"):  # structlog's own
        return value
    if _NOT_FOR_LOGS.search(name.lower()) and not isinstance(value, int | float | None):
        return LEFT_OUT
    return _scrubbed(value, known)


def _scrubbed(value: Any, known: tuple[str, ...]) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _scrubbed_text(value, known)
        case Mapping():
            return {
                str(name): _scrubbed_field(str(name), each, known) for name, each in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [_scrubbed(each, known) for each in value]
        case bytes():
            return LEFT_OUT
        case _:
            return _scrubbed_text(str(value), known)


def _scrubbed_text(text: str, known: tuple[str, ...]) -> str:
    for secret in known:
        text = text.replace(secret, LEFT_OUT)
    for shape in _SHAPES:
        text = shape.sub(LEFT_OUT, text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _renderer(log_format: str) -> Any:
    if log_format == "console":
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
