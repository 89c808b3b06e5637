"""The service circles of a draft: the words that stations list, at a usual distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.draft.look import Kind
from servicecircle.area.draft.toml_text import comment, key, section
from servicecircle.tables import table
from servicecircle.tables.cells import convert

if TYPE_CHECKING:
    from servicecircle.area.draft.parts import Draft

USUAL_M = 500
MOST = 12
"""More words than that are no list of services."""
OSM = "© OpenStreetMap contributors (ODbL)"
OSM_COLUMNS = frozenset({"osm_id", "osmid", "osm_way_id", "@id"})


def services(draft: Draft) -> str:
    """Write a circle for every service that stations offer, or one for all."""
    words = offered(draft)
    asked = "Usual, not read from any file: is this the standard, and is it walked?"
    if not words:
        told = "No column says what the stations offer, so each offers everything."
        circle = section(
            "[services.appeals]", {"name": "诉求服务圈", "distance_m": USUAL_M}
        )
        return "\n".join([comment(told), comment(asked, mark="# ?"), circle])
    told = f"The words that the stations list: {', '.join(words)}."
    circles = [
        section(f"[services.{key(word)}]", {"name": word, "distance_m": USUAL_M})
        for word in words
    ]
    lines = [comment(told), comment(asked, mark="# ?"), "\n\n".join(circles)]
    return "\n".join(lines)


def offered(draft: Draft) -> list[str]:
    """List the services that the table of stations names, sorted."""
    part = draft.tables.get("stations")
    if part is None or "services" not in part.recognised:
        return []
    cells = part.look.frame[part.recognised["services"]]
    lists, _ = convert(cells, table("stations").column("services"))
    words = sorted({word for some in lists for word in some})
    return words if len(words) <= MOST else []


def attribution(draft: Draft) -> list[str]:
    """Name OpenStreetMap where its data are used."""
    osm = any(
        part.look.kind in {Kind.OSM, Kind.GRAPH}
        or OSM_COLUMNS & {c.lower() for c in part.look.columns}
        for part in draft.parts
    )
    return [OSM] if osm else []
