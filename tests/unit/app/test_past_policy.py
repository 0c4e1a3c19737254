"""The policy as it was at an instant, from a real history; what cannot be known of it is unknown."""

from pathlib import Path

import pytest
from support.git import Repo, git, instant
from support.program import CONFIGURATION, Sample

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.past_policy import PastGate, PastPolicy, past_policy
from readiness_gate.app.session import Session, open_session
from readiness_gate.model.reading import Unavailable
from readiness_gate.plugins import Tables
from readiness_gate.reports import FORMATS
from readiness_gate.run import evaluate
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES

NOW = instant(100)
INSTEAD = "Use today's."
STRICT, LOOSE = "at-most = 1", "at-most = 9"
OWN = f"""\
[[rules]]
id = "OWN-01"
title = "Few landings"
dimension = "change"
signal = "change.landings"
{STRICT}
"""
WAIVER = """\
[[waivers]]
rule = "OWN-01"
reason = "agreed"
requested-by = "pm@example.com"
approved-by = "boss@example.com"
approved-on = 2026-03-30
expires = 2026-04-20
"""


@pytest.fixture
def landed(sample: Sample) -> Sample:
    """A program whose policy landed on day 90, with a limit that was loosened on day 95, and a waiver on day 97."""
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    sample.configure("[git]\n", '[waivers]\napprovers = ["boss@example.com"]\n\n[git]\n')
    sample.write("own.toml", OWN)
    _land(sample, 90)
    sample.write("own.toml", OWN.replace(STRICT, LOOSE))
    _land(sample, 95)
    sample.write("readiness-waivers.toml", WAIVER)
    _land(sample, 97)
    return sample


def _land(sample: Sample, day: float) -> str:
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "--allow-empty", "-m", f"day {day}", at=instant(day))
    return sample.repo.head()


def _session(folder: Path, policy_ref: str | None = None) -> Session:
    return open_session(Tables(SIGNALS, SOURCES, FORMATS), Whereabouts(folder), NOW, policy_ref=policy_ref)


def _policy(folder: Path, policy_ref: str | None = None) -> PastPolicy:
    return past_policy(_session(folder, policy_ref), INSTEAD)


def _gate(policy: PastPolicy, day: float) -> PastGate:
    gate = policy.gate("go-live", instant(day))
    assert isinstance(gate, PastGate), gate
    return gate


def _why(policy: PastPolicy, day: float, milestone: str = "go-live") -> str:
    why = policy.gate(milestone, instant(day))
    assert isinstance(why, Unavailable), why
    assert why.reason.endswith(INSTEAD)
    return why.reason


def _limit(gate: PastGate) -> object:
    return next(rule.limit.value for rule in gate.gate.rules if rule.id == "OWN-01")


@pytest.mark.parametrize("policy_ref", [None, "main"])
def test_limits_and_waivers_are_those_of_then(landed: Sample, policy_ref: str | None) -> None:
    """Read from the history, whatever the work tree has."""
    landed.write("own.toml", OWN.replace(STRICT, "at-most = 99"))
    policy = _policy(landed.path, policy_ref)
    assert [_limit(_gate(policy, day)) for day in (90, 94.9, 95, 98)] == [1, 1, 9, 9]
    assert [len(_gate(policy, day).gate.waivers) for day in (96.9, 97)] == [0, 1]
    assert [_gate(policy, day).version.landed.landed for day in (94.9, 95, 96, 98)] == list(
        map(instant, (90, 95, 95, 97))
    )
    assert _gate(policy, 98).gate.policy.ref == landed.repo.head()


def test_equal_versions_are_loaded_once(landed: Sample) -> None:
    """Also by a landing that changed something else; and a return to an earlier version has its own landing."""
    landed.repo.commit(98, {"docs/quoting.md": "3"}, "describe")
    policy = _policy(landed.path)
    assert _gate(policy, 99).version is _gate(policy, 97.5).version


def test_the_policy_of_now_is_that_of_the_configuration(landed: Sample) -> None:
    """With the same digest, and so the same verdict."""
    session = _session(landed.path)
    then, now = _gate(past_policy(session, INSTEAD), 99), session.gate("go-live", NOW)
    assert then.gate.policy.digest == now.policy.digest
    by_then, by_now = evaluate(then.program, then.gate, NOW), evaluate(session.program, now, NOW)
    assert (by_then.findings, by_then.evidence_digest) == (by_now.findings, by_now.evidence_digest)


def test_the_settings_of_then_count(landed: Sample) -> None:
    """But for the time of an export, which is a fact about today's file."""
    landed.configure('sev1 = ["Highest"]', 'sev1 = ["Highest", "High"]')
    landed.configure('sev2 = ["High"], ', "")
    landed.configure('export = "export.json"', 'export = "export.json"\nexported-at = 2026-04-08')
    _land(landed, 99)
    jira = _gate(_policy(landed.path), 98).program.settings.jira
    assert jira is not None
    assert jira.severity.of("High", is_set=True) == "sev2"
    assert jira.exported_at == _session(landed.path).program.settings.jira.exported_at  # type: ignore[union-attr]


