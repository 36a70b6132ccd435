"""Unicode: positions fit the text they were found in, in every unit."""

from collections.abc import Callable
from typing import Any

import pytest
from conftest import EMAIL, IBAN
from hypothesis import given
from hypothesis import strategies as st

import llmguard

GUARD = llmguard.Guard()
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(
    st.sampled_from([f" {EMAIL} ", f" {IBAN} ", "😀", "👩‍🔧", "e\u0301", "\r\n", "\ufeff"]) | st.text(CHARACTERS, max_size=6),
    max_size=10,
).map("".join)


def values(text: str) -> list[str]:
    """The values in a text, cut out in every unit; all must agree."""
    data, wide = text.encode(), text.encode("utf-16-le")
    points = [text[found.start : found.end] for found in GUARD.scan(text)]
    assert [data[found.start : found.end].decode() for found in GUARD.scan(data)] == points
    assert [data[found.start : found.end].decode() for found in GUARD.scan(text, offsets="byte")] == points
    assert [text[found.start : found.end] for found in GUARD.scan(data, offsets="codepoint")] == points
    for found_wide in [GUARD.scan(text, offsets="utf16"), GUARD.scan(data, offsets="utf16")]:
        assert [wide[2 * found.start : 2 * found.end].decode("utf-16-le") for found in found_wide] == points
    return points


@pytest.mark.parametrize(
    "before",
    ["", "abc ", "Grüße, ", "😀 ", "👩‍🔧 ", "e\u0301 ", "Zeile\r\nZeile ", "\u200b ", "\U0010ffff ", "\x00 ", "日本語 "],
)
def test_what_is_cut_out_is_the_value(before: str) -> None:
    assert values(f"{before}{IBAN} und {EMAIL} 😀") == [IBAN, EMAIL]


def test_empty() -> None:
    assert values("") == []
    assert GUARD.scan(b"") == []
    decision = GUARD.check("", role="buyer", destination="eu")
    assert (decision.verdict, decision.output) == ("allow", "")


def test_one_megabyte() -> None:
    text = "Grüße 😀, nichts zu sehen.\n" * 40_000 + EMAIL
    assert len(text.encode()) > 1_000_000
    (found,) = GUARD.scan(text)
    assert text[found.start : found.end] == EMAIL
    assert values(text) == [EMAIL]
    assert GUARD.redact(text).text == text[: -len(EMAIL)] + "[REDACTED_EMAIL]"


@given(TEXTS)
def test_every_unit_agrees(text: str) -> None:
    values(text)


@given(TEXTS)
def test_every_call_counts_alike(text: str) -> None:
    reported = GUARD.scan(text)
    assert list(GUARD.redact(text).findings) == reported
    assert list(GUARD.session().protect(text).findings) == reported
    everything = [(found.start, found.end, found.detector) for found in GUARD.scan_all(text)]
    assert {(found.start, found.end, found.detector) for found in reported} <= set(everything)
    decision = GUARD.check(text, role="buyer", destination="eu")
    if decision.output is not None:
        at = shift = 0
        for edit in decision.edits:
            kept = text[at : edit.start]
            assert decision.output[edit.output_start - len(kept) : edit.output_start] == kept
            at, shift = edit.end, edit.output_end
        assert decision.output[shift:] == text[at:]


@pytest.mark.parametrize(("data", "offset"), [(b"Gr\xfc\xdfe", 2), (b"\xff", 0), ("ü".encode()[:1], 0), (b"a\xed\xa0\x80", 1)])
def test_bytes_that_are_not_utf8(data: bytes, offset: int) -> None:
    session = GUARD.session()
    calls: list[Callable[[Any], object]] = [GUARD.scan, GUARD.scan_all, GUARD.redact, session.protect, session.reveal]
    for call in calls:
        with pytest.raises(llmguard.InputError) as caught:
            call(data)
        assert (caught.value.code, caught.value.offset) == ("I002", offset)
    with pytest.raises(llmguard.InputError):
        GUARD.check(data, role="buyer", destination="eu")


@pytest.mark.parametrize(("text", "offset"), [("\ud800", 0), ("ü😀\udfff!", 2), ("a\udc00" + "b" * 5000, 1)])
def test_lone_surrogates(text: str, offset: int) -> None:
    session = GUARD.session()
    calls: list[Callable[[Any], object]] = [GUARD.scan, GUARD.scan_all, GUARD.redact, session.protect, session.reveal]
    for call in calls:
        with pytest.raises(llmguard.InputError) as caught:
            call(text)
        assert (caught.value.code, caught.value.offset) == ("I002", offset)
    with pytest.raises(llmguard.InputError):
        session.check(text, role="buyer", destination="eu")
