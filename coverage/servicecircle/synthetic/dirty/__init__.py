"""The same district as planners receive it, with a list of what is wrong."""

from servicecircle.synthetic.dirty.twin import write_dirty_twin

__all__ = ["write_dirty_twin"]
