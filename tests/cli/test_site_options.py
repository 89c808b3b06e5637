"""Real constraints from the command line: services, weights, an hour, tiers, staff."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.cli.site_request import make_request, read_leans
from servicecircle.errors import SitingError

if TYPE_CHECKING:
    from pathlib import Path

RUNNER = CliRunner()
QUICK = ["--candidates", "buildings", "--trials", "0", "--seconds", "5", "--sites", "1"]


def invoke(*words: object) -> Any:  # noqa: ANN401 - what typer gives
    """Run a command in this process."""
    return RUNNER.invoke(app, [str(word) for word in words])


def result_of(out: Path) -> dict[str, Any]:
    """Read what the manifest says of the result."""
    text = (out / "manifest.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told["result"] | {"request": told["request"], "counts": told["counts"]}


def test_several_services_are_told_one_by_one(
    village_folder: Path, tmp_path: Path
) -> None:
    """On the screen and in the manifest; and the certificate stands on the area."""
    out = tmp_path / "run"
    words = ["--service", "appeals", "--service", "legal", *QUICK]
    done = invoke("site", village_folder, "-o", out, *words)
    assert done.exit_code == 0, done.output
    assert "Everybody counts once for each service." in done.output
    told = result_of(out)["by_service"]
    assert list(told) == ["appeals", "legal"]
    assert sum(row["covered_then"] for row in told.values()) == pytest.approx(
        result_of(out)["objective"]
    )
    assert invoke("verify", out, "--area", village_folder).exit_code == 0


def test_weights_are_told_beside_residents_and_needed_to_verify(
    village_folder: Path, tmp_path: Path
) -> None:
    """The table of weights is an input like any other: without it nothing is known."""
    out, path = tmp_path / "run", tmp_path / "risk.csv"
    path.write_text("building_id,weight\nB1,3\n", encoding="utf-8")
    done = invoke("site", village_folder, "-o", out, "--weights", path, *QUICK)
    assert done.exit_code == 0, done.output
    assert "Weighted by risk.csv" in done.output
    assert {"residents_gained", "weight_gained"} <= {
        *pd.read_csv(out / "proposals.csv", encoding="utf-8-sig").columns
    }
    assert (out / "weights.csv").exists()
    area = ["verify", out, "--area", village_folder]
    assert invoke(*area, "--weights", path).exit_code == 0
    with pytest.raises(SitingError, match=r"weighted by risk\.csv\. Name"):
        raise invoke(*area).exception
    path.write_text("building_id,weight\nB1,4\n", encoding="utf-8")
    assert "changed since: 'risk.csv'" in invoke(*area, "--weights", path).output


def test_weights_may_stand_in_the_areas_file(
    village_folder: Path, tmp_path: Path
) -> None:
    """Beside area.toml; what the command line names goes first."""
    folder = tmp_path / "area"
    shutil.copytree(village_folder, folder)
    with (folder / "area.toml").open("a", encoding="utf-8") as toml:
        toml.write('\n[siting]\nweights = "risk.csv"\n')
    given = dict.fromkeys(("service", "sites", "share"))
    own = make_request(folder, given, model=None, frontier=0)
    assert own.weights == folder / "risk.csv"
    other = make_request(
        folder, given, model=None, frontier=0, weights=tmp_path / "other.csv"
    )
    assert other.weights == tmp_path / "other.csv"


def test_new_sites_may_lean_on_a_hall(village_folder: Path, tmp_path: Path) -> None:
    """New posts within 600 m of a community hall: fewer places can be chosen."""
    free, leaning = tmp_path / "free", tmp_path / "leaning"
    assert invoke("site", village_folder, "-o", free, *QUICK).exit_code == 0
    words = ["--tier", "new", "--lean-on", "new=community:300", "--at", "2024-05-06"]
    done = invoke("site", village_folder, "-o", leaning, *words, *QUICK)
    assert done.exit_code == 0, done.output
    assert result_of(leaning)["objective"] <= result_of(free)["objective"]
    assert result_of(leaning)["request"]["planned"] == {
        "at": "2024-05-06",
        "new_tier": "new",
    }
    assert invoke("verify", leaning, "--area", village_folder).exit_code == 0


def test_sites_without_a_capacity_are_counted(
    village_folder: Path, tmp_path: Path
) -> None:
    """They are never full, which a planner should know."""
    out = tmp_path / "run"
    done = invoke("site", village_folder, "-o", out, "--capacity", *QUICK)
    assert done.exit_code == 0, done.output
    assert "state no capacity and are never full: " in done.output
    assert result_of(out)["never_full"] > 0


def test_no_new_site_is_an_answer(village_folder: Path, tmp_path: Path) -> None:
    """Of 0 sites the table is empty, and what is there today is told."""
    words = [*QUICK[:-1], "0"]
    done = invoke("site", village_folder, "-o", tmp_path / "run", *words)
    assert done.exit_code == 0, done.output
    assert result_of(tmp_path / "run")["new_sites"] == 0


def test_the_file_that_changed_is_named(village_folder: Path, tmp_path: Path) -> None:
    """Also where the change makes no difference to the problem."""
    out, area = tmp_path / "run", tmp_path / "area"
    area.mkdir()
    for file in village_folder.iterdir():
        (area / file.name).write_bytes(file.read_bytes())
    assert invoke("site", area, "-o", out, *QUICK).exit_code == 0
    with (area / "area.toml").open("a", encoding="utf-8") as file:
        file.write("\n# a remark\n")
    done = invoke("verify", out, "--area", area)
    assert done.exit_code == 0
    assert "changed since: 'area.toml'; the problem is the same" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sites", 1, "--apart", -5], "apart_m must be above 0 m"),
        (["--sites", 1, "--move", 0], "move_within_m must be above 0 m"),
        (["--model", "center", "--beyond", -3], "beyond_m must be above 0 m"),
        (["--lean-on", "post=hall:0"], "such as post=community:1000"),
        (["--sites", 3, "--share", 0.9], "leave one of them out"),
        (["--at", "tomorrow"], "Write it as 2024-09-01"),
        (["--per-staff", -1], "residents_per_staff must be"),
        (
            ["--service", "appeals", "--service", "legal", "--model", "median"],
            "question to one service circle",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(
    village_folder: Path, tmp_path: Path, words: list[object], said: str
) -> None:
    """With the option and the remedy; nothing is written."""
    done = invoke("site", village_folder, "-o", tmp_path / "run", *words)
    told = " ".join(f"{done.output} {done.exception}".replace("│", " ").split())
    assert done.exit_code != 0
    assert said in told
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("word", ["post", "post=hall", "=hall:5", "post=hall:far"])
def test_a_leaning_that_is_none_is_wrong_usage(word: str) -> None:
    """With an example of the right form."""
    with pytest.raises(typer.BadParameter, match="such as post=community:1000"):
        read_leans([word])
