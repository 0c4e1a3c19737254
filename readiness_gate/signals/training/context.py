"""Signals on how training is done: how early it starts, and how much of it happens in the work itself."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.sessions import Attendance
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.training.attendance import attended

IN_CONTEXT: tuple[str, ...] = ("in-app", "sandbox", "on-job")
"""The kinds of sessions in which people do their own work."""


def lead_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days from the first session of a required module to the end of the milestone's day. A session with
    a date only counts from the end of its day."""
    end, milestone = facts.require_milestone_end("day"), facts.require_milestone("day")
    first = min(_required(facts, as_of), key=lambda row: row.when.end)
    days, day = (end - first.when.end) / DAY, facts.day(first.when.end)
    return Measured(
        days,
        f"The first training session was on {day}, and the milestone is {milestone.date}.",
        shortfall=f"the first training session {days:.0f} days before the milestone",
    )


LEAD_DAYS = Signal(
    name="training.lead-days",
    unit="days",
    sources=("sessions",),
    meaning="Days from the first training session to the milestone.",
    needs=all_of("sessions"),
    measure=lead_days,
    below_zero=True,
    topic="how early training starts",
)


def contextual_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the training hours that people spent in the application, in a sandbox or on the job.
    Raises CannotMeasure if a session has no kind or no hours."""
    rows = _required(facts, as_of)
    silent = sum(row.kind == "" or row.hours is None for row in rows)
    if silent:
        raise CannotMeasure(
            f"{silent} of {counted(len(rows), 'training session')} have no kind or no hours: complete these columns in "
            "[people.sessions]"
        )
    hours: dict[str, float] = dict.fromkeys(IN_CONTEXT, 0.0)
    for row in rows:
        hours[row.kind] = hours.get(row.kind, 0) + (row.hours or 0)
    total = sum(hours.values())
    if not total:
        raise CannotMeasure("the training sessions took no time at all: correct the hours in [people.sessions]")
    spent = sum(hours[kind] for kind in IN_CONTEXT)
    return Measured(
        spent / total,
        f"{spent:,.1f} of {total:,.1f} hours of training were {', '.join(IN_CONTEXT[:-1])} or {IN_CONTEXT[-1]}.",
        tuple(Evidence("kind", kind, f"{hours[kind]:,.1f} hours") for kind in sorted(hours)),
        shortfall=f"{total - spent:,.1f} of {total:,.1f} hours of training outside of the work",
    )


CONTEXTUAL_SHARE = Signal(
    name="training.contextual-share",
    unit="share",
    sources=("sessions",),
    meaning="The share of training hours in the application, in a sandbox or on the job.",
    needs=all_of("sessions"),
    measure=contextual_share,
    topic="how much training is in the work itself",
)


def _required(facts: Facts, as_of: Instant) -> list[Attendance]:
    """Return the sessions up to `as_of` of modules that some role requires; at least one."""
    roles = (facts.settings.people or PeopleSettings()).required or {}
    modules = {module for required in roles.values() for module in required}
    rows = attended(facts).rows_of(modules, as_of)
    if not rows:
        raise CannotMeasure(
            "nobody attended a session of a module of [people.required] by now: add the sessions that people attended, "
            "with their kind, to [people.sessions], and write modules the same way in both"
        )
    return rows


SIGNALS = (LEAD_DAYS, CONTEXTUAL_SHARE)
