"""The program without a change and with it: everything except git and the files that the change edits is read once."""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from pathlib import Path

from readiness_gate.app.impact.changed import Changed, git_dir_of
from readiness_gate.app.impact.files import files
from readiness_gate.app.session import Session
from readiness_gate.app.since.worlds import Answer, Once
from readiness_gate.config import Configuration, load
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.own_files import files_of
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.run import Program
from readiness_gate.sources import SOURCES
from readiness_gate.sources.decisions import fetch as fetch_decisions
from readiness_gate.sources.git import fetch as fetch_git
from readiness_gate.sources.git.facts_reader import FactsReader
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.proposed import Pinned, Proposed, located
from readiness_gate.sources.git.reader import AtRef
from readiness_gate.sources.git.side import Elsewhere, Side
from readiness_gate.sources.source import Fetch, Source, SourceTable
from readiness_gate.toml.document import LARGEST


@dataclass(frozen=True, slots=True)
class _MainlineSource:
    """Reads a source from the mainline of one side."""

    fetch: Callable[[Settings, Needs, Instant, Reader, Pinned], SourceFacts]
    finding: Pinned

    def __call__(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Return the facts. Raises CouldNotLook like the source."""
        return self.fetch(settings, needs, now, read, self.finding)


_MAINLINE_SOURCES: Mapping[str, Callable[[Settings, Needs, Instant, Reader, Pinned], SourceFacts]] = {
    "git": fetch_git,
    "decisions": fetch_decisions,
}
"""How the sources that read git are read."""


@dataclass(frozen=True, slots=True)
class _FileSource:
    """Reads a source from files as in a commit, never from the present ones."""

    fetch: Fetch
    commit: str

    def __call__(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Return the facts. Raises CouldNotLook like the source."""
        return self.fetch(replace(settings, policy_ref=self.commit), needs, now, read)


@dataclass(frozen=True, slots=True)
class Sides:
    """How the files of the program are read without a change and with it."""

    session: Session
    change: Proposed
    before: Reader
    after: Reader
    differing: frozenset[str]
    """The names of the program's files that the change edits."""
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])

    def program(self, settings: Settings, *, with_change: bool) -> Program:
        """Return the program on one side."""
        read = self.after if with_change else self.before
        return replace(self.session.program, settings=settings, read=read, sources=self._sources(with_change))

    def _sources(self, with_change: bool) -> SourceTable:  # noqa: FBT001
        """Return the sources; those unaffected by the change are read once for both sides."""
        side = self.change.after if with_change else self.change.before
        edited = self.edited
        table: dict[str, Source] = {}
        for name, source in self.session.tables.sources.items():
            fetch = source.fetch
            if name in _MAINLINE_SOURCES:
                fetch = _MainlineSource(_MAINLINE_SOURCES[name], side)
            elif name in edited and name in SOURCES:
                fetch = _FileSource(fetch, side.commit)
            how = (name, side.commit if name in edited else "")
            table[name] = replace(source, fetch=Once(fetch, how, self.answers))
        return table

    @property
    def edited(self) -> frozenset[str]:
        """The names of the sources that read what the change edits: the history, and those of the files."""
        settings = self.session.configuration.settings
        milestones = [gate.milestone for gate in self.session.configuration.gates.values()]
        sources = self.session.tables.sources.items()
        of_files = (name for name, one in sources if not self.differing.isdisjoint(files_of(one, settings, milestones)))
        return frozenset((*_MAINLINE_SOURCES, *of_files))

    @property
    def edits_policy(self) -> bool:
        """Whether the change edits the configuration, a custom pack, a waiver or a sign-off."""
        files = self.session.configuration.settings.policy_files
        return not self.differing.isdisjoint((self.session.located.name, *files, WAIVERS, SIGNOFFS))

    def base_policy(self, milestone: str | None) -> tuple[Configuration, str]:
        """Return the policy that judges both sides, and a note if it is not the base's. Raises BadUse if the base's
        is invalid."""
        session, name = self.session, self.session.located.name
        own = session.configuration
        if own.settings.policy_ref:
            return own, ""
        base = self.change.ends.called[0]
        instead = "yet, so that of the change judges both sides"
        try:
            if self.before(name, LARGEST) is None:
                return own, f"{base} has no {name} {instead}"
            of_base = self._loaded(self.before)
        except ConfigurationError as error:
            raise BadUse(f"the policy of {base} is wrong, and judges this change:\n{error}") from error
        if milestone is not None and milestone not in of_base.gates:
            return own, f"{base} has no policy for {milestone} {instead}"
        return of_base, ""

    def own_policy(self) -> Configuration:
        """Return the policy of the change. Raises GateError if it is invalid."""
        return self._loaded(self.after)

    def _loaded(self, read: Reader) -> Configuration:
        session = self.session
        where, tables = session.located, session.tables
        return load(where.name, read, tables.signals, root=where.parent, sources=tables.sources)


def sides(session: Session, where: Changed, change: Proposed) -> Sides:
    """Return how files are read on both sides of a change. Raises CouldNotLook if it is unknown which files it
    edits."""
    before, after = _readers(session, where, change)
    try:
        differing = frozenset(name for name in files(session) if before.differs(name))
    except Unreadable as error:
        raise CouldNotLook(str(error)) from error
    return Sides(session, change, before.read, after.read, differing)


def _readers(session: Session, where: Changed, change: Proposed) -> tuple[Side | Elsewhere, Side | Elsewhere]:
    """Return how the files of the program are read on each side."""
    settings, folder = session.configuration.settings, session.located.parent
    written = frozenset(filter(None, (settings.jira.export if settings.jira else None,)))
    if git_dir_of(folder, settings.policy_ref) == where.repository.git_dir:
        prefix = located(folder, settings.policy_ref).prefix
        return _sides_of(change, folder, prefix, written)
    paths = frozenset(where.files(written, settings).values())
    of_top = _sides_of(change, where.top, "", paths)
    before, after = (Elsewhere(folder, where.top, side, session.program.read) for side in of_top)
    return before, after


def _sides_of(change: Proposed, folder: Path, prefix: str, written: frozenset[str]) -> tuple[Side, Side]:
    """Return the two sides of the contents of a folder of the changed repository, at a path from its top."""
    repository = replace(change.repository, prefix=prefix)
    commit, (base, head) = change.ends.base, change.ends.called
    # What git does not have must not be led elsewhere by a link of the change.
    at_base = AtRef(Repository(change.git_dir, prefix), base, commit)
    here = FactsReader(folder, commit, at_base.read, WorkTree(folder).read, written).read
    return (
        Side(repository, commit, change.commit, base, here, written),
        Side(repository, change.commit, commit, head, here, written),
    )
