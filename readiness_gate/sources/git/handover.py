"""Check that the configuration names the same mainline as before it changed: a change that names another branch
would choose the history that it is judged by."""

import tomllib
from typing import cast

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE


def check_mainline(repository: Repository, named: str, after: str | None, configuration: str, path: str) -> None:
    """Raise CouldNotLook if what is checked out names another mainline than before, and the branch that was named
    before has a file at a path, and a configuration that still names that branch. Only commits after `after` are
    examined."""
    words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "HEAD", *([f"^{after}"] if after else []))
    printed = process.whole(repository, *words, "--", configuration).replace(b"\0", b" ").decode().split()
    for commit in printed:
        before = _mainline(repository, commit, configuration)
        if before is not None and before != named:
            _check_left(repository, before, named, configuration, path)
            return


def _check_left(repository: Repository, before: str, named: str, configuration: str, path: str) -> None:
    try:
        tip = resolve(repository, before, of_origin=True)
    except CouldNotLook:
        return  # it is gone
    has_file = process.output(repository, "cat-file", "-e", f"{tip}:{path}") is not None
    if has_file and _mainline(repository, tip, configuration) == before:
        raise CouldNotLook(
            f"git.mainline is {named} here, and {before} in the configuration that landed in {before}: {named} counts "
            f"once that edit has landed in {before}"
        )


def _mainline(repository: Repository, commit: str, configuration: str) -> str | None:
    """Return the branch that a configuration names; None if it names none, or several repositories."""
    content = process.output(repository, "cat-file", "blob", f"{commit}:{configuration}")
    try:
        table: object = tomllib.loads((content or b"").decode()).get("git")
    except ValueError:
        return None
    name = cast("dict[str, object]", table).get("mainline") if isinstance(table, dict) else None
    return name if isinstance(name, str) and name not in ("HEAD", "@") else None


__all__ = ["check_mainline"]
