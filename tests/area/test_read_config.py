"""Reading area.toml: every mistake at once, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from servicecircle.area import read_config
from servicecircle.area.template import template_text
from servicecircle.errors import ConfigError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Board

SOUND = """\
[area]
name = "X"
crs = "EPSG:4547"
[levels.grid]
file = "units.gpkg"
[stations]
file = "s.csv"
[buildings]
file = "b.gpkg"
[services.appeals]
distance_m = 500
"""


def read(folder: Path, text: str) -> str:
    """Return what reading a text complains about."""
    (folder / "area.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"area\.toml") as caught:
        read_config(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("crs =", "csr =", r"unknown key area\.csr\. Did you mean 'crs'\?"),
        ("crs =", "csr =", r"area\.crs is missing\. Add crs = \.\.\. to \[area\]"),
        ("[stations]", "[statoins]", "unknown key statoins. Did you mean 'stations'"),
        ("[levels.grid]", "[levels.gird]", "key levels.gird. Did you mean 'grid'"),
        ("distance_m", "distance", r"appeals\.distance\. Did you mean 'distance_m'"),
        ("distance_m = 500", "minutes = 0", "minutes must be above 0. Got 0"),
        ("distance_m = 500", "name = 'x'", "give either distance_m or minutes"),
        ("= 500", "= '500'", r"distance_m must be a number\. Got '500'"),
        ("= 500", "= inf", r"distance_m must be a finite number\. Got inf"),
        ("= 500", "= 500\npace = 'eldery'", "Did you mean 'elderly'"),
        (
            "[services.appeals]\ndistance_m = 500",
            "[services]",
            r"\[services\] is empty",
        ),
        ("file = 'b.gpkg'", "file = 7", "buildings.file must be text between quotes"),
        ("file = 'units.gpkg'", "derive_from = 'street'", "not a finer level"),
        ("file = 'units.gpkg'", "label = 'x'", "give either file or derive_from"),
        ("[stations]", "[[stations]]", "stations must be a section"),
        ("[stations]", "[stations", r"not TOML: .*line 6"),
        (
            "[stations]",
            "[[network.sources]]\nfle = 'x'\n[stations]",
            r"network\.sources\[1\]\.fle\. Did you mean 'file'",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, before: str, after: str, says: str) -> None:
    """The key path, the value, the rule and the remedy."""
    text = SOUND.replace('"', "'")
    assert before in text
    complaint = read(tmp_path, text.replace(before, after, 1))
    assert re.search(says, complaint), complaint


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """Nobody corrects a file ten times to learn of ten mistakes."""
    complaint = read(tmp_path, SOUND.replace("name", "nmae").replace("500", "-1"))
    assert len(complaint.splitlines()) == 4


def test_a_missing_file_tells_how_to_start(tmp_path: Path) -> None:
    """The remedy is a command."""
    with pytest.raises(ConfigError, match="servicecircle new DIR"):
        read_config(tmp_path)


def test_services_become_standards_in_order(tmp_path: Path) -> None:
    """Minutes at a pace become metres; the key is what outputs call the circle."""
    more = """
        [services.slow]
        offered_as = "appeals"
        minutes = 10
        pace = "elderly"
        [services.steps]
        offered_as = "appeals"
        distance_m = 500
        step_free = true
        """
    (tmp_path / "area.toml").write_text(SOUND + more, encoding="utf-8")
    plain, slow, steps = read_config(tmp_path).standards()
    assert (plain.service, plain.distance_m, plain.station_service) == (
        "appeals",
        500,
        "appeals",
    )
    assert (slow.distance_m, slow.station_service) == (480, "appeals")
    assert (steps.step_free, slow.step_free) == (True, False)


def test_the_template_is_sound(tmp_path: Path) -> None:
    """Also with every optional key in it switched on."""
    text = template_text()
    (tmp_path / "area.toml").write_text(text, encoding="utf-8")
    assert list(read_config(tmp_path).levels) == [Level.COMMUNITY, Level.GRID]
    every = re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)
    # Of three origins of residents only one may be given.
    origins = r"^(total|persons_per_household) = .*\n"
    every = re.sub(origins, "", every, flags=re.MULTILINE)
    (tmp_path / "area.toml").write_text(every, encoding="utf-8")
    config = read_config(tmp_path)
    assert len(config.services) == 3
    assert config.levels[Level.STREET].derive_from is Level.GRID


def test_files_are_listed_once(board: Board) -> None:
    """The manifest hashes every file that the configuration names."""
    config = read_config(board.write())
    assert config.files() == (
        "units.gpkg",
        "stations.csv",
        "buildings.gpkg",
        "lines.geojson",
    )
