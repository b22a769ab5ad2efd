"""What is asked of every helpdesk's adapter alike; it finds their samples by itself."""

from __future__ import annotations

import ast
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import EventKind
from tests.webhooks.samples import Sample, account, folder, payloads, samples, signed
from webhooks.contract import Delivery, Helpdesk, News, PayloadInvalid, Proof, SignatureInvalid
from webhooks.helpdesks import HELPDESKS

SAMPLES = tuple(samples())
AGE = 300  # seconds that a signature may be old

every_helpdesk = pytest.mark.parametrize("helpdesk", HELPDESKS.values(), ids=lambda each: each.name)
every_sample = pytest.mark.parametrize(
    "sample", SAMPLES, ids=lambda each: f"{each.helpdesk.name}-{each.file.stem}"
)
with_time = pytest.mark.parametrize(
    "helpdesk",
    [each for each in HELPDESKS.values() if each.proof is Proof.SIGNATURE_WITH_TIME],
    ids=lambda each: each.name,
)


def read(sample: Sample) -> News:
    return sample.helpdesk.read(sample.delivery, account(sample.helpdesk))


def read_or_refused(sample: Sample, bad: bytes) -> None:
    """Anything else that is raised fails the test."""
    try:
        news = sample.helpdesk.read(Delivery({}, bad, 0), account(sample.helpdesk))
    except PayloadInvalid:
        return
    assert isinstance(news, News)


@every_sample
def test_a_sample_is_read_as_is_written_beside_it(sample: Sample) -> None:
    assert read(sample) == sample.news


@every_sample
def test_the_same_delivery_gives_the_same_events(sample: Sample) -> None:
    assert read(sample) == read(sample)


@every_sample
def test_a_label_tells_the_contact_that_is_read_and_a_key(sample: Sample) -> None:
    label = sample.helpdesk.label(sample.delivery, account(sample.helpdesk))
    assert label.key
    assert label.contact == read(sample).contact


@every_sample
def test_all_events_of_a_delivery_are_about_its_contact(sample: Sample) -> None:
    news = read(sample)
    assert {each.contact for each in news.events} <= {news.contact}


@every_helpdesk
def test_there_are_samples_of_words_notes_and_what_is_no_news(helpdesk: Helpdesk) -> None:
    told = [read(each) for each in SAMPLES if each.helpdesk is helpdesk]
    events = [event for news in told for event in news.events]
    assert {event.kind for event in events} >= {EventKind.OPENED, EventKind.MESSAGE}
    assert {event.public for event in events if event.kind is EventKind.MESSAGE} == {True, False}
    assert any(not news.events for news in told)


@every_helpdesk
def test_keys_of_different_deliveries_differ(helpdesk: Helpdesk) -> None:
    ours = [each for each in SAMPLES if each.helpdesk is helpdesk]
    keys = {helpdesk.label(each.delivery, account(helpdesk)).key for each in ours}
    assert len(keys) == len(ours)


