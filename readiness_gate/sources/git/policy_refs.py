"""Other histories than the mainline where the policy is edited: an edit there counts, too."""

from dataclasses import replace

from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.git import locks
from readiness_gate.sources.git.chain import Chain, is_there, read, resolve, resolve_base
from readiness_gate.sources.git.process import Repository


def beside(settings: Settings, repository: Repository, mainline: Chain, path: str) -> GitSettings | None:
    """Return the settings for the history of the policy, if the mainline does not have all of it: that of the policy's
    ref, or of the checkout if a version of the configuration there named another mainline.

    Raises CouldNotLook if it cannot be read.
    """
    if settings.policy_ref:
        commit = resolve_base(repository, settings.policy_ref)
    else:
        commit = resolve(repository, "HEAD") if is_there(repository, "HEAD") else mainline.commits[-1]
    if commit in mainline.commits:
        return None
    chain = read(repository, commit)
    if not settings.policy_ref and len(locks.mainlines(repository, chain, path)) < 2:  # noqa: PLR2004 - never another
        return None
    ignored = tuple(commit for commit in settings.git.ignore_dates_of if commit.lower() in chain.commits)
    return replace(settings.git, mainline=commit, ignore_dates_of=ignored)
