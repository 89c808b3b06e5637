"""The map of a measurement: who can really walk to a station, in one offline file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from branca.element import MacroElement
from jinja2 import Template

from servicecircle._validation import suggest
from servicecircle.errors import InputError
from servicecircle.maps.assets import script_source, style_source
from servicecircle.maps.encode import STEPS_PER_DEGREE
from servicecircle.maps.fallback import static_page
from servicecircle.maps.labels import LABELS, Language
from servicecircle.maps.markup import data_block, script_block, style_block
from servicecircle.maps.offline import OfflineFigure, RawText
from servicecircle.maps.palette import (
    NO_DATA_COLOUR,
    REASON_COLOURS,
    SHARE_BREAKS,
    SHARE_COLOURS,
    share_labels,
)
from servicecircle.maps.points import describe_buildings, describe_stations
from servicecircle.maps.units import describe_levels
from servicecircle.vocabulary import Level, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from servicecircle.standards import ServiceStandard

SCRIPTS = (
    "decode",
    "format",
    "areas",
    "dots",
    "points",
    "controls",
    "panel",
    "reach_map",
)
"""Our own scripts, in the order they need each other."""

DATA_ID = "servicecircle-data"


class _ReachLayers(MacroElement):
    """Hand the map over to our scripts, which read the data block."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "ServiceCircle.drawReach({{ this._parent.get_name() }}, "
        "JSON.parse(document.getElementById('" + DATA_ID + "').textContent));"
        "{% endmacro %}"
    )


def reach_map(  # noqa: PLR0913 - the tables of a measurement
    levels: Mapping[str, gpd.GeoDataFrame],
    stations: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    reach: pd.DataFrame,
    *,
    standards: Sequence[ServiceStandard],
    title: str,
    attribution: Sequence[str],
    level_names: Mapping[str, str] | None = None,
    language: Language = "en",
) -> str:
    """
    Draw a measurement as one HTML file that opens anywhere, without a network.

    Areas are coloured by the share of residents within the standard, on foot or as the
    straight-line circle has it; a panel shows both side by side. Buildings are coloured
    by the reason of their answer. Shapes may be in any CRS; the map is in longitude and
    latitude (EPSG:4326), rounded to 1e-5 degree.

    Parameters
    ----------
    levels
        The areas, from the widest level to the finest: by level, a table indexed by
        unit id with ``name`` and polygons, such as ``PlanningArea.levels``.
    stations
        Indexed by station id: ``name``, ``tier``, points; optionally ``host_type`` and
        ``services`` (a tuple of names per station; absent: every station offers all).
    buildings
        Indexed by building id: footprints or points.
    coverage
        One row per level, unit and service (``coverage.csv`` of a run): ``level``,
        ``unit_id``, ``service``, ``residents``, ``buildings``, ``share_of_residents``
        and ``circle_share_of_residents`` (0 to 1, or missing); the other columns of
        that table are shown where present. Rows of other levels and services are
        ignored.
    reach
        One row per building and service (``reach.parquet`` of a run): ``building_id``,
        ``service``, ``reason``, ``station_id``, ``walk_m`` (metres, or missing).
    standards
        The services to draw, in the order of the menu.
    title
        The map's title.
    attribution
        What the data's licences ask to be said, as plain text.
    level_names
        What the levels are called locally; by default, in the map's language.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    str
        The page. The same tables give the same text.

    Raises
    ------
    InputError
        If there is no level or no service, the language is unknown, a table lacks a
        column, or the ids of two tables do not match.

    Notes
    -----
    Shares are shown to a tenth of a percent, but 100.0 % and 0.0 % only where they are
    exact. A building's walk is rounded up to whole metres, so a walk just above the
    standard never reads as within it.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import pandas as pd
    >>> from shapely import Point, box
    >>> from servicecircle.standards import ServiceStandard
    >>> units = gpd.GeoDataFrame({"name": ["East"]}, index=["g1"],
    ...     geometry=[box(0, 0, 900, 900)], crs="EPSG:32628")
    >>> stations = gpd.GeoDataFrame({"name": ["Hall"], "tier": ["street"]},
    ...     index=["S1"], geometry=[Point(0, 0)], crs="EPSG:32628")
    >>> buildings = gpd.GeoDataFrame(index=["b1"], geometry=[Point(300, 0)],
    ...     crs="EPSG:32628")
    >>> coverage = pd.DataFrame({"level": ["grid"], "unit_id": ["g1"],
    ...     "service": ["appeals"], "residents": [12.0], "buildings": [1],
    ...     "share_of_residents": [1.0], "circle_share_of_residents": [1.0]})
    >>> reach = pd.DataFrame({"building_id": ["b1"], "service": ["appeals"],
    ...     "reason": ["covered"], "station_id": ["S1"], "walk_m": [310.5]})
    >>> page = reach_map({"grid": units}, stations, buildings, coverage, reach,
    ...     standards=[ServiceStandard("appeals", 500)], title="Demo", attribution=[])
    >>> page.startswith("<!DOCTYPE html>")
    True
    """
    if language not in LABELS:
        msg = f"Unknown map language {language!r}. {suggest(language, LABELS)}"
        raise InputError(msg)
    if not levels or not standards:
        msg = "A map needs at least one level and one service standard."
        raise InputError(msg)
    words = LABELS[language]
    own_names = {level.value: words[level.value] for level in Level}
    payload: dict[str, Any] = {
        "title": title,
        "text": words,
        "language": language,
        "attribution": " · ".join(attribution),
        "steps_per_degree": STEPS_PER_DEGREE,
        "share_breaks": SHARE_BREAKS,
        "share_colours": SHARE_COLOURS,
        "share_labels": share_labels(),
        "no_data_colour": NO_DATA_COLOUR,
        "reasons": [{"key": r, "colour": REASON_COLOURS[r]} for r in Reason],
        "services": [
            {
                "name": s.name or s.service,
                "standard_m": _plain(s.distance_m),
                "step_free": s.step_free,
            }
            for s in standards
        ],
        "levels": describe_levels(
            levels,
            coverage,
            standards=standards,
            level_names={
                key: (level_names or {}).get(key, own_names.get(str(key), str(key)))
                for key in levels
            },
        ),
        "stations": describe_stations(stations, standards=standards, tier_names=words),
        "buildings": describe_buildings(
            buildings, reach, stations=stations, standards=standards
        ),
    }
    return _page(payload)


def _plain(metres: float) -> float:
    """Return whole metres without a decimal point."""
    return int(metres) if metres == int(metres) else metres


def _page(payload: dict[str, Any]) -> str:
    """Put data, styles and scripts around a folium map."""
    import folium  # noqa: PLC0415 - loads where it is used

    figure = OfflineFigure(title=payload["title"], language=payload["language"])
    base = folium.Map(
        tiles=None,
        zoom_control=False,
        attribution_control=True,
        min_zoom=8,
        max_zoom=20,
        zoom_snap=0.25,
        zoom_delta=0.5,
        world_copy_jump=False,
    )
    figure.add_child(base)
    base.add_child(_ReachLayers())  # type: ignore[no-untyped-call]
    style = style_block(style_source("reach_map.css"))
    figure.header.add_child(RawText(style), name="reach_style")
    scripts = "\n".join(script_source(f"{name}.js") for name in SCRIPTS)
    blocks = {
        "reach_static": static_page(payload),
        "reach_data": data_block(payload, element_id=DATA_ID),
        "reach_scripts": script_block(scripts),
    }
    for name, block in blocks.items():
        figure.html.add_child(RawText(block), name=name)
    return figure.render()
