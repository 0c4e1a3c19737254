"""The files that the gate reads itself: the policy, the files about people, the export of the issues. They may be in
the repository, and are no part of the system that people are trained on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import normpath

from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.model.settings import Milestone, Settings

_UP = "../"


def without_own_files(settings: Settings, milestones: Iterable[Milestone]) -> Settings:
    """The settings with path sets whose rest has none of the files that the gate reads itself."""
    paths = settings.git.paths
    if not paths.rest:
        return settings
    own = (f"**/{_from_there(name)}" for name in _own(settings, milestones))
    noise = tuple(dict.fromkeys((*paths.noise, *own)))
    return replace(settings, git=replace(settings.git, paths=replace(paths, noise=noise)))


def _own(settings: Settings, milestones: Iterable[Milestone]) -> Iterator[str]:
    yield from (*settings.policy_files, WAIVERS, SIGNOFFS)
    if settings.people is not None:
        yield from (each.file for each in settings.people.files.values())
    yield from (each.roster.file for each in milestones if each.roster is not None)
    if settings.jira is not None and settings.jira.export:
        yield settings.jira.export


def _from_there(name: str) -> str:
    """The path of a file without the way up from the configuration's folder."""
    path = normpath(name).lstrip("/")
    while path.startswith(_UP):
        path = path.removeprefix(_UP)
    return path
