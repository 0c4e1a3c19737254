"""Waivers in force are counted by their own words."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.git import Change, GitFacts, Landing, Lock, PolicyVersion
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.policy import SignOff, Waiver, WaiverTerms
from readiness_gate.model.reading import Measured, Parameters, Unavailable
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.time import instant
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

GOOD = Waiver("DEF-02", "x", "pm@example.com", "sponsor@example.com", date(2026, 3, 1), date(2026, 3, 20))
AT = instant("2026-03-10T00:00:00Z")


def _count(*waivers: Waiver, at: int = AT) -> int:
    terms = WaiverTerms(("sponsor@example.com",), 30)
    policy = PolicyFacts(Provenance("policy", "x", "y", 1), waivers, terms, ZoneInfo("Pacific/Kiritimati"))
    facts = Facts(Settings("P", Path()), None, {"policy": policy})
    reading = answered(SIGNALS["waivers.in-force"], facts, at, Parameters())
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
    assert answered(SIGNALS[signal], facts, AT, Parameters()) == Unavailable("gone")


def test_a_lock_of_no_milestone() -> None:
    """Without a milestone there is no lock; a clone that is cut off after it does not tell of edits."""
    to_come = (PolicyVersion(AT - 90_000, {"go-live": Lock(AT + 90_000)}),)
    git = GitFacts(
        Provenance("git", "x", "y", 1), (), 0, {}, {"p": 1}, {}, AT - 90_000, policy={"p": "p"}, versions=to_come
    )
    policy = PolicyFacts(Provenance("policy", "x", "y", 0), (), WaiverTerms(), ZoneInfo("UTC"))
    facts = Facts(Settings("P", Path(), ZoneInfo("UTC")), None, {"git": git, "policy": policy})
    measure = partial(answered, SIGNALS["policy.edits-after-lock"])
    reading = measure(facts, AT, Parameters())
    assert isinstance(reading, Unavailable)
    assert reading.reason.endswith("add policy-lock, a day or a tag, to the milestone")
    milestone = Milestone("go-live", "go-live", date(2026, 5, 1), policy_lock=date(2026, 3, 9))
    passed = measure(replace(facts, milestone=milestone), AT, Parameters())
    assert isinstance(passed, Unavailable)
    assert "no version of the configuration that had landed by 2026-03-10T00:00:00Z declared that" in passed.reason
    facts = replace(facts, milestone=replace(milestone, policy_lock=date(2026, 3, 11)))
    assert isinstance(measure(facts, AT, Parameters()), Measured)
    for broken in (
        replace(git, shallow=True, first_landed=AT - 10),
        replace(git, doubtful_from=AT - 10),
        replace(git, policy=Unavailable("not asked")),
        replace(git, versions=Unavailable("gone")),
        replace(git, versions=()),
        replace(git, versions=(PolicyVersion(AT - 90_000, {"go-live": None}),)),
        replace(git, versions=(PolicyVersion(AT - 90_000, {"other": Lock(AT + 90_000)}),)),
        replace(git, renamed=Unavailable("gone")),
    ):
        found = measure(replace(facts, sources={"git": broken, "policy": policy}), AT, Parameters())
        assert isinstance(found, Unavailable)
        assert ("in CI fetch-depth: 0 without a filter" in found.reason) == broken.shallow
    assert measure(replace(facts, sources={"git": git, "policy": Unavailable("no gate")}), AT, Parameters()) == (
        Unavailable("no gate")
    )


def test_an_edit_whose_sign_off_cannot_be_looked_at() -> None:
    """Nobody can tell whether it was agreed on; one that was made before it does not matter."""
    edit = Landing("c" * 40, AT - 10, "edit", (Change("p", 1, 1),))
    locked = PolicyVersion(0, {"go-live": Lock(AT - 90_000)})
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
    measure = partial(answered, SIGNALS["policy.edits-after-lock"])
    unknown = measure(facts, AT, Parameters())
    assert isinstance(unknown, Unavailable)
    assert "the gate was not judged" in unknown.reason
    earlier = replace(policy, signoffs=(replace(signoff, signed_on=AT - 11),))
    found = measure(replace(facts, sources={"git": git, "policy": earlier}), AT, Parameters())
    assert isinstance(found, Measured)
    assert (found.value, found.evidence[0].note, found.evidence[0].path) == (1, "2026-03-09 edit: p", "p")


BY_REF = Milestone("go-live", "go-live", date(2026, 5, 1), policy_lock="t")
GONE = Unavailable("it is gone")


def _edits(*versions: PolicyVersion, at: int = 100) -> Measured | Unavailable:
    """What is measured of one landing every ten seconds, each of which changes the configuration."""
    landings = tuple(
        Landing(f"c{place}", place * 10, f"c{place}", (Change("c", 1, 1),), place) for place in range(10, 0, -1)
    )
    git = GitFacts(
        Provenance("git", "x", "y", 1), landings, 0, {}, {"c": 1}, {}, 10, policy={"c": "c"}, versions=versions
    )
    policy = PolicyFacts(Provenance("policy", "x", "y", 0), (), WaiverTerms(), ZoneInfo("UTC"))
    facts = Facts(Settings("P", Path(), ZoneInfo("UTC")), BY_REF, {"git": git, "policy": policy})
    return answered(SIGNALS["policy.edits-after-lock"], facts, at, Parameters())


def test_edits_where_the_policy_is_read_from() -> None:
    """They count after the first lock of that history, whatever the mainline says; unknown if that is unknown."""

    def history(first: int, *versions: PolicyVersion) -> GitFacts:
        landings = tuple(
            Landing(f"{first}{place}", place * 10, "edit", (Change("c", 1, 1),), place) for place in (9, 5, 1)
        )
        about = Provenance("git", "x", "y", 1)
        return GitFacts(about, landings, 0, {}, {"c": 1}, {}, 10, policy={"c": "c"}, versions=versions)

    def measured(beside: GitFacts | Unavailable | None, *versions: PolicyVersion) -> Measured | Unavailable:
        git = replace(history(1, *versions), policy_beside=beside)
        policy = PolicyFacts(Provenance("policy", "x", "y", 0), (), WaiverTerms(), ZoneInfo("UTC"))
        facts = Facts(Settings("P", Path(), ZoneInfo("UTC")), BY_REF, {"git": git, "policy": policy})
        return answered(SIGNALS["policy.edits-after-lock"], facts, 100, Parameters())

    to_come, locked, unknown = (_version(0, go_live=lock) for lock in (Lock(200), Lock(40), GONE))
    assert measured(Unavailable("no such branch"), locked) == Unavailable("no such branch")
    assert measured(history(2, unknown), locked) == GONE
    for own, beside, ids in (
        (to_come, to_come, ()),
        (to_come, locked, ("29", "25")),
        (locked, to_come, ("19", "15")),
        (locked, locked, ("19", "15", "29", "25")),
    ):
        reading = measured(history(2, beside), own)
        assert isinstance(reading, Measured)
        assert (reading.value, tuple(item.id for item in reading.evidence)) == (len(ids), ids)


def _version(place: int, **locks: Lock | Unavailable | None) -> PolicyVersion:
    return PolicyVersion(place * 10, {name.replace("_", "-"): lock for name, lock in locks.items()}, place)


def _ref(place: int, ref: str = "t") -> Lock:
    return Lock(place * 10, place, ref)


@pytest.mark.parametrize(
    ("versions", "count"),
    [
        ([_version(1, go_live=_ref(8))], 2),
        ([_version(1, go_live=_ref(1))], 9),
        ([_version(3, go_live=_ref(1))], 9),
        ([_version(1, go_live=_ref(4)), _version(6, go_live=_ref(9, "u"))], 6),
        ([_version(1, go_live=_ref(8)), _version(6, go_live=_ref(8))], 2),
        ([_version(1, go_live=Lock(45)), _version(6, go_live=_ref(9))], 6),
        ([_version(1, go_live=_ref(4)), _version(6, go_live=Lock(95))], 6),
        ([_version(1, go_live=Lock(40)), _version(6, go_live=_ref(4))], 6),
        ([_version(1, go_live=_ref(4), other=GONE), _version(6, go_live=_ref(4), other=GONE)], 6),
        ([_version(1, go_live=None), _version(2, go_live=_ref(4))], 6),
    ],
)
def test_edits_after_a_ref(versions: list[PolicyVersion], count: int) -> None:
    """Landings behind it on the mainline, behind the first that came while it was declared; those of milestones that
    are there do not matter."""
    found = _edits(*versions)
    assert isinstance(found, Measured), found
    assert found.value == count


@pytest.mark.parametrize(
    ("versions", "why"),
    [
        ([_version(1, go_live=GONE)], "it is gone"),
        ([_version(1, go_live=GONE), _version(2, go_live=_ref(4))], "it is gone"),
        ([_version(1, other=GONE), _version(2, go_live=_ref(4))], "it is gone"),
        ([_version(1, go_live=_ref(8)), _version(6, go_live=_ref(9, "u"))], 'the policy-lock "t" landed at'),
        ([_version(1, go_live=_ref(8)), _version(6, go_live=None)], "stopped naming it"),
        ([_version(1, go_live=_ref(8)), _version(6, go_live=Lock(70))], "stopped naming it"),
        ([_version(1, go_live=_ref(8), b=None), _version(6, go_live=None, b=_ref(8))], "stopped naming it"),
        ([_version(1, other=_ref(8), b=_ref(8)), _version(6, go_live=None, b=_ref(8))], "stopped naming it"),
    ],
)
def test_refs_that_tell_nothing(versions: list[PolicyVersion], why: str) -> None:
    """One that is gone, today's or an earlier one, and one that landed after another had taken its place."""
    found = _edits(*versions)
    assert isinstance(found, Unavailable)
    assert why in found.reason


