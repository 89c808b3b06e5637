"""From QR points to the rounds on which their codes are posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.inputs import UnusableInputError
from servicecircle.pipeline.qr_lists import find_list_font, write_round_lists
from servicecircle.pipeline.qr_points import points_file, read_points, write_points
from servicecircle.pipeline.siting_run import begin, finish, read_ground
from servicecircle.qr.codes import give_codes, printed
from servicecircle.qr.lists_by import ListsBy
from servicecircle.qr.places import plan_points
from servicecircle.qr.rounds import Terms, plan_rounds
from servicecircle.qr.rounds.findings import round_findings
from servicecircle.qr.rounds.read_officers import check_places, read_officers
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import describe_inputs, write_csv
from servicecircle.tables.findings_csv import write_findings_csv
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.qr_config import RoundsSection
    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.qr.rounds import Rounds

COMMAND = "qr rounds"
FILE = "qr_rounds.gpkg"
BY_STOP = (
    "CASE WHEN stop IS NULL THEN 'none' WHEN stop = 1 THEN 'first' WHEN stop <= 10 "
    "THEN 'early' WHEN stop <= 25 THEN 'middle' WHEN stop <= 50 THEN 'late' ELSE "
    "'last' END"
)
"""What QGIS colours stops by; from dark to light along the round."""
STOP_COLOURS = (
    ("first", "#d55e00", "first stop"),
    ("early", "#08306b", "2 - 10"),
    ("middle", "#2171b5", "11 - 25"),
    ("late", "#6baed6", "26 - 50"),
    ("last", "#c6dbef", "51 and after"),
    ("none", "#8c8c8c", "in no round"),
)
BY_WALK = "CASE WHEN straight_legs > 0 THEN 'straight' ELSE 'walked' END"
ROUND_COLOURS = (
    ("walked", "#0f529e", "walked"),
    ("straight", "#d55e00", "a part has no known walk"),
)


@dataclass(frozen=True)
class RoundsRequest:
    """Whose rounds, of which form, and on which lists; what is None is `[qr.rounds]`'s.

    Parameters
    ----------
    by
        One round for every unit of this level (the finest where the area has no such
        level), or the level of the units that officers have.
    officers
        How many share each unit, or the file that names them.
    units
        Only these units.
    lists
        Whether lists are written, and whether each round has a file of its own.
    language
        Of the lists: ``en`` or ``zh``.
    font
        An open font with Chinese letters, for the lists.
    """

    by: Level = Level.GRID
    officers: int | Path = 1
    units: tuple[str, ...] = ()
    closed: bool | None = None
    start: str | None = None
    pace_m_s: float | None = None
    minutes_a_plate: float | None = None
    lists: ListsBy = ListsBy.COMMUNITY
    language: str = "en"
    font: Path | None = None


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
    `qr_stops.csv`, the folder `qr_lists` (a list to print and a form to fill in),
    `findings.csv` and `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    request
        What is asked.
    points
        The run folder of `servicecircle qr plan`, or its `qr_points.gpkg`; without it
        the points are planned, and written too.

    Raises
    ------
    UnusableInputError
        If the points or officers cannot be used, a unit is not there or has too many
        points for one round, or there is no font for the lists.
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    font = find_list_font(request)
    area, network = ground = read_ground(folder, stages)
    by = request.by if request.by in area.levels else area.finest
    officers = _officers(request, area, by)
    found: list[Finding] = []
    if points is not None:
        with stages.run("read the points"):
            coded = read_points(points, crs=area.crs)
    else:
        with stages.run("plan the points"):
            planned, found = plan_points(area, network)
            coded = give_codes(planned).points
    asked = _only(coded, request.units, by)
    config = area.config.qr.rounds
    terms = _terms(request, config)
    start = request.start or config.start
    settings = area.config.network
    with stages.run("plan the rounds") as advance:
        rounds = plan_rounds(
            asked,
            network,
            by=by,
            within_m=settings.snap_limit_m,
            island_tolerance_m=settings.island_tolerance_m,
            terms=terms,
            officers=officers,
            stations=area.stations.geometry if start == "station" else None,
            advance=advance,
        )
    table = officers if isinstance(officers, pd.DataFrame) else None
    findings = [*found, *round_findings(rounds, terms, officers=table)]
    told: dict[str, Any] = {"result": _told(rounds)}
    files = [points_file(points)] if points is not None else []
    files += [request.officers] if isinstance(request.officers, Path) else []
    told["points_and_officers"] = [
        part for file in files for part in describe_inputs(file.parent, [file.name])
    ]

    def write(run: Path) -> None:
        _write(rounds, findings, request.language, run)
        if points is None:
            write_points(coded, run)
        if font is not None:
            write_round_lists(
                rounds,
                asked,
                ground,
                run,
                lists=request.lists,
                font=font,
                language=request.language,
            )

    finish(
        out,
        write,
        command=COMMAND,
        ground=ground,
        request=_as_told(request, terms, start),
        told=lambda: told,
        stages=stages,
    )
    return rounds, findings


def _officers(
    request: RoundsRequest, area: PlanningArea, by: Level
) -> int | pd.DataFrame:
    """Read the officers, if a file names them."""
    if isinstance(request.officers, int):
        return request.officers
    officers = read_officers(request.officers, by=by, units=area.levels[by].index)
    check_places(officers, tuple(area.levels[by].total_bounds))
    return officers


def _only(
    coded: gpd.GeoDataFrame, units: tuple[str, ...], by: Level
) -> gpd.GeoDataFrame:
    """Keep the points of the units asked for."""
    if not units:
        return coded
    there = coded[by.id_column]
    if unknown := sorted(set(units) - set(there.dropna())):
        message = f"No point lies in {by.value} {name_some(unknown)}."
        remedy = "Correct the code, or choose the level with --by."
        raise UnusableInputError(message, remedy, rule="qr-rounds-unusable")
    return coded[there.isin(units)]


def _terms(request: RoundsRequest, config: RoundsSection) -> Terms:
    """Take what was asked, else what the area says."""
    own = {
        "closed": request.closed,
        "pace_m_s": request.pace_m_s,
        "minutes_a_plate": request.minutes_a_plate,
    }
    said = config.model_dump(include={*own, "tolerance"})
    return Terms(**{**said, **{k: v for k, v in own.items() if v is not None}})


def _as_told(request: RoundsRequest, terms: Terms, start: str) -> dict[str, Any]:
    """Say in the manifest what was asked, without places of this machine."""
    told = asdict(request) | asdict(terms) | {"start": start}
    if isinstance(request.officers, Path):
        told["officers"] = request.officers.name
    told["font"] = request.font.name if request.font else None
    return told


def _write(rounds: Rounds, findings: list[Finding], language: str, run: Path) -> None:
    """Write every file of the rounds."""
    styles = {
        "rounds": category_style(BY_WALK, ROUND_COLOURS, shape="line"),
        "stops": category_style(BY_STOP, STOP_COLOURS, shape="point"),
    }
    write_geopackage(run / FILE, rounds._asdict(), styles=styles)
    write_csv(_flat(rounds.rounds), run / "qr_rounds.csv")
    stops = _flat(rounds.stops)
    stops["code"] = stops["code"].map(printed, na_action="ignore")
    write_csv(stops, run / "qr_stops.csv")
    say = in_chinese if language == "zh" else None
    write_findings_csv(findings, run / "findings.csv", in_chinese=say)


def _flat(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry")).reset_index()


def _told(rounds: Rounds) -> dict[str, Any]:
    """Sum the rounds for the manifest."""
    every = rounds.rounds
    lengths = ["length_m", "id_order_m", "tree_m", "least_m", "minutes"]
    return {
        "rounds": len(every),
        "plates": int(every["plates"].sum()),
        "without_round": int(rounds.stops["stop"].isna().sum()),
        "straight_legs": int(every["straight_legs"].sum()),
        **{name: round(float(every[name].sum()), 1) for name in lengths},
    }
