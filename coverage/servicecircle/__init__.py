"""
Plan a district's service circle: who can really walk to a station.

The public names load when they are first used (see `__init__.pyi` for the list), so
that importing the package costs next to nothing.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
