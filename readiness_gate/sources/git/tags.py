"""The tags of a repository, with when their commits landed on the mainline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process, several
from readiness_gate.sources.git.chain import Chain, is_shallow, read
from readiness_gate.sources.git.mainline import find
from readiness_gate.sources.git.process import Repository

_PLACE = "refs/tags/"
_PEELED = "^{}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a commit."""

    name: str
    committed: Instant | None
    """When the commit was made, by its own date; None where that cannot be read."""
    landed: Instant | None
    """When it landed on the mainline; None where that is unknown."""
    why_unknown: str = ""
    """Why that is unknown, for the middle of a sentence."""


def tags(settings: Settings, repository: str, now: Instant) -> list[Tag]:
    """The tags of commits in the repository of that name, or in the only one, oldest landing first.

    Raises CouldNotLook when the repository cannot be read, or not to its beginning: tags may then be missing.
    """
    if isinstance(settings.git, Repositories):
        settings = several.settings_of(settings, settings.git, repository)
    mainline = find(settings)
    if is_shallow(mainline.repository):
        raise CouldNotLook(f"the clone is shallow, so tags and landings may be missing: {DEEPEN}")
    chain = read(mainline.repository, mainline.commit, settings.git.ignore_dates_of).seen_at(now)
    named = _commits(mainline.repository)
    places = _places(mainline.repository, chain, frozenset(named.values()))
    dates = _dates(mainline.repository, sorted(set(named.values())))
    found = [_tag(name, dates.get(commit), places.get(commit), chain, now) for name, commit in named.items()]
    return sorted(found, key=lambda tag: (tag.landed is None, tag.landed or 0, tag.name))


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


def _commits(repository: Repository) -> dict[str, str]:
    """The commit of every tag of one, by the tag's name."""
    listed = process.output(repository, "show-ref", "--tags", "--dereference") or b""
    objects: dict[str, str] = {}
    for line in listed.decode(errors="surrogateescape").splitlines():
        id_, _, ref = line.partition(" ")
        objects[ref.removeprefix(_PLACE).removesuffix(_PEELED)] = id_  # that of a commit follows that of its tag
    kinds = _lines(repository, objects.values(), "cat-file", "--batch-check=%(objecttype)")
    return {name: id_ for (name, id_), kind in zip(objects.items(), kinds, strict=True) if kind == "commit"}


def _dates(repository: Repository, commits: Sequence[str]) -> dict[str, Instant]:
    """The committer dates of commits, as far as git can read them."""
    lines = _lines(repository, commits, "rev-list", "--no-walk=unsorted", "--timestamp", "--stdin") if commits else []
    dated = (line.split() for line in lines)
    return {commit: int(date) for date, commit in dated if int(date)}


def _lines(repository: Repository, words: Iterable[str], *command: str) -> list[str]:
    """The lines that a command prints for some words, each on a line of its own."""
    questions = "".join(f"{word}\n" for word in words).encode()
    return process.answers(repository, questions, *command).decode(errors="replace").splitlines()


def _places(repository: Repository, chain: Chain, commits: frozenset[str]) -> Mapping[str, int]:
    """The index of the landing that brought each commit to the mainline, without those that are not in its history."""
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
    """The index of the first landing that descends from each commit; the lines list commits with their parents, parents
    first."""
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
