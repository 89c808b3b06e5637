"""What the README shows is executed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import servicecircle

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


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
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"s/\^    \\\((.*?)\\\)\$/", script).group(1)
    first = [line for line in README.splitlines() if re.fullmatch(pattern, line[4:])]
    assert len(first) == 1
    assert "pip install . &&" in first[0]
    for words in ('bash -euo pipefail -c "$first"', 'pytest" -q -n auto', 'e ".[dev]"'):
        assert words in script


def test_both_readmes_begin_with_the_same_two_commands() -> None:
    """To install and run the main job, and to install and pass the tests."""
    first, second = (
        re.findall(r"^    (python3 .*)$", t, re.MULTILINE) for t in (README, CHINESE)
    )
    assert first == second
    assert len(first) == 2
    assert first[1].endswith("pytest -n auto")


def test_pictures_are_there_and_small() -> None:
    """A README loads quickly, also far from the city."""
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README + CHINESE)
    assert len(shown) == 2
    assert all((ROOT / name).stat().st_size < 300_000 for name in shown)


def test_citation_is_of_this_version() -> None:
    """The file that reference managers read names what is installed."""
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {servicecircle.__version__}\n" in cited
