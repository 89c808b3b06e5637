"""Shares and classes of whole editions, worked by hand and against slow oracles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from editions import House, box, edition, partitions, towns
from hypothesis import given, settings

from servicecircle.crosswalk import Change, Crosswalk, Tolerances, compare_editions

EXACT = Tolerances(sliver_m=0, minor_share=0)
STRIP = {"a": box(0, 0, 4, 4), "b": box(4, 0, 8, 4), "c": box(8, 0, 12, 4)}


def classes(crosswalk: Crosswalk, side: str) -> dict[str, str]:
    """Give each unit's class."""
    rows = crosswalk.changes[crosswalk.changes["edition"] == side]
    return dict(zip(rows["unit_id"], rows["change"], strict=True))


def shares(crosswalk: Crosswalk, column: str) -> dict[tuple[str, str], float]:
    """Give a column by pair; a dash stands for no unit."""
    table = crosswalk.table
    pairs = zip(table["old_id"].fillna("-"), table["new_id"].fillna("-"), strict=True)
    return dict(zip(pairs, table[column], strict=True))


@given(old=partitions(across=4), new=partitions(across=5), houses=towns())
@settings(max_examples=5)
def test_shares_sum_to_one(
    old: dict[str, shapely.Geometry],
    new: dict[str, shapely.Geometry],
    houses: list[House],
) -> None:
    """Every unit's residents, buildings and area are somewhere, in both directions."""
    crosswalk = compare_editions(edition(old, houses), edition(new, houses[::2]))
    for side in ("old", "new"):
        for what in ("residents", "buildings", "area"):
            of = crosswalk.table.groupby(f"{side}_id")[f"share_of_{side}_{what}"].sum()
            assert np.abs(of - 1).max() < 1e-9


@given(old=partitions(), new=partitions(), houses=towns())
@settings(max_examples=5)
def test_residents_of_a_pair_are_those_that_live_in_both_units(
    old: dict[str, shapely.Geometry],
    new: dict[str, shapely.Geometry],
    houses: list[House],
) -> None:
    """House by house, with nothing left out as digitising."""
    crosswalk = compare_editions(
        edition(old, houses), edition(new, houses), tolerances=EXACT
    )
    for a, b, mine in crosswalk.table[["old_id", "new_id", "old_residents"]].to_numpy():
        both = old[a] & new[b]
        inside = [
            h[2] for h in houses if both.covers(shapely.Point(100 * h[0], 100 * h[1]))
        ]
        assert mine == sum(inside)


@given(shapes=partitions(), houses=towns())
@settings(max_examples=5)
def test_identical_editions_give_identity(
    shapes: dict[str, shapely.Geometry], houses: list[House]
) -> None:
    """Every unit is unchanged, and wholly itself."""
    crosswalk = compare_editions(edition(shapes, houses), edition(shapes, houses))
    assert set(crosswalk.changes["change"]) == {Change.UNCHANGED}
    assert crosswalk.table["old_id"].tolist() == crosswalk.table["new_id"].tolist()
    assert (crosswalk.table["share_of_old_residents"] == 1).all()
    assert crosswalk.ground.empty


@given(old=partitions(across=4), new=partitions(across=5))
@settings(max_examples=5)
def test_the_other_way_round_split_is_merged_and_new_is_dissolved(
    old: dict[str, shapely.Geometry], new: dict[str, shapely.Geometry]
) -> None:
    """Comparing is symmetrical."""
    turned = {Change.SPLIT: Change.MERGED, Change.MERGED: Change.SPLIT}
    turned |= {Change.NEW: Change.DISSOLVED, Change.DISSOLVED: Change.NEW}
    there = compare_editions(edition(old), edition(new))
    back = compare_editions(edition(new), edition(old))
    for side, other in (("old", "new"), ("new", "old")):
        expected = {
            k: turned.get(Change(v), Change(v)) for k, v in classes(there, side).items()
        }
        assert classes(back, other) == expected


