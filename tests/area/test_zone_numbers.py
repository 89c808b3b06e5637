"""Eastings beyond their zone are refused, with the code that fits."""

from __future__ import annotations

import pytest

from servicecircle.area.zone_numbers import check_zone
from servicecircle.crs import parse_crs
from servicecircle.inputs import UnusableInputError

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
