"""Threads: two share one guard and one session for seconds, with equal results."""

import sys
import threading
import time

from conftest import EMAIL, IBAN

import llmguard

SECONDS = 10.0
SHORT = f"Bitte an {EMAIL}, IBAN {IBAN}, 12.500 EUR."
LONG = "Grüße 😀 aus dem Werk, alles in Ordnung.\n" * 300 + SHORT


def test_two_threads_share_a_guard() -> None:
    guard = llmguard.Guard()
    session = guard.session()
    expected = [(guard.scan(text), guard.redact(text).text) for text in [SHORT, LONG]]
    first = session.protect(SHORT).text
    rounds = [0, 0]
    wrong: list[str] = []
    end = time.monotonic() + SECONDS

    def work(at: int) -> None:
        while time.monotonic() < end and not wrong:
            for text, (found, redacted) in zip([SHORT, LONG], expected, strict=True):
                decision = guard.check(text, role="buyer", destination="eu")
                protected = session.protect(text)
                if guard.scan(text) != found or guard.redact(text).text != redacted:
                    wrong.append("scan or redact")
                if decision.verdict != "transform" or list(decision.findings) != found:
                    wrong.append("check")
                if session.reveal(protected.text).text != text or session.protect(SHORT).text != first:
                    wrong.append("session")
            rounds[at] += 1

    switch = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        threads = [threading.Thread(target=work, args=(at,)) for at in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS * 6)
    finally:
        sys.setswitchinterval(switch)
    assert not any(thread.is_alive() for thread in threads), "deadlock"
    assert wrong == []
    assert min(rounds) > 0


def test_a_long_text_does_not_hold_the_interpreter() -> None:
    guard = llmguard.Guard()
    text = "Grüße aus dem Werk, alles in Ordnung.\n" * 100_000
    ticks, done = 0, threading.Event()

    def work() -> None:
        guard.scan(text)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        ticks += 1
        time.sleep(0.0005)
    thread.join()
    assert ticks > 3
