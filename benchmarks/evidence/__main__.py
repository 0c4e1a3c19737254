"""The evidence behind the rules, in two steps.

    python -m benchmarks.evidence rows CLONES TRACKER [--only REPOSITORY]
    python -m benchmarks.evidence page

`rows` measures the releases of public repositories, whose bare clones are in a folder (`owner+name/repo`, all tags),
and the go-lives of an issue tracker, whose files are in another one, and writes numbers to `rows/`. `page` writes
`docs/evidence.md` from these alone.
"""

import argparse
from pathlib import Path

from benchmarks.evidence import forecast, git_rows, page, tags, tracker_rows
from benchmarks.evidence.tables import ROWS


def main() -> None:
    """Run one of the steps."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence")
    steps = parser.add_subparsers(dest="step", required=True)
    rows = steps.add_parser("rows", help="measure, and write numbers")
    rows.add_argument("clones", type=Path)
    rows.add_argument("tracker", type=Path)
    rows.add_argument("--only", action="append", default=[], help="only this repository, and not the tracker")
    steps.add_parser("page", help="write docs/evidence.md from these numbers")
    given = parser.parse_args()
    if given.step == "page":
        page.write()
        return
    if not (ROWS / "tags.csv").exists():  # the releases are fixed once
        tags.fix(given.clones)
    git_rows.write(given.clones, given.only)
    if not given.only:
        tracker_rows.write(given.tracker)
        forecast.write(given.tracker)


if __name__ == "__main__":
    main()
