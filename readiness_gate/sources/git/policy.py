"""The history of the policy's files, on the mainline and on the ref that they are read from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import NOT_ASKED, GitFacts, Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import locks, named, policy_refs, renames
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository


@dataclass(frozen=True, slots=True)
class Policy:
    """The files of the policy, with their history."""

    files: Mapping[str, str] | Unavailable = NOT_ASKED
    """Their paths in the repository, by their names."""
    versions: tuple[PolicyVersion, ...] | Unavailable = NOT_ASKED
    """The versions of the configuration, oldest first."""
    renamed: tuple[tuple[PolicyVersion, ...], ...] | Unavailable = ()
    """The versions of every configuration that this one may be under another name."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the files; none if they are unknown."""
        return () if isinstance(self.files, Unavailable) else tuple(self.files.values())

    @property
    def first_lock(self) -> Instant | None:
        """The instant after which landings are kept, so that all edits after any lock are known. Some may have landed
        in the same second as the landing that a ref names."""
        declared = [lock for version in self._known for lock in version.locks.values() if isinstance(lock, Lock)]
        return min((lock.at if lock.place is None else lock.at - 1 for lock in declared), default=None)

    @property
    def _known(self) -> list[PolicyVersion]:
        """All versions that could be read, of this configuration and of those that it may be."""
        histories = (self.versions, *(() if isinstance(self.renamed, Unavailable) else self.renamed))
        return [version for history in histories if not isinstance(history, Unavailable) for version in history]

    def beside(
        self, settings: Settings, repository: Repository, chain: Chain, read_history: Callable[[Settings], GitFacts]
    ) -> GitFacts | Unavailable | None:
        """Return the history of the policy if the mainline does not have all of it."""
        if not self.paths:
            return None
        try:
            git = policy_refs.beside(settings, repository, chain, self.paths[0])
            return None if git is None else read_history(replace(settings, git=git))
        except CouldNotLook as error:
            return Unavailable(
                f"the policy is read from another history than the mainline, which cannot be read: {error}"
            )


def policy_of(settings: Settings, repository: Repository, chain: Chain, place: Path, read_file: Reader) -> Policy:
    """Read the policy of a mainline. The configuration is the first of its files."""
    files = named.policy_files(settings, repository, chain, place, read_file)
    if isinstance(files, Unavailable):
        return Policy(files, files)
    configuration, mainline = next(iter(files.values())), settings.git.mainline
    versions = locks.of_judged(repository, chain, configuration, mainline)
    if isinstance(versions, Unavailable):
        return Policy(files, versions)
    return Policy(files, versions, renames.histories(repository, chain, configuration, versions, mainline))
