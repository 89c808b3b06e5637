"""Orders of communities: as many as are published, later where departments are far."""

from __future__ import annotations

import numpy as np
import pandas as pd
from lattice import lattice, society

from servicecircle.synthetic.orders import make_orders
from servicecircle.vocabulary import Level


def test_orders_are_the_same_each_time_and_in_order() -> None:
    """Every one has its community, and arrives after it was issued."""
    stations = society().stations
    one, again = (make_orders(lattice(), stations, count=515, seed=1) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert len(one) == 515
    assert one["issued_at"].is_monotonic_increasing
    assert (one["arrived_at"] > one["issued_at"]).all()
    communities = lattice().levels[Level.COMMUNITY].index
    assert set(one["community_id"]) == set(communities)


def test_most_are_met_and_far_communities_wait_longer() -> None:
    """How long it takes goes up with the way from the district's hall."""
    stations = society().stations
    orders = make_orders(lattice(), stations, count=5000, seed=2)
    took = (orders["arrived_at"] - orders["issued_at"]).dt.total_seconds() / 60
    assert 0.5 < (took <= orders["due_minutes"]).mean() < 1
    halls = stations[stations["tier"] == "community"].geometry
    centre = stations[stations["tier"] == "district"].geometry.iloc[0]
    way = dict(
        zip(
            lattice().levels[Level.COMMUNITY].index,
            halls.distance(centre).to_numpy(),
            strict=True,
        )
    )
    slow = orders["level"] == "一级"
    far = orders["community_id"].map(way)
    assert np.corrcoef(far[slow], took[slow])[0, 1] > 0.3
