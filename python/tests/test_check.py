"""Check: request keywords and decisions."""

from typing import Any

import pytest
from conftest import EMAIL, IBAN

import llmguard

TEXT = f"Bitte Zahlung an Muster Stahl GmbH, IBAN {IBAN}, 12.500 EUR."


def test_a_decision(guard: llmguard.Guard) -> None:
    decision = guard.check(TEXT, role="buyer", destination="eu")
    assert (decision.verdict, decision.would) == ("transform", "transform")
    assert (decision.level, decision.residual_level) == ("confidential", "internal")
    assert decision.output == "Bitte Zahlung an [ORGANIZATION_1], IBAN [IBAN_1], 10.000–15.000 EUR."
    assert decision.permitted == ("local", "eu")
    assert [(route.name, route.verdict) for route in decision.destinations] == [
        ("local", "transform"),
        ("eu", "transform"),
    ]
    assert repr(decision.destinations[0]) == "Route(name=\"local\", verdict='transform')"
    assert decision.excluded == 0
    assert [found.type for found in decision.findings] == ["ORGANIZATION", "IBAN", "PRICE"]
    assert decision.findings is decision.findings
    assert repr(decision) == (
        "Decision(verdict='transform', level=\"confidential\", residual_level=\"internal\", findings=3, edits=3)"
    )


def test_edits_say_what_became_what(guard: llmguard.Guard) -> None:
    text = f"😀 {TEXT}"
    givens: list[Any] = [text, text.encode()]
    for given in givens:
        decision = guard.check(given, role="buyer", destination="eu")
        assert decision.output is not None
        changes = [
            (given[edit.start : edit.end], decision.output[edit.output_start : edit.output_end], edit.transform)
            for edit in decision.edits
        ]
        expected = [
            ("Muster Stahl GmbH", "[ORGANIZATION_1]", "tokenize"),
            (IBAN, "[IBAN_1]", "tokenize"),
            ("12.500 EUR", "10.000–15.000 EUR", "generalize"),
        ]
        if isinstance(given, bytes):
            assert changes == [(old.encode(), new.encode(), how) for old, new, how in expected]
        else:
            assert changes == expected
    assert repr(decision.edits[1]).startswith("Edit(start=")


def test_nothing_found_may_go(guard: llmguard.Guard) -> None:
    text = "Bitte fassen Sie den Stand zusammen."
    decision = guard.check(text, role="buyer", destination="eu")
    assert decision.verdict == "allow"
    assert decision.output is text
    assert decision.findings == decision.edits == ()


def test_denied(guard: llmguard.Guard) -> None:
    decision = guard.check(TEXT, role="mes_agent", destination="eu")
    assert (decision.verdict, decision.output, decision.edits) == ("deny", None, ())
    assert decision.permitted == ("local",)
    reason = decision.reasons[0]
    assert (reason.verdict, reason.code is None or reason.code.startswith("I")) == ("deny", True)
    assert reason.message and reason.rule
    assert repr(reason).startswith("Reason(")


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ({"role": "praktikant", "destination": "eu"}, "I003"),
        ({"destination": "eu"}, "I003"),
        ({"role": "buyer", "roles": ["praktikant"], "destination": "eu"}, "I003"),
        ({"role": "buyer", "destination": "mars"}, "I004"),
        ({"role": "buyer", "destination": "eu", "purpose": "fun"}, "I005"),
        ({"role": "buyer", "destination": "eu", "source_labels": ["geheim"]}, "P005"),
    ],
)
def test_what_the_policy_does_not_know_is_denied(guard: llmguard.Guard, keywords: dict[str, object], code: str) -> None:
    for check in [guard.check, guard.session().check]:
        decision = check("Guten Morgen", **keywords)  # type: ignore[arg-type]
        assert (decision.verdict, decision.output) == ("deny", None)
        assert code in [reason.code for reason in decision.reasons]


def test_role_and_roles_count_together(guard: llmguard.Guard) -> None:
    for keywords in [{"role": "buyer", "roles": ("buyer_lead",)}, {"roles": ["buyer", "buyer_lead"]}]:
        decision = guard.check("Guten Morgen", destination="us", **keywords)  # type: ignore[arg-type]
        assert (decision.verdict, decision.permitted) == ("allow", ("local", "eu", "us"))


def test_source_labels_raise_the_level(guard: llmguard.Guard) -> None:
    decision = guard.check("Guten Morgen", role="buyer", destination="eu", source_labels=["strictly-confidential"])
    assert (decision.verdict, decision.level) == ("deny", "strictly-confidential")


def test_every_direction_is_known(guard: llmguard.Guard) -> None:
    for direction in ["prompt", "response", "tool-call", "tool-result", "document"]:
        decision = guard.check("Guten Morgen", role="buyer", destination="eu", direction=direction)  # type: ignore[arg-type]
        assert decision.verdict == "allow"
    with pytest.raises(ValueError, match="prompt, response, tool-call, tool-result, document"):
        guard.check("x", role="buyer", destination="eu", direction="up")  # type: ignore[arg-type]


def test_keywords_of_a_wrong_type(guard: llmguard.Guard) -> None:
    for wrong in [{"role": 3}, {"roles": "buyer"}, {"roles": [3]}, {"now": "today"}, {"unknown": 1}, {"offsets": 8}]:
        with pytest.raises(TypeError):
            guard.check("x", destination="eu", **wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        guard.check("x", role="buyer")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="byte, codepoint, utf16"):
        guard.scan("x", offsets="line")  # type: ignore[arg-type]


def test_excluded_values_are_counted(guard: llmguard.Guard) -> None:
    decision = guard.check("Fragen an info@example.com", role="buyer", destination="eu")
    assert (decision.verdict, decision.excluded, decision.findings) == ("allow", 1, ())


def test_an_answer_is_revealed_to_those_who_may_see_it(guard: llmguard.Guard) -> None:
    session = guard.session()
    session.check(f"Von {EMAIL}", role="buyer", destination="eu")
    answer = "Gern, [EMAIL_1]"
    lead = session.check(answer, role="buyer", destination="eu", direction="response")
    assert lead.output == f"Gern, {EMAIL}"
    agent = session.check(answer, role="mes_agent", destination="local", direction="response")
    assert agent.output == answer
