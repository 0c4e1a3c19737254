"""A temporary repository with the objects of another one but without its settings: what is written there is
temporary, and the other repository is never touched."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

_SHA1 = 40


@contextmanager
def borrowed(repository: Repository, commit: str) -> Generator[Repository]:
    """Create a temporary repository with the objects of another one and without its settings and refs. The id of any
    commit says in which format the other one names objects.

    Attributes in the work tree, the index or info/attributes, and drivers and algorithms in the configuration can make
    a text a binary file, which has no lines, or start a program. No option of git turns them all off.
    """
    objects, shallow = (path_of(repository, name) for name in ("objects", "shallow"))
    with tempfile.TemporaryDirectory(prefix="readiness-gate-") as name:
        folder = Path(name)
        (folder / "refs").mkdir()
        (folder / "objects" / "info").mkdir(parents=True)
        (folder / "objects" / "info" / "alternates").write_bytes(os.fsencode(objects) + b"\n")
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        form = "sha1" if len(commit) == _SHA1 else "sha256"
        version = 0 if form == "sha1" else 1
        extension = f"[extensions]\nobjectFormat = {form}\n" if version else ""
        settings = f"[core]\nrepositoryFormatVersion = {version}\nbare = true\n{extension}"
        (folder / "config").write_text(settings, encoding="ascii")
        if shallow.is_file():
            shutil.copyfile(shallow, folder / "shallow")
        yield Repository(name, "")


def path_of(repository: Repository, name: str) -> Path:
    """Return the path of a part of a repository, which linked work trees may share."""
    path = process.whole(repository, "rev-parse", "--git-path", name).removesuffix(b"\n")
    return Path(os.sep) / os.fsdecode(path)
