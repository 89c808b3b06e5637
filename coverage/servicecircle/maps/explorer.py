"""The map of a measured area that its reader can ask: one offline file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from branca.element import MacroElement
from jinja2 import Template

from servicecircle._validation import suggest
from servicecircle.crs import LONLAT
from servicecircle.errors import InputError
from servicecircle.maps.assets import script_source, style_source
from servicecircle.maps.fallback import static_page
from servicecircle.maps.labels import LABELS, Language
from servicecircle.maps.markup import script_block, style_block
from servicecircle.maps.offline import OfflineFigure, RawText
from servicecircle.maps.palette import explorer_palette
from servicecircle.maps.payload import SCRIPTS, explorer_payload
from servicecircle.maps.public import STAMP, imprint
from servicecircle.siting.openings import closed_openings

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.area.config import PublishSection
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.maps.base_maps import BaseMap
    from servicecircle.maps.risk_view import RiskView
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach

DRAW = (
    "view",
    "stage",
    "pixels",
    "hits",
    "units",
    "background",
    "nearest",
    "service_area",
    "streets",
    "buildings",
    "symbols",
    "names",
    "points",
    "ground",
    "detail",
    "marks",
    "scene",
)
PAGE = (
    "element",
    "format",
    "store",
    "scheme",
    "look",
    "place",
    "colourings",
    "choices",
    "headline",
    "slider",
    "risk_headline",
    "risk_slider",
    "risk_method",
    "dispatch_headline",
    "legend_lists",
    "legend",
    "search_box",
    "facts",
    "risk_facts",
    "dispatch_facts",
    "unit_facts",
    "building_facts",
    "card",
    "trials",
    "trial_files",
    "pins",
    "picking",
    "printing",
    "frame",
    "start",
)
BASE = ("gcj", "tiles")
"""Our own scripts, in the order they need each other."""

DATA_ID = "servicecircle-data"


class _Explorer(MacroElement):
    """Hand the map over to our scripts, which read the data block."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "ServiceCircle.page.start({{ this._parent.get_name() }}, "
        "document.getElementById('" + DATA_ID + "').textContent);"
        "{% endmacro %}"
    )


def explorer_map(  # noqa: PLR0913 - what a map can show
    area: PlanningArea,
    network: WalkNetwork,
    reach: Reach,
    *,
    proposals: gpd.GeoDataFrame | None = None,
    qr_points: gpd.GeoDataFrame | None = None,
    language: Language = "en",
    area_hash: str = "",
    openings: gpd.GeoDataFrame | None = None,
    figures: pd.DataFrame | None = None,
    risk: RiskView | None = None,
    publish: PublishSection | None = None,
    base: BaseMap | None = None,
) -> str:
    """
    Draw a measured area as one HTML file that opens anywhere, without a network.

    The reader moves the distance, chooses services and tiers, compares circle and
    street, asks buildings why they are not covered, and tries stations and gates. The
    page counts from the run's own walks, so at the standard it says what the run says.

    Parameters
    ----------
    area
        The planning area.
    network
        Its walking network.
    reach
        What was measured on it.
    proposals
        Points to show, as in `proposals.gpkg`: ``action`` and, where there,
        ``site_id``, ``name``, ``rank``, ``residents_gained``, ``cumulative_share`` (0
        to 1), ``reason``.
    qr_points
        Points to show, as in `qr_points.gpkg`: ``kind``, ``why``, ``confidence`` and
        ``building_id``, where there. A public map leaves them out.
    language
        The page's language when it is opened: ``"en"`` or ``"zh"``.
    area_hash
        Tells the area's data from other data, for what-if files.
    openings
        What could be opened, where that is known already: `closed_openings`.
    figures
        The run's figures at the standards: ``coverage.csv`` with ``share_by_detour`` of
        ``honesty.csv``; for the public, `public_coverage`.
    risk
        Risk, alarms and the clock of units, and who gets there in time. A public map
        leaves them out.
    publish
        What a map that is made public must say. Given, the map is one: it does not
        hold the residents of buildings, and is stamped while it is not approved.
    base
        Tiles to fetch from outside when the page is opened.

    Returns
    -------
    str
        The page. The same input gives the same text.

    Raises
    ------
    InputError
        If the language is unknown, or a public map is to have outside tiles.
    """
    if language not in LABELS:
        msg = f"Unknown map language {language!r}. {suggest(language, LABELS)}"
        raise InputError(msg)
    if publish is not None and base is not None:
        msg = "A public map has no outside tiles: take the base map away."
        raise InputError(msg)
    page: dict[str, Any] = {
        "title": area.name,
        "language": language,
        "words": LABELS,
        "palette": explorer_palette(),
        "attribution": list(area.config.area.attribution),
        "proposals": [] if proposals is None else describe_proposals(proposals),
        "publish": None if publish is None else imprint(publish),
        "stamp": publish is not None and not publish.approval_number.strip(),
        "base": None if base is None else base.for_page(),
    }
    payload = explorer_payload(
        area,
        network,
        reach,
        openings=closed_openings(network) if openings is None else openings,
        page=page,
        figures=figures,
        risk=risk,
        qr_points=qr_points,
        area_hash=area_hash,
        public=publish is not None,
    )
    still = ""
    if figures is not None:
        still = _still(area, figures, language, stamped=bool(page["stamp"]))
    return _page(payload, still, title=area.name, language=language, base=base)


