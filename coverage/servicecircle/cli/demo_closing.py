"""What a stranger reads when the demonstration is done."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from rich.console import Console

from servicecircle.cli.console import as_typed
from servicecircle.cli.language import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTS = "area/truth/counts.csv"
LOOK = (
    ("run/map.html", "the map: opens in any browser, without a network"),
    ("run/coverage.csv", "who is covered, unit by unit: opens in a spreadsheet"),
    ("run/reach.gpkg", "every building and unit, already coloured: opens in QGIS"),
    ("run/findings.csv", "what there is to know about the data, with the remedy"),
    ("area/area.toml", "what was planned and how: change it and plan again"),
    (COUNTS, "what is published of the real district, beside what was made"),
    (
        "dirty/defects.csv",
        "what is wrong with the same district as planners receive it",
    ),
)
"""Where to look, as far as it is there."""


def say_closing(folder: Path) -> None:
    """Say what was made, how it compares with what is published, and where to look."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    unreal = "All of it is synthetic 合成数据: no place, person or appeal is real."
    console.print("\n" + spoken(unreal))
    for line in _made(folder / COUNTS):
        console.print(spoken(line))
    there = {str(folder / n): what for n, what in LOOK if (folder / n).is_file()}
    width = max(map(len, there), default=0)
    console.print("\n" + spoken("Where to look:"))
    for path, what in there.items():
        console.print(f"  {path:<{width}}  {spoken(what)}")
    area, run = (as_typed(folder / name) for name in ("area", "run"))
    again = f"servicecircle plan {area} --out {run}"
    console.print("\n" + spoken(f"To plan it again: {again}"))


def _made(path: Path) -> Iterator[str]:
    """Count the published figures that are met, and name those that are not."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["agrees"]]
    missed = [row for row in rows if row["agrees"] == "no"]
    met = len(rows) - len(missed)
    yield f"Of {len(rows)} figures published of the district it meets {met}."
    for row in missed:
        made, published = (float(row[name]) for name in ("made", "published"))
        why = f" ({row['note']})" if row["note"] else ""
        yield f"{row['fact']}: {published:g} published, {made:g} made{why}"
