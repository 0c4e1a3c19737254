"""What can lie around the commits of a repository: settings, attributes, hooks, replacements, and variables of the job.

Whatever names a program names one that leaves a mark.
"""

import os
import random
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

Surround: TypeAlias = Callable[[random.Random, Path, Mapping[str, str]], None]
MARK = "ran-a-program"
_ATTRIBUTES = (
    "-diff",
    "binary",
    "diff=own",
    "filter=own",
    "-text",
    "text eol=crlf",
    "merge=own",
    "export-ignore",
    "ident",
)
_PATTERNS = ("*", "*.xml", "config/**", "/config/a.xml", "**/a.*", "[attr]binary -diff\n*", '"*"', "!*")
_DRIVERS = (
    *("diff.own.command", "diff.own.textconv", "diff.external", "filter.own.clean", "filter.own.smudge"),
    *("filter.own.process", "core.fsmonitor", "core.sshCommand", "core.pager", "pager.log", "gpg.program"),
    *("core.editor", "core.askPass", "credential.helper", "alias.log", "alias.rev-parse", "merge.own.driver"),
    *("core.alternateRefsCommand", "uploadpack.packObjectsHook", "gpg.openpgp.program", "interactive.diffFilter"),
)
_SETTINGS = (
    *("diff.own.binary = true", "diff.algorithm = patience", "diff.renames = copies", "diff.noprefix = true"),
    *("diff.relative = config", "diff.ignoreSubmodules = all", "diff.orderFile = /dev/null", "diff.context = 0"),
    *(
        "core.bigFileThreshold = 1",
        "core.attributesFile = ATTRIBUTES",
        "core.autocrlf = true",
        "core.quotePath = false",
    ),
    *("core.ignoreCase = true", "core.precomposeUnicode = true", "core.warnAmbiguousRefs = false", "core.abbrev = 4"),
    *("core.commitGraph = true", "core.useReplaceRefs = true", "core.worktree = /tmp", "core.bare = true"),
    *("log.showSignature = true", "log.follow = true", "log.showRoot = false", "log.excludeDecoration = *"),
    *("log.diffMerges = off", "format.pretty = oneline", "color.ui = always", "i18n.logOutputEncoding = UTF-16"),
    *("i18n.commitEncoding = UTF-16", "transfer.hideRefs = refs/heads", "grep.fallbackToNoIndex = true"),
    *("extensions.worktreeConfig = true", "extensions.partialClone = origin", "remote.origin.promisor = true"),
    *("remote.origin.url = ext::PROGRAM", "protocol.ext.allow = always", "include.path = ../more", "gc.auto = 1"),
    *("extensions.refStorage = reftable", "core.repositoryFormatVersion = 1", "extensions.objectFormat = sha256"),
    *("url.PROGRAM.insteadOf = x", "safe.bareRepository = explicit", "core.logAllRefUpdates = always", "status.x"),
)
_HOOKS = ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-auto-gc", "update")


def program(folder: Path) -> Path:
    """The program that leaves a mark beside a repository."""
    where = folder.parent / "canary"
    if not where.exists():
        where.write_text(f"#!/bin/sh\n: > {folder.parent / MARK}\nexit 1\n")
        where.chmod(where.stat().st_mode | stat.S_IXUSR)
    return where


def _written(where: Path, text: str) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    with where.open("a") as file:
        file.write(text)


def _lines_of_attributes(rng: random.Random) -> str:
    return "".join(f"{rng.choice(_PATTERNS)} {rng.choice(_ATTRIBUTES)}\n" for _ in range(rng.randint(1, 4)))


