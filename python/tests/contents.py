"""Contents: what the wheels hold, and that the wheel from the sdist holds the same: `contents.py WHEEL WHEEL`."""

import sys
import zipfile


def files(wheel: str) -> set[str]:
    """The files of a wheel, without the names that depend on the platform."""
    names = set(zipfile.ZipFile(wheel).namelist())
    return {name for name in names if not name.endswith("/")}


first, second = files(sys.argv[1]), files(sys.argv[2])
assert "-cp310-abi3-" in sys.argv[1], "the wheel serves every Python from 3.10 on"
assert first == second, f"the wheel from the sdist differs: {sorted(first ^ second)}"
for needed in ["llmguard/__init__.py", "llmguard/_errors.py", "llmguard/_llmguard.pyi", "llmguard/py.typed"]:
    assert needed in first, f"{needed} is missing"
assert any(name.endswith("LICENSE-MIT") for name in first), "the licence is missing"
strange = [name for name in first if "test" in name or not name.startswith("llmguard")]
assert not strange, f"these do not belong there: {strange}"
print(f"   {len(first)} files in each wheel")
