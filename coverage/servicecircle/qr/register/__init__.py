"""What hangs where: events of the field merged, coverage, and what is due."""

from servicecircle.qr.register.coverage import coverage
from servicecircle.qr.register.due import due
from servicecircle.qr.register.findings import register_findings
from servicecircle.qr.register.merge import Register, merge
from servicecircle.qr.register.read import Events, read_events
from servicecircle.qr.register.words import Plate, Standing

__all__ = [
    "Events",
    "Plate",
    "Register",
    "Standing",
    "coverage",
    "due",
    "merge",
    "read_events",
    "register_findings",
]
