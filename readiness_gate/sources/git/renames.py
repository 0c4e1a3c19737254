"""Other configurations that this one may be under another name: renaming does not undo their locks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.git import PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.sources.git import locks, process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows

_BATCH = 500
_LOCK = b"policy-lock"
Versions: TypeAlias = tuple[PolicyVersion, ...]


def histories(
    repository: Repository, chain: Chain, path: str, own: Versions, mainline: str
) -> tuple[Versions, ...] | Unavailable:
    """For each other configuration that had a lock: its versions, then those of this one from where the other ended.

    A deleted one may be this one under its old name, wherever it was. An existing one counts if it names a program that
    this one names or once named.
    """
    if not own:
        return ()
    try:
        contents, touched = _contents(repository, chain, path)
        locked = _with_a_lock(repository, contents)
        return tuple(_histories(repository, chain, own, mainline, {name: touched[name] for name in locked}))
    except CouldNotLook as error:
        return Unavailable(str(error))


def _histories(
    repository: Repository, chain: Chain, own: Versions, mainline: str, touched: Mapping[str, str]
) -> Iterator[Versions]:
    programs = {version.program for version in own}
    for path, last in touched.items():
        versions = locks.versions(repository, chain, path, mainline)
        if isinstance(versions, Unavailable):
            raise CouldNotLook(f"{path}, which may be this configuration under another name: {versions.reason}")
        if not _has_lock(versions):
            continue
        if process.output(repository, "cat-file", "-e", f"{chain.commits[-1]}:{path}") is None:
            yield (*versions, *_since(own, chain.commits.index(last), chain))
        elif versions[-1].program in programs:
            yield versions


def _has_lock(versions: Versions) -> bool:
    return any(lock for version in versions for lock in version.locks.values())


def _since(own: Versions, place: int, chain: Chain) -> Iterator[PolicyVersion]:
    """Yield the versions of this configuration from an index on, the first as if it had landed there."""
    before = [version for version in own if version.place < place]
    after = [version for version in own if version.place >= place]
    if before and not (after and after[0].place == place):
        yield replace(before[-1], landed=chain.landed[place], place=place, locks_only=False)
    yield from after


def _contents(repository: Repository, chain: Chain, path: str) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return all contents of every other TOML file on the mainline, and of every file that was deleted by the
    landing that brought this one; and the last landing that changed each of these files."""
    contents: dict[str, set[str]] = {}
    touched: dict[str, str] = {}
    for commit, name, before, after in _changes(repository, chain, path):
        if name != path:
            touched.setdefault(name, commit)
            contents.setdefault(name, set()).update({before, after} - {""})
    return contents, touched


def _changes(repository: Repository, chain: Chain, path: str) -> list[tuple[str, str, str, str]]:
    """Return the changes of all TOML files on the mainline, and the deletions of the landing that brought this one."""
    words = (
        *LOG,
        *MAINLINE,
        "--raw",
        "--format=%x01%H%x00",
        "--end-of-options",
        chain.commits[-1],
        "--",
        ":(icase)*.toml",
    )
    with process.stream(repository, b"\0", "--no-literal-pathspecs", *words) as tokens:
        changes = list(rows(tokens))
    brought = next((commit for commit, name, _, _ in reversed(changes) if name == path), chain.commits[-1])
    one = (*LOG, *MAINLINE, "--max-count=1", "--raw", "--format=%x01%H%x00", "--end-of-options", brought)
    with process.stream(repository, b"\0", *one) as tokens:
        changes += [change for change in rows(tokens) if not change[3]]
    return changes


def _with_a_lock(repository: Repository, contents: Mapping[str, set[str]]) -> list[str]:
    """Return the files with any content that contains the key of a lock, in the order of their names."""
    names = sorted(set[str]().union(*contents.values()))
    batches = (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))
    having = {name for batch in batches for name in _having(repository, batch)}
    return sorted(path for path, held in contents.items() if held & having)


def _having(repository: Repository, names: Sequence[str]) -> Iterator[str]:
    """Yield the contents with the key of a lock. Raises CouldNotLook if one is missing."""
    questions = "".join(f"{name}\n" for name in names).encode()
    printed = process.answers(repository, questions, "cat-file", "--batch")
    at = 0
    for name in names:
        head, _, _ = printed[at:].partition(b"\n")
        words = head.split(b" ")
        if len(words) != 3 or words[0].decode() != name:  # noqa: PLR2004 - a name, a type and a size
            raise CouldNotLook(locks.MISSING)
        begin = at + len(head) + 1
        end = begin + int(words[2])
        if words[1] == b"blob" and _LOCK in printed[begin:end]:
            yield name
        at = end + 1
