"""The signal on whether leaders use the system as much as everyone else."""

from collections.abc import Collection

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals.adoption.parts import SOURCES, Group, Part, left_out, needs, parts, unknown_use
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.diary import LATEST
from readiness_gate.signals.views.leaders import leaders_of
from readiness_gate.signals.views.roster import roster
from readiness_gate.signals.views.use import User, used, users


def leader_gap(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the leaders who used the system in a window, minus that of the others; negative if leaders
    use it less."""
    window, days = parameters.seconds("window"), parameters.in_words("window")
    leading = leaders_of(roster(facts, as_of).members())
    everybody = users(facts, as_of).everybody
    led = Group("others", tuple(user for user in everybody if user[0] not in leading))
    lead = Group("leaders", tuple(user for user in everybody if user[0] in leading))
    if not led.users:
        raise CannotMeasure(
            "the roster's column leader says yes for everybody, so there is nobody to compare with: correct it"
        )

    def why(unknown: Collection[User]) -> CannotMeasure:
        return unknown_use(facts, "whether {} used the system", unknown, as_of - window + 1, as_of, as_of - LATEST)

    leaders, others = parts((lead, led), used(facts, as_of, window), why)
    compared = f"{_counts(leaders)} leaders and {_counts(others)} others used the system"
    return Measured(
        leaders.share - others.share,
        f"{compared} in the last {days}{left_out(facts, as_of)}.",
        tuple(Evidence("group", one.role, f"{_counts(one)} used the system") for one in (leaders, others)),
        groups={one.role: len(one.people) for one in (leaders, others)},
        people=min(len(leaders.people), len(others.people)),
        who=leaders.people - leaders.counting,
        shortfall=f"only {_counts(leaders)} leaders use the system, and {_counts(others)} others",
        levers=_more_leaders(leaders, others, lead, as_of),
    )


LEADER_GAP = Signal(
    name="adoption.leader-gap",
    unit="share",
    sources=SOURCES,
    meaning="The share of leaders who used the system in the last weeks, less that of the others.",
    needs=needs,
    measure=leader_gap,
    parameters=(Parameter("window", "window", "28d", "the time in which one use is enough"),),
    below_zero=True,
    topic="whether leaders use the system themselves",
)


def _counts(one: Part) -> str:
    return f"{len(one.counting)} of {len(one.people)}"


def _more_leaders(leaders: Part, others: Part, lead: Group, as_of: Instant) -> tuple[Work, ...]:
    """Return the work of getting more leaders to use the system; none if a leader joins later and cannot use it yet."""
    if any(since > as_of for _, since in lead.users):
        return ()
    numbers = range(len(leaders.counting), len(leaders.people) + 1)
    after = tuple(number / len(leaders.people) - others.share for number in numbers)
    return (Work("", "more leader uses the system", "more leaders use the system", after),)


SIGNALS = (LEADER_GAP,)
