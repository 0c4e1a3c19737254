"""The recent changes of one program: the roles they affect, and the changes during a freeze. Commit authors are not
read.

A landing counts for a role if it touched configuration that one of the role's training modules depends on, according to
`[[covers]]`. Landings that were reverted within the freeze do not count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from readiness_gate.app.session import Session
from readiness_gate.errors import CannotMeasure, GateError
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, Instant, end_of_day
from readiness_gate.run import measure_all
from readiness_gate.signals.views import history
from readiness_gate.signals.views.freeze import FROZEN_PATHS, Freeze, freeze
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.mainline import Mainline, mainline

CONFIG = "config"
MOST = 2_000
"""The most changed things of a program that are compared with those of others."""
_WINDOW = 28 * DAY
_DIGITS = 16
_NO_MODULES = "its module changes: provide modules = […] in [[covers]], and the roles in [people.required]"


@dataclass(frozen=True, slots=True)
class Changed:
    """The changes of a program, and what is unknown about them."""

    by_role: Mapping[str, Mapping[Instant, int]] = field(default_factory=dict[str, Mapping[Instant, int]])
    """For each role, the number of landings of the last four weeks that affect its training modules, by time."""
    frozen: tuple[Instant, Instant] | None = None
    """The begin and the end of the freeze; None if the program is not frozen now."""
    things: Mapping[str, list[tuple[Instant, str]]] = field(default_factory=dict[str, list[tuple[Instant, str]]])
    """The configuration that landings touched since the freeze began and in the last four weeks, by component, or by
    path if it has none: the time and the commit of each landing."""
    unknown: tuple[str, ...] = ()


def changed(session: Session, gate: Gate, as_of: Instant) -> Changed:
    """Return the changes of a gate's program, as far as they are known."""
    try:
        facts = _facts(session, gate, as_of)
        seen = mainline(facts, as_of, CONFIG)
        history.check_reaches(seen.git, as_of - _WINDOW)
    except GateError as error:
        return Changed(unknown=(f"configuration changes: {error}",))
    unknown: list[str] = []
    frozen = _frozen(facts, as_of, gate, unknown)
    landings = _landings(seen, frozen)
    things: dict[str, list[tuple[Instant, str]]] = defaultdict(list)
    for touching in landings:
        for thing in dict.fromkeys(seen.names.named(path) or path for path in touching.paths):
            things[thing].append((touching.landing.landed, touching.landing.commit.rpartition(":")[2][:_DIGITS]))
    if len(things) > MOST:
        unknown.append(f"configuration changes: {len(things)} things changed, and {MOST} are compared")
    lately = [one for one in landings if one.landing.landed > as_of - _WINDOW]
    return Changed(
        dict(_by_role(facts.settings, lately, unknown)),
        None if frozen is None else (frozen.began, _end(gate, facts.settings)),
        dict(sorted(things.items())[:MOST]),
        tuple(unknown),
    )


def _facts(session: Session, gate: Gate, as_of: Instant) -> Facts:
    """Return the facts on the mainline of the last four weeks and since the freeze began."""
    if not session.configuration.settings.git.paths.config:
        history.path_set(session.configuration.settings.git, CONFIG)  # raises with the reason
    need = GitNeed(as_of, as_of - _WINDOW, as_of, frozenset({CONFIG, FROZEN_PATHS}), freeze=True)
    return measure_all(session.program, (), gate.milestone, Needs(frozenset({"git"}), need), gate).facts


def _frozen(facts: Facts, as_of: Instant, gate: Gate, unknown: list[str]) -> Freeze | None:
    """Return the current freeze of the program; None if there is none, or if it is unknown (added to `unknown`)."""
    if _end(gate, facts.settings) < as_of:
        return None
    try:
        return freeze(facts, as_of)
    except CannotMeasure as error:
        unknown.append(f"its freeze: {error}")
        return None


def _end(gate: Gate, settings: Settings) -> Instant:
    """Return when a freeze is over: at the end of the day of the go-live, or of the milestone without a go-live."""
    return end_of_day(gate.milestone.go_live or gate.milestone.date, settings.calendar)


def _landings(seen: Mainline, frozen: Freeze | None) -> list[Touching]:
    """Return the landings that touched configuration in the last four weeks and since the freeze began, newest
    first, without those reverted within the freeze."""
    begin = seen.as_of - _WINDOW
    if frozen is None:
        return list(seen.between(begin, seen.as_of))
    back = frozen.back.commits
    found = seen.between(min(begin, frozen.began), seen.as_of)
    return [touching for touching in found if touching.landing.commit not in back]


def _by_role(
    settings: Settings, landings: Iterable[Touching], unknown: list[str]
) -> Iterator[tuple[str, Mapping[Instant, int]]]:
    """Yield each role with the number of landings that affect its training modules, by time."""
    required = (settings.people.required if settings.people else None) or {}
    covers = [cover for cover in settings.covers if cover.modules]
    if not required or not covers:
        unknown.append(_NO_MODULES)
        return
    paths_of = [(frozenset(cover.modules), settings.git.paths.listed(cover.config)) for cover in covers]
    touched = [(one, [modules for modules, paths in paths_of if paths.of(one.paths)]) for one in landings]
    for role, modules in required.items():
        own = set(modules)
        yield role, Counter(one.landing.landed for one, groups in touched if any(group & own for group in groups))


__all__ = ["Changed", "changed"]
