"""Reading a planning area's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area import examine_area, read_area
from servicecircle.errors import AreaError, ConfigError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Board


def test_reads_a_sound_area(board: Board) -> None:
    """Levels stand top down, buildings know their units, and nothing is lost."""
    area = read_area(board.write())
    assert list(area.levels) == [Level.DISTRICT, Level.COMMUNITY, Level.GRID]
    assert area.finest is Level.GRID
    assert area.buildings["grid_id"].tolist() == ["g1", "g2", "g3", "g4"]
    assert area.buildings["community_id"].tolist() == ["A", "A", "B", "B"]
    assert area.buildings["district_id"].unique().tolist() == ["D"]
    assert area.buildings["residents"].sum() == 100
    assert area.stations.loc["S1", "services"] == ("appeals",)
    assert area.units(Level.GRID)["parent_id"].tolist() == ["A", "A", "B", "B"]
    assert area.findings == ()


def test_every_table_is_heard_before_anything_is_refused(board: Board) -> None:
    """Faults of different files come in one error, with the gap that one leaves."""
    board.stations["station_id"] = ["S1", "S1"]
    board.buildings["floors"] = ["two", "2", "2", "2"]
    board.layers["grids"].loc[0, "geometry"] = None
    board.toml = board.toml.replace("lines.geojson", "paths.pbf")
    with pytest.raises(AreaError, match="5 findings block") as caught:
        read_area(board.write())
    tables = {f.table for f in caught.value.findings}
    assert tables >= {"buildings", "communities", "grids", "network", "stations"}


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ('file = "stations.csv"', 'file = "station.csv"', "file-missing"),
        ("[levels.grid]", '[levels.grid]\nlayer = "gird"', "layer-missing"),
        ('crs = "EPSG:4547"\n\n[lev', 'crs = "EPSG:999999"\n\n[lev', "working-crs"),
        ('crs = "EPSG:4547"\n\n[lev', 'crs = "EPSG:4490"\n\n[lev', "working-crs"),
        ('crs = "EPSG:4547"\n\n[lev', 'crs = "EPSG:3857"\n\n[lev', "working-crs"),
        ('.csv"\ncrs = "EPSG:4547"', '.csv"\ncrs = "EPSG:1"', "crs-unknown"),
        ("[area]", "[aera]", "config-unknown-key"),
    ],
)
def test_a_wrong_line_in_the_configuration(
    board: Board, before: str, after: str, rule: str
) -> None:
    """Each is found by its rule, and nothing is written."""
    assert before in board.toml
    board.toml = board.toml.replace(before, after)
    assert rule in {f.rule for f in board.findings()}
    names = {p.name for p in board.folder.iterdir()}
    assert names == {
        "area.toml",
        "buildings.gpkg",
        "lines.geojson",
        "stations.csv",
        "units.gpkg",
    }


def test_a_folder_without_a_network_is_told_so(board: Board) -> None:
    """It can still be checked."""
    board.toml = board.toml.replace('[[network.sources]]\nfile = "lines.geojson"\n', "")
    assert [f.rule for f in read_area(board.write()).findings] == ["network-missing"]


def test_configuration_errors_are_findings_for_check(tmp_path: Path) -> None:
    """`check` lists them; `read_area` raises them."""
    area, findings = examine_area(tmp_path)
    assert area is None
    assert [f.rule for f in findings] == ["file-missing"]
    with pytest.raises(ConfigError, match=r"no file area\.toml"):
        read_area(tmp_path)


def test_the_file_itself_can_be_named(village_folder: Path) -> None:
    """As people do who complete a path in the shell."""
    named = read_area(village_folder / "area.toml")
    assert named.folder == village_folder
