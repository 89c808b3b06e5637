"""Lists to post by: one on paper, one to be filled in."""

from servicecircle.qr.rounds.lists.content import RoundList, round_lists
from servicecircle.qr.rounds.lists.pdf import write_lists
from servicecircle.qr.rounds.lists.workbook import write_forms

__all__ = ["RoundList", "round_lists", "write_forms", "write_lists"]
