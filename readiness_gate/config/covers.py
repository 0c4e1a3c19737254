"""The tables of `[[covers]]`: documents and training modules, and the configuration that they depend on."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from readiness_gate.config.required import is_intact, required
from readiness_gate.model.captures import captures
from readiness_gate.model.repositories import inside, parted, repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.wording import folded
from readiness_gate.sources.git.tables import CoverEntry
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean


def covers(
    entries: Sequence[CoverEntry], settings: Settings, place: Place, problems: list[Problem]
) -> tuple[Cover, ...]:
    """Return which documents and modules depend on which configuration. An entry that would silently cover nothing is
    added to `problems`."""
    roles = required(settings, place)
    modules = set(chain.from_iterable(roles.values()))
    for index, cover in enumerate(entries):
        here = place.at("covers", index)
        problems += _check_entry(cover, settings, here, place)
        problems += _check_modules(cover, here, modules)
    if is_intact(place, "covers"):
        problems += _check_spelling(roles, entries, place)
    return tuple(Cover(tuple(cover.config), tuple(cover.docs or ()), tuple(cover.modules or ())) for cover in entries)


def _check_entry(cover: CoverEntry, settings: Settings, here: Place, place: Place) -> Iterator[Problem]:
    """Report problems with an entry as a whole, and with its patterns."""
    if not cover.docs and not cover.modules:
        yield here.problem("this table has neither docs nor modules: add what depends on its config")
    if is_intact(here):
        yield from _check_captures(cover, here)
        if is_intact(place, "git"):
            yield from _check_repositories(cover, settings, here)


def _check_captures(cover: CoverEntry, here: Place) -> Iterator[Problem]:
    """Report captures that the entry's other patterns lack, so that they would match nothing, or anything."""
    used = {name for pattern in cover.config for name in captures(pattern)}
    for index, pattern in enumerate(cover.docs or ()):
        yield from (here.problem(what, "docs", index, at_value=True) for what in _capture_differences(pattern, used))
    yield from _check_partial_captures(cover.config, used, here)
    if used and cover.modules:
        what = "modules cannot depend on config with captures: move modules to another table, without captures"
        yield here.problem(what, "modules")


def _check_partial_captures(patterns: Sequence[str], used: set[str], here: Place) -> Iterator[Problem]:
    """Report patterns of configuration that have some of the captures of their table, but not all."""
    for index, pattern in enumerate(patterns):
        missing = used.difference(captures(pattern)) if captures(pattern) else set[str]()
        if missing:
            what = f'"{pattern}" lacks {_shown(missing)}: use all captures of this table or none'
            yield here.problem(what, "config", index, at_value=True)


def _capture_differences(pattern: str, used: set[str]) -> Iterator[str]:
    """Yield how the captures of a document's pattern differ from those of the configuration."""
    missing, only = used.difference(captures(pattern)), set(captures(pattern)) - used
    if missing:
        yield f'"{pattern}" lacks {_shown(missing)}, which config of this table uses: use it here, too'
    if only:
        yield f"config of this table does not use {_shown(only)}: use it there, too, or write * here"


def _check_repositories(cover: CoverEntry, settings: Settings, here: Place) -> Iterator[Problem]:
    """Report patterns that do not name their repository, if there are several."""
    names = [name for name in repositories_of(settings.git) if name]
    if names:
        yield from without_repository("config", cover.config, names, here)
        yield from without_repository("docs", cover.docs or (), names, here)


def without_repository(key: str, patterns: Sequence[str], names: Sequence[str], here: Place) -> Iterator[Problem]:
    """Report patterns that do not begin with the name of a repository."""
    for index, pattern in enumerate(patterns):
        name, rest = parted(pattern)
        if name not in names:
            what = f'no repository in [[git]] is called "{name}"' if name else "there are several repositories"
            how = f'begin the pattern with one of their names, such as "{inside(names[0], rest)}"'
            yield here.problem(f"{what}: {how}", key, index, at_value=True)


def _check_modules(cover: CoverEntry, here: Place, modules: set[str]) -> Iterator[Problem]:
    """Report modules that no role requires, so that no training in them can become stale."""
    for index, module in enumerate(cover.modules or ()):
        if modules and module not in modules:
            what = f'no role in [people.required] requires the module "{module}"{did_you_mean(module, modules)}'
            yield here.problem(what, "modules", index, at_value=True)


def _check_spelling(
    roles: Mapping[str, Sequence[str]], entries: Sequence[CoverEntry], place: Place
) -> Iterator[Problem]:
    """Report required modules that an entry spells differently, so that training in them would not be judged."""
    named = {module for cover in entries for module in cover.modules or ()}
    alike = {folded(module): module for module in sorted(named)}
    for role, modules in roles.items():
        for index, module in enumerate(modules):
            if module not in named and folded(module) in alike:
                what = f'[[covers]] has "{alike[folded(module)]}" and not "{module}": write both the same way'
                yield place.problem(what, "people", "required", role, index, at_value=True)


def _shown(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
