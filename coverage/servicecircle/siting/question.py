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

Model = Literal["maximal_covering", "set_covering", "backup_covering"]
MODELS: tuple[Model, ...] = get_args(Model)
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
        ``backup_covering``, the most residents covered once and twice.
    new_sites
        How many sites may be new; not for ``set_covering``.
    share
        The share to cover, for ``set_covering``; everybody who can be where missing.
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

    @property
    def sense(self) -> Literal["max", "min"]:
        """Whether more of the objective is better, or less."""
        return "min" if self.model == "set_covering" else "max"

    def solve(
        self, problem: SitingProblem, *, effort: Effort | None = None
    ) -> SitingResult:
        """Ask the model."""
        from servicecircle.siting.models.backup_covering import (  # noqa: PLC0415
            backup_covering,
        )
        from servicecircle.siting.models.maximal_covering import (  # noqa: PLC0415
            maximal_covering,
        )
        from servicecircle.siting.models.set_covering import (  # noqa: PLC0415
            set_covering,
        )

        asked = self.requirements
        if self.model == "set_covering":
            return set_covering(
                problem, share=self.share, requirements=asked, effort=effort
            )
        count = self.new_sites or 0
        if self.model == "maximal_covering":
            return maximal_covering(
                problem, new_sites=count, requirements=asked, effort=effort
            )
        return backup_covering(
            problem, new_sites=count, requirements=asked, effort=effort
        )

    def objective(self, problem: SitingProblem, open_: Flags) -> float:
        """Work out what open sites are worth, from the walks alone."""
        if self.model == "set_covering":
            return float((open_ & ~problem.existing).sum())
        reached = float(problem.weight[covered(problem, open_)].sum())
        if self.model == "maximal_covering":
            return reached
        sites = csr_array(problem.covers())[np.flatnonzero(open_)]
        times = np.bincount(sites.indices, minlength=len(problem.places))
        return reached + float(problem.weight[times > 1].sum())

    def broken(self, problem: SitingProblem, open_: Flags) -> list[Breach]:
        """Name what open sites do not meet of all that is asked."""
        broken = broken_requirements(
            problem, self.requirements, open_, new_sites=self.new_sites
        )
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
