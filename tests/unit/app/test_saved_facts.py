"""What a file of facts has, and which questions it answers."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from support.program import AS_OF, Sample
from support.records import day, provenance, table

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.saved_facts import FACTS, Coverage, SavedFacts, saved
from readiness_gate.app.session import Session, open_session
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.records.audits import Audit, AuditFacts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.kpis import Kpi, KpiFacts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Parameters, Question, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.plugins import tables
from readiness_gate.run import evaluate
from readiness_gate.signals import SIGNALS, Signal
from readiness_gate.sources import Source

AT: Instant = instant(AS_OF)
NOW = AT + DAY


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A program that is ready."""
    sample = Sample(tmp_path_factory.mktemp("program"))
    return open_session(tables(), Whereabouts(sample.path, ""), NOW)


@pytest.fixture(scope="module")
def facts(session: Session) -> SavedFacts:
    """Its facts."""
    return saved(session, session.gates["go-live"], AT)


def _with_jira(session: Session, facts: SourceFacts) -> Session:
    """A program whose issues are these."""

    def fetch(*_: object) -> SourceFacts:
        return facts

    sources = {**session.program.sources, "jira": Source("jira", fetch)}
    return replace(session, program=replace(session.program, sources=sources))


def _coverage(session: Session, facts: SavedFacts, *changed: str) -> Coverage:
    return Coverage("f.json", facts, session.program.settings, changed)


def test_facts_come_back_from_their_file(facts: SavedFacts) -> None:
    """As a source gave them."""
    assert FACTS.from_bytes(FACTS.to_bytes(facts)) == facts
    assert set(facts.sources) == {"git", "jira", "people"}


@dataclass(frozen=True, slots=True)
class Toy(SourceFacts):
    """Facts that only a plugin knows."""

    anything: object


def test_facts_of_every_table_come_back(facts: SavedFacts) -> None:
    """With the times of which the use of the system is whole."""
    use = UsageFacts(provenance("usage", 1), {}, (Use("E1", day(3), active=False, late=0),), {}, (Period(1, 2),))
    tables_of: dict[str, Any] = {
        "usage": use,
        "entries": table(EntryFacts, Entry("O-1", day(2), "E1", "E2", bulk=False)),
        "kpis": table(KpiFacts, Kpi("Time", baseline=6.5, captured_at=day(9))),
        "audits": table(AuditFacts, Audit(30, day(1), asked_harder=True, answers=3)),
        "handovers": table(HandoverFacts, HandoverItem("Support", "IT", day(1))),
    }
    whole = replace(facts, sources={**facts.sources, **tables_of})
    assert FACTS.from_bytes(FACTS.to_bytes(whole)) == whole


def test_facts_of_a_plugin_are_not_kept(session: Session) -> None:
    """They could be any object, and would be code: they are unknown, with what to do."""
    toy = _with_jira(session, Toy(Provenance("jira", "x", "y", 1), object()))
    kept = saved(toy, toy.gates["go-live"], AT).sources["jira"]
    assert isinstance(kept, Unavailable)
    assert "come from a plugin" in kept.reason


def test_clocks_that_differed_are_not_forgotten(session: Session) -> None:
    """What was unknown because of that stays unknown, by the same reason."""
    ahead = JiraFacts(Provenance("jira", "x", "y", 0, NOW, ahead=3 * DAY), (), 0)
    program = _with_jira(session, ahead)
    gate = program.gates["go-live"]
    facts = saved(program, gate, NOW)
    assert facts.doubtful_since == NOW
    why = _coverage(program, facts).why_not(SIGNALS, Question("evidence.age", NOW), gate.milestone)
    assert why == facts.doubt
    assert "minutes behind that of jira" in why
    assert {reason(finding.reading) for finding in evaluate(program.program, gate, NOW).findings} == {why}
    kept = facts.sources["jira"]
    assert isinstance(kept, JiraFacts)
    assert kept.provenance.ahead is None


