"""Maps of a planning area: the whole, or each community by itself, with an index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from servicecircle.area.read_config import FILE
from servicecircle.errors import InputError
from servicecircle.maps.communities import part_of
from servicecircle.maps.explorer import explorer_map
from servicecircle.maps.index_page import Entry, index_page
from servicecircle.maps.public import STAMP
from servicecircle.pipeline.draw import figures_of, told_in_public
from servicecircle.pipeline.measured import measure_area
from servicecircle.pipeline.siting_run import Ground, begin, finish
from servicecircle.reports.run_folder import MANIFEST
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
    from servicecircle.maps.labels import Language
    from servicecircle.pipeline.measured import Measured
    from servicecircle.progress import Show

Profile = Literal["internal", "public"]
FOLDER = "communities"
"""Where the maps of single units lie in the folder."""
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}")


class _Drawing(NamedTuple):
    """What all maps of one command have in common."""

    measured: Measured
    figures: pd.DataFrame
    openings: gpd.GeoDataFrame
    profile: Profile
    language: Language
    base: BaseMap | None
    area_hash: str


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
    show: Show | None = None,
) -> Measured:
    """
    Measure a planning area and write maps of it into one folder.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
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
    show
        Called with the name of each stage and the share of it that is done.

    Returns
    -------
    Measured
        What was measured.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is, or there is no such unit.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    check_is_area(Path(folder))
    if profile == "public" and base is not None:
        msg = "A public map has no outside tiles: leave --base out."
        raise InputError(msg)
    stages = begin(folder, out, command="map", show=show)
    measured = measure_area(folder, stages=stages)
    ground = Ground(measured.area, measured.network)
    chosen = _chosen(measured, units, each=each, level=level)
    told = told_in_public(measured) if profile == "public" else figures_of(measured)
    drawing = _Drawing(
        measured,
        told,
        closed_openings(measured.network),
        profile,
        language,
        base,
        area_hash(ground.inputs()) if profile == "internal" else "",
    )
    written: dict[str, int] = {}

    def fill(run: Path) -> None:
        if each or not units:
            name = "map.html" if profile == "internal" else "map_public.html"
            written[name] = _write(run / name, _whole(drawing))
        files = file_names(list(chosen))
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
        },
        told=lambda: {"maps": written},
        stages=stages,
    )
    return measured


def check_is_area(folder: Path) -> None:
    """
    Say what to name instead of a run folder.

    Raises
    ------
    InputError
        If the folder is a run's, which does not hold what it was measured on.
    """
    if (folder / MANIFEST).is_file() and not (folder / FILE).is_file():
        msg = (
            f"{folder} is a run folder, and a run does not hold the area that it was "
            "measured on. Name the area's folder: servicecircle map AREA --out MAPS."
        )
        raise InputError(msg)


def file_names(units: Sequence[str]) -> dict[str, str]:
    """
    Give each unit's map a name that any system can keep.

    >>> file_names(["440311", "../x", "a", "A"])
    {'440311': '440311.html', '../x': 'unit-2.html', 'a': 'a.html', 'A': 'unit-4.html'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, unit in enumerate(units, start=1):
        name = f"{unit}.html"
        if not _SAFE.fullmatch(unit) or name.lower() in taken:
            name = f"unit-{number}.html"
        taken.add(name.lower())
        names[unit] = name
    return names


def _chosen(
    measured: Measured, units: Sequence[str], *, each: bool, level: Level
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
        language=drawing.language,
        area_hash=drawing.area_hash,
        openings=drawing.openings,
        figures=drawing.figures,
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
        language=drawing.language,
        area_hash=drawing.area_hash,
        openings=part.openings,
        figures=drawing.figures,
        publish=_publish(drawing),
        base=drawing.base,
    )


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
