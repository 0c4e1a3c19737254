"""Worlds in which people do what "To pass" says, and the law that this makes a rule pass, and less does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import assume
from hypothesis import strategies as st

from readiness_gate.judge.to_pass import Pause, Step, to_pass
from readiness_gate.model.policy import Limit, Outcome, Rule
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.settings.jira import Severity
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.to_pass import to_pass_in_words
from support.effort import law
from support.git import instant
from support.verdicts import VERDICTS

LAW = law(75)
DAY_OF_CHECK = 60
NOW = instant(DAY_OF_CHECK)
SEVERITIES: tuple[Severity | None, ...] = ("sev1", "sev2", "sev3", "sev4", None)


@dataclass(frozen=True)
class World:
    """A signal's facts, how to measure them, and how people do some pieces of work in them."""

    read: Callable[[Instant], Reading]
    after: Callable[[Sequence[Step], Random], "World"]


def finding(world: World, limit: Limit, at: Instant) -> Finding:
    """What a rule with a limit makes of a world at an instant."""
    reading = world.read(at)
    assume(at > NOW or isinstance(reading, Measured))
    assert isinstance(reading, Measured), reading
    rule = Rule("R-1", "Title", "defects", "signal", limit, reading.unit)
    return Finding(rule, limit.judge(reading.value), "", reading, at)


def better_than(judged: Finding) -> tuple[Outcome, ...]:
    """The outcomes that are better than that of a finding."""
    return ("pass",) if judged.outcome == "warn" else ("pass", "warn")


def check(world: World, limit: Limit, rng: Random) -> None:
    """The law itself, for one world and limit."""
    before = finding(world, limit, NOW)
    passing = to_pass(before, NOW)
    assume(passing is not None)
    assert passing is not None
    work = [step for step in passing.steps if isinstance(step, Step)]
    until = max([step.until for step in passing.steps if isinstance(step, Pause)], default=NOW)
    better = better_than(before)
    assert finding(world.after(work, rng), limit, until).outcome in better
    for step in work:
        fewer = [replace(one, count=one.count - (one is step)) for one in work]
        assert finding(world.after(fewer, rng), limit, until).outcome not in better
    if until > NOW:
        assert finding(world, limit, until - 1).outcome not in better
    says_so(before, passing.steps)


def check_shared(world: World, limit: Limit, rng: Random) -> None:
    """The law where one person may be in several groups: less does not suffice for one group alone."""
    before = finding(world, limit, NOW)
    passing = to_pass(before, NOW)
    assume(passing is not None)
    assert passing is not None
    steps = [step for step in passing.steps if isinstance(step, Step)]
    better = better_than(before)
    assert finding(world.after(steps, rng), limit, NOW).outcome in better
    if len(steps) == 1:
        fewer = [replace(step, count=step.count - 1) for step in steps]
        assert finding(world.after(fewer, rng), limit, NOW).outcome not in better
    says_so(before, passing.steps)


def chosen(steps: Sequence[Step], rng: Random) -> list[str]:
    """Any of the named pieces of work, as many as the steps say."""
    return [name for step in steps for name in rng.sample(step.work.names, step.count)]


def says_so(judged: Finding, steps: Sequence[Step | Pause]) -> None:
    """The words name the count of each step, and nothing else: one part for a step."""
    parts = to_pass_in_words(judged, replace(VERDICTS["go"], as_of=NOW)).split("; ")
    assert len(parts) == len(steps)
    for step, part in zip(steps, parts, strict=True):
        if isinstance(step, Step):
            assert f"{step.count} " in part
            assert (step.work.one if step.count == len(step.work.names) == 1 else step.work.many) in part or (
                step.work.one in part
            )


def limits(values: st.SearchStrategy[float], *, at_least: bool) -> st.SearchStrategy[Limit]:
    """Limits with and without a warning limit inside them."""

    def made(pair: tuple[float, float, bool]) -> Limit:
        low, high = sorted(pair[:2])
        outer, inner = (low, high) if at_least else (high, low)
        warn = inner if pair[2] and low != high else None
        return Limit("at-least" if at_least else "at-most", outer, warn)

    return st.tuples(values, values, st.booleans()).map(made)


COUNTS = limits(st.sampled_from((0, 0, 0, 1, 2, 4)), at_least=False)
SHARES = limits(st.sampled_from((0.0, 0.3, 0.5, 0.75, 0.9, 0.95, 1.0)), at_least=True)
AGES = limits(st.sampled_from((0.0, 7.0, 14.0, 30.0)), at_least=False)
FEW = limits(st.sampled_from((0.0, 0.1, 0.3, 0.5)), at_least=False)
DAYS = limits(st.sampled_from((0.5, 1.0, 3.0, 7.0, 14.0, 28.5)), at_least=True)
