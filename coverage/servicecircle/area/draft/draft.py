"""Guessing a planning area from files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyproj

from servicecircle.area.draft.belongs import settle_parents
from servicecircle.area.draft.choose import (
    LEAST,
    best_role,
    choose_levels,
    choose_network,
    choose_tables,
)
from servicecircle.area.draft.columns import ask_about_kinds, settle_columns
from servicecircle.area.draft.coordinates import settle_coordinates
from servicecircle.area.draft.datums import settle_datum
from servicecircle.area.draft.derive import derivable
from servicecircle.area.draft.evidence import weigh
from servicecircle.area.draft.look import Kind, Look, Skipped, in_whole, look_at
from servicecircle.area.draft.parts import Draft, Part
from servicecircle.area.draft.residents import settle_residents
from servicecircle.area.draft.roles import roles
from servicecircle.area.draft.sources import find_files
from servicecircle.area.draft.toml_text import setting
from servicecircle.area.draft.working_crs import (
    fits,
    lonlat_bounds,
    shortest,
    suggest_working_crs,
    where_is,
)
from servicecircle.crs import LONLAT
from servicecircle.errors import InputError
from servicecircle.inputs import DatabaseUrl, is_database
from servicecircle.tables import Table, table, units_table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from servicecircle.area.draft.evidence import Evidence

FALLBACK_CRS = "EPSG:4547"
"""Where no file tells its place: the template's."""


def draft_area(files: Sequence[Path | str], *, name: str) -> Draft:
    r"""
    Guess which file is what in a planning area, and say how sure that is.

    Parameters
    ----------
    files
        Files, folders, patterns such as ``data/*.gpkg`` and URLs of databases.
    name
        What to call the area where no district's name is found.

    Returns
    -------
    Draft
        The layer chosen for each part with its evidence, its columns and CRS; what was
        not used; what could not be read; and the questions that are left.

    Raises
    ------
    InputError
        If there is no file, or none of them can be read.

    Notes
    -----
    Guesses rest on names of files, layers and columns in Chinese and English, on the
    kind, size and number of geometries, and on which polygons lie inside which. The
    same files give the same draft. Of columns for one meaning and of layers for one
    part the better one is taken, with a question; of two as good, the first by name.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> table = Path(tempfile.mkdtemp()) / "站点.csv"
    >>> _ = table.write_text("平台编码,经度,纬度\nS1,113.94,22.75", encoding="utf-8")
    >>> draft = draft_area([table], name="town")
    >>> draft.tables["stations"].recognised
    {'station_id': '平台编码', 'x': '经度', 'y': '纬度'}
    >>> draft.crs.name
    'CGCS2000 / 3-degree Gauss-Kruger CM 114E'
    """
    looks, skipped = _look_at_all(files)
    place = where_is(looks)
    local = FALLBACK_CRS
    if place is not None:
        west, south, east, north = place
        local = suggest_working_crs((west + east) / 2, (south + north) / 2)
    measure = pyproj.CRS.from_user_input(local)
    weighed = [weigh(look, crs=measure) for look in looks]
    levels = choose_levels(looks, weighed, measure)
    taken = [part.look for part in levels.values()]
    tables = choose_tables(looks, weighed, taken)
    taken += [part.look for part in tables.values()]
    sources, obstacles = choose_network(looks, weighed, taken)
    taken += [part.look for part in (*sources, *obstacles)]
    aside = _aside(looks, weighed, taken)
    for part in tables.values():
        part.look = in_whole(part.look)
    crs, reason = _working_crs([*levels.values(), *tables.values(), *sources], local)
    draft = Draft(
        crs=crs,
        crs_reason=reason if place is not None else "",
        name=name,
        levels=levels,
        derived=derivable(levels),
        tables=tables,
        sources=sources,
        obstacles=obstacles,
        aside=aside,
        skipped=skipped,
    )
    _settle(draft)
    return draft


def _look_at_all(files: Sequence[Path | str]) -> tuple[list[Look], list[Skipped]]:
    looks: list[Look] = []
    named = [str(file) for file in files]
    databases = sorted({name for name in named if is_database(name)})
    found, skipped = find_files([name for name in named if not is_database(name)])
    places: list[Path | DatabaseUrl] = [*found]
    places += [DatabaseUrl(name) for name in databases]
    for path in places:
        some, unread = look_at(path)
        looks += some
        skipped += unread
    if not looks:
        told = "\n".join(f"  {what}: {reason}" for what, reason in skipped)
        msg = f"None of the files can be read.\n{told}".rstrip()
        raise InputError(msg)
    return looks, skipped


