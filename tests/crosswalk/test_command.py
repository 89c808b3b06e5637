"""The command, from folders and files to a folder."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner

from servicecircle.area.config import AreaConfig
from servicecircle.area.vintages import check_vintages, vintages
from servicecircle.cli.main import app
from servicecircle.errors import InputError
from servicecircle.pipeline.crosswalk import crosswalk
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def redrawn(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cut the village's grid R2S in two, and give R4N another code."""
    folder = tmp_path_factory.mktemp("redrawn") / "area"
    shutil.copytree(village_folder, folder)
    grids = gpd.read_file(folder / "units.gpkg", layer="grids").set_index("unit_id")
    west, south, east, north = grids.loc["R2S", "geometry"].bounds
    middle = west + 200
    part = grids.loc[["R2S"]].set_axis(["R2X"], axis=0)
    part.geometry = [shapely.box(middle, south, east, north)]
    grids.loc[["R2S"], "geometry"] = shapely.box(west, south, middle, north)
    grids = pd.concat([grids, part]).rename(index={"R4N": "R4Z"})
    grids = grids.rename_axis("unit_id").reset_index()
    grids.to_file(folder / "units.gpkg", layer="grids")
    return folder


def test_a_folder_says_what_changed(
    village_folder: Path, redrawn: Path, tmp_path: Path
) -> None:
    """Tables, layers with styles, findings and a manifest; the same bytes twice."""
    for name in ("one", "two"):
        crosswalk(village_folder, redrawn, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        if path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    layers = [name for name, _ in pyogrio.list_layers(tmp_path / "one/crosswalk.gpkg")]
    assert layers[:3] == ["grids_changed", "grids_new", "grids_old"]
    assert "layer_styles" in layers
    changed = gpd.read_file(tmp_path / "one/crosswalk.gpkg", layer="grids_changed")
    assert changed[["old_id", "new_id", "relation"]].to_numpy().tolist() == [
        ["R2S", "R2S", "part"]
    ]
    manifest = json.loads((tmp_path / "one/manifest.json").read_text("utf-8"))
    assert {row["change"]: row["new_units"] for row in manifest["changes"]["grid"]} == {
        "unchanged": 6,
        "recoded": 1,
        "split": 2,
    }


def test_files_alone_and_beside_an_area(
    village_folder: Path, redrawn: Path, tmp_path: Path
) -> None:
    """Files have no buildings, so shares are of area; an area's buildings count."""
    files = [folder / "units.gpkg" for folder in (village_folder, redrawn)]
    alone = crosswalk(*files, tmp_path / "alone", levels=[Level.GRID])
    assert set(alone.table["basis_of_old_shares"]) == {"area"}
    assert alone.table["old_buildings"].isna().all()
    beside = crosswalk(files[0], redrawn, tmp_path / "beside", levels=[Level.GRID])
    assert "new residents" in set(beside.table["basis_of_old_shares"])


def test_the_command_counts_carries_and_prints_json(
    village_folder: Path, redrawn: Path, tmp_path: Path
) -> None:
    """Codes stay text, other columns stay keys, and totals stay."""
    counts = tmp_path / "counts.csv"
    counts.write_text("网格编码,月份,件数\nR2S,2023-11,7\nR4N,2023-11,2\n", "utf-8")
    asked = ["crosswalk", str(village_folder), str(redrawn), "--level", "grid"]
    asked += [
        "--out",
        str(tmp_path / "out"),
        "--carry",
        str(counts),
        "--whole",
        "--json",
    ]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["status"] == "done"
    carried = pd.read_csv(tmp_path / "out/carried.csv", dtype="str")
    assert carried.loc[carried["unit_id"] == "R4Z", "count"].tolist() == ["2"]
    assert carried["count"].astype(int).sum() == 9
    assert set(carried["月份"]) == {"2023-11"}


def test_findings_are_said_in_chinese_too(
    village_folder: Path, redrawn: Path, tmp_path: Path
) -> None:
    """Beside the English, in two columns more; and on the console."""
    grids = gpd.read_file(redrawn / "units.gpkg", layer="grids")
    first, last = grids["unit_id"].iloc[[0, -2]]
    grids["unit_id"] = grids["unit_id"].replace({first: last, last: first})
    grids.to_file(tmp_path / "new.gpkg", layer="grids")
    asked = ["--level", "grid", "--lang", "zh", "--out", str(tmp_path / "out")]
    files = [str(village_folder / "units.gpkg"), str(tmp_path / "new.gpkg")]
    result = CliRunner().invoke(app, ["crosswalk", *files, *asked, "--layer", "grids"])
    assert result.exit_code == 0, result.output
    found = pd.read_csv(tmp_path / "out/findings.csv").set_index("rule")
    assert found.columns[-2:].tolist() == ["message_zh", "remedy_zh"]
    assert "个编码在新版中指的是另一块地" in found.loc["code-reused", "message_zh"]
    assert "切勿只按编码连接两版" in result.output


def test_the_summary_names_classes(
    village_folder: Path, redrawn: Path, tmp_path: Path
) -> None:
    """How many units of each level, and what became of them."""
    asked = [str(village_folder), str(redrawn), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, ["crosswalk", *asked])
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "grids all 8 9" in lines
    assert "recoded 1 1" in lines


@pytest.mark.parametrize("wrong", ["crs", "layer", "twice", "degrees", "missing"])
def test_unusable_files_are_refused_and_nothing_is_written(
    village_folder: Path, tmp_path: Path, wrong: str
) -> None:
    """The message names the file and the remedy."""
    grids = gpd.read_file(village_folder / "units.gpkg", layer="grids")
    path = tmp_path / "new.gpkg"
    says = {
        "crs": "new.gpkg in EPSG:4526",
        "layer": r"new.gpkg does not say which level.*--level",
        "twice": r"new.gpkg.*share the unit_id 'R1S'",
        "degrees": r"new.gpkg is in EPSG:4490.*--crs EPSG:32649",
        "missing": "no file new.gpkg",
    }[wrong]
    if wrong == "crs":
        grids.to_crs(4526).to_file(path, layer="grids")
    elif wrong == "layer":
        grids.to_file(path, layer="units")
    elif wrong == "twice":
        pd.concat([grids, grids.iloc[:1]]).to_file(path, layer="grids")
    elif wrong == "degrees":
        grids.to_crs(4490).to_file(path, layer="grids")
    with pytest.raises(InputError, match=says):
        crosswalk(village_folder / "units.gpkg", path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_counts_of_unknown_units_write_nothing(
    village_folder: Path, tmp_path: Path
) -> None:
    """The command fails with one line."""
    (tmp_path / "counts.csv").write_text("grid_id,n\nX,1\n", "utf-8")
    asked = ["crosswalk", str(village_folder), str(village_folder), "--level", "grid"]
    asked += ["--out", str(tmp_path / "out"), "--carry", str(tmp_path / "counts.csv")]
    result = CliRunner().invoke(app, asked)
    assert "not in the old edition: 'X'" in str(result.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("year", "noted"), [(2023, False), (2021, True)])
def test_layers_of_different_times_are_noted(year: int, noted: bool) -> None:  # noqa: FBT001
    """More than a year apart; the manifest lists the days."""
    config = AreaConfig.model_validate(
        {
            "area": {"name": "Demo", "crs": "EPSG:4547"},
            "levels": {"grid": {"file": "g.gpkg", "as_of": dt.date(year, 11, 1)}},
            "stations": {"file": "s.csv"},
            "buildings": {"file": "b.gpkg", "as_of": dt.date(2024, 5, 1)},
            "services": {"appeals": {"distance_m": 500}},
        }
    )
    assert list(vintages(config)) == ["levels.grid", "buildings"]
    assert bool(check_vintages(config)) is noted
