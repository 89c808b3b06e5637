"""Whether streets and obstacles lie where the buildings leave room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.trials import SHIFTED, Trial
from servicecircle.area.datum_doctor.weigh import turned
from servicecircle.area.reading import Reading
from servicecircle.crs import LONLAT
from servicecircle.datum import convert_datum
from servicecircle.inputs import UnusableInputError
from servicecircle.network.along import places_along

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.config import NetworkFile
    from servicecircle.area.datum_doctor.ground import Ground
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

    Floats = NDArray[np.float64]

RULE = "datum-contradicted"
FEWEST = 50
"""So many places along the drawings, 10 m apart, must lie in the district."""
FEWEST_HIT = 8
"""So many buildings must stand in the way: one in a river's bed is badly drawn."""
LEAST_SHARE = 0.05
"""Of the length that runs through buildings: passages and arcades are less."""
RATIO = 3.0
"""A better reading leaves at most a third of it there."""
AREAL = 2


class _Hits(NamedTuple):
    """How much of some drawings runs through buildings."""

    places: int
    """Places along them that lie in the district."""
    share: float
    buildings: int
    """How many buildings are hit."""


class _Walls(NamedTuple):
    """The district's outline, and what stands in it."""

    outline: NDArray[np.object_]
    tree: shapely.STRtree

    def hits(self, places: Floats) -> _Hits:
        """Count the places that lie in a building."""
        there = places[np.isfinite(places).all(axis=1)]
        points = np.asarray(shapely.points(there), dtype=object)
        points = points[shapely.intersects(self.outline, points)]
        point, building = self.tree.query(points, predicate="within")
        share = len(np.unique(point)) / max(1, len(points))
        return _Hits(len(points), share, len(np.unique(building)))


def prove_streets(
    network: WalkNetwork, source: NetworkFile, area: PlanningArea
) -> str | None:
    """
    Refuse streets that run through buildings, and in another datum would not.

    Parameters
    ----------
    network
        One source, in the working CRS, its datum undone as `area.toml` says.
    source
        What `area.toml` says of it.
    area
        The area with its buildings.

    Returns
    -------
    str or None
        Why nothing could be proved, a sentence; None where the datum holds.

    Raises
    ------
    UnusableInputError
        Naming the datum to write, unless the rule is silenced.

    Notes
    -----
    Places every 10 m along the edges in the district are held against the footprints. A
    reading is better if at most a third as much of the length runs through buildings,
    and less than after any other shift of the same length.
    """
    shapes = np.array(network.edges.geometry.array, dtype=object)
    return _prove(shapes, source, area, what="streets", both_ways=True)


def prove_obstacles(
    layer: gpd.GeoDataFrame, source: NetworkFile, area: PlanningArea
) -> str | None:
    """
    Refuse obstacles whose outlines run through buildings, as `prove_streets` does.

    Parameters
    ----------
    layer
        The obstacles, in the working CRS.
    source, area
        As for streets.
    """
    shapes = np.array(layer.geometry.array, dtype=object)
    return _prove(shapes, source, area, what="obstacles", both_ways=False)


def _prove(
    shapes: NDArray[np.object_],
    source: NetworkFile,
    area: PlanningArea,
    *,
    what: str,
    both_ways: bool,
) -> str | None:
    """Hold drawings against the footprints, in every datum that there is."""
    district = area.levels[area.widest]
    ground = ground_of(district)
    if RULE in area.config.checks.silence or not ground.in_china:
        return None
    footprints = np.array(area.buildings.geometry.array, dtype=object)
    if not (shapely.get_dimensions(footprints) == AREAL).any():
        return f"{source.file}: the buildings are points, which leave {what} room."
    walls = _Walls(
        np.array([district.union_all()], dtype=object), shapely.STRtree(footprints)
    )
    shapely.prepare(walls.outline)
    places = places_along(shapes)
    before = walls.hits(places)
    if before.places < FEWEST:
        return f"{source.file}: too little of its {what} lies in the district."
    tried = _other_readings(places, source, ground, both_ways=both_ways)
    after = [(trial, there, walls.hits(there)) for trial, there in tried]
    held = [one for one in after if one[2].places >= FEWEST]
    if before.share < LEAST_SHARE or before.buildings < FEWEST_HIT:
        if any(one[2].share >= LEAST_SHARE for one in held):
            return None
        return f"{source.file}: no datum leads its {what} through buildings."
    for trial, there, hits in sorted(held, key=lambda one: one[2].share):
        others = [walls.hits(other) for other in turned(there, places)]
        beaten = [other.share for other in others if other.places >= FEWEST]
        if all(RATIO * hits.share <= share for share in (before.share, *beaten)):
            raise _refusal(source, trial, before, hits, what)
    share = f"{before.share:.0%}"
    return f"{source.file}: {share} of its {what} run through buildings in any datum."


def _other_readings(
    places: Floats, source: NetworkFile, ground: Ground, *, both_ways: bool
) -> Sequence[tuple[Trial, Floats]]:
    """Say where the drawings would lie in other datums, or the buildings would."""
    degrees = ground.to_degrees(places, ground.crs)
    moved = convert_datum(*degrees.T, source="wgs84", target=source.datum)
    numbers = np.column_stack(moved)
    trials = [
        Trial(Reading(LONLAT, datum))
        for datum in ("wgs84", *SHIFTED)
        if datum != source.datum
    ]
    if source.datum == "wgs84" and both_ways:
        trials += [Trial(Reading(LONLAT), against=datum) for datum in SHIFTED]
    return [(trial, ground.positions(numbers, trial)) for trial in trials]


def _refusal(
    source: NetworkFile, best: Trial, before: _Hits, after: _Hits, what: str
) -> UnusableInputError:
    """Say what was seen and what to write."""
    section = "sources" if what == "streets" else "obstacles"
    if best.against == "wgs84":
        instead = f'read as datum = "{best.reading.datum}"'
        remedy = (
            f'Write datum = "{best.reading.datum}" under [[network.{section}]] beside '
            f"{source.file} in area.toml."
        )
    else:
        instead = f'with the buildings in datum = "{best.against}"'
        remedy = (
            f"Not the streets but the buildings and units seem to be shifted: write "
            f'datum = "{best.against}" beside their files in area.toml.'
        )
    msg = (
        f'{source.file}: read as declared (datum = "{source.datum}"), '
        f"{before.share:.0%} of its {what} in the district, by length, run through "
        f"buildings, of which they hit {before.buildings:,}; {instead}, "
        f"{after.share:.0%} do."
    )
    return UnusableInputError(msg, remedy, rule=RULE)