def reason(reading: object) -> str:
    """Why there is no reading."""
    assert isinstance(reading, Unavailable)
    return reading.reason


def _signal(needs: Needs) -> Any:
    def of(*_: object) -> Needs:
        return needs

    return {"own": replace(SIGNALS["change.landings"], needs=of)}


def _why_not(session: Session, facts: SavedFacts, needs: Needs, *changed: str) -> str:
    table: dict[str, Signal] = _signal(needs)
    milestone = session.gates["go-live"].milestone
    return _coverage(session, facts, *changed).why_not(table, Question("own", AT, Parameters()), milestone)


def test_what_was_fetched_is_covered(session: Session, facts: SavedFacts) -> None:
    """All of it, and every part; how a gate stood is no part of what is fetched."""
    git = facts.needs.git
    assert git is not None
    assert _why_not(session, facts, facts.needs) == ""
    assert _why_not(session, facts, Needs()) == ""
    assert (
        _why_not(session, facts, Needs(frozenset({"git"}), replace(git, paths=frozenset(), since=git.since + 1))) == ""
    )
    of_gate = Needs(frozenset({"policy"}), standing=frozenset({AT}), signed_until=AT)
    assert _why_not(session, facts, of_gate) == ""


@pytest.mark.parametrize(
    "more",
    [
        {"sources": frozenset({"calendar"})},
        {"issues_since": 0},
        {"versions": frozenset({"2.0"})},
        {"git": {"newest": AT + 1}},
        {"git": {"since": 0}},
        {"git": {"oldest": 0}},
        {"git": {"paths": frozenset({("x/**",)})}},
        {"git": {"last": frozenset({("x/**",)})}},
        {"git": {"lines": 0}},
        {"git": {"line_paths": frozenset({("x/**",)})}},
        {"git": {"baseline": True}},
        {"git": {"since_baseline": True}},
        {"git": {"freeze": True}},
        {"git": {"policy": True}},
        {"git": {"modules": True}},
        {"git": {"frozen": 0}},
        {"git": {"commits": 0}},
    ],
    ids=str,
)
def test_what_was_not_fetched_is_not_covered(session: Session, facts: SavedFacts, more: dict[str, Any]) -> None:
    """Whatever it is: each field of what is needed counts."""
    git = facts.needs.git
    assert git is not None
    needs = Needs(git=replace(git, **more["git"])) if "git" in more else Needs(**more)
    assert _why_not(session, facts, needs).startswith("this needs more than was fetched")


def test_another_policy_hides_no_edit(session: Session, facts: SavedFacts) -> None:
    """Only what reads the policy's own files depends on these."""
    git = facts.needs.git
    assert git is not None
    locked = replace(facts, needs=replace(facts.needs, git=replace(git, policy=True)))
    asked = Needs(git=GitNeed(AT, AT, AT, policy=True))
    assert _why_not(session, locked, asked) == ""
    assert _why_not(session, locked, asked, "a.toml", "b.toml").startswith("a.toml, b.toml changed since f.json")
    assert _why_not(session, locked, Needs(git=GitNeed(AT, AT, AT)), "a.toml") == ""


def test_without_a_milestone_nothing_is_covered(session: Session, facts: SavedFacts) -> None:
    """Facts are for one."""
    coverage = _coverage(session, facts)
    milestone: Milestone | None = None
    assert "for the milestone" in coverage.why_not(SIGNALS, Question("evidence.age", AT), milestone)
    assert coverage.why_not(SIGNALS, Question("none", AT), session.gates["go-live"].milestone) == ""


def test_the_folder_of_the_configuration_does_not_count(session: Session, facts: SavedFacts) -> None:
    """A file may be judged on another machine."""
    elsewhere = replace(session.program.settings, root=Path("/elsewhere"))
    coverage = Coverage("f.json", facts, elsewhere, ())
    assert coverage.why_not(SIGNALS, Question("none", AT), session.gates["go-live"].milestone) == ""
