"""The application is called by anybody: without a command line, without a clock, and in any process."""

import pickle
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from subprocess import run

import pytest
from support.program import AS_OF, Sample
from support.toy_signal import TOY, WITH_TOY

from readiness_gate.app.check import check, worst
from readiness_gate.app.doctor import examine
from readiness_gate.app.explain import course, known_rule
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.measure import chosen, measured
from readiness_gate.app.past import weeks_before
from readiness_gate.app.rules import Wanted, linted, listed, shown
from readiness_gate.app.session import Session, open_session
from readiness_gate.app.waive import waive
from readiness_gate.errors import BadUse, NoConfiguration
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.plugins import Tables
from readiness_gate.reports import FORMATS
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.toml.document import Value

NOW = instant(AS_OF)
AFTER = instant("2026-06-02T12:00:00Z")
ROOMS = ("check", "compare", "doctor", "explain", "measure", "past", "past_policy", "rules", "session", "waive")
LATER = '[milestones.later]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["starter"]\n\n[git]\n'
WAIVER: dict[str, Value] = {
    "rule": "DEF-02",
    "reason": "the supplier mends it",
    "requested-by": "pm@example.com",
    "approved-by": "sponsor@example.com",
    "approved-on": date(2026, 4, 1),
    "expires": date(2026, 4, 2),
}


def _open(sample: Sample, policy_ref: str | None = None, now: Instant = NOW) -> Session:
    tables = Tables(WITH_TOY, SOURCES, FORMATS)
    return open_session(tables, Whereabouts(sample.path), now, policy_ref=policy_ref)


def test_no_room_needs_a_command_line() -> None:
    """Nor does what they import; and nothing is printed."""
    rooms = ", ".join(f"readiness_gate.app.{room}" for room in ROOMS)
    code = f"import sys, {rooms}; sys.exit('click' in sys.modules)"
    ended = run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_check(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    """The next milestone, one by its name, or all future ones."""
    sample.configure("[git]\n", LATER)
    session = _open(sample)
    ((by_default,), (by_name,)) = check(session, None, NOW), check(session, "go-live", NOW)
    assert by_default == by_name
    assert (by_default.decision, by_default.as_of) == ("go", NOW)
    assert [each.milestone.name for each in check(session, None, NOW, every=True)] == ["go-live", "later"]
    assert capsys.readouterr() == ("", "")


def test_where_nobody_reads_a_note(sample: Sample) -> None:
    """The milestone must be named once another one has passed."""
    sample.configure("[git]\n", LATER)
    session = _open(sample, now=AFTER)
    (noted,) = check(session, None, AFTER)
    assert "go-live of 2026-06-01 passed and is not judged here" in noted.notes[0]
    with pytest.raises(BadUse, match="name the milestone: go-live of 2026-06-01 passed"):
        check(session, None, AFTER, in_ci=True)


def test_the_worst_counts() -> None:
    """A no-go before one that is undecided, and that before a go."""
    assert worst(["go", "undecided", "no-go"]) == "no-go"
    assert worst(["go", "undecided"]) == "undecided"
    assert worst(["go"]) == "go"


@pytest.mark.parametrize("policy_ref", [None, "main"])
def test_sessions_are_checked_in_any_process(sample: Sample, policy_ref: str | None) -> None:
    """A portfolio, some days or some programs at once: the same verdicts as one after the other."""
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "write the configuration")
    session = _open(sample, policy_ref, now=NOW + 2 * DAY)
    days = [NOW, NOW + DAY]
    expected = [check(session, "go-live", day) for day in days]
    assert expected[0][0].policy.ref == policy_ref
    copy: Session = pickle.loads(pickle.dumps(session))  # noqa: S301 - our own
    assert copy.configuration == session.configuration
    # What is compared with a ref is forked, which is for one thread at a time.
    threads = ThreadPoolExecutor(1 if policy_ref else 2)
    with threads, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for executor in (threads, processes):
            assert list(executor.map(check, [session] * 2, ["go-live"] * 2, days)) == expected


