"""The configuration that training modules depend on, by `[[covers]]`, and when it changed."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.captures import bound
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import listed
from readiness_gate.signals.views import history
from readiness_gate.signals.views.covers import Files, Known, check_void, files_of, modules_within, void_config
from readiness_gate.signals.views.mainline import tree
from readiness_gate.signals.views.once import once

_MISSPELLED = 0.85


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration that a module depends on."""

    files: Files
    last: Mapping[str, Touch]
    """The last known change of each file."""
    short: str | None
    """Why there may be an unknown change that landed by `known_from`."""
    known_from: Instant

    def doubt(self, moment: Instant) -> str | None:
        """Return why there may be an unknown change later than an instant; None if there cannot be."""
        return self.short if moment < self.known_from else None


def check_configured(facts: Facts) -> None:
    """Raise CannotMeasure if no entry says what any module depends on."""
    if not any(cover.modules for cover in facts.settings.covers):
        raise CannotMeasure(
            "which configuration training modules depend on is not configured: provide modules = […] in [[covers]]"
        )


@once
def configs(facts: Facts, as_of: Instant, required: tuple[str, ...]) -> Mapping[str, Config]:
    """Return what is known of the configuration, present or deleted, that each module depends on; modules without an
    entry are left out. Raises CannotMeasure if none has one."""
    git = facts.require_git()
    paths, last, present = facts.settings.git.paths, history.last_changes(git, as_of), sorted(tree(facts, as_of))
    ever = {*last, *present}
    changed: dict[str, dict[str, Touch]] = {}
    short: dict[str, str] = {}
    for cover in facts.settings.covers:
        modules = [module for module in required if module in cover.modules]
        if not modules:
            continue
        config = paths.listed(cover.config)
        belonging = [path for path in history.belonging(git, config) if path in ever]
        if not all(bound(pattern, belonging) for pattern in cover.config):
            check_void(git, list(void_config(cover, Known(paths, (), sorted(ever)))))
        matching = [*belonging, *modules_within(git, config)]
        touched = {path: last[path] for path in matching if path in last}
        if not touched:
            short.update(dict.fromkeys(modules, _why_untouched(git, config.of(present))))
        for module in modules:
            changed.setdefault(module, {}).update(touched)
    if not changed:
        raise CannotMeasure(
            f"no [[covers]] entry says what configuration {listed(required)} depends on, so it is unknown whether that "
            "training still holds: provide modules = […] in [[covers]]"
        )
    return {module: _config(git, touched, short.get(module), as_of) for module, touched in changed.items()}


def _config(git: GitFacts, touched: Mapping[str, Touch], short: str | None, as_of: Instant) -> Config:
    known_from = history.begins_cut_off(git, touched) or git.first_landed
    return Config(files_of(git, touched, touched, as_of), touched, short, known_from)


def _why_untouched(git: GitFacts, present: Sequence[str]) -> str:
    """Return why no landing is known for some configuration: history is truncated. Raises CannotMeasure if it is
    not."""
    cut_off = history.why_cut_off(git)
    if cut_off is None:
        raise CannotMeasure(
            f"no landing is known that brought {present[0]} ({len(present)} such files of configuration)"
        )
    return cut_off


def uncovered(required: Sequence[str], found: Mapping[str, Config]) -> str:
    """Return a clause that lists the modules without an entry, so that nobody takes them for judged."""
    names = ", ".join(_hinted(module, found) for module in required if module not in found)
    return f"; not judged, as no [[covers]] entry names them: {names}" if names else ""


def _hinted(module: str, covered: Iterable[str]) -> str:
    """Return a module without an entry, with a suggestion of the one that may be meant."""
    close = get_close_matches(module, covered, n=1, cutoff=_MISSPELLED)
    return f'{module} (did you mean "{close[0]}"?)' if close else module
