"""The program of posts: one aim after the other over the same columns and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array

from servicecircle.siting.models.outcome import is_whole
from servicecircle.siting.posts.dominated import stand_ins
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.siting.posts.pairs import UnitPairs
    from servicecircle.siting.posts.question import PostQuestion

    Floats = NDArray[np.float64]

HOUSED, POSTS, NEW, WALKED = "residents_housed", "posts", "new_posts", "person_m"
HELD = 1e-9
"""An earlier aim is held at its value, rounding of this share aside."""
HALF = 0.5
FEW = 6
"""So many sites stay for each unit in a first answer, where posts can be full."""


class Before(NamedTuple):
    """What was chosen for an aim: 1 for posts and pairs that are."""

    posts: Floats
    """Shape (used sites,)."""
    housed: Floats
    """Shape (pairs,)."""


class PostProgram:
    """Columns, rows and what each aim is worth; aims reached are held."""

    def __init__(
        self, sites: pd.DataFrame, question: PostQuestion, pairs: UnitPairs
    ) -> None:
        self.pairs, self.question = pairs, question
        self.used, self.column = np.unique(pairs.site, return_inverse=True)
        new = ~sites["existing"].to_numpy(dtype=bool)[self.used]
        cost = sites["cost"].to_numpy(dtype=np.float64)[self.used] * new
        self.worth: dict[str, Floats] = {
            POSTS: 1.0 + question.new_counts * cost,
            NEW: cost,
            WALKED: pairs.person_m,
            HOUSED: pairs.weight[pairs.unit],
        }
        capacity = sites["capacity"].to_numpy(dtype=np.float64)[self.used]
        room = np.full(len(self.used), np.inf)
        if question.own_capacity:
            room = np.where(np.isnan(capacity), np.inf, capacity)
        if question.most_residents is not None:
            room = np.minimum(room, question.most_residents)
        # More room than for all is no limit; the row then stays well scaled.
        self.room = np.minimum(room, pairs.weight.sum())
        self.held: dict[str, float] = {}

    @property
    def aims(self) -> tuple[str, ...]:
        """The aims in their order."""
        count = POSTS if self.question.aim == "fewest" else NEW
        full = (HOUSED,) if self.question.has_room_limits else ()
        return (*full, count, WALKED)

    def stand_ins(self, aim: str) -> NDArray[np.int64]:
        """
        Find the sites that can stand in for others, shape (used sites,).

        Exact where no post can be full: whatever a choice is worth, it is worth no
        less with the stand-ins, for this aim and the ones before it.
        """
        pairs = self.pairs
        walked = pairs.person_m if aim == WALKED else np.zeros(len(pairs.unit))
        count = self.worth[self.aims[-2]]
        return stand_ins(pairs.unit, self.column, walked, count)

    def stated(self, aim: str) -> Program:
        """Build the program whose bound is stated: all that no stand-in answers for."""
        return self.program(aim, narrow=not self.question.has_room_limits)

    def program(self, aim: str, *, narrow: bool) -> Program:
        """
        Build the program of one aim, with the ones before it held.

        A narrow one leaves out the sites that others stand in for; where posts can be
        full, the few that a unit is nearest to stay.
        """
        pairs = self.pairs
        kept = np.ones(len(self.used))
        if narrow:
            kept = (self.stand_ins(aim) == np.arange(len(self.used))).astype(float)
            if self.question.has_room_limits:
                kept[self.column[self._near_few()]] = 1.0
        worth = self.worth[aim]
        program = Program(
            "max" if aim == HOUSED else "min", step=1.0 if is_whole(worth) else 0.0
        )
        on_posts = aim in {POSTS, NEW}
        sites, count = len(self.used), len(pairs.unit)
        nothing = np.zeros
        of_posts = worth if on_posts else nothing(sites)
        of_pairs = nothing(count) if on_posts else worth
        program.add_columns("post", of_posts, upper=kept, whole=True)
        program.add_columns("housed", of_pairs, upper=kept[self.column], whole=True)
        every = np.arange(count)
        height = len(pairs.units)
        one = csr_array((np.ones(count), (pairs.unit, every)), shape=(height, count))
        needs = np.asarray(one.sum(axis=1)).ravel() > 0
        least = -np.inf if self.question.has_room_limits else 1.0
        program.add_rows("one_post", {"housed": one[needs]}, lower=least, upper=1.0)
        own = eye_array(count, format="csr")
        post = csr_array((-np.ones(count), (every, self.column)), shape=(count, sites))
        program.add_rows("is_post", {"housed": own, "post": post}, upper=0)
        self._add_room(program)
        for name, value in self.held.items():
            self._add_held(program, name, value)
        return program

    def _near_few(self) -> NDArray[np.int64]:
        """List the pairs of each unit with the sites that it is nearest to."""
        pairs = self.pairs
        order = np.lexsort((pairs.person_m, pairs.unit))
        first = np.searchsorted(pairs.unit[order], pairs.unit[order])
        return order[np.arange(len(order)) - first < FEW]

    def _add_room(self, program: Program) -> None:
        pairs, count = self.pairs, len(self.pairs.unit)
        shape, every = (len(self.used), count), np.arange(count)
        if self.question.most_residents is not None or self.question.own_capacity:
            load = csr_array(
                (pairs.weight[pairs.unit], (self.column, every)), shape=shape
            )
            full = diags_array(-self.room, format="csr")
            program.add_rows("room", {"housed": load, "post": full}, upper=0)
        if self.question.most_units is not None:
            many = csr_array((np.ones(count), (self.column, every)), shape=shape)
            most = float(self.question.most_units) * np.ones(len(self.used))
            full = diags_array(-most, format="csr")
            program.add_rows("most_units", {"housed": many, "post": full}, upper=0)

    def _add_held(self, program: Program, name: str, value: float) -> None:
        room = HELD * max(1.0, abs(value))
        block = "post" if name in {POSTS, NEW} else "housed"
        if name == HOUSED:
            program.add_rows(name, {block: self.worth[name]}, lower=value - room)
        else:
            program.add_rows(name, {block: self.worth[name]}, upper=value + room)

    def hold(self, aim: str, value: float) -> None:
        """Have the aims that follow keep what this one came to."""
        self.held[aim] = value

    def begin(self, aim: str, posts: Floats) -> Before:
        """Give posts to start from, stand-ins in the place of what is left out."""
        kept = np.zeros(len(self.used))
        kept[self.stand_ins(aim)[posts > HALF]] = 1.0
        nobody = np.zeros(len(self.pairs.unit))
        return self.settle({"post": kept, "housed": nobody}, aim)

    def settle(self, values: Mapping[str, Floats], aim: str) -> Before:
        """
        Give posts and housing that agree: nobody's post is none.

        Without limits of room every unit is put with the nearest of the posts, which
        only shortens walks.
        """
        housed = np.round(values["housed"])
        posts = np.round(values["post"])
        if not self.question.has_room_limits:
            usable = np.flatnonzero(posts[self.column] > HALF)
            pairs = self.pairs
            order = usable[
                np.lexsort(
                    (pairs.site[usable], pairs.person_m[usable], pairs.unit[usable])
                )
            ]
            _, first = np.unique(pairs.unit[order], return_index=True)
            housed = np.zeros(len(pairs.unit))
            housed[order[first]] = 1.0
        if aim != HOUSED:
            used = np.bincount(self.column, housed, len(self.used)) > 0
            posts = np.where(used, posts, 0.0)
        return Before(posts, housed)

    def value(self, aim: str, chosen: Before) -> float:
        """Work an aim out from posts and housing."""
        of_posts = aim in {POSTS, NEW}
        return float(self.worth[aim] @ (chosen.posts if of_posts else chosen.housed))
