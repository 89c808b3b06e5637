"""`servicecircle demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servicecircle.cli.console import progress_bars
from servicecircle.cli.plan import AsJson, Language, MapLanguage, run_plan

Folder = Annotated[
    Path, typer.Argument(help="Where to put the area (area/) and its run (run/).")
]
District = Annotated[
    bool, typer.Option("--district", help="A whole district instead of a village.")
]
Seed = Annotated[int, typer.Option("--seed", help="Another district for each seed.")]
Dirty = Annotated[
    bool, typer.Option("--dirty", help="Also the district as planners receive it.")
]


def demo(  # noqa: PLR0913, PLR0917 - typer's options
    folder: Folder = Path("demo"),
    district: District = False,
    seed: Seed = 1,
    dirty: Dirty = False,
    as_json: AsJson = False,
    lang: MapLanguage = Language.ENGLISH,
) -> None:
    """
    Make a demonstration and plan it: a village, or with --district a whole district.

    Both are synthetic. The village is drawn by hand: 14 houses whose walks can be
    worked out on paper. The district has 1.4 million residents in some 60,000
    buildings. One that is there already is planned as it stands.

    Example: servicecircle demo my-demo
    """
    if dirty and not district:
        msg = "--dirty goes with --district."
        raise typer.BadParameter(msg)
    area = folder / "area"
    if not (area / "area.toml").is_file():
        _make(area, folder / "dirty" if dirty else None, district, seed, quiet=as_json)
    run_plan(area, folder / "run", as_json=as_json, lang=lang, with_map=True)


def _make(
    area: Path, dirty: Path | None, district: bool, seed: int, *, quiet: bool
) -> None:
    """Make the village, or the district with a bar for each stage."""
    from servicecircle.progress import Stages  # noqa: PLC0415
    from servicecircle.synthetic import (  # noqa: PLC0415 - heavy
        write_district,
        write_village,
    )

    if not district:
        write_village(area)
        return
    with progress_bars(quiet=quiet) as show:
        write_district(area, seed=seed, dirty=dirty, stages=Stages(show))