def _still(
    area: PlanningArea, figures: pd.DataFrame, language: Language, *, stamped: bool
) -> str:
    """
    Show the first service where scripts do not run.

    The widest level of more than one unit is drawn: it is short enough to list.
    """
    several = (level for level, units in area.levels.items() if len(units) > 1)
    level = next(several, area.finest)
    standard = area.standards[0]
    mine = (figures["level"] == level.value) & (figures["service"] == standard.service)
    return static_page(
        area.levels[level],
        figures[mine],
        standard,
        title=area.name,
        level_name=area.label(level),
        language=language,
        attribution=area.config.area.attribution,
        stamp=STAMP if stamped else "",
    )


PROPOSAL_FACTS = {
    "site_id": "id",
    "name": "name",
    "action": "action",
    "rank": "rank",
    "residents_gained": "gained",
    "cumulative_share": "cumulative_share",
    "reason": "reason",
}
"""Columns of proposals, and what the page calls them."""


def describe_proposals(proposals: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """
    Write proposals as the page reads them.

    Examples
    --------
    >>> import geopandas as gpd
    >>> frame = gpd.GeoDataFrame({"action": ["open"], "rank": [1]},
    ...     geometry=gpd.points_from_xy([113.9], [22.75]), crs="EPSG:4326")
    >>> describe_proposals(frame)
    [{'lon': 113.9, 'lat': 22.75, 'action': 'open', 'rank': 1}]
    """
    known = [column for column in PROPOSAL_FACTS if column in proposals.columns]
    facts = pd.DataFrame(proposals[known]).rename(columns=PROPOSAL_FACTS)
    rows = facts.astype(object).where(facts.notna(), None).to_dict("records")
    return [
        place | {str(key): value for key, value in row.items()}
        for place, row in zip(_places(proposals), rows, strict=True)
    ]


def _places(points: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return longitude and latitude of points, to about a centimetre."""
    lonlat = points.geometry.to_crs(LONLAT)
    return [
        {"lon": round(float(x), 7), "lat": round(float(y), 7)}
        for x, y in zip(lonlat.x, lonlat.y, strict=True)
    ]


def _page(
    payload: str, still: str, *, title: str, language: Language, base: BaseMap | None
) -> str:
    """Put data, styles and scripts around a folium map."""
    import folium  # noqa: PLC0415 - loads where it is used

    hosts = () if base is None else base.hosts
    figure = OfflineFigure(title=title, language=language, image_hosts=hosts)
    canvas = folium.Map(
        tiles=None,
        zoom_control=False,
        attribution_control=True,
        min_zoom=8,
        max_zoom=20,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
        world_copy_jump=False,
    )
    figure.add_child(canvas)
    canvas.add_child(_Explorer())  # type: ignore[no-untyped-call]
    style = style_block(style_source("explorer/explorer.css"))
    figure.header.add_child(RawText(style), name="explorer_style")
    # Only a map with outside tiles knows how to ask for them.
    ours = [] if base is None else [f"explorer/base/{name}.js" for name in BASE]
    ours += [f"explorer/draw/{name}.js" for name in DRAW]
    ours += [f"explorer/page/{name}.js" for name in PAGE]
    scripts = "\n".join(script_source(path) for path in (*SCRIPTS, *ours))
    blocks = {
        "explorer_still": still,
        "explorer_data": f'<script type="text/plain" id="{DATA_ID}">{payload}</script>',
        "explorer_scripts": script_block(scripts),
    }
    for name, block in blocks.items():
        figure.html.add_child(RawText(block), name=name)
    return figure.render()
