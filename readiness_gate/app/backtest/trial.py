"""A gate tried on past go-lives: what it would have said before each, and how each turned out.

The verdict before a go-live is the one that `check --as-of` gives for a milestone on that day. The outcome comes from
later facts and from people; no verdict knows it. Each source is read once for everything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness_gate.app.backtest.aftermath import aftermath, asked
from readiness_gate.app.backtest.cases import Case, Cases, cases
from readiness_gate.app.backtest.changes import changed
from readiness_gate.app.backtest.meaning import meaning
from readiness_gate.app.backtest.moved import moved
from readiness_gate.app.backtest.patches import not_patches
from readiness_gate.app.backtest.undated import marked, signals_behind, sources_of, taken_as_today, without_undated
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Backtest, Replay, Unasked
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.time import Instant, day, end_of_day
from readiness_gate.model.wording import counted, listed
from readiness_gate.run import Evaluation, Trial, evaluate_trials
from readiness_gate.signals import SignalTable

MOST = 1000
"""The most go-lives in one run: each is kept in memory."""


@dataclass(frozen=True, slots=True)
class Request:
    """The request of a user."""

    milestone: str | None
    as_of: Instant
    """Later go-lives are not tried, and nothing later is known about the outcomes of the others."""
    changes: tuple[str, ...] = ()
    """Other limits, as given: `DEF-03.at-most=5`."""
    takes_today: bool = False
    """Whether undated evidence is used in today's state; else it is unknown."""


def backtest(session: Session, request: Request) -> Backtest:
    """Return the gate of a milestone, tried on the past go-lives of the program. Raises BadUse for an impossible
    request."""
    name = session.gate(request.milestone, request.as_of).milestone.name
    configuration = session.configuration
    places = {key: place for one in configuration.places.values() for key, place in one.items()}
    gate = changed(configuration.gates[name], request.changes, session.program.signals, places)
    found = cases(session, request.as_of, has_version=gate.milestone.version is not None)
    if len(found.cases) > MOST:
        raise BadUse(f"there are {len(found.cases)} past go-lives, and one run tries {MOST}: give a narrower pattern")
    configured = [configuration.gates[name]] if request.changes else []
    results = _evaluated(session, found, [gate, *configured], request)
    replays = _replays(found, results, 1 + len(configured), request.as_of)
    if request.takes_today:
        replays = _marked(session, replays, results, [gate, *configured])
    own, *others = replays
    tried = Backtest(
        gate=session.exported.gate(gate),
        replays=own,
        changed=request.changes,
        left_out=found.left_out,
        notes=(
            *session.notes,
            *found.notes,
            *_no_patches(found.cases),
            *_no_versions(gate, found.cases),
            *_taken_as_today(session, gate, results, request),
            *_notes(gate, found.cases),
        ),
        is_whole=found.is_whole,
        meaning=meaning(found.cases),
        unasked=tuple(_unasked(gate, session.program.signals)),
    )
    for other, theirs in zip(configured, others, strict=True):
        unasked = tuple(_unasked(other, session.program.signals))
        as_it_is = replace(tried, gate=session.exported.gate(other), replays=theirs, changed=(), unasked=unasked)
        tried = replace(tried, configured=as_it_is)
    return tried


def _evaluated(session: Session, found: Cases, gates: Sequence[Gate], request: Request) -> list[Evaluation]:
    """Return the verdict of each gate before each go-live, and the data on its outcome: gate by gate."""
    if not found.cases:
        return []
    program = session.program
    if not request.takes_today:
        program = replace(program, signals=without_undated(program.signals))
    trials = [_trial(session, gate, case, request.as_of) for gate in gates for case in found.cases]
    return evaluate_trials(program, trials)


def _trial(session: Session, gate: Gate, case: Case, until: Instant) -> Trial:
    """Return a gate before a go-live, and what is needed for its outcome."""
    then = session.exported.gate(moved(gate, session.configuration.settings, case.go_live))
    besides = asked(case, then.milestone, until)
    signals = session.program.signals
    read = sources_of(signal for rule in gate.rules for signal in signals_behind(rule, gate, signals))
    return Trial(then, case.go_live.as_of, replace(besides, needs=besides.needs | Needs(read)))


def _replays(found: Cases, results: Sequence[Evaluation], gates: int, until: Instant) -> list[tuple[Replay, ...]]:
    """Return the go-lives with the verdict that each of the gates gave before them, and how they turned out."""
    number = len(found.cases)
    became = [aftermath(case, result, until) for case, result in zip(found.cases, results, strict=False)]
    return [
        tuple(
            Replay(case.go_live, result.verdict, after)
            for case, result, after in zip(found.cases, results[first : first + number], became, strict=True)
        )
        for first in (number * place for place in range(gates))
    ]


def _marked(
    session: Session, replays: Sequence[tuple[Replay, ...]], results: Sequence[Evaluation], gates: Sequence[Gate]
) -> list[tuple[Replay, ...]]:
    """Return the go-lives with marks on what was judged with today's evidence."""
    signals = session.program.signals
    left = iter(results)
    return [
        tuple(marked(one, result, gate, signals) for one, result in zip(of_gate, left, strict=False))
        for gate, of_gate in zip(gates, replays, strict=True)
    ]


def _unasked(gate: Gate, signals: SignalTable) -> Iterator[Unasked]:
    """Yield the rules whose readings cannot be measured for a past go-live."""
    for rule in gate.rules:
        why = signals[rule.signal].only_now
        if why:
            yield Unasked(rule, why)


def _no_patches(tried: Sequence[Case]) -> Iterator[str]:
    """Yield a note on the go-lives that do not count as patches because their pattern says that they are go-lives."""
    names = list(dict.fromkeys(name for case in tried for name in not_patches(case)))
    if names:
        yield (
            f"The pattern in [[past-go-lives]] makes {listed(names, 3)} a go-live, and so no patch of another: give a "
            "narrower pattern if that is wrong."
        )


def _no_versions(gate: Gate, tried: Sequence[Case]) -> Iterator[str]:
    """Yield a note on the go-lives without a known version, if the milestone has one."""
    names = [case.go_live.name for case in tried if case.go_live.version is None]
    if names and gate.milestone.version is not None:
        yield (
            f"No version is known of {listed(names, 3)}, so all defects count there, and not only those of a version "
            f"as for {gate.milestone.name}: add version to these go-lives."
        )


def _taken_as_today(session: Session, gate: Gate, results: Sequence[Evaluation], request: Request) -> Iterator[str]:
    """Yield a note on what was used in today's state because it has no dates."""
    if request.takes_today:
        yield from taken_as_today(gate, (result.facts for result in results), session.program.signals)


def _notes(gate: Gate, tried: Sequence[Case]) -> Iterator[str]:
    """Yield a note on the rules that count nothing before some of the go-lives, because they name a later day."""
    for rule in gate.rules:
        since = _since(rule, gate)
        before = [case.go_live.name for case in tried if since is not None and case.go_live.as_of <= since]
        if before:
            yield (
                f"{rule.id} counts only what was raised after {rule.parameters.text('since')}, which is later than "
                f"{counted(len(before), 'go-live')} ({listed(before, 3)}): there it finds nothing to count."
            )


def _since(rule: Rule, gate: Gate) -> Instant | None:
    """Return the end of the day after which things count for a rule, if it names one."""
    since = rule.parameters.get("since")
    return None if since is None else end_of_day(day(str(since)), gate.zone)
