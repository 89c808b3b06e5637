"""`servicecircle doctor`: what is missing is named, with how to get it."""

from __future__ import annotations

import json
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from servicecircle.cli import doctor_looks
from servicecircle.cli.doctor_looks import GIVES, State, look_at_parts, look_at_python
from servicecircle.cli.main import app

if TYPE_CHECKING:
    import pytest

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
FOR_DEVELOPERS = {"all", "dev", "docs"}
REQUIRES = ["numpy>=2.0", "nobody-wrote-this>=1", 'esda>=99; extra == "risk"']


def test_every_optional_part_is_told() -> None:
    """Who adds an extra says what it gives."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) - FOR_DEVELOPERS == set(GIVES)


def test_a_healthy_machine_is_fit(village_folder: Path) -> None:
    """Exit code 0, and JSON for scripts."""
    done = CliRunner().invoke(app, ["doctor", str(village_folder), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["fit"]
    parts = [look["part"] for look in told["looked_at"]]
    assert {"python", "gdal", "proj", "font", "memory", "console"} <= set(parts)
    assert parts[-1] == str(village_folder)


def test_an_area_that_cannot_be_read_is_exit_code_1(tmp_path: Path) -> None:
    """The area's own error is told."""
    done = CliRunner().invoke(app, ["doctor", str(tmp_path)])
    assert done.exit_code == 1
    assert "There is no file area.toml" in done.stdout


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that must be there is wrong, an old one of an extra is optional."""
    monkeypatch.setattr(metadata, "requires", lambda _name: REQUIRES)
    state = {look.part: look for look in look_at_python()}
    assert state["numpy"].state is State.GOOD
    assert state["nobody-wrote-this"].state is State.WRONG
    assert (
        state["nobody-wrote-this"].remedy == "Run: pip install 'nobody-wrote-this>=1'."
    )
    parts = {look.part: look for look in look_at_parts()}
    assert parts["[risk]"].state is State.OPTIONAL
    assert "pip install 'servicecircle[risk]'" in parts["[risk]"].remedy


def test_a_console_without_chinese_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Chinese is asked for, and letters would be question marks."""
    assert doctor_looks._holds_chinese("gbk")
    assert not doctor_looks._holds_chinese("ascii")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/nowhere")
    assert doctor_looks._cache() is None
