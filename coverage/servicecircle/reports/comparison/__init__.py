"""What changed between two runs: inputs, parameters, stations, coverage, answers."""

from servicecircle.reports.comparison.answers import compare_answers
from servicecircle.reports.comparison.coverage import compare_coverage
from servicecircle.reports.comparison.inputs import compare_inputs, compare_parameters
from servicecircle.reports.comparison.sentences import Comparison, sentences
from servicecircle.reports.comparison.stations import compare_stations

__all__ = [
    "Comparison",
    "compare_answers",
    "compare_coverage",
    "compare_inputs",
    "compare_parameters",
    "compare_stations",
    "sentences",
]
