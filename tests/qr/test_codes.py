"""Codes: their letters, their check character, how they are kept and given."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.codes import give_codes, printed, typed
from servicecircle.qr.codes.alphabet import ALPHABET, digits_of, spelled, written
from servicecircle.qr.codes.check_character import check_digits, is_consistent
from servicecircle.qr.codes.findings import code_findings
from servicecircle.qr.codes.printed import BODY, LENGTH

codes = st.integers(0, 31**BODY - 1).map(
    lambda number: str(
        spelled(
            np.column_stack(
                [
                    body := written(np.array([number], dtype=np.uint64), length=BODY),
                    check_digits(body),
                ]
            )
        )[0]
    )
)


def points(
    rows: dict[str, tuple[str | None, float, float]], kind: str = "entrance"
) -> gpd.GeoDataFrame:
    """Build points from building and place by point id."""
    frame = gpd.GeoDataFrame(
        {
            "kind": ["gate" if row[0] is None else kind for row in rows.values()],
            "building_id": [row[0] for row in rows.values()],
            "code": None,
            "state": "active",
        },
        index=list(rows),
        geometry=[Point(row[1:]) for row in rows.values()],
        crs="EPSG:4547",
    )
    return frame.rename_axis("point_id").astype({"building_id": "str"})


TWO = {"p1": ("B1", 0.0, 0.0), "p2": ("B2", 100.0, 0.0), "g1": (None, 50.0, 50.0)}


@given(codes)
def test_every_wrong_character_is_seen(code: str) -> None:
    """All 270 codes that differ in one place are refused."""
    wrong = {
        code[:k] + letter + code[k + 1 :]
        for k in range(LENGTH)
        for letter in ALPHABET
        if letter != code[k]
    }
    assert is_consistent(code)
    assert len(wrong) == LENGTH * 30
    assert not any(map(is_consistent, wrong))


@given(codes)
def test_every_swap_is_seen(code: str) -> None:
    """Any two characters that change places are noticed, not only neighbours."""
    for k in range(LENGTH):
        for m in range(k):
            letters = list(code)
            letters[k], letters[m] = letters[m], letters[k]
            assert is_consistent("".join(letters)) == (code[k] == code[m])


def test_no_letter_is_taken_for_another() -> None:
    """Nothing of 0 and O, 1, I and L is in the alphabet, whose size is a prime."""
    assert not set("01OIL") & set(ALPHABET)
    assert len(set(ALPHABET)) == 31


@given(st.integers(0, 31**BODY - 1))
def test_numbers_are_written_and_read(number: int) -> None:
    """Digits in base 31 give the number back."""
    text = str(spelled(written(np.array([number], dtype=np.uint64), length=BODY))[0])
    value = 0
    for digit in digits_of(text):
        value = value * 31 + digit
    assert value == number


@given(codes)
def test_a_code_is_typed_as_it_is_printed(code: str) -> None:
    """Groups, small letters and blanks do not matter."""
    assert typed(printed(code)) == code == typed(f" {printed(code).lower()} ")


def test_the_same_points_get_the_same_codes() -> None:
    """In any order, and all of them well formed."""
    one = give_codes(points(TWO)).points
    two = give_codes(points(dict(reversed(TWO.items())))).points
    assert one["code"].to_dict() == two["code"].to_dict()
    assert all(map(is_consistent, one["code"]))
    assert one["code"].is_unique


def test_a_code_says_nothing_of_the_building() -> None:
    """Two points whose names differ by a letter share no beginning."""
    many = {f"p{k}": (f"B{k}", float(k), 0.0) for k in range(500)}
    given_codes = give_codes(points(many)).points["code"]
    assert given_codes.str[:3].nunique() > 450


def test_a_door_that_moved_keeps_its_code() -> None:
    """The building's id comes first, however far its outline moved."""
    former = give_codes(points(TWO)).points
    moved = TWO | {"other": ("B1", 900.0, 0.0)}
    del moved["p1"]
    again = give_codes(points(moved), former)
    assert again.points.loc["other", "code"] == former.loc["p1", "code"]
    assert again.changes.loc[former.loc["p1", "code"], "moved_m"] == 900.0


