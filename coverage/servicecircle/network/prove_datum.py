"""Whether streets lie where the buildings leave room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.trials import SHIFTED, Trial
from servicecircle.area.reading import Reading
from servicecircle.crs import LONLAT
from servicecircle.datum import convert_datum
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.config import NetworkFile
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

RULE = "datum-contradicted"
SAMPLE = 4_000
FEWEST = 50
"""So many streets must lie in the district."""
LEAST_SHARE = 0.05
"""Of streets that run through buildings: passages and arcades are fewer."""
RATIO = 3.0
"""A better reading leaves at most a third of them there."""


def refuse_shifted(
    network: WalkNetwork, source: NetworkFile, area: PlanningArea
) -> None:
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

    Raises
    ------
    UnusableInputError
        Naming the datum to write, unless the rule is silenced.

    Notes
    -----
    The middles of the edges in the district are held against the footprints. Buildings
    drawn as points, districts out of China, and fewer than 50 streets prove nothing.
    """
    district = area.levels[area.widest]
    ground = ground_of(district)
    if RULE in area.config.checks.silence or not ground.in_china:
        return
    outline = np.array([district.union_all()], dtype=object)
    footprints = np.array(area.buildings.geometry.array, dtype=object)

    middles = _middles(network.edges)
    before = _in_buildings(middles, outline, footprints)
    if len(before) < FEWEST or before.mean() < LEAST_SHARE:
        return
    degrees = ground.to_degrees(middles, ground.crs)
    moved = convert_datum(*degrees.T, source="wgs84", target=source.datum)
    numbers = np.column_stack(moved)
    trials = [
        Trial(Reading(LONLAT, datum))
        for datum in ("wgs84", *SHIFTED)
        if datum != source.datum
    ]
    if source.datum == "wgs84":
        trials += [Trial(Reading(LONLAT), against=datum) for datum in SHIFTED]
    tried = [
        (trial, _in_buildings(ground.positions(numbers, trial), outline, footprints))
        for trial in trials
    ]
    held = [(trial, flags) for trial, flags in tried if len(flags) >= FEWEST]
    if not held:
        return
    best, after = min(held, key=lambda one: float(one[1].mean()))
    if RATIO * after.mean() > before.mean():
        return
    raise _refusal(source, best, before, after)


def _refusal(
    source: NetworkFile, best: Trial, before: Flags, after: Flags
) -> UnusableInputError:
    """Say what was seen and what to write."""
    if best.against == "wgs84":
        instead = f'read as datum = "{best.reading.datum}"'
        remedy = (
            f'Write datum = "{best.reading.datum}" under [[network.sources]] beside '
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
        f"{before.mean():.0%} of {len(before):,} streets in the district run through "
        f"buildings; {instead}, {after.mean():.0%} of {len(after):,}."
    )
    return UnusableInputError(msg, remedy, rule=RULE)


def _middles(edges: gpd.GeoDataFrame) -> Floats:
    """Give the middle of some edges, evenly over the network."""
    some = np.linspace(0, len(edges) - 1, min(len(edges), SAMPLE)).astype(np.int64)
    lines = np.array(edges.geometry.array, dtype=object)[some]
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    return np.asarray(shapely.get_coordinates(middles))


def _in_buildings(
    places: Floats, outline: NDArray[np.object_], footprints: NDArray[np.object_]
) -> Flags:
    """Say of the places in the district which lie in a building."""
    shapely.prepare(outline)
    there = places[np.isfinite(places).all(axis=1)]
    points = np.asarray(shapely.points(there), dtype=object)
    points = points[shapely.intersects(outline, points)]
    flags = np.zeros(len(points), dtype=bool)
    flags[shapely.STRtree(footprints).query(points, predicate="within")[0]] = True
    return flags
