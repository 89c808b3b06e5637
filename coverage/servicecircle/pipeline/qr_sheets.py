"""From QR points to sheets of plates, signed and ready to print."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle import __version__
from servicecircle._validation import name_some
from servicecircle.area.read import read_area
from servicecircle.area.read_config import read_config
from servicecircle.crs import label
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.qr_points import points_file, read_points, write_points
from servicecircle.pipeline.siting_run import Ground
from servicecircle.progress import Stages
from servicecircle.qr.codes import (
    check_host,
    give_codes,
    payloads,
    read_keys,
    typed,
)
from servicecircle.qr.codes.give import ACTIVE
from servicecircle.qr.places import plan_points
from servicecircle.qr.plates.font import find_font
from servicecircle.qr.plates.sheets import Order, write_sheets
from servicecircle.qr.plates.single import write_single
from servicecircle.qr.plates.words import Language, plate_words
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.tables.findings_csv import write_findings_csv
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike

    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.config import AreaConfig
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.qr.codes import Keys
    from servicecircle.qr.plates.sheets import Printed

COMMAND = "qr sheets"
FOLDER = "qr_sheets"
ALONE = "qr_plates"
_NOTHING = (
    "There is no active point to print a plate for.",
    "Compare with the codes and units in qr_points.gpkg.",
)
TITLED = (Level.GRID, Level.COMMUNITY)
"""Levels that the top of a sheet names, where the area has them: what is cut off where
there is no room is the community, which the plates name."""


@dataclass(frozen=True)
class SheetsRequest:
    """Which plates: files by which level, of which sizes, with which font."""

    by: Level = Level.COMMUNITY
    sizes_mm: tuple[float, ...] = ()
    """All points in each of these; without any each kind in its own size."""
    units: tuple[str, ...] = ()
    """Only the points of these units of that level; without any, all."""
    font: Path | None = None
    plates: tuple[str, ...] = ()
    """Codes whose plates are drawn alone, as SVG and PNG, instead of sheets."""
    language: Language = "zh"
    """Of what plates say beside names."""


class _Signing(NamedTuple):
    """What an address is made with."""

    host: str
    key_id: str
    key: bytes


def qr_sheets(  # noqa: PLR0913 - what is read, and what is asked
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: SheetsRequest,
    *,
    points: PathLike[str] | str | None = None,
    keys: PathLike[str] | str | None = None,
    show: Show | None = None,
) -> Printed:
    """
    Print the plates of a planning area's QR points into one run folder.

    Writes `qr_sheets/*.pdf` (or, for plates alone, `qr_plates/*.svg` and `*.png`),
    `qr_sheets.csv` (one row a file), `findings.csv` and `manifest.json`, all at once or
    not at all; and `qr_points.gpkg` and `.csv` where the points are planned here. No
    key, and no signature but in the symbols, is in any of them.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    request
        Which plates.
    points
        The folder, or its `qr_points.gpkg`, of an earlier plan. Without it the points
        are planned and get their codes here, which is right the first time only: plates
        that hang keep their codes by it.
    keys
        A file of keys; without it the environment is asked (see `read_keys`).
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    UnusableInputError
        If the host, a key, the font or the points cannot be used.
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    check_out(Path(out), inputs=Path(folder), commands=(COMMAND,))
    signing = _signing(read_config(Path(folder)), read_keys(keys))
    font = find_font(request.font)
    stages = Stages(show)
    found: list[Finding] = []
    with stages.run("read the area"):
        area = read_area(folder)
    if points is not None:
        with stages.run("read the points"):
            coded = read_points(points, crs=area.crs)
    else:
        with stages.run("plan the points"):
            planned, found = plan_points(area, network_of(area))
            coded = give_codes(planned).points
    with stages.run("sign the codes"):
        order = _order(coded, area, request, signing)
    with run_folder(Path(out), commands=(COMMAND,)) as run:
        with stages.run("print the plates") as advance:
            printed = _print(order, run, area, request, font=font, advance=advance)
        with stages.run("write the folder"):
            write_csv(printed.files, run / "qr_sheets.csv")
            say = in_chinese if request.language == "zh" else None
            told = [*found, *printed.findings]
            write_findings_csv(told, run / "findings.csv", in_chinese=say)
            if points is None:
                write_points(coded, run)
            repeat_notice(run, area.config.area.notice)
        write_manifest(run, _manifest(area, request, printed, points, stages))
    return printed


