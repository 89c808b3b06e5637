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
    """The two commands a stranger types are what CI types."""
    script = (Path(__file__).parents[1] / ".ci" / "run").read_text(encoding="utf-8")
    for words in ('pip" install', 'servicecircle" demo', 'pytest"', 'e ".[dev]"'):
        assert words in script
