"""What comes of choosing posts: who is housed where, and what is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.siting.result import Status

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.siting.posts.pairs import UnitPairs
    from servicecircle.siting.posts.question import PostQuestion


class Stage(NamedTuple):
    """One aim after the other: what it came to, and what is proved of it."""

    name: str
    """``residents_housed`` (the most), ``posts`` (the fewest, new ones counting more),
    ``new_posts`` (the least cost of new ones) or ``person_m`` (the shortest walks)."""
    sense: str
    status: Status
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """Distance between bound and objective as a share of the larger one."""
        larger = max(abs(self.bound), abs(self.objective))
        return abs(self.bound - self.objective) / larger if larger else 0.0


class PostsProof(NamedTuple):
    """What it takes to check a result: the pairs, those chosen, and multipliers."""

    pairs: UnitPairs
    chosen: NDArray[np.int64]
    """Positions of the pairs that are housed."""
    multipliers: tuple[NDArray[np.float64], ...]
    """Of the rows of each aim's program."""


@dataclass(frozen=True, eq=False, repr=False)
class PostsResult:
    """
    Posts for all units, as far as there can be posts.

    Parameters
    ----------
    question
        What was asked.
    stages
        The aims in their order of importance; each holds what the ones before came to.
    units
        Indexed by unit id: ``residents``; ``post_id``, missing where there is none;
        ``is_new``; ``units_of_post``; ``mean_walk_m``, ``p90_walk_m``, ``max_walk_m``
        of its residents (missing where that many walks are not known);
        ``residents_beyond`` the limit; ``reason``: housed, too_far, beyond_search,
        not_allowed, full or no_residents; and the site nearest to being possible,
        ``nearest_id``, with ``nearest_m``, within which enough residents live of it.
    posts
        Indexed by site id: ``name``, ``host_type``, ``is_new``, ``units`` (how many),
        ``unit_ids``, ``residents``, ``mean_walk_m``, ``max_walk_m``.
    seconds
        How long it took.
    proof
        What a certificate is made of.
    """

    question: PostQuestion
    stages: tuple[Stage, ...]
    units: pd.DataFrame
    posts: pd.DataFrame
    seconds: float
    proof: PostsProof

    @property
    def status(self) -> Status:
        """What is known of the whole: the least of what is known of each aim."""
        doubtful = [s.status for s in self.stages if s.status is not Status.OPTIMAL]
        return doubtful[0] if doubtful else Status.OPTIMAL

    def __repr__(self) -> str:
        """Say what was found, in one line."""
        housed = int(self.units["post_id"].notna().sum())
        return (
            f"<PostsResult: {self.status.value}, {housed} of {len(self.units)} units "
            f"in {len(self.posts)} posts, {int(self.posts['is_new'].sum())} new>"
        )
