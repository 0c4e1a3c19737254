"""How long each report takes, and how big it is, for a verdict on 100,000 issues and 2,000 stale documents.

python benchmarks/reports.py [--issues 100000] [--documents 2000]
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.developed import developed
from support.verdicts import BAD, verdict

from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Reading
from readiness_gate.reports import Display, reports

LIMIT = 3.0
"""Seconds of CPU that a report may take."""


def main() -> None:
    """Print a line for each report: CPU seconds, best of three, and bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=2_000)
    given = parser.parse_args()
    judged = developed(verdict(_readings(given.issues, given.documents)))
    for name, report in reports(Display()).items():
        seconds, size = min(_taken(report.render, judged) for _ in range(3))
        print(f"{name:10} {seconds:6.2f} s {size:12,} bytes{'   TOO SLOW' if seconds > LIMIT else ''}")


def _taken(render: Any, judged: Any) -> tuple[float, int]:  # noqa: ANN401 - a report of any kind
    began = process_time()
    content = render(judged)
    return process_time() - began, len(content)


def _readings(issues: int, documents: int) -> Mapping[str, Reading]:
    """The readings of the shared gate with so many open defects, each of one rule, and so many stale documents."""
    shares = {
        "DEF-01": range(issues // 10),
        "DEF-02": range(issues // 10, issues // 2),
        "DEF-03": range(issues // 2, issues),
    }
    paths = tuple(f"docs/area-{number % 40}/page-{number}.md" for number in range(documents))
    stale = tuple(
        Evidence("document", path, "last changed 2026-12-30; x.xml changed 2027-02-12", path=path) for path in paths
    )
    behind = work("update", "document", paths, of=documents)
    return {
        **{rule: _defects(numbers, issues) for rule, numbers in shares.items()},
        **{rule: BAD[rule] for rule in ("CHG-02", "TRN-01", "LDR-01", "SUP-02")},
        "DOC-01": Measured(0.0, f"0 of {documents} documents judged are fresh.", stale, levers=(behind,)),
    }


def _defects(numbers: range, issues: int) -> Reading:
    keys = tuple(f"CRM-{number}" for number in numbers)
    pieces = tuple(
        Evidence("issue", key, f"sev2: Import of contacts fails with {key}", f"https://crm.example/browse/{key}")
        for key in keys
    )
    summary = f"{len(keys)} of {issues} open defects."
    return Measured(len(keys), summary, pieces, levers=(work("close", "defect", keys),))


if __name__ == "__main__":
    main()
