"""`servicecircle map` of a run, and with what other commands wrote laid on it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from tests.maps.test_map_command import draw

from servicecircle.errors import InputError
from servicecircle.pipeline import plan
from servicecircle.pipeline.siting_run import Ground
from servicecircle.qr.codes import give_codes
from servicecircle.qr.places import plan_points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from servicecircle.pipeline.measured import Measured


@pytest.fixture(scope="module")
def run(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan a copy of the village, without maps."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(village_folder, home / "area")
    plan(home / "area", home / "run", with_map=False)
    return home / "run"


@pytest.fixture
def sited(village: Measured, tmp_path: Path) -> Path:
    """Write what `servicecircle site` writes, as far as a map reads it."""
    folder = tmp_path / "sited"
    folder.mkdir()
    place = village.area.stations.geometry.iloc[:1]
    columns = {"site_id": ["K1"], "action": ["open"], "name": ["楼{#1"], "rank": [1]}
    table = gpd.GeoDataFrame(
        columns | {"residents_gained": [12.0], "reason": ["<b>many</b>"]},
        geometry=place.translate(60, 40).to_numpy(),
        crs=village.area.crs,
    )
    table.to_file(folder / "proposals.gpkg", layer="proposals")
    inputs = Ground(village.area, village.network).inputs()
    (folder / "manifest.json").write_text(json.dumps({"inputs": inputs}))
    return folder


@pytest.fixture
def points(village: Measured, tmp_path: Path) -> Path:
    """Write the village's QR points, all but the first of them retired."""
    planned, _ = plan_points(village.area, village.network)
    coded = give_codes(planned).points
    coded["state"] = ["active"] + ["retired"] * (len(coded) - 1)
    coded.reset_index().to_file(tmp_path / "qr_points.gpkg", layer="points")
    return tmp_path / "qr_points.gpkg"


def test_a_run_leads_to_its_area(run: Path, tmp_path: Path) -> None:
    """Wherever both lie together, from wherever the command is called."""
    shutil.copytree(run.parent, tmp_path / "moved")
    out = tmp_path / "maps"
    draw(tmp_path / "moved" / "run", "--out", out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    planned = json.loads((run / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"] == planned["inputs"]


def test_a_changed_input_is_named(run: Path, tmp_path: Path) -> None:
    """And no map is drawn that would say other than the run."""
    shutil.copytree(run.parent, tmp_path / "moved")
    changed = tmp_path / "moved" / "area" / "area.toml"
    changed.write_text(changed.read_text("utf-8") + "\n# later\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other inputs than.*: 'area.toml'. Run `"):
        draw(tmp_path / "moved" / "run", "--out", tmp_path / "maps")
    assert not (tmp_path / "maps").exists()


def test_changed_figures_are_seen(run: Path, tmp_path: Path) -> None:
    """A run whose table was edited is not drawn."""
    shutil.copytree(run.parent, tmp_path / "moved")
    table = tmp_path / "moved" / "run" / "coverage.csv"
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(InputError, match=r"coverage\.csv is not what the area gives"):
        draw(tmp_path / "moved" / "run", "--out", tmp_path / "maps")


def test_a_run_without_its_area_says_what_to_name(run: Path, tmp_path: Path) -> None:
    """As does the folder of another command."""
    shutil.copytree(run, tmp_path / "run")
    with pytest.raises(InputError, match=r"was moved. Name the area's folder"):
        draw(tmp_path / "run", "--out", tmp_path / "maps")
    (tmp_path / "run" / "manifest.json").write_text('{"command": "site"}')
    with pytest.raises(InputError, match=r"written by `servicecircle site`"):
        draw(tmp_path / "run", "--out", tmp_path / "maps")
    (tmp_path / "run" / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest\.json cannot be read"):
        draw(tmp_path / "run", "--out", tmp_path / "maps")


def test_proposals_and_points_are_on_the_map(
    village_folder: Path,
    sited: Path,
    points: Path,
    tmp_path: Path,
    visit: Callable,
) -> None:
    """With what was said of them; a retired point is not."""
    out = tmp_path / "maps"
    draw(village_folder, "--out", out, "--proposals", sited, "--qr", points)
    seen = visit((out / "map.html").read_text("utf-8"))
    seen.choose("proposal", 0)
    assert seen.page.locator("#sc-card h2").text_content() == "楼{#1"
    assert seen.fields()["reason"] == "<b>many</b>"
    assert seen.page.evaluate("ServiceCircle.app.model.qr.count") == 1
    x, y = seen.page.evaluate("[...ServiceCircle.app.model.qr.xy]")
    seen.click_map(x, y)
    point = gpd.read_file(points).iloc[0]
    assert seen.fields()["building"] == point["building_id"]
    assert seen.fields()["qr_confidence"] == point["confidence"]
    told = seen.page.evaluate("Object.keys(ServiceCircle.app.model.qr)")
    assert "code" not in told
    text = seen.page.locator(".sc-legend").inner_text()
    assert "Proposals" in text
    assert "QR points" in text


def test_proposals_of_other_data_are_refused(
    village_folder: Path, sited: Path, tmp_path: Path
) -> None:
    """And a folder that holds none, and a file that is none."""
    to = [village_folder, "--out", tmp_path / "maps", "--proposals"]
    (sited / "manifest.json").write_text('{"inputs": []}')
    with pytest.raises(InputError, match=r"sited were made from other inputs"):
        draw(*to, sited)
    with pytest.raises(InputError, match=r"There are no proposals in"):
        draw(*to, tmp_path)
    (sited / "manifest.json").unlink()
    (sited / "proposals.gpkg").write_text("no database")
    with pytest.raises(InputError, match=r"proposals\.gpkg cannot be read"):
        draw(*to, sited)


@pytest.mark.parametrize("option", ["--proposals", "--qr"])
def test_the_public_sees_neither(
    village_folder: Path, sited: Path, option: str, tmp_path: Path
) -> None:
    """They are refused, not left out in silence."""
    to = [village_folder, "--out", tmp_path / "maps", "--profile", "public"]
    with pytest.raises(InputError, match=rf"leave {option} out"):
        draw(*to, option, sited)
