"""Waivers in force are counted by their own words."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from readiness_gate.model.facts import Change, Facts, GitFacts, Landing, PolicyVersion, Provenance, SourceFacts
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.policy import SignOff, Waiver, WaiverTerms
from readiness_gate.model.reading import Measured, Parameters, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.time import instant
from readiness_gate.signals import SIGNALS

GOOD = Waiver("DEF-02", "x", "pm@example.com", "sponsor@example.com", date(2026, 3, 1), date(2026, 3, 20))
AT = instant("2026-03-10T00:00:00Z")


def _count(*waivers: Waiver, at: int = AT) -> int:
    terms = WaiverTerms(("sponsor@example.com",), 30)
    policy = PolicyFacts(Provenance("policy", "x", "y", 1), waivers, terms, ZoneInfo("Pacific/Kiritimati"))
    facts = Facts(Settings("P", Path()), None, {"policy": policy})
    reading = SIGNALS["waivers.in-force"].measure(facts, at, Parameters())
    assert isinstance(reading, Measured)
    assert len(reading.evidence) == reading.value
    return int(reading.value)


@pytest.mark.parametrize(
    ("waivers", "count"),
    [
        ((), 0),
        ((GOOD,), 1),
        ((GOOD, replace(GOOD, rule="CHG-01")), 2),
        ((replace(GOOD, approved_by="pm+1@example.com"),), 0),
        ((replace(GOOD, approved_by="other@example.com"),), 0),
        ((replace(GOOD, expires=date(2026, 3, 9)),), 0),
        ((replace(GOOD, approved_on=date(2026, 3, 11)),), 0),
        ((replace(GOOD, expires=date(2026, 5, 1)),), 0),
    ],
    ids=["none", "one", "two", "self-approved", "unknown", "expired", "to-come", "over-long"],
)
def test_waivers_in_force(waivers: tuple[Waiver, ...], count: int) -> None:
    """Properly approved and in time, on the day of the program's calendar."""
    assert _count(*waivers) == count


def test_the_day_is_one_of_the_program() -> None:
    """On the island of Kiritimati the day begins 14 hours before it does in UTC."""
    assert _count(GOOD, at=instant("2026-03-20T09:59:59Z")) == 1
    assert _count(GOOD, at=instant("2026-03-20T10:00:00Z")) == 0


@pytest.mark.parametrize("signal", ["waivers.in-force", "policy.edits-after-lock"])
def test_what_was_not_read(signal: str) -> None:
    """Is not none."""
    sources: dict[str, SourceFacts | Unavailable] = {each: Unavailable("gone") for each in ("policy", "git")}
    facts = Facts(Settings("P", Path()), None, sources)
    assert SIGNALS[signal].measure(facts, AT, Parameters()) == Unavailable("gone")


def test_a_lock_of_no_milestone() -> None:
    """Without a milestone there is no lock; a clone that is cut off after it does not tell of edits."""
    git = GitFacts(Provenance("git", "x", "y", 1), (), 0, {}, {"p": 1}, {}, AT - 90_000, policy={"p": "p"}, versions=())
    policy = PolicyFacts(Provenance("policy", "x", "y", 0), (), WaiverTerms(), ZoneInfo("UTC"))
    facts = Facts(Settings("P", Path(), ZoneInfo("UTC")), None, {"git": git, "policy": policy})
    measure = SIGNALS["policy.edits-after-lock"].measure
    reading = measure(facts, AT, Parameters())
    assert isinstance(reading, Unavailable)
    assert reading.reason.endswith("provide policy-lock, a day, in the milestone")
    milestone = Milestone("go-live", "go-live", date(2026, 5, 1), policy_lock=date(2026, 3, 8))
    facts = replace(facts, milestone=milestone)
    assert isinstance(measure(facts, AT, Parameters()), Measured)
    for broken in (
        replace(git, shallow=True, first_landed=AT - 10),
        replace(git, policy=Unavailable("not asked")),
        replace(git, versions=Unavailable("gone")),
    ):
        found = measure(replace(facts, sources={"git": broken, "policy": policy}), AT, Parameters())
        assert isinstance(found, Unavailable)
    assert measure(replace(facts, sources={"git": git, "policy": Unavailable("no gate")}), AT, Parameters()) == (
        Unavailable("no gate")
    )


def test_an_edit_whose_sign_off_cannot_be_looked_at() -> None:
    """Nobody can tell whether it was agreed on; one that was made before it does not matter."""
    edit = Landing("c" * 40, AT - 10, "edit", (Change("p", 1, 1),))
    locked = PolicyVersion(0, {"go-live": AT - 90_000})
    git = GitFacts(
        Provenance("git", "x", "y", 1), (edit,), 0, {}, {"p": 1}, {}, 1, policy={"p": "p"}, versions=(locked,)
    )
    signoff = SignOff("go-live", "sponsor", "s@example.com", AT - 5, "sha256:x")
    policy = PolicyFacts(
        *(Provenance("policy", "x", "y", 1), (), WaiverTerms(), ZoneInfo("UTC"), {"sponsor": ("s@example.com",)}),
        (signoff,),
    )
    milestone = Milestone("go-live", "go-live", date(2026, 5, 1), policy_lock=date(2026, 3, 8))
    facts = Facts(Settings("P", Path(), ZoneInfo("UTC")), milestone, {"git": git, "policy": policy})
    measure = SIGNALS["policy.edits-after-lock"].measure
    unknown = measure(facts, AT, Parameters())
    assert isinstance(unknown, Unavailable)
    assert "it was not looked at how the gate stood" in unknown.reason
    earlier = replace(policy, signoffs=(replace(signoff, signed_on=AT - 11),))
    found = measure(replace(facts, sources={"git": git, "policy": earlier}), AT, Parameters())
    assert isinstance(found, Measured)
    assert (found.value, found.evidence[0].note) == (1, "2026-03-09 edit: p")
