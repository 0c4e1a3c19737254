"""What was released: the tags of the repositories and the versions of the projects, each read once."""

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import TypeVar

from readiness_gate.app.session import Session
from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.past_go_lives import ByPattern
from readiness_gate.model.releases import Release, called
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.git.tags import Tag, tags
from readiness_gate.sources.jira import versions as jira_versions
from readiness_gate.sources.jira.versions import Version
from readiness_gate.toml.values import start_of
from readiness_gate.waiting import doing

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Releases:
    """The releases of a program."""

    session: Session
    _tags: dict[str, list[Tag] | CouldNotLook] = field(default_factory=dict[str, list[Tag] | CouldNotLook])
    _versions: dict[str | None, list[Version] | CouldNotLook] = field(
        default_factory=dict[str | None, list[Version] | CouldNotLook]
    )

    def tags(self, repository: str) -> list[Tag]:
        """The tags of a repository. Raises CouldNotLook where it cannot be read."""
        settings, now = self.session.program.settings, self.session.program.now
        return _once(self._tags, repository, "Reading the tags", lambda: tags(settings, repository, now))

    def versions(self, export: str | None) -> list[Version]:
        """The versions in an export, or of Jira itself. Raises CouldNotLook where they cannot be read."""
        return _once(self._versions, export, "Reading the versions", lambda: self._listed(export))

    def _listed(self, export: str | None) -> list[Version]:
        settings = self.session.program.settings
        if export is not None:
            return jira_versions.saved(settings, export, self.session.program.read)
        assert settings.jira is not None  # noqa: S101 - the configuration refuses a table without an export otherwise
        return jira_versions.live(settings.jira)

    def version(self, name: str) -> str | None:
        """The name of the version that a name means in a live Jira, which refuses every question about one that it does
        not know; None where it has none. Whatever else issues are from, and where Jira does not answer: the name."""
        jira = self.session.program.settings.jira
        if jira is None or jira.export is not None:
            return name
        try:
            known = [Release(version.name, None) for version in self.versions(None)]
        except CouldNotLook:
            return name
        found = called(name, known)
        return found[0].name if len(found) == 1 else None

    def beside(self, what: ByPattern) -> tuple[Release, ...]:
        """Everything that was released where a table of go-lives looks for them. Raises CouldNotLook as these do."""
        if what.source == "tags":
            return tuple(Release(tag.name, tag.committed) for tag in self.tags(what.repository))
        settings = self.session.program.settings
        return tuple(
            Release(version.name, released_at(version, settings))
            for version in self.versions(what.export)
            if version.released
        )

    def naming(self, name: str, *, by_number: bool) -> tuple[Release, ...]:
        """Everything that was released in the first place that has a release of that name, or `by_number` one with the
        same number; nothing where none has it. Raises CouldNotLook where a place cannot be read."""
        for place in self._places():
            releases = self.beside(place)
            found = called(name, releases)
            if (by_number and found) or name in [one.name for one in found]:
                return releases
        return ()

    def _places(self) -> Iterator[ByPattern]:
        """Where releases are: in the tables of go-lives, and in the repositories."""
        stated = (one.what for one in self.session.configuration.past_go_lives)
        yield from (what for what in stated if isinstance(what, ByPattern))
        for name in repositories_of(self.session.program.settings.git):
            yield ByPattern("tags", "*", name)


def released_at(version: Version, settings: Settings) -> Instant | None:
    """The beginning of the day of a version's release; None where it has none."""
    return start_of(version.date, settings.calendar)


def _once(
    known: "dict[_Key, list[_Found] | CouldNotLook]", key: "_Key", what: str, read: Callable[[], list[_Found]]
) -> list[_Found]:
    """What is read, or was read before. Raises CouldNotLook, again where it was raised before."""
    if key not in known:
        try:
            with doing(what):
                known[key] = read()
        except CouldNotLook as error:
            known[key] = error
    found = known[key]
    if isinstance(found, CouldNotLook):
        raise found
    return found


_Key = TypeVar("_Key", str, str | None)
