"""Drafting a planning area from whatever files there are."""

from servicecircle.area.draft.as_data import draft_as_data
from servicecircle.area.draft.draft import draft_area
from servicecircle.area.draft.parts import Draft, Part
from servicecircle.area.draft.write import write_draft

__all__ = ["Draft", "Part", "draft_area", "draft_as_data", "write_draft"]
