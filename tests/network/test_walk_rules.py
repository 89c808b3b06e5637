"""Who may walk where: the tag table, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.errors import ConfigError, InputError
from servicecircle.network.osm.walk_rules import (
    default_rules,
    gate_closed,
    read_walk_rules,
    walkable,
)

if TYPE_CHECKING:
    from pathlib import Path


def tags_of(text: str) -> dict[str, str]:
    """Read 'a=b c=d' as tags."""
    return dict(pair.split("=", 1) for pair in text.split())


@pytest.mark.parametrize(
    "text",
    [
        "highway=footway",
        "highway=pedestrian",
        "highway=path",
        "highway=steps",
        "highway=corridor",
        "highway=elevator",
        "highway=living_street",
        "highway=residential oneway=yes",
        "highway=service",
        "highway=primary_link",
        "highway=track",
        "highway=bridleway",
        "highway=trunk",
        "highway=trunk sidewalk=no foot=yes",
        "highway=motorway foot=yes",
        "highway=cycleway foot=designated",
        "highway=cycleway segregated=no",
        "highway=service access=private foot=yes",
        "highway=service access=customers",
        "highway=service access=destination",
        "highway=residential access=residents",
        "highway=residential access=private;residents",
        "highway=residential sidewalk=separate",
        "railway=platform",
        "public_transport=platform",
        "man_made=pier",
    ],
)
def test_walked(text: str) -> None:
    """A walker may go there."""
    assert walkable(tags_of(text)).walkable


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("highway=motorway", "highway=motorway without foot=yes"),
        ("highway=trunk motorroad=yes", "motorroad=yes"),
        ("highway=trunk sidewalk=no", "sidewalk=no"),
        ("highway=trunk_link foot=no", "foot=no"),
        ("highway=cycleway", "highway=cycleway without foot=yes"),
        ("highway=service access=private", "access=private"),
        ("highway=track access=agricultural;forestry", "access=agricultural;forestry"),
        ("highway=path foot=private access=yes", "foot=private"),
        ("highway=residential foot=use_sidepath", "foot=use_sidepath"),
        ("highway=service access=private foot=customers", "access=private"),
        ("highway=construction foot=yes", "highway=construction"),
        ("highway=proposed", "highway=proposed"),
        ("highway=raceway", "highway=raceway"),
        ("highway=bus_guideway foot=yes", "highway=bus_guideway"),
        ("highway=footway abandoned=yes", "abandoned=yes"),
        ("highway=bus_stop", "highway=bus_stop"),
        ("route=ferry foot=yes", "no highway"),
        ("railway=platform access=no", "access=no"),
    ],
)
def test_not_walked_and_why(text: str, reason: str) -> None:
    """The tag that decided is named."""
    verdict = walkable(tags_of(text))
    assert (verdict.walkable, verdict.reason) == (False, reason)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("barrier=gate", False),
        ("barrier=gate access=private", True),
        ("barrier=gate access=private foot=yes", False),
        ("barrier=gate foot=no", True),
        ("barrier=gate locked=yes", True),
        ("barrier=bollard access=no", False),
        ("barrier=bollard foot=no", True),
        ("barrier=lift_gate access=private", True),
        ("barrier=wall", True),
        ("barrier=fence foot=yes", False),
        ("barrier=debris access=yes", False),
        ("barrier=something_new", False),
    ],
)
def test_gates(text: str, *, closed: bool) -> None:
    """A gate is passable unless its tags say otherwise."""
    assert gate_closed(tags_of(text)) is closed


words = st.sampled_from(["yes", "no", "private", "designated", "customers", "x;y"])


@given(
    highway=st.sampled_from(sorted(default_rules().highway)),
    access=words,
    foot=st.sampled_from(["yes", "designated", "permissive"]),
)
def test_foot_opens_whatever_access_says(highway: str, access: str, foot: str) -> None:
    """Only what is not there, or never for walking, stays closed."""
    verdict = walkable({"highway": highway, "access": access, "foot": foot})
    assert verdict.walkable == (default_rules().highway[highway] != "never")


def test_planner_overrides_single_rows(tmp_path: Path) -> None:
    """Entries of the own table replace the built-in ones; the rest stays."""
    own = tmp_path / "rules.toml"
    own.write_text('[highway]\ntrack = "never"\n[access]\ncloses = ["no"]\n', "utf-8")
    rules = read_walk_rules(own)
    assert not walkable({"highway": "track"}, rules).walkable
    assert walkable({"highway": "service", "access": "private"}, rules).walkable
    assert rules.highway["path"] == "open"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[higway]\n", r"rules\.toml: unknown key 'higway'. Did you mean 'highway'\?"),
        ("[plazas]\nmax_node = 3\n", r"'plazas.max_node'. Did you mean 'max_nodes'\?"),
        ('[highway]\npath = "maybe"\n', r"highway\.path: .*Got 'maybe'"),
        ("[sidewalks]\nshare = 2\n", r"sidewalks\.share: .*less than or equal to 1"),
        ("highway = [", r"rules\.toml: not a TOML file"),
    ],
)
def test_refuses_unknown_rules(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file, the key and the nearest known one."""
    own = tmp_path / "rules.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message):
        read_walk_rules(own)


def test_refuses_absent_file(tmp_path: Path) -> None:
    """A file that is not there is the input's fault."""
    with pytest.raises(InputError, match=r"none\.toml: the walking rules cannot be"):
        read_walk_rules(tmp_path / "none.toml")
