"""The signal on how long ago the sponsor was last seen."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.sponsor_acts import SponsorActFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import ago, counted
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.records import by, check_read


def sponsor_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days since the sponsor's newest visible act."""
    read = facts.require("sponsor-acts", SponsorActFacts)
    check_read(read, "held_on")
    held = [(act.held_on, act.id) for act in read.records if act.held_on is not None and by(act.held_on, as_of)]
    if not held:
        raise CannotMeasure(
            f"nobody has seen the sponsor yet ({counted(len(read.records), 'act')} planned): have the sponsor act "
            "where people see it, and record the day"
        )
    newest, id_ = max(held, key=lambda act: (act[0].start, act[1]))
    days = (as_of - newest.start) / DAY
    return Measured(
        days,
        f"The sponsor was last seen on {facts.day(newest.end)} ({id_}), {len(held)} times in all.",
        tuple(
            Evidence("act", name, str(facts.day(when.end)))
            for when, name in sorted(held, key=lambda act: (-act[0].start, act[1]))
        ),
        shortfall=f"the sponsor last seen {ago(days)}",
        levers=(_acting(days),),
    )


def _acting(days: float) -> Work:
    """Return the work of one more act by the sponsor. An act with a date only counts once the day is over, and then
    from the start of the day."""
    one, many = "visible act of the sponsor takes place", "visible acts of the sponsor take place"
    return Work("", one, many, (days, 1))


SPONSOR_DAYS = Signal(
    name="leadership.sponsor-days",
    unit="days",
    sources=("sponsor-acts",),
    meaning="Days since the sponsor last acted where people saw it.",
    needs=all_of("sponsor-acts"),
    measure=sponsor_days,
    topic="when the sponsor was last visible",
)

SIGNALS = (SPONSOR_DAYS,)
