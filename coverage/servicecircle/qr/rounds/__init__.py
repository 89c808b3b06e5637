"""In which order codes are posted: a short way past all points of a unit."""

from servicecircle.qr.rounds.frames import Rounds
from servicecircle.qr.rounds.plan import plan_rounds
from servicecircle.qr.rounds.terms import Terms

__all__ = ["Rounds", "Terms", "plan_rounds"]
