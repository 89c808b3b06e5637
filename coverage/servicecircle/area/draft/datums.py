"""What the datum doctor says of a draft's tables of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.area.datum_doctor import examine_datum
from servicecircle.area.draft.look import Kind, Look
from servicecircle.area.draft.readings import numbers
from servicecircle.crs import parse_crs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyproj

    from servicecircle.area.draft.parts import Part
    from servicecircle.datum.convert import Datum
    from servicecircle.vocabulary import Level

SOME = 0.9
"""Where fewer of the points lie in the units, it is told how far the others are."""


def settle_datum(
    part: Part,
    levels: Mapping[Level, Part],
    working: pyproj.CRS,
    *,
    buildings: Part | None = None,
) -> None:
    """
    Ask where a layer's coordinates seem to be others than what they are taken for.

    Parameters
    ----------
    part
        A table whose columns and CRS are settled; its questions are filled in.
    levels
        The sections of the levels, settled.
    working
        The working CRS.
    buildings
        The section of the buildings, where the places are mostly in or at one.
    """
    units = {k: _units(p, working) for k, p in levels.items() if p.active}
    layer = _as_read(part)
    if not units or layer is None or layer.is_empty.all():
        return
    datum: Datum = part.settings.get("datum", "wgs84")  # type: ignore[assignment]
    outcome = examine_datum(
        layer,
        units,
        buildings=None if buildings is None else _footprints(buildings, working),
        datum=datum,
        name=part.section,
    )
    if outcome.finding is not None:
        told = outcome.finding.message.removeprefix(f"{part.section}: ")
        told = f"{told[:1].upper()}{told[1:]} {outcome.finding.remedy}"
        part.questions.append(f"Are its places right? {told}")
        return
    _tell_those_outside(part, layer.to_crs(working), next(iter(units.values())))


def _units(part: Part, working: pyproj.CRS) -> gpd.GeoDataFrame:
    """Give the units of a level as the doctor wants them."""
    shapes = part.look.shapes_in(working)
    rows = part.look.sample.loc[shapes.index]
    codes = rows[part.recognised["unit_id"]] if "unit_id" in part.recognised else None
    names = rows[part.recognised["name"]] if "name" in part.recognised else codes
    index = shapes.index if codes is None else pd.Index(codes.astype("str"))
    said = index if names is None else names.to_numpy()
    frame = gpd.GeoDataFrame({"name": said}, geometry=shapes.to_numpy(), crs=working)
    return frame.set_index(index)


def _footprints(buildings: Part, working: pyproj.CRS) -> gpd.GeoDataFrame | None:
    """Give all buildings, for a place stands at any of them."""
    frame = buildings.look.frame
    if buildings.look.kind is not Kind.POLYGONS or not isinstance(
        frame, gpd.GeoDataFrame
    ):
        return None
    return None if frame.crs is None else frame.to_crs(working)


def _as_read(part: Part) -> gpd.GeoDataFrame | None:
    """Give a table's places in the CRS that the draft takes them for."""
    look = part.look
    if look.kind is not Kind.TABLE:
        return _with_crs(look, part)
    if "crs" not in part.settings or not {"x", "y"} <= part.recognised.keys():
        return None
    xy = numbers(look.sample, [part.recognised["x"], part.recognised["y"]])
    if "swap_axes" in part.settings:
        xy = xy[:, ::-1]
    sound = np.isfinite(xy).all(axis=1)
    crs = parse_crs(str(part.settings["crs"]))
    return gpd.GeoDataFrame(
        look.sample[sound], geometry=shapely.points(xy[sound]), crs=crs
    )


def _with_crs(look: Look, part: Part) -> gpd.GeoDataFrame | None:
    frame = gpd.GeoDataFrame(look.sample)
    if frame.crs is not None:
        return frame
    if "crs" not in part.settings or "swap_axes" in part.settings:
        return None
    return frame.set_crs(parse_crs(str(part.settings["crs"])))


def _tell_those_outside(
    part: Part, layer: gpd.GeoDataFrame, units: gpd.GeoDataFrame
) -> None:
    """Say how many places lie beyond the units, and how far at most."""
    points = shapely.centroid(layer.geometry.to_numpy())
    points = points[~shapely.is_empty(points)]
    away_m = shapely.distance(points, units.union_all())
    beyond = int((away_m > 0).sum())
    if beyond > (1 - SOME) * len(points):
        part.questions.append(
            f"{beyond} of {len(points)} places looked at lie beyond the units, up to "
            f"{away_m.max():,.0f} m. Nothing says that the coordinates are shifted or "
            "in another CRS. Are they the neighbours' own?"
        )
