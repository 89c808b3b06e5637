"""`servicecircle map`: maps of the whole and of single communities."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.errors import InputError, OutputError
from servicecircle.maps.public import STAMP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

KEY = "0123456789abcdef0123456789abcdef"


def draw(*arguments: object) -> Result:
    """Run the command and raise what it raises."""
    return CliRunner().invoke(
        app, ["map", *map(str, arguments)], catch_exceptions=False
    )


@pytest.fixture(scope="module")
def maps(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the village and each of its communities for the public, once."""
    out = tmp_path_factory.mktemp("maps") / "maps"
    draw(village_folder, "--out", out, "--each-community", "--profile", "public")
    return out


def test_writes_the_whole_each_and_an_index(maps: Path) -> None:
    """And a manifest that lists them."""
    files = {p.relative_to(maps).as_posix() for p in maps.rglob("*") if p.is_file()}
    drawn = {
        "map_public.html",
        "communities/E.html",
        "communities/W.html",
        "index.html",
    }
    assert files == {"manifest.json", *drawn}
    manifest = json.loads((maps / "manifest.json").read_text("utf-8"))
    assert manifest["command"] == "map"
    assert manifest["maps"] == {n: (maps / n).stat().st_size for n in manifest["maps"]}
    assert set(manifest["maps"]) == drawn


def test_the_index_leads_to_every_map(maps: Path, visit: Callable) -> None:
    """From the picture and from the table; each opens without a network."""
    page = (maps / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+\.html)"', page)
    assert sorted(set(links)) == [
        "communities/E.html",
        "communities/W.html",
        "map_public.html",
    ]
    assert all((maps / link).is_file() for link in links)
    assert STAMP in page
    visit(page)
    seen = visit((maps / "communities" / "E.html").read_text("utf-8"))
    assert "E（合成）" in seen.page.title()


def test_one_community_by_its_name(village_folder: Path, tmp_path: Path) -> None:
    """Only that one is written."""
    out = tmp_path / "maps"
    said = draw(village_folder, "--out", out, "--community", "W（合成）")
    assert "communities/W.html" in said.output
    assert sorted(p.name for p in out.rglob("*.html")) == ["W.html"]


def test_an_unknown_community_is_refused(village_folder: Path, tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(InputError, match="no community with the id 'X', and none is"):
        draw(village_folder, "--out", tmp_path / "maps", "--community", "X")
    assert list(tmp_path.iterdir()) == []


def test_replaces_only_folders_of_maps(village_folder: Path, tmp_path: Path) -> None:
    """Anything else stays."""
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(OutputError, match="Nothing was written"):
        draw(village_folder, "--out", tmp_path)


def test_tianditu_needs_a_key_that_looks_like_one(
    village_folder: Path, tmp_path: Path
) -> None:
    """From a file, and not for the public."""
    (tmp_path / "key").write_text(f"{KEY}\n")
    (tmp_path / "bad").write_text("please ask\n")
    to = [village_folder, "--out", tmp_path / "maps", "--base"]
    with pytest.raises(InputError, match="needs your own key"):
        draw(*to, "tianditu")
    with pytest.raises(InputError, match="no Tianditu key"):
        draw(*to, "tianditu", "--key-file", tmp_path / "bad")
    with pytest.raises(InputError, match="key file absent cannot be read"):
        draw(*to, "tianditu", "--key-file", tmp_path / "absent")
    with pytest.raises(InputError, match="goes with --base tianditu"):
        draw(*to, "gaode", "--key-file", tmp_path / "key")
    with pytest.raises(InputError, match="public map has no outside tiles"):
        draw(*to, "gaode", "--profile", "public")
    assert not (tmp_path / "maps").exists()
