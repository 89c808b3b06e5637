"""No small count of residents can be worked out of what is made public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import highspy
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from servicecircle.maps.public import Secrecy, public_coverage, tell_apart
from servicecircle.maps.public.coverage import OF_RESIDENTS
from servicecircle.maps.public.ranges import Exchanges, Knows
from servicecircle.reach.coverage_table import coverage_table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

BELOW = 5
SERVICES = ("appeals", "legal")
CHAIN = (Level.DISTRICT, Level.COMMUNITY, Level.GRID)
Homes = list[tuple[int, int, int, int]]
"""Per building: grid, residents, and 0 to 5 for each service: see `KNOWN`."""
KNOWN = ((1, 1, 300.0), (0, 1, 700.0), (0, 0, 900.0), (0, 0, np.nan))
"""Covered on foot, covered by the circle, walk in metres."""


class Measured:
    """A district of nine grids in three communities, as a run would measure it."""

    def __init__(self, homes: Homes) -> None:
        ids = [f"b{k:02d}" for k in range(len(homes))]
        grid = np.array([home[0] for home in homes])
        self.buildings = pd.DataFrame(
            {
                "residents": [float(home[1]) for home in homes],
                "district_id": "D",
                "community_id": [f"C{g // 3}" for g in grid],
                "grid_id": [f"G{g}" for g in grid],
            },
            index=ids,
        )
        rows = [
            (ids[k], service, *map(bool, KNOWN[home[2 + s]][:2]), KNOWN[home[2 + s]][2])
            for k, home in enumerate(homes)
            for s, service in enumerate(SERVICES)
        ]
        columns = ["building_id", "service", "covered", "covered_by_circle", "walk_m"]
        self.reach = pd.DataFrame(rows, columns=columns)
        names = {"DISTRICT": ["D"], "COMMUNITY": list("CCC"), "GRID": ["G"] * 9}
        self.levels = {
            level: gpd.GeoDataFrame(
                {"name": "x"},
                index=[f"{n}{k}" for k, n in enumerate(names[level.name])]
                if level is not Level.DISTRICT
                else ["D"],
                geometry=[None] * len(names[level.name]),
            )
            for level in CHAIN
        }

    def coverage(self) -> pd.DataFrame:
        """Count as a run does."""
        standards = [type("S", (), {"service": s})() for s in SERVICES]
        by_service = {
            s: self.reach[self.reach["service"] == s].set_index("building_id")
            for s in SERVICES
        }
        reach = type("R", (), {"standards": standards, "of": by_service.__getitem__})
        reach.of = staticmethod(by_service.__getitem__)
        return coverage_table(reach, self.buildings, self.levels)

    def public(self, **rules: int) -> pd.DataFrame:
        """Give what may be told."""
        rule = {"below": BELOW, "fewest_buildings": 1, **rules}
        return public_coverage(
            self.coverage(), self.reach, self.buildings, self.levels, **rule
        )


class Attack:
    """
    Everything that follows from a public table, by integer programming.

    Written from the table's columns alone: an unknown number of residents for each
    grid and each kind of building that the map shows there, and an equation for every
    figure that was published.
    """

    def __init__(self, measured: Measured, public: pd.DataFrame) -> None:
        atoms = tell_apart(
            measured.reach,
            measured.buildings["residents"],
            measured.buildings[[level.id_column for level in CHAIN]],
        )
        place, kind = np.nonzero(atoms.there)
        self.truth = atoms.residents[place, kind]
        self.unit = {c: atoms.places[c].to_numpy()[place] for c in atoms.places}
        self.told = {key: atoms.told[key].to_numpy()[kind] for key in atoms.told}
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)  # noqa: FBT003 - highspy
        self.count = len(self.truth)
        for _ in range(self.count):
            self.solver.addVar(0.0, highspy.kHighsInf)
        every = np.arange(self.count, dtype=np.int32)
        whole = np.full(self.count, highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(self.count, every, whole)
        for row in public.itertuples():
            self._equate(row)

    def _equate(self, row: object) -> None:
        inside = self.unit[f"{row.level}_id"] == row.unit_id
        circle = row.circle_share_of_residents * row.residents
        for figure, counted in (
            (row.residents, inside),
            (row.covered_residents, inside & self.told["covered", row.service]),
            (circle, inside & self.told["covered_by_circle", row.service]),
            (row.unknown_residents, inside & self.told["unknown", row.service]),
        ):
            at = np.flatnonzero(counted).astype(np.int32)
            if np.isfinite(figure) and len(at):
                exact = float(np.rint(figure))
                self.solver.addRow(exact, exact, len(at), at, np.ones(len(at)))

    def secrets(self) -> Iterator[np.ndarray]:
        """Give every small count of a unit of any level that somebody could ask for."""
        everybody = np.ones(self.count, dtype=bool)
        masks = [everybody]
        masks += [m for told in self.told.values() for m in (told, ~told)]
        for unit in self.unit.values():
            for name in np.unique(unit):
                for one in masks:
                    for other in masks:
                        asked = (unit == name) & one & other
                        if 0 < self.truth[asked].sum() < BELOW:
                            yield asked

    def values(self, asked: np.ndarray) -> float:
        """Count the values from the least to the most that a count can have."""
        every = np.arange(self.count, dtype=np.int32)
        self.solver.changeColsCost(self.count, every, asked.astype(float))
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.solver.changeObjectiveSense(sense)
            self.solver.run()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return np.inf
            ends.append(self.solver.getInfo().objective_function_value)
        return ends[1] - ends[0] + 1


def pinned(measured: Measured, public: pd.DataFrame) -> list[float]:
    """List the small counts that can have no more than `BELOW` values."""
    attack = Attack(measured, public)
    seen: dict[bytes, float] = {}
    for asked in attack.secrets():
        if asked.tobytes() not in seen:
            seen[asked.tobytes()] = attack.values(asked)
    return [values for values in seen.values() if values <= BELOW]


kinds = st.integers(0, 3)
persons = st.integers(0, 9) | st.integers(10, 60)
districts = st.lists(
    st.tuples(st.integers(0, 8), persons, kinds, kinds), min_size=1, max_size=14
)


@settings(max_examples=10)
@given(districts)
@example([(1, 8, 2, 0), (3, 20, 0, 1), (2, 1, 2, 3)])
@example(
    [
        (3, 20, 1, 3),
        (1, 20, 0, 3),
        (2, 6, 0, 2),
        (1, 3, 0, 2),
        (0, 1, 2, 2),
        (1, 6, 2, 1),
    ]
)
def test_no_small_count_can_be_worked_out(homes: Homes) -> None:
    """Whatever is asked, more values than small numbers are left."""
    measured = Measured(homes)
    assert pinned(measured, measured.public()) == []


def test_the_attack_finds_what_is_there_to_find() -> None:
    """With single cells blanked only, three persons are found by subtraction."""
    homes = [(0, 3, 0, 0), (0, 40, 1, 1), (1, 50, 0, 0), (2, 60, 1, 0)]
    measured = Measured(homes)
    naive = measured.coverage()
    small = naive["covered_residents"].between(1, BELOW - 1)
    columns = [c for c in OF_RESIDENTS if c != "residents"]
    naive.loc[small, columns] = np.nan
    assert min(pinned(measured, naive)) == 1
    assert pinned(measured, measured.public()) == []


def test_one_that_gives_nothing_away_is_told_as_it_is() -> None:
    """The figures are those of the run."""
    measured = Measured([(g, 20 + g, 0, 0) for g in range(9)])
    public, run = measured.public(), measured.coverage()
    assert not public["withheld"].any()
    pd.testing.assert_frame_equal(
        public.drop(columns="withheld"), run[public.columns[:-1]]
    )


def test_a_small_unit_takes_one_more_with_it() -> None:
    """Else its total less the others would be it; buildings are told of all."""
    homes = [(g, 4 if g == 4 else 20 + g, 0, 0) for g in range(9)]
    public = Measured(homes).public()
    hidden = public[public["withheld"]]
    assert sorted(set(hidden["unit_id"])) == ["G3", "G4"]
    assert hidden[list(OF_RESIDENTS)].isna().all(axis=None)
    assert hidden["covered_buildings"].notna().all()


def test_a_few_who_are_not_covered_are_a_small_count() -> None:
    """Of many who are: the difference to all is what is small."""
    homes = [(0, 90, 0, 0), (0, 2, 2, 0), (1, 30, 0, 0), (1, 30, 2, 0), (5, 50, 0, 0)]
    public = Measured(homes).public()
    assert set(public.loc[public["withheld"], "unit_id"]) == {"G0", "G1"}


def test_two_services_can_give_a_few_away() -> None:
    """Two persons are covered by one and not by the other; each count is large."""
    homes = [(0, 50, 0, 0), (0, 2, 0, 2), (0, 50, 2, 2), (1, 70, 0, 0)]
    measured = Measured([*homes, (1, 20, 0, 2), (8, 40, 0, 0)])
    assert set(measured.public().query("withheld")["unit_id"]) == {"G0", "G1"}


def test_single_buildings_can_be_kept_secret_too() -> None:
    """Then a unit with one inhabited building is not told alone."""
    homes = [(0, 90, 0, 0), (1, 80, 0, 0), (2, 20, 0, 0), (2, 30, 0, 0)]
    measured = Measured(homes)
    assert not measured.public()["withheld"].any()
    hidden = measured.public(fewest_buildings=2).query("withheld")
    assert set(hidden["unit_id"]) == {"G0", "G1"}


def test_where_nothing_is_safe_nothing_is_told() -> None:
    """A district of three people has no figures."""
    public = Measured([(0, 3, 0, 0)]).public()
    assert public.loc[public["unit_id"].isin(["D", "C0", "G0"]), "withheld"].all()


def test_places_are_told_apart_by_all_that_the_map_shows() -> None:
    """Rows are places, columns what is known of buildings."""
    measured = Measured([(0, 3, 0, 0), (0, 4, 0, 0), (0, 5, 1, 3), (1, 6, 0, 0)])
    units = measured.buildings[["grid_id"]]
    atoms = tell_apart(measured.reach, measured.buildings["residents"], units)
    assert atoms.residents.tolist() == [[5.0, 7.0], [0.0, 6.0]]
    assert atoms.homes.tolist() == [[1, 2], [0, 1]]


@pytest.mark.parametrize(("residents", "safe"), [((0, 5), True), ((4, 40), False)])
def test_a_place_is_judged_alone(residents: tuple[int, int], *, safe: bool) -> None:
    """None, or enough of each kind."""
    measured = Measured([(0, residents[0], 0, 0), (0, residents[1], 2, 2)])
    units = measured.buildings[["grid_id"]]
    atoms = tell_apart(measured.reach, measured.buildings["residents"], units)
    secrecy = Secrecy(atoms, below=BELOW, fewest_homes=1)
    assert secrecy.is_safe(np.array([0])) is safe


@given(st.data())
def test_an_exchange_never_promises_more_than_is_possible(data: st.DataObject) -> None:
    """What exchanges reach, the integer program reaches too."""
    bits = data.draw(st.sets(st.integers(0, 7), min_size=2, max_size=8).map(sorted))
    sums = np.array([[1, b & 1, (b >> 1) & 1, b >> 2] for b in bits], dtype=float).T
    shape = {"min_size": len(bits), "max_size": len(bits)}
    truth = np.array(data.draw(st.lists(st.integers(0, 20), **shape)), dtype=float)
    most = np.array(data.draw(st.lists(st.integers(0, 1), **shape)), dtype=float)
    least = most * np.array(data.draw(st.lists(st.integers(0, 1), **shape)))
    reached = Exchanges.of(sums, truth).room(least, most, truth)
    possible = Knows(sums, sums @ truth, whole=True).room(least, most)
    assert reached <= possible + 1e-6


def test_what_is_not_proved_is_not_told() -> None:
    """A program without an answer leaves no room, as one without an end."""
    sums, first = np.array([[1.0, 1.0, 0.0]]), np.array([1.0, 0.0, 0.0])
    assert Knows(sums, np.array([9.0]), whole=True).room(first, first) == 9.0
    assert Knows(sums, np.array([-9.0]), whole=True).room(first, first) == 0.0
    last = np.array([0.0, 0.0, 1.0])
    assert Knows(sums, np.array([9.0]), whole=True).room(last, last) == 0.0


def test_a_million_people_are_known_to_the_person() -> None:
    """Sums of whole persons have no slack in which one more could hide."""
    sums, first = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([1.0, 0.0])
    total = np.array([4_000_003.0, 4_000_000.0])
    assert Knows(sums, total, whole=True).room(first, first * 0) <= 3.0
