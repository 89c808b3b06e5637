from .codes import (
    Verdict,
    add_key,
    check_host,
    code_places,
    give_codes,
    payloads,
    read_keys,
    verify,
)
from .places import Confidence, PointKind, PointWhy, plan_points
from .plates.sheets import write_sheets
from .plates.single import plate_png, plate_svg
from .plates.words import plate_words
from .register import merge, read_events
from .rounds import plan_rounds

__all__ = [
    "Confidence",
    "PointKind",
    "PointWhy",
    "Verdict",
    "add_key",
    "check_host",
    "code_places",
    "give_codes",
    "merge",
    "payloads",
    "plan_points",
    "plan_rounds",
    "plate_png",
    "plate_svg",
    "plate_words",
    "read_events",
    "read_keys",
    "verify",
    "write_sheets",
]
