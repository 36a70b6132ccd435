"""Readme: the Python examples of the two READMEs run as they stand."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("file", [HERE / "README.md", HERE.parent / "README.md"], ids=["package", "repository"])
def test_the_example_runs(file: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", file.read_text("utf-8"), re.DOTALL)
    if not examples and file.parent == HERE.parent:
        pytest.skip("the README of the repository has no Python example yet")
    assert examples
    for example in examples:
        assert len(example.strip().splitlines()) <= 12
        exec(compile(example, str(file), "exec"), {})
