"""What is counted now and was not at an earlier time: repositories, projects, paths and tables in the configuration,
and exports that shrank."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import cast

from readiness_gate.app.since.rosters import Churn
from readiness_gate.model.comparison import Counted
from readiness_gate.model.digest import NEVER
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.wording import counted, listed
from readiness_gate.sources.changes import FEW, fewer, more

_NO_KEYS = frozenset({"written", "said_by", "exported_at", "may_lack", "by_name"})
"""Fields of settings that no key of the configuration sets, or that do not change what is counted."""
_LIVE = frozenset({"git", "policy", "milestones"})
"""Sources whose number of records depends on a period and says nothing about what is counted."""


def of_settings(then: Settings, now: Settings) -> Iterator[Counted]:
    """Yield what the configuration counts differently."""
    for what in _differences("program.timezone", then.zone and then.zone.key, now.zone and now.zone.key):
        yield Counted("setting", "", what)
    before, after = repositories_of(then.git), repositories_of(now.git)
    for name in {**before, **after}:
        where = f"git.{name}" if name else "git"
        yield from _settings("git", where, before.get(name), after.get(name))
    yield from _settings("git", "covers", then.covers, now.covers)
    yield from _settings("git", "process-documents", then.process_documents, now.process_documents)
    yield from _settings("jira", "jira", then.jira, now.jira)
    yield from _people(then, now)
    for name in {**then.slices, **now.slices}:
        yield from _settings(name, name, then.slices.get(name), now.slices.get(name))
    for name in {**then.plugins, **now.plugins}:
        yield from _settings(name, f"plugins.{name}", then.plugins.get(name), now.plugins.get(name))


def _people(then: Settings, now: Settings) -> Iterator[Counted]:
    """Yield the differences in the people tables, each of which is a source, and in the modules that roles require."""
    before, after = _files(then), _files(now)
    for key in {**before, **after}:
        source = "people" if key in ("roster", "completions") else key
        yield from _settings(source, f"people.{key}", before.get(key), after.get(key))
    required = ((one.people and one.people.required) or {} for one in (then, now))
    yield from _settings("people", "people.required", *required)


def _files(settings: Settings) -> Mapping[str, PeopleFile]:
    return settings.people.files if settings.people else {}


def _settings(source: str, where: str, then: object, now: object) -> Iterator[Counted]:
    return (Counted("setting", source, what) for what in _differences(where, then, now))


def _differences(where: str, then: object, now: object) -> Iterator[str]:
    """Yield the differences between two values of settings, in words, by the keys of the configuration."""
    if then == now:
        return
    if not then or not now:
        yield _replaced(where, then, now)
    elif is_dataclass(then) and type(then) is type(now):
        for key in fields(then):
            if key.name not in _NO_KEYS and dict(key.metadata) != NEVER:
                name = f"{where}.{key.name.replace('_', '-')}"
                yield from _differences(name, getattr(then, key.name), getattr(now, key.name))
    else:
        yield from _of_collections(where, then, now)


def _of_collections(where: str, then: object, now: object) -> Iterator[str]:
    before, after = as_mapping(then), as_mapping(now)
    if before is not None and after is not None:
        for key in {**before, **after}:
            yield from _differences(f"{where}.{key}", before.get(key), after.get(key))
        return
    ours, theirs = _names(then), _names(now)
    if ours is None or theirs is None:
        yield _replaced(where, then, now)
        return
    yield from fewer(where, ours, theirs)
    yield from more(where, ours, theirs)


def _names(value: object) -> list[str] | None:
    """Return the texts in a list or a set; None for anything else."""
    items = sorted(map(str, cast("frozenset[object]", value))) if isinstance(value, frozenset) else as_sequence(value)
    return None if items is None or not all(isinstance(item, str) for item in items) else [str(item) for item in items]


def _replaced(where: str, then: object, now: object) -> str:
    """Return that something exists at only one of the times, or was replaced."""
    if _is_plain(then) and _is_plain(now):
        return f"{where} is {_plain(now)} instead of {_plain(then)}"
    return f"{where} is {'changed' if then and now else 'added' if now else 'removed'}"


def _is_plain(value: object) -> bool:
    return not value or isinstance(value, str | bool | int | float) or bool(_names(value))


def _plain(value: object) -> str:
    """Return a value in words; a missing one as `none`."""
    if isinstance(value, bool):
        return str(value).lower()
    return listed(_names(value) or [str(value or "none")], FEW)


def of_sources(then: Iterable[Provenance], now: Iterable[Provenance], churn: Churn) -> Iterator[Counted]:
    """Yield the sources that have fewer records now, beyond the people who left the roster; without numbers of few
    people."""
    before, after = _records(then), _records(now)
    for (source, repository), records in after.items():
        had = before.get((source, repository), 0)
        of_people = source == "people"
        left = max(len(churn.then) - len(churn.now), 0) if of_people else 0
        if records + left < had:
            few = of_people and had - records < churn.least
            yield Counted("smaller", source, f"{source} has {'fewer records' if few else _fewer(records, had)}")


def _fewer(records: int, had: int) -> str:
    return f"{counted(records, 'record')} instead of {had}"


def _records(sources: Iterable[Provenance]) -> Mapping[tuple[str, str], int]:
    known = (one for one in sources if one.complete and one.source not in _LIVE)
    return {(one.source, one.repository): one.records for one in known}
