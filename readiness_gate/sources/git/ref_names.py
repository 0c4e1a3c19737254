"""What to do about the name of a branch that this clone does not have."""

from difflib import get_close_matches

from readiness_gate.model.refs import is_id
from readiness_gate.model.wording import some
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

_OF_BRANCHES = ("refs/heads/", "refs/remotes/origin/", "origin/")
_TAG = "refs/tags/"


def no_such_ref(repository: Repository, ref: str) -> str:
    """Return the message that nothing has this name, with how to fetch it, and the branches that are here: those with
    a similar name, else the newest."""
    branches = _branches(repository)
    if not branches:
        return f'no branch, tag or commit is called "{ref}", and this clone has no branch: fetch or commit one'
    how = f"fetch it ({_fetching(ref)}), or correct the name" if _name(ref)[:1].isalnum() else "correct the name"
    similar = get_close_matches(_name(ref), branches)
    here = f"similar branches here: {some(similar)}" if similar else f"branches here: {some(branches)}"
    return f'no branch, tag or commit is called "{ref}": {how} ({here})'


def _fetching(ref: str) -> str:
    """Return the command that fetches a ref into this clone, whatever the clone is configured to fetch."""
    name = _name(ref)
    branch, tag = f"git fetch origin +refs/heads/{name}:refs/remotes/origin/{name}", f"git fetch origin tag {name}"
    if ref.startswith(_TAG):
        return tag
    if is_id(ref):
        return f"git fetch origin {ref}"
    return branch if ref.startswith(_OF_BRANCHES) else f"{branch}; for a tag: {tag}"


def _name(ref: str) -> str:
    """Return the name of a branch or tag without its place."""
    return next((ref.removeprefix(place) for place in (*_OF_BRANCHES, _TAG) if ref.startswith(place)), ref)


def _branches(repository: Repository) -> list[str]:
    """Return the short names of the branches, the newest first."""
    words = ("--sort=-committerdate", "--format=%(symref)%(refname:lstrip=2)", "refs/heads", "refs/remotes")
    listed = (process.output(repository, "for-each-ref", *words) or b"").decode(errors="replace").split("\n")
    return [name for name in listed if name and not name.startswith("refs/")]
