"""The new folder: whole, logged, the same each time, and an area again."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from repair_board import X0, Y0, box, repaired, rewritten, rules
from shapely import Point

from servicecircle.datum import convert_datum
from servicecircle.errors import InputError, OutputError
from servicecircle.repair import chosen, read_draft, write_repaired
from servicecircle.repair.registry import REPAIRS
from servicecircle.tables import rules as catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from repair_board import Board

EVERY = tuple(REPAIRS)


def spoil(board: Board) -> Path:
    """Break the board in several ways at once."""
    copies = pd.concat([board.buildings, board.buildings.iloc[[0]]], ignore_index=True)
    board.buildings = gpd.GeoDataFrame(copies).to_crs("EPSG:4526")
    board.grids.loc[1, "geometry"] = box(0, 499.5, 1000, 1000)
    board.stations.loc[1, "x"] = X0 + 9000
    return board.write()


def content(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_repair_at_once_makes_an_area(board: Board) -> None:
    """One that `check` accepts; the old folder is as it was."""
    folder = spoil(board)
    before = content(folder)
    new = rewritten(folder, *EVERY, width_m=3)
    assert not {r for r in rules(new) if r != "network-missing"}
    assert content(folder) == before


def test_a_second_repair_changes_nothing(board: Board) -> None:
    """Of any kind."""
    new = rewritten(spoil(board), *EVERY, width_m=3)
    again = repaired(new, *EVERY, width_m=3)
    assert again.log.empty
    assert not any(source.changed for source in again.after.tables.values())


def test_same_area_same_bytes(board: Board, tmp_path: Path) -> None:
    """Nothing tells the time."""
    done = repaired(spoil(board), *EVERY, width_m=3)
    for name in ("one", "two"):
        write_repaired(done, tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_log_and_the_ground_tell_every_change(board: Board) -> None:
    """One row each, with the area that moved."""
    new = rewritten(spoil(board), *EVERY, width_m=3)
    log = pd.read_csv(new / "repairs.csv")
    assert log["what"].tolist() == [
        "to-working-crs",
        "drop-identical-rows",
        "drop-outside",
        "close-slivers",
    ]
    areas = gpd.read_file(new / "repairs.gpkg", layer="changed_areas")
    ground = areas[areas["what"] == "close-slivers"]
    assert ground.geometry.area.sum() == pytest.approx(500)
    record = json.loads((new / "repairs.json").read_text(encoding="utf-8"))
    assert record["changes"]["drop-outside"] == 1
    assert len(record["inputs"]) == 4


def test_comments_stay_and_sections_name_the_new_files(board: Board) -> None:
    """What was not repaired is copied and called as before."""
    new = rewritten(spoil(board), "close-slivers", "to-working-crs")
    text = (new / "area.toml").read_text(encoding="utf-8")
    assert "# The board: drawn by hand." in text
    assert "# one file for all" in text
    sections = tomllib.loads(text)
    assert sections["levels"]["grid"]["file"] == "repaired/grids.gpkg"
    assert sections["buildings"] == {
        "file": "repaired/buildings.gpkg",
        "layer": "buildings",
    }
    assert sections["entrances"]["file"] == "buildings.gpkg"
    assert sections["stations"] == {"file": "stations.csv", "crs": "EPSG:4547"}


def test_a_shifted_datum_is_undone(board: Board) -> None:
    """Points come to lie where they are, and area.toml says so no more."""
    places = gpd.points_from_xy(board.stations["x"], board.stations["y"], crs=4547)
    lonlat = places.to_crs(4326)
    shifted = convert_datum(lonlat.x, lonlat.y, source="wgs84", target="gcj02")
    board.stations["x"], board.stations["y"] = shifted
    board.toml = board.toml.replace(
        'file = "stations.csv"\ncrs = "EPSG:4547"',
        'file = "stations.csv"\ncrs = "EPSG:4326"\ndatum = "gcj02"',
    )
    new = rewritten(board.write(), "undo-datum")
    assert "datum" not in (new / "area.toml").read_text(encoding="utf-8")
    there = gpd.read_file(new / "repaired" / "stations.gpkg")
    assert there.distance(gpd.GeoSeries(places)).max() < 0.001
    assert not {"x", "y"} & set(there.columns)


def test_rows_that_name_their_datum_are_put_right(board: Board) -> None:
    """Each from its own datum, and the column that told it is gone."""
    places = gpd.points_from_xy(board.stations["x"], board.stations["y"], crs=4547)
    lonlat = places.to_crs(4326)
    x, y = convert_datum(lonlat.x, lonlat.y, source="wgs84", target="gcj02")
    board.stations["x"] = [lonlat.x[0], x[1]]
    board.stations["y"] = [lonlat.y[0], y[1]]
    board.stations["坐标系"] = ["WGS84", "高德"]
    board.toml = board.toml.replace(
        'file = "stations.csv"\ncrs = "EPSG:4547"',
        'file = "stations.csv"\ncrs = "EPSG:4326"',
    )
    folder = board.write()
    assert "where rows say so gcj02" in repaired(folder, "undo-datum").log["before"][0]
    new = rewritten(folder, "undo-datum")
    there = gpd.read_file(new / "repaired" / "stations.gpkg")
    assert there.distance(gpd.GeoSeries(places)).max() < 0.001
    assert "坐标系" not in there.columns
    assert repaired(new, "undo-datum").log.empty


def test_rows_that_name_their_datum_stay_so_in_other_repairs(board: Board) -> None:
    """Their numbers and the column that tells it are written as they were."""
    board.stations["datum"] = ["wgs84", "wgs84"]
    board.stations = pd.concat([board.stations, board.stations.iloc[:1]])
    new = rewritten(board.write(), "drop-identical-rows")
    there = pd.read_csv(new / "repaired" / "stations.csv")
    assert there["datum"].tolist() == ["wgs84", "wgs84"]
    assert there["x"].tolist() == [X0 + 500, X0 + 1500]


def test_a_gbk_shapefile_gets_whole_names(board: Board) -> None:
    """As GeoPackage, with the columns' full words."""
    folder = board.write()
    grids = board.grids.rename(columns={"unit_id": "综合网格编", "parent_id": "SQCODE"})
    grids.to_file(folder / "网格.shp", encoding="GBK")
    (folder / "网格.cpg").unlink()
    text = board.toml.replace(
        '[levels.grid]\nfile = "units.gpkg"', '[levels.grid]\nfile = "网格.shp"'
    )
    (folder / "area.toml").write_text(text, encoding="utf-8")
    new = rewritten(folder, "utf8")
    written = gpd.read_file(new / "repaired" / "grids.gpkg")
    assert written["综合网格编码"].tolist() == ["g1", "g2", "g3", "g4"]
    assert not list(new.glob("网格.*"))
    assert not {r for r in rules(new) if r != "network-missing"}


