"""Signals on participation: what users gain, whether they took part in decisions, and whether they tested the
system."""

from collections.abc import Iterable

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.benefits import BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecisionFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheckFacts
from readiness_gate.model.headers import plain
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.records import by, check_read, perhaps_by
from readiness_gate.signals.views.roster import roster

_FEW = 5


def roles_without_benefit(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many roles of the roster have no written benefit."""
    stated = facts.require("benefits", BenefitFacts).records
    roles, without = _roles_without(facts, as_of, (benefit.role for benefit in stated))
    return Measured(
        len(without),
        f"{len(without)} of {counted(len(roles), 'role')} {agreeing(len(without), 'has', 'have')} no statement of what "
        f"people get from the system{_named(without)}.",
        tuple(Evidence("role", role, "no statement") for role in without),
        shortfall=f"{len(without)} of {counted(len(roles), 'role')} without a stated benefit",
        levers=(work("write down what people get in", "role", without),),
    )


ROLES_WITHOUT_BENEFIT = Signal(
    name="process.roles-without-benefit",
    unit="count",
    sources=("benefits", "people"),
    meaning="Roles for which nobody wrote down what people get from the system.",
    needs=all_of("benefits", "people"),
    measure=roles_without_benefit,
    topic="what people get from the system",
)


def decisions_without_users(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many design decisions were made without any future user."""
    read = facts.require("design-decisions", DesignDecisionFacts)
    check_read(read, "decided_on", "users")
    decided = [decision for decision in read.records if perhaps_by(decision.decided_on, as_of)]
    unknown = [decision.id for decision in decided if decision.users is None]
    if unknown or not decided:
        raise CannotMeasure(
            f"who took part in {listed(unknown, _FEW)} is unknown: give each decision the number of its users"
            if unknown
            else "no design decision was made by then: record when each was made, and with how many users"
        )
    without = tuple(decision.id for decision in decided if decision.users == 0)
    return Measured(
        len(without),
        f"{len(without)} of {counted(len(decided), 'design decision')} {agreeing(len(without), 'was', 'were')} made "
        "without users.",
        tuple(Evidence("decision", id_, "without users") for id_ in without),
        shortfall=f"{len(without)} of {counted(len(decided), 'design decision')} made without users",
        levers=(work("take up", "decision again with users", without, many="decisions again with users"),),
    )


DECISIONS_WITHOUT_USERS = Signal(
    name="process.decisions-without-users",
    unit="count",
    sources=("design-decisions",),
    meaning="Design decisions that were made without any future user.",
    needs=all_of("design-decisions"),
    measure=decisions_without_users,
    topic="which decisions users took part in",
)


def reality_check_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of roles in which a daily user checked the system."""
    read = facts.require("reality-checks", RealityCheckFacts)
    check_read(read, "held_on")
    held = (check.role for check in read.records if by(check.held_on, as_of))
    roles, without = _roles_without(facts, as_of, held)
    return Measured(
        (len(roles) - len(without)) / len(roles),
        f"In {len(roles) - len(without)} of {counted(len(roles), 'role')} a daily user checked the "
        f"system{_named(without)}.",
        tuple(Evidence("role", role, "no check") for role in without),
        shortfall=f"no reality check in {len(without)} of {counted(len(roles), 'role')}",
        levers=(work("hold a reality check in", "role", without, of=len(roles)),),
    )


REALITY_CHECK_SHARE = Signal(
    name="process.reality-check-share",
    unit="share",
    sources=("reality-checks", "people"),
    meaning="The share of roles in which a daily user checked the system before the launch.",
    needs=all_of("reality-checks", "people"),
    measure=reality_check_share,
    topic="which roles checked the system",
)


def _roles_without(facts: Facts, as_of: Instant, named: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the roles on the roster, and those of them that are not named."""
    roles = sorted({row.role for row in roster(facts, as_of).members()})
    known = set(map(plain, named))
    return roles, tuple(role for role in roles if plain(role) not in known)


def _named(without: tuple[str, ...]) -> str:
    return f"; missing: {listed(without, _FEW)}" if without else ""


SIGNALS = (ROLES_WITHOUT_BENEFIT, DECISIONS_WITHOUT_USERS, REALITY_CHECK_SHARE)
