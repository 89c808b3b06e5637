"""The dirty twin: every defect on the list is there, and nothing else is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from lattice import lattice, society

from servicecircle.area.read import examine_area
from servicecircle.inputs.files import read_table
from servicecircle.synthetic.dirty import write_dirty_twin
from servicecircle.synthetic.dirty.twin import BUILDINGS, GRIDS
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the lattice's twin once."""
    folder = tmp_path_factory.mktemp("dirty") / "area"
    return write_dirty_twin(folder, lattice(), society(), seed=3)


@pytest.fixture(scope="module")
def listed(twin: Path) -> pd.DataFrame:
    """Read the list of defects."""
    return pd.read_csv(twin / "defects.csv", dtype="str")


def of_kind(listed: pd.DataFrame, kind: str, *, file: str) -> list[str]:
    """Give the ids of one kind of defect."""
    chosen = (listed["kind"] == kind) & (listed["file"] == file)
    return sorted(listed.loc[chosen, "id"])


def test_shapefile_is_gbk_and_does_not_say_so(twin: Path) -> None:
    """Told GBK, the cut names are Chinese; told nothing, they are not."""
    path = twin / GRIDS
    assert not path.with_suffix(".cpg").exists()
    names = list(gpd.read_file(path, encoding="gbk").columns[:-1])
    assert names == ["综合网格编", "综合网格名", "所属红色小", "实有人口数"]
    assert not set(names) & set(gpd.read_file(path).columns)


def test_slivers_and_overlaps_are_where_listed(
    twin: Path, listed: pd.DataFrame
) -> None:
    """Grids smaller or larger than they were are those on the list, and no others."""
    read = gpd.read_file(twin / GRIDS, encoding="gbk").set_index("综合网格编")
    true = lattice().levels[Level.GRID].geometry.area
    change = read.geometry.area - true[read.index]
    smaller, larger = (sorted(change.index[s * change > 1]) for s in (-1, 1))
    assert smaller == of_kind(listed, "sliver", file=GRIDS)
    assert larger == of_kind(listed, "overlap", file=GRIDS)


def test_stations_are_some_hundred_metres_off(twin: Path) -> None:
    """Read as WGS 84, every station is farther off than a service circle's radius."""
    table = read_table(twin / "stations.xlsx")
    points = gpd.points_from_xy(table["经度"], table["纬度"], crs="EPSG:4326")
    moved = points.to_crs("EPSG:4547")
    off_m = shapely.distance(
        np.array(moved), society().stations.geometry.to_numpy(dtype=object)
    )
    assert ((off_m > 400) & (off_m < 800)).all()


def test_buildings_are_in_another_zone_and_spoiled_as_listed(
    twin: Path, listed: pd.DataFrame
) -> None:
    """Rows twice, copies under new codes, and buildings out of every grid."""
    read = gpd.read_file(twin / BUILDINGS, layer="buildings")
    assert read.crs.to_epsg() == 4526
    assert read.total_bounds[0] > 38_000_000
    ids = read["楼栋编码"]
    assert sorted(ids[ids.duplicated() & ~ids.str.contains("E+", regex=False)]) == (
        of_kind(listed, "repeated", file=BUILDINGS)
    )
    redrawn = of_kind(listed, "redrawn", file=BUILDINGS)
    assert sorted(set(ids) - set(lattice().buildings.index) - {"4.40311E+18"}) == (
        redrawn
    )
    district = lattice().levels[Level.DISTRICT].geometry.iloc[0]
    back = shapely.transform(
        read.geometry.to_numpy(), lambda xy: xy - np.array([38_000_000, 0])
    )
    out = ~shapely.intersects(district, back)
    assert sorted(ids[out]) == of_kind(listed, "outside", file=BUILDINGS)


def test_appeals_have_dates_only_and_codes_as_numbers(twin: Path) -> None:
    """In GBK, with Chinese headings, one row per appeal."""
    table = pd.read_csv(twin / "appeals.csv", dtype="str", encoding="gb18030")
    assert len(table) == len(society().appeals)
    assert table["诉求时间"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert table["楼栋编码"].dropna().str.fullmatch(r"\d\.\d{5}E\+18").all()


def test_check_blocks_the_twin(twin: Path, listed: pd.DataFrame) -> None:
    """The twin cannot be planned with, and duplicates are named one by one."""
    area, findings = examine_area(twin)
    assert area is None
    rules = [finding.rule for finding in findings]
    repeated = of_kind(listed, "repeated", file=BUILDINGS)
    assert rules.count("unique-id") >= len(repeated)
    floats = of_kind(listed, "code-as-float", file=BUILDINGS)
    assert rules.count("id-not-exact") == len(floats)


def test_same_bytes_on_two_runs(twin: Path, tmp_path: Path) -> None:
    """The seed says which rows are spoiled; another spoils others."""
    again = write_dirty_twin(tmp_path / "again", lattice(), society(), seed=3)
    other = write_dirty_twin(tmp_path / "other", lattice(), society(), seed=4)
    for path in twin.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes()
    assert (other / GRIDS).read_bytes() != (twin / GRIDS).read_bytes()
