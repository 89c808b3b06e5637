from .appeals import AppealsTable, read_appeals
from .area import PlanningArea, examine_area, read_area
from .area.datum_doctor import examine_datum
from .area.draft import Draft, draft_area, write_draft
from .area.local_system import fit_local_system
from .area.read import examine_in_full
from .crosswalk import (
    Crosswalk,
    Edition,
    carry,
    compare_editions,
    edition_of,
    read_edition,
)
from .datum import convert_datum, convert_datum_of_shapes
from .network.distances import (
    DistanceMatrix,
    nearest_stations,
    walking_distances,
)
from .network.from_area import network_of
from .network.graph.interchange import network_from_graph, network_to_graph
from .network.lines import network_from_lines
from .network.merge import merge_networks
from .network.osm.pbf import network_from_pbf
from .network.snapping import snap
from .network.walk_network import WalkNetwork
from .pipeline import Measured, Sited, check_area, measure_area, plan
from .pipeline.draw import draw_map, draw_public_map
from .pipeline.map import write_maps
from .pipeline.propose import propose_sites
from .pipeline.qr_plan import qr_plan
from .pipeline.qr_rounds import RoundsRequest, qr_rounds
from .pipeline.response_run import respond
from .pipeline.risk_run import assess_risk
from .reach import (
    Reach,
    coverage_table,
    equity_table,
    honesty_table,
    measure_reach,
    service_areas,
    worst_units,
)
from .siting.effort import Effort
from .siting.from_area import siting_problem
from .siting.models import (
    backup_covering,
    capacitated_covering,
    capacitated_p_median,
    maximal_covering,
    p_center,
    p_median,
    service_covering,
    set_covering,
)
from .siting.openings import choose_openings
from .siting.posts import choose_posts
from .siting.problem import SitingProblem
from .siting.requirements import Requirements
from .siting.result import SitingResult
from .standards import ServiceStandard
from .vocabulary import Level, Reason, Severity

__version__: str
__all__ = [
    "AppealsTable",
    "Crosswalk",
    "DistanceMatrix",
    "Draft",
    "Edition",
    "Effort",
    "Level",
    "Measured",
    "PlanningArea",
    "Reach",
    "Reason",
    "Requirements",
    "RoundsRequest",
    "ServiceStandard",
    "Severity",
    "Sited",
    "SitingProblem",
    "SitingResult",
    "WalkNetwork",
    "assess_risk",
    "backup_covering",
    "capacitated_covering",
    "capacitated_p_median",
    "carry",
    "check_area",
    "choose_openings",
    "choose_posts",
    "compare_editions",
    "convert_datum",
    "convert_datum_of_shapes",
    "coverage_table",
    "draft_area",
    "draw_map",
    "draw_public_map",
    "edition_of",
    "equity_table",
    "examine_area",
    "examine_datum",
    "examine_in_full",
    "fit_local_system",
    "honesty_table",
    "maximal_covering",
    "measure_area",
    "measure_reach",
    "merge_networks",
    "nearest_stations",
    "network_from_graph",
    "network_from_lines",
    "network_from_pbf",
    "network_of",
    "network_to_graph",
    "p_center",
    "p_median",
    "plan",
    "propose_sites",
    "qr_plan",
    "qr_rounds",
    "read_appeals",
    "read_area",
    "read_edition",
    "respond",
    "service_areas",
    "service_covering",
    "set_covering",
    "siting_problem",
    "snap",
    "walking_distances",
    "worst_units",
    "write_draft",
    "write_maps",
]
