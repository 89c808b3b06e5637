"""The walking network of an OpenStreetMap file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.crs import check_working_crs, parse_crs
from servicecircle.errors import NetworkError
from servicecircle.network.osm.content import NodePlaces, read_osm
from servicecircle.network.osm.edges import (
    edge_table,
    node_table,
    shared_nodes,
    split_lines,
)
from servicecircle.network.osm.obstacles import draw_obstacles
from servicecircle.network.osm.openings import cut_at_closed, list_openings
from servicecircle.network.osm.plazas import attached_plazas, cross_plazas, rims_of
from servicecircle.network.osm.sidewalks import streets_to_leave_out
from servicecircle.network.osm.walk_rules import default_rules
from servicecircle.network.walk_network import WalkNetwork

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyproj

    from servicecircle.network.osm.walk_rules import WalkRules


def network_from_pbf(
    path: Path | str, *, crs: pyproj.CRS | str, rules: WalkRules | None = None
) -> WalkNetwork:
    """
    Read the walking network from an OpenStreetMap file.

    Ways join only where they share a node, so a bridge never meets the street below.
    One-way rules bind vehicles, not walkers. Squares are crossed in straight lines,
    closed gates cut and are remembered, and what cannot be crossed becomes obstacles.

    Parameters
    ----------
    path
        A ``.osm.pbf``, ``.pbf`` or ``.osm`` file; longitude and latitude (EPSG:4326),
        as in all such files.
    crs
        The working CRS, projected and in metres.
    rules
        The tag table; by default the built-in one (``walk_rules.toml``).

    Returns
    -------
    WalkNetwork
        Nodes carry OSM ids; copies made at closed gates carry -1, -2, ... Edges are in
        file order: ways, rims of squares, walks across them, closed joints. Beyond
        the required columns they have ``highway`` (missing for platforms and piers),
        ``way_id`` (the negative of a relation's id), ``bridge``, ``tunnel``, ``layer``,
        ``name`` (missing where it has none) and ``plaza``. ``openings`` list every
        barrier on a walked way; ``edge_ids`` are the closed joints that it would open.
        ``notes`` count what was read and left out, with the reason.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    CrsError
        If the CRS is not projected, not in metres, or not meant for the place.
    NetworkError
        If nothing in the file can be walked.

    Notes
    -----
    A way that reaches beyond the extract is walked as far as its nodes are known.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = '''<osm version="0.6">
    ...   <node id="1" version="1" lat="28.1" lon="-15.43"/>
    ...   <node id="2" version="1" lat="28.101" lon="-15.43"/>
    ...   <way id="7" version="1"><nd ref="1"/><nd ref="2"/>
    ...     <tag k="highway" v="steps"/></way>
    ... </osm>'''
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "town.osm")
    ...     _ = file.write_text(text, "utf-8")
    ...     network = network_from_pbf(file, crs="EPSG:32628")
    >>> network.edges[["u", "v", "length_m", "steps", "way_id"]].iloc[0].to_dict()
    {'u': 1, 'v': 2, 'length_m': 110.7792, 'steps': True, 'way_id': 7}
    """
    path = Path(path)
    crs = parse_crs(crs)
    check_working_crs(crs)
    rules = rules or default_rules()
    content = read_osm(path, rules=rules)
    places = NodePlaces(content.positions, crs)

    ways = [line for line in content.lines if len(line.refs) > 1]
    left_out, sidewalks = streets_to_leave_out(ways, places, rules.sidewalks)
    ways = [ways[i] for i in np.setdiff1d(np.arange(len(ways)), left_out)]
    plazas, unattached = attached_plazas(content.plazas, ways)
    rims = rims_of(plazas)
    refs = [line.refs for line in (*ways, *rims)]
    if not refs:
        msg = f"{path}: no way in it can be walked. {_why_nothing(content.faults)}"
        raise NetworkError(msg)
    gates = list_openings(content, np.concatenate(refs), rules)
    links = cross_plazas(
        plazas,
        places,
        shared=shared_nodes(refs),
        max_nodes=rules.plazas.max_nodes,
    )
    cut_at = np.concatenate([gates["node_id"], links.u, links.v])
    pieces = split_lines(refs, places, cut_at=cut_at)
    edges = edge_table((ways, rims, plazas), pieces, links, places)
    edges, openings = cut_at_closed(edges, gates, places)
    notes = {
        "source": path.name,
        "ways_read": _counts(content.ways_read.elements()),
        "ways_left_out": _counts(content.ways_left_out.elements()),
        "ways_without_length": len(content.lines) - len(ways) - len(left_out),
        "sidewalks": sidewalks,
        "squares": {"left out, no way leads there": unattached, **links.counts},
        "openings_closed": _counts(gates.loc[gates["closed"], "kind"]),
        "openings_passable": _counts(gates.loc[~gates["closed"], "kind"]),
        "faults": _counts(content.faults.elements()),
    }
    return WalkNetwork.build(
        crs,
        node_table(edges),
        edges,
        openings=openings,
        obstacles=draw_obstacles(content, places),
        notes=notes,
    )


def _why_nothing(faults: Counter[str]) -> str:
    """Say what to do about a file without ways."""
    if faults["nodes outside the file"]:
        return (
            "The nodes of its ways are missing, come after them, or have the negative "
            "numbers of an editor. Export it with all nodes (osmium extract), sort it "
            "(osmium sort) or renumber it (osmium renumber)."
        )
    return (
        "Check that the extract holds highway=* ways, and the walking rules if you "
        "gave your own."
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    """Count words, in the order of the alphabet."""
    return dict(sorted(Counter(words).items()))
