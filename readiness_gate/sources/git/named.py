"""Files of the repository that the configuration names: people files, and the files of the policy."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from readiness_gate.errors import Unreadable
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE, rows

_LARGEST = 1 << 26
_SHA1 = 40
_BOM = b"\xef\xbb\xbf"


def people_files(settings: Settings, place: Path, prefix: str) -> dict[str, str]:
    """Return the paths of the people files whose age matters in the repository, by their names, without those
    outside it."""
    names = [file.file for file in settings.people.aging.values()] if settings.people else []
    return inside(names, settings, place, prefix)


def policy_files(
    settings: Settings, repository: Repository, chain: Chain, place: Path, read_file: Reader
) -> dict[str, str] | Unavailable:
    """Return the paths of the configuration and the custom packs; Unavailable if one differs from the mainline."""
    paths = inside(settings.policy_files, settings, place, repository.prefix)
    readers = (read_file, _by_lines(read_file))
    for name in settings.policy_files:
        if name not in paths:
            return Unavailable(
                f"{name} is outside git.repository, so its edits are unknown: keep it in that repository"
            )
        if not any(has_landed(repository, chain.commits[-1], paths[name], name, reader) for reader in readers):
            return Unavailable(
                f"{name} differs from the version on the mainline, so it is unknown when it was edited: "
                f"{_what_to_do(settings.root, name)}, or use the mainline's policy (--policy-ref)"
            )
    return paths


def holds(settings: Settings, place: Path, prefix: str) -> bool:
    """Return whether the configuration and all custom packs are in the repository at a place."""
    return inside(settings.policy_files, settings, place, prefix).keys() == set(settings.policy_files)


def _by_lines(read_file: Reader) -> Reader:
    # With core.autocrlf, git checks files out with other line ends than it stores. Both mean the same.
    def read(name: str, limit: int) -> bytes | None:
        content = read_file(name, limit)
        return None if content is None else content.replace(b"\r\n", b"\n")

    return read


def _what_to_do(root: Path, name: str) -> str:
    if os.path.realpath(root / name) != os.path.normpath(os.path.join(os.path.realpath(root), name)):  # noqa: PTH118
        return "it is behind a symbolic link, and git stores only where a link leads; name the file itself"
    return "merge it"


def inside(names: Iterable[str], settings: Settings, place: Path, prefix: str) -> dict[str, str]:
    """Return the paths in the repository of files that the configuration names, by these names, without those
    outside it."""
    relative = {name: os.path.relpath(settings.root / name, place) for name in names}
    paths = {name: os.path.normpath(os.path.join(prefix, path)) for name, path in relative.items()}  # noqa: PTH118
    return {name: path for name, path in paths.items() if path != ".." and not path.startswith("../")}


def has_landed(repository: Repository, commit: str, path: str, name: str, read_file: Reader) -> bool:
    """Return whether a file here has the content of the mainline. Otherwise its landing would date something else."""
    landed = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    try:
        content = read_file(name, _LARGEST)
    except Unreadable:
        return False
    if not landed or content is None:
        return False
    blob = landed.decode().strip()
    return _blob(content, like=blob) == blob


def first_landings(repository: Repository, chain: Chain, files: Mapping[str, str]) -> dict[str, Touch]:
    """For each path of a people file, the landing that first brought its content to any path of the mainline: a new
    mode, a move, other line ends or a return to earlier content bring nothing new."""
    if not files:
        return {}
    alike = {path: _alike(repository, chain, path) for path in set(files.values())}
    places = _first_places(repository, chain, frozenset[str]().union(*alike.values()))
    first = {
        path: min(contents & places.keys(), key=places.__getitem__, default="") for path, contents in alike.items()
    }
    return {path: chain.touch(places[content]) for path, content in first.items() if content}


def _first_places(repository: Repository, chain: Chain, wanted: frozenset[str]) -> dict[str, int]:
    """Return the index of the landing that first brought each content to any path."""
    oldest: dict[str, str] = {}
    # Not --find-object: it needs contents, which a partial clone may lack.
    words = (*LOG, *MAINLINE, "--raw", "--format=%x01%H%x00", "--end-of-options", chain.commits[-1])
    with process.stream(repository, b"\0", *words) as tokens:
        oldest.update((content, commit) for commit, _, _, content in rows(tokens) if content in wanted)
    places = chain.places
    return {content: places[commit] for content, commit in oldest.items()}


def _alike(repository: Repository, chain: Chain, path: str) -> set[str]:
    """Return the object id of a file at the mainline's tip, and the ids that the same text would have with other
    line ends, another end of file or another byte order mark."""
    name = f"{chain.commits[-1]}:{path}"
    blob = process.whole(repository, "rev-parse", "--verify", "--end-of-options", name).decode().strip()
    content = process.output(repository, "cat-file", "blob", blob)
    if content is None or len(content) > _LARGEST:
        return {blob}
    return {blob, *(_blob(variant, like=blob) for variant in _variants(content))}


def _variants(content: bytes) -> list[bytes]:
    """Return a text with and without a byte order mark and a last line end, with the line ends of Unix and of
    Windows."""
    text = content.removeprefix(_BOM).replace(b"\r\n", b"\n").rstrip(b"\n")
    texts = [begin + text + end for begin in (b"", _BOM) for end in (b"", b"\n")]
    return texts + [variant.replace(b"\n", b"\r\n") for variant in texts]


def _blob(content: bytes, *, like: str) -> str:
    """Return the object id of a content, in the format of the id `like`."""
    algorithm = "sha1" if len(like) == _SHA1 else "sha256"
    return hashlib.new(algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
