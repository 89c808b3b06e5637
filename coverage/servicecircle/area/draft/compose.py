"""A draft as the text of `area.toml`: guesses with their evidence, doubts marked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.area.draft.look import Kind
from servicecircle.area.draft.parts import GUESS
from servicecircle.area.draft.services import attribution, services
from servicecircle.area.draft.toml_text import comment, section, setting
from servicecircle.area.draft.working_crs import shortest
from servicecircle.area.template import STATIONS
from servicecircle.inputs import DatabaseUrl
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.area.draft.look import Look
    from servicecircle.area.draft.parts import Draft, Part

    Place = Path | DatabaseUrl

DOUBT = "# ?"
NEAR = 2
"""Folders up to so many steps up are named from here, others in full."""
HEAD = """\
# A planning area for servicecircle, drafted from files. Each section says what speaks
# for it. Lines that begin with "# ?" are doubts: read them, change what they name, and
# take them out. What files cannot tell (services, standards, planning_date) is a usual
# value and marked as such. Then run: servicecircle check
"""
PLANNING_DATE = """\
# ? Usual: all stations count. Say which day is planned for, and those that are not open
# ? on it are left out.
# planning_date = 2026-01-01
"""
MISSING = {
    "levels": '[levels.district]\nfile = "district.gpkg"',
    "stations": f'[stations]\nfile = "{STATIONS}"',
    "buildings": '[buildings]\nfile = "buildings.gpkg"',
    "network": '# [[network.sources]]\n# file = "network.osm.pbf"',
}
"""What stands where no file was recognised."""
REGISTER = "the appeals"
"""What the table of roles says of a register of appeals."""


def compose(draft: Draft, name_of: Callable[[Place], str]) -> str:
    """
    Write the text of `area.toml`.

    Parameters
    ----------
    draft
        What was guessed.
    name_of
        Gives the name that area.toml calls a file by.

    Returns
    -------
    str
        Valid TOML that `read_config` understands, also where parts are missing: their
        sections then name files that are not there, with a mark.
    """
    parts = [HEAD, *(comment(q, mark=DOUBT) for q in draft.questions), _area(draft)]
    parts += _levels(draft, name_of)
    for table in ("stations", "buildings", "entrances", "candidates"):
        if table in draft.tables:
            parts.append(_part(draft.tables[table], name_of))
            if table == "buildings" and draft.residents:
                parts.append(section("[buildings.residents]", draft.residents))
        elif table in MISSING:
            parts.append(_missing(table))
    for part in (*draft.sources, *draft.obstacles):
        parts.append(_part(part, name_of))
    if not any(part.active for part in draft.sources):
        parts.append(_missing("network"))
    parts.append(services(draft))
    parts += [_register(look, name_of) for look, m in draft.aside if m == REGISTER]
    aside = _aside(draft)
    parts += [aside] if aside else []
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def reference(path: Place, folder: Path) -> str:
    """
    Name a file from a folder: by the way there if it is near, else in full.

    A database is named by its URL.

    >>> reference(Path("/data/city/units.gpkg"), Path("/data/city/area"))
    '../units.gpkg'
    >>> reference(Path("/data/units.gpkg"), Path("/home/me/plans/city"))
    '/data/units.gpkg'
    """
    if isinstance(path, DatabaseUrl):
        return path.url
    try:
        way = Path(os.path.relpath(path, folder))
    except ValueError:  # another drive
        return path.as_posix()
    return (way if way.parts.count("..") <= NEAR else path).as_posix()


def _area(draft: Draft) -> str:
    lines = ["[area]", setting("name", draft.name)]
    if draft.crs_reason:
        lines.append(comment(f"{draft.crs.name}: {draft.crs_reason}."))
    else:
        doubt = "No file tells where it lies. Put the CRS of the place here."
        lines.append(comment(doubt, mark=DOUBT))
    lines += [setting("crs", shortest(draft.crs)), PLANNING_DATE.rstrip()]
    named = attribution(draft)
    if named:
        lines.append(comment("Some data are OpenStreetMap's, which asks to be named."))
        lines.append(setting("attribution", named))
    return "\n".join(lines)


def _levels(draft: Draft, name_of: Callable[[Place], str]) -> list[str]:
    written = {level: _part(part, name_of) for level, part in draft.levels.items()}
    for level, (finer, ids, names) in draft.derived.items():
        told = f"No layer holds it; {ids} of the {finer.layer} names its units."
        columns = {"unit_id": ids} | ({"name": names} if names else {})
        settings = {"derive_from": finer.value, "columns": columns}
        text = section(f"[levels.{level.value}]", settings)
        written[level] = f"{comment(told)}\n{text}"
    return [written[k] for k in Level if k in written] or [_missing("levels")]


def _part(part: Part, name_of: Callable[[Place], str]) -> str:
    look = part.look
    count = "" if look.kind in {Kind.OSM, Kind.GRAPH} else f"{look.rows:,} "
    reasons = "; ".join(part.evidence.reasons)
    because = f": {reasons}" if reasons else ": nothing better is there"
    sure = part.evidence.confidence
    told = [
        comment(
            f"{look.title}, {count}{look.kind.value}. {sure.capitalize()}{because}."
        )
    ]
    renamed = {k: v for k, v in part.recognised.items() if k != v}
    if renamed:
        pairs = ", ".join(f"{k} = {v}" for k, v in renamed.items())
        told.append(comment(f"Columns: {pairs}."))
    told += [comment(f"{remark}.") for remark in part.remarks]
    if sure == GUESS and not part.questions:
        told.append(comment("Is this right? Little speaks for it.", mark=DOUBT))
    told += [comment(question, mark=DOUBT) for question in part.questions]
    settings: dict[str, object] = {"file": name_of(look.path)}
    if look.layer is not None:
        settings["layer"] = look.layer
    settings |= {k: v for k, v in part.settings.items() if k != "off"}
    title = f"[{part.section}]"
    if part.section.startswith("network"):
        title = f"[{title}]"
    return "\n".join([*told, section(title, settings, off=not part.active)])


def _missing(name: str) -> str:
    doubt = f"MISSING: no file was recognised as {name}. Name it here."
    return f"{comment(doubt, mark=DOUBT)}\n{MISSING[name]}"


def _register(look: Look, name_of: Callable[[Place], str]) -> str:
    """Offer the section for a register of appeals, which plans of walks do not need."""
    told = comment(
        f"{look.title} seems to be the appeals: for servicecircle risk and "
        "servicecircle respond, take the # away from the next lines."
    )
    settings: dict[str, object] = {"file": name_of(look.path)}
    if look.layer is not None:
        settings["layer"] = look.layer
    lines = section("[appeals]", settings, off=True)
    return f"{told}\n{lines}"


def _aside(draft: Draft) -> str:
    """List what is not used, and what could not be read."""
    unused = [aside for aside in draft.aside if aside[1] != REGISTER]
    lines = ["Not used:"] if unused else []
    for look, meaning in unused:
        seems = f"seems to be {meaning}" if meaning else "not recognised"
        lines.append(f"  {look.title}: {seems}")
    lines += ["Not read:"] if draft.skipped else []
    lines += [f"  {what}: {reason}" for what, reason in draft.skipped]
    return "\n".join(comment(line) if line[0] != " " else f"#{line}" for line in lines)
