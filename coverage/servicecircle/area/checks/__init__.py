"""Checks on an area's tables: each rule by its name, with the place to look at."""
