"""A mixed integer program in blocks that have names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy import sparse

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Block = sparse.csr_array | Floats

Sense = Literal["max", "min"]
TOLERANCE = 1e-5
"""How far a row may be broken by rounding, as a share of the size of its terms."""


class Columns(NamedTuple):
    """One block of columns: its place in the program, and what each is worth."""

    first: int
    worth: Floats
    lower: Floats
    upper: Floats
    whole: bool

    @property
    def where(self) -> slice:
        """Its place among all columns."""
        return slice(self.first, self.first + len(self.worth))


class Rows(NamedTuple):
    """One block of rows; with `words` somebody asked for it, else it is the model's."""

    name: str
    first: int
    matrix: sparse.csr_array
    lower: Floats
    upper: Floats
    words: str
    labels: tuple[str, ...]


class Arrays(NamedTuple):
    """The whole program as arrays, columns and rows in the order they were added."""

    worth: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    matrix: sparse.csr_array
    row_lower: Floats
    row_upper: Floats


@dataclass(eq=False)
class Program:
    r"""
    A mixed integer program, built block by block.

    .. math:: \text{max or min } k + c^T x, \quad L \le A x \le U, \quad
              l \le x \le u, \quad x_j \in \mathbb{Z} \text{ for whole columns}

    Parameters
    ----------
    sense
        ``max`` or ``min``.
    step
        Best values of the objective are multiples of this (1 where all that counts is
        whole); 0 where nothing of the kind is known.
    constant
        What is added to the objective, *k*.

    Examples
    --------
    Two of three sites may open; the third is worth most, the second least.

    >>> program = Program("max", step=1)
    >>> program.add_columns("open", [5, 2, 7], whole=True)
    >>> program.add_rows("new_sites", {"open": np.ones(3)}, upper=2)
    >>> program.arrays.matrix.toarray()
    array([[1., 1., 1.]])
    """

    sense: Sense
    step: float = 0.0
    constant: float = 0.0
    columns: dict[str, Columns] = field(default_factory=dict, init=False)
    rows: list[Rows] = field(default_factory=list, init=False)

    def add_columns(
        self,
        name: str,
        worth: ArrayLike,
        *,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = 1.0,
        whole: bool = False,
    ) -> None:
        """
        Add a block of columns.

        Parameters
        ----------
        name
            A new name.
        worth
            What a unit of each adds to the objective, one number a column.
        lower, upper
            Their bounds, finite, one for all or one each.
        whole
            Whether they take whole numbers only.
        """
        if name in self.columns:
            msg = f"The program has columns {name!r} already."
            raise InternalError(msg)
        value = np.asarray(worth, dtype=np.float64)
        low, high = (np.broadcast_to(b, value.shape) for b in (lower, upper))
        columns = Columns(
            self.column_count,
            value,
            low.astype(np.float64),
            high.astype(np.float64),
            whole,
        )
        finite = all(np.isfinite(a).all() for a in columns[1:4])
        if not finite or (columns.lower > columns.upper).any():
            msg = f"Columns {name!r} need a finite worth and bounds in order."
            raise InternalError(msg)
        self.columns[name] = columns

    def add_rows(  # noqa: PLR0913 - what a row is made of
        self,
        name: str,
        parts: Mapping[str, Block],
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
        words: str = "",
        labels: Iterable[object] = (),
    ) -> None:
        """
        Add a block of rows, or one row.

        Parameters
        ----------
        name
            The requirement's field, or the model's own rule; it may come again.
        parts
            By name of columns, a matrix of shape (rows, columns of that block); a
            plain vector makes one row.
        lower, upper
            Between these the rows must lie, one for all or one each.
        words
            What is asked for, in words, where it is asked for: such rows can be named
            as being in conflict. Rows without are what the model is.
        labels
            What each row is about (ids), where it has words.
        """
        blocks = {part: _as_rows(block) for part, block in parts.items()}
        count = {block.shape[0] for block in blocks.values()}
        unknown = set(blocks) - set(self.columns)
        wide = [p for p in blocks if p not in unknown and not self._fits(p, blocks[p])]
        if len(count) != 1 or unknown or wide:
            msg = f"Rows {name!r} do not fit the columns {sorted(self.columns)}."
            raise InternalError(msg)
        height = count.pop()
        if not height:
            return
        low, high = (np.broadcast_to(b, height) for b in (lower, upper))
        entries = [
            (block.row, block.col + self.columns[part].first, block.data)
            for part, block in blocks.items()
        ]
        row, column, value = (
            np.concatenate(every) for every in zip(*entries, strict=True)
        )
        matrix = sparse.csr_array(
            (value, (row, column)), shape=(height, self.column_count)
        )
        self.rows.append(
            Rows(
                name,
                self.row_count,
                matrix,
                low.astype(np.float64),
                high.astype(np.float64),
                words,
                tuple(str(label) for label in labels),
            )
        )

    @property
    def column_count(self) -> int:
        """How many columns there are so far."""
        return sum(len(c.worth) for c in self.columns.values())

    @property
    def row_count(self) -> int:
        """How many rows there are so far."""
        return sum(r.matrix.shape[0] for r in self.rows)

    @property
    def arrays(self) -> Arrays:
        """The program as it stands, put together."""
        blocks = list(self.columns.values())
        width = self.column_count
        matrices = [_widened(r.matrix, width) for r in self.rows]
        empty = sparse.csr_array((0, width))
        none = np.empty(0)
        return Arrays(
            np.concatenate([none, *(c.worth for c in blocks)]),
            np.concatenate([none, *(c.lower for c in blocks)]),
            np.concatenate([none, *(c.upper for c in blocks)]),
            np.repeat([c.whole for c in blocks], [len(c.worth) for c in blocks]),
            sparse.vstack([empty, *matrices], format="csr"),
            np.concatenate([none, *(r.lower for r in self.rows)]),
            np.concatenate([none, *(r.upper for r in self.rows)]),
        )

    def split(self, values: Floats) -> dict[str, Floats]:
        """Give each block of columns its own values, by name."""
        return {name: values[c.where] for name, c in self.columns.items()}

    def value(self, values: Floats) -> float:
        """Work out the objective."""
        worth = sum(float(c.worth @ values[c.where]) for c in self.columns.values())
        return self.constant + worth

    def filled(self, values: Mapping[str, Floats]) -> dict[str, Floats]:
        """Give values of all columns: those nothing is said of are as low as can be."""
        return {name: values.get(name, c.lower) for name, c in self.columns.items()}

    def holds(self, values: Mapping[str, Floats]) -> bool:
        """Say whether values of all columns, by block, keep to every row and bound."""
        given = self.arrays
        held = np.concatenate([values[name] for name in self.columns])
        rows = given.matrix @ held
        room = TOLERANCE * np.maximum(1.0, abs(given.matrix) @ np.abs(held))
        kept = (rows >= given.row_lower - room) & (rows <= given.row_upper + room)
        inside = (held >= given.lower) & (held <= given.upper)
        return bool(kept.all() and inside.all())

    def _fits(self, part: str, block: sparse.coo_array) -> bool:
        return bool(block.shape[1] == len(self.columns[part].worth))


def _as_rows(block: Block) -> sparse.coo_array:
    if isinstance(block, np.ndarray) and block.ndim == 1:
        block = block[np.newaxis, :]
    return sparse.coo_array(block, dtype=np.float64)


def _widened(matrix: sparse.csr_array, width: int) -> sparse.csr_array:
    """Give rows room for columns that were added after them."""
    shape = (matrix.shape[0], width)
    return sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=shape)
