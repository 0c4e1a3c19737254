"""Where on the mainline what a ref names has landed, as the ref stands today."""

from readiness_gate.errors import DEEPEN, CouldNotLook
from readiness_gate.model.reading import Unavailable
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain, brought, has, resolve
from readiness_gate.sources.git.process import Repository

_TAG = "refs/tags/"


def place_of(repository: Repository, chain: Chain, ref: str, called: str, mainline: str) -> int | Unavailable:
    """The place on the chain of the landing that brought the commit of a ref, or why nobody can tell; `called` is what
    the ref is in the configuration."""
    try:
        commit = resolve(repository, ref)
        place = brought(repository, chain, commit)
        beside = place is not None and place > 0 and commit not in chain.commits
        apart = beside and not has(repository, commit, chain.commits[(place or 0) - 1])
    except CouldNotLook as error:
        return Unavailable(f'the {called} "{ref}" cannot be found: {error}')
    if place is None:
        return Unavailable(
            f'the {called} "{ref}" ({commit[:12]}) is not in the history of {mainline}: the mainline was rewritten '
            f"after it, or it was set beside it; set the {called} anew, on a commit of the mainline"
        )
    if apart:
        return Unavailable(
            f'the {called} "{ref}" is a commit of a branch that lacks what landed before it did, so that nobody can '
            f"tell what changed since: set the {called} on a commit of the mainline itself"
        )
    if place == 0 and chain.shallow:
        return Unavailable(
            f'the clone is shallow, and the {called} "{ref}" landed where it was cut off or before: {DEEPEN}'
        )
    return place


def moves(repository: Repository, ref: str) -> bool:
    """Whether a ref that names a commit moves by itself with what is done later, as a branch does; a tag and the id of
    a commit stay where they are, unless somebody moves the tag."""
    words = ("rev-parse", "--verify", "--quiet")
    name = process.output(repository, *words, "--symbolic-full-name", "--end-of-options", ref) or b""
    commit = process.output(repository, *words, "--end-of-options", f"{ref}^{{commit}}") or b""
    is_id = not name.strip() and commit.decode().startswith(ref.lower())
    return not is_id and not name.decode(errors="replace").startswith(_TAG)