def test_a_version_that_only_declares_a_lock_edits_nothing() -> None:
    """It is left out, and it alone."""
    declaring = replace(_version(5, go_live=_ref(3)), locks_only=True)
    found = _edits(_version(1, go_live=None), declaring)
    assert isinstance(found, Measured)
    assert [each.id for each in found.evidence] == ["c10", "c9", "c8", "c7", "c6", "c4"]


@pytest.mark.parametrize(("at", "count"), [(75, 0), (80, 0), (90, 1)])
def test_a_ref_as_of_an_instant(at: int, count: int) -> None:
    """What landed later is not known then, nor what took its place later."""
    found = _edits(_version(1, go_live=_ref(8)), _version(10, go_live=_ref(9, "u")), at=at)
    assert isinstance(found, Measured)
    assert found.value == count


def test_what_lands_at_once_with_a_ref_comes_after_it() -> None:
    """The place on the mainline counts, also for which version came first."""
    at_once = [replace(_version(place, go_live=lock), landed=50) for place, lock in ((5, _ref(5)), (6, _ref(9, "u")))]
    found = _edits(*at_once)
    assert isinstance(found, Measured)
    assert found.value == 5


def _stands(place: int, **milestones: tuple[str, Lock | Unavailable | None]) -> PolicyVersion:
    """A version with what it says of each milestone besides its lock."""
    named = {name.replace("_", "-"): each for name, each in milestones.items()}
    written = {name: (what, repr(lock) if lock else "") for name, (what, lock) in named.items()}
    return replace(_version(place, **{name: lock for name, (_, lock) in named.items()}), written=written)


