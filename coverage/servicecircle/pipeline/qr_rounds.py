"""From QR points to the rounds on which their codes are posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.pipeline.qr_points import read_points
from servicecircle.pipeline.siting_run import begin, finish, read_ground, write_left_out
from servicecircle.qr.codes import give_codes
from servicecircle.qr.places import plan_points
from servicecircle.qr.rounds import plan_rounds
from servicecircle.qr.rounds.findings import round_findings
from servicecircle.qr.rounds.plan import MINUTES_A_PLATE, PACE_KMH
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.run_folder import describe_inputs, write_csv
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.qr.rounds import Rounds

COMMAND = "qr rounds"
FILE = "qr_rounds.gpkg"


@dataclass(frozen=True)
class RoundsRequest:
    """Whose rounds, of which form, and what their minutes are made of."""

    by: Level = Level.GRID
    closed: bool = False
    pace_kmh: float = PACE_KMH
    minutes_a_plate: float = MINUTES_A_PLATE


def qr_rounds(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: RoundsRequest,
    *,
    points: PathLike[str] | str | None = None,
    show: Show | None = None,
) -> tuple[Rounds, list[Finding]]:
    """
    Plan the posting rounds of a planning area into one run folder.

    Writes `qr_rounds.gpkg` (layers `rounds` and `stops`), `qr_rounds.csv`,
    `qr_stops.csv`, `findings.csv` and `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    request
        One round for every unit of which level (the finest where the area has no such
        level), and how long it takes.
    points
        `qr_points.gpkg` of an earlier plan; without it the points are planned.

    Raises
    ------
    UnusableInputError
        If the points cannot be used, or a unit has too many for one round.
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    area, network = ground = read_ground(folder, stages)
    found: list[Finding] = []
    if points is not None:
        with stages.run("read the points"):
            coded = read_points(points, crs=area.crs)
    else:
        with stages.run("plan the points"):
            planned, found = plan_points(area, network)
            coded = give_codes(planned).points
    settings = area.config.network
    with stages.run("plan the rounds") as advance:
        rounds = plan_rounds(
            coded,
            network,
            by=request.by if request.by in area.levels else area.finest,
            within_m=settings.snap_limit_m,
            island_tolerance_m=settings.island_tolerance_m,
            closed=request.closed,
            pace_kmh=request.pace_kmh,
            minutes_a_plate=request.minutes_a_plate,
            advance=advance,
        )
    findings = [*found, *round_findings(rounds)]
    told = _told(rounds)
    if points is not None:
        file = Path(points)
        told["points"] = describe_inputs(file.parent, [file.name])
    finish(
        out,
        partial(_write, rounds, findings),
        command=COMMAND,
        ground=ground,
        request=asdict(request),
        told=lambda: told,
        stages=stages,
    )
    return rounds, findings


def _write(rounds: Rounds, findings: list[Finding], run: Path) -> None:
    """Write every file of the rounds."""
    write_geopackage(run / FILE, rounds._asdict(), styles={})
    write_csv(_flat(rounds.rounds), run / "qr_rounds.csv")
    write_csv(_flat(rounds.stops), run / "qr_stops.csv")
    write_left_out(findings, run)


def _flat(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry")).reset_index()


def _told(rounds: Rounds) -> dict[str, Any]:
    """Sum the rounds for the manifest."""
    every = rounds.rounds
    lengths = ["length_m", "id_order_m", "least_m", "minutes"]
    return {
        "result": {
            "rounds": len(every),
            "plates": int(every["plates"].sum()),
            "without_round": int(rounds.stops["stop"].isna().sum()),
            "straight_legs": int(every["straight_legs"].sum()),
            **{name: round(float(every[name].sum()), 1) for name in lengths},
        }
    }
