"""The texts of a criterion in the languages of the standard it goes into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from standards.wording import listed

# Where texts stand in a criterion: the path to each, `*` for every item or entry.
_TEXTS: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("why",),
    ("ask", "question"),
    ("ask", "labels", "*"),
    ("examples", "*", "says"),
    ("grounds", "finding"),
    ("grounds", "training"),
    ("grounds", "owner"),
    ("grounds", "basis", "*", "title"),
)


def words_in(
    found: Mapping[str, str], languages: Sequence[str], todo: Callable[[str], object]
) -> object:
    """The texts for a standard in the languages: plain where only the first is there.

    `todo` makes what stands where a text is missing.
    """
    kept: dict[str, object] = {each: found[each] for each in languages if found.get(each)}
    if not kept:
        return todo(f"the words in {listed(languages)}")
    if list(kept) == [languages[0]]:
        return kept[languages[0]]
    missing = {each: todo("these words") for each in languages if each not in kept}
    return {each: (kept | missing)[each] for each in languages}


def fit(
    criterion: MutableMapping[str, Any],
    written_in: Sequence[str],
    languages: Sequence[str],
    todo: Callable[[str], object],
) -> tuple[str, ...]:
    """Makes the criterion's texts those of the languages; what it says are the languages lost.

    `written_in` are the languages it comes from, the first of them that of its plain texts.
    """
    if tuple(written_in) == tuple(languages):
        return ()
    for path in _TEXTS:
        for into, key in _places(criterion, path):
            was = into[key]
            if isinstance(was, str):
                if written_in[0] != languages[0]:
                    into[key] = words_in({written_in[0]: was}, languages, todo)
            elif isinstance(was, MutableMapping):
                _fit_words(into, key, was, languages, todo)
    return tuple(each for each in written_in if each not in languages)


def _fit_words(
    into: Any,
    key: Any,
    was: MutableMapping[str, Any],
    languages: Sequence[str],
    todo: Callable[[str], object],
) -> None:
    if not any(each in was for each in languages):
        into[key] = words_in({}, languages, todo)
        return
    for language in [each for each in was if each not in languages]:
        del was[language]
    for language in languages:
        if language not in was:
            was[language] = todo("these words")


def _places(value: Any, path: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Every place that the path leads to: what it is in, and its key there."""
    step, *rest = path
    keys: Any = ()
    if step == "*":
        if isinstance(value, MutableMapping):
            keys = list(value)
        elif isinstance(value, list):
            keys = range(len(value))
    elif isinstance(value, MutableMapping) and step in value:
        keys = (step,)
    for key in keys:
        if rest:
            yield from _places(value[key], tuple(rest))
        else:
            yield value, key
