"""What was signed can be looked at again: later reads tell the same evidence of that instant, wherever they read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from support.exports import no_file, page
from support.exports import settings as configured
from support.gates import MILESTONE, gate, rule
from support.jira_server import FakeJira, serving
from support.lives import lives
from support.tracker import MARKED

from readiness_gate.model.policy import Gate, Limit, Rule, SignOff
from readiness_gate.model.reading import Measured
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.run import Program, evaluate
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES

BEGIN = instant("2026-01-01T00:00:00Z")
NOW = BEGIN + 101 * DAY
ASKED: Mapping[str, Mapping[str, Any]] = {
    "defects.open": {"severity": "sev1+sev2"},
    "defects.without-workaround": {"severity": "any"},
    "defects.age": {"severity": "any", "percentile": 90},
    "defects.quiet-days": {},
    "defects.converging-weeks": {},
    "defects.backlog-slope": {},
    "defects.reopen-rate": {"min": 1, "window": "60d"},
    "scope.open-work": {},
    "scope.removed": {},
    "severity.downgrades": {"window": "90d"},
}
JIRA = replace(MARKED, workaround=Marks(labels=frozenset({"workaround"})), projects=("CRM",), export="export.json")
SIGNED = rule("GOV-01", signal="governance.signoffs-missing")
BLOCKS = rule("R-99", Limit("at-most", 99), signal="defects.unmapped")


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_TOKEN", "s3cret")


def _rules() -> Iterator[Rule]:
    for number, (name, given) in enumerate(ASKED.items()):
        signal = SIGNALS[name]
        of_it = {"signal": name, "parameters": signal.with_defaults(given), "unit": signal.unit, "enforcement": "warn"}
        yield rule(f"R-{number}", Limit("at-most", 1), **of_it)


def _gate(*signoffs: SignOff) -> Gate:
    milestone = replace(MILESTONE, version="1.0")
    return gate(
        *_rules(), BLOCKS, SIGNED, milestone=milestone, signers={"sponsor": ("s@example.com",)}, signoffs=signoffs
    )


def _judged(root: Path, now: Instant, of: Gate, jira: JiraSettings = JIRA) -> Verdict:
    return evaluate(Program(configured(root, jira=jira), no_file, now, SIGNALS, SOURCES), of, now)


def _export(root: Path, issues: Sequence[Any], histories: Mapping[str, Sequence[Any]]) -> None:
    told = [
        {**row, "changelog": {"total": len(histories[row["key"]]), "histories": histories[row["key"]]}}
        for row in issues
    ]
    (root / "export.json").write_bytes(page(told, isLast=True))


def _finding(verdict: Verdict) -> Finding:
    return next(each for each in verdict.findings if each.rule == SIGNED)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("day", [60.5, 88.0, 100.0])
def test_what_was_signed_is_found_again(tmp_path: Path, seed: int, day: float) -> None:
    """By a later export, and read live of Cloud and of Data Center."""
    then = BEGIN + int(day * DAY)
    _export(tmp_path, *lives(seed, 40, until=day))
    before = _judged(tmp_path, then, _gate())
    assert sum(isinstance(each.reading, Measured) for each in before.findings) == len(ASKED) + 2
    issues, histories = lives(seed, 40)
    _export(tmp_path, issues, histories)
    signed = _gate(SignOff("wave-2", "sponsor", "s@example.com", then, before.evidence_digest))
    later = [_judged(tmp_path, NOW, signed)]
    for cloud in (True, False):
        with serving(FakeJira(issues, cloud, histories, page=25, date=formatdate(NOW, usegmt=True))) as fake:
            later.append(_judged(tmp_path, NOW, signed, replace(JIRA, export=None, url=fake.url)))
    assert {_finding(each).outcome for each in later} == {"pass"}
    assert len({each.evidence_digest for each in later}) == 1


def test_a_past_that_was_rewritten_is_not(tmp_path: Path) -> None:
    """An issue that is gone, and one whose severity is told as another all along."""
    then = BEGIN + 88 * DAY
    _export(tmp_path, *lives(1, 40, until=88))
    signed = _gate(
        SignOff("wave-2", "sponsor", "s@example.com", then, _judged(tmp_path, then, _gate()).evidence_digest)
    )
    issues, histories = lives(1, 40)
    for changed in (issues[1:], issues[:-20], issues[20:]):
        _export(tmp_path, changed, histories)
        found = _finding(_judged(tmp_path, NOW, signed))
        assert isinstance(found.reading, Measured)
        assert found.outcome == "fail"
        assert "today's policy and sources give" in found.reading.evidence[0].note
