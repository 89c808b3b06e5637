"""The inputs part."""
