"""Which paths of a repository a gate reads, by what its signals need."""

from readiness_gate.model.needs import GitNeed
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.sources.git.several import need_of, settings_of
from readiness_gate.sources.git.wanted import Wanted


def watched(settings: Settings, name: str, need: GitNeed) -> Wanted:
    """Return the needed paths of a repository, by its name; a single repository has no name."""
    git = settings.git
    if isinstance(git, Repositories):
        return Wanted(settings_of(settings, git, name), need_of(need, git, name), {}, ())
    return Wanted(settings, need, {}, ())
