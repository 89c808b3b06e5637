"""From what was tried on the map to what it is worth, and how far from the best."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from servicecircle.pipeline.siting_run import begin, finish, read_ground
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style, plain_style, share_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.siting.certificate import certify, told_status, write_certificate
from servicecircle.siting.effort import Effort
from servicecircle.siting.proposals import make_proposals
from servicecircle.siting.tried import best_instead, place_what_if, score_what_if
from servicecircle.siting.what_if import area_hash, read_what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from pathlib import Path

    from servicecircle.pipeline.siting_run import Ground
    from servicecircle.progress import Show
    from servicecircle.siting.tried import Best, Placed, Score
    from servicecircle.siting.what_if import WhatIf

COMMAND = "site"
ACTIONS = (
    ("open", "#c51b7d", "tried: a new station"),
    ("open_gate", "#d95f0e", "tried: a gate opened"),
    ("close", "#101010", "tried: a station closed"),
)


@dataclass(frozen=True)
class WhatIfRequest:
    """
    What is to be scored, and against what.

    Parameters
    ----------
    file
        The what-if file.
    service
        The service circle's key; the first one where missing.
    every_building
        Whether the best is looked for among all buildings, instead of the area's
        candidates.
    seconds, gap
        How long to look for the best, and what is good enough.
    """

    file: Path
    service: str | None = None
    every_building: bool = False
    seconds: float = 60.0
    gap: float = 0.0


@dataclass(frozen=True, eq=False)
class Tried:
    """What was tried, what it is worth, and the best there is."""

    ground: Ground
    tried: WhatIf
    placed: Placed
    score: Score
    best: Best
    stale: bool
    """Whether the area's data have changed since the map was drawn."""


def score_file(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: WhatIfRequest,
    *,
    stop: Callable[[], bool] | None = None,
    show: Show | None = None,
) -> Tried:
    """
    Score a what-if file, and write everything into one run folder.

    Writes `what_if.csv` (a row an action), `what_if_units.csv`, `what_if.gpkg` and
    `manifest.json`; and, where stations were tried, the best choice of as many:
    `proposals.csv` and `certificate.json` with the files it names.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    SitingError
        If the file cannot be used, or does not fit the area.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    what = read_what_if(request.file)
    area, network = ground = read_ground(folder, stages)
    placed = place_what_if(area, network, what, request.service)
    with stages.run("score what was tried") as advance:
        score = score_what_if(area, network, placed, advance=advance)
    with stages.run("look for the best"):
        best = best_instead(
            area,
            network,
            placed,
            every_building=request.every_building,
            effort=Effort(request.seconds, request.gap, stop=stop),
        )
    stale = area_hash(ground.inputs()) != what.area_hash
    done = Tried(ground, what, placed, score, best, stale)
    finish(
        out,
        partial(_write, done, request),
        command=COMMAND,
        ground=ground,
        request=asdict(request) | {"file": request.file.name},
        told=lambda: _told(done),
        stages=stages,
    )
    return done


def _write(done: Tried, request: WhatIfRequest, run: Path) -> None:
    """Write every file."""
    score, best, area = done.score, done.best, done.ground.area
    write_csv(pd.DataFrame(score.table.drop(columns="geometry")), run / "what_if.csv")
    write_csv(score.units, run / "what_if_units.csv")
    layers = {"tried": score.table}
    styles = {"tried": category_style("action", ACTIONS, shape="point")}
    if best.result and best.question and best.problem:
        table = make_proposals(best.problem, best.question, best.result).table
        write_csv(pd.DataFrame(table.drop(columns="geometry")), run / "proposals.csv")
        certificate = certify(
            best.problem,
            best.question,
            best.result,
            every_building=request.every_building,
            what_if=done.tried.content,
        )
        write_certificate(run, certificate)
        layers["best"] = table
        styles["best"] = plain_style("#2c7fb8", polygons=False)
    for level, units in reversed(list(area.levels.items())):
        mine = score.units[score.units["level"] == level.value].set_index("unit_id")
        told = mine.drop(columns="level")
        layers[level.layer] = gpd.GeoDataFrame(
            told, geometry=units.geometry.reindex(told.index), crs=area.crs
        )
        styles[level.layer] = share_style("share_then")
    write_geopackage(run / "what_if.gpkg", layers, styles=styles)


def _told(done: Tried) -> dict[str, Any]:
    """Say in the manifest what is gained, and how far it is from the best."""
    score, best = done.score, done.best
    counting = done.score.table[done.score.table["counts"]]
    return {
        "what_if": {
            "area_hash": done.tried.area_hash,
            "stale": done.stale,
            "actions": counting["action"].value_counts().sort_index().to_dict(),
            "not_about_the_service": int((~done.score.table["counts"]).sum()),
        },
        "result": {
            "service": done.placed.standard.service,
            "residents": score.residents,
            "covered_today": score.today,
            "covered_then": score.then,
            "residents_gained": score.then - score.today,
            "share_today": score.today / score.residents if score.residents else None,
            "share_then": score.then / score.residents if score.residents else None,
            "best_sites": _told_sites(score, best),
            "best_gates": _told_gates(best),
        },
    }


def _told_sites(score: Score, best: Best) -> Mapping[str, Any] | None:
    """Say how far the stations tried are from the best ones."""
    result = best.result
    if result is None:
        return None
    return {
        "new_sites": int((result.sites["action"] == "open").sum()),
        "status": result.status.value,
        "told": told_status(result),
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "behind": result.objective - score.then,
        "behind_at_most": result.bound - score.then,
    }


def _told_gates(best: Best) -> Mapping[str, Any] | None:
    """Say how far the gates opened are from the best ones."""
    gates = best.gates
    if gates is None:
        return None
    return {
        "gates": gates.chosen,
        "status": gates.status.value,
        "objective": gates.objective,
        "bound": gates.bound,
        "gap": gates.gap,
        "behind": gates.objective - best.gates_tried,
        "behind_at_most": gates.bound - best.gates_tried,
    }
