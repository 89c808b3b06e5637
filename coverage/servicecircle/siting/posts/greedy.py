"""A first answer where posts can be full: house whoever fits, then empty posts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.posts.program import HOUSED, WALKED, Before

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.posts.program import PostProgram

    Ints = NDArray[np.int64]

HALF = 0.5


def first_fit(posts: PostProgram) -> Before:
    """
    House units one after the other at the nearest site that has room.

    Units with the fewest possible posts come first, of these the ones with the most
    residents. Who finds no room takes the place of a unit that can go elsewhere.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.posts.pairs import unit_pairs
    >>> from servicecircle.siting.posts.program import PostProgram
    >>> from servicecircle.siting.posts.question import PostQuestion
    >>> problem = three_homes()
    >>> homes = problem.places.assign(red_sub_grid_id=["R1", "R1", "R2"])
    >>> problem = problem.replace(places=homes)
    >>> question = PostQuestion(most_residents=35.0)
    >>> pairs = unit_pairs(problem, question)  # R1, of 30, at b; R2, of 40, at c
    >>> first_fit(PostProgram(problem.sites, question, pairs)).housed
    array([1., 0.])
    """
    rooms = _Rooms(posts)
    pairs = posts.pairs
    count = np.bincount(pairs.unit, minlength=len(pairs.units))
    order = np.lexsort((-pairs.weight, count))
    order = order[count[order] > 0]
    for unit in order.tolist():
        pair = rooms.nearest(unit)
        if pair is not None:
            rooms.put(pair)
    for unit in order.tolist():
        if rooms.at[unit] < 0:
            rooms.make_place(unit)
    return rooms.answer()


def emptied(posts: PostProgram, before: Before, aim: str) -> Before:
    """
    Close posts whose units all find room at posts that stay.

    The posts that cost most are tried first, of these the ones with the fewest
    residents; again and again until none can be closed.
    """
    if aim in {HOUSED, WALKED}:
        return before
    rooms = _Rooms(posts)
    for pair in np.flatnonzero(before.housed > HALF).tolist():
        rooms.put(pair)
    worth = posts.worth[aim]
    closing = True
    while closing:
        closing = False
        open_ = np.flatnonzero(rooms.count > 0)
        for site in open_[np.lexsort((rooms.load[open_], -worth[open_]))].tolist():
            closing |= rooms.empty(site)
    return rooms.answer()


class _Rooms:
    """Who is housed where, and how much room is left."""

    def __init__(self, posts: PostProgram) -> None:
        pairs, question = posts.pairs, posts.question
        self.pairs, self.column, self.room = pairs, posts.column, posts.room
        self.most = question.most_units or len(pairs.units)
        self.load = np.zeros(len(posts.used))
        self.count = np.zeros(len(posts.used), dtype=np.int64)
        self.at = np.full(len(pairs.units), -1)
        order = np.lexsort((pairs.site, pairs.person_m, pairs.unit))
        ends = np.searchsorted(pairs.unit[order], np.arange(len(pairs.units) + 1))
        self.options = [
            order[begin:end].tolist() for begin, end in pairwise(ends.tolist())
        ]

    def fits(self, pair: int) -> bool:
        site, weight = self.column[pair], self.pairs.weight[self.pairs.unit[pair]]
        fits = self.load[site] + weight <= self.room[site]
        return bool(fits and self.count[site] < self.most)

    def put(self, pair: int) -> None:
        unit, site = int(self.pairs.unit[pair]), self.column[pair]
        self.at[unit] = pair
        self.load[site] += self.pairs.weight[unit]
        self.count[site] += 1

    def take(self, unit: int) -> int:
        pair = int(self.at[unit])
        self.at[unit] = -1
        self.count[self.column[pair]] -= 1
        self.load[self.column[pair]] -= self.pairs.weight[unit]
        return pair

    def nearest(self, unit: int, *, other_than: int = -1) -> int | None:
        """Find the pair of the nearest site with room, if there is one."""
        for pair in self.options[unit]:
            if self.column[pair] != other_than and self.fits(pair):
                return int(pair)
        return None

    def make_place(self, unit: int) -> None:
        """House a unit where another one can make room for it."""
        weight = self.pairs.weight
        for pair in self.options[unit]:
            site = int(self.column[pair])
            for other in self._units_at(site):
                held = self.take(other)
                elsewhere = self.nearest(other, other_than=site)
                if self.fits(pair) and (
                    elsewhere is not None or weight[unit] > weight[other]
                ):
                    self.put(pair)
                    if elsewhere is not None:
                        self.put(elsewhere)
                    return
                self.put(held)

    def empty(self, site: int) -> bool:
        """Move all units of a post to others that are open, or leave it as it is."""
        units = self._units_at(site)
        units.sort(key=lambda unit: (-self.pairs.weight[unit], unit))
        held = [self.take(unit) for unit in units]
        for unit in units:
            places = [
                pair
                for pair in self.options[unit]
                if self.column[pair] != site
                and self.count[self.column[pair]] > 0
                and self.fits(pair)
            ]
            if not places:
                break
            self.put(int(places[0]))
        else:
            return True
        for unit in units:
            if self.at[unit] >= 0:
                self.take(unit)
        for pair in held:
            self.put(pair)
        return False

    def answer(self) -> Before:
        housed = np.zeros(len(self.pairs.unit))
        housed[self.at[self.at >= 0]] = 1.0
        return Before((self.count > 0).astype(float), housed)

    def _units_at(self, site: int) -> list[int]:
        housed = np.flatnonzero(self.at >= 0)
        mine: list[int] = housed[self.column[self.at[housed]] == site].tolist()
        return mine
