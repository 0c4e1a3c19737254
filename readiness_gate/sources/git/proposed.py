"""A change that has not landed yet, as one landing on the mainline of its base.

The landing is made in a temporary repository that borrows the objects of the real one, so that code that reads a
mainline can read this one, too. Nothing is written to the real repository, and its work tree is not touched.
"""

import re
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import listed
from readiness_gate.sources.git import process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.borrowed import borrowed
from readiness_gate.sources.git.chain import TOLERANCE, is_shallow, read
from readiness_gate.sources.git.mainline import Mainline, find
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import differing

_CHECKED_OUT = ("HEAD", "@")
_NAMED = 3
_WHO = re.compile(rb"(author|committer) ([^\n<>]*<[^\n<>]*>) [^\n]*", re.ASCII)
_NOBODY = b"readiness-gate <readiness-gate@localhost>"
_SUBJECT = b"This change\n"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a change: its base and its head."""

    base: str
    """The commit at the tip of the base."""
    head: str
    """The newest commit of the change."""
    called: tuple[str, str]
    """The names of the two: `origin/main`, `HEAD`."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Finds the mainline on which a change is about to land or has landed; any other mainline as usual."""

    git_dir: str
    """The repository that has the change."""
    repository: Repository
    """The temporary repository with the landing."""
    commit: str
    """The commit that the mainline ends with."""
    base: str
    """The name of the base."""

    def __call__(self, settings: Settings) -> Mainline:
        """Return the mainline. Raises CouldNotLook like `mainline.find`."""
        place = settings.root / (settings.git.repository or "")
        there = located(place, settings.policy_ref)
        if there.git_dir != self.git_dir:
            return find(settings)
        repository = replace(self.repository, prefix=there.prefix)
        if settings.git.mainline in _CHECKED_OUT:
            return Mainline(repository, self.base, self.commit, self.base.rpartition("/")[2])
        try:
            return replace(find(settings), repository=repository, commit=self.commit)
        except CouldNotLook:  # a checkout of the change alone need not have that branch
            return Mainline(repository, self.base, self.commit, self.base.rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change as a landing on the mainline of its base."""

    ends: Ends
    git_dir: str
    """The repository that has the change."""
    repository: Repository
    """The temporary repository with the landing."""
    commit: str
    """The landing."""
    paths: tuple[str, ...]
    """The paths that it changes, from the top of the repository."""
    commits: int
    """How many commits of the change are not in the base."""

    @property
    def before(self) -> Pinned:
        """A finder of the mainline that ends with the base."""
        return Pinned(self.git_dir, self.repository, self.ends.base, self.ends.called[0])

    @property
    def after(self) -> Pinned:
        """A finder of the mainline that ends with the landing."""
        return replace(self.before, commit=self.commit)


def located(place: Path, policy_ref: str = "") -> Repository:
    """Return the repository at or above a folder. Raises CouldNotLook if there is none."""
    return anchored(place, policy_ref) if policy_ref else process.find(place)


@contextmanager
def proposed(
    repository: Repository, ends: Ends, as_of: Instant, now: Instant, ignored: Collection[str] = ()
) -> Generator[Proposed]:
    """Yield the change between two commits as it would land at an instant. The dates of the `ignored` commits do not
    count.

    Raises CouldNotLook if the landing is unknown: the two have no common history, or conflict, or the base landed
    later.
    """
    _check_landed(repository, ends, as_of, now, ignored)
    with borrowed(repository, ends.base) as temporary:
        _copy_refs(repository, temporary)
        commit = _landing(temporary, ends, as_of)
        paths = tuple(differing(temporary, ends.base, commit))
        if not paths:
            _check_not_landed(temporary, ends)
        yield Proposed(ends, repository.git_dir, temporary, commit, paths, _commits(repository, ends))


def _check_landed(repository: Repository, ends: Ends, as_of: Instant, now: Instant, ignored: Collection[str]) -> None:
    """Raise CouldNotLook for a base that landed later than the change would."""
    chain = read(repository, ends.base)
    on_it = [commit for commit in ignored if commit.lower() in chain.places] if ignored else []
    landed = (read(repository, ends.base, on_it) if on_it else chain).landed[-1]
    if landed > as_of and not (as_of == now and landed <= now + TOLERANCE):
        raise CouldNotLook(
            f"{ends.called[0]} ends with a commit of {iso(landed)}, later than {iso(as_of)}, when the change is to "
            "land: give a later --as-of, or an earlier BASE"
        )


def _check_not_landed(temporary: Repository, ends: Ends) -> None:
    """Raise CouldNotLook for a change of files that changes nothing in its base: it landed there as another commit.
    A change without files is allowed."""
    parents = _parents(_object(temporary, ends.head))
    tip = parents[-1] if parents[:1] == [ends.base] else ends.head
    began = (process.output(temporary, "merge-base", ends.base, tip) or b"").decode().strip()
    if not began or _tree(temporary, began) != _tree(temporary, tip):
        base, head = ends.called
        raise CouldNotLook(
            f"{base} already has everything that {head} changes, as after a squash merge, so it is unknown what the "
            "change did: name the commit before it landed as the BASE, such as LANDING^..LANDING"
        )


def _copy_refs(repository: Repository, temporary: Repository) -> None:
    """Copy the branches and tags to the temporary repository: a baseline may be one of them."""
    listed_refs = process.output(repository, "show-ref") or b""
    (Path(temporary.git_dir) / "packed-refs").write_bytes(listed_refs)


def _commits(repository: Repository, ends: Ends) -> int:
    words = ("rev-list", "--count", "--end-of-options", f"{ends.base}..{ends.head}")
    return int(process.whole(repository, *words))


def _landing(temporary: Repository, ends: Ends, as_of: Instant) -> str:
    """Write the landing: a merge of the change into its base."""
    content = _object(temporary, ends.head)
    parents, message = _parents(content), content.partition(b"\n\n")[2]
    if parents[:1] == [ends.base]:
        # It is the landing already, but for its time: a host checks out the merge of a pull request.
        written = _text(_tree(temporary, ends.head), parents, content, as_of, message)
    else:
        tree = _merged(temporary, ends)
        written = _text(tree, [ends.base, ends.head], content, as_of, _SUBJECT)
    answered = process.answers(temporary, written, "hash-object", "-t", "commit", "-w", "--stdin").decode().strip()
    if not answered:
        raise CouldNotLook(f"git cannot write the change as one commit into {temporary.git_dir}: check the disk")
    return answered


def _parents(content: bytes) -> list[str]:
    """Return the parents in the text of a commit."""
    head = content.partition(b"\n\n")[0]
    return [line.split(b" ")[1].decode() for line in head.split(b"\n") if line.startswith(b"parent ")]


def _text(tree: str, parents: Sequence[str], content: bytes, as_of: Instant, message: bytes) -> bytes:
    """Return a commit with the people of another one, dated at an instant."""
    head = content.partition(b"\n\n")[0]
    who = {match[1]: match for match in _WHO.finditer(head)}
    author = who[b"author"][0] if b"author" in who else b"author " + _NOBODY + b" %d +0000" % as_of
    committer = who[b"committer"][2] if b"committer" in who else _NOBODY
    lines = [f"tree {tree}".encode(), *(f"parent {parent}".encode() for parent in parents), author]
    lines.append(b"committer " + committer + b" %d +0000" % as_of)
    lines += [line for line in head.split(b"\n") if line.startswith(b"encoding ")]
    return b"\n".join(lines) + b"\n\n" + message


def _merged(temporary: Repository, ends: Ends) -> str:
    """Return the tree of the base with the change merged into it."""
    base = (process.output(temporary, "merge-base", ends.base, ends.head) or b"").decode().strip()
    if base == ends.base:
        return _tree(temporary, ends.head)
    if is_shallow(temporary):
        raise CouldNotLook(f"the clone is shallow, so it is unknown where the change began: {DEEPEN}")
    if not base:
        raise CouldNotLook(
            f"{ends.called[0]} and {ends.called[1]} have no common history, so it is unknown what the change would "
            "land as: name a BASE that the change was made from"
        )
    return _without_conflict(temporary, ends)


def _without_conflict(temporary: Repository, ends: Ends) -> str:
    words = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ends.base, ends.head)
    status, printed, said = process.ended(temporary, *words)
    tree, *names = printed.decode(errors="surrogateescape").split("\0")
    if not status and tree:
        return tree
    base, head = ends.called
    if status == 1 and tree:
        conflicting = listed(sorted({name for name in names if name}), _NAMED)
        raise CouldNotLook(
            f"{head} conflicts with {base} in {conflicting}, so it cannot land as it is: merge or rebase onto {base}, "
            "and run this again"
        )
    raise CouldNotLook(
        f"git cannot merge {head} into {base} ({said}): install git 2.38 or newer and fetch all contents (git fetch "
        f"--refetch --no-filter), or merge {base} into {head} first"
    )


def _tree(temporary: Repository, commit: str) -> str:
    return process.whole(temporary, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{tree}}").decode().strip()


def _object(temporary: Repository, commit: str) -> bytes:
    return process.whole(temporary, "cat-file", "commit", commit)
