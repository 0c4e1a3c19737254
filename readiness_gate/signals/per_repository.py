"""What must be so of every repository and of every path set by itself, and not only of all together."""

from collections.abc import Iterable

from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import Selector
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.time import Instant
from readiness_gate.signals import history
from readiness_gate.signals.spec import some

_WATCHED = ("config", "code")


def why_unmatched(settings: GitSettings, git: GitFacts, selector: Selector, as_of: Instant) -> Unavailable | None:
    """Why a repository cannot be read as quiet: none of its files are in a path set that the configuration has for it.
    None when all can.

    Patterns of a platform's pack need not match in each: another repository may be the one on that platform. But some
    configuration or code must be there, unless the repository is said to have neither.
    """
    if isinstance(selector, tuple):
        return None
    asked = selector.split("+")
    if not isinstance(settings, Repositories):
        return _why_void(settings.paths, settings.written, git, asked, as_of)
    for part in git.parts:
        why = _why_unmatched(settings, part, asked, as_of)
        if why is not None:
            return why
    return None


def _why_unmatched(settings: Repositories, part: GitFacts, asked: list[str], as_of: Instant) -> Unavailable | None:
    own, written = settings.within(part.name), settings.written_in(part.name)
    if not (own.config or own.code or own.docs):
        return Unavailable(
            f"{part.name}: which of its files are configuration, code or documents is not configured: add config, "
            "code or docs to the paths of this repository in [[git]]"
        )
    watched = own.named("config+code")
    if watched.globs and set(asked) & set(_WATCHED) and history.nothing_at(part, watched, as_of):
        return Unavailable(
            f"{part.name}: no file of this repository matches its configuration or code ({some(watched.globs)}): "
            "correct these patterns; if it has neither, write config = [] and code = [] in its paths in [[git]]"
        )
    return _why_void(own, written, part, asked, as_of)


def _why_void(
    paths: GitPaths, written: GitPaths, git: GitFacts, asked: Iterable[str], as_of: Instant
) -> Unavailable | None:
    """Why a part of what is asked cannot be read as quiet: no pattern that the configuration itself has for it matches,
    so that they are mistaken, or were renamed."""
    for name in asked:
        chosen = paths.listed(written.named(name).globs)
        if chosen.globs and history.nothing_at(git, chosen, as_of):
            return history.matched_nothing(chosen, as_of)
    return None
