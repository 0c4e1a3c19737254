"""The decisions on a portfolio's gates over time, from their histories; nothing is judged again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.history import NoHistory, NothingRecorded, Rows, recording
from readiness_gate.history.counting import decision_of
from readiness_gate.history.rows import Recorded
from readiness_gate.history.series import Series, series_of
from readiness_gate.history.store import OF_OTHERS
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import Member, Portfolio
from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import Instant, Seconds, iso, iso_day
from readiness_gate.model.verdict import Decision
from readiness_gate.portfolio.assess import selected
from readiness_gate.portfolio.remembered import Remembered
from readiness_gate.reports.escape import printable

_NOTHING = "nothing was recorded in this time. Run `{command}` in its checkout, or give an earlier --since"
_EDITED = (
    "somebody edited the verdict as of {when}: it says {row.decision}, and its rules do not. Run `readiness-gate "
    "history verify` in its checkout"
)
_GateName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Past:
    """The content of a history for the dates."""

    series: Mapping[_GateName, Series]
    """By program and milestone, spelled as in the history."""
    joined: Mapping[_GateName, str]
    """The day of the first verdict, for the gates that have none before the dates."""
    by_rules: Mapping[int, Decision]
    """The decision that follows from the recorded rules of each verdict, by its number."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates for which gates are shown."""

    instants: tuple[Instant, ...]
    """Oldest first, at least one."""
    step: Seconds
    """The time between two dates."""


def trend(portfolio: Portfolio, where: Sequence[Remembered], dates: Dates, tags: Sequence[str] = ()) -> PortfolioTrend:
    """Return the portfolio over the dates; `where` has all of its programs. Raises BadUse if no program has a tag."""
    members = selected(portfolio, tags)
    of_store: dict[str, list[Remembered]] = defaultdict(list)
    for one in where:
        if one.store is not None:
            of_store[one.store.name].append(one)
    pasts = {name: _past(several, dates) for name, several in of_store.items()}
    gates = [gate for one in where if one.member in members for gate in _gates(one, pasts, len(dates.instants))]
    left = dict.fromkeys(what for name, several in of_store.items() for what in _left(several, pasts[name]))
    return PortfolioTrend(
        portfolio.name,
        dates.instants,
        tuple(sorted(gates, key=lambda gate: gate.badness)),
        tuple(left),
        tuple(dict.fromkeys(tags)),
        tuple(member.name for member in portfolio.members if member not in members),
    )


def _past(several: Sequence[Remembered], dates: Dates) -> _Past | str:
    """Return the content of a history, or why it is unknown. All of its programs are read: some may have left the
    portfolio."""
    store = several[0].store
    assert store is not None  # noqa: S101 - only entries with a store are passed
    try:
        with store.reading(bounds=OF_OTHERS) as rows:
            return _read(rows, frozenset(one.program for one in several), dates)
    except NothingRecorded as error:
        return f"{error} in its checkout"
    except NoHistory as error:
        return str(error)


def _read(rows: Rows, own: frozenset[str], dates: Dates) -> _Past:
    first, last = dates.instants[0] - dates.step + 1, dates.instants[-1]
    programs = sorted(own.union(recording.programs(rows)))
    found = (one for name in programs for one in recording.verdicts(rows, name, None, first, last))
    series = series_of(found, dates.instants, dates.step)
    by_rules: dict[int, Decision] = {}
    for program, milestone in series:
        if program in own:
            by_rules |= recording.by_rules(rows, program, milestone, first, last)
    joined = {gate: day for gate, one in series.items() if (day := _joined(rows, one, first))}
    return _Past(series, joined, by_rules)


def _joined(rows: Rows, series: Series, first: Instant) -> str:
    """Return the day of a gate's first verdict; empty if it is not after the first date."""
    begun = series.first
    if begun is None or series.verdicts[0] is not None:
        return ""
    before = recording.trend(rows, series.program, series.milestone, last=first - 1)
    return "" if before else _day(begun)


def _gates(one: Remembered, pasts: Mapping[str, _Past | str], dates: int) -> Iterator[GateTrend]:
    """Yield the gates of a program: those that the portfolio names, or all recorded ones if it names none."""
    member = one.member
    past = one.unknown if one.unknown or one.store is None else pasts[one.store.name]
    recorded = _of(one, past)
    for milestone in member.milestones or tuple(recorded) or ("",):
        series = recorded.get(printable(milestone))
        if series is None or isinstance(past, str):
            why = past if isinstance(past, str) else _nothing(milestone)
            yield GateTrend(member.name, milestone, (None,) * dates, unknown=why)
        else:
            yield _gate(member, milestone, series, past)


def _of(one: Remembered, past: _Past | str) -> Mapping[str, Series]:
    """Return the recorded series of a program, by milestone."""
    if isinstance(past, str):
        return {}
    return {milestone: series for (program, milestone), series in past.series.items() if program == one.program}


def _nothing(milestone: str) -> str:
    return _NOTHING.format(command=f"readiness-gate history record {milestone}".rstrip())


def _gate(member: Member, milestone: str, series: Series, past: _Past) -> GateTrend:
    last = series.last
    assert last is not None  # noqa: S101 - a series has at least one
    edited = [one for one in series.verdicts if one is not None and _is_edited(one, past)]
    remarks = [remark for one in series.counting if one is not None for remark in one.remarks]
    remarks += [_EDITED.format(row=one.verdict, when=iso(one.verdict.as_of)) for one in edited]
    return GateTrend(
        program=member.name,
        milestone=milestone,
        decisions=tuple(None if one is None else _decision(one, past) for one in series.verdicts),
        date=last.verdict.milestone_date,
        sentence=last.verdict.sentence,
        joined=past.joined.get((series.program, series.milestone), ""),
        stopped="" if series.is_current else _day(last),
        weakened=tuple(None if one is None else one.verdict.weakened for one in series.verdicts),
        waived=tuple(None if one is None else one.verdict.waived for one in series.verdicts),
        remarks=tuple(remarks),
        is_edited=series.is_current and last in edited,
    )


def _decision(recorded: Recorded, past: _Past) -> Decision:
    """Return the recorded decision; undecided if somebody edited it."""
    return "undecided" if _is_edited(recorded, past) else decision_of(recorded.verdict)


def _is_edited(recorded: Recorded, past: _Past) -> bool:
    """Return whether a decision differs from that of its recorded rules."""
    return recorded.verdict.decision != past.by_rules.get(recorded.number, "undecided")


def _day(recorded: Recorded) -> str:
    return iso_day(recorded.verdict.as_of)


def _left(several: Sequence[Remembered], past: _Past | str) -> Iterator[str]:
    """Yield the programs and gates in a history that the portfolio does not name."""
    if isinstance(past, str):
        return
    named = {one.program for one in several}
    for program, milestone in past.series:
        members = [one.member for one in several if one.program == program]
        if program not in named:
            yield program
        elif members and all(one.milestones and milestone not in map(printable, one.milestones) for one in members):
            yield f"{members[0].name}, {milestone}"


__all__ = ["Dates", "trend"]
