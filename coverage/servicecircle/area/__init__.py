"""The area part."""
