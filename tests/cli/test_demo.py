"""The demonstration as a stranger meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.progress import Progress
from typer.testing import CliRunner

from servicecircle.cli.demo import USUAL_S
from servicecircle.cli.demo_closing import say_closing
from servicecircle.cli.in_all import with_total
from servicecircle.cli.main import app
from servicecircle.cli.time_left import TimeLeft, seconds_left
from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def demo(*words: object) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["demo", *map(str, words)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the village's demonstration once."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert demo(folder, "--village").exit_code == 0
    return folder


def test_shows_the_headline_and_where_to_look(folder: Path) -> None:
    """Run again it plans the area as it stands, and says so."""
    done = demo(folder)
    assert "is there already and is planned as it stands" in done.stderr
    assert "37.0%" in done.stdout
    assert "合成数据" in done.stdout
    for name in ("map.html", "coverage.csv", "reach.gpkg"):
        assert (folder / "run" / name).is_file()
        assert str(folder / "run" / name) in done.stdout


def test_stages_of_the_plan_are_those_of_the_bar(folder: Path) -> None:
    """A stage that changes its name would stop the bar short of its end."""
    manifest = json.loads((folder / "run" / "manifest.json").read_text("utf-8"))
    planned = {stage["name"] for stage in manifest["timings"]}
    made = {"make the land", "make the people", "write the area"}
    assert set(USUAL_S) - made <= planned


@pytest.mark.parametrize("words", [["--village"], ["--seed", "2"], ["--dirty"]])
def test_an_area_that_is_there_is_not_made_anew(folder: Path, words: list[str]) -> None:
    """Asked for another one, it would otherwise show the old one as the new."""
    done = demo(folder, *words)
    assert isinstance(done.exception, OutputError)
    assert "is there already" in str(done.exception)
    assert "name another folder" in str(done.exception)


@pytest.mark.parametrize("words", [["--seed", "2"], ["--dirty"]])
def test_the_village_has_no_seed_and_no_twin(tmp_path: Path, words: list[str]) -> None:
    """Wrong usage, said before anything is written."""
    assert demo(tmp_path / "demo", "--village", *words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [[], ["--village"]])
def test_a_folder_in_use_is_refused_before_anything_is_made(
    tmp_path: Path, words: list[str]
) -> None:
    """Whatever lies where the run is to go stays."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.doc").write_text("mine")
    done = demo(tmp_path, *words)
    assert isinstance(done.exception, OutputError)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["run", "thesis.doc"]


def test_json_is_the_manifest_and_nothing_else(folder: Path) -> None:
    """For scripts."""
    done = demo(folder, "--json")
    assert json.loads(done.stdout)["status"] == "done"
    assert done.stderr == ""


def test_the_closing_names_the_figure_that_is_not_met(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And why: what is published contradicts itself. Nothing else is told."""
    truth = tmp_path / "area" / "truth"
    truth.mkdir(parents=True)
    rows = [
        "fact,published,rule,made,agrees,note",
        "grids,1734,exactly,1734,yes,",
        "stations,197,exactly,198,no,not the sum",
        "orders,515,not made,,,",
    ]
    (truth / "counts.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    say_closing(tmp_path)
    told = capsys.readouterr().out
    assert "Of 2 figures published of the district it meets 1." in told
    assert "stations: 197 published, 198 made (not the sum)" in told
    assert "orders" not in told


def test_the_bar_in_all_ends_when_all_is_done() -> None:
    """Its share grows with every stage, weighted; stages without a weight are shown."""
    told: list[tuple[str, float]] = []
    show = with_total(lambda name, share: told.append((name, share)), {"a": 3, "b": 1})
    for name in ("a", "other", "b"):
        show(name, 1.0)
    assert ("other", 1.0) in told
    assert [share for name, share in told if name == "in all"] == [0.0, 0.75, 1.0]


def test_time_left_runs_down_between_updates() -> None:
    """A fifth done after 10 s: 40 s are left then, and 35 s five seconds later."""
    now = [0.0]
    bars = Progress(TimeLeft(), get_time=lambda: now[0])
    bars.add_task("work", total=1.0)
    (task,) = bars.tasks
    assert seconds_left(task) is None
    now[0] = 10.0
    bars.update(task.id, completed=0.2, at_s=10.0)
    assert seconds_left(task) == pytest.approx(40)
    now[0] = 15.0
    assert TimeLeft().render(task).plain == "0:35 left"
    bars.update(task.id, completed=1.0, at_s=15.0)
    assert TimeLeft().render(task).plain == ""
