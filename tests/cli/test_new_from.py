"""`servicecircle new --from` at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


def test_what_was_recognised_is_told(village_folder: Path, tmp_path: Path) -> None:
    """A table, the questions that are left, and the next command."""
    done = run("new", tmp_path / "new", "--from", village_folder)
    assert done.exit_code == 0
    assert "levels.red_sub_grid" in done.stdout
    assert "questions are left (marked # ?" in done.stdout
    assert f"servicecircle check {tmp_path / 'new'}" in done.stdout


def test_more_files_may_follow(village_folder: Path, tmp_path: Path) -> None:
    """As a shell writes out a pattern."""
    units, stations = (village_folder / n for n in ("units.gpkg", "stations.csv"))
    done = run("new", tmp_path / "new", "--from", units, stations, "--json")
    told = json.loads(done.stdout)
    assert told["status"] == "written"
    assert [r["section"] for r in told["recognised"]][-1] == "stations"
    assert told["recognised"][0]["evidence"][0] == "the layer says district"
    assert any("buildings" in question for question in told["questions"])


def test_nothing_is_written_where_nothing_is_read(tmp_path: Path) -> None:
    """Exit code 1, and no folder."""
    (tmp_path / "thesis.docx").write_bytes(b"x")
    done = run("new", tmp_path / "new", "--from", tmp_path / "thesis.docx")
    assert done.exit_code == 1
    assert "None of the files can be read" in str(done.exception)
    assert not (tmp_path / "new").exists()


def test_files_without_from_are_wrong_usage(tmp_path: Path) -> None:
    """Nobody is surprised by a template beside their files."""
    done = run("new", tmp_path / "new", tmp_path)
    assert done.exit_code == 2
    assert "go with --from" in done.output
