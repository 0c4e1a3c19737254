"""A gate as of several instants: each source is read once, and each verdict is that of a run as of its instant."""

from dataclasses import replace
from datetime import date

import pytest
from support.program import AS_OF, Sample

from readiness_gate.app.past import WEEKS, weeks_before
from readiness_gate.config import load
from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question, Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.run import Asked, Program, Trial, evaluate, evaluate_series, evaluate_trials, measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES, Source

NOW = instant(AS_OF)
SIGNED = """
[[signoffs]]
milestone = "go-live"
role = "sponsor"
approver = "sponsor@example.com"
signed-on = 2026-03-31T12:00:00Z
evidence = "sha256:0"
"""


class _Counted:
    """A source that counts how often it is read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.reads = 0

    def __call__(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        self.reads += 1
        return self.source.fetch(settings, needs, now, read)


def _opened(sample: Sample) -> tuple[Program, Gate, dict[str, _Counted]]:
    read = WorkTree(sample.path).read
    configuration = load("readiness-gate.toml", read, SIGNALS, root=sample.path)
    counted = {name: _Counted(source) for name, source in SOURCES.items()}
    sources = {name: replace(source, fetch=counted[name]) for name, source in SOURCES.items()}
    program = Program(configuration.settings, read, NOW, SIGNALS, sources)
    return program, configuration.gates["go-live"], counted


@pytest.fixture
def governed(sample: Sample) -> Sample:
    """A program that is signed, with rules that must have held for days and rules that apply at times only."""
    sample.configure("[git]\n", '[signoffs.approvers]\nsponsor = ["sponsor@example.com"]\n\n[git]\n')
    sample.configure('packs = ["starter"]', 'packs = ["baseline", "integrity"]\npolicy-lock = 2026-03-01')
    sample.write("readiness-signoffs.toml", SIGNED.replace("sha256:0", f"sha256:{'0' * 64}"))
    return sample


def test_each_verdict_is_that_of_its_instant(governed: Sample) -> None:
    """With every finding, the evidence that people sign, and what is known of how it can be signed."""
    program, gate, _ = _opened(governed)
    days = [*weeks_before(NOW, 15), NOW - DAY, NOW]
    series = evaluate_series(program, gate, days)
    assert [verdict.as_of for verdict in series.verdicts] == days
    for verdict, day in zip(series.verdicts, days, strict=True):
        alone = evaluate(program, gate, day)
        assert verdict.findings == alone.findings
        assert (verdict.decision, verdict.sentence) == (alone.decision, alone.sentence)
        assert verdict.evidence_digest == alone.evidence_digest
    assert len({verdict.decision for verdict in series.verdicts}) > 1


def test_each_source_is_read_once(governed: Sample) -> None:
    """However many instants there are."""
    program, gate, counted = _opened(governed)
    evaluate_series(program, gate, [*weeks_before(NOW), NOW])
    reads = {name: one.reads for name, one in counted.items() if one.reads}
    assert reads.keys() >= {"git", "jira", "people"}
    assert set(reads.values()) == {1}


def test_before_a_source_knows_anything(governed: Sample) -> None:
    """Nothing of git passes before its first landing."""
    program, gate, _ = _opened(governed)
    (before, _) = evaluate_series(program, gate, [NOW - 2000 * DAY, NOW]).verdicts
    assert before.decision != "go"
    of_git = [one for one in before.findings if "git" in SIGNALS[one.rule.signal].sources]
    assert {one.outcome for one in of_git} <= {"unknown", "not-applicable"}
    assert isinstance(of_git[0].reading, Unavailable)


def test_further_questions(governed: Sample) -> None:
    """Are answered as of any instant, and with the gate."""
    program, gate, counted = _opened(governed)
    asked = [Question("defects.open", NOW - ago * DAY, SIGNALS["defects.open"].with_defaults({})) for ago in (0, 9)]
    asked.append(Question("governance.signoffs-missing", NOW))
    series = evaluate_series(program, gate, [NOW], asked)
    assert counted["jira"].reads == 1
    assert series.readings == measure_all(program, asked, gate.milestone, gate=gate).readings
    assert series.verdicts == (evaluate(program, gate, NOW),)


def test_weeks_before() -> None:
    """Whole weeks, oldest first, without the instant itself."""
    assert weeks_before(NOW, 2) == (NOW - 14 * DAY, NOW - 7 * DAY)
    assert len(weeks_before(NOW)) == WEEKS


def test_trials_are_read_once(governed: Sample) -> None:
    """Each gate has its own verdict, and what else is asked is of later times; git is read for each freeze."""
    program, gate, counted = _opened(governed)
    milestone = gate.milestone
    days = [NOW - 14 * DAY, NOW - 7 * DAY, NOW]
    gates = [replace(gate, milestone=replace(milestone, version=f"{number}.0")) for number in range(3)]
    asked = Asked(milestone, (Question("change.landings", NOW, SIGNALS["change.landings"].with_defaults({})),))
    trials = [Trial(one, day, asked) for one, day in zip(gates, days, strict=True)]
    found = evaluate_trials(program, trials)
    assert {one.reads for one in counted.values()} == {0, 1}
    for one, trial in zip(found, trials, strict=True):
        alone = evaluate(program, trial.gate, trial.as_of)
        assert replace(one.verdict, sources=()) == replace(alone, sources=())
        assert list(one.readings) == list(asked.questions)
    counted["git"].reads = counted["jira"].reads = 0
    freezes = [replace(gate, milestone=replace(milestone, freeze=date(2026, 3, day))) for day in (1, 2, 2)]
    evaluate_trials(program, [Trial(one, NOW, Asked(one.milestone)) for one in freezes])
    assert (counted["git"].reads, counted["jira"].reads) == (2, 1)
