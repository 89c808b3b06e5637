"""What a map refuses, and what it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.errors import InputError
from servicecircle.maps import reach_map
from servicecircle.standards import ServiceStandard

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Tables


def drop_column(tables: Tables) -> None:
    """Leave the circle's share out."""
    del tables.coverage["circle_share_of_residents"]


def drop_row(tables: Tables) -> None:
    """Leave one community unmeasured."""
    tables.coverage = tables.coverage.query("unit_id != 'c3'")


def repeat_row(tables: Tables) -> None:
    """Answer one building twice."""
    tables.reach = pd.concat([tables.reach, tables.reach.iloc[:1]])


def add_row(tables: Tables) -> None:
    """Answer a building that is not there."""
    tables.buildings = tables.buildings.drop(index="b2")


def use_percent(tables: Tables) -> None:
    """Give shares as percentages."""
    tables.coverage["share_of_residents"] *= 100


def use_unknown_reason(tables: Tables) -> None:
    """Give a reason that is none."""
    tables.reach["reason"] = tables.reach["reason"].replace("no_path", "island")


def lose_station(tables: Tables) -> None:
    """Leave a station out that buildings are sent to."""
    tables.stations = tables.stations.drop(index="S1")


def lose_crs(tables: Tables) -> None:
    """Forget where the stations are."""
    tables.stations = tables.stations.set_crs(None, allow_override=True)


def lose_shape(tables: Tables) -> None:
    """Leave a building without a shape."""
    tables.buildings.loc["b1", "geometry"] = shapely.Point()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (drop_column, "coverage lacks the columns 'circle_share_of_residents'"),
        (drop_row, "'appeals' at level 'community' has no row for unit ids 'c3'"),
        (repeat_row, "reach .* has more than one row for building ids 'b1'"),
        (add_row, "reach .* has rows for unknown building ids 'b2'"),
        (use_percent, r"must lie within 0 and 1\. Got 56\.77.* at unit_id 'D'"),
        (use_unknown_reason, "unknown reasons 'island'. Known: 'covered'"),
        (lose_station, "stations that are not in the stations table: 'S1'"),
        (lose_crs, "stations has no CRS"),
        (lose_shape, "buildings has no geometry for 'b1'"),
    ],
)
def test_refuses_tables_that_do_not_fit(
    tables: Tables, spoil: Callable[[Tables], None], message: str
) -> None:
    """The message names the table, the rule and the ids."""
    spoil(tables)
    with pytest.raises(InputError, match=message):
        tables.draw()


def test_refuses_an_unknown_language(tables: Tables) -> None:
    """The message lists the languages there are."""
    with pytest.raises(InputError, match=r"language 'fr'\. Known: 'en', 'zh'"):
        tables.draw(language="fr")


def test_refuses_a_map_of_nothing(tables: Tables) -> None:
    """At least one service is needed to colour anything."""
    with pytest.raises(InputError, match="at least one level and one service"):
        tables.draw(standards=[])


def test_same_tables_same_bytes_and_untouched(tables: Tables) -> None:
    """Drawing is pure: twice the same page, and no table changed by it."""
    before = tables.coverage.copy(), tables.reach.copy(), tables.buildings.copy()
    assert tables.draw() == tables.draw()
    pd.testing.assert_frame_equal(tables.coverage, before[0])
    pd.testing.assert_frame_equal(tables.reach, before[1])
    pd.testing.assert_frame_equal(tables.buildings, before[2])


def test_row_order_does_not_matter(tables: Tables) -> None:
    """Results are matched by id, so their order says nothing."""
    page = tables.draw()
    tables.coverage = tables.coverage.iloc[::-1]
    tables.reach = tables.reach.sample(frac=1, random_state=7)
    assert tables.draw() == page


def test_a_city_of_buildings_stays_small(tables: Tables) -> None:
    """22,599 buildings with two services make a page far below 6 MB."""
    count = 22_599
    rng = np.random.default_rng(5)
    ids = [f"w{n}" for n in range(400_000_000, 400_000_000 + count)]
    places = rng.uniform((458_000, 3_105_000), (468_000, 3_115_000), (count, 2))
    buildings = gpd.GeoDataFrame(
        index=ids, geometry=shapely.points(places), crs="EPSG:32628"
    )
    reach = pd.DataFrame(
        {
            "building_id": ids,
            "reason": np.where(rng.random(count) < 0.6, "covered", "too_far"),
            "station_id": "S1",
            "walk_m": rng.uniform(0, 2500, count),
        }
    )
    standards = [ServiceStandard("appeals", 500), ServiceStandard("legal", 800)]
    both = pd.concat([reach.assign(service=s.service) for s in standards])
    page = reach_map(
        tables.levels,
        tables.stations,
        buildings,
        tables.coverage,
        both,
        standards=standards,
        title="City",
        attribution=[],
    )
    assert len(page.encode()) < 1_500_000
