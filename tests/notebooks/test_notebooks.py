"""Notebooks run from top to bottom and are committed without outputs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 300
"""For each on a busy machine; alone each takes well under a minute."""

EXECUTE = f"""
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout={SECONDS}, kernel_name="python3").execute()
outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
told = [out.text for out in outputs if out.get("name") == "stderr"]
assert not told, "".join(told)
assert any("image/png" in out.get("data", {{}}) for out in outputs), "no figure"
"""


def cells_of(path: Path) -> list[dict[str, Any]]:
    """Read the cells of a notebook."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def run_notebook(path: Path, **environment: str) -> None:
    """Run a notebook in a process of its own, which leaves no event loop behind."""
    done = subprocess.run(  # noqa: S603 - our own notebook
        [sys.executable, "-c", EXECUTE, str(path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_there_are_eight() -> None:
    """One for each step, numbered in the order in which they are read."""
    assert [path.name[:3] for path in NOTEBOOKS] == [f"0{n}_" for n in range(1, 9)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_without_outputs(path: Path) -> None:
    """What a notebook shows is made anew, never stored."""
    cells = cells_of(path)
    assert not any(cell.get("outputs") for cell in cells)
    assert not any(cell.get("execution_count") for cell in cells)
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_headings_are_in_both_languages(path: Path) -> None:
    """English first, Chinese after it."""
    text = "\n".join(
        "".join(cell["source"])
        for cell in cells_of(path)
        if cell["cell_type"] == "markdown"
    )
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    assert len(headings) > 3
    for heading in headings:
        assert re.search(r"[A-Za-z].*[\u4e00-\u9fff]", heading), heading


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom(path: Path) -> None:
    """With figures, and without a warning."""
    run_notebook(path)


@pytest.mark.realdata
def test_own_district_takes_a_real_extract(realdata: Path, tmp_path: Path) -> None:
    """One catchment of Las Palmas, from its extract to the map."""
    city = realdata / "las_palmas"
    zones = gpd.read_file(city / "school_catchments_epsg5635.geojson")
    smallest = zones.loc[[zones.to_crs("EPSG:32628").area.idxmin()]]
    smallest.to_file(tmp_path / "zone.gpkg")
    run_notebook(
        NOTEBOOKS[-1],
        SERVICECIRCLE_PBF=str(next(city.glob("*.osm.pbf"))),
        SERVICECIRCLE_BOUNDARY=str(tmp_path / "zone.gpkg"),
        SERVICECIRCLE_RESIDENTS="9000",
    )
