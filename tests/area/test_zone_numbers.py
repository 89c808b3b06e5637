"""Eastings beyond their zone are refused, with the code that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from servicecircle.area.reading import Reading
from servicecircle.area.zone_numbers import as_numbered, check_zone
from servicecircle.crs import parse_crs
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
WITHOUT = (490_000.0, 2_510_000.0, 495_000.0, 2_520_000.0)
NUMBERED = (38_490_000.0, 2_510_000.0, 38_495_000.0, 2_520_000.0)
SWAPPED = (2_510_000.0, 490_000.0, 2_520_000.0, 495_000.0)


@pytest.mark.parametrize(
    ("bounds", "code", "remedy"),
    [
        (NUMBERED, 4547, "EPSG:4526, for the first two digits"),
        (NUMBERED, 2383, "EPSG:2362, for the first two digits"),
        (NUMBERED, 32649, "EPSG:4526, for the first two digits"),
        (WITHOUT, 4526, "EPSG:4547, for the eastings are without"),
        (SWAPPED, 4547, "swap_axes = true"),
        ((9e6, 9e6, 9.1e6, 9.1e6), 4547, "Name the CRS"),
    ],
)
def test_the_remedy_names_what_fits(
    bounds: tuple[float, float, float, float], code: int, remedy: str
) -> None:
    """The zone of the same family with or without its number, or the axes."""
    with pytest.raises(UnusableInputError, match="its eastings") as refused:
        check_zone(bounds, parse_crs(code), source="units.shp")
    assert refused.value.rule == "zone-number"
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (WITHOUT, 4547),
        (NUMBERED, 4526),
        (WITHOUT, 32649),
        ((12.6e6, 2.6e6, 12.7e6, 2.7e6), 3857),
        ((113.9, 22.7, 114.0, 22.8), 4326),
        ((490_000.0, 2_510_000.0, 38_495_000.0, 2_520_000.0), 4547),
    ],
)
def test_what_may_be_in_the_zone_passes(
    bounds: tuple[float, float, float, float], code: int
) -> None:
    """Also where only some rows lie in it: those are told one by one."""
    check_zone(bounds, parse_crs(code), source="units.shp")


@pytest.mark.parametrize(
    ("bounds", "code", "fitting"),
    [
        (NUMBERED, 4547, Reading(parse_crs(4526))),
        (WITHOUT, 4526, Reading(parse_crs(4547))),
        (SWAPPED, 4547, Reading(parse_crs(4547), swap_axes=True)),
        ((9e6, 9e6, 9.1e6, 9.1e6), 4547, None),
        (WITHOUT, 3857, None),
    ],
)
def test_what_is_read_on_is_what_the_remedy_says(
    bounds: tuple[float, float, float, float], code: int, fitting: Reading | None
) -> None:
    """So that the rest can be checked in the same run."""
    assert as_numbered(bounds, Reading(parse_crs(code))) == fitting


def test_units_of_another_zone_hide_nothing(board: Board) -> None:
    """One finding for all levels, and the tables are checked as if it were mended."""
    board.layers = {
        name: units.to_crs("EPSG:4526").set_crs("EPSG:4547", allow_override=True)
        for name, units in board.layers.items()
    }
    board.buildings.loc[0, "geometry"] = shapely.Point(X0 - 9_000, Y0 + 250)
    board.buildings["WGBM"] = ["g1", "g2", "g3", "g4"]
    far, zone = board.findings()
    assert (zone.rule, zone.table) == ("zone-number", "district")
    assert zone.message.endswith("So it is with communities, grids.")
    assert far.rule == "building-outside"
    assert "9,000 m outside the district" in far.message
