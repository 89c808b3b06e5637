"""What was tried on the map, scored, and held against the best there is."""

from servicecircle.siting.tried.best import Best, best_instead, problem_instead
from servicecircle.siting.tried.placed import Placed, place_what_if
from servicecircle.siting.tried.score import Score, score_what_if

__all__ = [
    "Best",
    "Placed",
    "Score",
    "best_instead",
    "place_what_if",
    "problem_instead",
    "score_what_if",
]