def test_what_is_not_in_the_history_is_unknown(landed: Sample) -> None:
    """Before the first landing, before the policy landed, and where it had no such milestone."""
    policy = _policy(landed.path)
    assert "nothing had landed: the history begins on 2026-01-01T00:00:00Z" in _why(policy, -1)
    assert "readiness-gate.toml had not landed yet" in _why(policy, 80)
    assert 'has no milestone "other"' in _why(policy, 98, "other")
    assert "the policy as of 2026-03-22T00:00:00Z is unknown" in _why(policy, 80)


def test_a_version_that_does_not_load_is_unknown(landed: Sample) -> None:
    """The one before and the one after are known."""
    whole = (landed.path / "readiness-gate.toml").read_text()
    landed.write("readiness-gate.toml", whole.replace("date = ", "dated = "))
    _land(landed, 98)
    landed.write("readiness-gate.toml", whole)
    _land(landed, 99)
    policy = _policy(landed.path)
    assert "this version of readiness-gate cannot read it (readiness-gate.toml:" in _why(policy, 98.5)
    assert [_limit(_gate(policy, day)) for day in (97.5, 99.5)] == [9, 9]


def test_a_missing_pack_is_unknown(landed: Sample) -> None:
    """And so is one that is a link."""
    (landed.path / "own.toml").unlink()
    (landed.path / "own.toml").symlink_to("other.toml")
    _land(landed, 98)
    (landed.path / "own.toml").unlink()
    landed.write("own.toml", OWN)
    _land(landed, 99)
    assert "own.toml" in _why(_policy(landed.path), 98.5)


def test_a_shallow_clone_is_unknown_before_it_begins(landed: Sample, tmp_path: Path) -> None:
    """With what to do."""
    clone = tmp_path / "shallow"
    git(landed.path, "clone", "-q", "--depth", "2", f"file://{landed.path}", str(clone))
    policy = _policy(clone)
    assert "the clone is shallow and begins on 2026-04-06T00:00:00Z: fetch the whole history" in _why(policy, 94)
    assert _limit(_gate(policy, 96)) == 9


def test_no_history_at_all(tmp_path: Path) -> None:
    """Where there is no repository, or the policy is in another one than the mainline."""
    (tmp_path / "readiness-gate.toml").write_text(CONFIGURATION)
    assert "there is no git repository" in _why(_policy(tmp_path), 90)
    Repo(tmp_path / "system").commit(0, {"config/quote.xml": "1"})
    Repo(tmp_path)
    (tmp_path / "readiness-gate.toml").write_text(CONFIGURATION.replace("[git]\n", '[git]\nrepository = "system"\n'))
    assert "are not all in one repository that [git] names" in _why(_policy(tmp_path), 90)


def test_one_of_several_repositories_has_it(landed: Sample, tmp_path: Path) -> None:
    """The mainline of that one counts."""
    Repo(tmp_path / "apart").commit(0, {"config/quote.xml": "1"})
    whole = (landed.path / "readiness-gate.toml").read_text()
    tables = whole.index("[git]\n")
    several = "".join(
        f'[[git]]\nname = "{name}"\nrepository = "{place}"\nmainline = "main"\npaths = {{ config = ["config/**"] }}\n\n'
        for name, place in (("apart", tmp_path / "apart"), ("core", "."))
    )
    jira = whole[whole.index("[jira]") :]
    landed.write("readiness-gate.toml", f"{whole[:tables]}{several}{jira}")
    _land(landed, 99)
    policy = _policy(landed.path)
    assert _limit(_gate(policy, 99.5)) == 9


def test_a_commit_from_the_future_is_doubtful(landed: Sample) -> None:
    """What landed after the last commit with a date cannot be placed."""
    landed.repo.commit(200, {"docs/quoting.md": "9"}, "from the future")
    policy = _policy(landed.path)
    assert "is in the future or cannot be read" in _why(policy, 98)
    assert _limit(_gate(policy, 96)) == 9
    landed.configure("[git]\n", f'[git]\nignore-dates-of = ["{landed.repo.head()}"]\n')
    assert "is in the future or cannot be read" in _why(_policy(landed.path), 98)


def test_nothing_is_read_from_elsewhere(landed: Sample) -> None:
    """Neither another file nor another address that only the policy of then names; what it had not is no matter."""
    landed.configure('export = "export.json"', 'export = "other.json"')
    landed.configure(
        'completions = "completions.csv"\n', 'completions = "completions.csv"\nsessions = "sessions.csv"\n'
    )
    landed.write("other.json", (landed.path / "export.json").read_bytes())
    landed.write("sessions.csv", "session,held-at\n")
    _land(landed, 99)
    policy = _policy(landed.path)
    assert "reads jira from elsewhere than today's policy" in _why(policy, 98)
    assert _limit(_gate(policy, 99.5)) == 9
