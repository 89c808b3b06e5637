r"""
Write a public map of every community, an index of them, and a figure for the report.

    python scripts/publish_community_maps.py my-district --out to-publish

Every map is stamped until area.toml names its approval number (审图号) in [publish].
The maps are those of `servicecircle map --profile public --each-community`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from servicecircle.errors import ServiceCircleError
from servicecircle.maps.figures import coverage_by_unit
from servicecircle.pipeline.draw import told_in_public
from servicecircle.pipeline.map import write_maps
from servicecircle.vocabulary import Level


def main(argv: list[str] | None = None) -> int:
    """Write the maps that the command line asks for, and the figure beside them."""
    options = read_options(argv)
    level = Level(options.level)
    try:
        measured = write_maps(
            options.area,
            options.out,
            profile="public",
            each=True,
            level=level,
            language=options.lang,
        )
        area, told = measured.area, told_in_public(measured)
        picture = coverage_by_unit(
            area.units(level),
            told[told["level"] == level.value],
            area.standards[0],
            language=options.lang,
        )
    except ServiceCircleError as error:
        print(f"publish_community_maps: {error}", file=sys.stderr)
        return 1
    figure: Path = options.out.with_name(f"{options.out.name}.png")
    figure.write_bytes(picture)
    withheld = told["withheld"].mean()
    print(f"{options.out / 'index.html'} and {figure} are ready.")
    print(f"Of the rows of figures {withheld:.1%} are withheld.")
    if not area.config.publish.approval_number:
        print("No approval number (审图号) is stated: every map is stamped.")
    return 0


def read_options(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    about, example, more = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {more}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("area", type=Path, help="a planning area's folder")
    parser.add_argument("--out", type=Path, required=True, help="the folder of maps")
    parser.add_argument("--level", default="community", help="which units have maps")
    parser.add_argument("--lang", default="zh", choices=["zh", "en"])
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
