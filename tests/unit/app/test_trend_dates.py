"""The dates of a trend, the policy of each, and what is wrong with the options."""

from pathlib import Path

import pytest
from support.dated_programs import NOW, opened
from support.git import instant
from support.program import Sample

from readiness_gate.app.trend import MOST_DATES, dates, trend
from readiness_gate.errors import BadUse
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.trend.rows import rows
from readiness_gate.reports.trend.stated import AS_IT_WAS, TODAY, PolicyChoice

STRICT = "at-most = 0"
OWN = f"""\
[[rules]]
id = "OWN-01"
title = "No landings"
dimension = "change"
signal = "change.landings"
{STRICT}
"""


@pytest.fixture
def loosened(sample: Sample) -> Sample:
    """A program with a limit that was loosened on day 95."""
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    sample.write("own.toml", OWN)
    sample.repo.commit(89, {"config/quote.xml": "3"}, "the policy")
    sample.write("own.toml", OWN.replace(STRICT, "at-most = 9"))
    sample.repo.commit(95, {}, "loosen")
    return sample


def _judged(sample: Sample, days: list[float], policy: PolicyChoice) -> list[Verdict]:
    session = opened(sample)
    last = trend(session, session.gate("go-live", NOW), [instant(day) for day in days], policy)
    return [*last.past, last]


def _outcomes(verdicts: list[Verdict]) -> list[str]:
    found = [{finding.rule.id: finding.outcome for finding in verdict.findings} for verdict in verdicts]
    return [one.get("OWN-01", "none") for one in found]


def test_the_usual_dates(sample: Sample) -> None:
    """26 weeks back, with the last date; a later `--since` is not passed."""
    session = opened(sample)
    usual = dates(session, NOW, "7d", None)
    assert (usual[0], usual[-1], len(usual)) == (NOW - 26 * 7 * DAY, NOW, 27)
    assert dates(session, NOW, "7d", "2026-04-01T00:00:00Z") == [NOW - 7 * DAY, NOW]
    assert dates(session, NOW, "7d", "-7d") == [NOW - 7 * DAY, NOW]
    assert dates(session, NOW, "12h", "-1d") == [NOW - DAY, NOW - DAY // 2, NOW]


@pytest.mark.parametrize(
    ("every", "since", "said"),
    [
        ("0d", None, "--every 0d: there is no time between such dates. Write a longer duration, such as 7d"),
        ("often", None, "--every: "),
        ("7d", "2026-05-01", "is later than the last date, 2026-04-11T00:00:00Z. Give an earlier time, or a later"),
        ("7d", "yesterday", "--since: "),
        (
            "1d",
            "2000-01-01",
            "and one run judges 1000 at most. Give a later --since, or a longer step, such as --every",
        ),
    ],
)
def test_bad_options(sample: Sample, every: str, since: str | None, said: str) -> None:
    """Each says what is wrong, and what to write."""
    with pytest.raises(BadUse) as error:
        dates(opened(sample), NOW, every, since)
    assert said in str(error.value)


def test_the_step_that_is_named_is_long_enough(sample: Sample) -> None:
    """To paste it helps."""
    session = opened(sample)
    with pytest.raises(BadUse) as error:
        dates(session, NOW, "1h", "2000-01-01")
    every = str(error.value).rpartition("--every ")[2]
    assert len(dates(session, NOW, every, "2000-01-01")) <= MOST_DATES
    assert len(dates(session, NOW, "1d", f"-{MOST_DATES - 1}d")) == MOST_DATES


def test_bad_options_are_said_together(sample: Sample) -> None:
    """In one run."""
    with pytest.raises(BadUse) as error:
        dates(opened(sample), NOW, "0d", "2026-05-01")
    assert len(str(error.value).splitlines()) == 2


def test_a_limit_that_was_loosened(loosened: Sample) -> None:
    """By the policy as it was, the days before the edit are red; by today's they are not. From then on both agree."""
    days = [89.5, 92, 94.5, 95, 98]
    today, then = _judged(loosened, days, TODAY), _judged(loosened, days, AS_IT_WAS)
    assert _outcomes(today) == ["pass"] * 5
    assert _outcomes(then) == ["fail", "fail", "fail", "pass", "pass"]
    assert [one.decision for one in then[3:]] == [one.decision for one in today[3:]]
    (own,) = [row for row in rows(_joined(then)) if row.name == "OWN-01"]
    assert [(red.days, red.or_before) for red in own.red] == [(5, True)]


def test_dates_before_the_policy_are_undecided(loosened: Sample) -> None:
    """With the reason; and rules that were not part of the gate are absent."""
    before, first, last = _judged(loosened, [80, 88.5, 90], AS_IT_WAS)
    assert (before.decision, before.findings, before.policy.is_known) == ("undecided", (), False)
    assert before.sentence.startswith("The policy as of 2026-03-22T00:00:00Z is unknown: readiness-gate.toml had not")
    assert before.sentence.endswith("leave out --policy as-it-was.")
    (own,) = [row for row in rows(_joined([before, first, last])) if row.name == "OWN-01"]
    assert own.states == ("unknown", "absent", "fail")


def test_long_before_the_program_began(sample: Sample) -> None:
    """Nothing of git is known, so nothing is go."""
    before, _ = _judged(sample, [-400, 100], TODAY)
    assert before.decision != "go"


def test_files_that_the_change_wrote_over(sample: Sample, tmp_path: Path) -> None:
    """As of each date the worse verdict counts, as in a check."""
    from readiness_gate.app.check import check  # noqa: PLC0415
    from readiness_gate.app.locate import Whereabouts  # noqa: PLC0415
    from readiness_gate.app.session import open_session  # noqa: PLC0415

    assert tmp_path
    sample.repo.commit(90, {}, "the policy and the exports")
    sample.repo.branch("change")
    sample.write("completions.csv", "person,module,completed-at\n")
    export = (sample.path / "export.json").read_text()
    sample.write("export.json", export.replace('"key": "done"', '"key": "new"'))
    sample.repo.commit(91, {}, "reopen")
    session = open_session(opened(sample).tables, Whereabouts(sample.path), NOW, policy_ref="main")
    moments: list[Instant] = [instant(95), NOW]
    judged = trend(session, session.gate("go-live", NOW), moments, TODAY)
    for one in (*judged.past, judged):
        (alone,) = check(session, "go-live", one.as_of)
        assert (one.decision, one.findings) == (alone.decision, alone.findings)


def _joined(verdicts: list[Verdict]) -> Verdict:
    from dataclasses import replace  # noqa: PLC0415

    return replace(verdicts[-1], past=tuple(verdicts[:-1]))
