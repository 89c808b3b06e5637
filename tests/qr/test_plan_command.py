"""`servicecircle qr plan` and `qr key`: codes over the years of a changing area."""

from __future__ import annotations

import json
import shutil
import stat
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.crs import parse_crs
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.pipeline.qr_plan import qr_plan
from servicecircle.pipeline.qr_points import read_points
from servicecircle.qr.codes import add_key, read_keys
from servicecircle.tables import table

if TYPE_CHECKING:
    from pathlib import Path

CRS = parse_crs("EPSG:4547")


@pytest.fixture(scope="module")
def plans(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan the village, change it, and plan it again from the first plan."""
    base = tmp_path_factory.mktemp("plans")
    shutil.copytree(village_folder, base / "area")
    qr_plan(base / "area", base / "first")
    file = base / "area/buildings.gpkg"
    houses, doors = (gpd.read_file(file, layer=x) for x in ("buildings", "entrances"))
    houses = houses.set_index("building_id")
    new = houses.loc[["A2"]].assign(geometry=houses.loc[["A2"]].translate(0, 60))
    houses.loc["A1", "geometry"] = shapely.affinity.scale(
        houses.loc["A1", "geometry"], 1.5, 1.2
    )
    houses = houses.drop(index="B1").rename(index={"A3": "A3-new"})
    houses = pd.concat([houses, new.rename(index={"A2": "N1"})])
    doors.loc[0, "geometry"] = shapely.affinity.translate(doors.geometry[0], 0, 4)
    file.unlink()
    houses.reset_index().to_file(file, layer="buildings")
    doors.to_file(file, layer="entrances", mode="a")
    qr_plan(base / "area", base / "second", former=base / "first")
    return base


def test_codes_of_a_changing_area(plans: Path) -> None:
    """Kept where the building stays, redrawn or not; retired with it; never reused."""
    first, second = (read_points(plans / x, crs=CRS) for x in ("first", "second"))
    live = second[second["state"] == "active"]
    before = first.groupby("building_id")["code"].agg(set)
    after = live.groupby("building_id")["code"].agg(set)
    stayed = before.index.intersection(after.index)
    assert {"A1", "L1", "Q1", "E1"} <= {*stayed}
    assert before[stayed].equals(after[stayed])
    assert before["A3"] == after["A3-new"]
    (gone,) = second.loc[second["state"] == "retired", "code"]
    assert {gone} == before["B1"]
    assert not after["N1"] & {*first["code"]}
    assert second["code"].is_unique


def test_the_plan_tells_what_became_of_codes(plans: Path) -> None:
    """A row a code in `qr_changes.csv`, counts in the manifest, findings by name."""
    out = plans / "second"
    changes = pd.read_csv(out / "qr_changes.csv").set_index("change")
    counts = {"kept": 14, "new": 1, "renamed": 1, "retired": 1}
    assert changes.index.value_counts().to_dict() == counts
    assert changes.loc["renamed", "former_building_id"] == "A3"
    rules = {"qr-code-renamed", "qr-code-retired", "qr-door-unsure"}
    assert {*pd.read_csv(out / "findings.csv")["rule"]} == rules
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert told["result"]["codes"] == counts
    assert told["former"][0]["file"] == "qr_points.gpkg"


def test_the_table_is_the_layer(plans: Path) -> None:
    """Codes as printed, which no spreadsheet takes for numbers; places in columns."""
    points = read_points(plans / "second", crs=CRS)
    told = pd.read_csv(plans / "second/qr_points.csv").set_index("point_id")
    assert told["code"].str.replace("-", "").to_dict() == points["code"].to_dict()
    assert (told["x"] - points.geometry.x).abs().max() <= 0.005
    assert told["code"].str.fullmatch(r"\w{3}-\w{3}-\w{3}").all()


def test_tables_are_as_promised(plans: Path) -> None:
    """The columns of `servicecircle.tables`; the village has no streets."""
    for name in ("qr_points", "qr_changes"):
        columns = [c for c in table(name).names if c not in {"street_id", "geometry"}]
        written = pd.read_csv(plans / "second" / f"{name}.csv")
        assert [*written.columns] == [*columns, "notice"]


def test_planning_into_the_same_folder_loses_no_code(
    plans: Path, tmp_path: Path
) -> None:
    """The plan that is replaced is the last one, its retired codes included."""
    shutil.copytree(plans / "second", tmp_path / "out")
    codes = {*read_points(plans / "second", crs=CRS)["code"]}
    planned = qr_plan(plans / "area", tmp_path / "out")
    assert {*planned.coded.points["code"]} == codes
    assert {*planned.coded.changes["change"]} == {"kept", "retired before"}


def test_the_same_plan_is_the_same_bytes(plans: Path, tmp_path: Path) -> None:
    """But for the timings in the manifest."""
    qr_plan(plans / "area", tmp_path / "again", former=plans / "first")
    for file in (plans / "second").iterdir():
        if file.name != "manifest.json":
            assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_the_layer_opens_coloured(plans: Path) -> None:
    """QGIS finds a style that tells retired points from active ones."""
    styles = gpd.read_file(plans / "second/qr_points.gpkg", layer="layer_styles")
    assert styles["f_table_name"].tolist() == ["points"]
    assert "retired" in styles["styleQML"][0]


def test_the_command_says_what_it_planned(plans: Path, tmp_path: Path) -> None:
    """Points, buildings, gates and codes, and what to look at."""
    asked = ["qr", "plan", str(plans / "area"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, [*asked, "--former", str(plans / "first")])
    assert done.exit_code == 0
    assert "16 points at 14 of 14 buildings and 1 gates" in done.stdout
    assert "14 kept, 1 new, 1 renamed, 1 retired" in done.stdout
    assert "qr-door-unsure" in done.stdout


def test_findings_are_told_in_chinese_too(plans: Path, tmp_path: Path) -> None:
    """On the console, and in columns of their own."""
    asked = ["qr", "plan", str(plans / "area"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, [*asked, "--lang", "zh"])
    assert "14 栋楼中的 14 栋" in done.stdout
    said = "1 栋楼附近没有可步行的道路：'G1'。请给出其出入口，或补画通往该处的道路。"
    assert f"warning [qr-door-unsure] {said}" in done.stdout
    (told,) = pd.read_csv(tmp_path / "out/findings.csv")["message_zh"]
    assert said.startswith(told)


def test_a_former_plan_that_is_none_is_refused(plans: Path, tmp_path: Path) -> None:
    """By name, and nothing is written."""
    with pytest.raises(UnusableInputError, match="no file of QR points"):
        qr_plan(plans / "area", tmp_path / "out", former=tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_key_is_made_and_shown_nowhere(tmp_path: Path) -> None:
    """In a file that its owner alone can read; a second one is added."""
    file = tmp_path / "keys.txt"
    done = CliRunner().invoke(app, ["qr", "key", str(file)])
    assert done.exit_code == 0
    assert read_keys(file)["A"].hex() not in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    add_key(file, "b")
    assert {*read_keys(file).by_id} == {"A", "B"}


@pytest.mark.parametrize(
    ("name", "says"), [("O", "cannot name a key"), ("A", "already")]
)
def test_a_key_that_cannot_be_made_is_refused(
    tmp_path: Path, name: str, says: str
) -> None:
    """And the file stays as it is."""
    file = tmp_path / "keys.txt"
    add_key(file, "A")
    before = file.read_bytes()
    with pytest.raises(UnusableInputError, match=says):
        add_key(file, name)
    assert file.read_bytes() == before


def test_keys_do_not_lie_in_an_area(plans: Path) -> None:
    """Its folder is copied and handed on."""
    with pytest.raises(UnusableInputError, match="in the folder of a planning area"):
        add_key(plans / "area/keys.txt", "A")
