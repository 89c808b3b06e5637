"""Everything that can be found wrong with a planning area before it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area import examine_area
from servicecircle.errors import NetworkError
from servicecircle.findings import Finding
from servicecircle.inputs import UnusableInputError
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import measure_walks, reach_findings
from servicecircle.progress import Stages
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from os import PathLike

    from servicecircle.area import PlanningArea


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
    """
    stages = stages or Stages()
    with stages.run("read the area"):
        area, findings = examine_area(folder)
    if area is None or not area.config.network.sources:
        return area, findings
    try:
        with stages.run("read the network"):
            network = network_of(area)
    except UnusableInputError as error:
        return None, [*findings, error.finding("network")]
    except NetworkError as error:
        remedy = "Correct [network] in area.toml."
        blocks = Finding(Severity.ERROR, "network", "network", "", str(error), remedy)
        return None, [*findings, blocks]
    with stages.run("measure the walks"):
        reach = measure_walks(area, network)
    return area, [*findings, *reach_findings(area, network, reach)]
