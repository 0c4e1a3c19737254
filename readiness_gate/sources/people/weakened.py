"""What an edit of [people], or of the files that it names, weakens."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.sources.changes import fewer, replaced

_KEYS = {"zone": "timezone", "wide": "modules", "whole_from": "from", "whole_to": "to"}
"""The settings of people files with other names in the configuration."""
_OF_NO_KEY = ("file", "may_lack", "said_by")


def weakened(base: Settings, edited: Settings) -> Iterator[str]:
    """Yield people files that are read differently, and modules that roles no longer require."""
    if base.people is not None and edited.people is not None:
        yield from _people(base.people, edited.people)
    elif base.people is not None:
        yield "people are no longer read"


def _people(base: PeopleSettings, edited: PeopleSettings) -> Iterator[str]:
    for key in dict.fromkeys([*base.files, *edited.files]):
        yield from file_edits(f"people.{key}", base.files.get(key), edited.files.get(key))
    for role, modules in (base.required or {}).items():
        yield from fewer(f"people.required.{role}", modules, (edited.required or {}).get(role, ()))


def file_edits(where: str, base: PeopleFile | None, edited: PeopleFile | None) -> Iterator[str]:
    """Yield what an edit changes in how a people file is read: every key of it can change who counts."""
    if base is None or edited is None:
        yield from replaced(where, base and base.file, edited and edited.file)
        return
    yield from replaced(where, base.file, edited.file)
    changed = list(_changed_keys(base, edited))
    if changed:
        yield f"{where} is read differently: {', '.join(changed)}"


def _changed_keys(base: PeopleFile, edited: PeopleFile) -> Iterator[str]:
    """Yield the keys with another value, by their names in the configuration."""
    for name in (key.name for key in fields(PeopleFile) if key.name not in _OF_NO_KEY):
        if getattr(base, name) != getattr(edited, name):
            yield _KEYS.get(name, name.replace("_", "-"))


def shrunk(base: Sequence[Membership], edited: Sequence[Membership]) -> list[str]:
    """Return the rows of the roster that an edit removes or changes."""
    gone = len(set(base) - set(edited))
    return [f"{gone} of {len(set(base))} rows of the roster are gone or changed"] if gone else []
