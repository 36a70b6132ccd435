"""Typing: what a user's type checker sees; `mypy --strict` reads this file, nothing runs it."""

from typing_extensions import assert_type

import llmguard


def examples(guard: llmguard.Guard, text: str, data: bytes) -> None:
    assert_type(guard.redact(text).text, str)
    assert_type(guard.redact(data).text, bytes)
    assert_type(guard.check(text, role="buyer", destination="eu").output, str | None)
    assert_type(guard.session().reveal(data).text, bytes)
    assert_type(guard.scan(data), list[llmguard.Finding])
    assert_type(guard.session().mark_untrusted(data).text, bytes)
    assert_type(llmguard.citations(text), list[llmguard.Citation])
    guard.check(text, role="buyer", destination="eu", direction="up")  # type: ignore[arg-type]
    guard.scan(3)  # type: ignore[arg-type]
    guard.check(text, role="buyer", destination="eu").verdict == "denied"  # type: ignore[comparison-overlap]
