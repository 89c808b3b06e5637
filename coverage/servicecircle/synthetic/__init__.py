"""The synthetic part."""
