"""Water, parks, woods and grass from an OpenStreetMap file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.errors import CrsError, InputError
from servicecircle.inputs.osm_background import background_from_pbf

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:32628"
SQUARE = [1, 2, 3, 4, 1]


def write(path: Path, *ways: tuple[int, list[int], dict[str, str]]) -> Path:
    """Write four corners of 100 m, and ways with tags."""
    places = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}
    nodes = "".join(
        f'<node id="{n}" version="1" lon="{x / 1000 - 15.43}" lat="{y / 1000 + 28.1}"/>'
        for n, (x, y) in places.items()
    )
    drawn = "".join(
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{ref}"/>' for ref in refs)
        + "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        + "</way>"
        for number, refs, tags in ways
    )
    path.write_text(f'<osm version="0.6">{nodes}{drawn}</osm>', "utf-8")
    return path


def test_tags_become_kinds(tmp_path: Path) -> None:
    """The first that an area has counts; what is built on is left out."""
    found = background_from_pbf(
        write(
            tmp_path / "a.osm",
            (1, SQUARE, {"landuse": "residential"}),
            (3, SQUARE, {"landuse": "meadow"}),
            (5, SQUARE, {"leisure": "park", "landuse": "grass"}),
            (7, SQUARE, {"landuse": "forest"}),
            (9, SQUARE, {"natural": "water", "leisure": "park"}),
        ),
        crs=CRS,
    )
    kinds = {"w3": "grass", "w5": "park", "w7": "wood", "w9": "water"}
    assert found["kind"].to_dict() == kinds
    assert found.geometry.is_valid.all()
    assert found.area.iloc[0] == pytest.approx(98.2 * 110.8, rel=0.01)


def test_rivers_are_lines_unless_underground(tmp_path: Path) -> None:
    """Nodes that the file does not hold are left out; one alone is no line."""
    found = background_from_pbf(
        write(
            tmp_path / "a.osm",
            (1, [1, 99, 3, 4], {"waterway": "stream"}),
            (2, [1, 99], {"waterway": "river"}),
            (3, [1, 2], {"waterway": "canal", "tunnel": "culvert"}),
        ),
        crs=CRS,
    )
    assert found.index.tolist() == ["w1"]
    assert (found.geom_type.iloc[0], len(found.get_coordinates())) == ("LineString", 3)


def test_a_file_without_any_is_an_empty_frame(tmp_path: Path) -> None:
    """With its columns and CRS."""
    found = background_from_pbf(write(tmp_path / "a.osm", (1, SQUARE, {})), crs=CRS)
    assert (len(found), found.crs, list(found)) == (0, CRS, ["kind", "geometry"])


def test_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    """As the other readers do."""
    with pytest.raises(InputError, match=r"absent\.osm"):
        background_from_pbf(tmp_path / "absent.osm", crs=CRS)
    with pytest.raises(CrsError, match="degrees"):
        background_from_pbf(write(tmp_path / "a.osm"), crs="EPSG:4326")


@pytest.mark.realdata
def test_reads_a_real_city(realdata: Path) -> None:
    """Las Palmas has more gardens than ponds, and hardly a wood."""
    (pbf,) = (realdata / "las_palmas").glob("*.pbf")
    found = background_from_pbf(pbf, crs=CRS)
    counts = found["kind"].value_counts()
    assert counts["park"] > counts["water"] > counts["grass"] > counts["wood"] > 0
    assert found.geometry.is_valid.all()
