"""The tags of a repository, with when their commits landed on the mainline."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from io import BytesIO
from pathlib import Path

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, Instant
from readiness_gate.sources.git import process, several
from readiness_gate.sources.git.chain import Chain, is_shallow, read
from readiness_gate.sources.git.mainline import find
from readiness_gate.sources.git.process import Repository

_PLACE = "refs/tags/"
_PEELED = "^{}"
SOON = 60 * DAY
"""A tag that was set within this time after its commit landed dates the go-live; a later tag does not."""
_TAGGER = re.compile(rb"^tagger .*> ([0-9]{1,18}) [-+][0-9]{4}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a commit."""

    name: str
    committed: Instant | None
    """When the commit was made, by its own date; None if unreadable."""
    landed: Instant | None
    """When it landed on the mainline; None if unknown."""
    why_unknown: str = ""
    """Why `landed` is unknown, for the middle of a sentence."""
    tagged: Instant | None = None
    """The date of the tag itself; None if it has none."""
    is_landing: bool = False
    """Whether its commit landed by itself, not with one that merged it."""

    @property
    def live(self) -> Instant | None:
        """When it went live: the date of the tag itself, if it was set soon after its commit landed; else when that
        landed. None if unknown."""
        return self.tagged if self.tagged is not None and self.is_dated else self.landed

    @property
    def is_dated(self) -> bool:
        """Whether its own date says when it went live."""
        return self.tagged is not None and self.landed is not None and 0 <= self.tagged - self.landed <= SOON

    @property
    def released(self) -> Instant | None:
        """When it was released, as well as known: the date of the tag itself, else that of its commit. A landing
        that is dated earlier than the one before it counts with the later date."""
        return self.tagged or (self.landed if self.is_landing and self.landed is not None else self.committed)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of a repository."""

    tags: tuple[Tag, ...] = field(default_factory=tuple[Tag, ...])
    known_until: Instant = 0
    """Until when tags are known."""
    was_fetched: bool = False
    """Whether that is when git last fetched; else it is the newest commit or tag."""
    has_remote: bool = True
    """Whether there is anything to fetch from."""


def tags(settings: Settings, repository: str, now: Instant) -> Tagged:
    """Return the tags of commits in the named repository, or the only one, oldest landing first.

    Raises CouldNotLook if the repository cannot be read, or not to its beginning: tags may then be missing.
    """
    if isinstance(settings.git, Repositories):
        settings = several.settings_of(settings, settings.git, repository)
    mainline = find(settings)
    if is_shallow(mainline.repository):
        raise CouldNotLook(f"the clone is shallow, so tags and landings may be missing: {DEEPEN}")
    chain = read(mainline.repository, mainline.commit, settings.git.ignore_dates_of).seen_at(now)
    objects, commits = _named(mainline.repository)
    places = _places(mainline.repository, chain, frozenset(commits.values()))
    dates = _dates(mainline.repository, sorted(set(commits.values())))
    landings = frozenset(chain.commits)
    tagged = _tagged(mainline.repository, {name: id_ for name, id_ in objects.items() if id_ != commits.get(name)})
    found = [
        replace(
            _tag(name, dates.get(commit), places.get(commit), chain, now),
            tagged=tagged.get(name),
            is_landing=commit in landings,
        )
        for name, commit in commits.items()
    ]
    ordered = sorted(found, key=lambda tag: (tag.landed is None, tag.landed or 0, tag.name))
    fetched = _fetched(Path(mainline.repository.git_dir))
    if fetched is not None:
        return Tagged(tuple(ordered), min(fetched, now), was_fetched=True)
    # A copy of a repository has no remote either, so that without one tags are not known until now.
    has_remote = bool(process.output(mainline.repository, "remote"))
    return Tagged(tuple(ordered), _newest(chain, ordered, now), has_remote=has_remote)


def _tag(name: str, committed: Instant | None, place: int | None, chain: Chain, now: Instant) -> Tag:
    if place is None:
        return Tag(name, committed, None, "its commit is not on the mainline")
    doubtful = chain.doubtful(now)
    if doubtful is not None and place >= doubtful:
        return Tag(
            name,
            committed,
            None,
            f"the date of the commit {chain.doubtful_commit(now)[:12]}, which landed before it, is in the future or "
            "cannot be read",
        )
    return Tag(name, committed, chain.landed[place])


def _newest(chain: Chain, found: Iterable[Tag], now: Instant) -> Instant:
    """Return the newest commit or tag."""
    dates = (date for tag in found for date in (tag.committed, tag.tagged) if date is not None)
    return max((date for date in (*chain.landed[-1:], *dates) if date <= now), default=0)


def _fetched(git_dir: Path) -> Instant | None:
    """Return when git last fetched or cloned, by the files that it writes then; None if it never did. Git empties
    one of them if a fetch fails, or has nowhere to fetch from."""
    common = git_dir
    times: list[Instant] = []
    with suppress(OSError):
        common = git_dir / (git_dir / "commondir").read_text().strip()  # of a work tree beside others
    for folder, name in ((git_dir, "FETCH_HEAD"), (common, "FETCH_HEAD"), (common, "refs/remotes/origin/HEAD")):
        with suppress(OSError):
            written = (folder / name).stat()
            times += [int(written.st_mtime)] if written.st_size else []
    return max(times, default=None)


def _named(repository: Repository) -> tuple[dict[str, str], dict[str, str]]:
    """Return what each tag ref names, and the commit of every tag of one, by the tag's name."""
    listed = process.output(repository, "show-ref", "--tags", "--dereference") or b""
    first: dict[str, str] = {}
    objects: dict[str, str] = {}
    for line in listed.decode(errors="surrogateescape").splitlines():
        id_, _, ref = line.partition(" ")
        name = ref.removeprefix(_PLACE).removesuffix(_PEELED)
        first.setdefault(name, id_)
        objects[name] = id_  # that of a commit follows that of its tag
    kinds = _lines(repository, objects.values(), "cat-file", "--batch-check=%(objecttype)")
    commits = {name: id_ for (name, id_), kind in zip(objects.items(), kinds, strict=True) if kind == "commit"}
    return first, commits


