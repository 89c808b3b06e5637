"""What was tried on the map, held against measuring the changed village anew."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from servicecircle.errors import SitingError
from servicecircle.pipeline import measure_area
from servicecircle.siting.effort import Effort
from servicecircle.siting.openings import closed_openings
from servicecircle.siting.tried import best_instead, place_what_if, score_what_if
from servicecircle.siting.what_if import WhatIf, what_if

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.pipeline import Measured

SPOT = shapely.Point(493735.0, 2516485.0)


def tried(village: Measured, *features: dict[str, Any], **more: Any) -> WhatIf:  # noqa: ANN401
    """Make a what-if file about the village."""
    content = {
        "type": "FeatureCollection",
        "servicecircle": "what-if 1",
        "area": village.area.name,
        "area_hash": 64 * "0",
        "features": features,
    }
    return what_if({**content, "features": list(features), **more})


def hall(spot: shapely.Point = SPOT, **said: object) -> dict[str, Any]:
    """Drop a station."""
    at = gpd.GeoSeries([spot], crs="EPSG:4547").to_crs("EPSG:4326").iloc[0]
    point = {"type": "Point", "coordinates": [at.x, at.y]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {"action": "open", **said},
    }


def named(action: str, **said: object) -> dict[str, Any]:
    """Open a gate or close a station."""
    return {
        "type": "Feature",
        "geometry": None,
        "properties": {"action": action, **said},
    }


GATE = named("open_gate", gate_id="O29")
SHUT = named("close", station_id="P3")


@pytest.fixture(scope="module")
def far_village(village_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401
    """Copy the village, with a limit of 660 m, at which its gate matters."""
    folder = tmp_path_factory.mktemp("far") / "village"
    shutil.copytree(village_folder, folder)
    text = (folder / "area.toml").read_text("utf-8")
    text = text.replace("distance_m = 500", "distance_m = 660", 1)
    (folder / "area.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def far(far_village: Path) -> Measured:
    """Measure it."""
    return measure_area(far_village)


def covered(measured: Measured) -> float:
    """Count residents covered for appeals, of the district."""
    rows = measured.coverage
    rows = rows[(rows["level"] == "district") & (rows["service"] == "appeals")]
    return float(rows["covered_residents"].sum())


def changed(folder: Path, to: Path, *, close: str, open_gate: bool) -> Measured:
    """Change the village's files as a planner would, and measure it."""
    shutil.copytree(folder, to)
    stations = pd.read_csv(to / "stations.csv", encoding="utf-8-sig")
    new = stations.iloc[[0]].assign(station_id="NEW", services="appeals")
    new = new.assign(x=SPOT.x, y=SPOT.y)
    kept = stations[stations["station_id"] != close]
    pd.concat([kept, new]).to_csv(to / "stations.csv", index=False, encoding="utf-8")
    if open_gate:
        path = to / "streets.gpkg"
        names = [name for name, _ in pyogrio.list_layers(path)]
        layers = {name: gpd.read_file(path, layer=name) for name in names}
        path.unlink()
        layers["streets"] = layers["streets"].assign(closed=None)
        for name, layer in layers.items():
            layer.to_file(path, layer=name)
    return measure_area(to)


def test_the_score_is_what_measuring_anew_gives(
    far_village: Path, far: Measured, tmp_path: Path
) -> None:
    """A hall more, a post less and the gate open: as if the files said so."""
    place = partial(place_what_if, far.area, far.network)
    score = score_what_if(
        far.area, far.network, place(tried(far, hall(), GATE, SHUT), "appeals")
    )
    again = changed(far_village, tmp_path / "v", close="P3", open_gate=True)
    assert score.today == covered(far)
    assert score.then == covered(again)
    assert len(closed_openings(again.network)) < len(closed_openings(far.network))


def test_alone_and_last_are_differences_of_scores(far: Measured) -> None:
    """The hall alone, and the hall beside the gate, each counted on its own."""
    place = partial(place_what_if, far.area, far.network)
    both = score_what_if(far.area, far.network, place(tried(far, hall(), GATE)))
    one = score_what_if(far.area, far.network, place(tried(far, hall())))
    other = score_what_if(far.area, far.network, place(tried(far, GATE)))
    alone = both.table["residents_alone"]
    assert alone.iloc[0] == one.then - one.today
    assert alone.iloc[1] == other.then - other.today == 100
    assert both.table["residents_last"].iloc[0] == both.then - other.then


def test_units_add_up(far: Measured) -> None:
    """At every level residents, today's and then's add up to the district's."""
    place = place_what_if(far.area, far.network, tried(far, hall(), SHUT))
    score = score_what_if(far.area, far.network, place)
    total = score.units.groupby("level")[["residents", "covered_today", "covered_then"]]
    assert (total.sum() == [score.residents, score.today, score.then]).all(axis=None)


def test_another_service_is_not_touched(village: Measured) -> None:
    """A hall for legal advice alone changes nothing for appeals, and says so."""
    place = place_what_if(
        village.area, village.network, tried(village, hall(services=["legal"]))
    )
    score = score_what_if(village.area, village.network, place)
    assert score.then == score.today
    assert "not about this service" in score.table["reason"].iloc[0]


def test_the_best_is_never_behind_what_was_tried(village: Measured) -> None:
    """The place tried is among the candidates, and one hall elsewhere covers more."""
    place = place_what_if(village.area, village.network, tried(village, hall()))
    score = score_what_if(village.area, village.network, place)
    best = best_instead(
        village.area, village.network, place, every_building=True, effort=Effort(5)
    )
    assert best.result is not None
    assert best.problem is not None
    assert "W1" in best.problem.sites.index
    assert best.result.objective == 355 > score.then == 275


def test_the_best_gate_is_found_beside_what_was_tried(far: Measured) -> None:
    """The one gate of the village is the best one."""
    place = place_what_if(far.area, far.network, tried(far, GATE), "appeals")
    best = best_instead(
        far.area, far.network, place, every_building=False, effort=Effort(5)
    )
    assert best.result is None
    assert best.gates is not None
    assert best.gates.chosen == ["O29"]
    assert best.gates.objective == best.gates_tried


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        (named("open_gate", gate_id="O2"), "W1: the area has no closed gate 'O2'"),
        (named("close", station_id="P4"), "W1: the area has no station 'P4'"),
        (hall(services=["apeals"]), "Did you mean 'appeals'"),
        (hall(shapely.Point(400000, 2516485)), "W1: no usable street within"),
        ({**hall(), "id": "P3"}, "'P3': taken by a station"),
        ({**hall(), "properties": GATE["properties"]}, "gate 'O29' is 868 m from"),
    ],
)
def test_what_does_not_fit_the_area_is_refused(
    village: Measured, feature: dict[str, Any], words: str
) -> None:
    """The message names the feature."""
    with pytest.raises(SitingError, match=words):
        place_what_if(village.area, village.network, tried(village, feature))


def test_a_file_of_another_area_is_refused(village: Measured) -> None:
    """The message names both areas."""
    with pytest.raises(SitingError, match=r"about 'Elsewhere', and the area is 'Demo"):
        place_what_if(
            village.area, village.network, tried(village, hall(), area="Elsewhere")
        )
