"""Signals on the baseline that training is built on: how long it has been frozen, and how much of it is unchanged."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Change
from readiness_gate.model.facts.people import CalendarFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.model.wording import counted, listed
from readiness_gate.signals.change.landings import PATHS
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views import history
from readiness_gate.signals.views.freeze import FROZEN_PATHS, Beginning, baseline, beginning, landed_since
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.mainline import mainline, tree


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, baseline=True))


def freeze_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days from the start of the freeze to the end of the milestone's day."""
    began, end = _began(facts, as_of), facts.require_milestone_end("freeze")
    milestone, days = facts.require_milestone("freeze"), (end - began.at) / DAY
    if days < 0:
        raise CannotMeasure(
            f"the freeze begins on {facts.day(began.at)}, after the milestone of {milestone.date}: correct one of them"
        )
    summary = f"The freeze of {facts.day(began.at)} lies {days:.1f} days before {milestone.date}."
    return Measured(days, summary, shortfall=f"a freeze of {days:.0f} days")


FREEZE_DAYS = Signal(
    name="change.freeze-days",
    unit="days",
    sources=("git",),
    meaning="Days from the beginning of the freeze to the milestone.",
    needs=_needs,
    measure=freeze_days,
    topic="how long the freeze lasts",
)


def _needs_calendar(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of) | Needs(frozenset({"calendar"}))


def baseline_lead(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days from the start of the freeze to the first training session, planned or held; negative if
    people are trained before the freeze."""
    began = _began(facts, as_of)
    calendar = facts.require("calendar", CalendarFacts)
    first = min(calendar.sessions, key=lambda session: (session.earliest, session.module, session.role))
    days = (first.earliest - began.at) / DAY
    side = f"{abs(days):.1f} days {'after' if days >= 0 else 'before'}"
    session_day, freeze_day = facts.day(first.begins), facts.day(began.at)
    summary = f"The first session, {first.module} on {session_day}, is {side} the freeze of {freeze_day}."
    session = Evidence("session", first.module, f"{iso(first.earliest)}, for {first.role}")
    return Measured(days, summary, (session,), shortfall=f"the first training session {side} the freeze")


BASELINE_LEAD = Signal(
    name="change.baseline-lead",
    unit="days",
    sources=("git", "calendar"),
    meaning="Days from the beginning of the freeze to the first training session.",
    needs=_needs_calendar,
    measure=baseline_lead,
    below_zero=True,
    topic="whether training starts after the freeze",
)


def _needs_since(parameters: Parameters, as_of: Instant) -> Needs:
    paths = frozenset({history.selected(parameters)})
    git = GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=paths, since_baseline=True)
    return Needs(frozenset({"git"}), git)


def since_baseline(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the present components that differ from the baseline. A file that has the same content and
    mode again did not change."""
    seen = mainline(facts, as_of, history.selected(parameters))
    began = baseline(seen.git, seen.paths, as_of)
    touched = landed_since(seen, began)
    changed: dict[str, set[str]] = {}
    for path in _different(touched):
        changed.setdefault(seen.names.of(path), set()).add(path)
    reverted = {seen.names.of(path) for touching in touched for path in touching.paths} - changed.keys()
    present = {seen.names.of(path) for path in seen.paths.of(tree(facts, as_of))}
    gone = len(changed.keys() - present)
    summary = (
        f"{counted(len(changed), 'component')} changed since the baseline of {facts.day(began.at)}"
        f"{f', {gone} of them gone' if gone else ''}{_again(len(reverted))}; there are {len(present)}."
    )
    # Components that are gone changed; with many of them there would be more than all.
    share = min(len(changed) / len(present), 1.0)
    pieces = tuple(_component(name, changed[name]) for name in sorted(changed))
    shortfall = f"{counted(len(changed), 'component')} changed since the baseline, of {len(present)} there are"
    return Measured(share, summary, pieces, shortfall=shortfall)


SINCE_BASELINE = Signal(
    name="change.since-baseline",
    unit="share",
    sources=("git",),
    meaning="The share of the components that differ from the baseline that training is built on.",
    needs=_needs_since,
    measure=since_baseline,
    parameters=(PATHS,),
    topic="how much changed since the baseline",
)


def _began(facts: Facts, as_of: Instant) -> Beginning:
    return beginning(facts, facts.require_git(), facts.settings.git.paths.named(FROZEN_PATHS), as_of)


def _different(touched: Sequence[Touching]) -> Iterator[str]:
    """Yield the paths, touched by landings (newest first), that are not as they were before the first of them."""
    last: dict[str, Change] = {}
    first: dict[str, Change] = {}
    for landing, paths in touched:
        for change in landing.changes:
            if change.path in paths:
                last.setdefault(change.path, change)
                first[change.path] = change
    for path, change in first.items():
        if not _is_as_before(change, last[path]):
            yield path


def _is_as_before(first: Change, last: Change) -> bool:
    """Return whether the last change of a path restored what there was before the first one."""
    if first.contents is None or last.contents is None:
        return False
    return (first.before, first.contents[0]) == (last.after, last.contents[1])


def _again(reverted: int) -> str:
    """Return a clause that says how many components do not count, because all changes of them were reverted."""
    has = "has its" if reverted == 1 else "have their"
    return f", and {reverted} more {has} earlier content again" if reverted else ""


def _component(name: str, paths: Iterable[str]) -> Evidence:
    return Evidence("component", name, listed(sorted(paths)))


SIGNALS = (FREEZE_DAYS, BASELINE_LEAD, SINCE_BASELINE)
