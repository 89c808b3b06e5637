"""Requirements: what makes no sense is refused, what clashes is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from siting_cases import matrix

from servicecircle.errors import SitingError
from servicecircle.siting.models.example import problem_of, three_homes
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

FAR = 9999.0


@pytest.fixture
def row_of_sites() -> SitingProblem:
    """
    Make five homes in a row 100 m apart, each at a site; *a* is a station.

    The limit is 0 m, so each site covers its own home: 1, 2, 4, 8, 16 residents.
    """
    walk = np.abs(np.subtract.outer(range(5), range(5))) * 100.0
    problem = problem_of(walk, [1, 2, 4, 8, 16], limit_m=50, cutoff_m=200, stations=1)
    ids = problem.sites.index
    units = pd.array(["west", "west", "west", "east", "east"], dtype="str")
    return problem.replace(
        sites=problem.sites.assign(
            tier=pd.array(["hall", "post", "hall", "post", "post"], dtype="str"),
            community_id=units,
            cost=[0.0, 1, 2, 3, 4],
        ),
        places=problem.places.assign(community_id=units),
        between=matrix(walk, ids, ids, cutoff_m=300),
    )


def chosen(problem: SitingProblem, count: int, **fields: Any) -> dict[str, str]:  # noqa: ANN401 - fields
    """Say what becomes of each site when most are to be covered."""
    asked = Requirements(**fields)
    result = maximal_covering(problem, new_sites=count, requirements=asked)
    return result.sites["action"].to_dict()


def test_nothing_required_takes_the_largest(row_of_sites: SitingProblem) -> None:
    """Stations stay, and the homes with most residents are covered."""
    assert chosen(row_of_sites, 2) == {"a": "keep", "d": "open", "e": "open"}


@pytest.mark.parametrize(
    ("fields", "opened"),
    [
        ({"required": ("b",)}, {"b", "e"}),
        ({"forbidden": ("e",)}, {"c", "d"}),
        ({"budget": 5}, {"b", "e"}),
        ({"budget": 6}, {"c", "e"}),
        ({"apart_m": 200}, {"c", "e"}),
        ({"apart_m": 100}, {"d", "e"}),
        ({"cover_each": {"community": 0.4}}, {"c", "e"}),
        ({"lean_on": {"post": ("hall", 100.0)}}, {"c", "d"}),
        ({"most_open": 2}, {"e"}),
        ({"at_least_one_in": ("community",), "required": ("c",)}, {"c", "e"}),
    ],
)
def test_each_requirement_changes_the_choice(
    row_of_sites: SitingProblem, fields: dict[str, Any], opened: set[str]
) -> None:
    """What is required is kept to, and the best of what is left is taken."""
    actions = chosen(row_of_sites, 2, **fields)
    assert {i for i, action in actions.items() if action == "open"} == opened


def test_a_station_moves_as_far_as_it_may(row_of_sites: SitingProblem) -> None:
    """The station closes for a site within the walk, which says whom it replaces."""
    asked = Requirements(may_close=("a",), move_within_m=200, most_open=1)
    result = maximal_covering(row_of_sites, new_sites=1, requirements=asked)
    assert result.sites["action"].to_dict() == {"a": "close", "c": "move"}
    assert result.sites["replaces"]["c"] == "a"


def test_units_without_a_site_are_reported(row_of_sites: SitingProblem) -> None:
    """A unit in which no site could lie breaks nothing, and is told."""
    places = row_of_sites.places.assign(community_id=["west"] * 4 + ["north"])
    problem = row_of_sites.replace(places=places)
    asked = Requirements(at_least_one_in=("community",))
    result = maximal_covering(problem, new_sites=1, requirements=asked)
    assert result.notes["units_without_site"] == {"community": ["north"]}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"forbidden": ("a",)}, r"existing \(.*'a'\); forbidden \(.*'a'\)"),
        ({"required": ("b",), "forbidden": ("b",)}, r"required \(.*'b'\); forbidden"),
        (
            {"required": ("b", "c")},
            r"required \(.*'b', 'c'\); new_sites \(new sites: at most 1\)",
        ),
        ({"required": ("e",), "budget": 3}, r"required \(.*'e'\); budget"),
        ({"required": ("b",), "apart_m": 200}, r"existing \(.*required \(.*apart_m"),
        ({"most_open": 0}, r"existing \(.*most_open"),
        (
            {"at_least_one_in": ("community",), "forbidden": ("d", "e")},
            r"forbidden \(.*'d', 'e'\); at_least_one_in \(.*'east'\)",
        ),
        ({"cover_each": {"community": 0.9}}, r"new_sites \(.*cover_each \(.*'east'\)"),
        (
            {"required": ("e",), "lean_on": {"post": ("hall", 100.0)}},
            r"required \(.*'e'\); lean_on \(.*'e'\)",
        ),
        (
            {"may_close": ("a",), "move_within_m": 50, "forbidden": ("a",)},
            r"forbidden \(.*'a'\); move_within_m \(.*'a'\)",
        ),
    ],
)
def test_the_smallest_conflict_is_named(
    row_of_sites: SitingProblem, fields: dict[str, Any], named: str
) -> None:
    """What cannot be met together is told by its field and its ids, and no more."""
    harmless = {"budget": 1e6, "most_open": 5} | fields
    with pytest.raises(SitingError, match=named) as caught:
        chosen(row_of_sites, 1, **harmless)
    told = str(caught.value)
    assert {"budget", "most_open"} & set(told.split()) <= set(fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"required": ("z",)}, "required names unknown sites: 'z'"),
        ({"forbidden": ("z",)}, "forbidden names unknown sites: 'z'"),
        ({"may_close": ("z",)}, "may_close names unknown sites: 'z'"),
        ({"may_close": ("b",)}, "no stations: 'b'"),
        ({"existing": "stay"}, "'keep' or 'may_close'"),
        ({"move_within_m": 100}, "no station may close"),
        ({"budget": -1}, "budget must be a number of 0 or more"),
        ({"budget": float("nan")}, "budget must be a number of 0 or more"),
        ({"apart_m": 0}, "apart_m must be a finite number above 0"),
        ({"apart_m": 301}, "apart_m asks for walks between sites of up to 301 m"),
        ({"most_open": -1}, "most_open must be a whole number"),
        ({"cover_each": {"community": 1.1}}, "must be from 0 to 1"),
        ({"cover_each": {"community": float("nan")}}, "must be from 0 to 1"),
        ({"cover_each": {"grid": 0.5}}, "places lack 'grid_id'"),
        ({"at_least_one_in": ("grid",)}, "sites lack 'grid_id'"),
        ({"at_least_one_in": ("comunity",)}, "Did you mean 'community'"),
        ({"lean_on": {"pots": ("hall", 9.0)}}, "Did you mean 'post'"),
        ({"lean_on": {"post": ("hall", -9.0)}}, "must be a finite number above 0"),
    ],
)
def test_requirements_must_make_sense(
    row_of_sites: SitingProblem, fields: dict[str, Any], message: str
) -> None:
    """Unknown ids, levels and tiers, and numbers that are none, are refused."""
    with pytest.raises(SitingError, match=message):
        chosen(row_of_sites, 1, **fields)


@pytest.mark.parametrize("count", [-1, 1.5, True, "2"])
def test_how_many_sites_is_a_whole_number(
    row_of_sites: SitingProblem, count: object
) -> None:
    """A number of sites is whole and not negative."""
    with pytest.raises(SitingError, match="whole number of 0 or more"):
        maximal_covering(row_of_sites, new_sites=count)


def test_more_sites_than_candidates_are_refused(row_of_sites: SitingProblem) -> None:
    """Nobody can open more sites than there are."""
    with pytest.raises(SitingError, match="new_sites is 5, and there are 4 candidates"):
        maximal_covering(row_of_sites, new_sites=5)


def test_a_limit_that_reaches_nobody_is_refused(row_of_sites: SitingProblem) -> None:
    """Sites and places far from one another are a mistake, not an answer of 0."""
    far = problem_of(np.full((2, 2), FAR), [1, 1], limit_m=50, cutoff_m=200)
    with pytest.raises(SitingError, match="No site reaches anybody within 50 m"):
        maximal_covering(far, new_sites=1)
    empty = row_of_sites.replace(places=row_of_sites.places.assign(weight=0.0))
    with pytest.raises(SitingError, match="No place has any weight"):
        maximal_covering(empty, new_sites=1)


def test_walks_between_sites_must_be_known(row_of_sites: SitingProblem) -> None:
    """Nobody is told that sites are far apart because nobody measured."""
    with pytest.raises(SitingError, match="they are not known"):
        chosen(row_of_sites.replace(between=None), 1, apart_m=100)


def test_a_floor_out_of_reach_says_what_can_be_had() -> None:
    """Of h1, 10, and h2, 20, in one grid, nobody could ever reach h2 without b."""
    homes = three_homes()
    places = homes.places.assign(grid_id=["g1", "g1", "g2"])
    asked = Requirements(cover_each={"grid": 0.5}, forbidden=("b",))
    with pytest.raises(SitingError, match=r"'g1' 0.3333.* At most 0.3333 can be had"):
        maximal_covering(homes.replace(places=places), new_sites=1, requirements=asked)


def test_the_floor_that_can_be_had_can_be_asked() -> None:
    """A third of the weight, rounded down to 0.3333, is within reach."""
    homes = three_homes()
    places = homes.places.assign(grid_id=["g1", "g1", "g2"])
    asked = Requirements(cover_each={"grid": 0.3333}, forbidden=("b",))
    found = maximal_covering(
        homes.replace(places=places), new_sites=1, requirements=asked
    )
    assert found.objective == 50.0
