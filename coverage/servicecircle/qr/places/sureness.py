"""How sure the place of a point is, by why it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.qr.places.words import Confidence, PointWhy

if TYPE_CHECKING:
    import pandas as pd

SURE = {
    PointWhy.GIVEN: Confidence.HIGH,
    PointWhy.PATH_END: Confidence.HIGH,
    PointWhy.OPENING: Confidence.HIGH,
    PointWhy.POINT: Confidence.MEDIUM,
    PointWhy.PATH_IN: Confidence.MEDIUM,
    PointWhy.FACADE: Confidence.MEDIUM,
    PointWhy.WALL_GAP: Confidence.MEDIUM,
    PointWhy.HIDDEN: Confidence.LOW,
    PointWhy.NO_WAY: Confidence.LOW,
    PointWhy.ENCLOSED: Confidence.LOW,
    PointWhy.WALL: Confidence.LOW,
}
LONG_FRONT_M = 15.0
"""On a longer front the door can be far from the middle."""


def how_sure(why: pd.Series[str], front_m: pd.Series[float]) -> pd.Series[str]:
    """
    Say how sure places are.

    Parameters
    ----------
    why
        Words of `PointWhy`.
    front_m
        Metres of front that each door was placed on; missing where it was not.

    Returns
    -------
    Series
        Words of `Confidence`.

    Examples
    --------
    >>> import pandas as pd
    >>> how_sure(pd.Series(["given", "facade", "facade"]), pd.Series([None, 9.0, 50.0]))
    0      high
    1    medium
    2       low
    dtype: str
    """
    words = why.map({reason.value: sure.value for reason, sure in SURE.items()})
    vague = (why == PointWhy.FACADE.value) & (front_m > LONG_FRONT_M)
    return words.mask(vague, Confidence.LOW.value).astype("str")
