"""The datum doctor for a frame of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.area.datum_doctor.evidence import (
    at_buildings,
    in_district,
    in_named_units,
)
from servicecircle.area.datum_doctor.examine import Layer, Outcome, examine_layer
from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.row_names import RowNames
from servicecircle.area.datum_doctor.sample import numbers_of, sample_rows
from servicecircle.area.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.datum.convert import Datum
    from servicecircle.vocabulary import Level


def examine_datum(
    layer: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    *,
    buildings: gpd.GeoDataFrame | None = None,
    datum: Datum = "wgs84",
    name: str = "layer",
) -> Outcome:
    """
    Say whether the coordinates of a layer are what they are said to be.

    Parameters
    ----------
    layer
        Points or polygons with the CRS that they are said to be in, if any. Its columns
        are searched for codes and names of units.
    levels
        The units of each level in one projected CRS, indexed by id, with ``name``; the
        widest level first.
    buildings
        Buildings in the CRS of the levels, if the rows mostly stand in or at one.
    datum
        What the coordinates are said to be shifted to.
    name
        What to call the layer.

    Returns
    -------
    Outcome
        ``scores`` of every plausible reading, the ``verdict`` (confirmed, contradicted,
        mixed or undecided) and the ``finding``, if there is one.

    Examples
    --------
    Points picked from a web map, of a town of 4 km by 3 km:

    >>> import geopandas as gpd
    >>> import numpy as np
    >>> import shapely
    >>> from servicecircle.datum import convert_datum
    >>> from servicecircle.vocabulary import Level
    >>> town = shapely.box(491_000, 2_515_000, 495_000, 2_518_000)
    >>> district = gpd.GeoDataFrame(
    ...     {"name": ["Town"]}, geometry=[town], crs="EPSG:4547", index=["T"]
    ... )
    >>> east, north = np.arange(4911, 4950, 3) * 1e2, np.arange(25151, 25180, 3) * 1e2
    >>> x, y = np.meshgrid(east, north)
    >>> here = gpd.GeoSeries(gpd.points_from_xy(x.ravel(), y.ravel()), crs="EPSG:4547")
    >>> lonlat = here.to_crs("EPSG:4326")
    >>> shown = convert_datum(lonlat.x, lonlat.y, source="wgs84", target="gcj02")
    >>> picked = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*shown), crs="EPSG:4326")
    >>> outcome = examine_datum(picked, {Level.DISTRICT: district}, name="picked.csv")
    >>> outcome.verdict
    'contradicted'
    >>> print(outcome.finding.remedy)
    Write datum = "gcj02" under [picked.csv] in area.toml.
    """
    rows = sample_rows(layer)
    declared = None if layer.crs is None else Reading(layer.crs, datum)
    widest, district = next(iter(levels.items()))
    own = pd.DataFrame(layer.drop(columns=layer.geometry.name)).iloc[rows]
    evidence = in_named_units(own, levels)
    if buildings is not None:
        evidence.append(at_buildings(buildings, rows=len(rows)))
    evidence.append(in_district(district, widest.layer, rows=len(rows)))
    seen = Layer(
        name,
        name,
        f"[{name}]",
        numbers_of(layer, rows),
        declared,
        carries_crs=False,
        names=_names(layer, rows),
    )
    return examine_layer(seen, evidence, ground_of(district))


def _names(layer: gpd.GeoDataFrame, rows: NDArray[np.int64]) -> RowNames:
    """Call the rows as the frame's index does, and by their place in the frame."""
    ids = layer.index.astype("str").to_numpy(dtype=object)
    return RowNames("row", rows, ids[rows])
