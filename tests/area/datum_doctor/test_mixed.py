"""Tables with rows of two kinds: they are found, named, and told what to do."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from lattice import lattice

from servicecircle.area.datum_doctor.evidence import (
    at_buildings,
    in_district,
    in_named_units,
)
from servicecircle.area.datum_doctor.examine import Layer, Outcome, examine_layer
from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.row_names import RowNames
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.vocabulary import Level

CRS = parse_crs("EPSG:4547")
DEGREES, METRES = Reading(LONLAT), Reading(CRS)
BD09 = Reading(LONLAT, "bd09")


@cache
def homes() -> gpd.GeoDataFrame:
    """Give a tenth of the lattice's buildings as points, with the grid of each."""
    frame = lattice().buildings.iloc[::10]
    spots = frame.geometry.representative_point()
    grids = lattice().levels[Level.GRID]
    inside = grids.sindex.query(spots, predicate="within")[1]
    ids = grids.index[inside].to_numpy()
    return gpd.GeoDataFrame({"grid_id": ids}, geometry=spots.to_numpy(), crs=CRS)


def examine(
    other: Reading,
    which: np.ndarray,
    *,
    declared: Reading,
    grids: np.ndarray | None = None,
    table: str = "stations",
) -> Outcome:
    """Write some of the rows in another reading than the rest, and examine them."""
    here = homes()
    shapes = np.array(here.geometry.array, dtype=object)
    xy = shapely.get_coordinates(as_in_the_file(shapes, declared, crs=CRS))
    own = shapely.get_coordinates(as_in_the_file(shapes, other, crs=CRS))
    xy = np.where(which[:, None], own, xy)
    codes = here["grid_id"].to_numpy() if grids is None else grids
    named = pd.DataFrame({"grid_id": codes})
    evidence = in_named_units(named, lattice().levels)
    ids = np.array([f"S{k}" for k in range(len(xy))], dtype=object)
    names = RowNames("row", np.arange(len(xy)) + 2, ids)
    layer = Layer(table, "s.csv", f"[{table}]", xy, declared, False, names)  # noqa: FBT003
    return examine_layer(layer, evidence, ground())


@cache
def ground() -> object:
    """Say where the lattice lies."""
    return ground_of(lattice().levels[Level.DISTRICT])


def every_second() -> np.ndarray:
    """Choose rows."""
    return np.arange(len(homes())) % 2 == 0


def block(first: int, last: int) -> np.ndarray:
    """Choose rows that stand together."""
    place = np.arange(len(homes()))
    return (place >= first) & (place <= last)


def test_every_second_row() -> None:
    """Neither reading beats the other, and both are right of their rows."""
    outcome = examine(BD09, every_second(), declared=DEGREES)
    assert outcome.verdict == "mixed"
    assert outcome.finding is not None
    assert outcome.finding.rule == "datum-mixed"
    assert outcome.mixture is not None
    assert set(outcome.mixture.rows) == set(np.flatnonzero(every_second()))
    assert "column named datum and write bd09 in those" in outcome.finding.remedy


def test_a_block_of_few_rows_is_named_row_by_row() -> None:
    """They were pasted from another source."""
    outcome = examine(BD09, block(30, 41), declared=DEGREES)
    assert outcome.finding is not None
    assert "'S30' (row 32), 'S31' (row 33)" in outcome.finding.message
    assert "'S41' (row 43)." in outcome.finding.message


def test_a_block_of_many_rows_is_named_by_its_ends() -> None:
    """A list of a hundred ids would help nobody."""
    outcome = examine(BD09, block(20, 119), declared=DEGREES)
    assert outcome.finding is not None
    assert outcome.finding.message.endswith(": rows 22 to 121.")


def test_rows_with_their_axes_exchanged() -> None:
    """No datum mends them."""
    swapped = Reading(LONLAT, swap_axes=True)
    outcome = examine(swapped, block(5, 25), declared=DEGREES)
    assert outcome.finding is not None
    assert outcome.finding.remedy == "Exchange the two coordinates in those rows."


def test_rows_of_another_zone() -> None:
    """They are to be converted."""
    numbered = Reading(parse_crs("EPSG:4526"))
    outcome = examine(numbered, block(5, 25), declared=METRES)
    assert outcome.finding is not None
    assert 'in crs = "EPSG:4526": convert them' in outcome.finding.remedy


def test_units_have_no_column_for_it() -> None:
    """Of outlines another remedy is told."""
    outcome = examine(BD09, block(5, 25), declared=DEGREES, table="grids")
    assert outcome.finding is not None
    assert 'in datum = "bd09": convert them' in outcome.finding.remedy


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_wrong_codes_are_no_other_datum(share: float) -> None:
    """Rows that name a wrong grid fit no reading better than any shift."""
    rng = np.random.default_rng(4)
    codes = homes()["grid_id"].to_numpy(copy=True)
    wrong = rng.random(len(codes)) < share
    codes[wrong] = rng.permutation(codes[wrong])
    none = np.zeros(len(codes), dtype=bool)
    outcome = examine(BD09, none, declared=DEGREES, grids=codes)
    assert (outcome.mixture, outcome.finding) == (None, None)


def test_fewer_rows_than_a_coincidence() -> None:
    """Five rows prove nothing."""
    assert examine(BD09, block(30, 34), declared=DEGREES).mixture is None


def test_stations_by_the_buildings_they_stand_in() -> None:
    """Where rows name no unit, those at no building may be at one when read again."""
    rng = np.random.default_rng(3)
    spots = lattice().buildings.geometry.iloc[7::30].centroid
    off = rng.uniform(-40, 40, (len(lattice().buildings), 2))
    around = lattice().buildings.geometry
    moved = [
        shapely.transform(s, lambda xy, d=d: xy + d)
        for s, d in zip(around, off, strict=True)
    ]
    here = gpd.GeoSeries(moved, crs=CRS).iloc[7::30].centroid
    frame = gpd.GeoDataFrame(geometry=moved, crs=CRS)
    xy = shapely.get_coordinates(here.to_numpy())
    shown = as_in_the_file(here.to_numpy(), Reading(CRS, "gcj02"), crs=CRS)
    which = np.arange(len(xy)) % 3 == 0
    xy = np.where(which[:, None], shapely.get_coordinates(shown), xy)
    names = RowNames("row", np.arange(len(xy)), np.full(len(xy), "", dtype=object))
    layer = Layer("stations", "s.csv", "[stations]", xy, METRES, True, names)  # noqa: FBT003
    district = lattice().levels[Level.DISTRICT]
    evidence = [
        at_buildings(frame, rows=len(xy)),
        in_district(district, "district", rows=len(xy)),
    ]
    outcome = examine_layer(layer, evidence, ground())
    assert len(spots) == len(xy)
    assert outcome.mixture is not None
    assert set(outcome.mixture.rows) <= set(np.flatnonzero(which))
    assert len(outcome.mixture.rows) > 0.7 * which.sum()
