"""The script that proposes sites, as it is copied."""

from __future__ import annotations

import runpy
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from servicecircle.siting.certificate import read_certificate

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured


@pytest.fixture(scope="module")
def main(pytestconfig: pytest.Config) -> object:
    """Load the script's main function."""
    script = pytestconfig.rootpath / "scripts" / "propose_sites.py"
    return runpy.run_path(str(script))["main"]


@pytest.fixture
def folder(village: Measured, village_folder: Path, tmp_path: Path) -> Path:
    """Copy the village, every house a candidate site."""
    folder = tmp_path / "village"
    shutil.copytree(village_folder, folder)
    homes = village.area.buildings[["geometry"]].rename_axis("site_id").reset_index()
    homes["geometry"] = homes.representative_point()
    homes["site_id"] = "site " + homes["site_id"]
    homes.to_file(folder / "candidates.gpkg")
    with (folder / "area.toml").open("a", encoding="utf-8") as text:
        text.write('\n[candidates]\nfile = "candidates.gpkg"\n')
    return folder


def test_proposes_says_why_and_checks(
    main: object, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two sites, reasons, progress, and a certificate that stands."""
    assert callable(main)
    assert main([str(folder), "--sites", "2", "--out", str(tmp_path / "sites")]) == 0
    told = capsys.readouterr().out
    assert "proved best: no choice is better" in told
    assert "choose the sites: 100%" in told
    assert "1. site " in told
    assert 1 <= len(gpd.read_file(tmp_path / "sites" / "proposals.geojson")) <= 2
    assert read_certificate(tmp_path / "sites" / "certificate.json")


def test_says_what_is_wrong(
    main: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, and nothing is written."""
    assert callable(main)
    assert main([str(tmp_path / "absent"), "--out", str(tmp_path / "sites")]) == 1
    assert capsys.readouterr().err.startswith("propose_sites: ")
    assert not (tmp_path / "sites").exists()
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "mine.txt").touch()
    assert main([str(tmp_path), "--out", str(tmp_path / "sites")]) == 1
    assert "is taken" in capsys.readouterr().err
