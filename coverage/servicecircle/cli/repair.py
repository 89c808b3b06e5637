"""`servicecircle repair`: what can be mended, and mending it in a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from servicecircle.cli.console import as_typed, say_json
from servicecircle.cli.language import Language, SaidIn, spoken
from servicecircle.cli.plan import AreaFolder

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.repair import Outcome, Repaired

Fix = Annotated[
    list[str] | None,
    typer.Option("--fix", help="A repair to make, or all-safe; may be given again."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", help="A new folder; by default AREA-repaired beside the area."
    ),
]
Width = Annotated[
    float | None,
    typer.Option("--width-m", help="How wide a piece may be that is cut or filled."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
EXAMPLES = 3


def repair(
    area: AreaFolder,
    *,
    fix: Fix = None,
    out: Out = None,
    width_m: Width = None,
    as_json: AsJson = False,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Mend a planning area's tables: list what can be mended, or mend it by name.

    Nothing is ever mended in place, and what is taken out is kept beside it.

    Example: servicecircle repair my-district --fix all-safe --fix drop-redrawn
    """
    from servicecircle import repair as package  # noqa: PLC0415 - heavy
    from servicecircle.whole_folder import check_free  # noqa: PLC0415

    repairs = package.chosen(fix or [], width_m=width_m)
    if not repairs:
        draft = package.read_draft(area)
        found = package.preview(draft, width_m=width_m)
        if as_json:
            say_json({name: _as_data(o.log) for name, o in found.items()})
        else:
            _print_preview(found, area)
        return
    if out is None:
        out = area.resolve().with_name(f"{area.resolve().name}-repaired")
    check_free(out)
    repaired = package.perform(package.read_draft(area), repairs, width_m=width_m)
    package.write_repaired(repaired, out)
    if as_json:
        say_json({"out": str(out), **_as_data(repaired.log)})
    else:
        _print_done(repaired, out)


def _as_data(log: pd.DataFrame) -> dict[str, object]:
    return {
        "changes": len(log),
        "area_moved_m2": round(float(log["area_change_m2"].abs().sum()), 3),
        "examples": log.head(EXAMPLES).to_dict(orient="records"),
    }


def _print_preview(found: dict[str, Outcome], area: Path) -> None:
    """List every repair with what it would change, and a few examples."""
    from servicecircle.repair import REPAIRS  # noqa: PLC0415 - heavy

    console = Console(highlight=False)
    heads = ("repair", "safe", "changes", "what it does")
    table = Table(*map(spoken, heads), box=None, pad_edge=False)
    # Chinese has no blanks at which lines could break.
    table.columns[3].overflow = "fold"
    table.columns[2].justify = "right"
    for name, known in REPAIRS.items():
        changes = f"{len(found[name].log):,}" if name in found else "?"
        safe = spoken("yes") if known.is_safe else ""
        table.add_row(name, safe, changes, Text(spoken(known.meaning)))
    console.print(table)
    for name, outcome in found.items():
        for line in outcome.log.head(EXAMPLES).to_dict(orient="records"):
            moved = line["area_change_m2"]
            ground = f" ({moved:+,.1f} m2)" if moved else ""
            change = f"{line['before']} -> {line['after']}{ground}"
            said = f"{line['table']} {line['id']}: {change}"
            console.print(Text(f"  {name}: {said}"), soft_wrap=True)
    console.print(spoken("Nothing was changed. To write a mended copy:"))
    command = f"  servicecircle repair {as_typed(area)} --fix all-safe --out NEW"
    console.print(Text(command), soft_wrap=True)


def _print_done(repaired: Repaired, out: Path) -> None:
    console = Console(highlight=False)
    counts = repaired.log["what"].value_counts(sort=False)
    table = Table(spoken("repair"), spoken("changes"), box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name in repaired.names:
        table.add_row(name, f"{counts.get(name, 0):,}")
    console.print(table)
    taken = sum(len(rows.raw) for _, rows in repaired.set_aside)
    if taken:
        console.print(spoken(f"{taken:,} rows were set aside and are kept beside it."))
    written = spoken(f"Written: {out} (repairs.csv says what)")
    console.print(Text(written), soft_wrap=True)
    following = spoken(f"Next: servicecircle check {as_typed(out)}")
    console.print(Text(following), soft_wrap=True)
