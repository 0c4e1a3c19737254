"""Settings carry what any source needs, by the source's name."""

from dataclasses import dataclass
from pathlib import Path

from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.settings.people import PeopleSettings

PROGRAM = Settings("P", Path())


@dataclass(frozen=True)
class Tool:
    """The settings of a source of our own."""

    name: str


def test_a_source_has_its_own_settings() -> None:
    """Under its name, of its own kind, and without touching those of others."""
    having = PROGRAM.having("tool", Tool("a")).having("other", Tool("b"))
    assert having.of("tool", Tool) == Tool("a")
    assert having.of("tool", PeopleSettings) is None
    assert PROGRAM.of("tool", Tool) is None
    assert having.having("tool", None).slices == {"other": Tool("b")}
    assert having.having("tool", Tool("c")).of("tool", Tool) == Tool("c")


def test_the_sources_that_are_shipped_are_reached_alike() -> None:
    """Those that have a field of their own, too."""
    people = PeopleSettings()
    assert PROGRAM.having("people", people).people is people
    assert PROGRAM.having("people", people).of("people", PeopleSettings) is people
    assert PROGRAM.having("people", people).having("people", None) == PROGRAM
    assert PROGRAM.of("git", GitSettings) == GitSettings()
    assert PROGRAM.of("jira", GitSettings) is None
