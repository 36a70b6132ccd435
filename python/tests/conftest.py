"""What the tests share. They run against the installed wheel, never against the source tree."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import llmguard

# `make test` draws the same cases each time, here as in Rust.
settings.register_profile(
    "llmguard",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="PROPTEST_RNG_SEED" in os.environ,
)
settings.load_profile("llmguard")

EMAIL = "jo.huber@muster-werke.de"
IBAN = "DE89 3704 0044 0532 0130 00"


def pytest_sessionstart() -> None:
    here = Path(__file__).resolve().parents[1]
    if here in Path(llmguard.__file__).resolve().parents:
        raise pytest.UsageError(f"llmguard is imported from the source tree {here}, not from the wheel")


@pytest.fixture(scope="session")
def guard() -> llmguard.Guard:
    return llmguard.Guard()
