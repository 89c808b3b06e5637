"""
QR points: where codes hang, what they say, how they are posted and kept track of.

The public names load when they are first used (see `__init__.pyi` for the list).

>>> from servicecircle import qr
>>> "plan_points" in dir(qr), "give_codes" in dir(qr)
(True, True)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
