"""What a walking network needs from an OpenStreetMap file, read in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.crs import LONLAT, check_scale, transformer
from servicecircle.inputs.osm_file import reading
from servicecircle.network.osm.obstacles import obstacle_kind
from servicecircle.network.osm.walk_rules import walkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.network.osm.walk_rules import WalkRules

DEGREE = 10_000_000
"""OpenStreetMap keeps positions as whole ten-millionths of a degree."""

Ring = list[int]


@dataclass(frozen=True)
class OsmLine:
    """A way with its nodes in order."""

    id: int
    tags: Mapping[str, str]
    refs: Ring


@dataclass(frozen=True)
class OsmPolygon:
    """An area: for every part its outer ring and then its holes, all closed."""

    id: int
    """The way's id, or the negative of the relation's."""
    tags: Mapping[str, str]
    parts: list[list[Ring]]


@dataclass
class OsmContent:
    """The parts of an OpenStreetMap file that make a walking network."""

    lines: list[OsmLine] = field(default_factory=list)
    plazas: list[OsmPolygon] = field(default_factory=list)
    barriers: dict[int, Mapping[str, str]] = field(default_factory=dict)
    gate_lines: list[OsmLine] = field(default_factory=list)
    obstacle_lines: list[tuple[str, OsmLine]] = field(default_factory=list)
    obstacle_polygons: list[tuple[str, OsmPolygon]] = field(default_factory=list)
    positions: dict[int, tuple[int, int]] = field(default_factory=dict)
    ways_read: Counter[str] = field(default_factory=Counter)
    ways_left_out: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class NodePlaces:
    """
    Where the nodes lie in the working CRS, rounded to 0.1 mm.

    Raises
    ------
    CrsError
        If a metre of the CRS is not a metre on the ground where the nodes lie.
    """

    def __init__(
        self, positions: Mapping[int, tuple[int, int]], crs: pyproj.CRS
    ) -> None:
        self.crs = crs
        ids = np.fromiter(positions.keys(), np.int64, len(positions))
        lonlat = np.array(list(positions.values()), np.float64).reshape(-1, 2) / DEGREE
        order = np.argsort(ids)
        self.ids = ids[order]
        if len(ids):
            check_scale(crs, [*lonlat.min(axis=0), *lonlat.max(axis=0)])
        transform = transformer(LONLAT, crs)
        x, y = transform.transform(lonlat[order, 0], lonlat[order, 1])
        self.xy: NDArray[np.float64] = np.round(np.column_stack([x, y]), 4)

    def of(self, refs: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Coordinates of nodes, shape (nodes, 2)."""
        return self.xy[np.searchsorted(self.ids, np.asarray(refs, np.int64))]

    def line(self, refs: Ring) -> shapely.LineString:
        """Draw a line through nodes."""
        return shapely.LineString(self.of(refs))

    def polygon(self, rings: list[Ring]) -> shapely.Polygon:
        """Draw a polygon from its outer ring and its holes."""
        shell, *holes = [self.of(ring) for ring in rings]
        return shapely.Polygon(shell, holes)


