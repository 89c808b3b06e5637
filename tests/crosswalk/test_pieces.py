"""Common ground, against the overlay of geopandas."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from editions import CRS, box, partitions
from hypothesis import given, settings

from servicecircle.crosswalk.kinds import Tolerances
from servicecircle.crosswalk.pieces import NOWHERE, Pieces, overlay
from servicecircle.crosswalk.slivers import meaningful, share_within


def arrays(shapes: dict[str, shapely.Geometry]) -> np.ndarray:
    """Give the polygons, sorted by code."""
    return np.array([shapes[label] for label in sorted(shapes)], dtype=object)


def by_pair(pieces: Pieces) -> dict[tuple[int, int], float]:
    """Give each pair's area in m2."""
    pairs = zip(pieces.old.tolist(), pieces.new.tolist(), strict=True)
    return dict(zip(pairs, pieces.area_m2.tolist(), strict=True))


def brute_force(old: np.ndarray, new: np.ndarray) -> dict[tuple[int, int], float]:
    """Let geopandas cut the two editions at each other."""
    frames = [
        gpd.GeoDataFrame({side: range(len(shapes))}, geometry=shapes, crs=CRS)
        for side, shapes in (("old", old), ("new", new))
    ]
    found = gpd.overlay(*frames, how="union", keep_geom_type=True)
    found = found.assign(area=found.area).fillna({"old": NOWHERE, "new": NOWHERE})
    found = found[found["area"] > 0.01]
    return found.groupby(["old", "new"])["area"].sum().to_dict()


@given(old=partitions(across=4), new=partitions(across=5))
@settings(max_examples=5)
def test_common_ground_is_that_of_a_brute_overlay(
    old: dict[str, shapely.Geometry], new: dict[str, shapely.Geometry]
) -> None:
    """Two partitions of one square, cut along different lines."""
    pieces = overlay(arrays(old), arrays(new))
    assert by_pair(pieces) == pytest.approx(brute_force(arrays(old), arrays(new)))


@given(old=partitions(), new=partitions())
@settings(max_examples=5)
def test_ground_in_no_unit_is_found(
    old: dict[str, shapely.Geometry], new: dict[str, shapely.Geometry]
) -> None:
    """One edition lacks its unit a, the other its unit b."""
    old, new = ({**old, "z": box(6, 0, 7, 6)}, {**new, "y": box(0, 6, 6, 7)})
    old.pop("a", None)
    new.pop("b", None)
    pieces = overlay(arrays(old), arrays(new))
    assert by_pair(pieces) == pytest.approx(brute_force(arrays(old), arrays(new)))


@given(shapes=partitions())
@settings(max_examples=5)
def test_an_edition_is_its_own_crosswalk(shapes: dict[str, shapely.Geometry]) -> None:
    """Neighbours share borders, and borders are no ground."""
    pieces = overlay(arrays(shapes), arrays(shapes))
    assert pieces.old.tolist() == pieces.new.tolist() == list(range(len(shapes)))


@pytest.mark.parametrize(
    ("wide_m", "kept"), [(4.0, False), (4.99, False), (5.01, True), (30.0, True)]
)
def test_a_strip_is_a_sliver_up_to_its_width(wide_m: float, kept: bool) -> None:  # noqa: FBT001
    """A border of 1 km drawn anew, so many metres to the east."""
    west, east = shapely.box([0, 500], 0, [500, 999], 1000)
    moved = shapely.box([0, 500 + wide_m], 0, [500 + wide_m, 999], 1000)
    pieces = overlay(np.array([west, east]), moved)
    tolerances = Tolerances(minor_share=0)
    found = meaningful(pieces, np.zeros(len(pieces.old), dtype=bool), tolerances)
    assert ((1, 0) in by_pair(pieces.where(found))) is kept


@pytest.mark.parametrize("built", [False, True])
def test_a_small_corner_counts_only_where_a_building_stands(built: bool) -> None:  # noqa: FBT001
    """20 m by 20 m of a square kilometre are less than a hundredth of both units."""
    corner = shapely.box(1000, 0, 1020, 20)
    west, east = shapely.box([0, 1000], 0, [1000, 2000], 1000)
    new = np.array([west | corner, east - corner], dtype=object)
    pieces = overlay(np.array([west, east]), new)
    found = meaningful(pieces, np.full(len(pieces.old), built), Tolerances())
    assert ((1, 0) in by_pair(pieces.where(found))) is built


def test_a_unit_is_never_left_without_ground() -> None:
    """A lane of its own, 3 m wide, cut in three, keeps its largest piece."""
    lane = np.array([shapely.box(0, 0, 300, 3)])
    thirds = shapely.box([0, 90, 200], -200, [90, 200, 300], 200)
    pieces = overlay(lane, thirds)
    found = pieces.where(
        meaningful(pieces, np.zeros(len(pieces.old), bool), Tolerances())
    )
    lanes = found.where((found.old == 0) & (found.new != NOWHERE))
    assert lanes.new.tolist() == [1]


def test_shares_of_nothing_are_missing() -> None:
    """0 of 0 is no share, and nowhere is no unit."""
    shares = share_within(np.array([0, 1, NOWHERE]), np.array([2.0, 0.0, 5.0]))
    assert np.array_equal(shares, [1.0, np.nan, np.nan], equal_nan=True)
