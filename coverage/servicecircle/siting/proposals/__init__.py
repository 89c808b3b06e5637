"""Proposals that can be defended: rank, gain, alternative, trials, reason."""

from servicecircle.siting.proposals.alternatives import alternatives
from servicecircle.siting.proposals.rank import Ranked, rank_sites
from servicecircle.siting.proposals.relief import relief
from servicecircle.siting.proposals.table import Proposals, make_proposals
from servicecircle.siting.proposals.trials import Trials, run_trials
from servicecircle.siting.proposals.units import coverage_change, gains_by_unit

__all__ = [
    "Proposals",
    "Ranked",
    "Trials",
    "alternatives",
    "coverage_change",
    "gains_by_unit",
    "make_proposals",
    "rank_sites",
    "relief",
    "run_trials",
]
