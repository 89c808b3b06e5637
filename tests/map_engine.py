"""The map's own engine, alone in a page of a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.area.read import read_area
from servicecircle.maps.assets import script_source
from servicecircle.maps.markup import script_block
from servicecircle.maps.payload import SCRIPTS, explorer_payload
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import measure_walks
from servicecircle.siting.openings.closed import closed_openings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach

READ = """
const model = ServiceCircle.model.read(document.getElementById("data").textContent);
const engine = ServiceCircle.walk.engine(model);
"""


class Walked(NamedTuple):
    """What a payload is made of; no more is measured."""

    area: PlanningArea
    network: WalkNetwork
    reach: Reach

    @classmethod
    def of(cls, folder: Path) -> Walked:
        """Measure the walks of an area's folder."""
        area = read_area(folder)
        network = network_of(area)
        return cls(area, network, measure_walks(area, network))

    def payload(self, **options: Any) -> str:  # noqa: ANN401
        """Write the payload."""
        given = {"page": {}, "openings": closed_openings(self.network)} | options
        return explorer_payload(self.area, self.network, self.reach, **given)


@contextmanager
def engine_page(browser: Browser, payload: str) -> Iterator[Page]:
    """Open a page that knows `model` and `engine`, and see that it is quiet."""
    scripts = "\n".join(script_source(path) for path in SCRIPTS)
    data = f'<script type="text/plain" id="data">{payload}</script>'
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(f"<!DOCTYPE html>{data}{script_block(scripts + READ)}")
    yield page
    page.close()
    assert complaints == []
