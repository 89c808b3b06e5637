"""Appeals that came in by a code take their place from it, if it is genuine."""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from servicecircle.qr.codes import (
    code_places,
    give_codes,
    parse_keys,
    payloads,
    printed,
)

HOST = "qr.example"
KEYS = parse_keys(f"A:{bytes(range(32)).hex()}", called="test")


def coded(count: int) -> gpd.GeoDataFrame:
    """Give codes to doors in a row, one a metre."""
    names = [f"{k:05}" for k in range(count)]
    frame = gpd.GeoDataFrame(
        {
            "kind": "entrance",
            "building_id": [f"B{name}" for name in names],
            "grid_id": [f"G{k % 7}" for k in range(count)],
            "state": "active",
        },
        index=pd.Index([f"p{name}" for name in names], name="point_id"),
        geometry=gpd.points_from_xy(np.arange(count), np.zeros(count)),
        crs="EPSG:4547",
    )
    return give_codes(frame).points


@pytest.fixture(scope="module")
def points() -> gpd.GeoDataFrame:
    """Give ten doors codes; the last is retired."""
    doors = coded(10)
    return doors.assign(state=["active"] * 9 + ["retired"])


def signed(points: gpd.GeoDataFrame, host: str = HOST) -> list[str]:
    """Sign every code."""
    codes = points["code"].tolist()
    return payloads(codes, host=host, key_id="A", key=KEYS["A"])


def test_what_was_scanned_or_typed_has_the_place_of_its_point(
    points: gpd.GeoDataFrame,
) -> None:
    """In the order of the appeals, however often a code was scanned."""
    texts = pd.Series(
        [
            signed(points)[3],
            printed(points["code"].iloc[5]).lower(),
            None,
            signed(points)[3].lower(),
            "",
        ],
        index=["a", "b", "c", "d", "e"],
    )
    told = code_places(texts, points, hosts=[HOST], keys=KEYS)
    assert told.index.equals(texts.index)
    assert told["building_id"].tolist()[:2] == ["B00003", "B00005"]
    assert told.loc["d"].drop("geometry").equals(told.loc["a"].drop("geometry"))
    assert told.geometry.x.tolist()[:2] == [3, 5]
    assert told.loc[["a", "b", "d"], "grid_id"].tolist() == ["G3", "G5", "G3"]
    assert told["verdict"].isna().tolist() == [False, False, True, False, True]
    assert told.loc[["c", "e"]].isna().all(axis=None)


def test_what_is_not_believed_has_no_place(points: gpd.GeoDataFrame) -> None:
    """Forged, mistyped, of another host, unknown, or signed with a key nobody has."""
    good, other = signed(points)[:2]
    code = points["code"].iloc[0]
    texts = {
        "forged": good[:-8] + other[-8:],
        "other_host": signed(points, "qr.exarnple")[0],
        "mistyped": code[1] + code[0] + code[2:],
        "unknown": give_codes(coded(11)).points["code"].iloc[10],
        "unknown_key": good.replace("/A/", "/B/"),
        "malformed": "https://qr.example/",
    }
    told = code_places(pd.Series(texts), points, hosts=[HOST], keys=KEYS)
    assert told["verdict"].to_dict() == {name: name for name in texts}
    assert told[["point_id", "building_id", "geometry"]].isna().all(axis=None)


def test_a_plate_that_was_taken_down_says_where_it_hung(
    points: gpd.GeoDataFrame,
) -> None:
    """An appeal of last year keeps its place when the house is gone."""
    told = code_places(
        pd.Series(signed(points)[9:]), points, hosts=[HOST], keys=KEYS
    ).iloc[0]
    assert (told["verdict"], told["building_id"]) == ("retired", "B00009")


def test_without_keys_no_signature_is_believed(points: gpd.GeoDataFrame) -> None:
    """A code alone still is: only its check character speaks for it."""
    texts = pd.Series([signed(points)[0], points["code"].iloc[0]])
    told = code_places(texts, points, hosts=[HOST])
    assert told["verdict"].tolist() == ["unknown_key", "unsigned"]
    assert told["building_id"].isna().tolist() == [True, False]


def test_a_year_of_appeals_is_placed_quickly() -> None:
    """80,000 scans of 2,000 plates in a second of processor time."""
    doors = coded(2_000)
    texts = pd.Series(np.tile(signed(doors), 40))
    start = time.process_time()
    told = code_places(texts, doors, hosts=[HOST], keys=KEYS)
    assert time.process_time() - start < 1
    assert told["building_id"].notna().all()
