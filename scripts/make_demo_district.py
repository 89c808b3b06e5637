r"""
Make a synthetic district as a planning-area folder, whole or a part of it.

    python scripts/make_demo_district.py --out demo-district --seed 1
    servicecircle plan demo-district --out demo-run
    python scripts/make_demo_district.py --extract 光明社区 --out data/community

Everything in it is made up (合成数据): land, people, stations, appeals.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from servicecircle.errors import ServiceCircleError
from servicecircle.progress import Stages
from servicecircle.synthetic import write_district, write_extract


def main(argv: list[str] | None = None) -> int:
    """Make the folder that the command line asks for."""
    about, example, caution = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {caution}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--out", type=Path, required=True, help="the folder to make")
    add("--seed", type=int, default=1, help="another district for each seed")
    add("--community", action="append", help="only this one (may be repeated)")
    either = parser.add_mutually_exclusive_group().add_argument
    either("--dirty", type=Path, help="also the district as planners receive it")
    either("--extract", metavar="COMMUNITY", help="make it all, and write only this")
    options = parser.parse_args(argv)
    stages = Stages(lambda name, share: print(f"{name}: {share:.0%}"))
    make = {"seed": options.seed, "communities": options.community, "stages": stages}
    try:
        if options.extract:
            write_extract(options.out, options.extract, **make)
        else:
            write_district(options.out, dirty=options.dirty, **make)
    except (ServiceCircleError, ValueError) as error:
        print(f"make_demo_district: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
