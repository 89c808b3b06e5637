"""Where codes hang: entrances given or inferred, stairs, and gates of compounds."""

from servicecircle.qr.places.plan import plan_points
from servicecircle.qr.places.words import Confidence, PointKind, PointWhy

__all__ = ["Confidence", "PointKind", "PointWhy", "plan_points"]
