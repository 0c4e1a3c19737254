"""The files of the story except those on people: what the system should achieve, and what the audits after go-live
found."""

from collections.abc import Iterable, Sequence

from readiness_gate.model.time import Instant, instant

_FIGURES = (
    ("Quotes made in the system (%)", "Quote to order", "yes", "0", "80", (("2026-05-18", "21"), ("2026-06-19", "86"))),
    ("Days from request to quote", "Quote to order", "no", "9", "5", (("2026-05-18", "8.8"), ("2026-06-19", "6.5"))),
    (
        "Cases closed in the system (%)",
        "Case to resolution",
        "yes",
        "0",
        "90",
        (("2026-05-18", "52"), ("2026-06-19", "91")),
    ),
)
"""Each key figure with its process, whether it is about use, its baseline and its target, both from before go-live, and
its later values by day."""
_SET = "2026-02-16"
"""The day on which the baselines were recorded, and the targets set."""
_AUDITS = (
    ("2026-03-30", "7", "no", "", ""),
    ("2026-04-22", "30", "yes", "3", "3"),
    ("2026-05-22", "60", "no", "", ""),
    ("2026-06-19", "90", "no", "", ""),
)
_WORKAROUNDS = (
    ("Quotes in a spreadsheet of the team", "2026-03-27", "NW-301", "2026-05-29"),
    ("Prices asked by phone", "2026-04-02", "NW-302", "2026-06-01"),
)
"""Each with the day it was seen, the issue that fixes its cause, and the day from which nobody uses it."""

CONFIGURATION = """\
#:schema ./readiness-gate.schema.json
[program]
name = "Northwind CRM, wave 1"
timezone = "Europe/Berlin"

[milestones.adoption-d60]
date = 2026-05-22
go-live = 2026-03-23
packs = ["adoption-d60"]

[milestones.adoption-d90]
date = 2026-06-21
go-live = 2026-03-23
packs = ["adoption-d90"]

[people]
roster = "people/roster.csv"
completions = "people/completions.csv"
usage = { file = "people/usage.csv", whole = true, from = 2026-03-23 }
entries = "people/entries.csv"
kpis = "people/kpis.csv"
audits = "people/audits.csv"
workarounds = "people/workarounds.csv"

[people.required]
"Sales rep" = ["basics"]
"Sales manager" = ["basics"]
"Service agent" = ["basics"]
"Back office" = ["basics"]
"""


def kpis(until: Instant) -> str:
    """Return the key figures with their values up to an instant: one row for each value."""
    header = "kpi,process,engagement,baseline,captured-at,target,target-set-at,actual,measured-at"
    rows = (
        (kpi, process, engagement, baseline, _SET, target, _SET, value, day)
        for kpi, process, engagement, baseline, target, values in _FIGURES
        for day, value in values
        if _is_by(day, until)
    )
    return _table(header, rows)


def audits(until: Instant) -> str:
    """Return the audits that took place by an instant."""
    rows = ((day, held, *found) for held, day, *found in _AUDITS if _is_by(held, until))
    return _table("day,held-on,asked-harder,answers,answers-with-issue", rows)


def workarounds(until: Instant) -> str:
    """Return the workarounds in use, or no longer in use, with the days by an instant on which they ended."""
    rows = (
        (name, seen, issue, closed if _is_by(closed, until) else "")
        for name, seen, issue, closed in _WORKAROUNDS
        if _is_by(seen, until)
    )
    return _table("id,created,fix,closed", rows)


def _is_by(day: str, until: Instant) -> bool:
    return instant(f"{day}T00:00:00Z") <= until


def _table(header: str, rows: Iterable[Sequence[str]]) -> str:
    return "\n".join([header, *map(",".join, rows)]) + "\n"
