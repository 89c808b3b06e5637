"""One file a model: what is asked for, its mathematics, its source."""

from servicecircle.siting.models.backup_covering import backup_covering
from servicecircle.siting.models.capacitated_covering import capacitated_covering
from servicecircle.siting.models.capacitated_p_median import capacitated_p_median
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.service_covering import service_covering
from servicecircle.siting.models.set_covering import set_covering

__all__ = [
    "backup_covering",
    "capacitated_covering",
    "capacitated_p_median",
    "maximal_covering",
    "p_center",
    "p_median",
    "service_covering",
    "set_covering",
]
