"""Two editions of units: what became of each, and how counts are carried over."""

from servicecircle.crosswalk.carry import carry
from servicecircle.crosswalk.compare import Crosswalk, compare_editions
from servicecircle.crosswalk.edition import Edition, edition_of
from servicecircle.crosswalk.kinds import Change, Relation, Tolerances
from servicecircle.crosswalk.read import read_edition

__all__ = [
    "Change",
    "Crosswalk",
    "Edition",
    "Relation",
    "Tolerances",
    "carry",
    "compare_editions",
    "edition_of",
    "read_edition",
]
