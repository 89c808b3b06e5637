"""The reach part."""
