"""Find contents of documents that mean the same: those that differ only in white space, and those before and after a
commit in `.git-blame-ignore-revs`.

Both can only make a document older. Configuration is never compared like this.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Held
from readiness_gate.model.globs import PathSet
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows

IGNORED = ".git-blame-ignore-revs"
Same: TypeAlias = Mapping[str, frozenset[str]]
"""For each content, the earlier contents that mean the same."""

_ID = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_BOM = b"\xef\xbb\xbf"
_BOMS_16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_SPACE = b" \t\n\r\f\v"
# What else shows as white space or as nothing in UTF-8: spaces, soft hyphens, marks of order, of direction.
_WIDE_SPACE = re.compile(
    rb"\xc2[\x85\xa0\xad]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf"
)
_EMPTY = sha256(b"").hexdigest()
_LARGEST = 1 << 20
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """Contents that mean the same, with the remarks of the comparison."""

    same: Same
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def layouts(repository: Repository, documents: Mapping[str, Sequence[Held]]) -> Alike:
    """Find contents that differ only in white space from an earlier content of the same document, or from the last
    content of any deleted document. An emptied document still means what it meant before."""
    contents = [[held.content for held in versions] for versions in documents.values()]
    deleted = set(filter(_is_text, _deleted(contents)))
    compared = contents if deleted else [held for held in contents if len(held) > 1]
    digests = dict(_digests(repository, sorted(filter(_is_text, set[str]().union(*compared)))))
    same = _equivalents(contents, _by_digest(deleted, digests), digests)
    unknown = sum(digest is None for digest in digests.values())
    note = (
        f"{unknown} versions of documents are missing in this clone, or too large: a change of white space only "
        "counts as a change there (to avoid that, fetch without a filter)"
    )
    return Alike(_frozen(same), (note,) if unknown else ())


def _deleted(documents: Iterable[Sequence[str]]) -> Iterator[str]:
    """Return the last contents of deleted documents."""
    return (content for held in documents for content, after in pairwise(held) if not after)


def _equivalents(
    documents: Iterable[Sequence[str]], of_deleted: Mapping[str, Sequence[str]], digests: Mapping[str, str | None]
) -> dict[str, set[str]]:
    """Return the contents that mean the same: earlier ones of the same document, and deleted ones of any document."""
    same: dict[str, set[str]] = {}
    for held in documents:
        for place, content in enumerate(held):
            digest, earlier = digests.get(content), held[:place]
            if digest is not None:
                alike = earlier if digest == _EMPTY else _by_digest(earlier, digests).get(digest, [])
                same.setdefault(content, set()).update((*alike, *of_deleted.get(digest, ())))
    return same


def _by_digest(contents: Iterable[str], digests: Mapping[str, str | None]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for content in contents:
        digest = digests.get(content)
        if digest is not None:
            grouped.setdefault(digest, []).append(content)
    return grouped


def _is_text(content: str) -> bool:
    """Return whether a content is that of a file, and not of a link or a submodule."""
    return bool(content) and " " not in content


def _digests(repository: Repository, names: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield a digest of each content without white space; None for one that is missing or too large to be a text."""
    if not names:
        return
    sizes = _sizes(repository, names)
    small = [name for name in names if name in sizes]
    yield from dict.fromkeys(names).items()
    for start in range(0, len(small), _BATCH):
        yield from _read_digests(repository, small[start : start + _BATCH], sizes)


def _sizes(repository: Repository, names: Sequence[str]) -> dict[str, int]:
    """Return the sizes of the contents that are there and small enough to be a text."""
    listed = process.answers(repository, _asked(names), "cat-file", "--batch-check=%(objectname) %(objectsize)")
    answers = (line.partition(" ") for line in listed.decode().splitlines())
    return {name: int(size) for name, _, size in answers if size.isdigit() and int(size) <= _LARGEST}


def _read_digests(
    repository: Repository, names: Sequence[str], sizes: Mapping[str, int]
) -> Iterator[tuple[str, str | None]]:
    """Yield a digest of each content, read with one run of git."""
    printed = process.answers(repository, _asked(names), "cat-file", "--batch=%(objectsize)")
    at = 0
    for name in names:
        begin = printed.find(b"\n", at) + 1
        end = begin + sizes[name]
        if printed[at : begin - 1] != b"%d" % sizes[name] or printed[end : end + 1] != b"\n":
            break  # git ended early
        yield name, digest_of(printed[begin:end])
        at = end + 1


def digest_of(text: bytes) -> str:
    """Return a digest of a text without white space, whatever its encoding of Unicode."""
    if text.startswith(_BOMS_16):
        text = text.decode("utf-16", errors="replace").encode()
    if not text.isascii():  # before white space goes: bytes beside it must not become a character
        text = _WIDE_SPACE.sub(b"", text)
    return sha256(text.translate(None, _SPACE)).hexdigest()


def _asked(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def ignored(repository: Repository, tip: str, folders: Sequence[str], docs: PathSet) -> Alike:
    """Find contents of documents before and after the commits that `.git-blame-ignore-revs` lists at the tip of the
    mainline."""
    if not process.whole(repository, "ls-tree", "-z", "--full-tree", tip, "--", IGNORED):
        return Alike({})
    text = process.output(repository, "cat-file", "blob", f"{tip}:{IGNORED}")
    if text is None:
        return Alike(
            {}, doubts=(f"{IGNORED} cannot be read in this clone, so documents may be older than shown: fetch it",)
        )
    entries = _entries(text)
    commits = [entry.decode() for entry in entries if _ID.fullmatch(entry)]
    unread = len(entries) - len(commits)
    same = _edits(_changed(repository, list(dict.fromkeys(commits)), folders), docs)
    notes = (f"{unread} lines of {IGNORED} are not full commit ids, and were ignored",) if unread else ()
    return Alike(_frozen(same), notes)


def _edits(changes: Iterable[tuple[str, str, str, str]], docs: PathSet) -> dict[str, set[str]]:
    """For each content of a document after a change, the contents before; without new and deleted documents."""
    same: dict[str, set[str]] = {}
    for _, path, before, after in changes:
        if path in docs and before and after:
            same.setdefault(after, set()).add(before)
    return same


def _frozen(same: Mapping[str, set[str]]) -> Same:
    return {content: frozenset(others) for content, others in same.items()}


def _entries(text: bytes) -> list[bytes]:
    """Return the lines of `.git-blame-ignore-revs` in lower case, without comments and empty lines."""
    lines = (line.partition(b"#")[0].strip().lower() for line in text.removeprefix(_BOM).splitlines())
    return list(filter(None, lines))


def _changed(
    repository: Repository, commits: Sequence[str], folders: Sequence[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what commits changed in some folders, without commits that do not exist: the commit, the path, and its
    content before and after, empty if it was absent."""
    for start in range(0, len(commits), _BATCH):
        words = (*LOG, *MAINLINE, "--no-walk=unsorted", "--ignore-missing", "--raw", "--format=%x01%H%x00")
        some = commits[start : start + _BATCH]
        with process.stream(repository, b"\0", *words, *some, "--", *folders) as tokens:
            yield from rows(tokens)
