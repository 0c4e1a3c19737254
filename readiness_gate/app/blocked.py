"""Rules that have blocked for so long that their scope is probably wrong."""

from collections.abc import Iterable, Iterator

from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Measured, Question
from readiness_gate.model.time import DAY, Instant
from readiness_gate.signals import SignalTable, measure

WEEKS = 26
_WEEK = 7 * DAY
_FAMILY = "defects."


def needed(gates: Iterable[Gate], now: Instant) -> Needs:
    """Return what must be read for the past results of these rules; nothing if no gate has any."""
    asked = any(_is_zero(rule) for gate in gates for rule in gate.rules)
    return Needs(frozenset({"jira"}), issues_since=now - WEEKS * _WEEK) if asked else Needs()


def always_blocked(gate: Gate, facts: Facts, signals: SignalTable, now: Instant) -> Iterator[str]:
    """Yield the rules that allow no defect and were not met at the end of any of the last weeks; nothing if a week
    is unknown."""
    for rule in gate.rules:
        if _is_zero(rule) and all(_fails(rule, facts, signals, now - ago * _WEEK) for ago in range(WEEKS + 1)):
            yield (
                f"! {rule.id}: this rule has blocked for {WEEKS} weeks. Check its scope: jira.filter selects which "
                f"issues count, and {_scope(rule, gate)}."
            )


def _scope(rule: Rule, gate: Gate) -> str:
    """Return a clause on what else selects the defects that a rule counts."""
    version = f"version in [milestones.{gate.milestone.name}]"
    if rule.parameters.get("scope") is None:
        return f'scope = "milestone" in the rule, with {version}, those of the milestone'
    return f"{version} those of the milestone" if gate.milestone.version is None else "since in the rule the new ones"


def _is_zero(rule: Rule) -> bool:
    limit = rule.limit
    return (
        rule.enforcement == "block"
        and rule.signal.startswith(_FAMILY)
        and limit.bound != "at-least"
        and limit.value == 0
    )


def _fails(rule: Rule, facts: Facts, signals: SignalTable, moment: Instant) -> bool:
    reading = measure(signals, facts, Question(rule.signal, moment, rule.parameters))
    return isinstance(reading, Measured) and rule.limit.judge(reading.value) == "fail"
