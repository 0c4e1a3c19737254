"""Real git repositories for tests, with every date chosen."""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

DAY = 86_400
EPOCH = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "test",
    "GIT_AUTHOR_EMAIL": "test@example.com",
    "GIT_COMMITTER_NAME": "test",
    "GIT_COMMITTER_EMAIL": "test@example.com",
    # Else every commit starts a second program, which looks whether there is something to clean up.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
}


_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


def git(folder: Path, *words: str, at: int | None = None, author_at: int | None = None, given: bytes = b"") -> str:
    """Run git in a folder, free of the machine's own settings; `at` is the committer's (and author's) time."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    dates: dict[str, str] = {}
    if at is not None:
        dates = {
            "GIT_COMMITTER_DATE": f"@{at} +0000",
            "GIT_AUTHOR_DATE": f"@{at if author_at is None else author_at} +0000",
        }
    done = subprocess.run(
        ["git", "-C", str(folder), *words],
        input=given,
        capture_output=True,
        check=True,
        env={**inherited, **_ENVIRONMENT, **dates},
    )
    return done.stdout.decode(errors="surrogateescape")


class Repo:
    """A repository with a work tree, built commit by commit; days count from 2026-01-01T00:00:00Z."""

    def __init__(self, folder: Path, *, is_there: bool = False) -> None:
        self.path = folder
        if not is_there:
            folder.mkdir(parents=True, exist_ok=True)
            git(folder, "init", "-q", "--template=", "-b", "main")

    def commit(
        self,
        day: float,
        files: Mapping[str, str | bytes | None],
        subject: str = "change",
        *,
        author_day: float | None = None,
    ) -> str:
        """Write the files (None removes one), commit them on a day, and return the commit's id."""
        for name, content in files.items():
            where = self.path / name
            if content is None:
                where.unlink()
                continue
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content.encode() if isinstance(content, str) else content)
        git(self.path, "add", "-A")
        author_at = None if author_day is None else instant(author_day)
        git(self.path, "commit", "-q", "--allow-empty", "-m", subject, at=instant(day), author_at=author_at)
        return self.head()

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Begin a branch and switch to it."""
        git(self.path, "switch", "-q", "-c", name, start)

    def merge(self, day: float, name: str, into: str = "main") -> str:
        """Merge a branch into another with a merge commit, and return its id."""
        git(self.path, "switch", "-q", into)
        git(self.path, "merge", "-q", "--no-ff", "-m", f"Merge {name}", name, at=instant(day))
        return self.head()

    def head(self) -> str:
        """The commit that is checked out. It is asked after every commit: a file of git's says so without a program."""
        folder = self.path / ".git"
        branch = (folder / "HEAD").read_text().strip().removeprefix("ref: ") if folder.is_dir() else "HEAD"
        commit = (folder / branch).read_text().strip() if (folder / branch).is_file() else ""
        return commit if _COMMIT.fullmatch(commit) else git(self.path, "rev-parse", "HEAD").strip()

    def git(self, *words: str, at: int | None = None) -> str:
        """Run git in this repository."""
        return git(self.path, *words, at=at)


def instant(day: float) -> int:
    """The instant of a day counted from 2026-01-01T00:00:00Z."""
    return EPOCH + int(day * DAY)
