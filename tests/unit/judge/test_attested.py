"""An attestation lets something through if it was go, of this subject, milestone and policy, and not long ago."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.attested import OTHER, PACKAGE, WANTED, attested, sealed, verify
from support.verdicts import AS_OF, VERDICTS

from readiness_gate.model.attested import Wanted
from readiness_gate.model.time import DAY, end_of_day
from readiness_gate.reports.attestation import holds_until

GO, WAIVED = VERDICTS["go"], VERDICTS["go-with-waiver"]


@pytest.mark.parametrize("name", VERDICTS)
def test_only_a_go_lets_through(name: str, tmp_path: Path) -> None:
    """Of each verdict of the table; one that rests on waivers does when that is allowed."""
    verdict = VERDICTS[name]
    assert verify(tmp_path, attested(verdict)).holds == (verdict.decision_without_waivers == "go")
    assert verify(tmp_path, attested(verdict), replace(WANTED, waivers=True)).holds == (verdict.decision == "go")


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (replace(WANTED, subjects=(PACKAGE, OTHER)), f"it is not about erp.zip (sha256:{'6e' * 32})"),
        (replace(WANTED, milestone="wave-1"), "it is for the milestone wave-2, not wave-1"),
        (replace(WANTED, policy="sha256:1"), f"it was judged by another policy (sha256:{'0' * 64}, not sha256:1)"),
        (replace(WANTED, now=AS_OF - 301), "its time 2027-02-14T09:00:00Z is in the future: check the clocks"),
        (replace(WANTED, now=AS_OF + 3_601, max_age=3_600), "it is 1 hour old, and may be 1 hour: run the gate again"),
        (replace(WANTED, now=AS_OF + 255 * DAY), "it is 255 days old, and may be 24 hours: run the gate again"),
        (replace(WANTED, now=AS_OF + 2 * DAY - 1), "it is 47 hours old, and may be 24 hours: run the gate again"),
        (replace(WANTED, now=AS_OF + 61, max_age=60), "it is 1 minute old, and may be 1 minute: run the gate again"),
        (replace(WANTED, now=AS_OF + DAY + 1), "it held until 2027-02-15T09:00:00Z: run the gate again"),
    ],
)
def test_what_speaks_against_a_go(wanted: Wanted, why: str, tmp_path: Path) -> None:
    """Another subject, milestone or policy, or another time."""
    result = verify(tmp_path, attested(GO), wanted)
    assert not result.holds
    assert any(one.startswith(why) for one in result.against), result.against


@pytest.mark.parametrize("now", [AS_OF - 300, AS_OF, AS_OF + DAY])
def test_the_ends_of_its_time(now: int, tmp_path: Path) -> None:
    """It holds for a day, and five minutes before it by a clock that is behind."""
    assert verify(tmp_path, attested(GO), replace(WANTED, now=now)).holds


def test_it_ends_with_the_first_acceptance_of_a_risk(tmp_path: Path) -> None:
    """A go that rests on a waiver is none on the day after its last."""
    expires = next(one.waiver.expires for one in WAIVED.findings if one.waived and one.waiver)
    last_day = replace(WAIVED, as_of=end_of_day(expires, WAIVED.zone) - 60)
    assert holds_until(last_day) == end_of_day(expires, WAIVED.zone)
    allowed = replace(WANTED, waivers=True, now=last_day.as_of)
    assert verify(tmp_path, attested(last_day), allowed).holds
    assert not verify(tmp_path, attested(last_day), replace(allowed, now=last_day.as_of + 61)).holds


def test_the_newest_counts(tmp_path: Path) -> None:
    """An older go of the same subject must not hide that a later check took it back; of two of one time, the no-go."""
    later = replace(VERDICTS["no-go"], as_of=AS_OF + 60)
    wanted = replace(WANTED, now=AS_OF + 120)
    assert not verify(tmp_path, [attested(GO), attested(later)], wanted).holds
    assert not verify(tmp_path, [attested(GO), attested(replace(later, as_of=AS_OF))], wanted).holds
    assert verify(tmp_path, [attested(GO), attested(later, OTHER)], wanted).holds
    assert verify(tmp_path, [attested(replace(later, as_of=AS_OF - 60)), attested(GO)], wanted).holds


def _property(statement: dict[str, Any]) -> None:
    statement["predicate"]["properties"] = ["READINESS_GATE_GO_WAVE_1", "READINESS_GATE_VALID_FOR_1_DAY"]


def _subject(statement: dict[str, Any]) -> None:
    statement["subject"].append({"name": "erp.zip", "digest": {"sha256": "6e" * 32}})


@pytest.mark.parametrize(
    ("change", "why"),
    [(_property, "its properties are not those of a go of wave-2"), (_subject, "it was changed after it was written")],
)
def test_a_statement_that_was_changed(change: Callable[[dict[str, Any]], None], why: str, tmp_path: Path) -> None:
    """By mistake, or so that it contradicts itself."""
    statement = attested(GO)
    change(statement)
    if change is _property:
        sealed(statement)
    result = verify(tmp_path, statement)
    assert [one.partition(":")[0] for one in result.against] == [why]


def test_what_was_not_looked_at_is_said(tmp_path: Path) -> None:
    """The signature never, the policy where none was named, and a policy that was weakened."""
    policy = replace(GO.policy, weakened=("DEF-01 was loosened",))
    result = verify(tmp_path, attested(replace(GO, policy=policy)), replace(WANTED, policy=None))
    assert result.holds
    assert [one.partition(".")[0] for one in result.remarks] == [
        "The signature is not checked here: check it first, with what signed it",
        "The policy was not compared",
        "The policy is weakened in 1 place",
    ]
