"""Golden: the cases every door answers alike, from the JSON that `LLMGUARD_GOLDEN` names.

`cargo run -p llmguard-testkit --example golden -- json PATH` writes it; `python/test.sh` does so.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

import llmguard

PATH = os.environ.get("LLMGUARD_GOLDEN", "")
CASES: list[dict[str, Any]] = json.loads(Path(PATH).read_text("utf-8")) if PATH else []


def data(text: dict[str, Any]) -> bytes:
    """The bytes of a text that is repeated or hexadecimal."""
    if text.get("hex") is not None:
        return bytes.fromhex(text["hex"])
    repeated: str = text["piece"] * text["times"] + text["tail"]
    return repeated.encode()


def spans(case: dict[str, Any], unit: str) -> list[tuple[Any, ...]]:
    return [(s["type"], s["detector"], s["confidence"], *s[unit]) for s in case["spans"]]


def found(findings: Any) -> list[tuple[Any, ...]]:
    return [(f.type, f.detector, f.confidence, f.start, f.end) for f in findings]


def guard_of(case: dict[str, Any]) -> llmguard.Guard:
    policy = case["policy_text"]
    if policy is None:
        policy = f"template:{case['policy_template']}"
    return llmguard.Guard(policy, detectors=case["detectors"])


def run(case: dict[str, Any], guard: llmguard.Guard, text: Any, **offsets: Any) -> Any:
    """What the call of a case returns: findings, and the whole answer."""
    if case["call"] == "scan":
        findings = guard.scan(text, **offsets)
        return findings, None
    if case["call"] == "redact":
        redacted = guard.redact(text, **offsets)
        return redacted.findings, redacted
    if case["call"] == "roundtrip":
        protected = guard.session().protect(text, **offsets)
        return protected.findings, protected
    request = {key: case[key] for key in ["roles", "destination", "purpose", "source_labels", "sources", "tool"]}
    if case["direction"] is not None:
        request["direction"] = case["direction"]
    if case["call"] == "stream":
        return run_stream(case, guard, text, request)
    if case["call"] == "records":
        return run_records(case, guard, text, request)
    if case["call"] == "chat":
        parts = [(part["kind"], part["name"], part["text"]) for part in case["parts"]]
        checked = guard.session().check_parts(parts, **request)
        return (), checked
    assert case["call"] == "check"
    decision = guard.check(text, **request, **offsets)
    return decision.findings, decision


def run_stream(case: dict[str, Any], guard: llmguard.Guard, text: Any, request: dict[str, Any]) -> Any:
    """Every size of pieces releases the same."""
    for size in [1, 3, len(text) + 1]:
        stream = guard.session().stream(**request)
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        released = type(text)().join(llmguard.iter_released(stream, pieces))
        if case["output"] is not None:
            assert released == (data(case["output"]) if isinstance(text, bytes) else data(case["output"]).decode())
    return stream.findings, stream.decision


def run_records(case: dict[str, Any], guard: llmguard.Guard, text: Any, request: dict[str, Any]) -> Any:
    """Every size of pieces releases the same; what is whole is decided alike."""
    for size in [1, 3, len(text) + 1]:
        records = guard.session().records(format=case["format"], **request)
        released = type(text)()
        found: list[Any] = []
        for at in range(0, len(text), size):
            released += records.push(text[at : at + size])
            found += records.findings
        released += records.finish()
        found += records.findings
        if case["output"] is not None:
            assert released == (data(case["output"]) if isinstance(text, bytes) else data(case["output"]).decode())
        if case["paths"] is not None:
            assert [f"{one.record}{one.path}" for one in found] == case["paths"]
    checked = guard.session().check_records(text, format=case["format"], **request)
    assert checked.decision.verdict == case["verdict"]
    assert checked.decision.output == (released if case["verdict"] != "deny" else None)
    return (), records.decision


def compare(case: dict[str, Any], guard: llmguard.Guard, given: Any) -> None:
    """One case, as `str` or as `bytes`."""
    own = (lambda text: data(text)) if isinstance(given, bytes) else (lambda text: data(text).decode())
    _, answer = run(case, guard, given)
    if case["call"] == "stream" and case["spans"] is not None:
        assert found(run(case, guard, given)[0]) == spans(case, "byte")
    elif case["spans"] is not None:
        for unit in ["byte", "codepoint", "utf16"]:
            assert found(run(case, guard, given, offsets=unit)[0]) == spans(case, unit)
        unit = "byte" if isinstance(given, bytes) else "codepoint"
        assert found(run(case, guard, given)[0]) == spans(case, unit)
    if case["call"] == "redact" and case["output"] is not None:
        assert answer.text == own(case["output"])
    if case["call"] == "roundtrip":
        session = guard.session()
        protected = session.protect(given)
        if case["output"] is not None:
            assert protected.text == own(case["output"])
        revealed = session.reveal(protected.text)
        assert revealed.text == given
        if case["restored"] is not None:
            assert revealed.restored == case["restored"]
    if case["call"] == "chat":
        for key in ["verdict", "level"]:
            if case[key] is not None:
                assert getattr(answer, key) == case[key], key
        if case["outputs"] is not None:
            assert list(answer.texts or ()) == case["outputs"]
    if case["call"] in ("check", "stream", "records"):
        for key in ["verdict", "level", "residual_level", "excluded"]:
            if case[key] is not None:
                assert getattr(answer, key) == case[key], key
        if case["verdict"] in ("deny", "approval"):
            assert answer.output is None
        if case["output"] is not None and case["call"] == "check":
            assert answer.output == own(case["output"])
        if case["permitted"] is not None:
            assert list(answer.permitted) == case["permitted"]
        if case["reason_code"] is not None:
            assert (answer.reasons[0].code or "") == case["reason_code"]
        if case["reason_rule"] is not None:
            assert answer.reasons[0].rule == case["reason_rule"]


@pytest.mark.skipif(not CASES, reason="LLMGUARD_GOLDEN names no file: the golden cases did NOT run")
def test_there_are_golden_cases() -> None:
    assert len(CASES) >= 20
    assert {case["call"] for case in CASES} == {"scan", "redact", "check", "chat", "roundtrip", "stream", "records"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_golden(case: dict[str, Any]) -> None:
    given = data(case["input"])
    if case["error"] is not None:
        with pytest.raises(llmguard.LlmguardError) as caught:
            run(case, guard_of(case), given)
        assert caught.value.code == case["error"]
        if case["error_line"] is not None:
            assert caught.value.line == case["error_line"]
        if case["error_offset"] is not None:
            assert caught.value.offset == case["error_offset"]
        return
    guard = guard_of(case)
    compare(case, guard, given)
    compare(case, guard, given.decode())
