"""The signal on the training of leaders."""

from collections.abc import Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.leader_acts import LeaderActFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.leaders import leaders_of
from readiness_gate.signals.views.roster import Role, roles, roster, trained_in_all


def leaders_trained(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the leaders on the roster who completed every module that each of their roles requires."""
    facts.require_people()
    leaders, known = leaders_of(roster(facts, as_of).members()), roles(facts, as_of)
    trained = leaders & trained_in_all(known)
    modules = sorted({module for role in known if role.people & (leaders - trained) for module in role.missing})
    return Measured(
        len(trained) / len(leaders),
        f"{len(trained)} of {counted(len(leaders), 'leader')} completed every module that their roles require.",
        tuple(_of_role(role, leaders) for role in known if role.people & leaders),
        groups={role.name: len(role.people & leaders) for role in known if role.people & leaders},
        people=len(leaders),
        who=leaders - trained,
        shortfall=f"{len(leaders) - len(trained)} of {counted(len(leaders), 'leader')} not trained",
        levers=(
            _of_leaders("completes every required module", "complete every required module", trained, leaders, modules),
        ),
    )


LEADERS_TRAINED = Signal(
    name="leadership.leaders-trained",
    unit="share",
    sources=("people",),
    meaning="The share of leaders who completed what their roles require.",
    needs=all_of("people"),
    measure=leaders_trained,
    topic="which leaders are trained",
)


def acting_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the leaders on the roster who did something for the change within a window."""
    acts = facts.require("leader-acts", LeaderActFacts).records
    leaders, since = leaders_of(roster(facts, as_of).members()), as_of - parameters.seconds("window")
    acting = leaders & {act.person for act in acts if since <= act.held_on.start and act.held_on.end <= as_of}
    counts = f"{len(acting)} of {counted(len(leaders), 'leader')}"
    return Measured(
        len(acting) / len(leaders),
        f"{counts} did something for the change in the last {parameters.text('window')}.",
        groups={"": len(leaders)},
        people=len(leaders),
        who=leaders - acting,
        shortfall=f"only {counts} active",
        levers=(_of_leaders("does something for the change", "do something for the change", acting, leaders),),
    )


ACTING_SHARE = Signal(
    name="leadership.acting-share",
    unit="share",
    sources=("people", "leader-acts"),
    meaning="The share of leaders who did something for the change, such as a talk with their people.",
    needs=all_of("people", "leader-acts"),
    measure=acting_share,
    topic="which leaders support the change",
    parameters=(Parameter("window", "window", "30d", "how long ago it may be"),),
)


def _of_leaders(
    one: str, many: str, counting: frozenset[str], leaders: frozenset[str], about: Sequence[str] = ()
) -> Work:
    """Return the work of making more leaders count, as a share of all leaders."""
    after = tuple(number / len(leaders) for number in range(len(counting), len(leaders) + 1))
    return Work("", f"more leader {one}", f"more leaders {many}", after, tuple(about), about=True)


def _of_role(role: Role, leaders: frozenset[str]) -> Evidence:
    """Return how many leaders in a role are trained for it; nobody is named."""
    held = role.people & leaders
    return Evidence("role", role.name, f"{len(held & role.trained)} of {counted(len(held), 'leader')} trained")


SIGNALS = (LEADERS_TRAINED, ACTING_SHARE)
