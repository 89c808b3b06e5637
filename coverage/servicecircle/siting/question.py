"""What was asked: a model, its numbers and what is required, as one thing to store."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from scipy.sparse import csr_array

from servicecircle.errors import SitingError
from servicecircle.siting.met import Breach, broken_requirements, covered
from servicecircle.siting.requirements import Requirements
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.effort import Effort
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

    Flags = NDArray[np.bool_]

Model = Literal[
    "maximal_covering",
    "set_covering",
    "backup_covering",
    "p_median",
    "p_center",
    "capacitated_covering",
    "capacitated_p_median",
]
MODELS: tuple[Model, ...] = get_args(Model)
BY_WALK = {"p_median", "p_center", "capacitated_p_median"}
"""Models that look at how long walks are, not only at whether they are too long."""
FULL = {"capacitated_covering", "capacitated_p_median"}
"""Models in which sites can be full."""
LEAST = {"set_covering", "p_center"} | BY_WALK
"""Models of which less is better."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class Question:
    """
    A question to a siting problem that a certificate answers.

    Parameters
    ----------
    model
        ``maximal_covering``, the most residents with a number of new sites;
        ``set_covering``, the fewest new sites for a share of the residents;
        ``backup_covering``, the most residents covered once and twice;
        ``p_median``, the shortest walks of all residents together; ``p_center``, the
        shortest longest walk of those whom a site could reach; and
        ``capacitated_covering`` and ``capacitated_p_median``, where no site serves more
        than its capacity.
    new_sites
        How many sites may be new; not for ``set_covering``.
    share
        The share to cover, for ``set_covering``; everybody who can be where missing.
    beyond_m
        For models that look at how long walks are: how far they are looked at. With
        ``p_median`` whoever is farther counts as walking so far; with ``p_center`` whom
        no site reaches so far is left out.
    requirements
        What is required besides.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> question = Question(new_sites=1)
    >>> question.solve(three_homes()).objective
    50.0
    >>> question.objective(three_homes(), np.array([True, False, True]))
    50.0
    """

    model: Model = "maximal_covering"
    new_sites: int | None = None
    share: float | None = None
    requirements: Requirements = field(default_factory=Requirements)
    beyond_m: float | None = None

    def __post_init__(self) -> None:
        """Refuse a question that leaves open what is asked."""
        if self.model not in MODELS:
            msg = f"model is one of {', '.join(MODELS)}. Got {self.model!r}."
            raise SitingError(msg)
        counted = self.model != "set_covering"
        if counted and self.new_sites is None:
            msg = f"{self.model} needs the number of new sites."
            raise SitingError(msg)
        if counted and self.share is not None:
            msg = f"A share is a question to set_covering, not to {self.model}."
            raise SitingError(msg)
        if not counted and self.new_sites is not None:
            msg = "set_covering looks for the number of new sites; do not give it."
            raise SitingError(msg)
        if self.beyond_m is not None and not self.by_walk:
            msg = f"beyond_m is no question to {self.model}, which looks at the limit."
            raise SitingError(msg)

    @property
    def sense(self) -> Literal["max", "min"]:
        """Whether more of the objective is better, or less."""
        return "min" if self.model in LEAST else "max"

    @property
    def by_walk(self) -> bool:
        """Whether it matters how long walks are."""
        return self.model in BY_WALK

    @property
    def fills(self) -> bool:
        """Whether sites can be full."""
        return self.model in FULL

    def walks_to_m(self, problem: SitingProblem) -> float:
        """Say how long the walks are that the answer depends on."""
        if not self.by_walk:
            return problem.limit_m
        far_m = problem.walks.cutoff_m if self.beyond_m is None else self.beyond_m
        return max(far_m, problem.limit_m)

    def solve(
        self, problem: SitingProblem, *, effort: Effort | None = None
    ) -> SitingResult:
        """Ask the model."""
        from servicecircle.siting import models  # noqa: PLC0415 - loads HiGHS

        asked: dict[str, Any] = {"requirements": self.requirements, "effort": effort}
        if self.model == "set_covering":
            return models.set_covering(problem, share=self.share, **asked)
        asked["new_sites"] = self.new_sites
        if self.model == "p_center":
            near = problem.up_to(self.walks_to_m(problem))
            return models.p_center(near, unreachable="leave_out", **asked)
        if self.by_walk:
            asked["beyond_m"] = self.beyond_m
        result: SitingResult = getattr(models, self.model)(problem, **asked)
        return result

    def objective(self, problem: SitingProblem, open_: Flags) -> float:
        """
        Work out what open sites are worth, from the walks alone.

        Where sites can be full, it depends on who is served where: see `handed_worth`.
        """
        weight = problem.weight
        if self.model == "set_covering":
            return float((open_ & ~problem.existing).sum())
        if self.by_walk:
            return self._walked(problem, open_)
        reached = float(weight[covered(problem, open_)].sum())
        if self.model == "maximal_covering":
            return reached
        sites = csr_array(problem.covers())[np.flatnonzero(open_)]
        times = np.bincount(sites.indices, minlength=len(problem.places))
        return reached + float(weight[times > 1].sum())

    def _walked(self, problem: SitingProblem, open_: Flags) -> float:
        from servicecircle.siting.models.outcome import nearest_open  # noqa: PLC0415

        far_m = problem.walks.cutoff_m if self.beyond_m is None else self.beyond_m
        if self.model == "p_center":
            far_m = self.walks_to_m(problem)
        walk_m = nearest_open(problem, open_, limit_m=far_m)["walk_m"]
        if self.model != "p_center":
            return float(problem.weight @ walk_m.fillna(far_m).to_numpy())
        starts = problem.pairs(far_m).indptr
        counts = (np.diff(starts) > 0) & (problem.weight > 0)
        longest = walk_m[counts].max(skipna=False)
        return float(longest) if counts.any() else 0.0

    def broken(self, problem: SitingProblem, open_: Flags) -> list[Breach]:
        """Name what open sites do not meet of all that is asked."""
        broken = broken_requirements(
            problem, self.requirements, open_, new_sites=self.new_sites
        )
        if self.model == "p_center" and np.isnan(self._walked(problem, open_)):
            words = "no open site for somebody whom a site could reach"
            broken.append(Breach("everybody", words))
        if self.model != "set_covering":
            return broken
        reached = covered(problem, open_)
        weight = problem.weight
        floor = least_covered(problem, self.share)
        if float(weight[reached].sum()) < floor * (1 - ROUNDING):
            words = f"{weight[reached].sum():,.12g} covered of {floor:,.12g}"
            broken.append(Breach("share", words))
        return broken

    def as_data(self) -> dict[str, Any]:
        """Give the question as JSON knows it."""
        asked = asdict(self.requirements)
        asked["at_least_one_in"] = [str(level) for level in asked["at_least_one_in"]]
        asked["cover_each"] = {str(k): v for k, v in asked["cover_each"].items()}
        asked["lean_on"] = {k: list(v) for k, v in asked["lean_on"].items()}
        given = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asked.items()
            if value not in (None, (), [], {})
        }
        data = {
            "model": self.model,
            "new_sites": self.new_sites,
            "share": self.share,
            "beyond_m": self.beyond_m,
            "requirements": given,
        }
        return {name: value for name, value in data.items() if value is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        """
        Read what `as_data` gave.

        Raises
        ------
        SitingError
            If a key is unknown or a value of the wrong kind.
        """
        try:
            asked = dict(data.get("requirements", {}))
            for name in ("may_close", "required", "forbidden"):
                asked[name] = tuple(asked.get(name, ()))
            levels = asked.get("at_least_one_in", ())
            asked["at_least_one_in"] = tuple(Level(level) for level in levels)
            floors = asked.get("cover_each", {})
            asked["cover_each"] = {Level(k): float(v) for k, v in floors.items()}
            leans = asked.get("lean_on", {})
            asked["lean_on"] = {k: (v[0], float(v[1])) for k, v in leans.items()}
            return cls(
                data["model"],
                data.get("new_sites"),
                data.get("share"),
                Requirements(**asked),
                data.get("beyond_m"),
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            msg = f"The question of the certificate cannot be read: {error}."
            raise SitingError(msg) from error


def least_covered(problem: SitingProblem, share: float | None) -> float:
    """Give the weight that a share asks for: of all, or all that can be covered."""
    weight = problem.weight
    if share is not None:
        return share * float(weight.sum())
    every = np.ones(len(problem.sites), dtype=bool)
    return float(weight[covered(problem, every)].sum())
