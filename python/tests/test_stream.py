"""Streams: what leaves in pieces is what leaves as a whole, however it was cut."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from conftest import EMAIL, IBAN
from hypothesis import given
from hypothesis import strategies as st

import llmguard

GUARD = llmguard.Guard()
TEXTS = st.lists(
    st.sampled_from([f" {EMAIL} ", f" {IBAN} ", "[EMAIL_1]", "PERSON_", "1", "😀", "Frau Erika Mustermann ", "\r\n", "12.500 EUR "])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    max_size=10,
).map("".join)


def cut(text: str, places: list[int]) -> list[str]:
    bounds = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]


@given(TEXTS, st.lists(st.integers(0, 10_000), max_size=8))
def test_every_cut_releases_the_same(text: str, places: list[int]) -> None:
    whole = GUARD.session().check(text, role="buyer", destination="eu")
    for pieces in [cut(text, places), list(text)]:
        stream = GUARD.session().stream(role="buyer", destination="eu")
        released = "".join(llmguard.iter_released(stream, pieces))
        assert stream.denied == (whole.verdict == "deny")
        if whole.output is not None:
            assert released == whole.output
            assert stream.decision is not None
            assert [found.detector for found in stream.findings] == [found.detector for found in whole.findings]


@given(TEXTS)
def test_bytes_come_back_through_both_directions(text: str) -> None:
    session = GUARD.session()
    data = text.encode()
    protected = b"".join(llmguard.iter_released(session.protect_stream(), [data[at : at + 1] for at in range(len(data))]))
    assert protected == session.protect(data).text
    revealed = b"".join(llmguard.iter_released(session.reveal_stream(), [protected[at : at + 3] for at in range(0, len(protected), 3)]))
    assert revealed == data


def test_async_pieces() -> None:
    async def answer() -> AsyncIterator[str]:
        for piece in ["An [EMA", "IL_1]", ", gern."]:
            await asyncio.sleep(0)
            yield piece

    async def run() -> str:
        session = GUARD.session()
        session.protect(EMAIL)
        stream = session.stream(role="buyer", destination="eu", direction="response")
        return "".join([piece async for piece in llmguard.aiter_released(stream, answer())])

    assert asyncio.run(run()) == f"An {EMAIL}, gern."


def test_arguments_of_a_tool_call() -> None:
    session = GUARD.session()
    arguments = json.dumps({"to": "jörg.huber@muster-werke.de", "n": 1})
    stream = session.protect_stream(json=True)
    protected = "".join(llmguard.iter_released(stream, list(arguments)))
    assert json.loads(protected) == {"to": "[EMAIL_1]", "n": 1}
    back = "".join(llmguard.iter_released(session.reveal_stream(json=True), list(protected)))
    assert json.loads(back) == json.loads(arguments)


def test_a_denied_stream_says_why() -> None:
    stream = GUARD.session().stream(role="nobody", destination="eu")
    assert list(llmguard.iter_released(stream, ["a", "b"])) == []
    assert stream.denied
    assert stream.decision is not None
    assert stream.decision.reasons[0].code == "I003"


def test_mistakes_are_coded() -> None:
    session = GUARD.session()
    with pytest.raises(llmguard.InputError) as caught:
        session.protect_stream(max_hold_bytes=10)
    assert caught.value.code == "I023"
    stream = session.protect_stream()
    with pytest.raises(llmguard.InputError) as caught:
        stream.push(b"a\xff")
    assert (caught.value.code, caught.value.offset) == ("I002", 1)
    with pytest.raises(TypeError):
        stream.push(3)  # type: ignore[type-var]
    with pytest.raises(llmguard.InputError):
        session.protect_stream().push("\ud800")
    assert repr(session.protect_stream()) == "Stream(held=0, denied=False)"
