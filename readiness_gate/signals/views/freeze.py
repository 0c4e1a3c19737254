"""When the freeze begins that training is built on, and what landed after it.

The freeze begins with the end of the day that the milestone gives, else with the landing of `git.baseline`.
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
"""The path set that a freeze is about."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a freeze begins."""

    at: Instant
    place: int | None = None
    """Its place on the mainline, if it begins with a landing."""
    in_each: "Mapping[str, Beginning]" = field(default_factory=dict[str, "Beginning"])
    """When it begins in each repository, if it begins with landings; of several the last one counts."""

    @property
    def start(self) -> Instant:
        """From when on landings must be known: what followed the baseline may have landed together with it."""
        return self.at if self.place is None else self.at - 1


@dataclass(frozen=True, slots=True)
class Freeze:
    """What touched configuration or code after the freeze began."""

    mainline: Mainline
    began: Instant
    landings: tuple[Touching, ...]
    back: TakenBack
    """What was taken back since."""

    @property
    def left(self) -> list[Touching]:
        """The landings that are still there."""
        return [touching for touching in self.landings if touching.landing.commit not in self.back.commits]


@once
def freeze(facts: Facts, as_of: Instant) -> Freeze:
    """The freeze as of an instant. Raises CannotMeasure where it has not begun by then, or is not known."""
    seen = mainline(facts, as_of, FROZEN_PATHS)
    began = beginning(facts, seen.git, seen.paths, as_of)
    if began.at > as_of:
        raise not_yet("the freeze", began.at)
    landings = landed_since(seen, began)
    outside = [landing for landing in seen.git.outside if landing.landed <= as_of]
    return Freeze(seen, began.at, landings, taken_back(landings, outside))


def landed_since(seen: Mainline, began: Beginning) -> tuple[Touching, ...]:
    """What touched a path set after a freeze began, newest first: what landed later, or at once with the baseline and
    after it."""
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
    """When the freeze begins. What a baseline that landed later will be is not known yet."""
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
    """When the baseline landed; of several repositories, that of each which has any of the paths."""
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
    """That something has not begun, so that nothing can be said of what comes after it."""
    return CannotMeasure(f"{what} begins on {iso(began)}, so what will change after it is not known yet")
