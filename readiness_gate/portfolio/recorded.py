"""The last recorded state of a portfolio: the newest verdict of each gate, unless it is too old."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from readiness_gate.history import NoHistory, NothingRecorded, Store, recording
from readiness_gate.history.counting import Counting, is_ahead
from readiness_gate.history.rows import ReadingRow, VerdictRow
from readiness_gate.history.store import OF_OTHERS
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import GateState, Load, MemberState, OpenRule
from readiness_gate.model.time import DAY, Instant, Seconds, iso, iso_day
from readiness_gate.model.verdict import Decision
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.portfolio.answers import adoption_of, decided
from readiness_gate.portfolio.remembered import Remembered
from readiness_gate.reports.escape import printable

_NO_REASON = "unknown; the history does not say why. Run `readiness-gate check` in its checkout"
_NO_LOAD = "what is asked of people: a history does not keep that. Run `readiness-gate portfolio check`"
_Newest = tuple[Counting, list[ReadingRow]]
"""The verdict that counts, and its readings."""
_Latest = dict[str, dict[str, _Newest]]
"""By program and milestone."""


@dataclass(frozen=True, slots=True)
class Age:
    """The current time and the maximum age of a verdict."""

    now: Instant
    most: Seconds


def states(where: Sequence[Remembered], age: Age) -> tuple[MemberState, ...]:
    """Return the states of the programs from their histories."""
    stores = {one.store.name: one.store for one in where if one.store is not None}
    programs = {one.program for one in where}
    latest = {name: _latest(store, programs) for name, store in stores.items()}
    return tuple(_state(one, latest, age) for one in where)


def _latest(store: Store, programs: Collection[str]) -> _Latest | str:
    """Return the newest verdicts of the programs in a history, or why they are unknown."""
    found: _Latest = {}
    try:
        with store.reading(bounds=OF_OTHERS) as rows:
            for (program, milestone), one in recording.counting(rows).items():
                if program in programs:
                    readings = recording.readings(rows, one.recorded.number)
                    found.setdefault(program, {})[milestone] = (one, readings)
    except NothingRecorded:
        return {}
    except NoHistory as error:
        return str(error)
    return found


def _state(one: Remembered, latest: Mapping[str, _Latest | str], age: Age) -> MemberState:
    found = one.unknown if one.unknown or one.store is None else latest[one.store.name]
    of_program = {} if isinstance(found, str) else found.get(one.program, {})
    gates: list[GateState] = []
    for milestone in one.member.milestones or _next(of_program, age.now):
        newest = of_program.get(printable(milestone))
        if newest is None:
            why = found if isinstance(found, str) else _missing(milestone, of_program)
            gates.append(GateState(one.member.name, milestone, "undecided", why))
        else:
            gates.append(_gate(one.member.name, milestone, *newest, age))
    return MemberState(one.member, tuple(gates), Load(unknown=(_NO_LOAD,)))


def _next(of_program: Mapping[str, _Newest], now: Instant) -> tuple[str, ...]:
    """Return the recorded milestones that are next by date; one empty name if there are none."""
    today = iso_day(now)
    last = [one.recorded.verdict for one, _ in of_program.values()]
    ahead = [verdict for verdict in last if verdict.milestone_date >= today]
    first = min((verdict.milestone_date for verdict in ahead), default="")
    return tuple(sorted(verdict.milestone for verdict in ahead if verdict.milestone_date == first)) or ("",)


def _missing(milestone: str, of_program: Mapping[str, object]) -> str:
    """Return why nothing is recorded for a gate, and how to fix it."""
    if of_program and not milestone:
        return "every milestone that was recorded has passed. Name its milestones in the portfolio"
    command = f"readiness-gate history record {milestone}".rstrip()
    return f"nothing was recorded of it. Run `{command}` in its checkout"


def _gate(program: str, milestone: str, newest: Counting, readings: Sequence[ReadingRow], age: Age) -> GateState:
    """Return the recorded state of a gate; without a verdict if it is too old, in the future or contradicts itself."""
    verdict = newest.recorded.verdict
    block = [row for row in readings if row.enforcement == "block" and row.outcome != "not-applicable"]
    open_ = tuple(_open(block))
    decision = decided(open_) if block else "undecided"
    why = _why_none(verdict, decision, age)
    if why:
        return GateState(program, milestone, "undecided", why, verdict.milestone_date, verdict.kind)
    return GateState(
        program=program,
        milestone=milestone,
        decision=decision,
        sentence=" ".join((*_remarks(newest), verdict.sentence)),
        date=verdict.milestone_date,
        kind=verdict.kind,
        as_of=iso(verdict.as_of),
        open=open_,
        waived=tuple(row.rule for row in block if row.waived),
        passed=sum(row.outcome in ("pass", "warn") for row in block),
        weakened=verdict.weakened,
        adoption=adoption_of((row.dimension, row.outcome) for row in block),
        policy_digest=verdict.policy_digest,
        evidence_digest=verdict.evidence_digest,
    )


def _remarks(newest: Counting) -> Iterator[str]:
    """Yield what to know of the verdict that counts, as sentences."""
    if newest.recorded.verdict.is_of_saved_facts:
        yield "Judged from a file of facts, without reading the sources."
    yield from (f"{capitalized(one)}." for one in newest.remarks)


def _why_none(verdict: VerdictRow, by_rules: Decision, age: Age) -> str:
    """Return why a recorded verdict is not current, and how to fix it; empty if it is current."""
    last = f"the last verdict that was recorded is {verdict.decision}, as of {iso(verdict.as_of)}"
    command = f"run `readiness-gate history record {verdict.milestone}` in its checkout"
    if verdict.decision != by_rules:
        return "its history contradicts itself. Run `readiness-gate history verify` in its checkout"
    if verdict.as_of < age.now - age.most:
        days = counted((age.now - verdict.as_of) // DAY, "day")
        return f"{last}, {days} ago, which is too old. {capitalized(command)}, or allow more with --max-age"
    if is_ahead(verdict, age.now):
        return (
            f"{last}, which is in the future: a clock is wrong, here or where it was recorded. Correct it, and "
            f"{command}"
        )
    return ""


def _open(block: Sequence[ReadingRow]) -> Iterator[OpenRule]:
    for row in block:
        if row.outcome == "unknown":
            yield OpenRule(row.rule, row.title, "unknown", row.why or _NO_REASON)
        elif row.outcome == "fail" and not row.waived:
            yield OpenRule(row.rule, row.title, "fail", row.result or "fails")


__all__ = ["Age", "states"]
