"""From a planning area's folder to what opening its closed gates would gain."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from servicecircle.errors import SitingError
from servicecircle.pipeline.siting_run import begin, finish, read_ground
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.siting.certificate import write_certificate
from servicecircle.siting.effort import Effort
from servicecircle.siting.from_area import standard_of
from servicecircle.siting.openings import choose_openings, setting_of
from servicecircle.siting.openings.certificate import certify_openings
from servicecircle.siting.openings.setting import measured_anew

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from pathlib import Path

    from servicecircle.progress import Show
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.openings import OpeningsResult

COMMAND = "openings"


@dataclass(frozen=True)
class OpeningsRequest:
    """How much may be opened, for which service circle, and how long to search."""

    openings: int | None = 10
    sites: int = 0
    budget: float | None = None
    opening_cost: float = 1.0
    service: str | None = None
    within_m: float | None = None
    seconds: float = 60.0


def openings(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: OpeningsRequest,
    *,
    stop: Callable[[], bool] | None = None,
    show: Show | None = None,
) -> OpeningsResult:
    """
    Find what closed gates would gain, and write it into one run folder.

    Writes `openings.csv` and `openings.gpkg` (one row an opening that gains), the
    units that gain in `openings_units.csv`, `certificate.json` with the files it names,
    and `manifest.json`, all at once or not at all. The manifest says beside the result
    what is covered if everything is measured anew with the openings open.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    SitingError
        If nothing is closed, or the request makes no sense.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    area, network = ground = read_ground(folder, stages)
    if request.sites and area.candidates.empty:
        msg = (
            "Sites are asked for beside openings, and the area has no candidates. Name "
            "a table of them under [candidates] in area.toml, or leave --sites out."
        )
        raise SitingError(msg)
    with stages.run("measure the walks"):
        setting = setting_of(area, network, request.service, limit_m=request.within_m)
    with stages.run("choose the openings"):
        result = choose_openings(
            setting,
            openings=request.openings,
            sites=request.sites,
            budget=request.budget,
            opening_cost=request.opening_cost,
            units=area.buildings[[level.id_column for level in area.levels]],
            effort=Effort(request.seconds, stop=stop),
        )
    anew = None
    gates = [name for name in result.chosen if name in setting.openings.index]
    if len(gates) == len(result.chosen):
        with stages.run("measure again"):
            anew = measured_anew(area, setting, gates, request.service)
    service = standard_of(area, request.service).service
    counts = {
        "closed": len(setting.openings),
        "residents": float(setting.homes.sum()),
        "measured_anew": anew,
    }
    certificate = certify_openings(setting, result, service=service)
    finish(
        out,
        partial(_write, result, certificate.stating(inputs=ground.inputs())),
        command=COMMAND,
        ground=ground,
        request=asdict(request),
        told=lambda: {"result": _told(result) | counts},
        stages=stages,
    )
    return result


def _write(result: OpeningsResult, certificate: Certificate, run: Path) -> None:
    """Write every file of the openings."""
    write_csv(result.table.drop(columns="geometry"), run / "openings.csv")
    write_csv(result.units, run / "openings_units.csv")
    kinds = [
        ("open_gate", "#d95f0e", "open the gate"),
        ("open", "#2c7fb8", "new station"),
    ]
    style = {"openings": category_style("action", kinds, shape="point")}
    write_certificate(run, certificate)
    write_geopackage(run / "openings.gpkg", {"openings": result.table}, styles=style)


def _told(result: OpeningsResult) -> dict[str, Any]:
    """Say in the manifest what is gained and what is proved."""
    return {
        "status": result.status.value,
        "covered_today": result.before,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
        "chosen": result.chosen,
        "that_gain": int((result.table["residents_alone"] > 0).sum()),
    }
