"""Bench: what Python adds to the library. Prints medians; a quiet machine and the installed wheel are needed.

    bench.py import    time of `import llmguard` in a new interpreter
    bench.py check     nanoseconds a call, by length of the text, and of the 1 KB purchasing conversation, held against
                       what `cargo bench --bench check` (in benches/) last measured in Rust on the same text
    bench.py gil       time of a scan by length, and what releasing the GIL costs (see DETACH_FROM in call.rs)
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import llmguard

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PROSE = "Bitte fassen Sie den Stand der Verhandlung bis Freitag zusammen, wir melden uns dann wieder. "


def nanoseconds(call: Callable[[], object], rounds: int = 15, at_least: float = 0.02) -> float:
    """The median time of a call."""
    count, took = 1, 0.0
    while took < at_least:
        count *= 2
        start = time.perf_counter()
        for _ in range(count):
            call()
        took = time.perf_counter() - start
    times = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for _ in range(count):
            call()
        times.append((time.perf_counter_ns() - start) / count)
    return statistics.median(times)


def measure_import() -> None:
    times = []
    code = "import time; s = time.perf_counter(); import llmguard; print(time.perf_counter() - s)"
    for _ in range(21):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
    print(f"import llmguard      {statistics.median(times) * 1e3:8.2f} ms")
    start = time.perf_counter()
    llmguard.Guard()
    print(f"llmguard.Guard()     {(time.perf_counter() - start) * 1e3:8.2f} ms")


def measure_check() -> None:
    guard = llmguard.Guard()
    for size in [0, 16, 64, 256, 1024, 4096]:
        text = (PROSE * 50)[:size]
        data = text.encode()
        for name, given in [("str", text), ("bytes", data)]:
            check = nanoseconds(lambda given=given: guard.check(given, role="buyer", destination="eu"))  # type: ignore[misc]
            scan = nanoseconds(lambda given=given: guard.scan(given))  # type: ignore[misc]
            print(f"{size:6} bytes {name:6} check {check:10.0f} ns   scan {scan:10.0f} ns")
    text = (ROOT / "crates/llmguard-cli/examples/einkauf.txt").read_text("utf-8")
    check = nanoseconds(lambda: guard.check(text, role="buyer", destination="eu"))
    print(f"einkauf.txt, {len(text.encode())} bytes: check {check:.0f} ns")
    criterion = TARGET / "criterion/check/einkauf/new/estimates.json"
    if criterion.exists():
        rust = float(json.loads(criterion.read_text())["median"]["point_estimate"])
        print(f"in Rust {rust:.0f} ns, so Python adds {check - rust:.0f} ns")
    else:
        print(f"no figure of Rust: {criterion} does not exist")


def measure_gil() -> None:
    guard = llmguard.Guard()
    for size in [256, 512, 1024, 1536, 2047, 2048, 3072, 4096, 8192]:
        text = (PROSE * 100)[:size]
        scan = nanoseconds(lambda text=text: guard.scan(text))  # type: ignore[misc]
        print(f"{size:6} bytes   scan {scan:10.0f} ns")
    below, above = "x" * 2047, "x" * 2048
    pairs = [(nanoseconds(lambda: guard.scan(below)), nanoseconds(lambda: guard.scan(above))) for _ in range(9)]
    print(f"release and take again  {statistics.median(b - a for a, b in pairs):8.0f} ns  (2047 against 2048 bytes)")


if __name__ == "__main__":
    {"import": measure_import, "check": measure_check, "gil": measure_gil}[sys.argv[1]]()
