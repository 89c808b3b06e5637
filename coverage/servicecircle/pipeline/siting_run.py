"""What every siting command does: read the ground, and write one whole run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from servicecircle import __version__
from servicecircle.area.read import read_area
from servicecircle.crs import label
from servicecircle.network.from_area import network_of
from servicecircle.progress import Stages
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.tables import table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from os import PathLike

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.progress import Show


class Ground(NamedTuple):
    """A planning area and its walking network."""

    area: PlanningArea
    network: WalkNetwork

    def inputs(self) -> list[dict[str, Any]]:
        """Name every input with its SHA-256, as the manifest does."""
        config = self.area.config
        return describe_inputs(
            self.area.folder,
            ["area.toml", *config.files()],
            tables=config.databases(),
        )


def begin(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    command: str,
    show: Show | None,
) -> Stages:
    """Refuse an `out` that cannot be replaced, before anything is measured."""
    check_out(Path(out), inputs=Path(folder), commands=(command,))
    return Stages(show)


def read_ground(
    folder: PathLike[str] | str,
    stages: Stages,
    *,
    planning_date: dt.date | None = None,
) -> Ground:
    """Read the area, for another day if one is named, and its network."""
    with stages.run("read the area"):
        area = read_area(folder, planning_date=planning_date)
    with stages.run("read the network"):
        return Ground(area, network_of(area))


def finish(  # noqa: PLR0913 - what a run folder is made of
    out: PathLike[str] | str,
    fill: Callable[[Path], None],
    *,
    command: str,
    ground: Ground,
    request: Mapping[str, Any],
    told: Callable[[], Mapping[str, Any]],
    stages: Stages,
) -> None:
    """
    Write a run folder, all at once or not at all.

    Parameters
    ----------
    out
        Its place.
    fill
        Writes the files into the folder it is given.
    command
        Whose folders may be replaced, and whose this is.
    ground, request, stages
        What the manifest tells beside the result.
    told
        Gives the manifest's sections about the result; nothing in them depends on the
        clock.

    Raises
    ------
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    area, config = ground.area, ground.area.config
    with run_folder(Path(out), commands=(command,)) as run:
        with stages.run("write the folder"):
            fill(run)
            repeat_notice(run, config.area.notice)
        content = {
            "servicecircle": __version__,
            "command": command,
            "status": "done",
            "area": {"name": area.name, "crs": label(area.crs)},
            "request": request,
            "parameters": config.model_dump(mode="json", exclude_none=True),
            "inputs": ground.inputs(),
            **told(),
            "attribution": list(config.area.attribution),
            "timings": [stage._asdict() for stage in stages.done],
        }
        write_manifest(run, content)


def write_left_out(findings: Sequence[Finding], run: Path) -> None:
    """Write `findings.csv`: the sites that had to be left out, and why."""
    rows = [finding.as_row() for finding in findings]
    write_csv(pd.DataFrame(rows, columns=table("findings").names), run / "findings.csv")
