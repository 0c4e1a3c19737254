"""The policy as it was: the landings on the mainline of the repository that has the configuration."""

import os
from collections.abc import Iterable, Iterator

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.git import mainline, process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import Chain, read, resolve, resolve_base
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.reader import AtRef
from readiness_gate.sources.git.walk import LOG, MAINLINE


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """The history in which the policy is edited."""

    repository: Repository
    """Its prefix is the path to the configuration's folder from the top."""
    chain: Chain

    def as_of(self, moment: Instant) -> AtRef:
        """The files as they were at an instant. Raises CouldNotLook where nothing is known of then."""
        index = self.chain.tip(moment)
        if index < 0:
            first = iso(self.chain.landed[0])
            shallow = f"the clone is shallow and begins on {first}: {DEEPEN}"
            raise CouldNotLook(shallow if self.chain.shallow else f"the first commit landed on {first}, and not before")
        return self._files(index)

    def landings(self, names: Iterable[str], after: Instant, until: Instant) -> Iterator[tuple[AtRef, Instant]]:
        """The files as each landing left them that edited any file of these names, oldest first, with its time; of the
        landings after one instant and by another."""
        inside = [os.path.normpath(os.path.join(self.repository.prefix, name)) for name in names]  # noqa: PTH118
        paths = [path for path in inside if not path.startswith(("../", "/"))]
        words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", self.chain.commits[-1], "--")
        listed = process.whole(self.repository, *words, *paths).replace(b"\0", b" ").decode().split()
        places = self.chain.places
        for place in sorted(places[commit] for commit in listed):
            if self.chain.tip(after) < place <= self.chain.tip(until):
                yield self._files(place), self.chain.landed[place]

    def _files(self, index: int) -> AtRef:
        commit = self.chain.commits[index]
        return AtRef(self.repository, commit[:12], commit)


def policy_history(settings: Settings, now: Instant) -> PolicyHistory:
    """The history in which the policy is edited: of the ref that it is read from, else of the mainline where that is in
    the configuration's repository, else of what is checked out there. Raises CouldNotLook where there is none."""
    if settings.policy_ref:
        repository = anchored(settings.root, settings.policy_ref)
        commit, ignored = resolve_base(repository, settings.policy_ref), tuple[str, ...]()
    else:
        repository = process.find(settings.root)
        commit, ignored = _tip(settings, repository)
    chain = read(repository, commit, ignored).seen_at(now)
    doubtful = chain.doubtful_commit(now)
    if doubtful:
        raise CouldNotLook(f"the date of the commit {doubtful[:12]} lies in the future or cannot be read")
    return PolicyHistory(repository, chain)


def _tip(settings: Settings, repository: Repository) -> tuple[str, tuple[str, ...]]:
    """The commit that the history ends with, and the commits whose dates do not count."""
    for git in repositories_of(settings.git).values():
        place = settings.root / (git.repository or "")
        if process.find(place).git_dir == repository.git_dir:
            found = mainline.find(settings.having("git", git))
            return found.commit, git.ignore_dates_of
    return resolve(repository, "HEAD"), ()
