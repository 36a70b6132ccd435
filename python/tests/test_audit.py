"""Audit: a callable gets one event per decision, and what it does not take is denied."""

import sys
from typing import Any

import pytest
from conftest import EMAIL, IBAN

import llmguard


def test_events() -> None:
    events: list[dict[str, Any]] = []
    guard = llmguard.Guard(audit=events.append)
    guard.scan(EMAIL)
    assert events == []
    decision = guard.check(
        f"An {EMAIL}, IBAN {IBAN}",
        role="buyer",
        destination="eu",
        subject="u-17",
        model="m",
        model_version="2",
        trace_id="t-1",
        now=1_700_000_000_000,
    )
    assert decision.verdict == "transform"
    (event,) = events
    assert event["time"] == 1_700_000_000_000
    assert (event["subject"], event["roles"], event["destination"]) == ("u-17", ["buyer"], "eu")
    assert (event["model"], event["model_version"], event["trace_id"]) == ("m", "2", "t-1")
    assert (event["verdict"], event["direction"], event["purpose"]) == ("transform", "prompt", None)
    assert event["policy"] == guard.policy_id and event["library_version"] == llmguard.__version__
    assert (event["entities"]["EMAIL"], event["entities"]["IBAN"]) == (1, 1)
    assert event["bytes"] == len(f"An {EMAIL}, IBAN {IBAN}")
    assert EMAIL not in repr(event) and IBAN not in repr(event)
    guard.session().check("x" * 10_000, role="buyer", destination="eu")
    assert len(events) == 2


@pytest.mark.parametrize("length", [1, 100_000])
def test_what_cannot_be_recorded_is_denied(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(event: dict[str, Any]) -> None:
        raise OSError("disk full")

    heard: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    guard = llmguard.Guard(audit=full)
    for check in [guard.check, guard.session().check]:
        decision = check("x" * length, role="buyer", destination="eu")
        assert (decision.verdict, decision.output, decision.reasons[0].code) == ("deny", None, "A001")
    assert [str(one.exc_value) for one in heard] == ["disk full", "disk full"]


def test_a_sink_may_use_the_session_it_records() -> None:
    seen: list[str] = []

    def sink(event: dict[str, Any]) -> None:
        seen.append(session.reveal("[EMAIL_1]").text)

    session = llmguard.Guard(audit=sink).session()
    session.protect(EMAIL)
    for text in ["", " " * 10_000]:
        assert session.check(f"An {EMAIL}{text}", role="buyer", destination="eu").verdict == "transform"
    assert seen == [EMAIL, EMAIL]


def test_a_sink_is_callable() -> None:
    with pytest.raises(TypeError):
        llmguard.Guard(audit=3)  # type: ignore[arg-type]
