"""Facts: what the sources returned, with times and provenance, and no conclusions."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TypeVar

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.remembering import Remembering
from readiness_gate.model.reading import Unavailable, available
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.time import Instant, day_of, end_of_day

_Kind = TypeVar("_Kind", bound=SourceFacts)


@dataclass(frozen=True, slots=True)
class Facts(Remembering):
    """What every source returned, with the settings it was read with and the milestone it was read for.

    `git`, `jira`, `people` and `of` return the facts of a source or why there are none; the `require…` methods return
    the facts, or raise CannotMeasure.
    """

    settings: Settings
    milestone: Milestone | None
    sources: Mapping[str, SourceFacts | Unavailable] = field(default_factory=dict[str, SourceFacts | Unavailable])

    @property
    def git(self) -> GitFacts | Unavailable:
        """The mainline of the repository."""
        return self.of("git", GitFacts)

    @property
    def jira(self) -> JiraFacts | Unavailable:
        """The issues."""
        return self.of("jira", JiraFacts)

    @property
    def people(self) -> PeopleFacts | Unavailable:
        """The roster and the completions."""
        return self.of("people", PeopleFacts)

    def of(self, name: str, kind: type[_Kind]) -> _Kind | Unavailable:
        """Return the facts of one source, if they have that type; else why there are none."""
        facts = self.sources.get(name)
        if isinstance(facts, kind | Unavailable):
            return facts
        return Unavailable(f'nothing was read from the source "{name}"')

    def require_git(self) -> GitFacts:
        """Return the mainline of the repository. Raises CannotMeasure if it could not be read."""
        return available(self.git)

    def require_jira(self) -> JiraFacts:
        """Return the issues. Raises CannotMeasure if they could not be read."""
        return available(self.jira)

    def require_people(self) -> PeopleFacts:
        """Return the roster and the completions. Raises CannotMeasure if they could not be read."""
        return available(self.people)

    def require_milestone(self, what: str) -> Milestone:
        """Return the milestone, which is needed for `what`. Raises CannotMeasure if there is none."""
        if self.milestone is None:
            raise _no_milestone(what)
        return self.milestone

    def require_milestone_end(self, what: str) -> Instant:
        """Return the end of the milestone's day, which is needed for `what`. Raises CannotMeasure if there is no
        milestone or no time zone."""
        milestone, zone = self.require_milestone(what), self.settings.zone
        if zone is None:
            raise _no_milestone(what)
        return end_of_day(milestone.date, zone)

    def day(self, moment: Instant) -> date:
        """Return the program's calendar day of an instant."""
        return day_of(moment, self.settings.calendar)

    def require(self, name: str, kind: type[_Kind]) -> _Kind:
        """Return the facts of one source. Raises CannotMeasure if there are none of that type."""
        return available(self.of(name, kind))


def _no_milestone(what: str) -> CannotMeasure:
    return CannotMeasure(
        f"there is no milestone to take the {what} from: configure one with a future date, or name a past one, or one "
        "of several on the same day, with --milestone"
    )
