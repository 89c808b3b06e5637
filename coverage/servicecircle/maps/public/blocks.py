"""Places told alone or only together, so that no small count can be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.maps.public.atoms import Atoms
    from servicecircle.maps.public.secrecy import Secrecy

    Block = NDArray[np.int64]

TRIED = 12
"""Partners that are looked at before two unsafe blocks are merged regardless."""


def safe_blocks(atoms: Atoms, secrecy: Secrecy) -> list[Block]:
    """
    Put places into blocks whose counts give no small one away.

    Places that are unsafe alone are merged with others until every block is safe:
    within the unit above if that is possible, else within the one above that. Who
    publishes of the residents only what is a sum over whole blocks tells no more than
    each block's own counts, so each block can be judged by itself (see `Secrecy`).

    Parameters
    ----------
    atoms
        Residents by place and signature.
    secrecy
        What makes a block safe.

    Returns
    -------
    list of arrays
        Rows of `atoms.places`; together all of them, each once. A block can be unsafe
        only if it is all there is: then nothing may be told.

    Notes
    -----
    This is complementary suppression (Hundepool et al., *Statistical Disclosure
    Control*, 2012, chapter 4) with whole units as the pattern, and audited by the
    ranges that the published counts leave. Partners are tried in this order: unsafe
    themselves, merged already, with the fewest residents, first by id; the first that
    makes the block safe is taken, or else the first.
    """
    blocks = [np.array([row]) for row in range(len(atoms.places))]
    levels = [atoms.places[column].to_numpy() for column in atoms.places]
    everything = np.full(len(atoms.places), None, dtype=object)
    safe = {row: secrecy.is_safe(block) for row, block in enumerate(blocks)}
    for level in (*levels[::-1], everything):
        by_unit: dict[object, list[Block]] = {}
        for block in blocks:
            by_unit.setdefault(level[block[0]], []).append(block)
        blocks = [
            b
            for inside in by_unit.values()
            for b in _merge(inside, safe, atoms, secrecy)
        ]
    return blocks


def _merge(
    blocks: list[Block], safe: dict[int, bool], atoms: Atoms, secrecy: Secrecy
) -> list[Block]:
    """Merge blocks until all are safe or one is left; `safe` is by first member."""
    left = list(blocks)
    while len(left) > 1:
        unsafe = [number for number, block in enumerate(left) if not safe[block[0]]]
        if not unsafe:
            break
        block = left.pop(unsafe[0])
        order = sorted(
            range(len(left)),
            key=lambda k: (
                safe[left[k][0]],
                len(left[k]) == 1,
                float(atoms.residents[left[k]].sum()),
                int(left[k][0]),
            ),
        )
        chosen, good = order[0], False
        for number in order[:TRIED]:
            if secrecy.is_safe(_joined(block, left[number])):
                chosen, good = number, True
                break
        merged = _joined(block, left.pop(chosen))
        safe[merged[0]] = good
        left.append(merged)
    return left


def _joined(one: Block, other: Block) -> Block:
    return np.sort(np.concatenate([one, other]))
