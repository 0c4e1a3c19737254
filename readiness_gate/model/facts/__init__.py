"""Facts: what the sources said, with their times and their provenance, and nothing that was concluded from it."""

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
    """What every source said, beside the settings it was asked under and the milestone it was asked for.

    `git`, `jira`, `people` and `of` give the facts of a source or why there are none; `require` and its likes give the
    facts, or raise CannotMeasure.
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
        """The facts of one source, if they are of that kind; else why there are none."""
        facts = self.sources.get(name)
        if isinstance(facts, kind | Unavailable):
            return facts
        return Unavailable(f'nothing was read from the source "{name}"')

    def require_git(self) -> GitFacts:
        """The mainline of the repository; raises CannotMeasure where it could not be read."""
        return available(self.git)

    def require_jira(self) -> JiraFacts:
        """The issues; raises CannotMeasure where they could not be read."""
        return available(self.jira)

    def require_people(self) -> PeopleFacts:
        """The roster and the completions; raises CannotMeasure where they could not be read."""
        return available(self.people)

    def require_milestone(self, what: str) -> Milestone:
        """The milestone, of which something is meant; raises CannotMeasure where there is none."""
        if self.milestone is None:
            raise _no_milestone(what)
        return self.milestone

    def require_milestone_end(self, what: str) -> Instant:
        """The end of the milestone's day, of which something is meant; raises CannotMeasure where there is none, or no
        time zone."""
        milestone, zone = self.require_milestone(what), self.settings.zone
        if zone is None:
            raise _no_milestone(what)
        return end_of_day(milestone.date, zone)

    def day(self, moment: Instant) -> date:
        """The day of an instant, as the program counts days."""
        return day_of(moment, self.settings.calendar)

    def require(self, name: str, kind: type[_Kind]) -> _Kind:
        """The facts of one source; raises CannotMeasure where there are none of that kind."""
        return available(self.of(name, kind))


def _no_milestone(what: str) -> CannotMeasure:
    return CannotMeasure(
        f"there is no milestone whose {what} is meant: configure one, with a date that lies ahead; for one that has "
        "passed, or one of several on the same day, name it with --milestone"
    )
