"""The command line as a planner meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from servicecircle.cli.main import app


def servicecircle(
    *words: object, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as its own process."""
    return subprocess.run(  # noqa: S603 - our own command
        [Path(sys.executable).parent / "servicecircle", *map(str, words)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_help_lists_every_command() -> None:
    """A stranger sees what there is."""
    shown = servicecircle("--help")
    assert shown.returncode == 0
    for command in app.registered_commands:
        assert command.callback.__name__ in shown.stdout


def test_plan_prints_the_manifest_as_json(village_folder: Path, tmp_path: Path) -> None:
    """For scripts: standard output holds JSON and nothing else."""
    done = servicecircle("plan", village_folder, "--out", tmp_path / "run", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["appeals"]["share_by_walk"] == 0.37


def test_bad_input_is_one_message_and_exit_code_1(tmp_path: Path) -> None:
    """No traceback, nothing written."""
    done = servicecircle("plan", tmp_path / "nowhere", "--out", tmp_path / "run")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "area.toml" in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "words", [["plan"], ["frobnicate"], ["plan", "x", "--ouut", "y"]]
)
def test_wrong_usage_is_exit_code_2(words: list[str]) -> None:
    """As the shell's own commands do."""
    assert servicecircle(*words).returncode == 2


def test_json_of_a_failure_is_json(tmp_path: Path) -> None:
    """A script that asked for JSON gets it, whatever happens."""
    done = servicecircle("plan", tmp_path, "--out", tmp_path / "run", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["status"] == "failed"


def test_a_console_without_chinese_is_no_traceback(village_folder: Path) -> None:
    """Question marks, and the exit code of a sound area."""
    done = servicecircle("check", village_folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
