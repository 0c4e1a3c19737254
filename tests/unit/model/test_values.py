"""The small values: settings, facts by source, shapes, findings."""

from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.gates import rule, waiver

from readiness_gate.model import facts, globs, needs, policy, reading, settings, verdict
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.policy import OUTCOMES
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import GitPaths
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import Finding

_PATHS = GitPaths(("c/**",), ("s/**",), ("d/**",), ("**/x",))


@pytest.mark.parametrize(
    ("name", "inside"),
    [("config", ["c/a"]), ("code", ["s/a"]), ("docs", ["d/a"]), ("config+code", ["c/a", "s/a"])],
)
def test_named_path_sets(name: str, inside: list[str]) -> None:
    """A path set has the paths of its name, and what is excluded belongs to none."""
    assert _PATHS.named(name).of(["c/a", "c/x", "s/a", "s/x", "d/a", "d/x"]) == inside


def test_path_sets_of_a_rules_own() -> None:
    """Patterns of a rule's own know the same exclusion; a name that does not exist is a mistake of ours."""
    assert _PATHS.listed(("**",)).of(["a", "b/x"]) == ["a"]
    with pytest.raises(KeyError):
        _PATHS.named("other")


def _facts(**sources: SourceFacts | Unavailable) -> Facts:
    return Facts(Settings("Program", Path()), None, sources)


_JIRA = JiraFacts(Provenance("jira", "", "", 0), (), 0)
_PEOPLE = PeopleFacts(Provenance("people", "", "", 0), (), ())


def test_facts_by_source() -> None:
    """The facts of a source are those that it gave, or the reason why it gave none."""
    away = Unavailable("the server did not answer")
    given = _facts(jira=_JIRA, git=away, people=_PEOPLE)
    assert (given.jira, given.git, given.people) == (_JIRA, away, _PEOPLE)


@pytest.mark.parametrize("given", [_facts(), _facts(jira=_PEOPLE, git=_PEOPLE, people=_JIRA)], ids=["none", "others"])
def test_facts_that_are_missing(given: Facts) -> None:
    """A source that was not read, or answered with facts of another kind, is unavailable, and named."""
    for name, found in (("git", given.git), ("jira", given.jira), ("people", given.people)):
        assert found == Unavailable(f'nothing was read from the source "{name}"')


@pytest.mark.parametrize(
    ("value", "mapping", "sequence"),
    [
        ({"a": 1}, True, False),
        (MappingProxyType({"a": 1}), True, False),
        ([1], False, True),
        ((1,), False, True),
        ("text", False, False),
        (b"bytes", False, False),
        (frozenset({1}), False, False),
        (None, False, False),
    ],
    ids=str,
)
def test_shapes(value: Any, *, mapping: bool, sequence: bool) -> None:
    """Mappings and sequences are told from all else; a text is no sequence."""
    assert as_mapping(value) == (value if mapping else None)
    assert as_sequence(value) == (value if sequence else None)


def test_only_a_fail_is_waived() -> None:
    """Whatever stands beside a finding, only a fail can be waived, and only by a waiver."""
    assert [each for each in OUTCOMES if Finding(rule(), each, "", waiver=waiver()).waived] == ["fail"]
    assert not Finding(rule(), "fail", "").waived


_MODULES = (facts, globs, needs, policy, reading, settings, verdict)


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_values_do_not_change(module: ModuleType) -> None:
    """Every value of the model is frozen, and takes no attribute that it does not have."""
    made = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    values: list[Any] = [each for each in made if is_dataclass(each)]
    assert values
    for each in values:
        assert each.__dataclass_params__.frozen, each
        assert "__dict__" not in dir(each), each


@pytest.mark.parametrize(
    ("freeze", "zone", "began"),
    [
        (None, "UTC", None),
        (date(2026, 3, 1), "UTC", "2026-03-01T23:59:59Z"),
        (date(2026, 3, 1), "Europe/Berlin", "2026-03-01T22:59:59Z"),
        (date(2026, 3, 1), None, "2026-03-01T23:59:59Z"),
    ],
)
def test_a_freeze_begins_with_the_end_of_its_day(freeze: date | None, zone: str | None, began: str | None) -> None:
    """In the program's zone; what landed on that day is part of what is frozen."""
    milestone = Milestone("go-live", "go-live", date(2026, 6, 1), freeze=freeze)
    assert milestone.frozen(ZoneInfo(zone) if zone else None) == (instant(began) if began else None)
