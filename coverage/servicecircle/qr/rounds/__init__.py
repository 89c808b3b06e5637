"""In which order codes are posted: a short way past all points of a unit."""

from servicecircle.qr.rounds.plan import Rounds, plan_rounds

__all__ = ["Rounds", "plan_rounds"]
