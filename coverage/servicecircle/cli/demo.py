"""`servicecircle demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.cli.in_all import with_total
from servicecircle.cli.language import Language, spoken
from servicecircle.cli.plan import AsJson, MapLanguage, run_plan
from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from servicecircle.progress import Show

Folder = Annotated[
    Path, typer.Argument(help="Where to put the area (area/) and its run (run/).")
]
Village = Annotated[
    bool, typer.Option("--village", help="A village of 14 houses instead.")
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", help="Another district for each seed.", show_default="1"),
]
Dirty = Annotated[
    bool, typer.Option("--dirty", help="Also the district as planners receive it.")
]
FIRST_SEED = 1
USUAL_S = {
    "make the land": 35.0,
    "make the people": 3.0,
    "write the area": 6.0,
    "read the area": 5.0,
    "read the network": 3.0,
    "measure the walks": 9.0,
    "count coverage": 3.0,
    "draw service areas": 45.0,
    "write the tables": 6.0,
    "draw the map": 6.0,
}
"""How long the stages take, against each other."""


def demo(  # noqa: PLR0913, PLR0917 - typer's options
    folder: Folder = Path("demo"),
    village: Village = False,
    seed: Seed = None,
    dirty: Dirty = False,
    as_json: AsJson = False,
    lang: MapLanguage = Language.ENGLISH,
) -> None:
    """
    Make a synthetic district and plan it, in about two minutes.

    It has 1.4 million residents in 62,500 buildings, 6 streets, 31 communities, 275 red
    sub-grids, 1,734 grids and 198 stations; all of it is made up (合成数据). With
    --village it is a village drawn by hand instead, 14 houses whose walks can be
    worked out on paper. An area that is there already is planned as it stands.

    Example: servicecircle demo my-demo
    """
    if village and (dirty or seed is not None):
        msg = "The village is drawn by hand: --seed and --dirty go with the district."
        raise typer.BadParameter(msg)
    area = folder / "area"
    made = (area / "area.toml").is_file()
    if made and (village or dirty or seed is not None):
        msg = (
            f"{area} is there already, and --village, --seed and --dirty make a new "
            "one. Nothing was written. Leave them out to plan it as it stands, or name "
            "another folder."
        )
        raise OutputError(msg)

    def before(show: Show) -> Show:
        if made:
            return show
        twin = folder / "dirty" if dirty else None
        return _make(area, folder / "run", twin, village, seed, show)

    if not as_json:
        typer.echo(spoken(_opening(area, made, village)), err=True)
    run_plan(
        area, folder / "run", as_json=as_json, lang=lang, with_map=True, before=before
    )
    if not as_json:
        from servicecircle.cli.demo_closing import say_closing  # noqa: PLC0415 - rich

        say_closing(folder)


def _opening(area: Path, made: bool, village: bool) -> str:
    """Say what is going to happen, and how long it takes."""
    if made:
        return f"{area} is there already and is planned as it stands."
    if village:
        return f"Drawing a village (synthetic 合成数据) in {area}."
    return (
        f"Making a district (synthetic 合成数据) in {area}: about two minutes in all."
    )


def _make(  # noqa: PLR0913, PLR0917 - what the command was asked for
    area: Path,
    run: Path,
    dirty: Path | None,
    village: bool,
    seed: int | None,
    show: Show,
) -> Show:
    """Make the area, once it is sure that its run can be written."""
    from servicecircle.progress import Stages  # noqa: PLC0415
    from servicecircle.reports.run_folder import check_out  # noqa: PLC0415 - heavy
    from servicecircle.synthetic import (  # noqa: PLC0415 - heavy
        write_district,
        write_village,
    )

    check_out(run, inputs=area)
    if village:
        write_village(area)
        return show
    usual_s = USUAL_S | ({"write the dirty twin": 9.0} if dirty else {})
    both = with_total(show, usual_s)
    seed = FIRST_SEED if seed is None else seed
    write_district(area, seed=seed, dirty=dirty, stages=Stages(both))
    return both
