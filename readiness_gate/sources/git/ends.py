"""The two ends of a change, as the user names them, as a CI system provides them, or as the mainline suggests."""

from collections.abc import Mapping

from readiness_gate.errors import BadUse, CouldNotLook
from readiness_gate.model.refs import why_no_ref
from readiness_gate.model.settings import Settings
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import fetched, resolve, resolve_base
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.proposed import Ends

_TARGETS = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "CHANGE_TARGET",
)
"""The variables in which GitHub, GitLab, Azure DevOps, Bitbucket and Jenkins provide the target branch of a change."""
_CHECKED_OUT = ("HEAD", "@")
_DOTS = ("...", "..")


def named(text: str) -> tuple[str, str]:
    """Return the names of the ends in `BASE..HEAD`; "" for one that is left out. Raises BadUse for anything else."""
    dots = next((dots for dots in _DOTS if dots in text), "")
    if not dots:
        raise BadUse(f'"{text}" is not a range of commits. Write BASE..HEAD, such as main..HEAD')
    base, _, head = text.partition(dots)
    for name in filter(None, (base, head)):
        why = why_no_ref(name.partition("~")[0].partition("^")[0])
        if why is not None:
            raise BadUse(f"{text}: {why}. Write BASE..HEAD, such as main..HEAD")
    return base, head


def suggested(settings: Settings, environment: Mapping[str, str]) -> str:
    """Return the name of the base if the user named none. Raises BadUse if nothing suggests one."""
    target = next((environment[name] for name in _TARGETS if environment.get(name)), "")
    base = target.removeprefix("refs/heads/") or settings.policy_ref or settings.git.mainline
    if base in _CHECKED_OUT:
        raise BadUse(
            "it is unknown what this change is to be merged into: name it, as in readiness-gate impact main..HEAD, or "
            'set the branch in [git], such as mainline = "main"'
        )
    return base


def ends(repository: Repository, base: str, head: str, name: str = "") -> Ends:
    """Return the commits of two names; `name` is the repository's name, if there are several. Raises CouldNotLook if
    one cannot be found, and BadUse if both are the same, or the base already contains the other."""
    called = _as_fetched(repository, base)
    found = Ends(_resolved_base(repository, called), _resolved(repository, head), (called, head))
    where = f" in {name}" if name else ""
    instead = ". If the change is in another repository, run this in its folder" if name else ""
    if found.base == found.head:
        raise BadUse(
            f"{called} and {head} are the same commit ({found.base[:12]}){where}, so there is no change to judge: "
            f"commit it, or name another BASE..HEAD{instead}"
        )
    if _has(repository, found.base, found.head):
        raise BadUse(
            f"{called} already contains {head} ({found.head[:12]}){where}, so there is no change to judge: if it was "
            f"merged, name the commit before the merge as the BASE, such as LANDING^..LANDING{instead}"
        )
    return found


def _has(repository: Repository, descendant: str, commit: str) -> bool:
    status, _, _ = process.ended(repository, "merge-base", "--is-ancestor", commit, descendant)
    return not status


def _as_fetched(repository: Repository, base: str) -> str:
    """Return the name of a branch that this clone has only as fetched."""
    full = fetched(repository, base)
    if full is None:
        return base
    try:
        resolve(repository, base)
    except CouldNotLook:
        return full.removeprefix("refs/remotes/")
    return base


def _resolved_base(repository: Repository, name: str) -> str:
    counts_back = "~" in name or "^" in name
    return _resolved(repository, name) if counts_back else resolve_base(repository, name)


def _resolved(repository: Repository, name: str) -> str:
    """Return the commit of a name, which may count back from another: `HEAD~2`."""
    return resolve(repository, name, of_origin=True)
