"""Starting an area and checking it, at the command line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """Give a folder that was just started: its files are still missing."""
    folder = tmp_path / "district"
    assert run("new", folder).exit_code == 0
    return folder


def test_new_says_what_to_do_next(tmp_path: Path) -> None:
    """The next command can be copied."""
    done = run("new", tmp_path / "district")
    assert f"servicecircle check {tmp_path / 'district'}" in done.stdout


def test_check_counts_by_rule_and_blocks(started: Path) -> None:
    """Exit code 1, a table, and the remedies."""
    done = run("check", started)
    assert done.exit_code == 1
    assert "file-missing" in done.stdout
    assert "There is no file buildings.gpkg in district." in done.stdout


def test_check_speaks_chinese_on_the_console(started: Path) -> None:
    """Table, sentences and remedies; a rule keeps its name."""
    done = run("check", started, "--lang", "zh")
    assert done.exit_code == 1
    assert "严重程度" in done.stdout
    assert "错误" in done.stdout
    assert "file-missing" in done.stdout
    assert "There is no file" not in done.stdout


def test_check_writes_findings(started: Path, tmp_path: Path) -> None:
    """As CSV that a spreadsheet opens."""
    assert run("check", started, "--out", tmp_path / "out").exit_code == 1
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["severity"] for row in rows} == {"error"}
    assert "buildings" in {row["table"] for row in rows}


def test_check_writes_a_table_a_layer_and_a_page(
    village_folder: Path, tmp_path: Path
) -> None:
    """The same bytes each time, and again over its own earlier check."""
    out = tmp_path / "out"
    words = ("check", village_folder, "--out", out, "--lang", "zh")
    assert run(*words).exit_code == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(first) == [
        "datum.csv",
        "findings.csv",
        "findings.gpkg",
        "findings.html",
        "manifest.json",
    ]
    assert run(*words).exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_check_and_plan_do_not_replace_each_other(
    village_folder: Path, tmp_path: Path
) -> None:
    """Each folder is replaced only by its own command."""
    out = tmp_path / "out"
    assert run("check", village_folder, "--out", out).exit_code == 0
    refused = run("plan", village_folder, "--out", out)
    assert "written by another command (check)" in str(refused.exception)
    assert (out / "findings.html").is_file()


def test_an_unreadable_area_toml_is_a_page_too(tmp_path: Path) -> None:
    """Without places, hence without a layer."""
    (tmp_path / "area").mkdir()
    (tmp_path / "area" / "area.toml").write_text("[area", encoding="utf-8")
    done = run("check", tmp_path / "area", "--out", tmp_path / "out")
    assert done.exit_code == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["findings.csv", "findings.html", "manifest.json"]


def test_check_prints_json_and_nothing_else(started: Path) -> None:
    """For scripts."""
    told = json.loads(run("check", started, "--json").stdout)
    assert told["blocks"] is True
    assert told["counts"]["error"] == len(told["findings"])


def test_a_sound_area_passes(village_folder: Path) -> None:
    """Exit code 0, and what the area holds."""
    done = run("check", village_folder)
    assert done.exit_code == 0
    assert "PlanningArea" in done.stdout


def test_nothing_is_written_on_refusal(started: Path) -> None:
    """A folder in use is left as it is."""
    before = sorted(path.name for path in started.iterdir())
    assert run("new", started).exit_code != 0
    assert run("check", started).exit_code == 1
    assert sorted(path.name for path in started.iterdir()) == before