@every_helpdesk
def test_it_uses_nothing_of_another_helpdesk(helpdesk: Helpdesk) -> None:
    others = {f"webhooks.{folder(each).name}" for each in HELPDESKS.values()}
    others -= {f"webhooks.{folder(helpdesk).name}"}
    for file in folder(helpdesk).glob("**/*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [each for each in names if each.startswith((*others,))], file


@every_helpdesk
def test_an_admin_finds_how_to_connect_it(helpdesk: Helpdesk) -> None:
    assert (folder(helpdesk) / "README.md").is_file()
    assert (
        not {path.name for path in payloads(helpdesk).iterdir()}
        - {
            f"{each.file.stem}{end}"
            for each in SAMPLES
            if each.helpdesk is helpdesk
            for end in (".json", ".events.json")
        }
        - {"account.json"}
    )


@every_helpdesk
def test_each_of_two_secrets_proves_a_delivery(helpdesk: Helpdesk) -> None:
    delivery, secret = signed(helpdesk)
    for secrets in ([secret], ["another", secret], [secret, "another"]):
        helpdesk.verify(delivery, secrets, AGE)


@every_helpdesk
@pytest.mark.parametrize("secrets", [[], ["another"], [""]], ids=["none", "another", "empty"])
def test_who_knows_no_secret_proves_nothing(helpdesk: Helpdesk, secrets: list[str]) -> None:
    delivery, secret = signed(helpdesk)
    with pytest.raises(SignatureInvalid) as refused:
        helpdesk.verify(delivery, secrets, AGE)
    assert secret not in str(refused.value)


@every_helpdesk
def test_what_was_changed_on_the_way_proves_nothing(helpdesk: Helpdesk) -> None:
    if helpdesk.proof in (Proof.SHARED_SECRET, Proof.SECRET_ADDRESS):
        return  # such a proof says nothing of the body
    delivery, secret = signed(helpdesk)
    for other in (delivery.body + b" ", delivery.body[1:], b"", delivery.body.swapcase()):
        with pytest.raises(SignatureInvalid):
            helpdesk.verify(replace(delivery, body=other), [secret], AGE)


@every_helpdesk
def test_without_any_header_of_the_proof_there_is_none(helpdesk: Helpdesk) -> None:
    delivery, secret = signed(helpdesk)
    assert delivery.headers or delivery.address_secret
    for name in delivery.headers:
        left = {key: value for key, value in delivery.headers.items() if key != name}
        with pytest.raises(SignatureInvalid):
            helpdesk.verify(replace(delivery, headers=left), [secret], AGE)


@every_helpdesk
@pytest.mark.parametrize("other", [None, "", "another", "секрет"])
def test_a_secret_in_the_address_proves_only_where_it_is_the_proof(
    helpdesk: Helpdesk, other: str | None
) -> None:
    delivery, secret = signed(helpdesk)
    moved = replace(delivery, address_secret=other)
    if helpdesk.proof is Proof.SECRET_ADDRESS:
        with pytest.raises(SignatureInvalid):
            helpdesk.verify(moved, [secret], AGE)
    else:
        helpdesk.verify(moved, [secret], AGE)


@with_time
@pytest.mark.parametrize("late", [AGE + 1, -AGE - 1, 10**8])
def test_an_old_signature_proves_nothing(helpdesk: Helpdesk, late: int) -> None:
    delivery, secret = signed(helpdesk)
    with pytest.raises(SignatureInvalid):
        helpdesk.verify(replace(delivery, received_at=delivery.received_at + late), [secret], AGE)


@with_time
@pytest.mark.parametrize("late", [AGE, -AGE, 0])
def test_a_signature_holds_for_as_long_as_it_may(helpdesk: Helpdesk, late: int) -> None:
    delivery, secret = signed(helpdesk)
    moved = replace(delivery, received_at=delivery.received_at + late)
    helpdesk.verify(moved, [secret], AGE)


@every_helpdesk
def test_no_kept_header_is_a_secret(helpdesk: Helpdesk) -> None:
    assert not helpdesk.kept_headers & {"authorization", "cookie", "x-api-key"}
    assert all(name == name.lower() for name in helpdesk.kept_headers)


BAD = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"12",
    "null": b"null",
    "an empty object": b"{}",
    "no text": b'{"a": "\xff"}',
    "a form": b"a=1&b=2",
    "deep": b"[" * 5_000,
}


@every_helpdesk
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_body_is_refused_by_name(helpdesk: Helpdesk, bad: bytes) -> None:
    for ask in (helpdesk.label, helpdesk.read):
        with pytest.raises(PayloadInvalid) as refused:
            ask(Delivery({}, bad, 0), account(helpdesk))
        assert str(refused.value)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@every_helpdesk
@given(bad=st.binary(max_size=200), headers=st.dictionaries(st.text(max_size=9), st.text()))
def test_any_bytes_are_news_or_refused(
    helpdesk: Helpdesk, bad: bytes, headers: dict[str, str]
) -> None:
    delivery = Delivery(headers, bad, 0)
    with pytest.raises(SignatureInvalid):
        helpdesk.verify(delivery, ["secret"], AGE)
    for ask in (helpdesk.label, helpdesk.read):
        with pytest.raises(PayloadInvalid):
            ask(delivery, account(helpdesk))


@given(sample=st.sampled_from(SAMPLES), spoil=st.data())
def test_a_sample_spoilt_anywhere_is_news_or_refused(sample: Sample, spoil: st.DataObject) -> None:
    told = json.loads(sample.file.read_bytes())
    inside = told
    while True:
        name = spoil.draw(st.sampled_from(sorted(inside)))
        if not (isinstance(inside[name], dict) and inside[name] and spoil.draw(st.booleans())):
            break
        inside = inside[name]
    if spoil.draw(st.booleans()):
        del inside[name]
    else:
        inside[name] = spoil.draw(ANY_JSON)
    read_or_refused(sample, json.dumps(told).encode())


@given(sample=st.sampled_from(SAMPLES), cut=st.integers(0, 2_000), put=st.binary(max_size=4))
def test_a_sample_cut_or_overwritten_is_news_or_refused(
    sample: Sample, cut: int, put: bytes
) -> None:
    whole = sample.delivery.body
    for bad in (whole[:cut], whole[:cut] + put + whole[cut + len(put) :]):
        read_or_refused(sample, bad)
