"""Every signal says what moves its value, or it is known why it says nothing; and what is in the way."""

from collections.abc import Iterator
from types import CodeType, FunctionType

from readiness_gate.model.shapes import as_sequence
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.standing import Seeing

WITH_STEPS = {
    "adoption.active-share",
    "adoption.baselines-share",
    "adoption.complete-share",
    "adoption.duplicate-share",
    "adoption.habit-share",
    "adoption.harder-asked",
    "adoption.leader-gap",
    "adoption.workarounds-open",
    "change.bursts",
    "change.days-since-last",
    "change.files",
    "change.landings",
    "change.lines",
    "change.unapproved",
    "data.unexplained",
    "decisions.overdue",
    "defects.age",
    "defects.moved",
    "defects.open",
    "defects.quiet-days",
    "defects.unmapped",
    "defects.without-workaround",
    "docs.covered-share",
    "docs.drift-days",
    "docs.fresh-share",
    "docs.process-share",
    "docs.stale",
    "docs.uncovered",
    "evidence.age",
    "feedback.channel-days",
    "feedback.unanswered",
    "governance.signoffs-missing",
    "hypercare.handover-signed",
    "hypercare.open-p1",
    "hypercare.quiet-days",
    "leadership.acting-share",
    "leadership.leaders-trained",
    "leadership.owners",
    "leadership.sponsor-days",
    "leadership.sponsor-named",
    "milestones.earlier-not-go",
    "process.barriers-assessed",
    "process.decisions-without-users",
    "process.interviews",
    "process.mapped",
    "process.reality-check-share",
    "process.roles-without-benefit",
    "scope.open-work",
    "scope.removed",
    "severity.downgrades",
    "support.aged-share",
    "support.ready",
    "support.super-users",
    "support.users-per-super-user",
    "support.workarounds-unlinked",
    "tests.uat-executed",
    "tests.uat-passed",
    "tests.uat-roles",
    "tests.unaided",
    "training.coverage",
    "training.material-overdue",
    "training.outdated-share",
    "training.pass-share",
    "training.reinforced-share",
    "training.remedial-without-barrier",
    "training.spaced-share",
    "training.stale-share",
    "waivers.in-force",
}
"""The laws on "To pass" try the steps of each of these."""
WITHOUT = {
    "adoption.audits-held": "the days on which an audit counts are over",
    "adoption.benefit-share": "what the system brings is not a matter of steps",
    "adoption.bulk-share": "what came in bulk came in bulk",
    "adoption.habit-gap": "it closes as well when fewer people use the system",
    "adoption.old-systems-in-use": "what was entered in an old system was entered there",
    "adoption.task-completion": "what people give up next time is theirs to say",
    "adoption.low-share": "how good the next records are is up to those who enter them",
    "adoption.minimal-share": "what people enter next time is theirs to say",
    "adoption.power-share": "actions for the sake of their number help nobody",
    "adoption.proxy-share": "who entered a record entered it",
    "adoption.timely-share": "what was entered late stays late",
    "adoption.unowned-share": "what was finished without its owner is finished",
    "adoption.voluntary-share": "what people do of their own accord is theirs to say",
    "hypercare.sla-share": "what was answered late stays late",
    "hypercare.tickets-falling": "it depends on tickets that nobody has raised yet",
    "clarity.barrier": "what people answer next time is theirs to say",
    "clarity.favourable": "what people answer next time is theirs to say",
    "data.reconciled": "it depends on what the next comparison shows",
    "data.rehearsal-age": "it depends on how the next rehearsal ends",
    "data.rehearsals": "it depends on how the next rehearsal ends",
    "tests.fallback": "how people work next time is theirs",
    "change.after-freeze": "what landed has landed; a feature goes with the files that it shares with others",
    "change.baseline-lead": "only another day of the freeze, or of the first session, moves it",
    "change.freeze-days": "only another day of the freeze, or of the milestone, moves it",
    "change.late-share": "both stretches of time move on, so that waiting may raise it",
    "change.late-vs-median": "all windows move on, so that waiting may raise it",
    "change.since-baseline": "what changed has changed, even if it is reverted; only another baseline moves it",
    "defects.arrivals-falling": "it depends on defects that nobody has raised yet",
    "defects.backlog-slope": "closing defects moves the last of many levels, and hardly their median slope",
    "defects.converging-weeks": "it depends on defects that nobody has raised yet",
    "defects.closed": "more may be closed, but only in time that is left",
    "defects.closures-vs-median": "closing less lowers it, and fixes nothing",
    "defects.raised": "it depends on defects that nobody has raised yet",
    "defects.reopen-rate": "closing more defects lowers it, and fixes none of those that came back",
    "forecast.green-share": "a forecast promises nothing",
    "governance.signoffs-early": "those days are over, or anybody may sign on them",
    "policy.edits-after-lock": "its summary says how to sign; roles that signed earlier may have to sign again",
    "training.window-share": "completions are on the days that they are on",
    "feedback.answered-share": "what was answered late stays late",
    "feedback.changed-share": "what feedback is worth a change is decided piece by piece, and not to reach a share",
    "phases.in-order": "what began too early has begun",
    "phases.strategy-first": "the implementation has begun, with or without a strategy",
    "scope.benefit-share": "what is in the scope is decided for its use, and not to reach a share",
    "support.first-response": "it depends on tickets that nobody has raised yet",
    "support.reopen-rate": "resolving more tickets lowers it, and helps none of those that came back",
    "support.sla-share": "what was answered late stays late",
    "tests.task-time": "how fast people work next time is theirs",
    "training.contextual-share": "hours spent elsewhere stay spent, and how long other sessions take is not known",
    "training.lead-days": "the first session was on the day that it was on",
    "training.spacing-days": "another session moves one of many gaps, and hardly their median",
}


def test_every_signal_has_steps_or_a_reason_why_not() -> None:
    """No signal is forgotten."""
    assert SIGNALS.keys() == WITH_STEPS | WITHOUT.keys()
    assert not WITH_STEPS & WITHOUT.keys()


def test_the_signals_with_steps_are_those_that_give_levers() -> None:
    """As their code says, and that of the functions which they call."""
    assert _giving("levers") == WITH_STEPS


def test_every_signal_says_what_is_in_the_way() -> None:
    """For the sentence of the committee."""
    assert _giving("shortfall") == SIGNALS.keys()


def _giving(name: str) -> set[str]:
    """The signals whose readings say something, by its name."""
    return {signal.name for signal in SIGNALS.values() if _gives(_measuring(signal.measure), name, set())}


def _measuring(measure: object) -> object:
    return measure.govern if isinstance(measure, Seeing) else measure


def _gives(function: object, what: str, seen: set[object]) -> bool:
    """Whether a function of signals, or one that it calls, passes something on by that name."""
    if not isinstance(function, FunctionType) or function in seen:
        return False
    if not function.__module__.startswith("readiness_gate.signals"):
        return False
    seen.add(function)
    codes = list(_codes(function.__code__))
    keywords = {name for code in codes for one in code.co_consts for name in as_sequence(one) or ()}
    called = (function.__globals__.get(name) for code in codes for name in code.co_names)
    return what in keywords or any(_gives(one, what, seen) for one in called)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)
