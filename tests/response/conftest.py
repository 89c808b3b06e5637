"""A village with a register, orders, rooms, teams and volunteers; and a run of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from answering_village import APPEALS, ORDERS, PEOPLE, SECTIONS

from servicecircle.area import read_area
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.response_run import respond
from servicecircle.synthetic import write_village

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork


@pytest.fixture(scope="session")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the village's folder."""
    folder = write_village(tmp_path_factory.mktemp("response") / "village")
    levels = read_area(folder).levels
    east, west = next(u.index for k, u in levels.items() if k.value == "community")
    toml = folder / "area.toml"
    toml.write_text(toml.read_text("utf-8") + SECTIONS, encoding="utf-8")
    people = ",".join(PEOPLE[:4])
    head, *lines = APPEALS.splitlines()
    rows = [head, *(line + people for line in lines)]
    rows[-1] = rows[-1].replace(PEOPLE[0], PEOPLE[4])
    tables = {
        "appeals": "\n".join(rows) + "\n",
        "orders": ORDERS.format(east, west),
        "rooms": "room_id,kind,station_id\nJ1,hall,H1\nJ2,post,P3\nJ3,post,P3\n",
        "teams": f"community_id,lawyers,assistants\n{east},1,1\n{west},1,2\n",
        "volunteers": "grid_id,group,volunteers\nR1N,a,4\nR1N,b,1\nR3N,a,3\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="session")
def village_area(answering: Path) -> PlanningArea:
    """Give the village."""
    return read_area(answering)


@pytest.fixture(scope="session")
def village_network(village_area: PlanningArea) -> WalkNetwork:
    """Give its network."""
    return network_of(village_area)


@pytest.fixture(scope="session")
def run(answering: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a run folder of it."""
    out = tmp_path_factory.mktemp("response_run") / "out"
    respond(answering, out)
    return out


@pytest.fixture(scope="session")
def manifest(run: Path) -> dict[str, Any]:
    """Give the run's manifest."""
    content: dict[str, Any] = json.loads((run / "manifest.json").read_text("utf-8"))
    return content
