"""Late change on a milestone: landings whose issues are all planned for later do not count, and are reported."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.exports import jira_settings
from support.git import instant
from support.landings import evidence, landing, mainline, reason, settings, value
from support.tracker import lived, tracker

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.git import Commit, GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

SIGNAL = SIGNALS["change.late-vs-median"]
NONE = frozenset[str]()
OURS = lived("CRM-1", (1, {"versions": frozenset({"1.0"}), "affected": NONE, "components": NONE}))
LATER = lived("CRM-2", (1, {"versions": frozenset({"1.1"}), "affected": NONE, "components": NONE}))
MOVED = lived(
    "CRM-3",
    (1, {"versions": frozenset({"1.0"}), "affected": NONE, "components": NONE}),
    (95, {"versions": frozenset({"2.0"})}),
)
ISSUES = tracker(OURS, LATER, MOVED)
MILESTONE = Milestone("wave-2", "go-live", date(2026, 7, 20), version="1.0")
DAYS = (99, 98, 80, 66, 52, 38, 24)
MAINLINE = mainline(*(landing(day, "config/a") for day in DAYS), tree=["config/a"], since=-1)


def _git(**mentions: tuple[str, ...]) -> GitFacts:
    """The mainline, with what the commits of the landing of a day (d99) mention: CRM-1 where none is given."""
    named = {one.commit: mentions.get(f"d{one.commit.rstrip('x')}", ("CRM-1",)) for one in MAINLINE.landings}
    commits = {name: (Commit(name, "a@b", "change", keys), Commit("c", "a@b", "words")) for name, keys in named.items()}
    return replace(MAINLINE, commits=commits)


def _read(
    git: GitFacts,
    jira: SourceFacts | Unavailable = ISSUES,
    milestone: Milestone | None = MILESTONE,
    day: float = 100,
    **given: Any,
) -> Reading:
    sources: Mapping[str, SourceFacts | Unavailable] = {"git": git, "jira": jira}
    facts = Facts(replace(settings(), jira=jira_settings()), milestone, sources)
    return answered(SIGNAL, facts, instant(day), SIGNAL.with_defaults({"scope": "milestone", **given}))


@pytest.mark.parametrize(
    ("mentions", "counts"),
    [
        pytest.param(("CRM-1",), True, id="of-the-milestone"),
        pytest.param(("CRM-1", "CRM-2"), True, id="of-the-milestone-and-later"),
        pytest.param((), True, id="without-an-issue"),
        pytest.param(("OPS-7",), True, id="of-an-unknown-issue"),
        pytest.param(("CRM-2", "CRM-99"), True, id="later-and-of-an-issue-that-was-not-read"),
        pytest.param(("CRM-2",), False, id="later"),
        pytest.param(("CRM-2", "CRM-3"), False, id="all-later"),
    ],
)
def test_a_landing_counts_unless_it_is_known_to_be_for_later(mentions: tuple[str, ...], *, counts: bool) -> None:
    """What names no issue, or one that was not read, may be of the milestone."""
    found = _read(_git(d99=mentions))
    assert value(found) == (2 if counts else 1)
    assert [name.rstrip("x") for _, name, _ in evidence(found)] == [*(["99"] if counts else []), "98"]


def test_what_does_not_count_is_reported() -> None:
    """With the issues of the last window; the usual pace leaves such landings out, too."""
    found = _read(_git(d99=("CRM-2",), d98=("CRM-3", "CRM-2"), d80=("CRM-2",)))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (
        0,
        (
            "0 paths touched in the 14 days to 2026-04-11; the median of the 6 windows before is 1; 3 landings planned "
            "for later are not counted, 2 of them in the last window: CRM-2 (1.1), CRM-3 (2.0)."
        ),
    )
    found = _read(_git(d80=("CRM-2",)))
    assert isinstance(found, Measured)
    assert found.summary.endswith("windows before is 1; 1 landing planned for later is not counted.")
    everything = _git(**dict.fromkeys((f"d{day}" for day in DAYS), ("CRM-2",)))
    assert reason(_read(everything)).endswith(
        "no usual pace to compare with: give a longer window; 7 landings planned for later are not counted, 2 of them "
        "in the last window: CRM-2 (1.1)"
    )


def test_the_plan_is_that_of_the_time() -> None:
    """An issue that was moved to another version since then was of the milestone."""
    git = _git(d80=("CRM-3",))
    assert "not counted" in str(_read(git, day=96))
    assert "not counted" not in str(_read(git, day=94))
    assert _read(git, day=94, scope="all") == _read(git, day=94)


@pytest.mark.parametrize(
    ("milestone", "why"),
    [
        (None, "all landings count, because no milestone is asked about."),
        (replace(MILESTONE, version=None), "all landings count, because milestones.wave-2 has no version."),
        (replace(MILESTONE, version="0.1"), 'all landings count, because no issue is of version "0.1".'),
    ],
)
def test_all_landings_count_where_the_scope_is_unknown(milestone: Milestone | None, why: str) -> None:
    """And the reading says so."""
    found = _read(_git(d99=("CRM-2",)), milestone=milestone)
    assert isinstance(found, Measured)
    assert found.value == 2
    assert found.summary.endswith(f"before is 1; {why}")


def test_what_is_unknown() -> None:
    """Without the issues or the commits, it is unknown which landings count."""
    git = _git()
    assert reason(_read(git, Unavailable("no issues"))) == "no issues"
    assert reason(_read(replace(git, commits=Unavailable("the clone is shallow")))) == "the clone is shallow"
    missing = replace(git, commits={name: commits for name, commits in _git().commits.items() if name[:2] != "66"})  # type: ignore[union-attr]
    assert "landed with 66xxxxxxxxxx were not read" in reason(_read(missing))
    assert "4 whole windows" in reason(_read(git, day=83))


def test_what_is_needed() -> None:
    """The commits of all landings that are compared, only where the scope is asked for."""
    parameters = SIGNAL.with_defaults({"scope": "milestone", "window": "10d"})
    now, since = instant(400), instant(400 - 270)
    git = GitNeed(now, since, now, frozenset({"config+code"}), commits=since)
    assert SIGNAL.needs(parameters, now) == Needs(frozenset({"git", "jira"}), git, issues_since=now)
    without = SIGNAL.needs(SIGNAL.with_defaults({"scope": "all", "window": "10d"}), now)
    assert without == Needs(frozenset({"git"}), replace(git, commits=None))
