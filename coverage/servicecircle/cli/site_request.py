"""What `servicecircle site` is asked: the command line goes before [siting]."""

from __future__ import annotations

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


MODELS: dict[Model, ModelName] = {
    Model.COVERING: "maximal_covering",
    Model.FEWEST: "set_covering",
    Model.BACKUP: "backup_covering",
}


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
