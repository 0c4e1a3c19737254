"""Of several repositories each must be known, and none may be silent because its patterns match nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.git import instant
from support.landings import FILE, evidence, landing, mainline, reason, value

from readiness_gate.model.components import Naming
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import NOT_ASKED, Baseline, Commit, GitFacts, Lock, PolicyVersion
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.policy import WaiverTerms
from readiness_gate.model.reading import Measured, ParameterValue, Reading, Unavailable
from readiness_gate.model.repositories import together
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from readiness_gate.sources.git import several

CORE = GitPaths(("config/**",), (), ("docs/**",))
OTHER = GitPaths(("config/**",), ("src/**",))
GIT = {
    "core": mainline(landing(50, "config/a"), landing(20, "docs/a"), tree=["config/a", "docs/a"], since=-99),
    "mw": mainline(landing(60, "src/b"), landing(50, "config/a"), tree=["config/a", "src/b"], first=5, since=-99),
}
EACH = {
    "core": GitSettings(mainline="main", baseline="v1", paths=CORE, written=CORE),
    "mw": GitSettings("../mw", "main", "v1", paths=OTHER, written=OTHER),
}
MILESTONE = Milestone("go-live", "go-live", date(2026, 4, 1))


def _git(each: Mapping[str, GitFacts]) -> GitFacts:
    return several.combined([several.qualified(name, git) for name, git in each.items()], NOT_ASKED)


def _asked(
    signal: str,
    day: float = 70,
    git: Mapping[str, GitFacts] = GIT,
    each: Mapping[str, GitSettings] = EACH,
    milestone: Milestone = MILESTONE,
    **given: ParameterValue,
) -> Reading:
    configured = Settings("test", Path(), ZoneInfo("UTC"), together(each))
    facts = Facts(configured, milestone, {"git": _git(git)})
    parameters = {name.replace("_", "-"): each_value for name, each_value in given.items()}
    return answered(SIGNALS[signal], facts, instant(day), SIGNALS[signal].with_defaults(parameters))


def _with(**changes: GitFacts) -> dict[str, GitFacts]:
    return {**GIT, **changes}


def _paths(name: str, paths: GitPaths, written: GitPaths | None = None) -> dict[str, GitSettings]:
    return {**EACH, name: replace(EACH[name], paths=paths, written=paths if written is None else written)}


def test_counts_are_those_of_all() -> None:
    """The same path in two repositories is two files; a landing says in which it is."""
    found = _asked("change.files", window="30d")
    assert value(found) == 3
    assert [(id_.partition(":")[0], note.rpartition(": ")[2]) for _, id_, note in evidence(found)] == [
        ("mw", "mw:/src/b"),
        ("core", "core:/config/a"),
        ("mw", "mw:/config/a"),
    ]


def test_components_are_those_of_their_repository() -> None:
    """Two of one name are two."""
    namings = (Naming("config/{name}", "object {name}"),)
    each = {name: replace(git, components=namings) for name, git in EACH.items()}
    found = _asked("change.bursts", each=each, window="30d", days=1)
    assert sorted(id_ for _, id_, _ in evidence(found)) == ["core: object a", "mw: object a", "mw:/src"]


@pytest.mark.parametrize(
    ("git", "day", "told"),
    [
        (_with(mw=replace(GIT["mw"], doubtful_from=instant(60), doubtful_commit="d" * 40)), 70, "mw: the date of the "),
        (
            _with(core=replace(GIT["core"], shallow=True, first_landed=instant(90))),
            70,
            "core: the clone is shallow and",
        ),
        (GIT, 3, "mw: the first commit of the mainline landed on 2026-01-06T00:00:00Z"),
        (_with(mw=replace(GIT["mw"], shallow=True, first_landed=instant(45))), 70, "mw: the clone is shallow: it "),
        (_with(mw=replace(GIT["mw"], since=instant(50))), 70, "mw: landings before 2026-02-20T00:00:00Z were not read"),
    ],
)
def test_what_one_does_not_know_nobody_knows(git: Mapping[str, GitFacts], day: float, told: str) -> None:
    """The reason names the repository."""
    assert reason(_asked("change.landings", day, git, window="40d")).startswith(told)


def test_how_to_ignore_a_date_is_told_for_several() -> None:
    """The table has another form there."""
    doubtful = replace(GIT["mw"], doubtful_from=instant(60), doubtful_commit="d" * 40)
    assert reason(_asked("change.landings", git=_with(mw=doubtful))).endswith(f'["{"d" * 40}"] to [[git]]')


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ("60d", "in the 60 days to 2026-03-12."),
        ("68d", "to 2026-03-12 (the history of mw begins on 2026-01-06T00:00:00Z, inside that window)."),
        (
            "90d",
            (
                "of core begins on 2026-01-01T00:00:00Z and the history of mw begins on 2026-01-06T00:00:00Z, inside "
                "that window)."
            ),
        ),
    ],
)
def test_a_history_that_begins_inside_a_window(window: str, told: str) -> None:
    """Is told of each."""
    found = _asked("change.landings", window=window)
    assert isinstance(found, Measured)
    assert found.summary.endswith(told)


PACK = GitPaths(("**/objects/**",), ("**/classes/**",), ("docs/**",))


@pytest.mark.parametrize(
    ("each", "paths", "told"),
    [
        (EACH, "config+code", None),
        (_paths("mw", GitPaths(("typo/**",), ("src/**",))), "config+code", "matches mw:/typo/**"),
        (_paths("mw", GitPaths(("typo/**",), ("src/**",))), "code", None),
        (_paths("mw", PACK, GitPaths()), "config", "mw: no file of this repository matches its configuration or code"),
        (_paths("mw", PACK, GitPaths()), "docs", None),
        (_paths("mw", replace(PACK, code=("src/**",)), GitPaths(code=("src/**",))), "config", None),
        (_paths("mw", replace(PACK, config=(), code=()), GitPaths()), "config", None),
        (_paths("mw", GitPaths(docs=("guides/**",))), "docs", "matches mw:/guides/**"),
        (_paths("mw", GitPaths(docs=("guides/**",))), "config+code", None),
        (_paths("mw", GitPaths()), "config", "mw: which of its files are configuration, code or documents is not "),
        (_paths("mw", GitPaths(exclude=("x",))), "docs", "mw: which of its files are configuration, code or documents"),
    ],
)
def test_patterns_that_match_nothing_in_one(each: Mapping[str, GitSettings], paths: str, told: str | None) -> None:
    """Whatever they were meant for would pass for quiet; a pack's may be those of another one's platform."""
    found = _asked("change.days-since-last", each=each, paths=paths)
    assert isinstance(found, Measured) if told is None else told in reason(found)


def test_documents_of_one_that_match_nothing() -> None:
    """Would pass for fresh."""
    each = _paths("mw", replace(OTHER, docs=("guides/**",)))
    assert "no file of the mainline at " in reason(_asked("docs.stale", each=each, max_age="90d"))
    assert isinstance(_asked("docs.stale", max_age="90d"), Measured)


def test_a_pattern_of_no_repository() -> None:
    """A rule that names one that there is not is told so."""
    told = 'no repository of [[git]] is called "erp": correct the patterns of the rule'
    assert reason(_asked("change.landings", paths=("core:/config/**", "erp:/x"))) == told
    assert value(_asked("change.landings", paths=("core:/config/**",), window="90d")) == 1


BASED = {
    "core": replace(GIT["core"], baseline=Baseline("a" * 40, instant(20), instant(20))),
    "mw": replace(GIT["mw"], baseline=Baseline("b" * 40, instant(55), instant(55))),
}


def test_the_freeze_begins_with_the_last_baseline() -> None:
    """What landed since counts from each repository's own."""
    assert value(_asked("change.freeze-days", 70, BASED)) == pytest.approx(36, abs=1e-4)
    found = _asked("change.since-baseline", 70, BASED)
    assert [id_ for _, id_, _ in evidence(found)] == ["core:/config", "mw:/src"]
    assert reason(_asked("change.since-baseline", 52, BASED)).startswith("the baseline of mw begins on ")


