"""Units and service areas as stock folium layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.maps.layers.told import on_the_map, told
from servicecircle.maps.markup import escape_text
from servicecircle.maps.palette import share_colour
from servicecircle.maps.small_picture import percent, tenths

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

AREA_COLOUR = "#2b76ae"


def units(
    frame: gpd.GeoDataFrame,
    coverage: pd.DataFrame | None = None,
    *,
    service: str = "",
    name: str = "Units",
) -> folium.FeatureGroup:
    """
    Draw units as areas, coloured by the share of residents within the standard.

    Parameters
    ----------
    frame
        Polygons in any CRS, indexed by unit id, with ``name``, such as a level of
        ``PlanningArea.levels``.
    coverage
        The rows of that level in ``coverage.csv``: ``unit_id``, ``service``,
        ``share_of_residents`` (0 to 1, or missing). Without it nothing is coloured.
    service
        Which service's shares.
    name
        What the layer is called in a layer control.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> frame = gpd.GeoDataFrame({"name": ["{{7*7}}"]}, index=["g1"],
    ...     geometry=[box(113.9, 22.7, 113.91, 22.71)], crs="EPSG:4326")
    >>> units(frame).layer_name
    'Units'
    """
    shares: list[int | None] = [None] * len(frame)
    if coverage is not None:
        rows = coverage[coverage["service"] == service].set_index("unit_id")
        shares = tenths(rows["share_of_residents"].reindex(frame.index))
    said = [
        told({"id": key, "name": title, "share": None if s is None else percent(s)})
        for key, title, s in zip(frame.index, frame["name"], shares, strict=True)
    ]
    filled = coverage is not None
    fills = [share_colour(share) if filled else "none" for share in shares]
    return _areas(frame, said, fills, name=name, border="#555555", opacity=0.6)


def service_areas(
    frame: gpd.GeoDataFrame, *, service: str, name: str = "Service areas"
) -> folium.FeatureGroup:
    """
    Draw the ground from which each station of a service can be walked to in time.

    Parameters
    ----------
    frame
        Polygons in any CRS with ``station_id`` and ``service``, such as
        ``Measured.service_areas``.
    service
        Which service's.
    name
        What the layer is called in a layer control.
    """
    mine = frame[frame["service"] == service]
    said = [told({"station": station}) for station in mine["station_id"]]
    fills = [AREA_COLOUR] * len(mine)
    return _areas(mine, said, fills, name=name, border=AREA_COLOUR, opacity=0.15)


def _areas(  # noqa: PLR0913 - what an area looks like
    frame: gpd.GeoDataFrame,
    said: list[str],
    fills: list[str],
    *,
    name: str,
    border: str,
    opacity: float,
) -> folium.FeatureGroup:
    """Put an area for every row, with what is told of it."""
    import folium  # noqa: PLC0415 - loads where it is used

    group = folium.FeatureGroup(name=escape_text(name))
    for shape, text, fill in zip(on_the_map(frame).geometry, said, fills, strict=True):
        style: dict[str, Any] = {
            "color": border,
            "weight": 1,
            "fillColor": fill,
            "fillOpacity": 0.0 if fill == "none" else opacity,
        }
        drawn = folium.GeoJson(
            shape.__geo_interface__,
            style_function=lambda _, style=style: style,
            tooltip=folium.Tooltip(text),
        )
        group.add_child(drawn)
    return group
