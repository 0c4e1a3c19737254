"""A trend as the tables of `check --format tables`: more rows, but never more columns."""

import json
from collections.abc import Iterator
from dataclasses import replace

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import tables
from readiness_gate.reports.json import dump
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.tables.folder import DESCRIPTION, archive, render, together, unpacked
from readiness_gate.reports.trend.stated import PolicyChoice, series, stated

_ONE = "evaluations.csv"


def report(display: Display, policy: PolicyChoice) -> Report:
    """Return the report as a folder of tables, or as a ZIP archive of it."""

    def rendered(verdict: Verdict) -> bytes:
        return archive(_contents(verdict, policy))

    return replace(tables.report(display), render=rendered)


def csv_report(policy: PolicyChoice) -> Report:
    """Return the report as one table, the decision as of each date: the file `evaluations.csv` of that folder."""
    return Report("csv", "text/csv; charset=utf-8", lambda verdict: _contents(verdict, policy)[_ONE], (".csv",))


def _contents(verdict: Verdict, policy: PolicyChoice) -> dict[str, bytes]:
    """Return the files; the description, each sentence and the remarks say which policy was applied."""
    said = stated(verdict, policy)
    contents = unpacked(together([render(one) for one in _saying(verdict, said)]))
    package = json.loads(contents[DESCRIPTION])
    return contents | {DESCRIPTION: dump({**package, "description": said}).encode()}


def _saying(verdict: Verdict, said: str) -> Iterator[Verdict]:
    for one in series(verdict):
        yield replace(one, sentence=f"{one.sentence} {said}", notes=(*verdict.notes, said), past=())
