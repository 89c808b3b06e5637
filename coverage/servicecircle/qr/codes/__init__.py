"""Codes: opaque and stable ids, addresses that cannot be forged, and their proof."""

from servicecircle.qr.codes.code_places import code_places
from servicecircle.qr.codes.give import Coded, give_codes
from servicecircle.qr.codes.host import check_host
from servicecircle.qr.codes.keys import Keys, parse_keys, read_keys
from servicecircle.qr.codes.make_key import add_key
from servicecircle.qr.codes.payload import payloads
from servicecircle.qr.codes.printed import printed, typed
from servicecircle.qr.codes.verify import Verdict, Verified, verify

__all__ = [
    "Coded",
    "Keys",
    "Verdict",
    "Verified",
    "add_key",
    "check_host",
    "code_places",
    "give_codes",
    "parse_keys",
    "payloads",
    "printed",
    "read_keys",
    "typed",
    "verify",
]
