"""What to do about the name of a branch that this clone does not have."""

from difflib import get_close_matches

from readiness_gate.model.wording import some
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository


def no_such_ref(repository: Repository, ref: str) -> str:
    """Return the message that nothing has this name, with how to fetch it, and the branches that are here: those with
    a similar name, else the newest."""
    branches = _branches(repository)
    if not branches:
        return f'no branch, tag or commit is called "{ref}", and this clone has no branch: fetch or commit one'
    name = ref.removeprefix("refs/heads/").removeprefix("refs/remotes/").removeprefix("origin/")
    how = f"fetch it (git fetch origin {name}), or correct the name" if name[:1].isalnum() else "correct the name"
    similar = get_close_matches(name, branches)
    here = f"similar branches here: {some(similar)}" if similar else f"branches here: {some(branches)}"
    return f'no branch, tag or commit is called "{ref}": {how} ({here})'


def _branches(repository: Repository) -> list[str]:
    """Return the short names of the branches, the newest first."""
    words = ("--sort=-committerdate", "--format=%(symref)%(refname:lstrip=2)", "refs/heads", "refs/remotes")
    listed = (process.output(repository, "for-each-ref", *words) or b"").decode(errors="replace").split("\n")
    return [name for name in listed if name and not name.startswith("refs/")]
