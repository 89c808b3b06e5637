"""Maps of a planning area: the whole, or each community by itself, with an index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from servicecircle.errors import InputError
from servicecircle.file_names import file_names
from servicecircle.maps.communities import part_of
from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.index_page import Entry, index_page
from servicecircle.maps.public import STAMP
from servicecircle.pipeline.draw import figures_of, told_in_public
from servicecircle.pipeline.map_points import read_proposals, read_qr_points
from servicecircle.pipeline.map_run import (
    area_of_run,
    check_same_figures,
    check_same_inputs,
    is_run,
    read_manifest,
)
from servicecircle.pipeline.measured import count_area
from servicecircle.pipeline.risk_view import QUARTERS, risk_view
from servicecircle.pipeline.siting_run import begin, finish, read_ground
from servicecircle.siting.openings import closed_openings
from servicecircle.siting.what_if import area_hash
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.config import PublishSection
    from servicecircle.maps.base_maps import BaseMap
    from servicecircle.maps.communities import Part
    from servicecircle.maps.labels import Language
    from servicecircle.maps.risk_view import RiskView
    from servicecircle.pipeline.measured import Counted
    from servicecircle.progress import Show

Profile = Literal["internal", "public"]
FOLDER = "communities"
"""Where the maps of single units lie in the folder."""
NOT_PUBLIC = {
    "base": ("--base", "outside tiles"),
    "proposals": ("--proposals", "proposals"),
    "qr_points": ("--qr", "QR points"),
    "risk": ("--risk", "risk"),
}
"""What only internal maps show: the option, and what it is called."""


class _Drawing(NamedTuple):
    """What all maps of one command have in common."""

    measured: Counted
    figures: pd.DataFrame
    openings: gpd.GeoDataFrame
    profile: Profile
    language: Language
    base: BaseMap | None
    area_hash: str
    proposals: gpd.GeoDataFrame | None
    qr_points: gpd.GeoDataFrame | None
    risk: RiskView | None


def write_maps(  # noqa: PLR0913 - what a map can be asked for
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    profile: Profile = "internal",
    units: Sequence[str] = (),
    each: bool = False,
    level: Level = Level.COMMUNITY,
    language: Language = "en",
    base: BaseMap | None = None,
    proposals: PathLike[str] | str | None = None,
    qr_points: PathLike[str] | str | None = None,
    risk: bool = False,
    quarters: int = QUARTERS,
    keys: PathLike[str] | str | None = None,
    show: Show | None = None,
) -> Counted:
    """
    Measure a planning area and write maps of it into one folder.

    Parameters
    ----------
    folder
        A folder with `area.toml`, or a run of `plan`: its area is measured again, and
        must give what the run says.
    out
        The folder of maps: replaced as a whole when it is complete.
    profile
        ``internal`` holds everything; ``public`` what may be made public.
    units
        Only maps of these units of the level, by id or by name.
    each
        Besides the map of the whole, one of every unit of the level, and `index.html`.
    level
        Which units have maps of their own.
    language
        The maps' language when they are opened.
    base
        Tiles to fetch from outside when a map is opened; not for the public.
    proposals
        A folder that `site` wrote, whose proposals are shown; not for the public.
    qr_points
        `qr_points.gpkg`, or a folder that holds it; not for the public.
    risk
        Also show risk and the clock, from the register of appeals; not for the public.
    quarters
        How many quarters back risk is shown.
    keys
        A file of keys: appeals that came by a code stand where it hangs.
    show
        Called with the name of each stage and the share of it that is done.

    Returns
    -------
    Counted
        What was measured.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is, or there is no such unit.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    if profile == "public":
        _check_public(
            base=base,
            proposals=proposals,
            qr_points=qr_points,
            risk=True if risk else None,
        )
    run = Path(folder) if is_run(Path(folder)) else None
    manifest = None if run is None else read_manifest(run)
    where = Path(folder)
    if run is not None and manifest is not None:
        where = area_of_run(run, manifest)
    stages = begin(where, out, command="map", show=show)
    ground = read_ground(where, stages)
    inputs = ground.inputs()
    if manifest is not None:
        of, remedy = f"The run {run} was measured", "Run `servicecircle plan` again."
        check_same_inputs(manifest, inputs, of=of, remedy=remedy)
    sites = None if proposals is None else read_proposals(proposals, inputs=inputs)
    points = (
        None if qr_points is None else read_qr_points(qr_points, crs=ground.area.crs)
    )
    measured = count_area(*ground, stages=stages)
    if run is not None:
        notice = measured.area.config.area.notice
        check_same_figures(run, measured.coverage, notice=notice)
    chosen = _chosen(measured, units, each=each, level=level)
    view = (
        risk_view(
            measured, quarters=quarters, points=qr_points, keys=keys, stages=stages
        )
        if risk
        else None
    )
    told = told_in_public(measured) if profile == "public" else figures_of(measured)
    drawing = _Drawing(
        measured,
        told,
        closed_openings(measured.network),
        profile,
        language,
        base,
        area_hash(inputs) if profile == "internal" else "",
        sites,
        points,
        view,
    )
    written: dict[str, int] = {}

    def fill(run: Path) -> None:
        if each or not units:
            name = "map.html" if profile == "internal" else "map_public.html"
            written[name] = _write(run / name, _whole(drawing))
        files = {u: f"{n}.html" for u, n in file_names(chosen).items()}
        for unit_id in chosen:
            file = f"{FOLDER}/{files[unit_id]}"
            written[file] = _write(run / file, _of_unit(drawing, level, unit_id))
        if each:
            entries = {
                unit: Entry(
                    f"{FOLDER}/{files[unit]}", written[f"{FOLDER}/{files[unit]}"]
                )
                for unit in chosen
            }
            page = _index(drawing, level, entries, whole=next(iter(written)))
            written["index.html"] = _write(run / "index.html", page)

    finish(
        out,
        fill,
        command="map",
        ground=ground,
        request={
            "profile": profile,
            "level": level.value,
            "units": list(chosen),
            "base": None if base is None else base.attribution,
            "proposals": None if sites is None else len(sites),
            "qr_points": None if points is None else len(points),
            "risk": None if view is None else list(view.moments),
        },
        told=lambda: {"maps": written},
        stages=stages,
    )
    return measured