def _tagged(repository: Repository, objects: Mapping[str, str]) -> dict[str, Instant]:
    """Return the dates of tags that have their own, by name."""
    questions = "".join(f"{id_}\n" for id_ in objects.values()).encode()
    answer = BytesIO(process.answers(repository, questions, "cat-file", "--batch") if objects else b"")
    dates: dict[str, Instant] = {}
    for name in objects:
        _, _, size = answer.readline().split()
        date = _TAGGER.search(answer.read(int(size) + 1).partition(b"\n\n")[0])
        if date is not None:
            dates[name] = int(date[1])
    return dates


def _dates(repository: Repository, commits: Sequence[str]) -> dict[str, Instant]:
    """Return the committer dates of commits, as far as git can read them."""
    lines = _lines(repository, commits, "rev-list", "--no-walk=unsorted", "--timestamp", "--stdin") if commits else []
    dated = (line.split() for line in lines)
    return {commit: int(date) for date, commit in dated if int(date)}


def _lines(repository: Repository, words: Iterable[str], *command: str) -> list[str]:
    """Return the lines that a command prints for some words, each on a line of its own."""
    questions = "".join(f"{word}\n" for word in words).encode()
    return process.answers(repository, questions, *command).decode(errors="replace").splitlines()


def _places(repository: Repository, chain: Chain, commits: frozenset[str]) -> Mapping[str, int]:
    """Return the index of the landing that brought each commit to the mainline, without those not in its history."""
    on_chain = chain.places
    places = {commit: on_chain[commit] for commit in commits if commit in on_chain}
    left = commits - places.keys()
    if not left:
        return places
    # Not `commit ^landing`: with wrong clocks, git stops too early.
    words = ("rev-list", "--topo-order", "--reverse", "--parents", "--end-of-options", chain.commits[-1])
    with process.stream(repository, b"\n", *words) as lines:
        return {**places, **_brought(lines, left, on_chain)}


def _brought(lines: Iterator[bytes], wanted: frozenset[str], on_chain: Mapping[str, int]) -> dict[str, int]:
    """Return the index of the first landing that descends from each commit; the lines list commits with their
    parents, parents first."""
    waiting: dict[str, frozenset[str]] = {}
    found: dict[str, int] = {}
    for line in lines:
        commit, *parents = line.decode().split()
        carried = frozenset({commit} & wanted).union(*(waiting.get(parent, frozenset()) for parent in parents))
        carried -= found.keys()
        if carried and commit in on_chain:
            found |= dict.fromkeys(carried, on_chain[commit])
        elif carried:
            waiting[commit] = carried
    return found
