"""A society in the package's own geography: one community, read as an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.read import read_area
from servicecircle.synthetic.facts import read_facts
from servicecircle.synthetic.geography import make_geography
from servicecircle.synthetic.society import make_society
from servicecircle.synthetic.write_area import write_area

if TYPE_CHECKING:
    from pathlib import Path


def test_one_community_is_an_area(tmp_path: Path) -> None:
    """Its folder reads without a warning; its people and posts are its part."""
    facts = read_facts()
    geography = make_geography(seed=1, communities={"翠湖社区"})
    society = make_society(geography, facts, seed=1)
    area = read_area(write_area(tmp_path / "area", geography, society))
    assert {finding.severity for finding in area.findings} <= {"note"}
    residents = area.buildings["residents"].sum()
    share = residents / facts["district"]["residents_managed"]
    assert len(society.appeals) == round(78_633 * share)
    assert (society.stations["tier"] == "site").sum() == round(160 * share)
