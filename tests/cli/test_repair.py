"""Mending an area at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from repair_board import Board, box
from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """Give an area in which one grid overlaps another by half a metre."""
    (tmp_path / "area").mkdir()
    board = Board(tmp_path / "area")
    board.grids.loc[1, "geometry"] = box(0, 499.5, 1000, 1000)
    return board.write()


def test_without_fix_it_lists_and_changes_nothing(area: Path) -> None:
    """Names, counts, an example, and the command that would mend it."""
    before = sorted(path.name for path in area.parent.rglob("*"))
    done = run("repair", area)
    assert done.exit_code == 0
    assert "close-slivers: grids g2: in g2 -> in g1 alone (-500.0 m2)" in done.stdout
    assert f"servicecircle repair {area} --fix all-safe" in done.stdout
    assert sorted(path.name for path in area.parent.rglob("*")) == before


def test_fix_writes_a_new_folder_beside_the_area(area: Path) -> None:
    """And says what to do next."""
    done = run("repair", area, "--fix", "all-safe")
    assert done.exit_code == 0
    new = area.with_name("area-repaired")
    assert f"servicecircle check {new}" in done.stdout
    assert (new / "repaired" / "grids.gpkg").is_file()
    assert run("check", new).exit_code == 0
    assert "not an empty" in str(run("repair", area, "--fix", "all-safe").exception)


def test_json_and_nothing_else(area: Path, tmp_path: Path) -> None:
    """For scripts, before and after."""
    listed = json.loads(run("repair", area, "--json").stdout)
    assert listed["close-slivers"]["changes"] == 1
    words = ("--fix", "close-slivers", "--out", tmp_path / "new", "--json")
    told = json.loads(run("repair", area, *words).stdout)
    assert told["area_moved_m2"] == pytest.approx(500)


def test_an_unreadable_area_is_refused(tmp_path: Path) -> None:
    """In words, and nothing is written."""
    done = run("repair", tmp_path, "--fix", "all-safe", "--out", tmp_path / "new")
    assert "There is no file area.toml" in str(done.exception)
    assert not (tmp_path / "new").exists()
