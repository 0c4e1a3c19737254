"""How rules and dimensions did as of earlier dates: how long a rule has failed, and what became better or worse."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant, Seconds, day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import counted

Course: TypeAlias = Sequence[tuple[Instant, Finding]]
"""The findings of a rule as of some dates, oldest first."""
_BECAME = {
    "pass": "passed",
    "warn": "passed with a warning",
    "fail": "was an accepted risk",
    "unknown": "was unknown",
    "not-applicable": "did not apply",
}
"""What a rule did on a date on which it did not fail without being accepted."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Successive dates on which a rule fails and nobody accepted it, or successive dates on which that is not so."""

    is_red: bool
    course: tuple[tuple[Instant, Finding], ...]

    @property
    def seconds(self) -> Seconds:
        """From its first date to its last."""
        return self.course[-1][0] - self.course[0][0]


def courses(verdict: Verdict) -> dict[str, list[tuple[Instant, Finding]]]:
    """What became of each rule of a gate: its finding as of each date, the oldest first, by its id."""
    found: dict[str, list[tuple[Instant, Finding]]] = {finding.rule.id: [] for finding in verdict.findings}
    for one in (*verdict.past, verdict):
        for finding in one.findings:
            if finding.rule.id in found:
                found[finding.rule.id].append((one.as_of, finding))
    return found


def red_times(course: Course, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """For how long a rule has failed, and how long it failed before until somebody reacted: a name and a text each.
    Only the dates that were looked at are known, so what is said holds at least."""
    if len(course) > 1:
        runs = [_Run(is_red, tuple(dates)) for is_red, dates in groupby(course, key=lambda one: _is_red(one[1]))]
        if runs[-1].is_red:
            yield "Failing for", _so_far(runs, verdict)
        ended = [(run, after) for run, after in pairwise(runs) if run.is_red]
        if ended:
            yield "Longest failing before", _longest(ended, verdict)


def _is_red(finding: Finding) -> bool:
    return finding.outcome == "fail" and not finding.waived


def _so_far(runs: Sequence[_Run], verdict: Verdict) -> str:
    """How long a rule has failed that fails now."""
    now, *earlier = reversed(runs)
    first, days = _day(now.course[0], verdict), counted(now.seconds // DAY, "day")
    length = f"At least {days}, by weekly dates: since {first}" if now.seconds else f"Since {first}, by weekly dates"
    return f"{length}; {_ended(earlier[0], -1, verdict)}." if earlier else f"{length}, the first one looked at."


def _longest(ended: Sequence[tuple[_Run, _Run]], verdict: Verdict) -> str:
    """The longest time for which a rule failed until that ended."""
    run, after = max(ended, key=lambda one: one[0].seconds)
    first, last = _day(run.course[0], verdict), _day(run.course[-1], verdict)
    days = counted(run.seconds // DAY, "day")
    span = f"At least {days}, by weekly dates: {first} to {last}" if run.seconds else f"On one weekly date, {first}"
    return f"{span}; {_ended(after, 0, verdict)}."


def _ended(run: _Run, place: int, verdict: Verdict) -> str:
    """What a rule did on a date on which it did not fail: `on 2027-01-31 it passed`."""
    at = run.course[place]
    return f"on {_day(at, verdict)} it {_BECAME[at[1].outcome]}"


def _day(at: tuple[Instant, Finding], verdict: Verdict) -> str:
    return f"{day_of(at[0], verdict.zone)}"
