"""`servicecircle posts`: which station serves as the post of each red sub-grid."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.cli.siting_command import option, run_and_say
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STAGES = {
    "residents_housed": "residents of units with a post",
    "posts": "posts, new ones counting more",
    "new_posts": "cost of new posts",
    "person_m": "metres that all residents walk to their post",
}
REASONS = {
    "housed": "have a post",
    "too_far": "have no site near enough to enough of their residents",
    "beyond_search": "have no site within three times the limit",
    "not_allowed": "have only sites that may not be their post",
    "full": "find the posts near them full",
    "no_residents": "have no residents",
}


class Aim(StrEnum):
    """What comes first."""

    FEWEST = "fewest"
    NEAREST = "nearest"


class Candidates(StrEnum):
    """Where a post could be, beside the stations."""

    TABLE = "table"
    BUILDINGS = "buildings"
    NONE = "none"


def posts(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    level: Annotated[
        Level, option("The level whose units need a post.")
    ] = Level.RED_SUB_GRID,
    within: Annotated[
        float | None,
        option("The farthest walk in metres; by default the service's standard."),
    ] = None,
    share: Annotated[
        float, option("The share of a unit's residents who must live so near.")
    ] = 1.0,
    aim: Annotated[
        Aim, option("fewest posts, or nearest ones with new ones only where needed.")
    ] = Aim.FEWEST,
    candidates: Annotated[
        Candidates, option("The area's table, every building, or stations alone.")
    ] = Candidates.TABLE,
    new_counts: Annotated[
        float, option("By how many stations a new post counts more, per unit of cost.")
    ] = 1.0,
    same: Annotated[
        Level | None, option("The post lies in the unit's own unit of this level.")
    ] = None,
    most_units: Annotated[
        int | None, option("The most units one post may serve.", min=1)
    ] = None,
    most_residents: Annotated[
        float | None, option("The most residents one post may serve.")
    ] = None,
    capacity: Annotated[bool, option("Sites' own capacity binds.", "--capacity")] = (
        False
    ),
    service: Annotated[
        str | None, option("The service circle; the first one by default.")
    ] = None,
    seconds: Annotated[float, option("Time for the search.", min=1)] = 60.0,
    as_json: AsJson = False,
) -> None:
    """
    Choose for every red sub-grid the station or candidate that is its post.

    Example: servicecircle posts my-district --out my-posts --within 800 --share 0.9
    """
    from servicecircle.pipeline.posts import PostsRequest  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.posts import posts as run_posts  # noqa: PLC0415
    from servicecircle.siting.posts import PostQuestion  # noqa: PLC0415

    question = PostQuestion(
        level=level,
        within_m=within,
        share=share,
        aim=aim.value,
        stations_only=candidates is Candidates.NONE,
        new_counts=new_counts,
        same=same,
        most_units=most_units,
        most_residents=most_residents,
        own_capacity=capacity,
    )
    where = "buildings" if candidates is Candidates.BUILDINGS else "table"
    request = PostsRequest(question, service, where, seconds)  # type: ignore[arg-type]
    run_and_say(
        lambda show, stop: run_posts(area, out, request, stop=stop, show=show),
        out,
        as_json=as_json,
        say=lambda manifest, _result: _say(manifest["result"], out),
    )


def _say(result: Mapping[str, Any], out: Path) -> None:
    """Print who is housed, what is proved, and where everything lies."""
    typer.echo(
        f"{result['housed']} of {result['units']} units with "
        f"{result['residents_housed']:,.0f} of {result['residents']:,.0f} residents "
        f"have a post: {result['posts']} posts, {result['new_posts']} of them new, "
        f"{result['posts_of_several']} for several units."
    )
    for reason, count in result["reasons"].items():
        if reason != "housed":
            typer.echo(f"  {count} units {REASONS[reason]}.")
    for stage in result["stages"]:
        proved = f"at best {stage['bound']:,.0f} (gap {stage['gap']:.2%})"
        if stage["status"] == "optimal":
            proved = "proved the best"
        typer.echo(
            f"  {STAGES[stage['name']]}: {stage['objective']:,.0f}, {proved} "
            f"[{stage['status']}]"
        )
    typer.echo(f"Written: {out} (posts.csv, post_sites.csv, posts.gpkg)")
