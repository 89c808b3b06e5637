"""Layers before the doctor: what is shifted is named, what is not is left alone."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lattice import lattice
from shapely import affinity

from servicecircle.area.datum_doctor import examine_datum
from servicecircle.area.datum_doctor.evidence import (
    Evidence,
    at_buildings,
    at_own_building,
    in_district,
    in_named_units,
)
from servicecircle.area.datum_doctor.examine import Layer, Outcome, examine_layer
from servicecircle.area.datum_doctor.ground import Ground
from servicecircle.area.datum_doctor.row_names import names_of
from servicecircle.area.reading import Reading, as_in_the_file
from servicecircle.crs import LONLAT, parse_crs
from servicecircle.vocabulary import Level

CRS = parse_crs("EPSG:4547")
GROUND = Ground(CRS, (494_800.0, 2_517_800.0))
METRES = Reading(CRS)
DEGREES = Reading(LONLAT)
# What the coordinates are, what they are said to be, and what to write.
MISTAKES = [
    (Reading(LONLAT, "gcj02"), DEGREES, 'datum = "gcj02"'),
    (Reading(LONLAT, "bd09"), DEGREES, 'datum = "bd09"'),
    (Reading(LONLAT, swap_axes=True), DEGREES, "swap_axes = true"),
    (Reading(CRS, swap_axes=True), METRES, "swap_axes = true"),
    (Reading(parse_crs("EPSG:4526")), METRES, 'crs = "EPSG:4526"'),
    (METRES, Reading(parse_crs("EPSG:4526")), 'crs = "EPSG:4547"'),
    (Reading(parse_crs("EPSG:4548")), METRES, 'crs = "EPSG:4548"'),
    (Reading(parse_crs("EPSG:4498")), METRES, 'crs = "EPSG:4498"'),
    (Reading(parse_crs("EPSG:32650")), METRES, 'crs = "EPSG:32650"'),
    (Reading(parse_crs("EPSG:3857")), METRES, 'crs = "EPSG:3857"'),
    (Reading(CRS, "gcj02"), METRES, 'datum = "gcj02"'),
    (DEGREES, Reading(LONLAT, "gcj02"), 'datum = "wgs84"'),
    (METRES, None, 'crs = "EPSG:4547"'),
]
NAMES = [f"{label}-{i}" for i, (_, _, label) in enumerate(MISTAKES)]


@cache
def buildings() -> gpd.GeoDataFrame:
    """Give the lattice's buildings off their rows, with the grid of each."""
    frame = lattice().buildings
    rng = np.random.default_rng(2)
    off = rng.uniform((-8, -20), (11, 110), (len(frame), 2))
    moved = [
        affinity.translate(s, *d) for s, d in zip(frame.geometry, off, strict=True)
    ]
    frame = frame.set_geometry(moved, crs=CRS)
    grids = lattice().levels[Level.GRID]
    spots = frame.geometry.representative_point()
    inside = grids.sindex.query(spots, predicate="within")
    return frame.assign(grid_id=grids.index[inside[1]].to_numpy())


def stations() -> gpd.GeoDataFrame:
    """Give a station in the middle of every fiftieth building."""
    some = buildings().iloc[7::50]
    return some.set_geometry(some.geometry.centroid)


def district(rows: int) -> Evidence:
    """Give the evidence that rows lie in the district."""
    return in_district(lattice().levels[Level.DISTRICT], "district", rows=rows)


def examine(
    frame: gpd.GeoDataFrame,
    evidence: list[Evidence],
    *,
    truth: Reading,
    declared: Reading | None,
    carries_crs: bool = False,
) -> Outcome:
    """Write a layer in one reading and examine it in another."""
    shapes = np.array(frame.geometry.array, dtype=object)
    written = as_in_the_file(shapes, truth, crs=CRS)
    xy = shapely.get_coordinates(shapely.centroid(written))
    names = names_of(frame.rename_axis("row").reset_index(drop=True))
    layer = Layer("stations", "s.csv", "[stations]", xy, declared, carries_crs, names)
    return examine_layer(layer, evidence, GROUND)


