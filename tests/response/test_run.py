"""The command from a folder to its tables, worked out by hand for a village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pyogrio
import pytest
from answering_village import PEOPLE
from typer.testing import CliRunner

from servicecircle.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path


def table(run: Path, name: str) -> pd.DataFrame:
    """Read a table of the run."""
    return pd.read_csv(run / f"{name}.csv", dtype={"unit_id": "str"})


def row(told: pd.DataFrame, **where: str) -> pd.Series:
    """Give the one row that is meant."""
    for column, value in where.items():
        told = told[told[column] == value]
    assert len(told) == 1
    return told.iloc[0]


def test_the_clock_of_the_district(run: Path) -> None:
    """Ten minutes are in time, a second more is not; three days over Qingming."""
    counts = ["appeals", "due", "met", "missed", "late_open", "running"]
    told = table(run, "response")
    urgent = row(told, level="district", step="responded")
    assert urgent[counts].tolist() == [3, 2, 1, 1, 0, 1]
    assert urgent["met_share_of_due"] == pytest.approx(0.5)
    major = row(told, level="district", step="resolved")
    assert major[counts].tolist() == [4, 2, 1, 1, 1, 1]
    assert major["not_computable"] == 1


def test_every_level_adds_up(run: Path) -> None:
    """But for the appeal in no grid."""
    told = table(run, "response")
    total = told.groupby(["level", "step"])["appeals"].sum()
    assert total["district"].to_dict() == {"resolved": 4, "responded": 3}
    assert total["grid"].to_dict() == {"resolved": 3, "responded": 3}


def test_the_resolution_rate_names_its_parts(run: Path) -> None:
    """By channel and category, and what is open."""
    told = table(run, "resolution")
    whole = row(told, level="district", by="all")
    assert whole[["received", "resolved", "open"]].tolist() == [7, 2, 5]
    scanned = row(told, level="district", by="channel", value="扫码")
    assert scanned["resolved_share_of_received"] == pytest.approx(1 / 4)
    by = told[(told["level"] == "district") & (told["by"] == "category")]
    assert by["received"].sum() == 7


def test_escalations_begin_with_the_latest(run: Path) -> None:
    """With who is to be told, and the units."""
    told = table(run, "escalations")
    assert told["appeal_id"].tolist() == ["A5", "A3", "A6"]
    assert told["state"].tolist() == ["late", "running", "running"]
    assert told["due"].iloc[0] == "2024-04-10 00:00:00"
    assert told["escalate_to"].tolist() == ["区", "街道", "区"]


def test_months_and_quarters(run: Path) -> None:
    """By the day of the report; what has none is in none."""
    months = table(run, "response_months")
    district = months[months["level"] == "district"]
    assert district["month"].tolist() == ["2024-03", "2024-04", "2024-04"]
    quarters = table(run, "response_quarters")
    assert set(quarters["quarter"]) == {"2024-Q1", "2024-Q2"}
    assert quarters[quarters["level"] == "grid"]["appeals"].sum() == 6


def test_orders_beside_the_reach(run: Path) -> None:
    """Exactly thirty minutes are on time; a day alone is no time."""
    told = table(run, "orders")
    states = ["orders", "on_time", "late", "running", "not_computable"]
    whole = row(told, level="district", by="all")
    assert whole[states].tolist() == [5, 1, 2, 1, 1]
    police = row(told, level="district", by="department", value="Police")
    assert police["on_time_share_of_due"] == pytest.approx(0.5)
    reach = table(run, "dispatch_reach")
    feet = reach[(reach["level"] == "district") & (reach["mode"] == "foot")]
    assert whole["reach_foot"] == pytest.approx(feet["share_of_residents"].max())


def test_other_circles_and_what_they_lack(run: Path) -> None:
    """A unit's surplus does not make good what another lacks."""
    told = table(run, "circles")
    rooms = row(told, level="district", circle="rooms", what="all")
    assert rooms["count"] == 3
    team = row(told, level="district", circle="teams", what="assistants")
    assert team[["count", "wanted", "short"]].tolist() == [3, 4, 1]
    corps = row(told, level="district", circle="volunteers", what="all")
    assert corps[["count", "finest_units"]].tolist() == [8, 8]
    # Residents by grid: 120, 0, 60, 80, 115, 30, 80, 15; one for each 40, at least 1.
    assert corps[["wanted", "short"]].tolist() == [15, 9]
    assert corps["count_per_finest_unit"] == pytest.approx(1.0)
    kinds = told[(told["level"] == "grid") & (told["unit_id"] == "R1N")]
    kinds = kinds[kinds["circle"] == "volunteers"].set_index("what")["count"]
    assert kinds.to_dict() == {"all": 5, "a": 4, "b": 1}
    reach = table(run, "circle_reach")
    assert set(reach["service"]) == {"rooms", "teams"}


def test_layers_are_styled(run: Path) -> None:
    """Units by the share that is reached in time; homes by who reaches them."""
    layers = [name for name, _ in pyogrio.list_layers(run / "response.gpkg")]
    assert {"grids", "communities", "district", "unreached", "responders"} <= {*layers}
    styles = pyogrio.read_dataframe(run / "response.gpkg", layer="layer_styles")
    assert {"grids", "unreached", "responders"} <= {*styles["f_table_name"]}
    homes = pyogrio.read_dataframe(run / "response.gpkg", layer="unreached")
    assert {"reached_by", "residents", "minutes_foot"} <= {*homes.columns}


def test_no_output_tells_of_people(run: Path, answering: Path) -> None:
    """Every file is searched for the invented names, numbers and words."""
    told = [value for person in PEOPLE for value in (person, person.encode("gb18030"))]
    wanted = [v.encode() if isinstance(v, str) else v for v in told]
    source = (answering / "appeals.csv").read_bytes()
    assert all(person.encode() in source for person in PEOPLE)
    files = [path for path in run.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        assert not [v for v in wanted if v in content], path.name


def test_the_manifest_counts_the_troubles(manifest: dict[str, Any]) -> None:
    """And says by what and until when was judged."""
    result = manifest["result"]
    assert result["troubles"] == {
        "appeal-time": 1,
        "appeal-unit-unknown": 1,
        "appeal-without-unit": 1,
    }
    assert result["calendar"] == "chinese_calendar"
    assert result["judged_at"] == "2024-04-30T23:55:00"
    assert "appeals.csv" in {part["file"] for part in manifest["inputs"]}


def test_the_same_bytes_again(run: Path, answering: Path, tmp_path: Path) -> None:
    """From the command line, in Chinese."""
    out = tmp_path / "again"
    args = ["respond", str(answering), "--out", str(out), "--lang", "zh"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    assert "一类，响应，时限10分钟：到期2宗，按时1宗（50.00%）" in done.output
    assert "社区发令5件：到期3件，按时到场1件（33.33%）；未到期1件" in done.output
    assert "时限内有人可达的居民占比：步行 " in done.output
    for path in run.iterdir():
        if path.name != "manifest.json":
            assert (out / path.name).read_bytes() == path.read_bytes(), path.name
