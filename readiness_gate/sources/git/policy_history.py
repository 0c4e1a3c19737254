"""The policy files as of an instant, from the history that they are read from."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.git import chain, named, process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.mainline import find
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.reader import AtRef
from readiness_gate.sources.git.walk import LOG, MAINLINE


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """A mainline with the policy files, or the history of the ref that they are read from."""

    repository: Repository
    """Its prefix is the path of the configuration's folder from the top."""
    chain: Chain
    now: Instant

    def tip(self, as_of: Instant) -> Touch:
        """Return the newest landing as of an instant. Raises CouldNotLook if it is unknown, or nothing had landed."""
        doubtful = self.chain.doubtful_from(self.now)
        if doubtful is not None and as_of >= doubtful:
            raise CouldNotLook(
                f"the date of the commit {self.chain.doubtful_commit(self.now)[:12]} is in the future or cannot be "
                f"read, so what landed after {iso(doubtful)} cannot be placed in time: correct the committer's clock, "
                "or add the commit to ignore-dates-of in [git]"
            )
        index = self.chain.tip(as_of)
        if index >= 0:
            return self.chain.touch(index)
        begins = iso(self.chain.landed[0])
        if self.chain.shallow:
            raise CouldNotLook(f"the clone is shallow and begins on {begins}: {DEEPEN_WHOLE}")
        raise CouldNotLook(f"nothing had landed: the history begins on {begins}")

    def files(self, commit: str) -> AtRef:
        """Return a reader for the files of a commit by their paths relative to the configuration's folder."""
        return AtRef(self.repository, commit[:12], commit)

    def contents(self, commit: str, names: Iterable[str]) -> Mapping[str, str]:
        """Return the git ids of files in a commit, by path from the top; absent files are left out."""
        paths = list(self._inside(names))
        listed = process.whole(self.repository, "ls-tree", "-z", "--full-tree", commit, "--", *paths)
        entries = (entry.partition(b"\t") for entry in listed.split(b"\0") if entry)
        return {path.decode(errors="surrogateescape"): entry.decode() for entry, _, path in entries}

    def last_change(self, commit: str, names: Iterable[str]) -> Touch | None:
        """Return the landing that last changed any of the files, up to a commit; None if none of them was ever
        there."""
        words = (*LOG, *MAINLINE, "--no-patch", "--max-count=1", "--format=%H", "--end-of-options", commit, "--")
        printed = process.whole(self.repository, *words, *self._inside(names)).replace(b"\0", b" ").decode().split()
        return self.chain.touch(self.chain.places[printed[0]]) if printed else None

    def changes(self, names: Iterable[str], after: Instant, until: Instant) -> list[Touch]:
        """Return the landings that changed any of the files in (after, until], oldest first."""
        words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", self.chain.commits[-1], "--")
        printed = process.whole(self.repository, *words, *self._inside(names)).replace(b"\0", b" ").decode().split()
        places, first, last = self.chain.places, self.chain.tip(after), self.chain.tip(until)
        return [self.chain.touch(place) for place in sorted(map(places.__getitem__, printed)) if first < place <= last]

    def _inside(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the paths from the top of the repository, for names that do not lead out of it."""
        for name in names:
            path = posixpath.normpath(posixpath.join(self.repository.prefix, name))
            if not path.startswith(("../", "/")) and path not in ("..", "."):
                yield path


def policy_history(settings: Settings, now: Instant) -> PolicyHistory:
    """Return the history of a configuration's policy. Raises CouldNotLook if it cannot be read."""
    if settings.policy_ref:
        repository = anchored(settings.root, settings.policy_ref)
        commit, git = chain.resolve_base(repository, settings.policy_ref), settings.git
    else:
        repository = process.find(settings.root)
        git = _holding(settings, repository)
        commit = find(replace(settings, git=git)).commit
    whole = chain.read(repository, commit)
    ignored = tuple(one for one in git.ignore_dates_of if one.lower() in whole.places)
    known = chain.read(repository, commit, ignored) if ignored else whole
    return PolicyHistory(repository, known.seen_at(now), now)


def _holding(settings: Settings, repository: Repository) -> GitSettings:
    """Return the settings of the mainline that contains the configuration and the custom packs."""
    git = settings.git
    for part in git.by_name.values() if isinstance(git, Repositories) else (git,):
        place = settings.root / (part.repository or "")
        try:
            there = process.find(place)
        except CouldNotLook:
            continue
        if there.git_dir == repository.git_dir and named.holds(settings, place, there.prefix):
            return part
    raise CouldNotLook(
        f"{settings.policy_files[0]} and its packs are not all in one repository that [git] names, so their history is "
        "unknown: keep them in that repository"
    )