def _check_public(**internal: object) -> None:
    """Refuse what is not for the public before anything is measured."""
    for name, given in internal.items():
        if given is not None:
            option, words = NOT_PUBLIC[name]
            msg = f"A public map has no {words}: leave {option} out."
            raise InputError(msg)


def _chosen(
    measured: Counted, units: Sequence[str], *, each: bool, level: Level
) -> list[str]:
    """Find the units that are asked for, by id or by a name that only one has."""
    if not units and not each:
        return []
    there = measured.area.units(level)
    if each:
        return [str(unit) for unit in there.index]
    found = []
    for asked in units:
        named = there.index[there["name"] == asked]
        if asked in there.index:
            found.append(asked)
        elif len(named) == 1:
            found.append(str(named[0]))
        else:
            many = f"{len(named)} are called" if len(named) else "none is called"
            msg = (
                f"There is no {level.value} with the id {asked!r}, and {many} so. "
                f"Its ids stand in coverage.csv, for example {there.index[0]}."
            )
            raise InputError(msg)
    return list(dict.fromkeys(found))


def _whole(drawing: _Drawing) -> str:
    measured = drawing.measured
    return explorer_map(
        measured.area,
        measured.network,
        measured.reach,
        proposals=drawing.proposals,
        qr_points=drawing.qr_points,
        language=drawing.language,
        area_hash=drawing.area_hash,
        openings=drawing.openings,
        figures=drawing.figures,
        risk=drawing.risk,
        publish=_publish(drawing),
        base=drawing.base,
    )


def _of_unit(drawing: _Drawing, level: Level, unit_id: str) -> str:
    measured = drawing.measured
    part = part_of(
        measured.area,
        measured.network,
        measured.reach,
        openings=drawing.openings,
        level=level,
        unit_id=unit_id,
    )
    return explorer_map(
        part.area,
        part.network,
        part.reach,
        proposals=_near(part, drawing.proposals),
        qr_points=_near(part, drawing.qr_points),
        language=drawing.language,
        area_hash=drawing.area_hash,
        openings=part.openings,
        figures=drawing.figures,
        risk=drawing.risk,
        publish=_publish(drawing),
        base=drawing.base,
    )


def _near(part: Part, points: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    """Keep the points that lie where a unit's map shows streets."""
    if points is None:
        return None
    west, south, east, north = part.network.nodes.total_bounds
    there = points.to_crs(part.area.crs)
    return there.cx[west:east, south:north]


def _publish(drawing: _Drawing) -> PublishSection | None:
    public = drawing.profile == "public"
    return drawing.measured.area.config.publish if public else None


def _index(
    drawing: _Drawing, level: Level, entries: dict[str, Entry], *, whole: str
) -> str:
    area = drawing.measured.area
    standard, figures = area.standards[0], drawing.figures
    mine = (figures["level"] == level.value) & (figures["service"] == standard.service)
    publish = _publish(drawing)
    return index_page(
        area.units(level),
        figures[mine],
        entries,
        standard,
        title=area.name,
        whole=whole,
        language=drawing.language,
        attribution=area.config.area.attribution,
        stamp=STAMP if publish and not publish.approval_number.strip() else "",
    )


def _write(path: Path, page: str) -> int:
    path.parent.mkdir(exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path.stat().st_size
