"""Stations, buildings and proposals as stock folium layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from servicecircle.maps.layers.told import on_the_map, told
from servicecircle.maps.markup import escape_text
from servicecircle.maps.palette import (
    ACTION_COLOURS,
    NO_DATA_COLOUR,
    REASON_COLOURS,
)
from servicecircle.vocabulary import Reason

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

STATION_COLOUR = "#1b1f24"
STATION_PIXELS, BUILDING_PIXELS = 7, 3
ABOUT_STATION = ("name", "tier", "host_type")
ABOUT_PROPOSAL = ("rank", "action", "site_id", "name", "residents_gained", "reason")


def stations(frame: gpd.GeoDataFrame, *, name: str = "Stations") -> folium.FeatureGroup:
    """
    Draw stations as dots that tell their name, tier and host.

    Parameters
    ----------
    frame
        Points in any CRS, indexed by station id, such as ``PlanningArea.stations``.
    name
        What the layer is called in a layer control.

    Examples
    --------
    >>> import geopandas as gpd
    >>> frame = gpd.GeoDataFrame({"name": ["<b>Hall"], "tier": ["street"]},
    ...     geometry=gpd.points_from_xy([113.9], [22.75]), crs="EPSG:4326")
    >>> len(stations(frame)._children)
    1
    """
    return _dots(
        frame,
        ABOUT_STATION,
        [STATION_COLOUR] * len(frame),
        name=name,
        radius=STATION_PIXELS,
    )


def buildings(
    frame: gpd.GeoDataFrame,
    reach: pd.DataFrame,
    *,
    service: str,
    name: str = "Buildings",
) -> folium.FeatureGroup:
    """
    Draw buildings as dots in the colour of their answer.

    Meant for some thousands; the explorer shows all of a district.

    Parameters
    ----------
    frame
        Footprints or points in any CRS, indexed by building id.
    reach
        One row per building and service (``reach.parquet``): ``building_id``,
        ``service``, ``reason``, ``walk_m``. Buildings without a row are grey.
    service
        Which service's answers.
    name
        What the layer is called in a layer control.
    """
    rows = reach[reach["service"] == service].set_index("building_id")
    answers = rows[["reason", "walk_m"]].reindex(frame.index)
    known = {reason.value: REASON_COLOURS[reason] for reason in Reason}
    colours = [known.get(str(reason), NO_DATA_COLOUR) for reason in answers["reason"]]
    inside = frame.set_geometry(
        shapely.point_on_surface(frame.geometry.to_numpy()), crs=frame.crs
    )
    told_of = inside[["geometry"]].assign(
        reason=answers["reason"], walk_m=answers["walk_m"].round(1)
    )
    about = ("reason", "walk_m")
    return _dots(told_of, about, colours, name=name, radius=BUILDING_PIXELS)


def proposals(
    frame: gpd.GeoDataFrame, *, name: str = "Proposals"
) -> folium.FeatureGroup:
    """
    Draw proposals as dots in the colour of what is proposed.

    Parameters
    ----------
    frame
        Points in any CRS with ``action`` and, where there, ``rank``, ``site_id``,
        ``name``, ``residents_gained``, ``reason``, such as ``proposals.gpkg``.
    name
        What the layer is called in a layer control.
    """
    colours = [ACTION_COLOURS.get(str(a), NO_DATA_COLOUR) for a in frame["action"]]
    return _dots(frame, ABOUT_PROPOSAL, colours, name=name, radius=STATION_PIXELS)


def _dots(
    frame: gpd.GeoDataFrame,
    about: tuple[str, ...],
    colours: list[str],
    *,
    name: str,
    radius: int,
) -> folium.FeatureGroup:
    """Put a dot for every row, with what is told of it."""
    import folium  # noqa: PLC0415 - loads where it is used

    group = folium.FeatureGroup(name=escape_text(name))
    points = on_the_map(frame)
    facts = pd.DataFrame(points)[[c for c in about if c in points.columns]]
    for key, row, point, colour in zip(
        points.index,
        facts.to_dict("records"),
        points.geometry,
        colours,
        strict=True,
    ):
        dot = folium.CircleMarker(
            [point.y, point.x],
            radius=radius,
            color="#ffffff",
            weight=1,
            fill=True,
            fill_color=colour,
            fill_opacity=0.9,
            tooltip=folium.Tooltip(
                told({"id": key} | {str(k): v for k, v in row.items()})
            ),
        )
        group.add_child(dot)
    return group
