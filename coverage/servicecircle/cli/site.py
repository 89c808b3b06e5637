"""`servicecircle site`: where the next stations go, with proof."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from servicecircle.cli.framed import option, run_and_say, until_stopped
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.site_request import (
    DEFAULT_SITES,
    Model,
    make_request,
    read_floors,
    read_leans,
)
from servicecircle.cli.site_said import say_site
from servicecircle.cli.tried import refuse_beside, say_tried, score_tried
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.pipeline.site import Sited
    from servicecircle.progress import Show


class Candidates(StrEnum):
    """Where a station could be."""

    TABLE = "table"
    BUILDINGS = "buildings"


def site(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    service: Annotated[
        list[str] | None,
        option(
            "The service circle; the first one by default. Several are covered "
            "at once: give it again for each."
        ),
    ] = None,
    sites: Annotated[
        int | None, option(f"How many new sites (default {DEFAULT_SITES}).", min=0)
    ] = None,
    share: Annotated[
        float | None,
        option("Instead: the fewest sites that cover this share, such as 0.95."),
    ] = None,
    model: Annotated[
        Model | None,
        option(
            "covering: most residents; fewest: sites for a share; backup: covered "
            "twice counts twice; median: shortest walks in all; center: shortest "
            "longest walk."
        ),
    ] = None,
    capacity: Annotated[
        bool, option("No site serves more than its capacity (covering, median).")
    ] = False,
    per_staff: Annotated[
        float | None,
        option("Capacity goes by staff: how many residents one of them can serve."),
    ] = None,
    beyond: Annotated[
        float | None,
        option(
            "median, center: how far walks are looked at, in metres (three times the "
            "standard); with median, who is farther counts as walking so far."
        ),
    ] = None,
    budget: Annotated[
        float | None, option("The most that new sites may cost in all.")
    ] = None,
    close: Annotated[bool, option("Stations may close.", "--close")] = False,
    may_close: Annotated[
        list[str] | None, option("A station that may close; give it again for more.")
    ] = None,
    move: Annotated[
        float | None,
        option("Stations close only for a new site within this walk in metres."),
    ] = None,
    require: Annotated[
        list[str] | None, option("A site that must be open; repeatable.")
    ] = None,
    forbid: Annotated[
        list[str] | None, option("A site that must not be open; repeatable.")
    ] = None,
    apart: Annotated[
        float | None, option("The least walk between new sites in metres.")
    ] = None,
    at_least_one_in: Annotated[
        list[Level] | None, option("A level each unit of which gets a site.")
    ] = None,
    floor: Annotated[
        list[str] | None,
        option("The least share covered in each unit, such as grid=0.5; repeatable."),
    ] = None,
    most_open: Annotated[
        int | None, option("The most sites open in all, stations included.", min=0)
    ] = None,
    lean_on: Annotated[
        list[str] | None,
        option(
            "A site of one tier needs an open one of another so near on foot, such as "
            "post=community:1000; repeatable."
        ),
    ] = None,
    tier: Annotated[
        str | None, option("The tier of new sites that state none, such as post.")
    ] = None,
    at: Annotated[
        str | None,
        option(
            "Plan for another day, or a day and hour: 2024-09-01 or 2024-09-01T20:00. "
            "What is shut then does not count."
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        option(
            "A table of how much residents count: unit_id or building_id, and weight."
        ),
    ] = None,
    candidates: Annotated[
        Candidates, option("The area's table, or every building.")
    ] = Candidates.TABLE,
    frontier: Annotated[
        int | None,
        option("Coverage for 0 to so many new sites; by default those asked for."),
    ] = None,
    knee: Annotated[
        float, option("One more site should add so many residents.")
    ] = 100.0,
    trials: Annotated[
        int, option("How often residents are drawn anew; 0 for no trials.", min=0)
    ] = 5,
    seconds: Annotated[
        float, option("Time for the choice, the frontier and the trials each.", min=0)
    ] = 60.0,
    gap: Annotated[
        float, option("Good enough: how far the best may be, as a share.", min=0)
    ] = 0.0,
    what_if: Annotated[
        Path | None,
        option("Score what was tried on the map (a file saved there) instead."),
    ] = None,
    lang: SaidIn = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Propose where the next stations go, with a certificate that can be checked.

    What is not given is taken from [siting] in area.toml. Ctrl-C ends the search: the
    best choice so far is written, with the bound that is proved of it.

    Example: servicecircle site my-district --out my-sites --sites 10
    """
    given = {
        "service": tuple(service) if service else None,
        "sites": sites,
        "share": share,
        "budget": budget,
        "existing": "may_close" if close else None,
        "may_close": may_close,
        "move_within_m": move,
        "required": require,
        "forbidden": forbid,
        "apart_m": apart,
        "at_least_one_in": at_least_one_in,
        "cover_each": read_floors(floor) if floor else None,
        "most_open": most_open,
        "lean_on": read_leans(lean_on) if lean_on else None,
        "new_tier": tier,
        "residents_per_staff": per_staff,
        "at": at,
    }
    where = candidates is Candidates.BUILDINGS
    if what_if is not None:
        asked: dict[str, Any] = given | {"model": model, "frontier": frontier}
        asked |= {"capacity": capacity, "weights": weights}
        refuse_beside(name for name, value in asked.items() if value)
        run_and_say(
            until_stopped(
                lambda show, stop: score_tried(
                    area,
                    out,
                    what_if,
                    services=service or (),
                    every_building=where,
                    seconds=seconds,
                    gap=gap,
                    stop=stop,
                    show=show,
                )
            ),
            out,
            as_json=as_json,
            say=lambda manifest, done: say_tried(manifest, done, out, language=lang),
        )
        return

    def propose(show: Show, stop: Callable[[], bool]) -> Sited:
        request = make_request(
            area,
            given,
            model=model,
            capacity=capacity or per_staff is not None,
            beyond_m=beyond,
            every_building=where,
            frontier=frontier,
            knee_residents=knee,
            draws=trials,
            seconds=seconds,
            gap=gap,
            weights=weights,
        )
        from servicecircle import pipeline  # noqa: PLC0415 - heavy

        return pipeline.site(area, out, request, stop=stop, show=show)

    run_and_say(
        until_stopped(propose),
        out,
        as_json=as_json,
        say=lambda manifest, sited: say_site(manifest, sited, out, language=lang),
    )
