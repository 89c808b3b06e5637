"""From a folder to proposals: complete, repeatable, and never half-written."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from servicecircle.errors import OutputError, SitingError
from servicecircle.pipeline import SiteRequest, site, verify_file
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "certificate.json",
    "findings.csv",
    "frontier.csv",
    "manifest.json",
    "problem.npz",
    "proof.npz",
    "proposal_units.csv",
    "proposals.csv",
    "proposals.gpkg",
    "trials.csv",
}
CLOCKED = {"certificate.json", "manifest.json"}
REQUEST = SiteRequest(
    Question(new_sites=2), every_building=True, frontier=3, draws=1, seconds=5
)


@pytest.fixture(scope="module")
def runs(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Propose sites for the village twice."""
    folder = tmp_path_factory.mktemp("sites")
    outs = [folder / "one", folder / "two"]
    for out in outs:
        site(village_folder, out, REQUEST)
    return outs


def test_the_folder_is_complete(runs: list[Path]) -> None:
    """Every file of the contract, and no other."""
    assert {path.name for path in runs[0].iterdir()} == FILES


def test_the_same_bytes_each_time(runs: list[Path]) -> None:
    """All but the seconds in manifest and certificate."""
    for name in FILES - CLOCKED:
        one, two = (hashlib.sha256((r / name).read_bytes()).digest() for r in runs)
        assert one == two, name


def test_two_sites_for_the_village(runs: list[Path]) -> None:
    """185 of 500 are covered today; B2 adds 170, then the long house its own 100."""
    table = pd.read_csv(runs[0] / "proposals.csv", encoding="utf-8-sig")
    said = json.loads((runs[0] / "manifest.json").read_text())["result"]
    assert said["share_today"] == 0.37
    assert said["status"] == "optimal"
    assert table["rank"].tolist() == [1, 2]
    total = 185 + table["residents_gained"].sum()
    assert table["cumulative_residents"].iloc[-1] == total == said["objective"]
    assert said["share_then"] == total / 500


def test_the_frontier_begins_today_and_meets_the_proposal(runs: list[Path]) -> None:
    """With two sites it is as high as the two proposed."""
    points = pd.read_csv(runs[0] / "frontier.csv", encoding="utf-8-sig")
    said = json.loads((runs[0] / "manifest.json").read_text())["result"]
    assert points["sites"].tolist() == [0, 1, 2, 3]
    assert points["residents"].iloc[0] == 185
    assert points["residents"].iloc[2] == said["objective"]
    assert (points["gap"] == 0).all()


def test_every_table_repeats_the_notice(runs: list[Path]) -> None:
    """The data are made up, and each table says so."""
    for name in ("proposals.csv", "frontier.csv", "trials.csv", "proposal_units.csv"):
        columns = pd.read_csv(runs[0] / name, encoding="utf-8-sig").columns
        assert columns[-1] == "notice", name


def test_the_geopackage_opens_coloured(runs: list[Path]) -> None:
    """Proposals, stations, units and lines to the alternatives, each with a style."""
    path = runs[0] / "proposals.gpkg"
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"proposals", "alternatives", "stations", "grids"} <= layers
    styles = gpd.read_file(path, layer="layer_styles")
    assert set(styles["f_table_name"]) == layers - {"layer_styles"}
    grids = gpd.read_file(path, layer="grids")
    assert grids["residents"].sum() == 500
    assert (grids["share_then"].dropna() >= grids["share_today"].dropna()).all()


def test_the_certificate_stands_against_the_area(
    runs: list[Path], village_folder: Path
) -> None:
    """Measured anew, recomputed, proved again."""
    _, verdict = verify_file(runs[0], area=village_folder, seconds=5)
    assert verdict.stands
    assert verdict.again.complete


def test_ctrl_c_gives_the_best_so_far(village_folder: Path, tmp_path: Path) -> None:
    """Stopped from the start: a choice with a bound, and no claim without proof."""
    sited = site(village_folder, tmp_path / "run", REQUEST, stop=lambda: True)
    said = json.loads((tmp_path / "run" / "manifest.json").read_text())["result"]
    assert said["status"] in {"interrupted", "optimal"}
    assert said["objective"] <= said["bound"]
    assert sited.points is None
    assert verify_file(tmp_path / "run", seconds=5)[1].stands


def test_requirements_reach_the_model(village_folder: Path, tmp_path: Path) -> None:
    """A site for each community, a walk apart."""
    asked = Requirements(at_least_one_in=("community",), apart_m=600.0)
    request = SiteRequest(
        Question(new_sites=2, requirements=asked),
        every_building=True,
        draws=0,
        seconds=5,
    )
    sited = site(village_folder, tmp_path / "run", request)
    assert verify_file(tmp_path / "run", seconds=5)[1].stands
    assert sited.trials is None
    assert not (tmp_path / "run" / "frontier.csv").exists()


def test_what_cannot_be_is_told_and_nothing_is_written(
    village_folder: Path, tmp_path: Path
) -> None:
    """The smallest set in conflict is named."""
    asked = Requirements(budget=0.0, cover_each={"community": 0.9})
    question = Question(new_sites=1, requirements=asked)
    request = SiteRequest(question, every_building=True, draws=0, seconds=5)
    with pytest.raises(SitingError, match="cover_each"):
        site(village_folder, tmp_path / "run", request)
    assert not (tmp_path / "run").exists()


def test_a_frontier_with_a_budget_is_refused_at_once() -> None:
    """Before anything is measured."""
    question = Question(new_sites=1, requirements=Requirements(budget=1.0))
    with pytest.raises(SitingError, match="Leave --frontier"):
        SiteRequest(question, frontier=5)


def test_a_plan_is_not_replaced(village_folder: Path, tmp_path: Path) -> None:
    """A folder of another command stays as it is."""
    out = tmp_path / "run"
    out.mkdir()
    (out / "manifest.json").write_text('{"command": "plan", "files": []}')
    with pytest.raises(OutputError, match="another command"):
        site(village_folder, out, REQUEST)
