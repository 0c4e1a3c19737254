"""A trend has of each date what a check as of that date says, and nothing that came later changes it."""

import json
import random
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.dated_programs import FILES, NOW, OWN, defect, opened, program
from support.effort import law
from support.git import instant

from readiness_gate.app.check import check
from readiness_gate.app.session import Session
from readiness_gate.app.trend import trend
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.trend.stated import AS_IT_WAS

SEEDS = st.integers(0, 2**32)
DATES = [*range(NOW - 21 * DAY, NOW, 5 * DAY), NOW]


def _series(session: Session, dates: list[Instant], policy: str = "today") -> list[Verdict]:
    judged = trend(
        session, session.gate("go-live", dates[-1]), dates, "as-it-was" if policy == "as-it-was" else "today"
    )
    return [*judged.past, judged]


def _what_counts(verdict: Verdict) -> object:
    return (
        verdict.as_of,
        verdict.decision,
        verdict.decision_without_waivers,
        verdict.findings,
        verdict.evidence_digest,
        verdict.sentence,
    )


@law(4, few=1)
@given(SEEDS)
def test_each_date_is_a_check_as_of_it(ready: Path, seed: int) -> None:
    """With its decision, its findings and the digest of its evidence."""
    with tempfile.TemporaryDirectory() as folder:
        session = opened(program(Path(folder) / "program", ready, seed))
        for verdict in _series(session, DATES):
            (alone,) = check(session, "go-live", verdict.as_of)
            assert _what_counts(verdict) == _what_counts(alone)


@law(4, few=1)
@given(SEEDS)
def test_what_comes_later_changes_nothing(ready: Path, seed: int) -> None:
    """Landings, and defects that are raised."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        sample = program(Path(folder) / "program", ready, seed)
        before = _series(opened(sample), DATES)
        for day in (99.2, 99.6):
            sample.repo.commit(day, {rng.choice(FILES): f"later {day}"}, "later")
        known = json.loads((sample.path / "export.json").read_text())["issues"]
        sample.export([*known, defect(50, 99.3, None, "Highest")])
        after = _series(opened(sample), DATES)
        for one, other in zip(before[:-1], after[:-1], strict=True):
            assert _outcomes(one) == _outcomes(other)


def _outcomes(verdict: Verdict) -> object:
    """What a verdict decides and why; some messages say how many issues were read."""
    findings = [(one.rule.id, one.outcome, one.waived) for one in verdict.findings]
    return verdict.decision, verdict.evidence_digest, findings


@law(4, few=1)
@given(SEEDS, st.integers(0, 4), st.floats(89, 99))
def test_the_policy_differs_where_it_was_edited(ready: Path, seed: int, limit: int, day: float) -> None:
    """By the policy as it was, dates before an edit are judged as they were before it, and those after it as today."""
    with tempfile.TemporaryDirectory() as folder:
        sample = program(Path(folder) / "program", ready, seed)
        dates = [instant(one) for one in (88.5, 90, 93, 96, 99.5)]
        first = _series(opened(sample), dates)
        sample.write("own.toml", OWN.replace("LIMIT", str(limit)))
        sample.repo.git("commit", "-q", "--allow-empty", "-a", "-m", "edit", at=instant(max(day, 99.1)))
        session = opened(sample)
        today, then = _series(session, dates), _series(session, dates, AS_IT_WAS)
        assert [_own(one) for one in then[:-1]] == [_own(one) for one in first[:-1]]
        assert _own(then[-1]) == _own(today[-1])
        assert then[-1].findings == today[-1].findings


def _own(verdict: Verdict) -> object:
    return [(one.outcome, one.message, one.rule.limit) for one in verdict.findings if one.rule.id == "OWN-01"]
