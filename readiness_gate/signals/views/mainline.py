"""The mainline as of an instant, restricted to a path set."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import Components, components
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import Selector
from readiness_gate.model.time import Instant, day_of
from readiness_gate.signals.views import history, per_repository
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.once import once


@dataclass(frozen=True, slots=True)
class Mainline:
    """The mainline as of an instant; it and the path set are known completely."""

    git: GitFacts
    as_of: Instant
    paths: PathSet
    names: Components
    """The names by which people know the components in the paths."""
    zone: ZoneInfo
    """The time zone of the days that reports name."""

    def day(self, moment: Instant) -> date:
        """Return the program's calendar day of an instant."""
        return day_of(moment, self.zone)

    def between(self, start: Instant, end: Instant) -> tuple[Touching, ...]:
        """Return the landings in (start, end] that touch the paths, newest first."""
        return tuple(history.touching(self.git, self.paths, start, end))


@once
def mainline(facts: Facts, as_of: Instant, selector: Selector) -> Mainline:
    """Return the mainline and the requested path set. Raises CannotMeasure unless both are known completely as of
    the instant."""
    git = facts.require_git()
    paths = history.path_set(facts.settings.git, selector)
    history.check_known(git, as_of)
    history.check_matches(git, paths, as_of)
    per_repository.check_matches(facts.settings.git, git, selector, as_of)
    return Mainline(git, as_of, paths, components(facts.settings.git.components), facts.settings.calendar)


@once
def tree(facts: Facts, as_of: Instant) -> Mapping[str, int]:
    """Return the file modes of the requested paths at the mainline's tip as of an instant."""
    return facts.require_git().tree_at(as_of)
