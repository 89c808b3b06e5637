"""Whether the counts of a block of places give a small count away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.maps.public.ranges import Exchanges, Knows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.maps.public.atoms import Atoms

    Floats = NDArray[np.float64]


class _Truth(NamedTuple):
    """How many live where, and what could as well be without changing any sum."""

    residents: Floats
    exchanges: Exchanges


class Secrecy:
    """
    What must not follow from the counts of a block.

    The published counts of a block are its residents, and for each service those who
    are covered on foot, covered by the circle, and without a known walk. What can be
    *asked* is every such count, what it leaves of the residents, what two of those have
    in common (covered by the circle and not on foot, by one service and not by the
    other), and the residents of each signature. An answer is *telling* if it is from 1
    to below `below` persons, or of fewer than `fewest_homes` buildings that somebody
    lives in. A block is safe if every telling answer, about the block as a whole and
    about each of its members, can have more than `below` values without any published
    count changing.

    These are the values of an attacker who knows the published counts, sees on the map
    which buildings are covered, and knows that nobody is less than a whole person (if
    residents are whole). Their ends are exact, by integer programs.

    Parameters
    ----------
    atoms
        Residents by place and signature.
    below
        The smallest count of persons that may be told.
    fewest_homes
        The fewest inhabited buildings whose residents may be told together.
    """

    def __init__(self, atoms: Atoms, *, below: float, fewest_homes: int) -> None:
        self._atoms = atoms
        self._below = below
        self._fewest = fewest_homes
        self._whole = bool((atoms.residents == np.rint(atoms.residents)).all())
        told = atoms.told.to_numpy(dtype=float).T
        self._sums = np.vstack([np.ones(atoms.residents.shape[1]), told])

    def is_safe(self, members: NDArray[np.int64]) -> bool:
        """Say whether a block of places, by their rows, may be told as one."""
        there = self._atoms.there[members]
        seen = there.any(axis=0)
        there = there[:, seen]
        persons = self._atoms.residents[members][:, seen]
        homes = self._atoms.homes[members][:, seen]
        everybody, inhabited = persons.sum(axis=0), homes.sum(axis=0)
        # A telling answer is a sum of telling signatures.
        telling = self._telling(persons, homes).any()
        if not telling and not self._telling(everybody, inhabited).any():
            return True
        sums = self._sums[:, seen]
        knows = Knows(sums, sums @ everybody, self._whole)
        truth = _Truth(everybody, Exchanges.of(sums, everybody))
        asked = what_can_be_asked(sums)
        every = np.ones(len(everybody), dtype=bool)
        secret = self._telling(asked @ everybody, asked @ inhabited)
        if not all(self._ranges(knows, truth, c, every, every) for c in asked[secret]):
            return False
        if len(members) == 1:
            return True
        alone = there & (there.sum(axis=0) == 1)
        for k in range(len(members)):
            secret = self._telling(asked @ persons[k], asked @ homes[k])
            for cell in asked[secret]:
                # What others have too can be anybody's of the block.
                if (cell * (there[k] & ~alone[k])) @ everybody >= self._below:
                    continue
                if not self._ranges(knows, truth, cell, alone[k], there[k]):
                    return False
        return True

    def _telling(
        self, persons: Floats, homes: Floats | NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        few = (persons < self._below) | (homes < self._fewest)
        return np.asarray((persons > 0) & few)

    def _ranges(
        self,
        knows: Knows,
        truth: _Truth,
        cell: Floats,
        least: NDArray[np.bool_],
        most: NDArray[np.bool_],
    ) -> bool:
        ends = cell * least, cell * most
        if truth.exchanges.room(*ends, truth.residents) >= self._below:
            return True
        return knows.room(*ends) >= self._below


def what_can_be_asked(sums: Floats) -> Floats:
    """
    Give every count that two published counts have in common, and every signature.

    Parameters
    ----------
    sums
        Shape (sums, signatures), 0 or 1; the first counts everybody.

    Returns
    -------
    array
        Distinct rows of 0 and 1, shape (counts, signatures).

    Examples
    --------
    >>> sums = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    >>> what_can_be_asked(sums).astype(int)
    array([[0, 0, 1],
           [0, 1, 0],
           [0, 1, 1],
           [1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    rows = np.unique(np.vstack([sums, sums[0] - sums]), axis=0)
    common = (rows[:, None, :] * rows[None, :, :]).reshape(-1, rows.shape[1])
    asked = np.unique(np.vstack([common, np.eye(rows.shape[1])]), axis=0)
    return np.asarray(asked[asked.any(axis=1)])
