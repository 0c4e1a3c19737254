"""Checks that every repository and every path set must pass on its own, not only all of them together."""

from collections.abc import Iterable

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import Selector
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import some
from readiness_gate.signals.views import history

_WATCHED = ("config", "code")


def check_matches(settings: GitSettings, git: GitFacts, selector: Selector, as_of: Instant) -> None:
    """Raise CannotMeasure if a repository must not look quiet: none of its files are in a path set that the
    configuration defines for it.

    The patterns of a platform's pack need not match in each repository: another one may be on that platform. But each
    must contain some configuration or code, unless it is said to have neither.
    """
    if isinstance(selector, tuple):
        return
    asked = selector.split("+")
    if not isinstance(settings, Repositories):
        _check_patterns(settings.paths, settings.written, git, asked, as_of)
        return
    for part in git.parts:
        _check_part(settings, part, asked, as_of)


def _check_part(settings: Repositories, part: GitFacts, asked: list[str], as_of: Instant) -> None:
    own, written = settings.within(part.name), settings.written_in(part.name)
    if not (own.config or own.code or own.docs):
        raise CannotMeasure(
            f"{part.name}: which of its files are configuration, code or documents is not configured: add config, "
            "code or docs to the paths of this repository in [[git]]"
        )
    watched = own.named("config+code")
    if watched.globs and set(asked) & set(_WATCHED) and not history.matches_any(part, watched, as_of):
        raise CannotMeasure(
            f"{part.name}: no file of this repository matches its configuration or code ({some(watched.globs)}): "
            "correct these patterns; if it has neither, write config = [] and code = [] in its paths in [[git]]"
        )
    _check_patterns(own, written, part, asked, as_of)


def _check_patterns(paths: GitPaths, written: GitPaths, git: GitFacts, asked: Iterable[str], as_of: Instant) -> None:
    """Raise CannotMeasure if a requested path set must not look quiet: none of its patterns in the configuration
    itself match, so they are wrong, or the files were renamed."""
    for name in asked:
        chosen = paths.listed(written.named(name).globs)
        if chosen.globs:
            history.check_matches(git, chosen, as_of)
