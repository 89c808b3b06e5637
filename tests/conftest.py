"""Settings and fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from styled import check_styles

from servicecircle.pipeline import Measured, measure_area
from servicecircle.reports import geopackage
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("servicecircle", deadline=None, derandomize=True)
settings.load_profile("servicecircle")

# What tests write is read at once and thrown away: no need to wait for the disk.
os.environ.setdefault("OGR_SQLITE_SYNCHRONOUS", "OFF")


@pytest.fixture(scope="session", autouse=True)
def _every_geopackage_is_styled() -> Iterator[None]:
    """Whatever test writes results: QGIS opens each layer by a style that fits it."""
    add_styles = geopackage._add_styles

    def checked(database: sqlite3.Connection, styles: Mapping[str, str]) -> None:
        add_styles(database, styles)
        check_styles(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geopackage, "_add_styles", checked)
        yield


@pytest.fixture(scope="session")
def realdata() -> Path:
    """Give the folder with real data, or skip and say where it was looked for."""
    default = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("SERVICECIRCLE_REALDATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder} (set SERVICECIRCLE_REALDATA)")
    return folder


@pytest.fixture(scope="session")
def village_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the village drawn by hand; tests read it and leave it as it is."""
    return write_village(tmp_path_factory.mktemp("village") / "area")


@pytest.fixture(scope="session")
def village(village_folder: Path) -> Measured:
    """Measure the village once for all tests."""
    return measure_area(village_folder)
