"""Models: against every choice tried one by one, with and without requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import (
    CUTOFF_M,
    asked,
    best,
    chosen_of,
    column,
    covered,
    fits,
    nearest,
    problems,
    served,
    walked,
    walks,
    weights,
)

from servicecircle.errors import SitingError
from servicecircle.siting.models import by_prices, lifted
from servicecircle.siting.models.backup_covering import backup_covering
from servicecircle.siting.models.capacitated_covering import capacitated_covering
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.service_covering import service_covering
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.result import SitingResult, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.siting.problem import SitingProblem

FREE = Requirements()
few = settings(max_examples=12)


def check(  # noqa: PLR0913 - what an answer is checked against
    problem: SitingProblem,
    solve: Callable[[], SitingResult],
    value: Callable[[set[str]], float],
    *,
    requirements: Requirements = FREE,
    new_sites: int | None = None,
    largest: bool = True,
) -> None:
    """Hold an answer, or its absence, against every choice there is."""
    wanted = best(problem, requirements, new_sites, value, largest=largest)
    if wanted is None:
        with pytest.raises(SitingError, match=r"cannot|Nothing meets|can be had"):
            solve()
        return
    result = solve()
    chosen = chosen_of(result)
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    assert result.bound == pytest.approx(wanted, rel=2e-6, abs=2e-6)
    assert fits(problem, requirements, chosen, new_sites)
    sign = 1 if largest else -1
    assert sign * result.objective <= sign * result.bound + 1e-9


def draw_asked(data: st.DataObject, problem: SitingProblem) -> dict[str, Any]:
    """Draw requirements and a number of sites there are candidates for."""
    most = int((~problem.existing).sum())
    return {
        "requirements": data.draw(asked(problem)),
        "new_sites": data.draw(st.integers(0, min(most, 3))),
    }


@few
@given(problems(), st.data())
def test_maximal_covering_is_the_best_choice(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """Nobody finds a choice that covers more and keeps to what is required."""
    given_ = draw_asked(data, problem)
    check(
        problem,
        lambda: maximal_covering(problem, **given_),
        lambda chosen: covered(problem, chosen),
        **given_,
    )


@few
@given(problems(whole=False), st.integers(0, 1))
def test_maximal_covering_of_broken_weights(problem: SitingProblem, count: int) -> None:
    """Weights need not be whole."""
    check(
        problem,
        lambda: maximal_covering(problem, new_sites=count),
        lambda chosen: covered(problem, chosen),
        new_sites=count,
    )


@few
@given(problems(), st.data(), st.sampled_from([0.3, 0.7, 1.0, None]))
def test_set_covering_needs_no_fewer(
    problem: SitingProblem, data: st.DataObject, share: float | None
) -> None:
    """No choice with fewer new sites, fewer sites or less cost covers the share."""
    fewest = data.draw(st.sampled_from(["new_sites", "open_sites", "cost"]))
    requirements = data.draw(asked(problem))
    every = set(problem.sites.index)
    least = covered(problem, every)
    total = problem.weight.sum()
    if share is not None and share * total > least:
        with pytest.raises(SitingError, match="all sites together cover"):
            set_covering(problem, share=share)
        return
    least = least if share is None else share * total
    there = {i for i in every if problem.sites["existing"][i]}
    cost = column(problem, "cost")

    def count(chosen: set[str]) -> float:
        if covered(problem, chosen) < least - 1e-9:
            return np.inf
        new = chosen - there
        counts = {"new_sites": len(new), "cost": sum(cost[i] for i in new)}
        return float(counts.get(fewest, len(chosen)))

    wanted = best(problem, requirements, None, count, largest=False)
    if wanted in {None, np.inf}:
        with pytest.raises(SitingError, match="cannot"):
            set_covering(problem, share=share, requirements=requirements)
        return
    check(
        problem,
        lambda: set_covering(
            problem, share=share, fewest=fewest, requirements=requirements
        ),
        count,
        requirements=requirements,
        largest=False,
    )


@few
@given(problems(), st.data(), st.sampled_from([250.0, CUTOFF_M]))
def test_p_median_walks_least(
    problem: SitingProblem, data: st.DataObject, far_m: float
) -> None:
    """No choice has shorter walks in all."""
    given_ = draw_asked(data, problem)
    check(
        problem,
        lambda: p_median(problem, beyond_m=far_m, **given_),
        lambda chosen: walked(problem, chosen, far_m),
        largest=False,
        **given_,
    )


@few
@given(problems(whole=False), st.integers(0, 1))
def test_p_median_of_broken_walks(problem: SitingProblem, count: int) -> None:
    """Neither walks nor weights need be whole."""
    check(
        problem,
        lambda: p_median(problem, new_sites=count),
        lambda chosen: walked(problem, chosen, CUTOFF_M),
        new_sites=count,
        largest=False,
    )


@few
@given(problems(), st.data())
def test_p_center_has_the_shortest_longest_walk(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """No choice has a shorter longest walk, of those who can reach anything at all."""
    given_ = draw_asked(data, problem)
    known = walks(problem)
    counting = [h for h, w in weights(problem).items() if w > 0 and known[h]]

    def longest(chosen: set[str]) -> float:
        return max(nearest(problem, h, chosen) for h in counting)

    wanted = best(problem, value=longest, largest=False, **given_)
    if wanted in {None, np.inf}:
        with pytest.raises(SitingError, match="cannot"):
            p_center(problem, unreachable="leave_out", **given_)
        return
    check(
        problem,
        lambda: p_center(problem, unreachable="leave_out", **given_),
        longest,
        largest=False,
        **given_,
    )


@few
@given(problems(), st.data(), st.sampled_from([0.0, 0.5, 1.0, 3.0]))
def test_backup_covering_counts_second_covers(
    problem: SitingProblem, data: st.DataObject, second: float
) -> None:
    """No choice is worth more with first and second covers added up."""
    given_ = draw_asked(data, problem)
    known = walks(problem)

    def value(chosen: set[str]) -> float:
        total = 0.0
        for home, weight in weights(problem).items():
            near = [i for i in chosen if known[home].get(i, np.inf) <= problem.limit_m]
            total += weight * ((len(near) >= 1) + second * (len(near) >= 2))
        return total

    check(
        problem,
        lambda: backup_covering(problem, second=second, **given_),
        value,
        **given_,
    )


@few
@given(problems(), st.data(), st.integers(0, 100))
def test_services_are_covered_together(
    problem: SitingProblem, data: st.DataObject, seed: int
) -> None:
    """No choice covers more, added up over services, each with its own limit."""
    given_ = draw_asked(data, problem)
    flags = np.random.default_rng(seed).random((len(problem.sites), 2)) < 0.6
    offers = problem.sites[["cost"]].assign(legal=flags[:, 0], care=flags[:, 1])
    offers = offers[["legal", "care"]]
    flag = {s: offers[s].to_dict() for s in offers}
    limits, worth = {"legal": 200.0, "care": 400.0}, {"care": 2.0}
    known = walks(problem)

    def value(chosen: set[str]) -> float:
        return sum(
            worth.get(s, 1.0) * weight
            for home, weight in weights(problem).items()
            for s, limit in limits.items()
            if any(flag[s][i] and known[home].get(i, np.inf) <= limit for i in chosen)
        )

    check(
        problem,
        lambda: service_covering(
            problem, offers, limit_m=limits, importance=worth, **given_
        ),
        value,
        **given_,
    )


@few
@given(problems(), st.data())
def test_full_sites_serve_no_more(problem: SitingProblem, data: st.DataObject) -> None:
    """No choice serves more within capacities, by maximum flow."""
    given_ = draw_asked(data, problem)
    requirements = given_["requirements"]
    given_["requirements"] = Requirements(**{**vars(requirements), "cover_each": {}})
    check(
        problem,
        lambda: capacitated_covering(problem, **given_),
        lambda chosen: served(problem, chosen),
        **given_,
    )


@few
@given(problems(), st.data(), st.booleans())
def test_prices_and_parts_change_no_answer(
    problem: SitingProblem,
    data: st.DataObject,
    median: bool,  # noqa: FBT001 - drawn
) -> None:
    """Programs that are priced and narrowed as large ones are end at the optimum."""
    given_ = draw_asked(data, problem)
    model, value = (p_median, walked) if median else (maximal_covering, covered)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lifted, "LARGE_ENTRIES", -1)
        patch.setattr(by_prices, "SMALL_ENTRIES", -1)
        patch.setattr(by_prices, "POOL_EXTRA", (0, 1, 1))
        check(
            problem,
            lambda: model(problem, **given_),
            lambda chosen: value(problem, chosen, *([CUTOFF_M] if median else [])),
            largest=not median,
            **given_,
        )
