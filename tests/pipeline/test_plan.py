"""The whole flow: a folder in, a run folder out, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from servicecircle.errors import ServiceCircleError
from servicecircle.pipeline import plan
from servicecircle.tables import table

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "manifest.json",
    "findings.csv",
    "findings.gpkg",
    "findings.html",
    "reach.parquet",
    "coverage.csv",
    "honesty.csv",
    "equity.csv",
    "worst_units.csv",
    "reach.gpkg",
    "map.html",
    "map_public.html",
    "report.docx",
    "report.xlsx",
}


@pytest.fixture(scope="module")
def runs(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Plan the village twice."""
    folder = tmp_path_factory.mktemp("runs")
    outs = [folder / "one", folder / "two"]
    for out in outs:
        plan(village_folder, out)
    return outs


def test_every_file_is_there(runs: list[Path]) -> None:
    """The run folder's contract."""
    assert {path.name for path in runs[0].iterdir()} == FILES


@pytest.mark.parametrize("name", sorted(FILES - {"manifest.json"}))
def test_same_bytes_on_every_run(runs: list[Path], name: str) -> None:
    """DESIGN section 9."""
    one, two = ((run / name).read_bytes() for run in runs)
    assert one == two


def test_manifest_differs_in_timings_only(runs: list[Path]) -> None:
    """Everything else is a fact about the input."""
    one, two = (json.loads((run / "manifest.json").read_text("utf-8")) for run in runs)
    assert one.pop("timings") != []
    two.pop("timings")
    assert one == two


def test_manifest_names_its_inputs(runs: list[Path], village_folder: Path) -> None:
    """Anyone can see whether a file has changed since."""
    manifest = json.loads((runs[0] / "manifest.json").read_text("utf-8"))
    for described in manifest["inputs"]:
        content = (village_folder / described["file"]).read_bytes()
        assert described["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["counts"]["residents"] == 500
    assert manifest["figures"]["appeals"]["share_by_walk"] == 0.37
    assert manifest["figures"]["appeals"]["share_by_circle"] == 0.87


@pytest.mark.parametrize("name", ["reach", "coverage"])
def test_columns_are_those_of_the_data_dictionary(runs: list[Path], name: str) -> None:
    """One statement of every table; the village has its notice beside it."""
    reader = {"reach": "reach.parquet", "coverage": "coverage.csv"}[name]
    path = runs[0] / reader
    frame = pd.read_parquet(path) if name == "reach" else pd.read_csv(path)
    assert frame.columns.tolist() == [*table(name).names, "notice"]


def test_refusal_writes_nothing(village_folder: Path, tmp_path: Path) -> None:
    """A broken area leaves no run folder behind."""
    broken = tmp_path / "area"
    shutil.copytree(village_folder, broken)
    (broken / "streets.gpkg").unlink()
    with pytest.raises(ServiceCircleError, match=r"streets\.gpkg"):
        plan(broken, tmp_path / "run")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["area"]
