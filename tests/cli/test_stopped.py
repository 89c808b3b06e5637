"""A command that cannot end well: one message, its exit code, and nothing left."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from servicecircle import pipeline
from servicecircle.cli.main import run
from servicecircle.errors import OutputError
from servicecircle.whole_folder import new_folder

if TYPE_CHECKING:
    from pathlib import Path


def plan(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, tmp_path: Path
) -> int | str | None:
    """Run `plan`, which fails so."""

    def fail(*_given: object, **_more: object) -> None:
        with new_folder(tmp_path / "run") as partial:
            (partial / "half.csv").write_text("half")
            raise error

    monkeypatch.setattr(pipeline, "plan", fail)
    words = ["servicecircle", "plan", "a", "--out", str(tmp_path / "run")]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        run()
    return ended.value.code


@pytest.mark.parametrize(
    "ended",
    [
        (KeyboardInterrupt(), 130, "Interrupted: nothing half-written was left."),
        (OSError(28, "No space left on device"), 1, "run cannot be written"),
        (
            RuntimeError("database or disk is full"),
            1,
            "run cannot be written: No space",
        ),
        (PermissionError(13, "Permission denied", "a.csv"), 1, "a.csv cannot be read"),
    ],
)
def test_nothing_half_written_is_left(
    ended: tuple[BaseException, int, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C, a full disk in the system's words and in SQLite's, and a locked file."""
    error, code, told = ended
    assert plan(monkeypatch, error, tmp_path) == code
    assert told in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_fault_of_ours_is_no_full_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It keeps its traceback, as it should be reported."""
    with pytest.raises(RuntimeError, match="a fault"):
        plan(monkeypatch, RuntimeError("a fault"), tmp_path)


def test_a_full_disk_is_an_output_error(tmp_path: Path) -> None:
    """Who uses the library catches it as what it is."""
    full = RuntimeError("sqlite3_exec failed: database or disk is full")
    place = new_folder(tmp_path / "out")
    with pytest.raises(OutputError, match="No space left"), place:
        raise full
