"""The alarms of a finished run: the table, the layer of the map, and their colours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio
import pytest
from risk_scene import DAYS, GRIDS, appeals, assessed, district

from servicecircle.pipeline.warning_run import alarm_layer, warn
from servicecircle.reports.risk_files import write_risk
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {"look_back_days": 60, "replicates": 2}
RISEN = ["g040", "g041", "g052"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the square district's risk, twelve appeals too many in its last week."""
    rise = pd.DataFrame(
        {
            "unit_id": pd.Series(np.resize(RISEN, 12), dtype="str"),
            "reported_at": (DAYS[-6:].repeat(2)).astype("M8[s]"),
            "open": False,
            "channel": "电话",
        }
    )
    frame = pd.concat([appeals(np.ones(GRIDS)), rise], ignore_index=True)
    area = district(warning=SETTINGS)
    found = assessed(area, frame)
    warned = warn(area, frame, until=DAYS[-1], levels=[Level.GRID])
    units = [
        replace(one, units=one.units.assign(alarm=warned.by_level[one.level]))
        for one in found.assessments
    ]
    folder = tmp_path_factory.mktemp("alarms")
    alarms = alarm_layer(warned, area)
    write_risk(folder, units, area.levels, found.method, alarms=alarms)
    return folder


def test_the_table_and_the_layer_hold_the_same_alarms(run: Path) -> None:
    """The one that runs first, its outline that of the units that it names."""
    table = pd.read_csv(run / "alarms.csv", encoding="utf-8-sig")
    layer = pyogrio.read_dataframe(run / "risk.gpkg", layer="alarms")
    assert table.loc[0, "state"] == "running"
    assert set(RISEN) <= set(str(table["unit_ids"].iloc[0]).split("|"))
    assert layer["alarm"].tolist() == table["alarm"].tolist()
    assert layer["reason_zh"].tolist() == table["reason_zh"].tolist()
    assert (layer.area / 90_000).round(6).tolist() == table["units"].tolist()


def test_the_units_of_a_running_alarm_name_it_on_the_map(run: Path) -> None:
    """In the layer of grids as in risk.csv; the other grids name none."""
    table = pd.read_csv(run / "risk.csv", encoding="utf-8-sig").set_index("unit_id")
    alarms = pd.read_csv(run / "alarms.csv", encoding="utf-8-sig")
    named = alarms[alarms["state"] == "running"]["unit_ids"].str.split("|").explode()
    assert set(table.index[table["alarm"].notna()]) == set(named)
    grids = pyogrio.read_dataframe(run / "risk.gpkg", layer="grids")
    marked = grids.set_index("unit_id")["alarm"].replace("", None).dropna()
    assert set(marked.index) == set(named)


def test_alarms_are_coloured_by_whether_they_run(run: Path) -> None:
    """QGIS finds a style of both states with the layer."""
    styles = pyogrio.read_dataframe(run / "risk.gpkg", layer="layer_styles")
    style = styles.set_index("f_table_name").loc["alarms", "styleQML"]
    assert 'attr="state"' in style
    assert "running" in style
    assert "ended" in style
