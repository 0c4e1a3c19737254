"""A gate tried on past go-lives of a program on disk."""

import datetime as dt
from dataclasses import replace

import pytest
from support.git import instant
from support.past_go_lives import HAND, NOW, opened, stated
from support.program import Sample

from readiness_gate.app.backtest import trial
from readiness_gate.app.backtest.trial import Request, backtest
from readiness_gate.errors import BadUse

REQUEST = Request("go-live", NOW)
OTHER = 'name = "Wave 2"\ndate = 2026-04-02T10:00:00Z\ngrave-defects-within = "7d"\nadoption-below = 0.5\nby = "7d"'


def test_a_program_with_two_go_lives(sample: Sample) -> None:
    """Each has the verdict of its own time, and what became of it; the gate is that of the milestone."""
    stated(sample, OTHER, HAND + '\nwent-wrong = true\nsaid-by = "m"')
    session = opened(sample.path)
    found = backtest(session, REQUEST)
    assert found.gate == session.gates["go-live"]
    assert [one.go_live.name for one in found.replays] == ["Wave 1", "Wave 2"]
    assert [one.verdict.milestone.date for one in found.replays] == [dt.date(2026, 3, 3), dt.date(2026, 4, 2)]
    first, second = found.replays
    assert first.verdict.as_of == first.go_live.as_of
    assert (first.aftermath.went_wrong, first.aftermath.said_by) == (True, "m")
    assert second.aftermath.went_wrong is None
    assert "How many people used the system after 7 days is unknown" in second.aftermath.seen
    assert (found.changed, found.left_out, found.notes, found.is_whole) == ((), (), (), True)


def test_other_limits_are_part_of_the_policy(sample: Sample) -> None:
    """Each verdict says that it is by another one."""
    stated(sample, HAND)
    session = opened(sample.path)
    usual = backtest(session, REQUEST)
    other = backtest(session, Request("go-live", NOW, ("DEF-03.at-most=99",)))
    assert other.changed == ("DEF-03.at-most=99",)
    digests = {one.replays[0].verdict.policy.digest for one in (usual, other)}
    assert len(digests) == 2
    rule = next(one for one in other.gate.rules if one.id == "DEF-03")
    assert rule.limit.value == 99


def test_a_trial_has_the_gate_as_configured(sample: Sample) -> None:
    """It is what a trial without changes gives; without changes there is none."""
    stated(sample, OTHER, HAND + '\nwent-wrong = true\nsaid-by = "m"')
    session = opened(sample.path)
    usual = backtest(session, REQUEST)
    other = backtest(session, Request("go-live", NOW, ("DEF-03.at-most=99",)))
    assert usual.configured is None
    assert other.configured is not None
    assert replace(other.configured, replays=()) == replace(usual, replays=())
    for ours, theirs in zip(other.configured.replays, usual.replays, strict=True):
        assert (ours.go_live, ours.aftermath) == (theirs.go_live, theirs.aftermath)
        assert (ours.verdict.findings, ours.verdict.policy) == (theirs.verdict.findings, theirs.verdict.policy)


def test_rules_on_the_evidence_of_today_say_nothing_of_the_past(sample: Sample) -> None:
    """They are named with the reason, by a mark of their signal."""
    stated(sample, HAND)
    found = backtest(opened(sample.path), REQUEST)
    assert [(one.rule.id, one.rule.signal) for one in found.unasked] == [("GOV-05", "evidence.age")]
    assert found.unasked[0].why.startswith("is about the evidence of today: ")


def test_nothing_can_be_tried(sample: Sample) -> None:
    """There are no verdicts, and the reason."""
    stated(sample, 'from = "tags"\npattern = "v*"')
    found = backtest(opened(sample.path), REQUEST)
    assert (found.replays, found.is_whole, len(found.left_out)) == ((), False, 1)


def test_a_rule_that_counts_from_a_later_day_on(sample: Sample) -> None:
    """It finds nothing at earlier go-lives, which is said."""
    stated(sample, HAND, OTHER)
    sample.write("roster.csv", "person,role,critical-process,from\nann,Sales rep,quote,2026-01-01\n")
    found = backtest(opened(sample.path), Request("go-live", NOW, ("DEF-03.since=2026-03-20",)))
    [note] = found.notes
    assert note.startswith(
        "DEF-03 counts only what was raised after 2026-03-20, which is later than 1 go-live (Wave 1)"
    )


def test_a_pattern_that_leaves_no_patches(sample: Sample) -> None:
    """Is said: whatever it matches is a go-live, and no patch of another."""
    for day, name in ((90, "v1.0.0"), (92, "v1.0.1"), (93, "1.0.2"), (110, "v1.0.3")):
        sample.repo.commit(day, {}, name)
        sample.repo.git("tag", name)
    stated(sample, 'from = "tags"\npattern = "*"\npatch-within = "7d"')
    found = backtest(opened(sample.path), REQUEST)
    assert found.replays[0].aftermath.went_wrong is False
    note = next(one for one in found.notes if one.startswith("The pattern"))
    assert note.startswith("The pattern in [[past-go-lives]] makes v1.0.1, 1.0.2 a go-live, and so no patch of another")


def test_go_lives_without_a_version(sample: Sample) -> None:
    """Are said to count all defects, where the milestone has a version."""
    stated(sample, HAND, OTHER + '\nversion = "1.0"')
    session = opened(sample.path)
    assert not [one for one in backtest(session, REQUEST).notes if one.startswith("No version")]
    sample.configure("date = 2026-06-01\n", 'date = 2026-06-01\nversion = "2.0"\n')
    note = next(one for one in backtest(opened(sample.path), REQUEST).notes if one.startswith("No version"))
    assert note.startswith("No version is known of Wave 1, so all defects count there")


def test_too_many(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are refused before anything is judged."""
    monkeypatch.setattr(trial, "MOST", 1)
    stated(sample, HAND, OTHER)
    with pytest.raises(BadUse, match="there are 2 past go-lives, and one run tries 1"):
        backtest(opened(sample.path), REQUEST)


def test_go_lives_that_are_later_than_the_time_that_is_asked_about(sample: Sample) -> None:
    """Are not tried, and no mistake."""
    stated(sample, HAND)
    found = backtest(opened(sample.path), Request("go-live", instant(50)))
    assert (found.replays, found.is_whole) == ((), True)
    assert found.left_out == ("Wave 1: after 2026-02-20T00:00:00Z, until which go-lives are tried.",)
