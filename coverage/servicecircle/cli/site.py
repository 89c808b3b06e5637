"""`servicecircle site`: where the next stations go, with proof."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.cli.siting_command import option, run_and_say
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from servicecircle.pipeline.site import Sited, SiteRequest
    from servicecircle.progress import Show
    from servicecircle.siting.question import Model as ModelName

SHOWN = 15
"""So many proposals are listed on the screen; the files have them all."""
DEFAULT_SITES = 10


class Model(StrEnum):
    """What to look for."""

    COVERING = "covering"
    FEWEST = "fewest"
    BACKUP = "backup"


class Candidates(StrEnum):
    """Where a station could be."""

    TABLE = "table"
    BUILDINGS = "buildings"


MODELS: dict[Model, ModelName] = {
    Model.COVERING: "maximal_covering",
    Model.FEWEST: "set_covering",
    Model.BACKUP: "backup_covering",
}


def site(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    service: Annotated[
        str | None, option("The service circle; the first one by default.")
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
        option("covering: most residents; fewest: sites for a share; backup: twice."),
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
    as_json: AsJson = False,
) -> None:
    """
    Propose where the next stations go, with a certificate that can be checked.

    What is not given is taken from [siting] in area.toml. Ctrl-C ends the search: the
    best choice so far is written, with the bound that is proved of it.

    Example: servicecircle site my-district --out my-sites --sites 10
    """
    given = {
        "service": service,
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
        "cover_each": _floors(floor) if floor else None,
    }

    def propose(show: Show, stop: Callable[[], bool]) -> Sited:
        request = make_request(
            area,
            given,
            model=model,
            every_building=candidates is Candidates.BUILDINGS,
            frontier=frontier,
            knee_residents=knee,
            draws=trials,
            seconds=seconds,
            gap=gap,
        )
        from servicecircle import pipeline  # noqa: PLC0415 - heavy

        return pipeline.site(area, out, request, stop=stop, show=show)

    run_and_say(
        propose,
        out,
        as_json=as_json,
        say=lambda manifest, sited: _say(manifest, sited, out),
    )


def make_request(
    area: Path,
    given: Mapping[str, Any],
    *,
    model: Model | None,
    frontier: int | None,
    **more: Any,  # noqa: ANN401 - fields of the request
) -> SiteRequest:
    """Join what is given with [siting] of the area's configuration."""
    from servicecircle.area.read_config import read_config  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.site import SiteRequest  # noqa: PLC0415
    from servicecircle.siting.free_choice import is_free  # noqa: PLC0415
    from servicecircle.siting.question import Question  # noqa: PLC0415
    from servicecircle.siting.requirements import Requirements  # noqa: PLC0415

    wanted = read_config(area).siting.model_dump()
    wanted |= {key: value for key, value in given.items() if value is not None}
    if given["share"] is not None or model is Model.FEWEST:
        wanted["sites"] = None
    elif given["sites"] is not None or model is not None:
        wanted["share"] = None
    service, count, share = (wanted.pop(k) for k in ("service", "sites", "share"))
    asked: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in wanted.items()
    }
    requirements = Requirements(**asked)
    if model is None:
        model = Model.COVERING if share is None else Model.FEWEST
    if model is not Model.FEWEST and count is None:
        count = DEFAULT_SITES
    question = Question(MODELS[model], count, share, requirements)
    if frontier is None:
        frontier = (count or 0) if is_free(requirements) else 0
    return SiteRequest(question, service, frontier=frontier, **more)


def _floors(words: list[str]) -> dict[Level, float]:
    """Read floors such as ``grid=0.5``."""
    floors = {}
    for word in words:
        level, _, share = word.partition("=")
        try:
            floors[Level(level.strip())] = float(share)
        except ValueError:
            known = ", ".join(known.value for known in Level)
            msg = f"{word!r} is not LEVEL=SHARE, such as grid=0.5. Levels: {known}."
            raise typer.BadParameter(msg, param_hint="--floor") from None
    return floors


def _say(manifest: Mapping[str, Any], sited: Sited, out: Path) -> None:
    """Print the proposals, what is proved of them, and where everything lies."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    said, counts = manifest["result"], manifest["counts"]
    console = Console(highlight=False)
    table = Table(title=Text(f"{manifest['area']['name']}: {said['service']}"))
    for heading in ("rank", "action", "site", "residents gained", "covered then"):
        right = heading in {"rank", "residents gained", "covered then"}
        table.add_column(heading, justify="right" if right else "left")
    rows = sited.proposals.table[sited.proposals.table["rank"].notna()]
    for row in rows.head(SHOWN).itertuples():
        named = isinstance(row.name, str) and row.name != row.site_id
        name = f"{row.site_id} {row.name}" if named else row.site_id
        table.add_row(
            str(row.rank),
            row.action,
            Text(name),
            f"{row.residents_gained:,.0f}",
            f"{row.cumulative_share:.1%}",
        )
    console.print(table)
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN} more in proposals.csv.")
    console.print(
        f"{said['model']}: objective {said['objective']:,.0f}, {said['told']}."
    )
    console.print(
        f"Residents within the standard: {_percent(said['share_today'])} today, "
        f"{_percent(said['share_then'])} then, of {counts['residents']:,.0f}; "
        f"{counts['stations']} stations, {counts['candidates']:,} candidates"
        + (f", {counts['left_out']} left out." if counts["left_out"] else ".")
    )
    if said["knee"] is not None:
        console.print(_knee(said["knee"]))
    console.print(f"Written: {out}; check it with", end=" ")
    console.print(f"servicecircle verify {out / 'certificate.json'}", soft_wrap=True)


def _knee(turn: Mapping[str, Any]) -> str:
    least = f"{turn['least']:,.0f} residents"
    rest = f"each of them adds {least} or more"
    if turn["enough"] is not None:
        rest = f"from {turn['enough']} new sites on, one more adds less than {least}"
    return f"Knee of the frontier: {turn['sites']} new sites; {rest}."


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
