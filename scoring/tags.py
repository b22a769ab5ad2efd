"""What a helpdesk is told of a contact's cards: tags of ours, `prefix-code-verdict`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scoring.judge import Verdict
from scoring.scorecard import Outcome, Scorecard, Standing

LONGEST_TAG = 32
LONGEST_PREFIX = 7  # what a code of 16 and the longest verdict told leave

# Every word that a tag of ours may end with, whichever of them are told today.
_WORDS = sorted(word.replace("_", "-") for word in {*map(str, Verdict), *map(str, Outcome)})
_PREFIX = re.compile(rf"[a-z0-9]{{1,{LONGEST_PREFIX}}}")
_OURS = re.compile(rf"[a-z0-9]+(?:-[a-z0-9]+)*-(?:{'|'.join(_WORDS)})")


def tags_of(cards: Iterable[Scorecard], prefix: str) -> frozenset[str]:
    """The tags that the contact is to bear: a criterion `missed`, a standard `failed`.

    A card that is withdrawn says nothing. ValueError when the prefix is none.
    """
    if not is_prefix(prefix):
        most = f"1 to {LONGEST_PREFIX} of a-z and 0-9"
        raise ValueError(f"{prefix!r} cannot begin a tag; write {most}")
    standing = (card for card in cards if card.standing is not Standing.WITHDRAWN)
    return frozenset(tag_of(prefix, *told) for card in standing for told in _told(card))


def is_ours(tag: str, prefix: str) -> bool:
    """Whether the tag is one that we, and not the helpdesk's people, have put there."""
    return tag.startswith(f"{prefix}-") and bool(_OURS.fullmatch(tag, len(prefix) + 1))


def is_prefix(text: str) -> bool:
    """Whether tags of ours may begin so."""
    return bool(_PREFIX.fullmatch(text))


def _told(card: Scorecard) -> Iterator[tuple[str, str]]:
    if card.verdict is Outcome.FAILED:
        yield card.standard.code, Outcome.FAILED
    for each in card.findings:
        if each.verdict is Verdict.MISSED:
            yield each.criterion, Verdict.MISSED


def tag_of(prefix: str, code: str, verdict: str) -> str:
    """The tag of the verdict on what has the code. ValueError when it is too long."""
    tag = f"{prefix}-{code.lower()}-{verdict}"
    if len(tag) > LONGEST_TAG:
        raise ValueError(f"the tag {tag} has {len(tag)} characters, of {LONGEST_TAG} allowed")
    return tag
