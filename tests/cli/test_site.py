"""`servicecircle site` and `verify` as a planner meets them."""

from __future__ import annotations

import json
import os
import shutil
import signal
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.cli.site_request import Model, make_request, read_floors
from servicecircle.cli.stopping import stop_on_interrupt
from servicecircle.errors import ServiceCircleError
from servicecircle.siting.certificate import certify, write_certificate
from servicecircle.siting.models.example import problem_of
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements
from servicecircle.vocabulary import Level

ROOT = Path(__file__).resolve().parents[2]
RUNNER = CliRunner()
QUICK = ["--candidates", "buildings", "--trials", "0", "--seconds", "5"]
NOTHING = dict.fromkeys(
    [
        "service",
        "sites",
        "share",
        "budget",
        "existing",
        "may_close",
        "move_within_m",
        "required",
        "forbidden",
        "apart_m",
        "at_least_one_in",
        "cover_each",
    ]
)


def invoke(*words: object) -> Any:  # noqa: ANN401 - what typer gives
    """Run a command in this process."""
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def sited(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Propose two sites for the village."""
    out = tmp_path_factory.mktemp("site") / "run"
    done = invoke("site", village_folder, "--out", out, "--sites", 2, *QUICK)
    assert done.exit_code == 0, done.output
    return out


def with_siting(village_folder: Path, folder: Path, text: str) -> Path:
    """Copy the village and give it a section [siting]."""
    area = folder / "area"
    shutil.copytree(village_folder, area)
    with (area / "area.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[siting]\n{text}\n")
    return area


def test_the_screen_says_what_is_proposed_and_proved(
    village_folder: Path, tmp_path: Path
) -> None:
    """Ranked sites, the status in words, and how to check it."""
    out = tmp_path / "run"
    done = invoke("site", village_folder, "--out", out, "--sites", 1, *QUICK)
    assert "B2" in done.output
    assert "Appeals 诉求" in done.output
    assert "proved best: no choice is better" in done.output
    assert "37.0% today" in done.output
    assert "servicecircle verify" in done.output


def test_json_is_the_manifest_alone(village_folder: Path, tmp_path: Path) -> None:
    """For scripts."""
    out = tmp_path / "run"
    done = invoke("site", village_folder, "-o", out, "--share", 0.9, *QUICK, "--json")
    said = json.loads(done.stdout)
    assert said["result"]["model"] == "set_covering"
    assert said["result"]["share_then"] >= 0.9


def test_verify_proves_it_again(sited: Path, village_folder: Path) -> None:
    """From the stored problem, and from the area."""
    done = invoke("verify", sited / "certificate.json", "--area", village_folder)
    assert done.exit_code == 0
    assert "Proved again: no choice is better." in done.output


def test_what_rests_on_the_solver_is_not_proved_unless_accepted(
    tmp_path: Path,
) -> None:
    """Half a site of four at the corners of a square with diagonals covers it all."""
    near = [[i in pair for i in range(4)] for pair in combinations(range(4), 2)]
    walk_m = np.where(near, 100.0, np.inf)
    problem = problem_of(walk_m, [10.0] * 6, limit_m=400, cutoff_m=500)
    question = Question(new_sites=2, requirements=Requirements(budget=2))
    result = question.solve(problem)
    assert (result.status.value, result.bound) == ("optimal", 50.0)
    write_certificate(tmp_path, certify(problem, question, result))
    done = invoke("verify", tmp_path)
    assert done.exit_code == 3
    assert "not proved again by arithmetic alone" in done.output
    said = json.loads(invoke("verify", tmp_path, "--json").stdout)
    assert (said["stands"], said["proved"]) == (True, False)
    taken = invoke("verify", tmp_path, "--accept-solver")
    assert taken.exit_code == 0
    assert "taken on the solver's word" in taken.output


def test_verify_refuses_by_name_with_exit_code_1(sited: Path, tmp_path: Path) -> None:
    """Somebody wrote another objective into the file."""
    shutil.copytree(sited, tmp_path / "run")
    path = tmp_path / "run" / "certificate.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "objective": 500.0}), encoding="utf-8")
    done = invoke("verify", path)
    assert done.exit_code == 1
    assert "Refused: objective: the sites are worth 455, not 500." in done.output
    said = json.loads(invoke("verify", path, "--json").stdout)
    assert {breach["name"] for breach in said["refused"]} == {
        "certificate",
        "objective",
    }


def test_the_areas_own_section_is_taken(village_folder: Path, tmp_path: Path) -> None:
    """Unless the command line says otherwise."""
    text = 'sites = 3\napart_m = 250.0\nat_least_one_in = ["community"]\nbudget = 9'
    area = with_siting(village_folder, tmp_path, text)
    request = make_request(area, NOTHING, model=None, frontier=None)
    asked = request.question.requirements
    assert request.question.new_sites == 3
    assert (asked.apart_m, asked.budget) == (250.0, 9.0)
    assert asked.at_least_one_in == (Level.COMMUNITY,)
    assert request.frontier == 0
    other = make_request(
        area, {**NOTHING, "sites": 5, "apart_m": 99.0}, model=None, frontier=None
    )
    assert other.question.new_sites == 5
    assert other.question.requirements.apart_m == 99.0


def test_a_share_asks_for_the_fewest_sites(village_folder: Path) -> None:
    """And a model without a number takes ten."""
    by_share = make_request(
        village_folder, {**NOTHING, "share": 0.9}, model=None, frontier=None
    )
    assert (by_share.question.model, by_share.question.share) == ("set_covering", 0.9)
    backup = make_request(village_folder, NOTHING, model=Model.BACKUP, frontier=None)
    assert backup.question.new_sites == 10
    assert backup.question.requirements == Requirements()


def test_sites_and_a_share_are_two_questions(
    village_folder: Path, tmp_path: Path
) -> None:
    """In area.toml at once they are refused, with the key."""
    area = with_siting(village_folder, tmp_path, "sites = 3\nshare = 0.9")
    with pytest.raises(ServiceCircleError, match="either sites or share"):
        make_request(area, NOTHING, model=None, frontier=None)


def test_floors_are_read() -> None:
    """One for each level."""
    floors = read_floors(["grid=0.5", "street = 0.8"])
    assert floors == {Level.GRID: 0.5, Level.STREET: 0.8}


@pytest.mark.parametrize("word", ["grid", "grid=much", "village=0.5"])
def test_a_floor_that_is_none_is_wrong_usage(word: str) -> None:
    """With an example of the right form."""
    with pytest.raises(typer.BadParameter, match=r"such as grid=0.5"):
        read_floors([word])


def test_ctrl_c_asks_first_and_ends_the_second_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And puts back what was there before."""
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
    assert "best choice so far will be written" in capsys.readouterr().err


def tried_file(folder: Path, out: Path, **more: object) -> Path:
    """Save what the map would: a hall dropped on a building of the village."""
    area = json.loads((folder / "manifest.json").read_text("utf-8"))["area"]["name"]
    point = {"type": "Point", "coordinates": [113.93909, 22.74658]}
    hall = {"type": "Feature", "geometry": point, "properties": {"action": "open"}}
    content = {
        "type": "FeatureCollection",
        "servicecircle": "what-if 1",
        "area": area,
        "area_hash": 64 * "0",
        "features": [hall],
        **more,
    }
    out.write_text(json.dumps(content), "utf-8")
    return out


def test_what_was_tried_is_scored_and_verified(
    village_folder: Path, sited: Path, tmp_path: Path
) -> None:
    """The score is told with how far the best is, and the certificate stands."""
    file = tried_file(sited, tmp_path / "tried.json")
    words = ["--out", tmp_path / "run", "--what-if", file, "--candidates", "buildings"]
    done = invoke("site", village_folder, *words, "--seconds", 5)
    assert done.exit_code == 0, done.output
    assert "data have changed since the map was drawn" in done.output
    assert "The best choice of as many new stations (1) covers" in done.output
    assert invoke("verify", tmp_path / "run", "--area", village_folder).exit_code == 0


def test_what_was_tried_is_told_in_chinese(
    village_folder: Path, sited: Path, tmp_path: Path
) -> None:
    """Where there are no candidates, that is said."""
    file = tried_file(sited, tmp_path / "tried.json")
    words = ["--out", tmp_path / "run", "--what-if", file, "--lang", "zh"]
    done = invoke("site", village_folder, *words)
    assert "全部实施" in done.output
    assert "W1 新设 " in done.output
    assert "没有可比较的候选点位" in done.output


def test_a_what_if_file_and_a_choice_exclude_each_other(village_folder: Path) -> None:
    """A number of sites beside it is wrong usage."""
    words = ["--out", "x", "--what-if", "tried.json", "--sites", 3]
    done = invoke("site", village_folder, *words)
    assert done.exit_code == 2
    assert "leave out" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "median", "--sites", 1], "Mean walk"),
        (["--model", "center", "--sites", 1, "--beyond", 2500], "Longest walk"),
        (["--model", "backup", "--sites", 1], "of them twice"),
        (["--sites", 1, "--capacity"], "Residents served"),
        (["--model", "median", "--sites", 1, "--capacity"], "in reach of sites"),
        (["--sites", 1, "--lang", "zh"], "已证明最优"),
    ],
)
def test_every_model_can_be_asked_for_and_verified(
    village_folder: Path, tmp_path: Path, words: list[object], said: str
) -> None:
    """What each came to is said in its own words, and the certificate stands."""
    done = invoke("site", village_folder, "--out", tmp_path / "run", *words, *QUICK)
    assert done.exit_code == 0, done.output
    assert said in " ".join(done.output.split())
    assert invoke("verify", tmp_path / "run", "--area", village_folder).exit_code == 0


def test_only_some_models_know_full_sites(village_folder: Path) -> None:
    """Capacities with the longest walk are wrong usage."""
    words = ["--out", "x", "--model", "center", "--capacity"]
    done = invoke("site", village_folder, *words)
    assert done.exit_code == 2
    assert "models covering" in done.output


def test_the_section_shown_in_the_docs_is_understood(
    village_folder: Path, tmp_path: Path
) -> None:
    """Every line of [siting] in docs/siting.md is one that the command reads."""
    page = (ROOT / "docs" / "siting.md").read_text("utf-8")
    text = page.split("```toml\n")[1].split("```")[0].partition("[siting]\n")[2]
    folder = with_siting(village_folder, tmp_path / "area", text)
    request = make_request(folder, NOTHING, model=None, frontier=None)
    asked = request.question.requirements
    assert asked.lean_on == {"site": ("community", 1000)}
    assert asked.cover_each == {Level.GRID: 0.3, Level.COMMUNITY: 0.6}
    assert asked.most_open == 240