OURS, OTHER = ("d", Lock(95)), ("e", Lock(45))


@pytest.mark.parametrize(
    ("versions", "count"),
    [
        # It stood beside this one from the beginning, or stands as it did: it is another one.
        ([_stands(1, go_live=OURS, wave=OTHER), _stands(6, go_live=OURS)], 1),
        ([_stands(1, go_live=OURS, wave=OTHER), _stands(6, go_live=OURS, wave=("f", Lock(45)))], 1),
        ([_stands(1, wave=OTHER), _stands(2, go_live=OURS, wave=OTHER)], 1),
        ([_stands(1, go_live=OURS), _stands(2, go_live=OURS, wave=OTHER), _stands(6, go_live=OURS)], 1),
        # It was given a lock, or a new one after the last change, which is its own.
        (
            [
                _stands(1, wave=("e", None)),
                _stands(2, go_live=OURS, wave=("e", None)),
                _stands(3, go_live=OURS, wave=OTHER),
            ],
            1,
        ),
        ([_stands(1, wave=("e", Lock(95))), _stands(2, go_live=OURS, wave=OTHER)], 1),
        # It is gone, or another one: at once, before, or later.
        ([_stands(1, wave=OTHER), _stands(6, go_live=OURS)], 6),
        ([_stands(1, wave=OTHER), _stands(6, go_live=OURS, wave=("f", Lock(45)))], 6),
        ([_stands(1, wave=OTHER), _stands(6, go_live=OURS, wave=("e", Lock(20)))], 6),
        ([_stands(1, wave=OTHER), _stands(6, go_live=OURS, wave=("e", None))], 6),
        ([_stands(1, wave=OTHER), _stands(6, go_live=OURS, wave=OTHER), _stands(7, go_live=OURS)], 6),
        ([_stands(1, wave=OTHER), _stands(6), _stands(7, go_live=OURS)], 6),
        ([_stands(1, wave=OTHER), _stands(6, wave=("f", Lock(95))), _stands(7, go_live=OURS, wave=("f", Lock(95)))], 6),
        ([_stands(1, wave=OTHER), _stands(6, last=OURS), _stands(7, go_live=OURS)], 6),
        ([_stands(1, wave=OTHER), _stands(6), _stands(7, wave=OTHER), _stands(8, go_live=OURS, wave=OTHER)], 6),
        # This one was there before, and came back after the other one.
        ([_stands(1, go_live=OURS), _stands(2, wave=OTHER), _stands(6, go_live=OURS)], 6),
        # Nobody knows since when this one is there.
        ([_stands(1, wave=OTHER), _stands(6)], 6),
    ],
)
def test_milestones_that_may_be_this_one(versions: list[PolicyVersion], count: int) -> None:
    """The locks of one count that was there before this one came, and is now gone or another one; its sentence says
    whose lock it is, and what to do if anything was edited."""
    found = _edits(*versions)
    assert isinstance(found, Measured), found
    assert found.value == count
    assert ("by [milestones.wave], which this milestone may be by another name: keep" in found.summary) == (count > 1)


