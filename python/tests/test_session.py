"""Session: protect and reveal, and the way back for every text."""

from conftest import EMAIL, IBAN
from hypothesis import given
from hypothesis import strategies as st

import llmguard

PIECES = st.sampled_from([EMAIL, IBAN, "[EMAIL_1]", "[TEXT_1]", "EMAIL_", "1]", "Herr Huber", "12.500 EUR", "😀", "\r\n"])
TEXTS = st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=8).map("".join)


def test_protect_and_reveal(guard: llmguard.Guard) -> None:
    session = guard.session()
    text = f"Antwort bitte an {EMAIL}, nicht an [EMAIL_1]."
    protected = session.protect(text)
    assert protected.text == "Antwort bitte an [EMAIL_1], nicht an [TEXT_1]."
    assert [text[found.start : found.end] for found in protected.findings] == [EMAIL]
    revealed = session.reveal(protected.text)
    assert (revealed.text, revealed.restored, revealed.unknown) == (text, 2, 0)
    assert repr(protected) == "Protected(findings=1)"
    assert repr(revealed) == "Revealed(restored=2, unknown=0)"
    assert repr(session) == "Session(policy_id=\"einkauf-copilot\")"


def test_the_same_value_gets_the_same_token(guard: llmguard.Guard) -> None:
    session = guard.session()
    assert session.protect(f"Von {EMAIL}").text == "Von [EMAIL_1]"
    assert session.check(f"An {EMAIL}", role="buyer", destination="eu").output == "An [EMAIL_1]"
    assert session.protect("An jo.maier@muster-werke.de").text == "An [EMAIL_2]"


def test_sessions_do_not_know_each_other(guard: llmguard.Guard) -> None:
    one, two = guard.session(), guard.session()
    one.protect(f"Von {EMAIL}")
    revealed = two.reveal("An [EMAIL_1]")
    assert (revealed.text, revealed.restored, revealed.unknown) == ("An [EMAIL_1]", 0, 1)


def test_bytes(guard: llmguard.Guard) -> None:
    session = guard.session()
    data = f"Grüße an {EMAIL}".encode()
    protected = session.protect(data)
    assert protected.text == "Grüße an [EMAIL_1]".encode()
    assert session.reveal(protected.text).text == data
    assert session.reveal("Grüße an [EMAIL_1]").text == data.decode()


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_the_way_back_is_exact(texts: list[str]) -> None:
    session = GUARD.session()
    protected = [session.protect(text).text for text in texts]
    assert [session.reveal(text).text for text in protected] == texts


@given(TEXTS)
def test_the_way_back_is_exact_in_bytes(text: str) -> None:
    session = GUARD.session()
    assert session.reveal(session.protect(text.encode()).text).text == text.encode()


GUARD = llmguard.Guard()
