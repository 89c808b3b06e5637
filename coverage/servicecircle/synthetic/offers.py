"""What a station offers, how long, since when, and with how many hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.synthetic.hosts import COMPOUND, HOSPITAL, PARK, SCHOOL, SITE
from servicecircle.synthetic.working_days import PLANNING_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

SERVICES = ("appeals", "legal", "psychology")
CHANCES = {
    COMPOUND: (1.0, 0.60, 0.40),
    SITE: (1.0, 0.85, 0.10),
    PARK: (1.0, 0.70, 0.35),
    SCHOOL: (1.0, 0.30, 1.0),
    HOSPITAL: (1.0, 0.45, 1.0),
}
"""How likely a post with this host is to offer each service; halls offer all."""
STAFF = {"district": 24, "street": 12, "community": 7, "site": 2}
HOURS = {
    "区诉求服务中心": "00:00-24:00",
    COMPOUND: "09:00-21:00",
    SITE: "08:00-18:00",
    PARK: "09:00-20:00",
    SCHOOL: "08:00-17:30",
    HOSPITAL: "08:00-20:00",
}
OPENED = {
    "district": ("2019-08-01", "2019-09-01"),
    "street": ("2019-08-01", "2019-12-01"),
    "community": ("2019-09-01", "2020-06-01"),
    "site": ("2020-03-01", "2023-12-01"),
}
CLOSED_SHARE = 0.35
"""Posts at construction sites that have gone with the site."""
AHEAD_DAYS = (60, 700)
"""When the sites of the others will be finished, in days after the planning day."""


def draw_services(
    tier: pd.Series, host_type: pd.Series, draws: np.random.Generator
) -> pd.Series:
    """
    Draw a sorted tuple of services per station.

    >>> tiers, hosts = pd.Series(["street", "site"]), pd.Series(["", "学校"])
    >>> draw_services(tiers, hosts, np.random.default_rng(0))[0]
    ('appeals', 'legal', 'psychology')
    """
    sure = (1.0, 1.0, 1.0)
    chance = np.array(
        [
            CHANCES[host] if at == "site" else sure
            for at, host in zip(tier, host_type, strict=True)
        ]
    )
    offered = draws.random(chance.shape) < chance
    words = np.array(SERVICES, dtype=object)
    return pd.Series([tuple(words[row]) for row in offered], index=tier.index)


def opening_days(
    tier: pd.Series, host_type: pd.Series, draws: np.random.Generator
) -> tuple[pd.Series, pd.Series]:
    """
    Draw first and last days.

    Only posts at construction sites have a last day; of those about a third, and at
    least one, closed before the planning day.
    """
    first = tier.map({k: v[0] for k, v in OPENED.items()}).to_numpy().astype("M8[D]")
    last = tier.map({k: v[1] for k, v in OPENED.items()}).to_numpy().astype("M8[D]")
    opens = first + _part(last - first, draws.random(len(tier)))
    closes = np.full(len(tier), np.datetime64("NaT", "D"))
    sites = draws.permutation(np.flatnonzero(host_type == SITE))
    gone, there = np.split(sites, [int(np.ceil(CLOSED_SHARE * len(sites)))])
    closes[gone] = opens[gone] + _part(
        PLANNING_DAY - opens[gone], draws.uniform(0.4, 0.98, len(gone))
    )
    closes[there] = PLANNING_DAY + draws.integers(*AHEAD_DAYS, len(there)).astype(
        "m8[D]"
    )
    return (
        pd.Series(opens.astype("M8[s]"), index=tier.index),
        pd.Series(closes.astype("M8[s]"), index=tier.index),
    )


def _part(
    span: NDArray[np.timedelta64], share: NDArray[np.float64]
) -> NDArray[np.timedelta64]:
    """Take a share of a span, in whole days."""
    return (span.astype("m8[D]").astype(float) * share).astype(np.int64).astype("m8[D]")
