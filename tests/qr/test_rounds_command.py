"""`servicecircle qr rounds`: one whole folder, the same each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


@pytest.fixture(scope="module")
def run(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan the village's rounds once."""
    out = tmp_path_factory.mktemp("rounds") / "run"
    done = RUN.invoke(app, ["qr", "rounds", str(village_folder), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "16 plates in 7 rounds" in done.output
    return out


def test_files_agree(run: Path) -> None:
    """Layers, tables and the manifest say the same."""
    rounds = gpd.read_file(run / "qr_rounds.gpkg", layer="rounds")
    stops = gpd.read_file(run / "qr_rounds.gpkg", layer="stops")
    result = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["result"]
    assert result["plates"] == rounds["plates"].sum() == len(stops) == 16
    listed = pd.read_csv(run / "qr_stops.csv", dtype={"unit_id": str})
    assert listed["point_id"].tolist() == stops["point_id"].tolist()
    walked_m = stops.groupby("unit_id")["leg_m"].sum().round(6)
    assert walked_m.tolist() == rounds["length_m"].round(6).tolist()


def test_same_bytes_again(run: Path, village_folder: Path, tmp_path: Path) -> None:
    """Another run writes the same, but for the clock in the manifest."""
    again = tmp_path / "again"
    RUN.invoke(app, ["qr", "rounds", str(village_folder), "-o", str(again)])
    names = {path.name for path in run.glob("*.*")} - {"manifest.json"}
    assert {"qr_rounds.gpkg", "qr_rounds.csv", "qr_stops.csv"} <= names
    assert all((run / n).read_bytes() == (again / n).read_bytes() for n in names)


def test_file_that_is_not_there_is_refused(
    village_folder: Path, tmp_path: Path
) -> None:
    """Nothing is written."""
    asked = ["qr", "rounds", str(village_folder), "-o", str(tmp_path / "run")]
    done = RUN.invoke(app, [*asked, "--points", str(tmp_path / "none.gpkg")])
    assert done.exit_code != 0
    assert not (tmp_path / "run").exists()
