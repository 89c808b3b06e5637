"""From a planning area's folder to the posts of its units (融合共建)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from servicecircle.pipeline.siting_run import (
    Ground,
    begin,
    finish,
    read_ground,
    write_left_out,
)
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.qgis_styles import category_style
from servicecircle.reports.run_folder import write_csv
from servicecircle.siting.certificate import write_certificate
from servicecircle.siting.effort import Effort
from servicecircle.siting.from_area import siting_problem, standard_of
from servicecircle.siting.posts import PostQuestion, choose_posts, posts_layers
from servicecircle.siting.posts.certificate import certify_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from pathlib import Path

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.siting.posts import PostsResult
    from servicecircle.siting.problem import SitingProblem

COMMAND = "posts"
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

    Writes `posts.csv` (one row a unit), `post_sites.csv` (one row a post),
    `findings.csv`, `posts.gpkg`, `certificate.json` with the files it names, and
    `manifest.json`, all at once or not at all.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    SitingError
        If the question makes no sense.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    question = request.question
    area, network = ground = read_ground(folder, stages)
    units = area.units(question.level)
    standard_m = standard_of(area, request.service).distance_m
    asked: dict[str, Any] = {
        "farther": max(1.0, LOOK * (question.within_m or standard_m) / standard_m),
        "every_building": request.candidates == "buildings"
        or (question.stations_only and area.candidates.empty),
    }
    with stages.run("measure the walks"):
        problem, left_out = siting_problem(area, network, request.service, **asked)
    with stages.run("choose the posts"):
        result = choose_posts(
            problem,
            question,
            units=list(units.index),
            effort=Effort(request.seconds, stop=stop),
        )
    finish(
        out,
        partial(_write, _Made(ground, problem, result, units, left_out), asked),
        command=COMMAND,
        ground=ground,
        request=asdict(request),
        told=lambda: {"result": _told(result) | {"left_out": len(left_out)}},
        stages=stages,
    )
    return result


class _Made(NamedTuple):
    """What is written."""

    ground: Ground
    problem: SitingProblem
    result: PostsResult
    units: gpd.GeoDataFrame
    left_out: list[Finding]


def _write(made: _Made, asked: Mapping[str, Any], run: Path) -> None:
    """Write every file of the posts."""
    ground, problem, result, units, left_out = made
    certificate = certify_posts(problem, result, **asked)
    write_certificate(run, certificate.stating(inputs=ground.inputs()))
    told = result.units.join(units["name"].rename("unit_name"))
    names = problem.sites["name"].rename("post_name")
    told = told.join(names, on="post_id").reset_index()
    told.insert(1, "unit_name", told.pop("unit_name"))
    told.insert(4, "post_name", told.pop("post_name"))
    write_csv(told, run / "posts.csv")
    write_csv(result.posts.reset_index(), run / "post_sites.csv")
    write_left_out(left_out, run)
    layers = posts_layers(problem, result, units)
    write_geopackage(run / "posts.gpkg", layers, styles=_styles())


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


def _told(result: PostsResult) -> dict[str, Any]:
    """Say in the manifest who is housed and what is proved."""
    units = result.units
    housed = units["post_id"].notna()
    return {
        "status": result.status.value,
        "stages": [
            {**s._asdict(), "status": s.status.value, "gap": s.gap}
            for s in result.stages
        ],
        "units": len(units),
        "housed": int(housed.sum()),
        "posts": len(result.posts),
        "new_posts": int(result.posts["is_new"].sum()),
        "posts_of_several": int((result.posts["units"] > 1).sum()),
        "reasons": units["reason"].value_counts().sort_index().to_dict(),
        "residents": float(units["residents"].sum()),
        "residents_housed": float(units.loc[housed, "residents"].sum()),
    }
