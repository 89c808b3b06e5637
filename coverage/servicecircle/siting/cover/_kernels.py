"""
The hot loops of covering, compiled.

A coverage comes both ways round as compressed rows: the rows that site i covers are
``row[start[i]:start[i + 1]]``, the sites that cover row j are
``site[by_row[j]:by_row[j + 1]]``, both in ascending order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Int32s = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Signatures = NDArray[np.uint64]

njit = load_numba().njit

SIGNATURE_WORDS = 8
BITS = 64
LITTLE = 1e-9
"""Differences of weight below this are rounding."""


@njit(cache=True, nogil=True)
def add_up(start: Ints, item: Int32s, values: Floats) -> Floats:
    """Sum the values of every row's items."""
    total = np.zeros(len(start) - 1)
    for i in range(len(total)):
        s = 0.0
        for k in range(start[i], start[i + 1]):
            s += values[item[k]]
        total[i] = s
    return total


@njit(cache=True, nogil=True)
def spread(start: Ints, item: Int32s, values: Floats, total: Floats) -> None:
    """Add every row's value to all of its items; most values are zero."""
    total[:] = 0.0
    for i in range(len(values)):
        if values[i] != 0.0:
            for k in range(start[i], start[i + 1]):
                total[item[k]] += values[i]


@njit(cache=True, nogil=True)
def row_keys(by_row: Ints, site: Int32s, site_key: Ints) -> Ints:
    """Add up the keys of the sites that cover each row (modulo 2**64)."""
    key = np.zeros(len(by_row) - 1, np.int64)
    for j in range(len(key)):
        for k in range(by_row[j], by_row[j + 1]):
            key[j] += site_key[site[k]]
    return key


@njit(cache=True, nogil=True)
def same_sites(by_row: Ints, site: Int32s, first: Ints) -> bool:
    """Whether each row j is covered by exactly the sites that cover row first[j]."""
    for j in range(len(first)):
        a, b = by_row[j], by_row[first[j]]
        length = by_row[j + 1] - a
        if by_row[first[j] + 1] - b != length:
            return False
        for k in range(length):
            if site[a + k] != site[b + k]:
                return False
    return True


