"""What `servicecircle site` is asked: the command line goes before [siting]."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.pipeline.site import SiteRequest
    from servicecircle.siting.question import Model as ModelName

DEFAULT_SITES = 10


class Model(StrEnum):
    """What to look for."""

    COVERING = "covering"
    FEWEST = "fewest"
    BACKUP = "backup"
    MEDIAN = "median"
    CENTER = "center"


MODELS: dict[Model, ModelName] = {
    Model.COVERING: "maximal_covering",
    Model.FEWEST: "set_covering",
    Model.BACKUP: "backup_covering",
    Model.MEDIAN: "p_median",
    Model.CENTER: "p_center",
}
FULL: dict[Model, ModelName] = {
    Model.COVERING: "capacitated_covering",
    Model.MEDIAN: "capacitated_p_median",
}
"""Models in which sites can be full."""


def make_request(  # noqa: PLR0913 - what may be asked
    area: Path,
    given: Mapping[str, Any],
    *,
    model: Model | None,
    frontier: int | None,
    capacity: bool = False,
    beyond_m: float | None = None,
    draws: int = 0,
    weights: Path | None = None,
    **more: Any,  # noqa: ANN401 - fields of the request
) -> SiteRequest:
    """Join what is given with [siting] of the area's configuration."""
    from servicecircle.area.read_config import read_config  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.site import SiteRequest  # noqa: PLC0415
    from servicecircle.siting.as_planned import Planned, read_moment  # noqa: PLC0415
    from servicecircle.siting.free_choice import is_free  # noqa: PLC0415
    from servicecircle.siting.question import Question  # noqa: PLC0415
    from servicecircle.siting.requirements import Requirements  # noqa: PLC0415

    if given["share"] is not None and given["sites"] is not None:
        msg = "a number of sites, or the fewest for a share: leave one of them out"
        raise typer.BadParameter(msg, param_hint="--sites, --share")
    wanted = read_config(area).siting.model_dump()
    wanted |= {key: value for key, value in given.items() if value is not None}
    if given["share"] is not None or model is Model.FEWEST:
        wanted["sites"] = None
    elif given["sites"] is not None or model is not None:
        wanted["share"] = None
    services, count, share = (wanted.pop(k) for k in ("service", "sites", "share"))
    moment, table = wanted.pop("at"), wanted.pop("weights")
    if weights is None and table is not None:
        weights = area / table
    planned = Planned(
        read_moment(moment) if isinstance(moment, str) else moment,
        wanted.pop("residents_per_staff"),
        wanted.pop("new_tier"),
    )
    asked: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in wanted.items()
    }
    requirements = Requirements(**asked)
    if model is None:
        model = Model.COVERING if share is None else Model.FEWEST
    if model is not Model.FEWEST and count is None:
        count = DEFAULT_SITES
    if capacity and model not in FULL:
        msg = "sites can be full with the models covering and median only"
        raise typer.BadParameter(msg, param_hint="--capacity")
    named = FULL[model] if capacity else MODELS[model]
    question = Question(named, count, share, requirements, beyond_m)
    counts_people = named in {"maximal_covering", "set_covering", "backup_covering"}
    if frontier is None:
        free = is_free(requirements) and counts_people
        frontier = (count or 0) if free else 0
    draws = draws if counts_people else 0
    return SiteRequest(
        question,
        (services,) if isinstance(services, str) else tuple(services or ()),
        planned,
        frontier=frontier,
        draws=draws,
        weights=weights,
        **more,
    )


def read_floors(words: list[str]) -> dict[Level, float]:
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


def read_leans(words: list[str]) -> dict[str, tuple[str, float]]:
    """Read what leans on what, such as ``post=community:1000``."""
    leans = {}
    for word in words:
        tier, _, rest = word.partition("=")
        other, _, metres = rest.rpartition(":")
        try:
            within_m = float(metres)
        except ValueError:
            within_m = 0.0
        if not (tier.strip() and other.strip() and 0 < within_m < math.inf):
            msg = f"{word!r} is not TIER=TIER:METRES, such as post=community:1000."
            raise typer.BadParameter(msg, param_hint="--lean-on")
        leans[tier.strip()] = (other.strip(), within_m)
    return leans