def read_osm(path: Path, *, rules: WalkRules) -> OsmContent:
    """
    Read an OpenStreetMap file once and keep what walkers need.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    """
    import osmium  # noqa: PLC0415 - loads where it is used

    node, way, area = osmium.osm.NODE, osmium.osm.WAY, osmium.osm.AREA
    keys = {rule.key for rule in rules.obstacles} | {"highway", "barrier"}
    keys |= {name.partition("=")[0] for name in rules.other_ways}
    kept, barriers = (
        osmium.filter.KeyFilter(*sorted(keys)),
        osmium.filter.KeyFilter("barrier"),
    )
    kept.enable_for(way | area)
    barriers.enable_for(node)
    source: Iterable[Any] = (
        osmium.FileProcessor(path)
        .with_areas(osmium.filter.KeyFilter(*sorted(keys)))
        .with_filter(osmium.filter.EntityFilter(node | way | area))
        .with_filter(barriers)
        .with_filter(kept)
    )
    content = OsmContent()
    drawn_as_areas: dict[int, OsmLine] = {}
    with reading(path):
        for thing in source:
            if thing.deleted:
                continue
            tags = dict(thing.tags)
            if thing.is_node():
                content.barriers[thing.id] = tags
            elif thing.is_way():
                _take_way(content, drawn_as_areas, thing, tags, rules)
            else:
                _take_area(content, drawn_as_areas, thing, tags, rules)
    # A square whose outline cannot be assembled is at least walked along its rim.
    content.faults["broken squares"] += len(drawn_as_areas)
    content.lines.extend(drawn_as_areas.values())
    # Areas come when their last member was read; numbers are the steadier order.
    content.plazas.sort(key=_by_number)
    content.obstacle_polygons.sort(key=lambda found: _by_number(found[1]))
    return content


def _take_way(
    content: OsmContent,
    drawn_as_areas: dict[int, OsmLine],
    way: Any,  # noqa: ANN401 - osmium's classes carry no types
    tags: dict[str, str],
    rules: WalkRules,
) -> None:
    verdict = walkable(tags, rules)
    if "highway" in tags:
        content.ways_read[tags["highway"]] += 1
    if verdict.walkable:
        line = OsmLine(way.id, tags, _located(content, way.nodes))
        if _is_square(tags) and way.is_closed():
            drawn_as_areas[way.id] = line
        else:
            content.lines.append(line)
        return
    if "highway" in tags:
        content.ways_left_out[verdict.reason] += 1
    if tags.get("barrier") in rules.barriers.gate_lines:
        content.gate_lines.append(OsmLine(way.id, tags, [n.ref for n in way.nodes]))
    kind = obstacle_kind(tags, rules, polygon=False)
    if kind is not None:
        line = OsmLine(way.id, tags, _located(content, way.nodes))
        content.obstacle_lines.append((kind, line))


def _take_area(
    content: OsmContent,
    drawn_as_areas: dict[int, OsmLine],
    area: Any,  # noqa: ANN401 - osmium's classes carry no types
    tags: dict[str, str],
    rules: WalkRules,
) -> None:
    from_way = area.from_way()
    number = area.orig_id() if from_way else -area.orig_id()
    if from_way:
        plaza = drawn_as_areas.pop(number, None) is not None
    else:
        plaza = walkable(tags, rules).walkable
    kind = None if plaza else obstacle_kind(tags, rules, polygon=True)
    if not plaza and kind is None:
        return
    parts = [
        [_located(content, ring) for ring in (outer, *area.inner_rings(outer))]
        for outer in area.outer_rings()
    ]
    polygon = OsmPolygon(number, tags, parts)
    if plaza:
        content.plazas.append(polygon)
    elif kind is not None:
        content.obstacle_polygons.append((kind, polygon))


def _by_number(area: OsmPolygon) -> tuple[bool, int]:
    """Sort ways before relations, and each by number."""
    return area.id < 0, abs(area.id)


def _is_square(tags: Mapping[str, str]) -> bool:
    """
    Whether a closed way is meant as a surface.

    A closed street is a loop unless it says area=yes; platforms and piers, which
    carry no highway, are surfaces unless they say area=no.
    """
    if "highway" in tags:
        return tags.get("area") == "yes"
    return tags.get("area") != "no"


def _located(content: OsmContent, nodes: Iterable[Any]) -> Ring:
    """Keep the nodes whose place the file knows, without immediate repeats."""
    refs: Ring = []
    known = content.positions
    for node in nodes:
        ref = node.ref
        if ref not in known:
            place = node.location
            if not place.valid():
                content.faults["nodes outside the file"] += 1
                continue
            known[ref] = (place.x, place.y)
        if not refs or refs[-1] != ref:
            refs.append(ref)
    return refs