def test_a_name_by_which_a_level_is_derived_stays(board: Board) -> None:
    """Else area.toml would look for what is called otherwise now."""
    folder = board.write()
    cut = {"unit_id": "综合网格编", "parent_id": "社区编码X"}
    board.grids.rename(columns=cut).to_file(folder / "g.shp", encoding="GBK")
    derived = (
        '[levels.community]\nderive_from = "grid"\ncolumns = {unit_id = "综合网格编"}'
    )
    old = '[levels.community]\nfile = "units.gpkg" # one file for all'
    text = board.toml.replace(old, derived)
    grid = '[levels.grid]\nfile = "units.gpkg"'
    text = text.replace(grid, '[levels.grid]\nfile = "g.shp"')
    (folder / "area.toml").write_text(text, encoding="utf-8")
    new = rewritten(folder, "utf8")
    assert "column-missing" not in rules(new)
    assert "综合网格编" in gpd.read_file(new / "repaired" / "grids.gpkg").columns


def test_a_gb18030_csv_becomes_utf8(board: Board) -> None:
    """Cell by cell the same."""
    folder = board.write()
    names = board.stations.assign(name=["公明服务站", "01,“塘尾”"])
    data = names.to_csv(index=False).encode("gb18030")
    (folder / "stations.csv").write_bytes(data)
    new = rewritten(folder, "utf8")
    written = (new / "repaired" / "stations.csv").read_bytes().decode("utf-8-sig")
    assert "01,“塘尾”" in written


