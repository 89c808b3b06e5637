"""Numbers are rounded once, and names come through as they are."""

from __future__ import annotations

import html
import json
import math

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from servicecircle.maps.encode import (
    differences,
    metres_up,
    nearby_order,
    polygon_rings,
    share_tenths,
)
from servicecircle.maps.markup import data_block, escape_text
from servicecircle.maps.palette import SHARE_COLOURS
from servicecircle.maps.single_pass import shield

steps = st.lists(st.integers(-18_000_000, 18_000_000), max_size=30)
names = st.text(st.sampled_from("{}%#<>!-/&;\"'`$\\ab 楼1"))


@given(values=steps)
def test_differences_add_up(values: list[int]) -> None:
    """Adding the differences gives the values back."""
    written = differences(np.array(values, dtype=np.int64))
    assert np.cumsum(written).tolist() == values


@given(points=st.lists(st.tuples(*2 * [st.integers(-18_000_000, 18_000_000)])))
def test_nearby_order_is_a_permutation(points: list[tuple[int, int]]) -> None:
    """Every point is in the order once."""
    x, y = np.array(points, dtype=np.int64).reshape(-1, 2).T
    assert sorted(nearby_order(x, y).tolist()) == list(range(len(points)))


@given(share=st.floats(0, 1))
def test_shares_never_flatter(share: float) -> None:
    """All and nothing are said only where true; else the nearest tenth is shown."""
    (tenths,) = share_tenths(pd.Series([share]))
    assert tenths is not None
    assert (tenths == 1000) == (share == 1)
    assert (tenths == 0) == (share == 0)
    assert abs(tenths - 1000 * share) <= 1


@given(walk_m=st.floats(0, 10_000), standard_m=st.integers(1, 5_000))
def test_a_walk_too_long_never_reads_as_short(walk_m: float, standard_m: int) -> None:
    """Rounded metres lie within a whole standard exactly when the walk does."""
    (metres,) = metres_up(pd.Series([walk_m]))
    assert metres is not None
    assert 0 <= metres - walk_m < 1 or math.isclose(metres, walk_m, abs_tol=1e-6)
    if walk_m > standard_m + 1e-6:
        assert metres > standard_m


def test_neighbours_share_their_corners() -> None:
    """Rounding moves a corner the same way in both areas that meet there."""
    squares = GeoSeries([shapely.box(0, 0, 1 / 3, 1), shapely.box(1 / 3, 0, 1, 1)])
    (((left,),), ((right,),)) = polygon_rings(squares)
    corners = [
        {tuple(p) for p in np.cumsum(np.reshape(ring, (-1, 2)), axis=0).tolist()}
        for ring in (left, right)
    ]
    assert corners[0] & corners[1] == {(33_333, 0), (33_333, 100_000)}


@given(name=names)
def test_escaped_names_read_as_they_were(name: str) -> None:
    """An HTML reader undoes the escapes, and nothing is left for other languages."""
    escaped = escape_text(name)
    assert html.unescape(escaped) == name
    assert not set("<>\"'`$\\{}") & set(escaped)


@given(name=names)
def test_shielded_text_survives_jinja(name: str) -> None:
    """Compiled as a template, it renders to itself."""
    assert Template(shield(name)).render() == name


@given(name=names)
def test_data_cannot_end_its_script(name: str) -> None:
    """The block holds one start and one end, and the data between them."""
    block = data_block([name], element_id="x")
    text = block.partition(">")[2]
    body = text.removesuffix("</script>")
    assert json.loads(body) == [name]
    assert "<" not in body


def test_colours_darken_steadily() -> None:
    """A grey print keeps the order of the classes."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    shades = [weights @ list(bytes.fromhex(c[1:])) for c in SHARE_COLOURS]
    assert all(np.diff(shades) < -20)
