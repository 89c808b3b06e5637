"""What the README shows is executed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_python_block_runs() -> None:
    """The example prints what it promises: A3 is too far."""
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    done = subprocess.run(  # noqa: S603 - our own example
        [sys.executable, "-c", block], capture_output=True, text=True, check=True
    )
    assert "too_far" in done.stdout
    assert "550.0" in done.stdout


def test_ci_runs_the_commands_of_the_readme() -> None:
    """The first one is read out of the README; the second one is what CI does."""
    script = (Path(__file__).parents[1] / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"s/\^    \\\((.*?)\\\)\$/", script).group(1)
    first = [line for line in README.splitlines() if re.fullmatch(pattern, line[4:])]
    assert len(first) == 1
    assert "pip install . &&" in first[0]
    for words in ('bash -euo pipefail -c "$first"', 'pytest" -q -n auto', 'e ".[dev]"'):
        assert words in script