def test_what_is_not_configured_is_told_with_its_table() -> None:
    """Which has another form for several."""
    each = {name: replace(git, baseline=None) for name, git in EACH.items()}
    assert reason(_asked("change.freeze-days", each=each)).endswith("or baseline = … in each [[git]]")
    only_docs = {name: replace(git, paths=GitPaths(docs=("docs/**",))) for name, git in EACH.items()}
    assert "provide code = […] in the paths of [[git]]" in reason(_asked("change.files", each=only_docs, paths="code"))


def test_after_a_freeze_of_several() -> None:
    """Landings of each repository are told apart by their commits, also where a place on the mainline is the same."""
    subjects = {"core": "feat: totals", "mw": "fix: totals"}
    git = {
        name: replace(each, commits={one.commit: (Commit(one.commit, "a@b", subjects[name]),) for one in each.landings})
        for name, each in BASED.items()
    }
    found = _asked("change.after-freeze", 70, git, kind="feature")
    assert [id_.partition(":")[0] for _, id_, _ in evidence(found)] == ["core"]
    assert value(_asked("change.after-freeze", 70, git)) == 2
    mw = replace(git["mw"], commits=Unavailable("it is shallow"))
    assert reason(_asked("change.after-freeze", 70, {**git, "mw": mw}, kind="feature")) == "mw: it is shallow"


LOCKED = replace(MILESTONE, policy_lock=date(2026, 2, 1))


def test_the_policy_is_that_of_one_repository() -> None:
    """Its history is not asked of the others, so that one of them may be cut off."""
    lock = Lock(instant(31))
    version = PolicyVersion(instant(0), {"go-live": lock}, 0)
    holder = replace(
        mainline(landing(60, "gate.toml"), landing(0, "gate.toml"), tree={"gate.toml": FILE}),
        policy={"gate.toml": "gate.toml"},
        versions=(version,),
    )
    others = mainline(landing(65, "gate.toml"), tree={"gate.toml": FILE}, first=50, shallow=True)
    policy = PolicyFacts(Provenance("policy", "", "", 0), (), WaiverTerms((), 30), ZoneInfo("UTC"), {}, ())
    configured = Settings("test", Path(), ZoneInfo("UTC"), together(EACH))
    signal = SIGNALS["policy.edits-after-lock"]
    told = {"git": _git({"mw": others, "core": holder}), "policy": policy}
    found = answered(signal, Facts(configured, LOCKED, told), instant(70), signal.with_defaults({}))
    assert [id_ for _, id_, _ in evidence(found)] == [f"core:60{'x' * 10}"]
    nowhere = {**told, "git": _git({"mw": replace(others, shallow=False, first_landed=instant(0))})}
    assert answered(signal, Facts(configured, LOCKED, nowhere), instant(70), signal.with_defaults({})) == NOT_ASKED
