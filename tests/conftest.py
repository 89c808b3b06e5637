"""Settings and fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