def _attributes(where: str) -> Surround:
    def surround(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
        _written(folder / where, _lines_of_attributes(rng))

    return surround


def _set(folder: Path, line: str) -> None:
    name, _, value = line.partition(" = ")
    section, _, rest = name.partition(".")
    inner, _, key = rest.rpartition(".")
    head = f'[{section} "{inner}"]' if inner else f"[{section}]"
    value = value.replace("PROGRAM", str(program(folder))).replace("ATTRIBUTES", str(folder.parent / "attributes"))
    _written(folder / ".git" / "config", f"{head}\n\t{key} = {value}\n" if value else f"{head}\n\t{key}\n")


def _settings(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
    (folder.parent / "attributes").write_text(_lines_of_attributes(rng))
    _written(folder / "more", f"[core]\n\tfsmonitor = {program(folder)}\n[diff]\n\texternal = {program(folder)}\n")
    for line in rng.sample(_SETTINGS, rng.randint(1, 5)):
        _set(folder, line)


def _drivers(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
    for name in rng.sample(_DRIVERS, rng.randint(1, 6)):
        mark = "!" if name.startswith(("alias", "credential")) else ""
        _set(folder, f"{name} = {mark}PROGRAM")
    _written(folder / ".git" / "info" / "attributes", "* diff=own filter=own merge=own\n")


def _hooks(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
    where = folder / ".git" / "hooks"
    where.mkdir(exist_ok=True)
    for name in _HOOKS:
        (where / name).symlink_to(program(folder))
    if rng.random() < 0.5:
        _set(folder, f"core.hooksPath = {where}")


def _commits(rng: random.Random, objects: Mapping[str, str]) -> list[str]:
    return [objects[f"{objects['written']}/{name}"] for name in rng.sample(("base", "author", "quiet"), 2)]


def _replaced(rng: random.Random, folder: Path, objects: Mapping[str, str]) -> None:
    one, other = _commits(rng, objects)
    _written(folder / ".git" / "refs" / "replace" / one, f"{other}\n")


def _grafted(rng: random.Random, folder: Path, objects: Mapping[str, str]) -> None:
    one, other = _commits(rng, objects)
    _written(folder / ".git" / "info" / "grafts", rng.choice((f"{one}\n", f"{one} {other}\n")))


def _shallow(rng: random.Random, folder: Path, objects: Mapping[str, str]) -> None:
    _written(folder / ".git" / "shallow", f"{_commits(rng, objects)[0]}\n")


def _index(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
    where = folder / ".git" / rng.choice(("index", "index.lock", "config.lock", "packed-refs.lock", "HEAD.lock"))
    where.write_bytes(rng.choice((b"", b"DIRC\0\0\0\2\0\0\0\0", rng.randbytes(100))))


def _work_tree(rng: random.Random, folder: Path, _objects: Mapping[str, str]) -> None:
    """The change does something to the work tree."""
    for name in rng.sample(("own.toml", "readiness-gate.toml", "config/a.xml", "docs"), 2):
        where = folder / name
        if where.is_file() and rng.random() < 0.5:
            where.unlink()
            if rng.random() < 0.5:
                where.symlink_to(rng.choice(("/dev/zero", "nowhere", "docs", "../canary")))
        elif where.is_file():
            where.write_bytes(rng.choice((b"", b"[[rules]]\n", rng.randbytes(50))))


SURROUNDINGS: Mapping[str, Surround] = {
    "attributes of the work tree": _attributes(".gitattributes"),
    "attributes of a folder": _attributes("config/.gitattributes"),
    "attributes of the repository": _attributes(".git/info/attributes"),
    "settings": _settings,
    "drivers": _drivers,
    "hooks": _hooks,
    "replacements": _replaced,
    "grafts": _grafted,
    "shallow": _shallow,
    "index": _index,
    "work tree": _work_tree,
}


def environment(rng: random.Random, folder: Path) -> dict[str, str]:
    """Some variables of a job that lead git elsewhere."""
    canary, home = str(program(folder)), folder.parent / "home"
    _written(home / ".gitconfig", f"[core]\n\tfsmonitor = {canary}\n\tattributesFile = {home}/git/attributes\n")
    _written(home / "git" / "attributes", _lines_of_attributes(rng))
    known = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_DIR": rng.choice((str(home), "/nowhere", ".")),
        "GIT_WORK_TREE": str(home),
        "GIT_INDEX_FILE": os.devnull,
        "GIT_OBJECT_DIRECTORY": str(home),
        "GIT_COMMON_DIR": str(home),
        "GIT_NAMESPACE": "other",
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_GRAFT_FILE": str(home / ".gitconfig"),
        "GIT_SHALLOW_FILE": str(home / ".gitconfig"),
        "GIT_ATTR_SOURCE": "HEAD",
        "GIT_CEILING_DIRECTORIES": str(folder),
        "GIT_EXTERNAL_DIFF": canary,
        "GIT_PAGER": canary,
        "GIT_SSH_COMMAND": canary,
        "GIT_ASKPASS": canary,
        "GIT_EXEC_PATH": str(home),
        "GIT_TRACE": str(folder.parent / "trace"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": canary,
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor'='{canary}'",
        "GIT_LITERAL_PATHSPECS": "0",
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_QUARANTINE_PATH": str(home),
        "LC_ALL": rng.choice(("C", "tr_TR.UTF-8", "xx")),
        "TZ": rng.choice(("Pacific/Auckland", "x")),
    }
    return {name: known[name] for name in rng.sample(sorted(known), rng.randint(0, 8))}


__all__ = ["MARK", "SURROUNDINGS", "environment"]
