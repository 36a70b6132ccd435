"""Guard: what it is made of, and scan, scan_all, redact."""

from pathlib import Path
from typing import Any

import pytest
from conftest import EMAIL, IBAN

import llmguard

POLICY = """
format = 1
id = "own"
version = "7"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
[destinations]
any = { ceiling = "never" }
[roles]
user = { destinations = ["any"] }
"""

DETECTORS = """
[[detector]]
id = "plant.badge"
title = "Badge"
entity = "BADGE_NUMBER"
level = "confidential"
prefix = true
regions = ["DE", "AT"]
pattern = 'BG-[0-9]{6}'
references = ["plant handbook"]
match = ["BG-123456"]
reject = ["BG-1"]
"""


def test_the_default_policy(guard: llmguard.Guard) -> None:
    assert guard.policy_id == "einkauf-copilot"
    assert guard.policy_version
    assert repr(guard).startswith("Guard(policy_id=\"einkauf-copilot\", detectors=")


def test_a_policy_by_text_template_and_file(tmp_path: Path) -> None:
    assert (llmguard.Guard(POLICY).policy_id, llmguard.Guard(POLICY).policy_version) == ("own", "7")
    assert llmguard.Guard("template:observe").policy_id == "observe"
    file = tmp_path / "policy.toml"
    file.write_text(POLICY)
    assert llmguard.Guard(policy_file=file).policy_id == "own"
    assert llmguard.Guard(policy_file=str(file)).policy_id == "own"
    with pytest.raises(TypeError, match="not both"):
        llmguard.Guard(POLICY, policy_file=file)


def test_a_policy_that_is_wrong_says_where(tmp_path: Path) -> None:
    with pytest.raises(llmguard.PolicyError) as caught:
        llmguard.Guard("format = 1\nid = 'x'\nvershun = '1'\n")
    error = caught.value
    assert (error.code, error.line, error.file, error.offset) == ("P002", 3, None, None)
    assert str(error) == "P002 line 3: unknown key `vershun`; did you mean `version`?"
    file = tmp_path / "policy.toml"
    file.write_text("format = 1\nid = \n")
    with pytest.raises(llmguard.PolicyError) as caught:
        llmguard.Guard(policy_file=file)
    assert (caught.value.code, caught.value.line, caught.value.file) == ("P001", 2, str(file))
    with pytest.raises(llmguard.PolicyError) as caught:
        llmguard.Guard("template:no-such-policy")
    assert caught.value.code == "P014"


def test_a_policy_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(llmguard.InputError) as caught:
        llmguard.Guard(policy_file=tmp_path / "none.toml")
    assert (caught.value.code, caught.value.file) == ("I007", str(tmp_path / "none.toml"))
    (tmp_path / "latin.toml").write_bytes(b"# Gr\xfc\xdfe\n")
    with pytest.raises(llmguard.InputError) as caught:
        llmguard.Guard(policy_file=tmp_path / "latin.toml")
    assert (caught.value.code, caught.value.offset) == ("I002", 4)


def test_own_detectors() -> None:
    guard = llmguard.Guard(detectors=DETECTORS)
    (found,) = guard.scan("Ausweis BG-123456")
    assert (found.detector, found.type, found.start, found.end) == ("plant.badge", "BADGE_NUMBER", 8, 17)
    own = {detector.id: detector for detector in guard.detectors()}["plant.badge"]
    assert (own.title, own.type, own.level, own.regions) == ("Badge", "BADGE_NUMBER", "confidential", ("DE", "AT"))
    assert repr(own) == "Detector(id='plant.badge', type='BADGE_NUMBER')"


def test_own_detectors_that_are_wrong() -> None:
    with pytest.raises(llmguard.DetectorError) as caught:
        llmguard.Guard(detectors="[[detector]]\nid = 3\n")
    assert (caught.value.code, caught.value.line) == ("D001", 2)
    with pytest.raises(llmguard.CompileError) as compiled:
        llmguard.Guard(detectors=DETECTORS.replace("BG-[0-9]{6}", "BG-[0-9"))
    assert compiled.value.code == "C001"


def test_detectors_are_ordered_by_id(guard: llmguard.Guard) -> None:
    ids = [detector.id for detector in guard.detectors()]
    assert "bank.iban" in ids
    assert ids == sorted(ids)