def test_doors_of_one_building_are_told_by_place() -> None:
    """A new door beside an old one does not take its code."""
    former = give_codes(points({"p": ("B1", 10.0, 0.0)})).points
    again = give_codes(
        points({"p": ("B1", 0.0, 0.0), "q": ("B1", 10.5, 0.0)}), former
    ).points
    assert again.loc["q", "code"] == former.loc["p", "code"] != again.loc["p", "code"]


def test_a_building_of_another_id_in_its_place_takes_the_code_over() -> None:
    """It is named, for it may be another building."""
    former = give_codes(points(TWO)).points
    again = give_codes(points(TWO | {"p1": ("B1-new", 3.0, 0.0)}), former)
    assert again.points.loc["p1", "code"] == former.loc["p1", "code"]
    (finding,) = code_findings(again.changes)
    assert finding.rule == "qr-code-renamed"
    assert printed(former.loc["p1", "code"]) in finding.message


def test_a_neighbour_does_not_inherit() -> None:
    """A door that was known already takes no code of a demolished house."""
    near = TWO | {"p2": ("B2", 4.0, 0.0)}
    former = give_codes(points(near)).points
    again = give_codes(points({"p2": near["p2"], "g1": near["g1"]}), former).points
    assert again.loc["p2", "code"] == former.loc["p2", "code"]
    assert (again["state"] == "retired").sum() == 1


def test_a_gate_keeps_its_code_by_place() -> None:
    """Up to 10 m; farther away it is another gate."""
    former = give_codes(points(TWO)).points
    for moved_m, same in ((9.0, True), (11.0, False)):
        shifted = points(TWO | {"g1": (None, 50.0 + moved_m, 50.0)})
        code = give_codes(shifted, former).points.loc["g1", "code"]
        assert (code == former.loc["g1", "code"]) == same


def test_a_retired_code_is_never_given_again() -> None:
    """A building that comes back after its demolition gets another one."""
    first = give_codes(points(TWO)).points
    rest = {name: row for name, row in TWO.items() if name != "p1"}
    second = give_codes(points(rest), first)
    assert code_findings(second.changes)[0].rule == "qr-code-retired"
    third = give_codes(points(TWO), second.points).points
    assert third.loc["p1", "code"] not in set(second.points["code"])
    assert first.loc["p1", "code"] in set(third["code"])
    assert third.index.is_unique
    assert third["code"].is_unique


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": "222222222"}, "mistyped: '222222222'"),
        ({"code": None}, "mistyped"),
        ({"kind": None}, ""),
    ],
)
def test_former_codes_that_are_wrong_are_refused(
    change: dict[str, str | None], says: str
) -> None:
    """A register with a slip in it is not carried on."""
    former = give_codes(points(TWO)).points.assign(**change)
    if not says:
        former = former.drop(columns="kind")
        says = "no column 'kind'"
    with pytest.raises(UnusableInputError, match=says):
        give_codes(points(TWO), former)


def test_former_codes_that_stand_twice_are_refused() -> None:
    """Nobody knows which of the two plates is meant."""
    former = give_codes(points(TWO)).points
    former["code"] = former["code"].iloc[0]
    with pytest.raises(UnusableInputError, match="stand twice"):
        give_codes(points(TWO), former)


def test_a_door_keeps_the_number_that_its_plate_says() -> None:
    """A door between two others takes the next number, not theirs."""
    rows = {"a": ("B1", 0.0, 0.0), "b": ("B1", 20.0, 0.0)}
    former = give_codes(points(rows).assign(door=[1, 2], side="S")).points
    rows = {"a": rows["a"], "m": ("B1", 9.0, 0.0), "n": rows["b"]}
    again = give_codes(points(rows).assign(door=[1, 2, 3], side="S"), former).points
    assert again["door"].to_dict() == {"a": 1, "m": 3, "n": 2}
    assert again.loc["n", "code"] == former.loc["b", "code"]
