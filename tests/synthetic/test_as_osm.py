"""An area written as OpenStreetMap has the streets and houses that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.inputs.osm_places import buildings_from_pbf, facilities_from_pbf
from servicecircle.network.osm.pbf import network_from_pbf
from servicecircle.synthetic import write_osm

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured


@pytest.fixture(scope="module")
def mapped(village: Measured, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the village as if it were mapped, twice: the second takes its place."""
    file = tmp_path_factory.mktemp("mapped") / "village.osm"
    first = write_osm(village.area, file).read_bytes()
    assert write_osm(village.area, file).read_bytes() == first
    return file


def test_the_walks_are_as_long(village: Measured, mapped: Path) -> None:
    """To the centimetre of OpenStreetMap's degrees, over all usable edges."""
    read = network_from_pbf(mapped, crs=village.area.crs)
    for steps in (False, True):
        lengths = [
            net.edges.loc[net.usable() & (net.edges["steps"] == steps), "length_m"]
            for net in (village.network, read)
        ]
        assert len(lengths[0]) == len(lengths[1])
        assert lengths[1].sum() == pytest.approx(lengths[0].sum(), abs=0.5)


def test_every_house_and_hall_is_there(village: Measured, mapped: Path) -> None:
    """Houses with their storeys, stations as public facilities."""
    area = village.area
    drawn = area.buildings[area.buildings.area > 0]
    houses = buildings_from_pbf(mapped, crs=area.crs)
    assert houses.area.sum() == pytest.approx(drawn.area.sum(), rel=1e-3)
    halls = facilities_from_pbf(mapped, crs=area.crs)
    assert set(area.stations["name"].dropna()) <= set(halls["name"])