_TABLES = st.tuples(st.sampled_from("de"), st.sampled_from((20, 45, 95, 200)).map(Lock) | st.none())
_LATER = st.lists(st.dictionaries(st.sampled_from(("go_live", "wave", "x")), _TABLES), max_size=3)


@given(_LATER, _TABLES)
def test_no_renaming_undoes_a_lock(
    later: list[dict[str, tuple[str, Lock | None]]], last: tuple[str, Lock | None]
) -> None:
    """Whatever becomes of a locked milestone and its name: what comes then, unless that one still is what it was, has
    its lock at the latest."""
    versions: list[dict[str, tuple[str, Lock | None]]] = [{"wave": OTHER}, *later, {"x": OTHER, "go_live": last}]
    found = _edits(*(_stands(place, **tables) for place, tables in zip((1, 6, 7, 8, 9), versions, strict=False)))
    assert isinstance(found, Measured)
    assert found.value >= 6


WAVE = (
    "[milestones.wave], which this milestone may be by another name: keep that table as it was, or have the edits "
    "signed off"
)


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        (
            [_version(1, wave=_ref(4)), _version(6, go_live=None)],
            f'6 landings changed the policy since it was locked at 1970-01-01T00:00:40Z by "t" of {WAVE}.',
        ),
        (
            [_version(1, wave=Lock(15)), _version(2, go_live=_ref(10))],
            f"9 landings changed the policy since it was locked at 1970-01-01T00:00:15Z by {WAVE}.",
        ),
        (
            [_version(1, wave=_ref(10)), _version(10, go_live=_ref(10))],
            '0 landings changed the policy since it was locked at 1970-01-01T00:01:40Z by "t".',
        ),
        (
            [_version(1, wave=_ref(4)), _version(5, wave=None, go_live=_ref(4)), _version(6, go_live=_ref(4))],
            '6 landings changed the policy since it was locked at 1970-01-01T00:00:40Z by "t".',
        ),
    ],
    ids=["ref", "day", "own", "both"],
)
def test_whose_lock_counts(versions: list[PolicyVersion], told: str) -> None:
    """It is told with its ref; this milestone's own where another's came at once."""
    found = _edits(*versions)
    assert isinstance(found, Measured)
    assert found.summary == told


@pytest.mark.parametrize("at", [99, 100])
def test_nothing_is_to_be_done_about_no_edit(at: int) -> None:
    """Though it is another milestone's lock that counts."""
    found = _edits(_version(1, wave=Lock(95)), _version(10, go_live=None), at=at)
    assert isinstance(found, Measured)
    assert ("keep that table" in found.summary) == bool(found.value)
    assert found.value == (at == 100)


def test_what_cannot_be_told_of_another_milestone() -> None:
    """Says whose it is; what cannot be told of this one's own does not."""
    for other, why in ((GONE, "it is gone"), (_ref(8), 'the policy-lock "t" landed at')):
        found = _edits(_version(1, wave=other), _version(2, go_live=None))
        assert isinstance(found, Unavailable)
        assert found.reason.startswith(f"[milestones.wave], which this milestone may be by another name: {why}")
        found = _edits(_version(1, go_live=other), _version(2, go_live=None))
        assert isinstance(found, Unavailable)
        assert found.reason.startswith(why)
