"""How much of an area.toml a draft guessed right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.area import read_config
from servicecircle.area.draft.layer_names import layer_names
from servicecircle.inputs import read_table
from servicecircle.tables import table, units_table
from servicecircle.tables.match_columns import match_columns
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path


class Score(NamedTuple):
    """Counts of what was to be guessed, and the names of what was guessed wrong."""

    sections: int
    columns: int
    wrong: list[str]


def score(drafted: Path, true: Path) -> Score:
    """Compare the sections and columns of two area.toml, the second being right."""
    mine, theirs = _sections(drafted), _sections(true)
    wrong = [
        f"{name}: {_place(mine.get(name))} for {_place(theirs.get(name))}"
        for name in sorted({*mine, *theirs})
        if _place(mine.get(name)) != _place(theirs.get(name))
    ]
    columns = 0
    for name in mine.keys() & theirs.keys():
        right, guessed = (_columns(s[name]) for s in (theirs, mine))
        columns += len(right)
        wrong += [f"{name}.{c}" for c in right if guessed.get(c) != right[c]]
        wrong += [f"{name}.{c} is not there" for c in guessed if c not in right]
    return Score(len(theirs), columns, wrong)


class _Section(NamedTuple):
    path: Path
    layer: str | None
    table: object
    columns: dict[str, str]
    crs: str | None


def _place(section: _Section | None) -> tuple[str, str | None] | None:
    if section is None:
        return None
    several = section.path.is_file() and layer_names(section.path) != [None]
    return str(section.path), section.layer if several else None


def _sections(folder: Path) -> dict[str, _Section]:
    config = read_config(folder)
    found = {}
    order = [k for k in Level if k in config.levels]
    for level, section in config.levels.items():
        place = order.index(level)
        asked = units_table(level, order[place - 1] if place else None)
        found[f"levels.{level}"] = (section, asked)
    for name in ("stations", "buildings", "entrances", "candidates"):
        if getattr(config, name) is not None:
            found[name] = (getattr(config, name), table(name))
    for number, section in enumerate(config.network.sources):
        found[f"sources.{number}"] = (section, None)
    for number, section in enumerate(config.network.obstacles):
        found[f"obstacles.{number}"] = (section, None)
    return {
        name: _Section(
            (folder / section.file).resolve(),
            section.layer,
            asked,
            getattr(section, "columns", {}),
            section.crs,
        )
        for name, (section, asked) in found.items()
    }


def _columns(section: _Section) -> dict[str, str]:
    """Give the columns that reading the section would match."""
    if section.table is None:
        return {}
    frame = read_table(section.path, layer=section.layer, crs=section.crs)
    matched, _ = match_columns(
        [str(c) for c in frame.columns if c != "geometry"],
        section.table,
        columns=section.columns,
        source="",
    )
    return matched
