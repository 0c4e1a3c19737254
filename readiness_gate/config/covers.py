"""The tables of `[[covers]]`: documents and training modules, and the configuration that they depend on."""

from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.config.required import is_intact, required
from readiness_gate.model.captures import captures
from readiness_gate.model.repositories import each_of, inside, parted
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.wording import folded
from readiness_gate.sources.git.tables import CoverEntry
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean


def covers(
    entries: Sequence[CoverEntry], settings: Settings, place: Place, problems: list[Problem]
) -> tuple[Cover, ...]:
    """What depends on which configuration; whatever would silently depend on nothing is added to the problems."""
    roles = required(settings, place)
    modules = {module for each in roles.values() for module in each}
    for index, cover in enumerate(entries):
        here = place.at("covers", index)
        if not cover.docs and not cover.modules:
            what = "this table has neither docs nor modules: add what depends on its config"
            problems.append(here.problem(what))
        if is_intact(here):
            problems += _of_captures(cover, here)
        if is_intact(here) and is_intact(place, "git"):
            problems += _of_repositories(cover, settings, here)
        if modules:
            problems += _of_modules(cover, here, modules)
    if is_intact(place, "covers"):
        problems += _almost_covered(roles, entries, place)
    return tuple(Cover(tuple(each.config), tuple(each.docs or ()), tuple(each.modules or ())) for each in entries)


def _of_captures(cover: CoverEntry, here: Place) -> Iterator[Problem]:
    """Captures that stand for nothing, or for anything, since the other patterns of the entry do not have them."""
    used = {name for pattern in cover.config for name in captures(pattern)}
    for index, pattern in enumerate(cover.docs or ()):
        lacking, only = used.difference(captures(pattern)), set(captures(pattern)) - used
        if lacking:
            what = f'"{pattern}" lacks {_shown(lacking)}, which config of this table uses: use it here, too'
            yield here.problem(what, "docs", index, at_value=True)
        if only:
            what = f"config of this table does not use {_shown(only)}: use it there, too, or write * here"
            yield here.problem(what, "docs", index, at_value=True)
    for index, pattern in enumerate(cover.config):
        lacking = used.difference(captures(pattern)) if captures(pattern) else set[str]()
        if lacking:
            what = f'"{pattern}" lacks {_shown(lacking)}: use all captures of this table or none'
            yield here.problem(what, "config", index, at_value=True)
    if used and cover.modules:
        what = "modules cannot depend on config with captures: move modules to another table, without captures"
        yield here.problem(what, "modules")


def _of_repositories(cover: CoverEntry, settings: Settings, here: Place) -> Iterator[Problem]:
    """Patterns that do not say in which of several repositories: one of equal name may be in any."""
    names = [name for name in each_of(settings.git) if name]
    if not names:
        return
    for key, patterns in (("config", cover.config), ("docs", cover.docs or ())):
        for index, pattern in enumerate(patterns):
            name, rest = parted(pattern)
            if name not in names:
                what = f'no repository in [[git]] is called "{name}"' if name else "there are several repositories"
                yield here.problem(
                    f'{what}: begin the pattern with one of their names, such as "{inside(names[0], rest)}"',
                    *(key, index),
                    at_value=True,
                )


def _of_modules(cover: CoverEntry, here: Place, modules: set[str]) -> Iterator[Problem]:
    """Modules that no role requires: nobody's training would ever be stale by them."""
    for index, module in enumerate(cover.modules or ()):
        if module not in modules:
            what = f'no role in [people.required] requires the module "{module}"{did_you_mean(module, modules)}'
            yield here.problem(what, "modules", index, at_value=True)


def _almost_covered(
    roles: Mapping[str, Sequence[str]], entries: Sequence[CoverEntry], place: Place
) -> Iterator[Problem]:
    """Required modules that an entry names in other letters only, such as capitals: training in them would not be
    judged."""
    named = {module for cover in entries for module in cover.modules or ()}
    alike = {folded(module): module for module in sorted(named)}
    for role, modules in roles.items():
        for index, module in enumerate(modules):
            if module not in named and folded(module) in alike:
                what = f'[[covers]] has "{alike[folded(module)]}" and not "{module}": write both the same way'
                yield place.problem(what, "people", "required", role, index, at_value=True)


def _shown(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
