"""The words with which every file says that it was made up."""

from __future__ import annotations

NOTICE = "合成数据 synthetic"
"""The value of the column ``data`` in tables, and the description of layers."""
COLUMN = "data"
SUFFIX = "（合成）"
"""Ends the name of everything that has one."""
