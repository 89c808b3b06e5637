"""Settings and fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from servicecircle.pipeline import Measured, measure_area
from servicecircle.synthetic import write_village

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("servicecircle", deadline=None, derandomize=True)
settings.load_profile("servicecircle")


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
