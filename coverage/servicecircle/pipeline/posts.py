"""From a planning area's folder to the posts of its units (融合共建)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from servicecircle import __version__
from servicecircle.area.read import read_area
from servicecircle.crs import label
from servicecircle.network.from_area import network_of
from servicecircle.progress import Stages
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.siting.effort import Effort
from servicecircle.siting.from_area import siting_problem, standard_of
from servicecircle.siting.posts import PostQuestion, choose_posts, posts_layers

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.progress import Show
    from servicecircle.siting.posts import PostsResult

COMMANDS = ("posts",)
LOOK = 3.0
"""Units without a post: so many times the limit is looked for the nearest site."""
PALETTE = (
    "#88ccee",
    "#cc6677",
    "#ddcc77",
    "#117733",
    "#332288",
    "#aa4499",
    "#44aa99",
    "#999933",
)
"""Paul Tol's muted colours, which colour-blind readers can tell apart."""


@dataclass(frozen=True)
class PostsRequest:
    """What posts are asked for, of which service circle, and how long to search."""

    question: PostQuestion = field(default_factory=PostQuestion)
    service: str | None = None
    candidates: Literal["table", "buildings"] = "table"
    seconds: float = 60.0


def posts(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    request: PostsRequest,
    *,
    stop: Callable[[], bool] | None = None,
    show: Show | None = None,
) -> PostsResult:
    """
    Choose posts for a planning area's units and write them into one run folder.

    Writes `posts.csv` (one row a unit), `post_sites.csv` (one row a post), `posts.gpkg`
    and `manifest.json`, all at once or not at all.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    SitingError
        If the question makes no sense.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = Stages(show)
    check_out(Path(out), inputs=Path(folder), commands=COMMANDS)
    question = request.question
    with stages.run("read the area"):
        area = read_area(folder)
        units = area.units(question.level)
        standard_m = standard_of(area, request.service).distance_m
    with stages.run("read the network"):
        network = network_of(area)
    with stages.run("measure the walks"):
        problem, _ = siting_problem(
            area,
            network,
            request.service,
            farther=LOOK * (question.within_m or standard_m) / standard_m,
            every_building=request.candidates == "buildings"
            or (question.stations_only and area.candidates.empty),
        )
    with stages.run("choose the posts"):
        result = choose_posts(
            problem,
            question,
            units=list(units.index),
            effort=Effort(request.seconds, stop=stop),
        )
    with run_folder(Path(out), commands=COMMANDS) as run:
        with stages.run("write the posts"):
            told = result.units.join(units["name"].rename("unit_name"))
            names = problem.sites["name"].rename("post_name")
            told = told.join(names, on="post_id").reset_index()
            told.insert(1, "unit_name", told.pop("unit_name"))
            told.insert(4, "post_name", told.pop("post_name"))
            write_csv(told, run / "posts.csv")
            write_csv(result.posts.reset_index(), run / "post_sites.csv")
            layers = posts_layers(problem, result, units)
            write_geopackage(run / "posts.gpkg", layers, styles=_styles())
            repeat_notice(run, area.config.area.notice)
        write_manifest(run, _manifest(area, request, result, stages))
    return result


def _styles() -> dict[str, str]:
    """Colour units by post, and tell new posts from stations."""
    colours = [(str(k), colour, f"group {k + 1}") for k, colour in enumerate(PALETTE)]
    shown = [*colours, ("none", "#d9d9d9", "no possible post")]
    kinds = [("true", "#d95f0e", "new"), ("false", "#101010", "station")]
    return {
        "units": category_style("colour", shown, shape="area"),
        "to_post": category_style("is_new", kinds, shape="line"),
        "posts": category_style("is_new", kinds, shape="point"),
    }


def _manifest(
    area: PlanningArea, request: PostsRequest, result: PostsResult, stages: Stages
) -> dict[str, Any]:
    """Say how the posts came about; nothing but ``timings`` depends on the clock."""
    units, config = result.units, area.config
    return {
        "servicecircle": __version__,
        "command": "posts",
        "status": "done",
        "area": {"name": area.name, "crs": label(area.crs)},
        "request": asdict(request),
        "inputs": describe_inputs(
            area.folder, ["area.toml", *config.files()], tables=config.databases()
        ),
        "result": {
            "status": result.status.value,
            "stages": [
                {**s._asdict(), "status": s.status.value, "gap": s.gap}
                for s in result.stages
            ],
            "units": len(units),
            "housed": int(units["post_id"].notna().sum()),
            "posts": len(result.posts),
            "new_posts": int(result.posts["is_new"].sum()),
            "posts_of_several": int((result.posts["units"] > 1).sum()),
            "reasons": units["reason"].value_counts().sort_index().to_dict(),
            "residents": float(units["residents"].sum()),
            "residents_housed": float(
                units.loc[units["post_id"].notna(), "residents"].sum()
            ),
        },
        "attribution": list(config.area.attribution),
        "timings": [stage._asdict() for stage in stages.done],
    }
