"""The maps part."""