@pytest.mark.parametrize(("truth", "declared", "words"), MISTAKES, ids=NAMES)
def test_stations_by_the_buildings_they_stand_in(
    truth: Reading, declared: Reading | None, words: str
) -> None:
    """They name no unit; in a building's footprint they stand all the same."""
    here = stations()
    evidence = [at_buildings(buildings(), rows=len(here)), district(len(here))]
    outcome = examine(here, evidence, truth=truth, declared=declared)
    assert outcome.verdict == "contradicted"
    assert outcome.finding is not None
    assert outcome.finding.blocks
    assert outcome.finding.remedy == f"Write {words} under [stations] in area.toml."


@pytest.mark.parametrize(("truth", "declared", "words"), MISTAKES, ids=NAMES)
def test_buildings_by_the_grid_they_name(
    truth: Reading, declared: Reading | None, words: str
) -> None:
    """Two hundred buildings are enough."""
    here = buildings().iloc[::10]
    rows = pd.DataFrame(here[["grid_id"]]).reset_index(drop=True)
    evidence = [*in_named_units(rows, lattice().levels), district(len(here))]
    assert [part.kind for part in evidence] == ["grid", "district"]
    outcome = examine(here, evidence, truth=truth, declared=declared)
    assert outcome.finding is not None
    assert outcome.finding.remedy == f"Write {words} under [stations] in area.toml."


@pytest.mark.parametrize(("truth", "declared", "words"), MISTAKES, ids=NAMES)
def test_buildings_by_the_district_alone(
    truth: Reading, declared: Reading | None, words: str
) -> None:
    """Two thousand of them feel its border, although they name no unit."""
    here = buildings()
    outcome = examine(here, [district(len(here))], truth=truth, declared=declared)
    assert outcome.finding is not None
    assert outcome.finding.remedy == f"Write {words} under [stations] in area.toml."


@pytest.mark.parametrize("right", [METRES, DEGREES, Reading(LONLAT, "gcj02")])
def test_what_is_right_is_confirmed(right: Reading) -> None:
    """By the grids, by the buildings or by the district: no finding."""
    here, spots = buildings(), stations()
    rows = pd.DataFrame(here[["grid_id"]]).reset_index(drop=True)
    at_homes = at_buildings(buildings(), rows=len(spots))
    for frame, evidence in (
        (here, in_named_units(rows, lattice().levels)),
        (here, [district(len(here))]),
        (spots, [at_homes, district(len(spots))]),
    ):
        outcome = examine(frame, evidence, truth=right, declared=right)
        assert (outcome.verdict, outcome.finding) == ("confirmed", None)


def test_entrances_by_their_own_building() -> None:
    """An entrance is in the wall of the building that it names."""
    here = buildings().iloc[::20]
    doors = here.geometry.bounds[["minx", "miny"]].to_numpy() + np.array([3.0, 0.0])
    here = here.set_geometry(shapely.points(doors), crs=CRS)
    evidence = [at_own_building(here.index.to_series(), buildings())]
    right = examine(here, evidence, truth=METRES, declared=METRES)
    assert right.verdict == "confirmed"
    wrong = examine(here, evidence, truth=Reading(CRS, "bd09"), declared=METRES)
    assert wrong.finding is not None
    assert 'datum = "bd09"' in wrong.finding.remedy


def test_beijing_1954_is_tried_where_nothing_else_fits() -> None:
    """Seventy metres off, the grids are missed by many, and the old zone is named."""
    here = buildings().iloc[::5]
    rows = pd.DataFrame(here[["grid_id"]]).reset_index(drop=True)
    evidence = [*in_named_units(rows, lattice().levels), district(len(here))]
    old = Reading(parse_crs("EPSG:2435"))
    outcome = examine(here, evidence, truth=old, declared=METRES)
    assert outcome.finding is not None
    assert outcome.finding.remedy == (
        'Write crs = "EPSG:2435" under [stations] in area.toml.'
    )


