"""Outline, bend, corridors and land use before anything is built."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.synthetic.bend import Bend
from servicecircle.synthetic.facts import list_communities, read_facts
from servicecircle.synthetic.ground import lay_ground
from servicecircle.synthetic.land_use import use_targets_m2
from servicecircle.synthetic.outline import district_outline, to_metres
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.reservoirs import draw_reservoirs
from servicecircle.synthetic.settlement import people_of


def test_facts_hold_together() -> None:
    """31 communities in 6 streets; their people add up to the district's."""
    facts = read_facts()
    every = list_communities(facts)
    assert len(every) == facts["counts"]["communities"]
    assert len({c.street_code for c in every}) == facts["counts"]["streets"]
    assert people_of(facts, every) == facts["district"]["residents_managed"]
    assert set(facts["known_communities"]) <= {c.name for c in every}


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_the_outline_has_its_area(seed: int) -> None:
    """Whatever the seed, the outline is simple and measures 156.1 square km."""
    outline = district_outline(read_facts(), generator(seed, "outline"))
    assert outline.is_valid
    assert outline.area == pytest.approx(156.1e6)


def test_anchors_lie_in_the_outline() -> None:
    """Every community's middle is inside the district."""
    facts = read_facts()
    outline = district_outline(facts, generator(1, "outline"))
    lonlat = [(c.longitude, c.latitude) for c in list_communities(facts)]
    assert shapely.contains_xy(outline, to_metres(lonlat, facts)).all()


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_a_bend_can_be_undone(seed: int) -> None:
    """Bending what was unbent gives the same places, to a tenth of a millimetre."""
    chance = generator(seed, "bend")
    places = chance.uniform(-8000, 8000, (200, 2))
    bend = Bend(chance, (0.0, 0.0))
    assert np.abs(bend(bend.undo(places)) - places).max() < 1e-4


def test_corridors_are_strips_of_their_width() -> None:
    """Every kind is cut out of the land, each strip as wide as the facts say."""
    facts = read_facts()
    ground = lay_ground(5, facts, list_communities(facts))
    kinds = {corridor.kind for corridor in ground.strips.values()}
    assert kinds == {"river", "motorway", "rail", "main_road"}
    for face, corridor in ground.strips.items():
        strip = shapely.Polygon(ground.land.corners(face))
        off = [abs(corridor.place(x, y)[1]) for x, y in strip.exterior.coords]
        assert max(off) < corridor.width_m / 2 + 0.01


def test_uses_get_their_share_of_the_land() -> None:
    """Targets shrink with the district."""
    whole = use_targets_m2(read_facts(), share=1.0)
    half = use_targets_m2(read_facts(), share=0.5)
    assert all(half[use] == whole[use] / 2 for use in whole)


def test_reservoirs_lie_apart_in_the_hills() -> None:
    """Lakes keep to the hills and their distance; the seed decides where."""
    x, y = np.mgrid[0:8000:500, 0:8000:500].reshape(2, -1)
    cells = shapely.box(x, y, x + 500, y + 500)
    lakes = draw_reservoirs(cells, [400, 300, 200], generator(1, "lakes")).geoms
    assert len(lakes) == 3
    assert all(shapely.box(0, 0, 8000, 8000).contains(lake) for lake in lakes)
    assert lakes[0].distance(lakes[1]) > 900