def test_a_split_by_hand() -> None:
    """A unit is cut 3 to 1; 30 people live in the larger part and 90 in the other."""
    new = {**STRIP, "a": box(0, 0, 3, 4), "a2": box(3, 0, 4, 4)}
    houses = [(1, 1, 30), (3.5, 1, 60), (3.5, 2, 30), (6, 1, 7)]
    crosswalk = compare_editions(edition(STRIP, houses), edition(new, houses))
    assert classes(crosswalk, "old") == {
        "a": "split",
        "b": "unchanged",
        "c": "unchanged",
    }
    assert classes(crosswalk, "new")["a2"] == "split"
    assert shares(crosswalk, "share_of_old_residents")["a", "a2"] == 0.75
    assert shares(crosswalk, "share_of_old_buildings")["a", "a2"] == 2 / 3
    assert shares(crosswalk, "share_of_old_area")["a", "a2"] == 0.25
    assert shares(crosswalk, "relation")["a", "a2"] == "part"
    said = crosswalk.changes.set_index(["edition", "unit_id"])["words"]
    assert said["old", "a"] == "split: to 'a2' 75.0%, 'a' 25.0% of its residents"
    assert said["new", "a2"] == "came of a split: from 'a' 100.0% of its residents"


def test_a_merger_by_hand() -> None:
    """Two units become one under the code of the first."""
    new = {"a": box(0, 0, 8, 4), "c": STRIP["c"]}
    crosswalk = compare_editions(edition(STRIP), edition(new))
    assert classes(crosswalk, "old") == {"a": "merged", "b": "merged", "c": "unchanged"}
    assert classes(crosswalk, "new") == {"a": "merged", "c": "unchanged"}
    assert shares(crosswalk, "share_of_new_area")["b", "a"] == 0.5
    assert shares(crosswalk, "basis_of_new_shares")["b", "a"] == "area"


def test_a_moved_border_by_hand() -> None:
    """A quarter of b goes to a, with one of its three houses."""
    new = {"a": box(0, 0, 5, 4), "b": box(5, 0, 8, 4), "c": STRIP["c"]}
    houses = [(4.5, 2, 10), (6, 2, 20), (7, 2, 10)]
    crosswalk = compare_editions(edition(STRIP, houses), edition(new, houses))
    assert classes(crosswalk, "old")["a"] == "boundary_moved"
    moved = crosswalk.changes.set_index(["edition", "unit_id"])
    assert moved.loc[("old", "b"), "moved_share_of_area"] == 0.25
    assert moved.loc[("old", "b"), "moved_share_of_residents"] == 0.25
    assert crosswalk.ground[["old_id", "new_id"]].to_numpy().tolist() == [["b", "a"]]
    assert crosswalk.ground.area.tolist() == [40_000.0]


def test_same_ground_under_another_code_name_or_parent() -> None:
    """Each of the three is told by itself; a recoded parent is no other parent."""
    old = edition(
        STRIP, names={"a": "A", "b": "B", "c": "C"}, parents=dict.fromkeys("abc", "p")
    )
    new = edition(
        {"x": STRIP["a"], "b": STRIP["b"], "c": STRIP["c"]},
        names={"x": "A", "b": "Bee", "c": "C"},
        parents={"x": "p", "b": "p", "c": "q"},
    )
    found = compare_editions(old, new)
    # The parents' level is in neither edition, so nothing is said of parents.
    assert classes(found, "old") == {"a": "recoded", "b": "renamed", "c": "unchanged"}
    assert found.changes.set_index("words").index[0] == "same ground; now 'x'"


def test_a_unit_between_three_is_new_and_one_shared_out_is_dissolved() -> None:
    """A fourth unit takes a third of each of three; then the other way round."""
    shapes = {k: box(0, 3 * i, 9, 3 * i + 3) for i, k in enumerate("abc")}
    new = {k: box(0, 3 * i, 6, 3 * i + 3) for i, k in enumerate("abc")}
    new["n"] = box(6, 0, 9, 9)
    there = compare_editions(edition(shapes), edition(new))
    assert classes(there, "new")["n"] == "new"
    assert classes(there, "old")["a"] == "boundary_moved"
    back = compare_editions(edition(new), edition(shapes))
    assert classes(back, "old")["n"] == "dissolved"


def test_split_and_merged_at_once_is_redrawn() -> None:
    """Of b a quarter becomes a unit of its own, and c comes to the rest."""
    new = {"a": STRIP["a"], "b": box(5, 0, 12, 4), "n": box(4, 0, 5, 4)}
    old = {**STRIP, "c": box(8, 0, 9, 4), "d": box(9, 0, 12, 4)}
    new["b"], new["d"] = box(5, 0, 9, 4), box(9, 0, 12, 4)
    found = compare_editions(edition(old), edition(new))
    assert classes(found, "old") == {
        "a": "unchanged",
        "b": "redrawn",
        "c": "merged",
        "d": "unchanged",
    }
    assert classes(found, "new")["n"] == "split"