def test_a_frame_of_ones_own() -> None:
    """It needs no area: a layer, the units, the buildings if they help."""
    spots = stations()
    shapes = np.array(spots.geometry.array, dtype=object)
    shown = as_in_the_file(shapes, Reading(LONLAT, "bd09"), crs=CRS)
    layer = gpd.GeoDataFrame(geometry=shown, crs=LONLAT)
    outcome = examine_datum(layer, lattice().levels, buildings=buildings(), name="x")
    assert outcome.finding is not None
    assert outcome.finding.remedy == 'Write datum = "bd09" under [x] in area.toml.'
    right = examine_datum(
        layer, lattice().levels, buildings=buildings(), datum="bd09", name="x"
    )
    assert right.verdict == "confirmed"
    unsaid = layer.set_crs(None, allow_override=True)
    assert examine_datum(unsaid, lattice().levels).verdict == "contradicted"


def test_shifted_units_are_told_from_shifted_rows() -> None:
    """If the grids come from a web map, it is not the buildings that must move."""
    here = buildings()
    grids = lattice().levels[Level.GRID]
    shifted = in_working_crs_shifted(grids)
    rows = pd.DataFrame(here[["grid_id"]]).reset_index(drop=True)
    levels = lattice().levels | {Level.GRID: shifted}
    evidence = in_named_units(rows, levels)
    outcome = examine(here, evidence, truth=METRES, declared=METRES)
    assert outcome.finding is not None
    assert outcome.finding.remedy == (
        "Not these coordinates but those of grids seem to be shifted: write "
        'datum = "gcj02" in area.toml beside the file of grids.'
    )


