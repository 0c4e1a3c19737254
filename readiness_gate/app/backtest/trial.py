"""A gate tried on past go-lives: what it would have said before each, and what became of them.

The verdict before a go-live is the one that `check --as-of` gives for a milestone on that day. What became of it comes
from later facts, and from people; no verdict knows of it. Everything is from one read of each source.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness_gate.app.backtest.aftermath import aftermath, asked
from readiness_gate.app.backtest.cases import Case, Cases, cases
from readiness_gate.app.backtest.changes import changed
from readiness_gate.app.backtest.meaning import meaning
from readiness_gate.app.backtest.moved import moved
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Backtest, Replay, Unasked
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.time import Instant, day, end_of_day
from readiness_gate.model.wording import counted, listed
from readiness_gate.run import Trial, evaluate_trials
from readiness_gate.signals import SignalTable

MOST = 1000
"""On so many go-lives a gate is tried in one run: each is kept in memory."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks."""

    milestone: str | None
    as_of: Instant
    """Go-lives after this time are not tried, and nothing is known of what became of the others later."""
    changes: tuple[str, ...] = ()
    """Other limits, as given: `DEF-03.at-most=5`."""


def backtest(session: Session, request: Request) -> Backtest:
    """The gate of a milestone, tried on the past go-lives of the program. Raises BadUse for what cannot be asked."""
    name = session.gate(request.milestone, request.as_of).milestone.name
    configuration = session.configuration
    places = {key: place for one in configuration.places.values() for key, place in one.items()}
    gate = changed(configuration.gates[name], request.changes, session.program.signals, places)
    found = cases(session, request.as_of, has_version=gate.milestone.version is not None)
    if len(found.cases) > MOST:
        raise BadUse(f"there are {len(found.cases)} past go-lives, and one run tries {MOST}: give a narrower pattern")
    configured = [configuration.gates[name]] if request.changes else []
    own, *others = _replays(session, found, [gate, *configured], request.as_of)
    tried = Backtest(
        gate=session.exported.gate(gate),
        replays=own,
        changed=request.changes,
        left_out=found.left_out,
        notes=(*session.notes, *found.notes, *_notes(gate, found.cases)),
        is_whole=found.is_whole,
        meaning=meaning(found.cases),
        unasked=tuple(_unasked(gate, session.program.signals)),
    )
    for other, replays in zip(configured, others, strict=True):
        unasked = tuple(_unasked(other, session.program.signals))
        as_it_is = replace(tried, gate=session.exported.gate(other), replays=replays, changed=(), unasked=unasked)
        tried = replace(tried, configured=as_it_is)
    return tried


def _replays(session: Session, found: Cases, gates: Sequence[Gate], until: Instant) -> list[tuple[Replay, ...]]:
    """The go-lives with the verdict that each gate would have given before them, and what became of them."""
    number = len(found.cases)
    if not number:
        return [() for _ in gates]
    trials = [_trial(session, gate, case, until) for gate in gates for case in found.cases]
    results = evaluate_trials(session.program, trials)
    became = [aftermath(case, result, until) for case, result in zip(found.cases, results, strict=False)]
    return [
        tuple(
            Replay(case.go_live, result.verdict, after)
            for case, result, after in zip(found.cases, results[first : first + number], became, strict=True)
        )
        for first in range(0, len(results), number)
    ]


def _trial(session: Session, gate: Gate, case: Case, until: Instant) -> Trial:
    """A gate before a go-live, and what shows what became of that."""
    then = session.exported.gate(moved(gate, session.configuration.settings, case.go_live))
    return Trial(then, case.go_live.as_of, asked(case, then.milestone, until))


def _unasked(gate: Gate, signals: SignalTable) -> Iterator[Unasked]:
    """The rules whose readings say nothing of a past go-live."""
    for rule in gate.rules:
        why = signals[rule.signal].only_now
        if why:
            yield Unasked(rule, why)


def _notes(gate: Gate, tried: Sequence[Case]) -> Iterator[str]:
    """The rules that count nothing before some of the go-lives, because they name a later day."""
    for rule in gate.rules:
        since = _since(rule, gate)
        before = [case.go_live.name for case in tried if since is not None and case.go_live.as_of <= since]
        if before:
            yield (
                f"{rule.id} counts only what was raised after {rule.parameters.text('since')}, which is later than "
                f"{counted(len(before), 'go-live')} ({listed(before, 3)}): there it finds nothing to count."
            )


def _since(rule: Rule, gate: Gate) -> Instant | None:
    """The end of the day after which things count for a rule, if it names one."""
    since = rule.parameters.get("since")
    return None if since is None else end_of_day(day(str(since)), gate.zone)
