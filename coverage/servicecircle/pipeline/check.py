"""Everything that can be found wrong with a planning area before it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.appeals import read_appeals
from servicecircle.area.read import examine_in_full
from servicecircle.errors import AreaError, NetworkError
from servicecircle.findings import Finding
from servicecircle.inputs import UnusableInputError
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import measure_walks, reach_findings
from servicecircle.progress import Stages
from servicecircle.tables.say import any_blocks
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

    from servicecircle.area import PlanningArea


class Checked(NamedTuple):
    """All that a check found."""

    area: PlanningArea | None
    """None where something blocks."""
    findings: list[Finding]
    datums: pd.DataFrame
    """How well each reading of each layer's coordinates fits."""


def check_area(
    folder: PathLike[str] | str, *, stages: Stages | None = None
) -> tuple[PlanningArea | None, list[Finding]]:
    """
    Check a planning area: tables, levels, residents, services, and the network.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
    stages
        Shows and times the stages of the work.

    Returns
    -------
    PlanningArea or None, list of Finding
        The area, or None where something blocks; and every finding. The network is
        looked at only when the tables are sound and a source is named.

    See Also
    --------
    check_in_full : the same with the scores of the datum doctor.
    """
    checked = check_in_full(folder, stages=stages)
    return checked.area, checked.findings


def check_in_full(
    folder: PathLike[str] | str, *, stages: Stages | None = None
) -> Checked:
    """Check a planning area, and give the scores of its coordinates too."""
    stages = stages or Stages()
    with stages.run("read the area"):
        area, findings, datums = examine_in_full(folder)
    if area is not None and area.config.appeals is not None:
        with stages.run("read the appeals"):
            findings = [*findings, *_of_appeals(area)]
    if any_blocks(findings):
        return Checked(None, findings, datums)
    if area is None or not area.config.network.sources:
        return Checked(area, findings, datums)
    try:
        with stages.run("read the network"):
            network = network_of(area)
    except UnusableInputError as error:
        return Checked(None, [*findings, error.finding("network")], datums)
    except NetworkError as error:
        remedy = "Correct [network] in area.toml."
        blocks = Finding(Severity.ERROR, "network", "network", "", str(error), remedy)
        return Checked(None, [*findings, blocks], datums)
    with stages.run("measure the walks"):
        reach = measure_walks(area, network)
    findings = [*findings, *reach_findings(area, network, reach)]
    return Checked(area, findings, datums)


def _of_appeals(area: PlanningArea) -> list[Finding]:
    """Say what is wrong with the register of appeals."""
    try:
        return list(read_appeals(area).problems)
    except UnusableInputError as error:
        return [error.finding("appeals")]
    except AreaError as error:
        return list(error.findings)