def _working_crs(parts: Sequence[Part], local: str) -> tuple[pyproj.CRS, str]:
    """Take the units' own CRS if it is fit, else another file's, else a local one."""
    for part in sorted(parts, key=lambda p: not p.section.startswith("levels")):
        crs = part.look.crs
        bounds = None if crs is None else lonlat_bounds(part.look)
        if crs is not None and bounds is not None and fits(crs, bounds):
            return crs, f"{part.look.title} is in it, and it fits the place"
    return (
        pyproj.CRS.from_user_input(local),
        "no file is in a CRS in metres that fits the place; this one does",
    )


def _aside(
    looks: Sequence[Look], weighed: Sequence[dict[str, Evidence]], taken: Sequence[Look]
) -> list[tuple[Look, str]]:
    left = []
    for look, found in zip(looks, weighed, strict=True):
        if look in taken:
            continue
        role = best_role(found)
        known = role is not None and found[role].points >= LEAST
        left.append((look, roles()[role].meaning if known and role else ""))
    return left


def _settle(draft: Draft) -> None:
    """Settle the columns and coordinates of every section."""
    order = [k for k in Level if k in draft.levels or k in draft.derived]
    for level, part in draft.levels.items():
        place = order.index(level)
        above = order[place - 1] if place else None
        settle_columns(part, _units(level, above, part))
    _settle_tables(draft)
    settle_parents(draft.levels, draft.tables)
    found = [p.look.crs for p in draft.parts if p.look.crs is not None]
    others = list({shortest(crs): crs for crs in found}.values())
    for part in draft.levels.values():
        settle_coordinates(
            part, working=draft.crs, extent=_extent(draft), others=others
        )
    extent = _extent(draft)
    for part in draft.parts[len(draft.levels) :]:
        settle_coordinates(part, working=draft.crs, extent=extent, others=others)
    _settle_datums(draft)
    for part in draft.obstacles:
        ask_about_kinds(part)
    if "buildings" in draft.tables:
        draft.residents = settle_residents(
            draft.tables["buildings"], draft.levels, draft.crs
        )
    _ask_about_rivals(draft)
    district = draft.levels.get(Level.DISTRICT)
    if district is not None and "name" in district.recognised:
        names = district.look.frame[district.recognised["name"]].dropna()
        if len(names) == 1 and len(str(names.iloc[0])) > 1:
            draft.name = str(names.iloc[0])
            return
    draft.questions.append(
        f"No file names the district; it is called {draft.name!r}. Change [area] name."
    )


def _settle_tables(draft: Draft) -> None:
    """Settle the columns of tables; entrances refer to the buildings' codes."""
    ids: frozenset[str] = frozenset()
    for name, part in draft.tables.items():
        needs = ids if name == "entrances" else frozenset()
        settle_columns(part, table(name), refers_to=needs)
        if name == "buildings" and "building_id" in part.recognised:
            codes = part.look.frame[part.recognised["building_id"]]
            ids = frozenset(codes.dropna().astype("str"))


def _settle_datums(draft: Draft) -> None:
    """Stations and candidates are mostly in or at a building; others need not be."""
    for name, part in draft.tables.items():
        at = (
            draft.tables.get("buildings")
            if name in {"stations", "candidates"}
            else None
        )
        settle_datum(part, draft.levels, draft.crs, buildings=at)


def _units(level: Level, above: Level | None, part: Part) -> Table:
    """Give the level's table; one outline of a district needs no code."""
    asked = units_table(level, above)
    if level is not Level.DISTRICT or len(part.look.frame) > 1:
        return asked
    columns = tuple(replace(column, required=False) for column in asked.columns)
    return Table(asked.name, columns)


def _extent(draft: Draft) -> Sequence[float] | None:
    """Say where the units lie, or the buildings if there are none."""
    parts = [*draft.levels.values(), *draft.tables.values()]
    plain = {shortest(LONLAT), shortest(draft.crs)}
    for part in parts:
        told = part.settings.get("crs") in plain and "swap_axes" not in part.settings
        if part.look.kind is not Kind.TABLE and (part.look.crs is not None or told):
            return list(part.look.shapes_in(draft.crs).total_bounds)
    return None


def _ask_about_rivals(draft: Draft) -> None:
    """Ask which one is meant where several layers could play a part."""
    for part in draft.parts:
        for rival in part.rivals:
            lines = {} if rival.path == part.look.path else {"file": rival.file}
            lines |= {"layer": rival.layer} if rival.layer else {}
            instead = ", ".join(setting(k, v) for k, v in lines.items())
            part.questions.append(
                f"{part.look.title} and {rival.title} could both be it; the first is "
                f"taken. Else: {instead}."
            )
