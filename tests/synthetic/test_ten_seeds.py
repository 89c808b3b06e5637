"""The laws of the geography hold whatever the seed: two communities, ten seeds."""

from __future__ import annotations

import pytest
import shapely

from servicecircle.synthetic.facts import list_communities, read_facts
from servicecircle.synthetic.geography import Geography, make_geography
from servicecircle.synthetic.scale import Scale
from servicecircle.synthetic.settlement import people_of
from servicecircle.vocabulary import Level

SOME = ("光明社区", "翠湖社区")
LEVELS = list(Level)
HOMES = ("village", "compound", "enterprise_park")


@pytest.fixture(scope="module", params=range(1, 11))
def piece(request: pytest.FixtureRequest) -> Geography:
    """Make the same two communities with another seed."""
    return make_geography(seed=request.param, communities=SOME)


def test_counts_are_exact(piece: Geography) -> None:
    """Units and residents are the facts', scaled by the residents."""
    facts = read_facts()
    people = people_of(facts, list_communities(facts, only=SOME))
    scale, counts = Scale.of(people, facts), facts["counts"]
    found = {level: len(units) for level, units in piece.levels.items()}
    assert found[Level.GRID] == scale.count(counts["grids"])
    assert found[Level.RED_SUB_GRID] == scale.count(counts["red_sub_grids"])
    assert found[Level.COMMUNITY] == len(SOME)
    sums = {level: units["residents"].sum() for level, units in piece.levels.items()}
    assert set(sums.values()) == {people} == {piece.buildings["residents"].sum()}
    assert 0 < len(piece.buildings) <= scale.count(facts["land_use"]["buildings"])


def test_units_nest_without_gap_or_overlap(piece: Geography) -> None:
    """Every level is a coverage of the same ground, and children make their parent."""
    whole = piece.levels[Level.DISTRICT].area.sum()
    for level, units in piece.levels.items():
        shapes = units.geometry.to_numpy()
        assert shapely.coverage_is_valid(shapes)
        assert abs(shapely.area(shapes).sum() - whole) < 1
        assert set(units.geom_type) == {"Polygon"}
        if level != Level.DISTRICT:
            above = piece.levels[LEVELS[LEVELS.index(level) - 1]]
            parts = units.area.groupby(units["parent_id"]).sum()
            assert (parts.reindex(above.index) - above.area).abs().max() < 1e-3


def test_stated_areas_are_met(piece: Geography) -> None:
    """A community with a published area is within 2 % of it."""
    area = piece.levels[Level.COMMUNITY].set_index("name").area / 1e6
    for community in list_communities(read_facts(), only=SOME):
        assert area[community.name] == pytest.approx(community.area_km2, rel=0.02)


def test_land_without_homes(piece: Geography) -> None:
    """Homes leave at least 30 % of the land, and land use is told once."""
    area = piece.land.area.groupby(piece.land["kind"]).sum()
    whole = piece.levels[Level.DISTRICT].area.sum()
    assert abs(area.sum() - whole) < 1
    assert area.reindex(HOMES, fill_value=0).sum() < 0.7 * whole
    homes = piece.buildings.loc[piece.buildings["residents"] > 0, "land_use"]
    assert set(homes) <= set(HOMES)