@njit(cache=True, nogil=True)
def signatures(start: Ints, row: Int32s, bit: Ints) -> Signatures:
    """Give each site a set of bits that contains that of any site it dominates."""
    found = np.zeros((len(start) - 1, SIGNATURE_WORDS), np.uint64)
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            b = bit[row[k]]
            found[i, b // BITS] |= np.uint64(1) << np.uint64(b % BITS)
    return found


@njit(cache=True, nogil=True)
def dominators(
    start: Ints,
    row: Int32s,
    by_row: Ints,
    site: Int32s,
    sign: Signatures,
    cost: Floats,
    first: int,
    last: int,
    by: Ints,
) -> None:
    """
    Find for some sites one that covers all they cover and costs no more.

    It is written to ``by``, which is left as it is where there is none. Of sites that
    cover the same at the same cost the first one stands. A site that covers nothing is
    given itself.
    """
    for i in range(first, last):
        a, b = start[i], start[i + 1]
        if a == b:
            by[i] = i
            continue
        # Whoever dominates covers the rarest row too: the fewest to compare with.
        rarest = row[a]
        for k in range(a, b):
            j = row[k]
            if by_row[j + 1] - by_row[j] < by_row[rarest + 1] - by_row[rarest]:
                rarest = j
        for t in range(by_row[rarest], by_row[rarest + 1]):
            other = site[t]
            c, d = start[other], start[other + 1]
            if other == i or d - c < b - a or cost[other] > cost[i]:
                continue
            if d - c == b - a and cost[other] == cost[i] and other > i:
                continue
            hopeless = False
            for q in range(SIGNATURE_WORDS):
                if sign[i, q] & ~sign[other, q]:
                    hopeless = True
                    break
            if hopeless:
                continue
            k = a
            while k < b and c < d:
                if row[k] == row[c]:
                    k += 1
                    c += 1
                elif row[c] < row[k]:
                    c += 1
                else:
                    break
            if k == b:
                by[i] = other
                break


@njit(cache=True, nogil=True)
def greedy(
    start: Ints, row: Int32s, by_row: Ints, site: Int32s, weight: Floats, count: int
) -> tuple[Ints, Floats]:
    """Take the site that adds most, again and again; ties go to the first."""
    gain = add_up(start, row, weight)
    covered = np.zeros(len(weight), np.bool_)
    chosen = np.empty(count, np.int64)
    value = np.empty(count)
    total = 0.0
    for q in range(count):
        i = int(np.argmax(gain))
        chosen[q] = i
        total += max(gain[i], 0.0)
        value[q] = total
        for k in range(start[i], start[i + 1]):
            j = row[k]
            if not covered[j]:
                covered[j] = True
                for t in range(by_row[j], by_row[j + 1]):
                    gain[site[t]] -= weight[j]
        gain[i] = -np.inf
    return chosen, value


@njit(cache=True, nogil=True)
def _turn(
    start: Ints,
    row: Int32s,
    by_row: Ints,
    site: Int32s,
    weight: Floats,
    i: int,
    slot: int,
    sign: int,
    times: Ints,
    owner: Ints,
    gain: Floats,
    loss: Floats,
) -> None:
    """
    Open (+1) or close (-1) site i in a slot, keeping the books.

    ``times`` counts how often a row is covered; ``owner`` adds up the slots that cover
    it, so it is the only one where that is 1; ``gain`` is what a site would add, and
    ``loss`` what only this slot covers.
    """
    for k in range(start[i], start[i + 1]):
        j = row[k]
        was = times[j]
        if was == 1:
            loss[owner[j]] -= weight[j]
        times[j] = was + sign
        owner[j] += sign * slot
        if times[j] == 1:
            loss[owner[j]] += weight[j]
        if was == 0:
            for t in range(by_row[j], by_row[j + 1]):
                gain[site[t]] -= weight[j]
        elif times[j] == 0:
            for t in range(by_row[j], by_row[j + 1]):
                gain[site[t]] += weight[j]


@njit(cache=True, nogil=True)
def interchange(
    start: Ints,
    row: Int32s,
    by_row: Ints,
    site: Int32s,
    weight: Floats,
    now: Ints,
    best_chosen: Ints,
    best: float,
    rest_site: Ints,
    rest_slot: Ints,
    first: int,
    last: int,
    tenure: int,
) -> tuple[float, bool]:
    """
    Make some moves: swap a chosen site for another, the best of all swaps each time.

    A swap adds at most the gain of the site that comes in, so sites whose gain is below
    the best move found are not looked at. With tenure 0 the search ends at the first
    local optimum; else a site that left, or a slot that changed, rests for some moves
    (tabu search). ``now``, the best choice met and until which move what rests are
    written; the best value and whether the search has ended are given back.
    """
    np.random.seed(first)
    sites, slots = len(start) - 1, len(now)
    times = np.zeros(len(weight), np.int64)
    owner = np.zeros(len(weight), np.int64)
    gain = add_up(start, row, weight)
    loss = np.zeros(slots)
    open_ = np.zeros(sites, np.bool_)
    for s in range(slots):
        _turn(start, row, by_row, site, weight, now[s], s, 1, times, owner, gain, loss)
        open_[now[s]] = True
    value = 0.0
    for j in range(len(weight)):
        if times[j] > 0:
            value += weight[j]
    kept = np.zeros(slots)
    touched = np.empty(slots, np.int64)
    if value > best:
        best = value
        best_chosen[:] = now
    for move in range(first, last):
        by_loss = np.argsort(loss)
        most, into, slot = -np.inf, -1, -1
        for i in range(sites):
            if open_[i] or gain[i] <= most:
                continue
            # What the incoming site covers of a slot's own is not lost with the slot.
            met = 0
            for k in range(start[i], start[i + 1]):
                j = row[k]
                if times[j] == 1:
                    s = owner[j]
                    if kept[s] == 0.0:
                        touched[met] = s
                        met += 1
                    kept[s] += weight[j]
            for q in range(met):
                s = touched[q]
                change = gain[i] - loss[s] + kept[s]
                free = rest_site[i] <= move and rest_slot[s] <= move
                if change > most and (free or value + change > best + LITTLE):
                    most, into, slot = change, i, s
            for q in range(slots):
                s = by_loss[q]
                if kept[s] != 0.0:
                    continue
                change = gain[i] - loss[s]
                if change <= most:
                    break
                free = rest_site[i] <= move and rest_slot[s] <= move
                if free or value + change > best + LITTLE:
                    most, into, slot = change, i, s
                    break
            for q in range(met):
                kept[touched[q]] = 0.0
        if into < 0 or (tenure == 0 and most <= LITTLE):
            return best, True
        out = now[slot]
        _turn(start, row, by_row, site, weight, out, slot, -1, times, owner, gain, loss)
        _turn(start, row, by_row, site, weight, into, slot, 1, times, owner, gain, loss)
        open_[out], open_[into] = False, True
        now[slot] = into
        value += most
        if tenure:
            short = min(tenure, slots // 3)
            rest_site[out] = move + 1 + 2 * tenure + np.random.randint(0, tenure + 1)
            rest_slot[slot] = move + 1 + short // 2 + np.random.randint(0, short + 1)
        if value > best + LITTLE:
            best = value
            best_chosen[:] = now
    return best, False