def _signing(config: AreaConfig, keys: Keys) -> _Signing:
    """Check what the addresses are made with, before anything is measured."""
    host = check_host(config.qr.host)
    key_id = config.qr.key_id.upper()
    if not key_id and len(keys.by_id) == 1:
        key_id = next(iter(keys.by_id))
    return _Signing(host, key_id, keys[key_id])


def _order(
    coded: gpd.GeoDataFrame,
    area: PlanningArea,
    request: SheetsRequest,
    signing: _Signing,
) -> Order:
    """Put the active points into the order in which they are printed."""
    by = request.by if request.by in area.levels else area.finest
    live = coded[coded["state"] == ACTIVE]
    if request.units:
        _check_known(request.units, live[by.id_column], what=f"{by.value} units")
        live = live[live[by.id_column].isin(request.units)]
    if request.plates:
        asked = [typed(code) for code in request.plates]
        _check_known(asked, live["code"], what="active codes")
        live = live[live["code"].isin(asked)]
    if live.empty:
        raise UnusableInputError(*_NOTHING, rule="qr-former-unusable")
    inner = [level.id_column for level in (by, Level.GRID) if level in area.levels]
    number = ["door"] if "door" in live else []
    keys = list(dict.fromkeys([*inner, "building_id", *number, "code"]))
    live = live.sort_values(keys, na_position="last")
    qr = area.config.qr
    words = plate_words(
        live,
        area.buildings["name"],
        area.levels,
        host=signing.host,
        hotline=qr.hotline,
        language=request.language,
    )
    signed = payloads(
        live["code"].tolist(), host=signing.host, key_id=signing.key_id, key=signing.key
    )
    sides = {
        kind: getattr(qr.plates, f"{kind}_mm") for kind in ("gate", "entrance", "stair")
    }
    own = live["kind"].map(sides).tolist()
    sizes = [[size_mm] * len(live) for size_mm in request.sizes_mm] or [own]
    unit_id = live[by.id_column].astype(object)
    times = len(sizes)
    return Order(
        words * times,
        signed * times,
        list(chain.from_iterable(sizes)),
        unit_id.where(unit_id.notna(), None).tolist() * times,
        _titles(live, area) * times,
    )


def _check_known(asked: Sequence[str], known: pd.Series[str], *, what: str) -> None:
    """Refuse what no point has, by name."""
    unknown = sorted(set(asked) - set(known))
    if unknown:
        message = f"These are no {what} of the points: {name_some(unknown)}."
        raise UnusableInputError(message, _NOTHING[1], rule="qr-former-unusable")


def _print(  # noqa: PLR0913 - what is printed, where and how
    order: Order,
    run: Path,
    area: PlanningArea,
    request: SheetsRequest,
    *,
    font: Path,
    advance: Callable[[float], None],
) -> Printed:
    """Write sheets, or plates alone."""
    if request.plates:
        (run / ALONE).mkdir()
        return write_single(order, run / ALONE, font_file=font)
    (run / FOLDER).mkdir()
    paper = area.config.qr.plates.paper
    return write_sheets(
        order, run / FOLDER, font_file=font, paper=paper, advance=advance
    )


def _titles(live: gpd.GeoDataFrame, area: PlanningArea) -> list[str]:
    """Say for the top of each sheet where its plates go."""
    parts = [[area.config.area.notice] * len(live)]
    for level in TITLED:
        if level not in area.levels:
            continue
        ids = live[level.id_column]
        named = ids.map(area.levels[level]["name"]).fillna("")
        told = named if level is Level.COMMUNITY else ids.fillna("")
        parts.append(told.tolist())
    return [" ".join(filter(None, told)) for told in zip(*parts, strict=True)]


def _manifest(
    area: PlanningArea,
    request: SheetsRequest,
    printed: Printed,
    points: PathLike[str] | str | None,
    stages: Stages,
) -> dict[str, Any]:
    config = area.config
    inputs = Ground(area, None).inputs()  # type: ignore[arg-type]
    if points is not None:
        file = points_file(points)
        inputs += describe_inputs(file.parent, [file.name])
    asked = asdict(request) | {"font": printed.font.name}
    return {
        "servicecircle": __version__,
        "command": COMMAND,
        "status": "done",
        "area": {"name": area.name, "crs": label(area.crs)},
        "request": asked,
        "parameters": config.model_dump(mode="json", exclude_none=True),
        "inputs": inputs,
        "font": {"name": printed.font.name, "sha256": printed.font.sha256},
        "result": {
            "plates": int(printed.files["plates"].sum()),
            "sheets": int(printed.files["sheets"].sum()),
            "files": len(printed.files),
        },
        "attribution": list(config.area.attribution),
        "timings": [stage._asdict() for stage in stages.done],
    }
