"""`servicecircle posts` and `servicecircle openings` on the village."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyogrio
import pytest
from typer.testing import CliRunner

from servicecircle.cli.main import app
from servicecircle.errors import SitingError

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: object) -> str:
    """Run a command and give what it prints."""
    done = CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_posts_writes_tables_layers_and_manifest(
    village_folder: Path, tmp_path: Path
) -> None:
    """Everything lies in one folder, and the manifest says what is proved."""
    out = tmp_path / "posts"
    words = ["--candidates", "buildings", "--within", 800, "--share", 0.6, "--json"]
    said = json.loads(run("posts", village_folder, "--out", out, *words))
    assert said["result"]["status"] == "optimal"
    assert said["result"]["units"] == 4
    layers = [name for name, _ in pyogrio.list_layers(out / "posts.gpkg")]
    assert layers[:3] == ["units", "to_post", "posts"]
    assert (out / "posts.csv").read_text("utf-8-sig").count("R1") >= 1


def test_posts_of_stations_alone_say_who_has_none(
    village_folder: Path, tmp_path: Path
) -> None:
    """The village has no table of candidates, and needs none for this."""
    words = ["--out", tmp_path / "posts", "--candidates", "none"]
    assert "without" in run("posts", village_folder, *words)


def test_openings_rank_the_village_gate(village_folder: Path, tmp_path: Path) -> None:
    """With a limit of 660 m the gate covers the long house."""
    out = tmp_path / "openings"
    words = ["--out", out, "--service", "appeals", "--within", 660]
    said = run("openings", village_folder, *words)
    assert "Opening it covers 100 more residents" in said
    assert "Proved the best" in said
    rows = (out / "openings.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("rank,action,site_id,host_type,x,y,residents_gained")
    assert ",open_gate," in rows[1]


def test_same_bytes_twice(village_folder: Path, tmp_path: Path) -> None:
    """Nothing but the manifest's timings depends on the clock."""
    names = ("openings.csv", "openings_units.csv", "openings.gpkg")
    for out in ("a", "b"):
        run("openings", village_folder, "--out", tmp_path / out, "--within", 660)
    for name in names:
        first, second = ((tmp_path / out / name).read_bytes() for out in ("a", "b"))
        assert first == second, name


def test_failure_leaves_nothing(village_folder: Path, tmp_path: Path) -> None:
    """A share of 0 is refused and no folder appears."""
    out = tmp_path / "posts"
    words = ["posts", str(village_folder), "--out", str(out), "--candidates", "none"]
    done = CliRunner().invoke(app, [*words, "--share", "0"])
    assert isinstance(done.exception, SitingError)
    with pytest.raises(SitingError, match="share must be above 0"):
        raise done.exception
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["posts", "--candidates", "buildings", "--within", 800, "--share", 0.6],
        ["openings", "--service", "appeals", "--within", 660],
    ],
)
def test_their_certificates_stand_against_the_area(
    village_folder: Path, tmp_path: Path, words: list[object]
) -> None:
    """`verify` measures the area anew and proves the bounds again."""
    run(words[0], village_folder, "--out", tmp_path / "run", *words[1:])
    said = run("verify", tmp_path / "run", "--area", village_folder)
    assert "was recomputed" in said
    assert "Proved again" in said


def test_both_speak_chinese(village_folder: Path, tmp_path: Path) -> None:
    """What is proved and what each gate gains is said in Chinese."""
    words = ["--service", "appeals", "--within", 660, "--lang", "zh"]
    said = run("openings", village_folder, "--out", tmp_path / "gates", *words)
    assert "开放后新增覆盖100名居民" in said
    words = ["--candidates", "none", "--lang", "zh"]
    assert "驻点" in run("posts", village_folder, "--out", tmp_path / "posts", *words)
