"""The vendored files are those of the table."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from servicecircle.maps.assets import leaflet_script, read_asset, style_source

TABLE = tomllib.loads(read_asset("assets.toml").decode())
FILES = [
    (f"{library}/{file}", entry["sha256"])
    for library, described in TABLE.items()
    for file, entry in described["files"].items()
]


@pytest.mark.parametrize(("path", "sha256"), FILES)
def test_vendored_file_is_the_release(path: str, sha256: str) -> None:
    """A changed byte is a decision, never a side effect."""
    assert hashlib.sha256(read_asset(path)).hexdigest() == sha256


def test_leaflet_comes_with_its_licence_and_images() -> None:
    """The page keeps the licence it must carry, and fetches no image."""
    script = leaflet_script()
    assert "Redistributions in binary form" in script
    assert script.count("data:image/png;base64,") >= 3
    assert "sourceMappingURL" not in script


def test_style_names_no_file() -> None:
    """Every image of the style sheet is inside it."""
    style = style_source("leaflet/leaflet.css")
    targets = {part.split(")")[0][:5] for part in style.split("url(")[1:]}
    assert targets == {"data:", "#defa"}
