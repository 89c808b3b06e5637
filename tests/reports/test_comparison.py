"""What changed between two runs: laws that hold for any tables."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.reports.comparison import (
    Comparison,
    compare_answers,
    compare_coverage,
    compare_inputs,
    compare_parameters,
    compare_stations,
    sentences,
)

REASONS = ("covered", "too_far", "no_path")
ANSWERS = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(st.sampled_from(REASONS), st.integers(0, 90))
)


def answers(rows: dict[str, tuple[str, int]]) -> pd.DataFrame:
    """Give buildings their answers and residents."""
    frame = pd.DataFrame(
        [(b, reason, float(n)) for b, (reason, n) in sorted(rows.items())],
        columns=["building_id", "reason", "residents"],
    ).astype({"building_id": "str", "reason": "str", "residents": "float64"})
    covered = frame["reason"] == "covered"
    return frame.assign(service="s", covered=covered, walk_m=100.0)


def coverage(rows: dict[str, tuple[str, int]], **names: str) -> pd.DataFrame:
    """Count the same buildings, one a unit, and all of them as the district."""
    frame = answers(rows)
    units = pd.DataFrame({"level": "grid", "unit_id": frame["building_id"]})
    units["residents"] = frame["residents"]
    units["covered_residents"] = frame["residents"].where(frame["covered"], 0.0)
    whole = units[["residents", "covered_residents"]].sum()
    top = pd.DataFrame([{"level": "district", "unit_id": "D", **whole}])
    both = pd.concat([top, units], ignore_index=True)
    both["share_of_residents"] = both["covered_residents"] / both["residents"]
    both["unit_name"] = [names.get(u, u) for u in both["unit_id"]]
    return both.assign(service="s", mean_walk_m=1.0, unknown_residents=0.0)


def stations(**at: tuple[float, float]) -> gpd.GeoDataFrame:
    """Place stations."""
    index = pd.Index(at, name="station_id", dtype="str")
    points = [shapely.Point(xy) for xy in at.values()]
    names = pd.Series(list(at), index=index, dtype="str")
    return gpd.GeoDataFrame({"name": names}, geometry=points, crs="EPSG:32628")


@settings(max_examples=12)
@given(ANSWERS, ANSWERS)
def test_gains_sum_to_the_difference(
    before: dict[str, tuple[str, int]], after: dict[str, tuple[str, int]]
) -> None:
    """By unit and by building, for buildings that come and go too."""
    table = compare_coverage(coverage(before), coverage(after))
    by_level = table.groupby("level")["residents_gained"].sum()
    told, _ = compare_answers(answers(before), answers(after))
    whole = sum(n for r, n in after.values() if r == "covered")
    whole -= sum(n for r, n in before.values() if r == "covered")
    assert by_level["district"] == whole
    assert by_level.get("grid", 0) == whole
    assert told["residents_gained"].sum() == whole
    assert (told["gained_by_counts"] + told["gained_by_answers"]).sum() == whole


@settings(max_examples=6)
@given(ANSWERS)
def test_nothing_changes_of_itself(rows: dict[str, tuple[str, int]]) -> None:
    """Not one building, unit or station."""
    told, listed = compare_answers(answers(rows), answers(rows))
    nothing: dict[str, object] = {}
    found = Comparison(
        compare_inputs(nothing, nothing),
        compare_parameters(nothing, nothing),
        compare_stations(stations(A=(0, 0)), stations(A=(0, 0))),
        compare_coverage(coverage(rows), coverage(rows)),
        told,
        listed,
        {"s": "S"},
    )
    assert found.same
    assert sentences(found, language="zh") == ["没有任何改变。"]


def test_a_unit_that_came_gains_all_its_residents() -> None:
    """And it has no share to compare with."""
    table = compare_coverage(coverage({}), coverage({"A": ("covered", 9)}))
    row = table[table["unit_id"] == "A"].iloc[0]
    assert (row["change"], row["residents_gained"]) == ("added", 9)
    assert pd.isna(row["share_gained"])


def test_residents_counted_otherwise_are_no_change_of_answer() -> None:
    """Covered both times: the gain is by counts."""
    one, two = ({"A": ("covered", n)} for n in (5, 8))
    told, listed = compare_answers(answers(one), answers(two))
    assert told["gained_by_counts"].tolist() == [3]
    assert listed.empty


def test_stations_open_close_and_move() -> None:
    """A centimetre is a move, a millimetre is none; other CRS are brought together."""
    was = stations(A=(0, 0), B=(0, 0), C=(5e5, 3e6), D=(5e5, 3e6))
    now = stations(B=(0.001, 0), C=(5e5, 3e6 + 30), D=(5e5, 3e6), E=(1, 1))
    table = compare_stations(was, now)
    changes = dict(zip(table["station_id"], table["change"], strict=True))
    assert changes == {"A": "closed", "C": "moved", "E": "opened"}
    assert table.loc[table["change"] == "moved", "moved_m"].tolist() == [30]
    same = compare_stations(was.loc[["C"]], was.loc[["C"]].to_crs("EPSG:4326"))
    assert same.empty


def test_what_a_station_offers_is_told() -> None:
    """Column, before and after; missing equals missing."""
    was = stations(A=(0, 0)).assign(services="a", staff=None)
    now = stations(A=(0, 0)).assign(services="a;b", staff=None)
    table = compare_stations(was, now)
    told = table[["change", "column", "before", "after"]].to_numpy().tolist()
    assert told == [["changed", "services", "a", "a;b"]]
