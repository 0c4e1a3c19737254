"""Evidence without dates is unknown at a past go-live, or taken as it is today and marked as leakage."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.backtests import GATE, TRAINED, backtest
from support.git import instant
from support.past_go_lives import HAND, NOW, opened, stated
from support.program import Sample

from readiness_gate.app.backtest import trial
from readiness_gate.app.backtest.trial import Request
from readiness_gate.app.backtest.undated import marked, sources_of, taken_as_today, undated, without_undated
from readiness_gate.model.backtest import Backtest
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.benefits import BenefitFacts
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.facts.stated import LeadershipFacts, SupportFacts
from readiness_gate.model.reading import Measured, Parameters, Question, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.settings.support import SupportSettings
from readiness_gate.run import Evaluation
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

TODAY = Request("go-live", NOW, takes_today=True)
READ = Provenance("x", "x", "all", 1)
PEOPLE = PeopleFacts(READ, (Membership("ann", "rep"), Membership("bob", "rep")), ())
PROCESSES = ProcessFacts(READ, {}, (Process("Quoting", critical=True, as_is="a", to_be="b"),))
LEADERSHIP = LeadershipFacts(READ, LeadershipSettings("m", {}, ()))
ADOPTION = HAND + '\nadoption-below = 0.5\nby = "7d"'


def _facts(**sources: Any) -> Facts:
    return Facts(Settings("test", Path()), None, sources)


def _tried(sample: Sample, request: Request) -> Backtest:
    return trial.backtest(opened(sample.path), request)


@pytest.mark.parametrize(
    ("signal", "facts", "why"),
    [
        ("training.coverage", {"people": PEOPLE}, "the roster does not say since when people are on it"),
        ("training.coverage", {"people": replace(PEOPLE, roster=(Membership("ann", "rep", since=1),))}, ""),
        ("training.coverage", {"people": replace(PEOPLE, roster=(Membership("ann", "rep", until=1),))}, ""),
        ("training.coverage", {"people": Unavailable("gone")}, ""),
        ("evidence.age", {"people": PEOPLE}, ""),
        ("process.mapped", {"processes": PROCESSES}, "the table of processes has no dates"),
        ("process.roles-without-benefit", {"benefits": BenefitFacts(READ, {}, ())}, "the table of benefits has no"),
        ("support.ready", {"support": SupportFacts(READ, SupportSettings())}, "[support] has no dates"),
        ("leadership.owners", {"leadership": LEADERSHIP}, "[leadership] has no dates"),
        ("phases.strategy-first", {"leadership": LEADERSHIP}, ""),
        ("process.mapped", {}, ""),
        ("change.landings", {"people": PEOPLE}, ""),
    ],
)
def test_which_evidence_has_no_dates(signal: str, facts: dict[str, Any], why: str) -> None:
    """Rosters without from and to, and what the configuration or a table says without any day."""
    found = undated(SIGNALS[signal], _facts(**facts))
    assert [one.why.startswith(why) for one in found] == [True] * bool(why)


def test_a_signal_of_then() -> None:
    """Is unknown where it would be that of today, with what to do; others are as they are."""
    table = without_undated(SIGNALS)
    assert {name for name in table if table[name] != SIGNALS[name]} == {
        name for name in SIGNALS if sources_of((SIGNALS[name],))
    }
    nothing = Parameters()
    found = answered(table["process.mapped"], _facts(processes=PROCESSES), NOW, nothing)
    assert isinstance(found, Unavailable)
    assert found.reason == (
        "the table of processes has no dates, so its state at a past go-live is unknown: use --undated as-of-today "
        "to judge with today's state"
    )
    gone = _facts(processes=Unavailable("gone"))
    assert answered(table["process.mapped"], gone, NOW, nothing) == Unavailable("gone")


def test_a_roster_of_today_is_unknown(sample: Sample) -> None:
    """At each go-live, and for how it went; with how to make it known."""
    stated(sample, ADOPTION)
    found = _tried(sample, Request("go-live", NOW))
    [replay] = found.replays
    reasons = {one.rule.id: one.message for one in replay.verdict.findings if one.outcome == "unknown"}
    assert reasons.keys() >= {"TRN-01", "TRN-01-b"}
    assert "add the columns from and to, or use --undated as-of-today to judge with today" in reasons["TRN-01"]
    assert (replay.leaks, replay.aftermath.is_leaking, found.notes) == ((), False, ())


def test_a_roster_of_today_is_marked_where_it_is_asked_for(sample: Sample) -> None:
    """Each go-live names the rules that it was used for, also of the gate as configured."""
    stated(sample, HAND)
    found = _tried(sample, replace(TODAY, changes=("DEF-03.at-most=99",)))
    assert found.configured is not None
    for replay in (*found.replays, *found.configured.replays):
        assert replay.leaks == ("TRN-01", "TRN-01-b")
        assert not {one.rule.id for one in replay.verdict.findings if one.outcome == "unknown"} & {*replay.leaks}
    [note] = found.notes
    assert note == (
        "The roster does not say since when people are on it, so TRN-01, TRN-01-b use the data of today at every "
        "go-live, which say nothing about that time (leakage): add the columns from and to."
    )


def test_a_roster_with_dates_is_no_leakage(sample: Sample) -> None:
    """Nothing is taken as it is today, and both ways give the same."""
    stated(sample, HAND)
    sample.write("roster.csv", "person,role,critical-process,from\nann,Sales rep,quote,2026-01-01\n")
    assert _tried(sample, TODAY) == _tried(sample, Request("go-live", NOW))


def test_how_a_go_live_went_may_rest_on_people_of_today() -> None:
    """And so may a rule on earlier milestones, by the rules of these."""
    [replay] = backtest("x", {"TRN-01": [0.95]}).replays
    earlier = replace(TRAINED, id="MIL-01", signal="milestones.earlier-not-go")
    gate = replace(
        GATE, rules=(earlier,), earlier=(replace(GATE, rules=(replace(TRAINED, signal="training.coverage"),)),)
    )
    verdict = replace(
        replay.verdict,
        findings=tuple(replace(one, rule=earlier) for one in replay.verdict.findings if one.rule == TRAINED),
    )
    replay = replace(replay, verdict=verdict)
    asked = Question("adoption.active-share", instant(1), Parameters())
    active = Measured(0.4, "2 of 5.", unit="share")
    for facts, readings, leaks, is_leaking in (
        (_facts(people=PEOPLE), {asked: active}, ("MIL-01",), True),
        (_facts(people=PEOPLE), {asked: Unavailable("gone")}, ("MIL-01",), False),
        (_facts(people=Unavailable("gone")), {asked: active}, (), False),
    ):
        found = marked(replay, Evaluation(verdict, readings, facts), gate, SIGNALS)
        assert (found.leaks, found.aftermath.is_leaking) == (leaks, is_leaking)
    [said] = taken_as_today(gate, [_facts(people=PEOPLE, support=SupportFacts(READ, SupportSettings()))], SIGNALS)
    assert "so MIL-01 uses the data of today at every go-live" in said
