"""Which contents of documents say the same as others: those that differ in white space only, and those that a commit
brought which `.git-blame-ignore-revs` names.

Both can only make a document older. Nothing of this is asked of configuration.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from readiness_gate.model.facts import Held
from readiness_gate.model.globs import PathSet
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows

IGNORED = ".git-blame-ignore-revs"
Same: TypeAlias = Mapping[str, frozenset[str]]
"""For contents, those before them that say the same."""

_ID = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_BOM = b"\xef\xbb\xbf"
_LARGEST = 1 << 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """Which contents say the same, with what a reader must know of how that was told."""

    same: Same
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def layouts(repository: Repository, documents: Mapping[str, Sequence[Held]], oldest: Instant) -> Alike:
    """The contents that differ in white space only from what a document held before, as far back as a document's age
    at an instant or later may depend on it."""
    same: dict[str, set[str]] = {}
    digests: dict[str, str | None] = {}
    left = {path: len(versions) - 1 for path, versions in documents.items()}
    while left:
        pairs = {path: _pair(documents[path], at) for path, at in left.items() if at}
        asked = {each for pair in pairs.values() for each in pair if _is_text(pair)} - digests.keys()
        digests.update(_digests(repository, sorted(asked)))
        alike = {
            path for path, (one, other) in pairs.items() if digests.get(one) and digests[one] == digests.get(other)
        }
        for path in alike:
            same.setdefault(pairs[path][1], set()).add(pairs[path][0])
        going = (path for path in pairs if path in alike or documents[path][left[path]].landed > oldest)
        left = {path: left[path] - 1 for path in going}
    unknown = sum(each is None for each in digests.values())
    note = (
        f"{unknown} contents of documents are not in this clone, or are too large: a change of white space only counts "
        "as a change there (fetch without a filter to see it)"
    )
    return Alike({each: frozenset(others) for each, others in same.items()}, (note,) if unknown else ())


def _pair(versions: Sequence[Held], at: int) -> tuple[str, str]:
    return versions[at - 1].content, versions[at].content


def _is_text(pair: tuple[str, str]) -> bool:
    """Whether both are contents of files: not nothing, and no link."""
    return all(each and " " not in each for each in pair)


def _digests(repository: Repository, names: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """For each content, a digest of it without white space; None for what is missing, or too large to be a text."""
    if not names:
        return
    listed = process.answers(repository, _asked(names), "cat-file", "--batch-check=%(objectname) %(objectsize)")
    told = (line.partition(" ") for line in listed.decode().splitlines())
    sizes = {name: size for name, _, size in told}
    small = [name for name in names if sizes.get(name, "").isdigit() and int(sizes[name]) <= _LARGEST]
    yield from dict.fromkeys(names).items()
    for start in range(0, len(small), _AT_ONCE):
        some = small[start : start + _AT_ONCE]
        printed = process.answers(repository, _asked(some), "cat-file", "--batch=%(objectsize)")
        at = 0
        for name in some:
            begin = printed.find(b"\n", at) + 1
            end = begin + int(sizes[name])
            text = printed[begin:end]
            if printed[at : begin - 1] != sizes[name].encode() or printed[end : end + 1] != b"\n":
                break  # git ended before it had told all
            yield name, sha256(b"".join(text.removeprefix(_BOM).split())).hexdigest()
            at = end + 1


def _asked(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def ignored(repository: Repository, tip: str, folders: Sequence[str], docs: PathSet) -> Alike:
    """What documents held before the commits that the mainline's tip says are to be ignored, for what they held
    after."""
    if not process.whole(repository, "ls-tree", "-z", "--full-tree", tip, "--", IGNORED):
        return Alike({})
    text = process.output(repository, "cat-file", "blob", f"{tip}:{IGNORED}")
    if text is None:
        return Alike({}, doubts=(f"{IGNORED} cannot be read in this clone, so documents may be older: fetch it",))
    lines = [line.partition(b"#")[0].strip() for line in text.removeprefix(_BOM).splitlines()]
    commits = list(dict.fromkeys(line.lower().decode() for line in lines if _ID.fullmatch(line.lower())))
    unread = sum(bool(line) and not _ID.fullmatch(line.lower()) for line in lines)
    same: dict[str, set[str]] = {}
    there: set[str] = set()
    for commit, path, before, after in _changed(repository, commits, folders):
        there.add(commit)
        if path in docs and before and after:
            same.setdefault(after, set()).add(before)
    notes: list[str] = []
    if unread:
        notes.append(f"{unread} lines of {IGNORED} are no full id of a commit, and were not read")
    return Alike({each: frozenset(others) for each, others in same.items()}, tuple(notes))


def _changed(
    repository: Repository, commits: Sequence[str], folders: Sequence[str]
) -> Iterator[tuple[str, str, str, str]]:
    """For some commits, those that there are, what they changed in some folders: the path, what it held before and
    after, nothing where it was absent."""
    for start in range(0, len(commits), _AT_ONCE):
        words = (*LOG, *MAINLINE, "--no-walk=unsorted", "--ignore-missing", "--raw", "--format=%x01%H%x00")
        some = commits[start : start + _AT_ONCE]
        with process.stream(repository, b"\0", *words, *some, "--", *folders) as tokens:
            yield from rows(tokens)
