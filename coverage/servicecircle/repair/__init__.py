"""Repairs that are asked for by name, previewed, and written to a new folder."""

from servicecircle.repair.draft import Draft, read_draft
from servicecircle.repair.outcome import LOG_COLUMNS, Outcome
from servicecircle.repair.perform import Repaired, chosen, perform, preview
from servicecircle.repair.registry import ALL_SAFE, REPAIRS, Repair
from servicecircle.repair.write import write_repaired

__all__ = [
    "ALL_SAFE",
    "LOG_COLUMNS",
    "REPAIRS",
    "Draft",
    "Outcome",
    "Repair",
    "Repaired",
    "chosen",
    "perform",
    "preview",
    "read_draft",
    "write_repaired",
]
