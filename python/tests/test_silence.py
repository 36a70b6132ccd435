"""Silence: no repr, no exception and no panic shows a piece of the text (invariant 7)."""

import gc
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from conftest import EMAIL, IBAN

import llmguard
from llmguard import _llmguard

SECRET = "Geheimnis-4711"


def everything_of(error: BaseException) -> str:
    """Whatever an exception says or holds, its traceback's source lines aside."""
    parts = [str(error), repr(error), repr(error.args), repr(vars(error)), "".join(getattr(error, "__notes__", []))]
    parts += traceback.format_exception_only(type(error), error)
    parts += [repr(getattr(error, name)) for name in dir(error) if not name.startswith("__")]
    return "\n".join(parts)


def raised(call: Callable[[], object]) -> BaseException:
    try:
        call()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def texts_that_fail() -> list[tuple[str | bytes, str]]:
    return [(f"{SECRET} \ud800 {SECRET}", "I002"), (f"{SECRET} ".encode() + b"\xff", "I002"), (SECRET * 100, "I001")]


@pytest.mark.parametrize(("text", "code"), texts_that_fail())
def test_errors_of_a_text_hold_nothing_of_it(text: Any, code: str) -> None:
    guard = llmguard.Guard(max_text_bytes=100)
    session = guard.session()
    calls: list[Callable[[], object]] = [
        lambda: guard.scan(text),
        lambda: guard.scan_all(text),
        lambda: guard.redact(text),
        lambda: guard.check(text, role="buyer", destination="eu"),
        lambda: session.check(text, role="buyer", destination="eu"),
        lambda: session.protect(text),
    ]
    for call in calls:
        error = raised(call)
        assert isinstance(error, llmguard.InputError) and error.code == code
        assert error.__cause__ is None and error.__context__ is None and error.__suppress_context__
        assert not hasattr(error, "object")
        assert SECRET not in everything_of(error)
        assert not any(SECRET in repr(held) for held in gc.get_referents(error) if not hasattr(held, "tb_frame"))


def test_a_surrogate_in_a_name_is_no_different(guard: llmguard.Guard) -> None:
    bad = f"{SECRET}\udfff"
    for keywords in [{"role": bad}, {"roles": [bad]}, {"subject": bad}, {"direction": bad}, {"source_labels": [bad]}]:
        error = raised(lambda keywords=keywords: guard.check("x", destination="eu", **keywords))  # type: ignore[misc]
        assert isinstance(error, llmguard.InputError) and error.code == "I002"
        assert error.__cause__ is None and error.__context__ is None
        assert SECRET not in everything_of(error)
    assert SECRET not in everything_of(raised(lambda: llmguard.Guard(bad)))
    assert SECRET not in everything_of(raised(lambda: llmguard.Guard(detectors=bad)))


def test_a_wrong_type_is_not_shown(guard: llmguard.Guard) -> None:
    assert SECRET not in everything_of(raised(lambda: guard.scan([SECRET])))  # type: ignore[arg-type]
    assert SECRET not in everything_of(raised(lambda: guard.scan("", offsets=SECRET)))  # type: ignore[arg-type]
    assert SECRET not in everything_of(
        raised(lambda: guard.check("", destination="eu", direction=SECRET))  # type: ignore[arg-type]
    )


def test_an_error_handled_while_handling_another(guard: llmguard.Guard) -> None:
    try:
        raise KeyError("outer")
    except KeyError:
        error = raised(lambda: guard.scan(f"{SECRET}\ud800"))
    assert isinstance(error, llmguard.InputError) and error.__suppress_context__
    assert "UnicodeEncodeError" not in "".join(traceback.format_exception(error))


def test_no_repr_shows_content(guard: llmguard.Guard) -> None:
    session = guard.session()
    text = f"{SECRET} an {EMAIL}, IBAN {IBAN}"
    decision = session.check(text, role="buyer", destination="eu")
    protected = session.protect(text)
    things: list[object] = [guard, session, decision, protected, guard.redact(text), session.reveal(protected.text)]
    things += [*decision.findings, *decision.reasons, *decision.destinations, *decision.edits, *guard.scan_all(text)]
    for thing in things:
        for shown in [repr(thing), str(thing), f"{thing}"]:
            assert not any(value in shown for value in [SECRET, EMAIL, IBAN, "huber", "DE89"]), type(thing)


@pytest.mark.parametrize("length", [1, 10_000])
def test_a_panic_is_an_internal_error_without_text(length: int, capfd: pytest.CaptureFixture[str]) -> None:
    error = raised(lambda: _llmguard._panic(SECRET * length))
    assert isinstance(error, llmguard.InternalError) and error.code == "X001"
    assert error.file is not None and error.file.endswith(".rs") and error.line
    assert error.__cause__ is None and error.__context__ is None
    assert SECRET not in everything_of(error)
    assert capfd.readouterr() == ("", "")


def test_a_panic_in_another_thread_writes_nothing() -> None:
    program = (
        "import threading\n"
        "from llmguard import _llmguard\n"
        f"thread = threading.Thread(target=_llmguard._panic, args=({SECRET!r},))\n"
        "thread.start(); thread.join()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "X001" in done.stderr and SECRET not in done.stderr + done.stdout
