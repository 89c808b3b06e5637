"""What a run's manifest says: inputs, parameters, counts in and out, figures."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicecircle import __version__
from servicecircle.area.vintages import vintages
from servicecircle.crs import label
from servicecircle.reports.run_folder import describe_inputs
from servicecircle.tables import silenced_by_rule

if TYPE_CHECKING:
    from servicecircle.pipeline.measured import Measured


def manifest(measured: Measured, *, command: str, out: Path) -> dict[str, Any]:
    """
    Say how a run came about; nothing in it depends on the machine or the clock.

    Parameters
    ----------
    measured
        What was measured.
    command
        Who writes the run.
    out
        Where: from there the way to the area is told, so that a map can be drawn later.

    Returns
    -------
    dict
        Ready for JSON: ``version``, ``command``, ``status``, ``area``, ``parameters``,
        ``inputs`` (with SHA-256), ``counts``, ``figures`` per service, ``network``,
        ``findings``, ``warnings`` and ``silenced`` by rule, ``attribution``.
    """
    area, config = measured.area, measured.area.config
    told = [f for f in measured.findings if not f.silenced]
    severities = Counter(finding.severity.value for finding in told)
    rules = Counter(f"{f.severity.value} {f.rule}" for f in told)
    return {
        "servicecircle": __version__,
        "command": command,
        "status": "done",
        "area": {
            "name": area.name,
            "crs": label(area.crs),
            "folder": _way(out, area.folder),
        },
        "vintages": {name: str(day) for name, day in vintages(config).items()},
        "parameters": config.model_dump(mode="json", exclude_none=True),
        "inputs": describe_inputs(
            area.folder,
            ["area.toml", *config.files()],
            tables=config.databases(),
        ),
        "counts": _counts(measured),
        "figures": _figures(measured),
        "network": _plain(measured.network.notes),
        "findings": dict(sorted(severities.items())),
        "warnings": dict(sorted(rules.items())),
        "silenced": silenced_by_rule(measured.findings),
        "attribution": list(config.area.attribution),
    }


def _way(run: Path, area: Path) -> str:
    """Say how to go from one folder to another; "" where no way leads there."""
    try:
        way = os.path.relpath(area.resolve(), run.resolve())
    except ValueError:  # on another drive
        return ""
    return Path(way).as_posix()


def _counts(measured: Measured) -> dict[str, Any]:
    """Count what went in and what came out."""
    area, network = measured.area, measured.network
    buildings = area.buildings
    inside = buildings[area.widest.id_column].notna()
    return {
        "buildings": len(buildings),
        "buildings_inside": int(inside.sum()),
        "residents": _round(buildings["residents"].sum()),
        "residents_inside": _round(buildings.loc[inside, "residents"].sum()),
        "stations": len(area.stations),
        "entrances": len(area.entrances),
        "candidates": len(area.candidates),
        "units": {level.value: len(units) for level, units in area.levels.items()},
        "network_nodes": len(network.nodes),
        "network_edges": len(network.edges),
        "network_km": _round(network.edges["length_m"].sum() / 1000),
        "network_parts": int(network.islands.max(initial=-1)) + 1,
        "openings": len(network.openings),
        "obstacles": len(network.obstacles),
    }


def _figures(measured: Measured) -> dict[str, Any]:
    """Give each service's headline: the district by walk, by circle, by detour."""
    widest = measured.area.widest.value
    figures = {}
    for standard in measured.reach.standards:
        rows = measured.reach.of(standard.service)
        mine = measured.honesty["service"] == standard.service
        district = measured.honesty[mine & (measured.honesty["level"] == widest)]
        people = district["residents"].sum()
        shares = {
            column: _share((district[column] * district["residents"]).sum(), people)
            for column in ("share_by_walk", "share_by_circle", "share_by_detour")
        }
        figures[standard.service] = {
            "name": standard.name,
            "distance_m": standard.distance_m,
            "step_free": standard.step_free,
            **shares,
            "overstated_residents": _round(district["overstated_residents"].sum()),
            "share_of_buildings": _share(rows["covered"].sum(), len(rows)),
            "buildings_by_reason": _plain(rows["reason"].value_counts().to_dict()),
        }
    return figures


def _share(part: float, whole: float) -> float | None:
    return round(float(part / whole), 6) if whole else None


def _round(value: float) -> float:
    return round(float(value), 6)


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """Turn mappings and NumPy numbers into what JSON knows, keys in order."""
    if hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value
