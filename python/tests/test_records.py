"""Records: JSON and CSV are checked value by value and stay what they are."""

import csv
import io
import json
from typing import Any

import pytest
from conftest import EMAIL
from hypothesis import given
from hypothesis import strategies as st

import llmguard

GUARD = llmguard.Guard()
TO_EU: Any = {"role": "buyer", "destination": "eu"}
VALUES = st.sampled_from([EMAIL, f"an {EMAIL}, bitte", "[EMAIL_1]", "", "Ω😀", 'say "x"', "a;b\nc"]) | st.integers() | st.none()
DOCUMENTS = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["Mail", "Name", "n"]), inner), max_leaves=12
)


def test_a_table_and_where_its_findings_are() -> None:
    table = f"Nr;Käufer\n1;{EMAIL}\n"
    checked = GUARD.session().check_records(table, format="csv", **TO_EU)
    assert checked.decision.output == "Nr;Käufer\n1;[EMAIL_1]\n"
    (found,) = checked.findings
    assert (found.record, found.path, found.finding.type) == (1, "/Käufer", "EMAIL")
    assert table[found.finding.start : found.finding.end] == EMAIL
    assert checked.decision.findings == (found.finding,)
    data = table.encode()
    (in_bytes,) = GUARD.session().check_records(data, format="csv", **TO_EU).findings
    assert data[in_bytes.finding.start : in_bytes.finding.end] == EMAIL.encode()
    assert "Käufer" not in repr(found) + repr(checked)


def test_a_number_that_is_rewritten_is_a_string() -> None:
    policy = """
        format = 1
        id = "t"
        version = "1"
        levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
        residual = { redact = "public", generalize = "public" }
        destinations = { eu = { ceiling = "public" } }
        roles = { buyer = { destinations = ["eu"] } }
        [classes]
        machine = { level = "internal", detect = ["column:machine-id"] }
        process = { level = "internal", detect = ["column:temp"], round_to = "0.5" }
        [[transform]]
        classes = ["machine"]
        destinations = ["*"]
        do = "redact"
        [[transform]]
        classes = ["process"]
        destinations = ["*"]
        do = "generalize"
    """
    lines = '{"machineId": 7, "temp": 182.43}\n{"machineId": 8, "temp": null}\n'
    checked = llmguard.Guard(policy).session().check_records(lines, format="jsonl", **TO_EU)
    assert checked.decision.output == '{"machineId": "[REDACTED_MACHINE_ID]", "temp": 182.5}\n{"machineId": "[REDACTED_MACHINE_ID]", "temp": null}\n'


@given(DOCUMENTS, st.integers(1, 7))
def test_pieces_are_the_whole_and_json_stays_json(document: Any, size: int) -> None:
    text = json.dumps(document, ensure_ascii=False)
    whole = GUARD.session().check_records(text, format="json", **TO_EU)
    records = GUARD.session().records(format="json", **TO_EU)
    data = text.encode()
    released = b"".join(llmguard.iter_released(records, [data[at : at + size] for at in range(0, len(data), size)]))
    assert records.decision is not None
    assert records.decision.verdict == whole.decision.verdict
    assert released.decode() == whole.decision.output
    assert records.held == 0


@given(st.lists(st.lists(VALUES.map(str), min_size=3, max_size=3), min_size=1, max_size=4), st.sampled_from(";,\t"))
def test_tables_have_the_shape_they_had(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["Mail", "Name", "n"], *table])
    checked = GUARD.session().check_records(out.getvalue(), format="csv", delimiter=delimiter, **TO_EU)
    assert checked.decision.output is not None
    read = list(csv.reader(io.StringIO(checked.decision.output, newline=""), delimiter=delimiter))
    assert [len(row) for row in read] == [3] * (len(table) + 1)
    assert EMAIL not in checked.decision.output


def test_a_denied_record_ends_the_run() -> None:
    records = GUARD.session().records(format="csv", **TO_EU)
    assert records.push("a,b\n1,2\n3,STRENG VERTRAULICH\n4,5\n") == "a,b\n1,2\n"
    assert (records.denied, records.released) == (True, 2)
    assert [(found.record, found.path) for found in records.findings] == [(2, "/b")]
    assert records.finish() == ""
    assert records.decision is not None
    assert records.decision.verdict == "deny"


def test_mistakes_are_coded() -> None:
    session = GUARD.session()
    with pytest.raises(llmguard.InputError) as caught:
        session.check_records('["ü", x]', format="json", **TO_EU)
    assert (caught.value.code, caught.value.offset) == ("I025", 6)
    with pytest.raises(llmguard.InputError) as caught:
        session.check_records("a", format="csv", delimiter='"', **TO_EU)
    assert caught.value.code == "I026"
    with pytest.raises(ValueError, match="format is one of json, jsonl, csv, logfmt, influx"):
        session.records(format="xml", **TO_EU)  # type: ignore[arg-type]