def test_files_elsewhere_are_named_from_the_new_folder(
    board: Board, tmp_path: Path
) -> None:
    """And not copied."""
    folder = board.write()
    (folder / "stations.csv").rename(tmp_path / "posts.csv")
    text = board.toml.replace('"stations.csv"', '"../posts.csv"')
    (folder / "area.toml").write_text(text, encoding="utf-8")
    done = repaired(folder, "close-slivers")
    write_repaired(done, tmp_path / "deep" / "new")
    named = tomllib.loads((tmp_path / "deep" / "new" / "area.toml").read_text())
    assert named["stations"]["file"] == "../../posts.csv"
    assert len(read_draft(tmp_path / "deep" / "new").tables["stations"].raw) == 2


def test_nothing_is_written_over_anything(board: Board, tmp_path: Path) -> None:
    """Not even over a repaired folder: somebody may have worked in it."""
    done = repaired(board.write(), "all-safe")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    for out in (tmp_path / "mine", done.before.folder):
        with pytest.raises(
            OutputError, match=r"not an empty folder\. Nothing was written"
        ):
            write_repaired(done, out)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_failure_leaves_nothing(
    board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the folder nor a half of it beside it."""
    done = repaired(spoil(board), *EVERY, width_m=3)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("servicecircle.repair.copy_files.shutil.copyfile", fail)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(OutputError, match="No space left"):
        write_repaired(done, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("names", "width_m", "message"),
    [
        (["drop-outsid"], None, "Did you mean 'drop-outside'"),
        (["fill-gaps"], None, "not told how far"),
        (["fill-gaps"], 0.0, "above 0"),
        (["fill-gaps"], float("nan"), "above 0"),
    ],
)
def test_wrong_requests_are_refused(
    names: list[str], width_m: float | None, message: str
) -> None:
    """With what to say instead."""
    with pytest.raises(InputError, match=message):
        chosen(names, width_m=width_m)


def test_names_of_repairs_are_no_rules() -> None:
    """A planner types both."""
    assert not set(REPAIRS) & set(catalogue())


def test_a_station_at_the_corner_is_not_outside(board: Board) -> None:
    """Rounding between CRS does not set it aside."""
    spot = gpd.GeoSeries([Point(X0 + 1, Y0 + 1)], crs=4547).to_crs(4326)[0]
    board.stations.loc[0, ["x", "y"]] = [spot.x, spot.y]
    board.stations.loc[1, ["x", "y"]] = [spot.x, spot.y]
    board.toml = board.toml.replace(
        'file = "stations.csv"\ncrs = "EPSG:4547"', 'file = "stations.csv"'
    )
    assert board.mended("drop-outside").log.empty


def test_every_other_file_of_the_folder_comes_along(board: Board) -> None:
    """Appeals, holidays and notes that `area.toml` does not name are used by others."""
    folder = spoil(board)
    (folder / "appeals").mkdir()
    for name in ("holidays.csv", "appeals/2024.csv", "check/manifest.json", ".hidden"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("name\n春节\n", encoding="utf-8")
    before = content(folder)
    new = rewritten(folder, *EVERY, width_m=3)
    assert (new / "holidays.csv").read_bytes() == before["holidays.csv"]
    assert (new / "appeals" / "2024.csv").is_file()
    assert not (new / "check").exists()
    assert not (new / ".hidden").exists()
    assert content(folder) == before


def test_what_an_earlier_repair_says_of_itself_stays_there(board: Board) -> None:
    """The log of a folder tells how that folder came about."""
    new = rewritten(spoil(board), *EVERY, width_m=3)
    again = rewritten(new, *EVERY, width_m=3)
    assert (new / "set_aside.gpkg").is_file()
    assert not (again / "set_aside.gpkg").exists()
    assert len(pd.read_csv(again / "repairs.csv")) == 0
    assert not rules(again) - {"network-missing"}
