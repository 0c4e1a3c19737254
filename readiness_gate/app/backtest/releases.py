"""Releases: the tags of the repositories and the versions of the projects, each read once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from fnmatch import fnmatchcase
from typing import TypeVar

from readiness_gate.app.session import Session
from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.past_go_lives import ByPattern
from readiness_gate.model.releases import Release, called
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.time import Instant, day_of, end_of_day, iso
from readiness_gate.sources.git.tags import Tagged, tags
from readiness_gate.sources.jira import versions as jira_versions
from readiness_gate.sources.jira.versions import Version
from readiness_gate.toml.values import start_of
from readiness_gate.waiting import doing

_Found = TypeVar("_Found")
_FETCH = "run git fetch --tags"
_FETCH_FIRST = (
    "that is the newest commit or tag here, and nothing was fetched since, or the last fetch failed; run git fetch "
    "--tags"
)
_NO_REMOTE = (
    "that is the newest commit or tag here, and there is no remote to fetch newer ones from; try again after the next "
    "commit, or add it to [[past-go-lives]] with went-wrong"
)
_AGAIN = "save the answer of Jira again, or give its time with exported-at"
_FAST_CLOCK = 300
"""A date at most this many seconds ahead counts as now."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that was released in one place."""

    releases: tuple[Release, ...] = ()
    known_until: Instant | None = None
    """Until when that is known; None for now."""
    renew: str = ""
    """How to extend that, for the middle of a sentence."""


@dataclass(frozen=True)
class Releases:
    """The releases of a program."""

    session: Session
    _tags: dict[str, Tagged | CouldNotLook] = field(default_factory=dict[str, Tagged | CouldNotLook])
    _versions: dict[str | None, list[Version] | CouldNotLook] = field(
        default_factory=dict[str | None, list[Version] | CouldNotLook]
    )

    def tags(self, repository: str) -> Tagged:
        """Return the tags of a repository. Raises CouldNotLook if it cannot be read."""
        settings, now = self.session.program.settings, self.session.program.now
        return _once(self._tags, repository, "Reading the tags", lambda: tags(settings, repository, now))

    def versions(self, export: str | None) -> list[Version]:
        """Return the versions in an export, or of Jira itself. Raises CouldNotLook if they cannot be read."""
        return _once(self._versions, export, "Reading the versions", lambda: self._listed(export))

    def _listed(self, export: str | None) -> list[Version]:
        settings = self.session.program.settings
        if export is not None:
            return jira_versions.saved(settings, export, self.session.program.read)
        assert settings.jira is not None  # noqa: S101 - the configuration refuses a table without an export otherwise
        return jira_versions.live(settings.jira)

    def version(self, name: str) -> str | None:
        """Return the name of the matching version in a live Jira, which refuses every query with an unknown version;
        None if there is none. For other sources, and if Jira does not answer, return the name unchanged."""
        jira = self.session.program.settings.jira
        if jira is None or jira.export is not None:
            return name
        try:
            known = [Release(version.name, None) for version in self.versions(None)]
        except CouldNotLook:
            return name
        found = called(name, known)
        return found[0].name if len(found) == 1 else None

    def beside(self, what: ByPattern) -> Listing:
        """Return everything that was released where a table of go-lives looks for them. Raises CouldNotLook like
        `tags` and `versions`."""
        return self._of_tags(what) if what.source == "tags" else self._of_versions(what)

    def _of_tags(self, what: ByPattern) -> Listing:
        found, latest = self.tags(what.repository), self.session.program.now + _FAST_CLOCK
        releases = (
            Release(
                tag.name,
                tag.released if tag.released is not None and tag.released <= latest else None,
                committed=None if tag.tagged is None else tag.committed,
                is_go_live=tag.landed is not None and matches(tag.name, what.pattern),
            )
            for tag in found.tags
        )
        renew = _FETCH if found.was_fetched else _FETCH_FIRST if found.has_remote else _NO_REMOTE
        return Listing(tuple(releases), found.known_until, renew)

    def _of_versions(self, what: ByPattern) -> Listing:
        zone = self.session.program.settings.calendar
        releases = tuple(
            Release(
                version.name,
                start_of(version.date, zone),
                None if version.date is None else end_of_day(version.date, zone),
                is_go_live=version.date is not None and matches(version.name, what.pattern),
            )
            for version in self.versions(what.export)
            if version.released
        )
        return Listing(releases, self._saved_at(what, releases), _AGAIN)

    def _saved_at(self, what: ByPattern, releases: Iterable[Release]) -> Instant | None:
        """Return when an export of versions was saved: as stated, else not before the newest release in it; None if
        versions are fetched. Raises CouldNotLook for a time in the future."""
        settings, now = self.session.program.settings, self.session.program.now
        if what.export is None:
            return None
        if what.exported_at is not None and what.exported_at > end_of_day(
            day_of(now, settings.calendar), settings.calendar
        ):
            raise CouldNotLook(
                f"exported-at of {what.export} ({iso(what.exported_at)}) is in the future (it is now {iso(now)}): "
                "correct it"
            )
        given = settings.jira.exported_at if settings.jira is not None and settings.jira.said_by else None
        said = given if given is not None else what.exported_at
        if said is not None:
            return said
        return max((release.at for release in releases if release.at is not None and release.at <= now), default=0)

    def naming(self, name: str, *, by_number: bool) -> Listing:
        """Return everything that was released in the first place that has a release with that name or, with
        `by_number`, with the same number; empty if none has it. Raises CouldNotLook if a place cannot be read."""
        for place in self._places():
            listing = self.beside(place)
            found = called(name, listing.releases)
            if (by_number and found) or name in [one.name for one in found]:
                return listing
        return Listing()

    def _places(self) -> Iterator[ByPattern]:
        """Yield where releases are: in the tables of go-lives, and in the repositories, where no release is a
        go-live itself."""
        stated = (one.what for one in self.session.configuration.past_go_lives)
        yield from (what for what in stated if isinstance(what, ByPattern))
        for name in repositories_of(self.session.program.settings.git):
            yield ByPattern("tags", "", name)


def matches(name: str, pattern: str) -> bool:
    """Return whether a name matches a pattern, in which only * and ? are special."""
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def _once(known: "dict[_Key, _Found | CouldNotLook]", key: "_Key", what: str, read: Callable[[], _Found]) -> _Found:
    """Return what `read` returns, from the cache if possible. Raises a cached CouldNotLook again."""
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