def test_ground_outside_the_other_edition_is_said() -> None:
    """Half of c is in no new unit, and a unit comes in from outside."""
    new = {
        "a": STRIP["a"],
        "b": STRIP["b"],
        "c": box(8, 0, 10, 4),
        "e": box(0, 4, 4, 8),
    }
    found = compare_editions(edition(STRIP), edition(new))
    assert shares(found, "share_of_old_area")["c", "-"] == 0.5
    assert shares(found, "relation")["c", "-"] == "lost"
    assert shares(found, "relation")["-", "e"] == "gained"
    assert classes(found, "new")["e"] == "new"


def test_a_code_used_anew_is_a_warning() -> None:
    """Codes a and c change places."""
    new = {"a": STRIP["c"], "b": STRIP["b"], "c": STRIP["a"]}
    found = compare_editions(edition(STRIP), edition(new))
    assert classes(found, "old") == {"a": "recoded", "b": "unchanged", "c": "recoded"}
    assert [f.rule for f in found.findings] == ["code-reused"]
    assert "'a', 'c'" in found.findings[0].message


def test_digitising_does_not_change_a_unit() -> None:
    """Every border is drawn anew, up to 2 m off, with a house on the strip between."""
    new = {
        "a": box(0, 0, 4.02, 4),
        "b": box(4.02, 0, 7.98, 4),
        "c": box(7.98, 0, 12, 4),
    }
    houses = [(4.01, 2, 5), (2, 2, 5), (6, 2, 5)]
    found = compare_editions(edition(STRIP, houses), edition(new, houses))
    assert set(found.changes["change"]) == {"unchanged"}
    assert shares(found, "old_residents") == {
        ("a", "a"): 5,
        ("b", "b"): 10,
        ("c", "c"): 0,
    }
    assert shares(found, "new_residents")["a", "a"] == 10
    assert found.slivers["pieces"].tolist() == [2]


def test_shares_fall_back_in_order() -> None:
    """Residents, else buildings, else the other edition's, else area."""
    new = {
        "a": box(0, 0, 2, 4),
        "a2": box(2, 0, 4, 4),
        "b": box(4, 0, 6, 4),
        "b2": box(6, 0, 8, 4),
        "c": STRIP["c"],
    }
    own = [(1, 1, 0), (1, 2, 0), (3, 1, 0)]
    then = [(5, 1, 9), (7, 1, 1)]
    found = compare_editions(edition(STRIP, own), edition(new, then))
    basis = shares(found, "basis_of_old_shares")
    assert basis["a", "a"] == "old buildings"
    assert basis["b", "b"] == "new residents"
    assert basis["c", "c"] == "area"
    assert shares(found, "share_of_old_residents")["a", "a"] == 2 / 3
    assert shares(found, "share_of_old_residents")["b", "b2"] == 0.1
    assert pd.isna(shares(found, "share_of_old_residents_by_new")["a", "a"])


@pytest.mark.parametrize("count", [264, 275])
def test_counts_add_up_to_the_units(count: int) -> None:
    """The summary counts every unit of both editions once."""
    new = {f"g{k}": box(k / 10, 0, (k + 1) / 10, 4) for k in range(count)}
    old = {"left": box(0, 0, 10, 4), "right": box(10, 0, count / 10, 4)}
    counts = compare_editions(edition(old), edition(new)).counts()
    assert counts[["old_units", "new_units"]].sum().tolist() == [2, count]
    assert counts["change"].tolist() == ["split"]


def test_a_part_may_have_a_ninth_from_elsewhere() -> None:
    """Eight ninths of a2 are half of a, and the rest was b's."""
    new = {"a": box(0, 0, 2, 4), "a2": box(2, 0, 4.25, 4), "b": box(4.25, 0, 8, 4)}
    found = compare_editions(edition(STRIP), edition(new))
    assert classes(found, "old")["a"] == classes(found, "new")["a2"] == "split"
    assert classes(found, "old")["b"] == "boundary_moved"
