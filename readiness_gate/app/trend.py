"""How the gate of a milestone was judged as of past dates: from the sources' own history, without a recorder."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from zoneinfo import ZoneInfo

from readiness_gate import judge
from readiness_gate.app.decided import with_decisions
from readiness_gate.app.edits import MARGIN, badness, series_of_change
from readiness_gate.app.moments import moment
from readiness_gate.app.past_policy import PastGate, past_policy
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, refuse
from readiness_gate.model.policy import UNKNOWN_POLICY, Gate, Policy
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import DAY, Instant, Seconds, duration, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import capitalized
from readiness_gate.plugins.fence import LIMIT, stopwatch
from readiness_gate.reports.trend.stated import AS_IT_WAS, PolicyChoice
from readiness_gate.run import Program, evaluate_series

MOST_DATES = 1000
"""The most dates in one run: nobody reads more, and each is kept in memory."""
_USUAL = 26 * 7 * DAY
_INSTEAD = "To judge this date by today's policy, leave out --policy as-it-was."


def dates(session: Session, as_of: Instant, every: str, since: str | None) -> list[Instant]:
    """Return the instants as of which a gate is judged, as `dates_in` gives them in the time zone of its program."""
    zone, now = session.configuration.settings.zone, session.program.now
    return dates_in(zone, now, as_of, every, since)


def dates_in(zone: ZoneInfo | None, now: Instant, as_of: Instant, every: str, since: str | None) -> list[Instant]:
    """Return instants, oldest first: `as_of`, and those before it in equal steps, back to `since` and not beyond;
    days are those of the zone. Raises BadUse with everything that is wrong with the options."""
    mistakes: list[str] = []
    step, first = _step(every, mistakes), _first(zone, now, as_of, since, mistakes)
    if not mistakes and (as_of - first) // step >= MOST_DATES:
        mistakes.append(_too_many(as_of, first, step))
    refuse(mistakes)
    return [as_of - number * step for number in range((as_of - first) // step, -1, -1)]


def _step(every: str, mistakes: list[str]) -> Seconds:
    try:
        step = duration(every)
    except ValueError as error:
        mistakes.append(f"--every: {error}")
        return DAY
    if step <= 0:
        mistakes.append(f"--every {every}: there is no time between such dates. Write a longer duration, such as 7d")
        return DAY
    return step


def _first(zone: ZoneInfo | None, now: Instant, as_of: Instant, since: str | None, mistakes: list[str]) -> Instant:
    """Return the earliest instant that may be judged."""
    if since is None:
        return as_of - _USUAL
    try:
        first = moment("--since", since, zone, now)
    except BadUse as error:
        mistakes.append(str(error))
        return as_of
    if first > as_of:
        mistakes.append(
            f"--since {since}: {iso(first)} is later than the last date, {iso(as_of)}. Give an earlier time, or a "
            "later --as-of"
        )
    return first


def _too_many(as_of: Instant, first: Instant, step: Seconds) -> str:
    number = (as_of - first) // step + 1
    longer = -(-(as_of - first) // (MOST_DATES - 1) // DAY) + 1
    return (
        f"--since and --every ask for {number} dates, and one run judges {MOST_DATES} at most. Give a later --since, "
        f"or a longer step, such as --every {longer}d"
    )


def trend(session: Session, gate: Gate, instants: Sequence[Instant], policy: PolicyChoice) -> Verdict:
    """Return the verdict of a gate as of the last of the instants (given oldest first), with those as of the others
    as its past: by today's policy, or by the policy at each of them. If that is unknown, the verdict is undecided
    and says why."""
    if policy == AS_IT_WAS:
        verdicts = list(_as_it_was(session, gate, instants))
    else:
        verdicts = list(judged_by_one_policy(session, session.program, gate, instants))
    *past, last = verdicts
    return with_decisions(session, replace(last, past=tuple(past), notes=session.notes))


def _as_it_was(session: Session, gate: Gate, instants: Sequence[Instant]) -> Iterator[Verdict]:
    """Yield the verdicts by the policy of each date; the dates of one version are judged together."""
    policies = past_policy(session, _INSTEAD)
    of_dates = [(instant, policies.gate(gate.milestone.name, instant)) for instant in instants]
    for _, alike in groupby(of_dates, key=lambda one: _version(one[1])):
        dated = list(alike)
        first = dated[0][1]
        if isinstance(first, PastGate):
            yield from judged_by_one_policy(session, first.program, first.gate, [instant for instant, _ in dated])
        else:
            yield from (_unknown(gate, instant, why) for instant, why in dated if isinstance(why, Unavailable))


def _version(past: PastGate | Unavailable) -> str:
    """Return the commit of a policy; "" for an unknown one."""
    return past.version.landed.commit if isinstance(past, PastGate) else ""


def _unknown(gate: Gate, as_of: Instant, why: Unavailable) -> Verdict:
    """Return the verdict as of an instant whose policy is unknown."""
    nothing = replace(gate, rules=(), waivers=(), signoffs=(), not_measured={}, policy=Policy(UNKNOWN_POLICY))
    reason = capitalized(why.reason)
    return replace(judge.judge(nothing, {}, as_of), sentence=reason)


def judged_by_one_policy(
    session: Session, program: Program, gate: Gate, instants: Sequence[Instant]
) -> Sequence[Verdict]:
    """Return the verdicts by one policy. If the change overwrote files of the ref, return the worse of two as of
    each date."""
    seconds = stopwatch()
    verdicts = evaluate_series(program, gate, instants).verdicts
    of_change = session.with_edits
    if of_change is None:
        return verdicts
    its_own = replace(program, read=of_change.program.read)
    others = series_of_change(of_change, its_own, gate, instants, LIMIT + MARGIN * seconds())
    return [min(both, key=badness) for both in zip(verdicts, others, strict=True)]
