"""The reports part."""