def test_milestones(sample: Sample) -> None:
    """Those ahead and those that have passed, and the next one if there is one."""
    session = _open(sample)
    assert [gate.milestone.name for gate in session.ahead(NOW)] == ["go-live"]
    assert session.passed(NOW) == []
    assert session.next_gate(NOW) == session.gate(None, NOW) == session.gate("go-live", NOW)
    assert [gate.milestone.name for gate in session.passed(AFTER)] == ["go-live"]
    assert session.next_gate(AFTER) is None
    with pytest.raises(BadUse, match=r"all milestones have passed: name the one to use with --milestone \(go-live\)$"):
        session.gate(None, AFTER)
    with pytest.raises(BadUse, match='there is no milestone "x"; the configuration has: go-live'):
        session.gate("x", NOW)
    sample.configure("[git]\n", LATER.replace("2026-07-01", "2026-06-01"))
    two = _open(sample)
    assert two.next_gate(NOW) is None
    with pytest.raises(BadUse, match=r"several milestones are on 2026-06-01: name .* --milestone \(go-live, later\)"):
        two.gate(None, NOW)


def test_no_configuration(tmp_path: Path) -> None:
    """Is said so, with where it was looked for."""
    with pytest.raises(NoConfiguration, match=r"readiness-gate\.toml not found in"):
        open_session(Tables(SIGNALS, SOURCES, FORMATS), Whereabouts(tmp_path), NOW)


def test_measure(sample: Sample) -> None:
    """A signal by its name with its parameters, a toy one too; all of them without a name."""
    session = _open(sample)
    reading = next(iter(measured(session, chosen(WITH_TOY, [TOY.name], ["role=Clerk"]), NOW).readings.values()))
    assert isinstance(reading, Measured)
    assert reading.value == 1
    assert {one.signal.name for one in chosen(WITH_TOY, [], [])} == set(WITH_TOY)
    with pytest.raises(BadUse, match='none of the signals has a parameter "x"'):
        chosen(WITH_TOY, [TOY.name], ["x=1"])
    with pytest.raises(BadUse, match=r'no signal is called "toy\.peple"'):
        chosen(WITH_TOY, ["toy.peple"], [])


def test_doctor(sample: Sample) -> None:
    """All is well, until a source is gone."""
    health = examine(_open(sample), NOW)
    assert (health.is_well, list(health.unmeasured)) == (True, [])
    assert [source.source for source in health.sources] == ["git", "jira", "people", "policy"][: len(health.sources)]
    (sample.path / "export.json").unlink()
    ill = examine(_open(sample), NOW)
    assert not ill.is_well
    assert {"DEF-01", "DEF-02"} <= {rule for rule, _ in ill.unmeasured}


def test_explain(sample: Sample) -> None:
    """A rule without a configuration, and how it stood in a gate."""
    assert known_rule("DEF-01", SIGNALS, None).packs
    assert known_rule("def-01", SIGNALS, None).rule.id == "DEF-01"
    with pytest.raises(BadUse, match='no rule is called "def-1"'):
        known_rule("def-1", SIGNALS, None)
    session = _open(sample)
    past = course(session, "DEF-01", "go-live", NOW)
    assert past.finding == past.weeks[0][1]
    assert [NOW - day for day, _ in past.weeks] == [number * 7 * DAY for number in range(9)]


def test_rules(sample: Sample) -> None:
    """By pack and milestone, with what is wanted of them; and nothing is mistaken."""
    session = _open(sample)
    assert "Milestone go-live" in [group.title for group in listed(session, SIGNALS, Wanted())]
    defects = listed(session, SIGNALS, Wanted(milestone="go-live", dimension="defects"))
    assert {rule.dimension for group in defects for rule in group.rules} == {"defects"}
    assert shown("DEF-01", SIGNALS)[0][0].id == "DEF-01"
    assert linted(session) == ()


def test_waive(sample: Sample) -> None:
    """A waiver is refused for a rule that passes, and nothing is written."""
    sample.configure("[git]\n", '[waivers]\napprovers = ["sponsor@example.com"]\n\n[git]\n')
    session = _open(sample)
    with pytest.raises(BadUse, match=r"DEF-02 does not fail today \(it is: pass\)"):
        waive(session, session.gate(None, NOW), WAIVER, NOW)
    assert not (sample.path / "readiness-gate-waivers.toml").exists()


def test_check_with_the_past(sample: Sample) -> None:
    """The weeks before come with the verdict when they are asked for, oldest first, and change nothing of it."""
    session = _open(sample)
    (alone,), (verdict,) = check(session, "go-live", NOW), check(session, "go-live", NOW, with_past=True)
    assert alone.past == ()
    assert [one.as_of for one in verdict.past] == list(weeks_before(NOW))
    assert verdict.past[-1] == replace(check(session, "go-live", NOW - 7 * DAY)[0], sources=verdict.past[-1].sources)
    assert (verdict.findings, verdict.decision, verdict.notes) == (alone.findings, alone.decision, alone.notes)
