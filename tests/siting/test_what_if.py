"""What-if files: what the map saves and the command reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from servicecircle.errors import SitingError
from servicecircle.siting.what_if import area_hash, read_what_if, what_if

if TYPE_CHECKING:
    from pathlib import Path


def feature(spot: tuple[float, float] | None = None, **said: object) -> dict[str, Any]:
    """Make one feature."""
    point = None if spot is None else {"type": "Point", "coordinates": list(spot)}
    return {"type": "Feature", "geometry": point, "properties": said}


def collection(*features: object, **more: object) -> dict[str, Any]:
    """Make what the map saves."""
    return {
        "type": "FeatureCollection",
        "servicecircle": "what-if 1",
        "area": "Village",
        "area_hash": 64 * "0",
        "features": list(features),
        **more,
    }


HALL = feature((113.93, 22.75), action="open", services=["appeals"], name="湖边")
GATE = feature(action="open_gate", gate_id="O29")
SHUT = feature(action="close", station_id="S1")


def test_a_file_is_read_as_it_was_saved(tmp_path: Path) -> None:
    """Order, ids, points and what is missing stay as they are."""
    path = tmp_path / "tried.json"
    path.write_text(json.dumps(collection(HALL, GATE, SHUT), ensure_ascii=False))
    tried = read_what_if(path)
    assert list(tried.actions.index) == ["W1", "W2", "W3"]
    assert list(tried.actions["action"]) == ["open", "open_gate", "close"]
    assert tried.actions["services"].iloc[0] == ("appeals",)
    assert tried.actions["name"].iloc[0] == "湖边"
    assert tried.actions.geometry.iloc[0].coords[0] == (113.93, 22.75)
    assert tried.actions.geometry.isna().to_list() == [False, True, True]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (7, "no Feature"),
        (feature(action="opne"), "Did you mean 'open'"),
        (feature(action="open"), "needs a Point"),
        (feature((113.0, 22.0), action="open", service=["a"]), "'services'"),
        (feature((113.0, 22.0), action="open", services=[]), "services is"),
        (feature((113.0, 22.0), action="open", services=["a", "a"]), "services is"),
        (feature((113.0, 22.0), action="open", name=3), "name is 3"),
        (feature((500000.0, 2500000.0), action="open"), "no longitude and latitude"),
        (feature(("113", 22.0), action="open"), "no Point"),  # type: ignore[arg-type]
        (feature(action="open_gate"), "needs 'gate_id'"),
        (feature(action="close", gate_id="O1"), "'close' has no 'gate_id'"),
        ({**HALL, "id": 3}, "id is 3"),
    ],
)
def test_a_wrong_feature_is_told_by_its_number(one: object, words: str) -> None:
    """The second feature is wrong, and the message says how."""
    with pytest.raises(SitingError, match=f"feature 2: .*{words}"):
        what_if(collection(HALL, one))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"type": "Topology"}, "no FeatureCollection"),
        ({"servicecircle": "what-if 2"}, "not 'what-if 1'"),
        ({"area": ""}, "area is ''"),
        ({"area_hash": "abc"}, "area_hash is 'abc'"),
        ({"features": []}, "no features"),
        ({"crs": {"properties": {"name": "EPSG:4547"}}}, "not WGS 84"),
    ],
)
def test_what_is_no_what_if_file_is_refused(more: dict[str, Any], words: str) -> None:
    """Every member of the collection is looked at."""
    with pytest.raises(SitingError, match=words):
        what_if(collection(HALL, **more))


def test_names_are_named_once() -> None:
    """A gate cannot be opened twice, nor a station closed twice."""
    with pytest.raises(SitingError, match="gate_id named more than once: 'O29'"):
        what_if(collection(GATE, GATE))


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Of many wrong features some are shown and the rest are counted."""
    with pytest.raises(SitingError, match=r"(?s)feature 1: .*feature 5: .* 2 more"):
        what_if(collection(*(7 * [feature(action="open")])))


def test_a_file_that_is_cut_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    path = tmp_path / "tried.json"
    path.write_text('{"type": "Feature')
    with pytest.raises(SitingError, match=r"tried\.json cannot be read"):
        read_what_if(path)


def test_the_hash_changes_with_any_file() -> None:
    """The order of the files and their sizes play no part, their content does."""
    one = {"file": "area.toml", "sha256": "ab", "bytes": 3}
    two = {"file": "units.gpkg", "sha256": "cd", "bytes": 5}
    assert area_hash([one, two]) == area_hash([two, {**one, "bytes": 4}])
    assert area_hash([one, two]) != area_hash([one, {**two, "sha256": "ce"}])