def test_a_finding(guard: llmguard.Guard) -> None:
    (found,) = guard.scan(f"IBAN {IBAN}")
    assert (found.start, found.end, found.type, found.detector) == (5, 32, "IBAN", "bank.iban")
    assert found.confidence == "verified"
    assert set(found.evidence) >= {"pattern", "checksum", "cue"}
    assert found.classes == ("person_id",)
    assert repr(found) == "Finding(start=5, end=32, type='IBAN', detector='bank.iban', confidence='verified')"


def test_findings_are_equal_across_guards(guard: llmguard.Guard) -> None:
    other = llmguard.Guard(detectors=DETECTORS)
    (one,), (two,), (three,) = guard.scan(f"IBAN {IBAN}"), other.scan(f"IBAN {IBAN}"), guard.scan(f"IBAN  {IBAN}")
    assert one == two and hash(one) == hash(two) and len({one, two}) == 1
    assert one != three and one != "IBAN"


def test_objects_are_frozen(guard: llmguard.Guard) -> None:
    (found,) = guard.scan(f"IBAN {IBAN}")
    for thing in [guard, found, guard.check("", destination="eu")]:
        with pytest.raises(AttributeError):
            thing.start = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        llmguard.Finding()


def test_the_threshold() -> None:
    text = "Nummer 65 929 970 489"
    strict, loose = llmguard.Guard(threshold="verified"), llmguard.Guard(threshold="low")
    assert len(strict.scan(f"{text} {EMAIL}")) < len(loose.scan(f"{text} {EMAIL}"))
    with pytest.raises(ValueError, match="low, medium, high, verified"):
        llmguard.Guard(threshold="sehr")  # type: ignore[arg-type]


def test_scan_all_has_everything_that_scan_has(guard: llmguard.Guard) -> None:
    text = f"Von {EMAIL}, IBAN {IBAN}, info@example.com"
    everything, reported = guard.scan_all(text), guard.scan(text)
    assert set(reported) < set(everything)
    assert "info@example.com" in [text[found.start : found.end] for found in everything]
    assert "info@example.com" not in [text[found.start : found.end] for found in reported]


def test_redact(guard: llmguard.Guard) -> None:
    redacted = guard.redact(f"Konto {IBAN}, danke")
    assert redacted.text == "Konto [REDACTED_IBAN], danke"
    assert [(found.start, found.end) for found in redacted.findings] == [(6, 33)]
    assert repr(redacted) == "Redacted(findings=1)"


def test_what_did_not_change_is_the_same_object(guard: llmguard.Guard) -> None:
    text, data = "nothing here, ü", "nothing here, ü".encode()
    assert guard.redact(text).text is text
    assert guard.redact(data).text is data

    class Own(str):
        pass

    assert type(guard.redact(Own(text)).text) is str


def test_the_longest_text() -> None:
    guard = llmguard.Guard(max_text_bytes=4)
    assert guard.scan("üm") == []
    for call in [guard.scan, guard.scan_all, guard.redact, guard.session().protect]:
        with pytest.raises(llmguard.InputError) as caught:
            call("ümüü")
        assert caught.value.code == "I001"


@pytest.mark.parametrize("wrong", [None, 3, ["a"], bytearray(b"a"), memoryview(b"a")])
def test_only_str_and_bytes_are_texts(guard: llmguard.Guard, wrong: object) -> None:
    for call in [guard.scan, guard.scan_all, guard.redact, guard.session().protect, guard.session().reveal]:
        with pytest.raises(TypeError, match=f"not {type(wrong).__name__}"):
            call(wrong)  # type: ignore[operator]


def test_bytes_in_bytes_out(guard: llmguard.Guard) -> None:
    data = f"Grüße an {EMAIL}".encode()
    redacted = guard.redact(data)
    assert redacted.text == "Grüße an [REDACTED_EMAIL]".encode()
    assert data[redacted.findings[0].start : redacted.findings[0].end] == EMAIL.encode()


def test_generics_can_be_written_in_annotations() -> None:
    generics: list[Any] = [llmguard.Decision, llmguard.Redacted, llmguard.Protected, llmguard.Revealed]
    for generic in generics:
        assert generic[str].__origin__ is generic
