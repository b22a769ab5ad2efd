"""What is sealed opens whole with its key, and not at all otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.sealing import SealBroken, Sealer, new_key

KEY = new_key()


@given(st.binary(max_size=5_000))
def test_what_is_sealed_opens_and_never_looks_the_same_twice(text: bytes) -> None:
    sealer = Sealer([KEY])
    assert sealer.open(sealer.seal(text)) == text
    assert sealer.seal(text) != sealer.seal(text)


@given(st.data())
def test_a_changed_bit_or_a_missing_byte_breaks_the_seal(data: st.DataObject) -> None:
    sealed = bytearray(Sealer([KEY]).seal(b"Where is my parcel?"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    broken = bytearray(sealed)
    broken[at] ^= 1 << data.draw(st.integers(0, 7))
    for each in (broken, sealed[:at]):
        with pytest.raises(SealBroken):
            Sealer([KEY]).open(bytes(each))


def test_a_key_that_was_put_behind_still_opens() -> None:
    sealed, fresh = Sealer([KEY]).seal(b"words"), new_key()
    anew = Sealer([fresh, KEY]).seal_anew(sealed)
    assert Sealer([fresh]).open(anew) == b"words"
    with pytest.raises(SealBroken):
        Sealer([fresh]).open(sealed)


@pytest.mark.parametrize("keys", [[], [""], ["short"], [KEY[:-4]], [f"{KEY};{KEY}"]])
def test_what_is_no_key_is_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="no key"):
        Sealer(keys)
