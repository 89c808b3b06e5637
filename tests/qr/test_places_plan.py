"""The table of points of a whole area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.qr.places import plan_points

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def test_every_building_has_a_point(village: Measured) -> None:
    """No building is lost, reached by a path or not."""
    points, _ = plan_points(village.area, village.network)
    assert set(points["building_id"].dropna()) == set(village.area.buildings.index)
    assert points.index.is_unique


def test_planning_again_gives_the_same(village: Measured) -> None:
    """Nothing depends on chance or on the order of rows."""
    once, _ = plan_points(village.area, village.network)
    turned = village.area.replace(
        buildings=village.area.buildings[::-1], entrances=village.area.entrances[::-1]
    )
    again, _ = plan_points(turned, village.network)
    assert once.equals(again)
