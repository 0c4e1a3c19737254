"""When the freeze for training begins, and what landed after it.

The freeze begins at the end of the day that the milestone gives, else with the landing of `git.baseline`.
"""

from collections.abc import Mapping
from dataclasses import field, replace

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.reading import available
from readiness_gate.model.repositories import parted
from readiness_gate.model.time import Instant, iso
from readiness_gate.signals.views import history
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.mainline import Mainline, mainline
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.taken_back import TakenBack, taken_back

FROZEN_PATHS = "config+code"
"""The path set that a freeze covers."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a freeze begins."""

    at: Instant
    place: int | None = None
    """Its place on the mainline, if it begins with a landing."""
    in_each: "Mapping[str, Beginning]" = field(default_factory=dict[str, "Beginning"])
    """When it begins in each repository, if it begins with landings; the last one counts."""

    @property
    def start(self) -> Instant:
        """Since when landings must be known: later landings may share the instant of the baseline."""
        return self.at if self.place is None else self.at - 1


@dataclass(frozen=True, slots=True)
class Freeze:
    """The landings that touched configuration or code after the freeze began."""

    mainline: Mainline
    began: Instant
    landings: tuple[Touching, ...]
    back: TakenBack
    """The landings that were reverted since."""

    @property
    def left(self) -> list[Touching]:
        """The landings that were not reverted."""
        return [touching for touching in self.landings if touching.landing.commit not in self.back.commits]


@once
def freeze(facts: Facts, as_of: Instant) -> Freeze:
    """Return the freeze as of an instant. Raises CannotMeasure if it has not begun, or is unknown."""
    seen = mainline(facts, as_of, FROZEN_PATHS)
    began = beginning(facts, seen.git, seen.paths, as_of)
    if began.at > as_of:
        raise not_yet("the freeze", began.at)
    landings = landed_since(seen, began)
    outside = [landing for landing in seen.git.outside if landing.landed <= as_of]
    return Freeze(seen, began.at, landings, taken_back(landings, outside))


def landed_since(seen: Mainline, began: Beginning) -> tuple[Touching, ...]:
    """Return the landings that touched a path set after a freeze began, newest first; at the instant of the baseline
    itself, those placed after it."""
    landings: list[Touching] = []
    for part in seen.git.repositories:
        if began.in_each and part.name not in began.in_each:
            continue
        own = began.in_each.get(part.name, began)
        history.check_reaches(part, own.start)
        touching = history.touching(part, seen.paths, own.start, seen.as_of)
        landings += (one for one in touching if own.place is None or one.landing.place > own.place)
    return tuple(sorted(landings, key=lambda touching: -touching.landing.landed))


def beginning(facts: Facts, git: GitFacts, paths: PathSet, as_of: Instant) -> Beginning:
    """Return when the freeze begins. A baseline that lands later than `as_of` is not known yet."""
    milestone = facts.require_milestone("freeze")
    frozen = milestone.frozen(facts.settings.zone)
    if frozen is not None:
        return Beginning(frozen)
    if facts.settings.git.baseline is None:
        raise CannotMeasure(
            f"when the freeze begins is not configured: provide freeze = … in [milestones.{milestone.name}], or "
            f"baseline = … in {facts.settings.git.table}"
        )
    return baseline(git, paths, as_of)


def baseline(git: GitFacts, paths: PathSet, as_of: Instant) -> Beginning:
    """Return when the baseline landed; with several repositories, when it landed in each that has any of the paths."""
    in_each: dict[str, Beginning] = {}
    names = {parted(glob)[0] for glob in paths.globs}
    for part in git.repositories:
        if part.name and names and part.name not in names:
            continue
        landed = available(part.baseline)
        if landed.landed > as_of:
            raise not_yet(f"the baseline{f' of {part.name}' if part.name else ''}", landed.landed)
        in_each[part.name] = Beginning(landed.landed, landed.place)
    last = max(in_each.values(), key=lambda began: began.at)
    return replace(last, in_each=in_each)


def not_yet(what: str, began: Instant) -> CannotMeasure:
    """Return the error that something has not begun, so that nothing can be said about the time after it."""
    return CannotMeasure(f"{what} begins on {iso(began)}, so what will change after it is not known yet")
