"""The files that the gate itself reads: the policy, the people files, the export of the issues. They may be in the
repository, but are not part of the system that people are trained on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from posixpath import normpath

from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.sources import SOURCES, Source, SourceTable

_UP = "../"


def without_own_files(settings: Settings, milestones: Sequence[Milestone], sources: SourceTable = SOURCES) -> Settings:
    """Return the settings with path sets whose rest excludes the files that the gate itself reads."""
    paths = settings.git.paths
    if not paths.rest:
        return settings
    own = (f"**/{_without_parents(name)}" for name in _own(settings, milestones, sources))
    noise = tuple(dict.fromkeys((*paths.noise, *own)))
    return replace(settings, git=replace(settings.git, paths=replace(paths, noise=noise)))


def _own(settings: Settings, milestones: Sequence[Milestone], sources: SourceTable) -> Iterator[str]:
    """Yield the policy files, and those of the sources, of each milestone. Digests depend on this order."""
    yield from (*settings.policy_files, WAIVERS, SIGNOFFS)
    for source in reversed(tuple(sources.values())):
        yield from files_of(source, settings, milestones)


def files_of(source: Source, settings: Settings, milestones: Iterable[Milestone]) -> Iterator[str]:
    """Yield the files that a source reads for the program, and for each of its milestones."""
    for having in (settings, *(settings.of_milestone(milestone) for milestone in milestones)):
        yield from source.files(having)


def _without_parents(name: str) -> str:
    """Return the path of a file without the leading part that leads up from the configuration's folder."""
    path = normpath(name).lstrip("/")
    while path.startswith(_UP):
        path = path.removeprefix(_UP)
    return path
