"""Risk of units, never of people or houses: indicators, score, tiers, hot spots."""

from servicecircle.risk.assess import Assessment, assess
from servicecircle.risk.counts import count_appeals
from servicecircle.risk.decay import window_of
from servicecircle.risk.from_ground import Ground
from servicecircle.risk.tiers import Tier

__all__ = ["Assessment", "Ground", "Tier", "assess", "count_appeals", "window_of"]
