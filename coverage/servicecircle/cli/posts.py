"""`servicecircle posts`: which station serves as the post of each red sub-grid."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from servicecircle.cli.framed import option, run_and_say, until_stopped
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.posts_said import say_posts
from servicecircle.vocabulary import Level


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
    lang: SaidIn = Language.ENGLISH,
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
        until_stopped(
            lambda show, stop: run_posts(area, out, request, stop=stop, show=show)
        ),
        out,
        as_json=as_json,
        say=lambda manifest, _result: say_posts(manifest["result"], out, language=lang),
    )