def in_working_crs_shifted(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Shift units as a web map shows them."""
    shapes = np.array(frame.geometry.array, dtype=object)
    shown = as_in_the_file(shapes, Reading(CRS, "gcj02"), crs=CRS)
    return frame.set_geometry(shown, crs=CRS)


def test_few_stations_prove_no_datum() -> None:
    """Three in the middle of the district could be anything: a note, no block."""
    here = stations().iloc[20:23]
    evidence = [at_buildings(buildings(), rows=3), district(3)]
    outcome = examine(here, evidence, truth=DEGREES, declared=DEGREES)
    assert outcome.verdict == "undecided"
    assert outcome.finding is not None
    assert (outcome.finding.rule, outcome.finding.blocks) == ("datum-undecided", False)
    assert "read as datum" not in outcome.finding.remedy
    in_metres = examine(here, evidence, truth=METRES, declared=METRES)
    assert (in_metres.verdict, in_metres.finding) == ("undecided", None)
    shifted = examine(here, evidence, truth=Reading(CRS, "gcj02"), declared=METRES)
    assert shifted.finding is not None
    assert (shifted.finding.rule, shifted.finding.blocks) == ("datum-undecided", False)


def test_chance_does_not_choose_between_systems() -> None:
    """Of stations in the open, those that happen to lie at a building say nothing."""
    rng = np.random.default_rng(8)
    west, south, east, north = lattice().levels[Level.DISTRICT].total_bounds
    places = rng.uniform((west, south), (east, north), (300, 2))
    open_air = shapely.disjoint(
        shapely.points(places), buildings().buffer(6.0).union_all()
    )
    here = gpd.GeoDataFrame(geometry=shapely.points(places[open_air]), crs=CRS)
    evidence = [at_buildings(buildings(), rows=len(here)), district(len(here))]
    numbered = Reading(parse_crs("EPSG:4526"))
    outcome = examine(here, evidence, truth=numbered, declared=METRES)
    assert outcome.finding is not None
    assert 'crs = "EPSG:4526"' in outcome.finding.remedy


def test_one_station_with_its_axes_swapped() -> None:
    """Two thousand kilometres off is no chance, even for one."""
    here = stations().iloc[[20]]
    wrong = Reading(LONLAT, swap_axes=True)
    outcome = examine(here, [district(1)], truth=wrong, declared=DEGREES)
    assert outcome.finding is not None
    assert "the 1 row looked at" in outcome.finding.message


@settings(max_examples=15)
@given(st.floats(0, 360), st.floats(50, 1500))
def test_a_layer_pushed_elsewhere_is_not_called_shifted(
    bearing: float, metres: float
) -> None:
    """Only the shifts of web maps, and of older systems, are named."""
    step = metres * np.array([np.cos(np.radians(bearing)), np.sin(np.radians(bearing))])
    shift = METRES_TO_GCJ02
    if min(np.hypot(*(step - shift)), np.hypot(*(step - METRES_TO_BD09))) < 300:
        return
    if np.hypot(*(step - METRES_TO_OLDER)) < 60:
        return
    here = stations()
    pushed = here.set_geometry(here.geometry.translate(*step))
    evidence = [at_buildings(buildings(), rows=len(here)), district(len(here))]
    outcome = examine(pushed, evidence, truth=METRES, declared=METRES)
    assert outcome.finding is None


def _step(reading: Reading) -> np.ndarray:
    middle = np.array([shapely.Point(GROUND.middle)])
    there = as_in_the_file(middle, reading, crs=CRS)
    return shapely.get_coordinates(there)[0] - np.array(GROUND.middle)


METRES_TO_GCJ02, METRES_TO_BD09 = (
    _step(Reading(CRS, "gcj02")),
    _step(Reading(CRS, "bd09")),
)
METRES_TO_OLDER = _step(Reading(parse_crs("EPSG:2435")))
"""Beijing 1954 in the same zone lies some 50 m off."""


def test_a_strip_beyond_the_border_is_no_shift() -> None:
    """Stations of the neighbours to the south-east do not make the rest GCJ-02."""
    inside = stations()
    outline = lattice().levels[Level.DISTRICT].geometry.iloc[0].bounds
    x = np.linspace(outline[0] + 600, outline[2], 40)
    beyond = gpd.GeoDataFrame(geometry=shapely.points(x, outline[1] - 100), crs=CRS)
    away = inside[inside.geometry.y > outline[1] + 500]
    here = gpd.GeoDataFrame(pd.concat([away[["geometry"]], beyond]), crs=CRS)
    outcome = examine(here, [district(len(here))], truth=METRES, declared=METRES)
    assert outcome.finding is None


def test_wrong_codes_are_no_shift() -> None:
    """Of an older edition of the grids: many do not fit, and no reading mends it."""
    here = buildings().iloc[::10]
    rng = np.random.default_rng(1)
    codes = here["grid_id"].to_numpy(copy=True)
    codes[::2] = rng.permutation(codes[::2])
    rows = pd.DataFrame({"grid_id": codes})
    evidence = [*in_named_units(rows, lattice().levels), district(len(here))]
    outcome = examine(here, evidence, truth=METRES, declared=METRES)
    assert outcome.finding is None


def test_a_file_that_says_its_crs_is_mended_itself() -> None:
    """area.toml cannot overrule it, so the remedy names the file."""
    here = stations()
    outcome = examine(
        here,
        [district(len(here))],
        truth=Reading(parse_crs("EPSG:4526")),
        declared=METRES,
        carries_crs=True,
    )
    assert outcome.finding is not None
    assert "assign EPSG:4526 to it without converting" in outcome.finding.remedy


def test_the_table_of_scores() -> None:
    """One row for every reading and kind of evidence, the declared one first."""
    here = stations()
    evidence = [at_buildings(buildings(), rows=len(here)), district(len(here))]
    scores = examine(here, evidence, truth=DEGREES, declared=DEGREES).scores
    assert list(scores) == ["layer", "reading", "evidence", "share", "rows", "verdict"]
    assert scores["reading"].iloc[0] == 'as declared: crs = "EPSG:4326"'
    assert scores["share"].between(0, 1).all()
    assert scores.loc[scores["share"] < 0.5, "verdict"].eq("worse").all()
    again = examine(here, evidence, truth=DEGREES, declared=DEGREES).scores
    pd.testing.assert_frame_equal(scores, again)
