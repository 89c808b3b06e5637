"""Publishing a map of every community."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def main(pytestconfig: pytest.Config) -> Callable[[list[str]], int]:
    """Load the script's main function."""
    script = pytestconfig.rootpath / "scripts" / "publish_community_maps.py"
    return runpy.run_path(str(script))["main"]


def test_writes_maps_and_a_figure(
    main: Callable[[list[str]], int],
    village_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And says that they are stamped."""
    out = tmp_path / "to-publish"
    assert main([str(village_folder), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.rglob("*.html")) == [
        "E.html",
        "W.html",
        "index.html",
        "map_public.html",
    ]
    assert (tmp_path / "to-publish.png").read_bytes().startswith(b"\x89PNG")
    assert "No approval number (审图号)" in capsys.readouterr().out


def test_an_area_that_cannot_be_read_is_told(
    main: Callable[[list[str]], int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a sentence, and nothing is written."""
    assert main([str(tmp_path), "--out", str(tmp_path / "maps")]) == 1
    assert "publish_community_maps:" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
