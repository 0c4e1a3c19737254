"""What a sign-off is worth: signed by whom it says, under what was so, and nothing has got worse since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gates import MILESTONE, NONE_OPEN, TERMS, UNKNOWN, ZONE, gate, judged, measured, rule, waiver

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.governance import ANSWERED, PolicyFacts
from readiness_gate.model.policy import Applies, Limit, Rule, SignOff, Waiver
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, Instant, instant, iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.signals import GOVERNING, SIGNALS, Standing, seeing
from readiness_gate.signals.signal import answered
from readiness_gate.signals.views.signoffs import signed

NOW = instant("2026-04-20T12:00:00Z")
THEN = NOW - 3 * DAY
GOOD = SignOff("wave-2", "sponsor", "sponsor@example.com", THEN, "sha256:then")
SIGNERS = {"sponsor": ("sponsor@example.com", "deputy@example.com")}
BOTH = {**SIGNERS, "operations": ("ops@example.com",)}
OPERATIONS = replace(GOOD, role="operations", approver="ops@example.com")


def _finding(reading: Reading, of: Rule | None = None) -> Finding:
    ours = of or rule()
    outcome = ours.limit.judge(reading.value) if isinstance(reading, Measured) else "unknown"
    return Finding(ours, outcome, "Told.", reading)


def _standing(digest: str, *findings: Finding) -> Verdict:
    return replace(judged(gate(), {}), findings=findings, evidence_digest=digest)


PASSING = _finding(measured(0))
STOOD = {THEN: _standing("sha256:then", PASSING), NOW: _standing("sha256:now", PASSING)}


class _Seen(NamedTuple):
    """What a signal on sign-offs sees."""

    policy: PolicyFacts
    standing: Standing


def _facts(
    *signoffs: SignOff,
    signers: Mapping[str, tuple[str, ...]] = SIGNERS,
    stood: Mapping[Instant, Verdict] = STOOD,
    waivers: tuple[Waiver, ...] = (),
) -> _Seen:
    policy = PolicyFacts(Provenance("policy", "x", "y", 1), waivers, TERMS, ZONE, signers, signoffs)
    return _Seen(policy, {moment: replace(verdict, as_of=moment) for moment, verdict in stood.items()})


def _measure(
    seen: _Seen | SourceFacts | Unavailable, name: str = "governance.signoffs-missing", as_of: Instant = NOW
) -> Reading:
    policy, standing = seen if isinstance(seen, _Seen) else (seen, dict[Instant, Verdict]())
    signal = seeing(standing)[name]
    facts = Facts(Settings("P", Path(), ZONE), MILESTONE, {"policy": policy})
    return answered(signal, facts, as_of, signal.with_defaults({}))


def _missing(seen: _Seen) -> int:
    reading = _measure(seen)
    assert isinstance(reading, Measured)
    return int(reading.value)


def _why_not(seen: _Seen) -> str:
    reading = _measure(seen)
    assert isinstance(reading, Unavailable)
    return reading.reason


@pytest.mark.parametrize(
    ("signoffs", "lacking"),
    [
        ((), 1),
        ((GOOD,), 0),
        ((replace(GOOD, approver=" Deputy@Example.com"),), 0),
        ((replace(GOOD, approver="ops@example.com"),), 1),
        ((replace(GOOD, role="Sponsor"),), 1),
        ((replace(GOOD, evidence="sha256:other"),), 1),
        ((replace(GOOD, evidence="sha256:now"),), 1),
        ((replace(GOOD, signed_on=NOW, evidence="sha256:now"),), 0),
        ((replace(GOOD, signed_on=NOW + 1, evidence="sha256:now"),), 1),
        ((replace(GOOD, signed_on=NOW, evidence="sha256:no"), GOOD), 0),
    ],
    ids=[
        "none",
        "one",
        "the-deputy",
        "another's-role",
        "no-such-role",
        "another-digest",
        "the-digest-of-now",
        "now",
        "later",
        "an-older-one-counts",
    ],
)
def test_who_signed_what(signoffs: tuple[SignOff, ...], lacking: int) -> None:
    """By one of those who may sign in the role, with the digest of the instant that was signed, which has come."""
    assert _missing(_facts(*signoffs)) == lacking


def test_every_role_signs() -> None:
    """Each of them, and its newest sign-off that counts is told."""
    assert _missing(_facts(signers=BOTH)) == 2
    assert _missing(_facts(GOOD, signers=BOTH)) == 1
    void = replace(OPERATIONS, signed_on=NOW, evidence="sha256:no")
    reading = _measure(_facts(GOOD, OPERATIONS, void, replace(GOOD, role="board"), signers=BOTH))
    assert isinstance(reading, Measured)
    assert reading.value == 0
    assert list(reading.evidence) == [
        Evidence("role", "sponsor", f"signed by sponsor@example.com as of {iso(THEN)}"),
        Evidence("role", "operations", f"signed by ops@example.com as of {iso(THEN)}"),
        Evidence(
            "role",
            "board",
            (
                f"the sign-off by sponsor@example.com as of {iso(THEN)} does not count: "
                'no role "board" is in [signoffs.approvers], which has sponsor, operations'
            ),
        ),
    ]
    assert reading.summary == "All of 2 roles signed this evidence, and nothing that blocks has got worse since."


def test_what_is_lacking_is_told() -> None:
    """Which roles, and what their sign-off has to say."""
    reading = _measure(_facts(GOOD, signers=BOTH))
    assert isinstance(reading, Measured)
    assert reading.summary == (
        "1 of 2 roles did not sign this evidence (operations). "
        'To sign it, add a [[signoffs]] with milestone = "wave-2", role, approver, '
        f'signed-on = {iso(NOW)} and evidence = "sha256:now".'
    )
    assert reading.evidence[0] == Evidence("role", "operations", "not signed yet; may be signed by ops@example.com")
    later = _measure(_facts(replace(GOOD, signed_on=NOW + 1)))
    assert isinstance(later, Measured)
    assert later.evidence[0].note == (
        f"the sign-off by sponsor@example.com as of {iso(NOW + 1)} does not count: it is dated later"
    )


SHARE = Limit("at-least", 0.9)
EXACT = Limit("equals", 0)


@pytest.mark.parametrize(
    ("then", "now", "holds"),
    [
        (measured(0), measured(0, "A"), True),
        (measured(0), measured(1), False),
        (measured(2, "A", "B"), measured(1, "A"), True),
        (measured(2, "A", "B"), measured(2, "A", "C"), False),
        (measured(2), measured(3), False),
        (measured(2), measured(2), True),
    ],
)
def test_what_has_got_worse(then: Reading, now: Reading, holds: bool) -> None:  # noqa: FBT001
    """A blocking rule fails that did not, or on more."""
    stood = {THEN: _standing("sha256:then", _finding(then)), NOW: _standing("sha256:now", _finding(now))}
    reading = _measure(_facts(GOOD, stood=stood))
    assert isinstance(reading, Measured)
    assert reading.value == (0 if holds else 1)
    assert holds or reading.evidence[0].note.endswith("does not count: worse since: R-1")


@pytest.mark.parametrize("then", [0, 1])
def test_what_can_no_longer_be_measured(then: int) -> None:
    """Takes the sign-off back, and nobody can give another one: unknown, and not a failure of those who sign."""
    stood = {
        THEN: _standing("sha256:then", _finding(measured(then))),
        NOW: _standing("sha256:now", _finding(UNKNOWN)),
    }
    assert _why_not(_facts(GOOD, stood=stood)) == (
        "this evidence cannot be signed yet: R-1 could not be measured. Fix that first, as the finding of each says. "
        "Still to sign: sponsor."
    )


@pytest.mark.parametrize(
    ("limit", "then", "now", "holds"),
    [
        (SHARE, 0.5, 0.5, True),
        (SHARE, 0.5, 0.6, True),
        (SHARE, 0.5, 0.4, False),
        (NONE_OPEN, 5, 4, True),
        (EXACT, 5, 5, True),
        (EXACT, 5, 4, False),
        (EXACT, 5, 6, False),
    ],
)
def test_which_way_is_worse(limit: Limit, then: float, now: float, holds: bool) -> None:  # noqa: FBT001
    """The limit says."""
    ours = rule(limit=limit)
    stood = {
        THEN: _standing("sha256:then", _finding(measured(then), ours)),
        NOW: _standing("sha256:now", _finding(measured(now), ours)),
    }
    assert _missing(_facts(GOOD, stood=stood)) == (0 if holds else 1)


def test_nobody_decides_in_the_dark() -> None:
    """What was signed while a blocking rule could not be measured was no decision, whatever it says now."""
    for now in (UNKNOWN, measured(0), measured(1)):
        stood = {THEN: _standing("sha256:then", _finding(UNKNOWN)), NOW: _standing("sha256:now", _finding(now))}
        assert signed(*_facts(GOOD, stood=stood), THEN, NOW) is False
        reading = _measure(_facts(GOOD, stood=stood))
        assert isinstance(reading, Unavailable if now is UNKNOWN else Measured)
        if isinstance(reading, Measured):
            assert reading.value == 1
            assert reading.evidence[0].note.endswith("does not count: R-1 could not be measured")
    warns = _finding(UNKNOWN, rule("R-2", enforcement="warn"))
    stood = {THEN: _standing("sha256:then", warns, PASSING), NOW: _standing("sha256:now", warns, PASSING)}
    assert _missing(_facts(GOOD, stood=stood)) == 0


def test_nobody_signs_nothing() -> None:
    """A gate of which no blocking rule applied has nothing to say yes to."""
    for findings in (
        (),
        (replace(PASSING, outcome="not-applicable"),),
        (_finding(measured(0), rule(enforcement="warn")),),
    ):
        for now in (findings, (PASSING,)):
            stood = {THEN: _standing("sha256:then", *findings), NOW: _standing("sha256:now", *now)}
            assert signed(*_facts(GOOD, stood=stood), THEN, NOW) is False
            reading = _measure(_facts(GOOD, stood=stood))
            if isinstance(reading, Measured):
                assert reading.value == 1
                assert reading.evidence[0].note.endswith(
                    "does not count: no blocking rule applied but those on sign-offs"
                )
            else:
                assert reading.reason == (
                    "this evidence cannot be signed yet: no blocking rule applied but those on sign-offs. First give "
                    "the milestone a pack with blocking rules. Still to sign: sponsor."
                )


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([Applies(days_to_go_at_most=41), Applies(days_to_go_at_most=14)], "The first of the others applies in 1 day:"),
        (
            [Applies(days_to_go_at_most=14), Applies(days_to_go_at_least=60)],
            "The first of the others applies in 28 days:",
        ),
        ([Applies(days_to_go_at_most=14, tags=frozenset({"emea"}))], "The first of the others applies in 28 days:"),
        ([Applies(days_to_go_at_most=14, tags=frozenset({"apac"}))], "First give the milestone a pack"),
        ([Applies(days_to_go_at_least=60)], "First give the milestone a pack"),
        ([Applies(days_to_go_at_most=-(10**9))], "The first of the others applies in 1000000042 days:"),
    ],
)
def test_when_there_is_something_to_sign(rules: list[Applies], told: str) -> None:
    """The next day on which a blocking rule applies to the milestone, which lies 42 days ahead, is told."""
    warns = _finding(measured(0), rule("W-1", when=Applies(days_to_go_at_most=40), enforcement="warn"))
    findings = [
        replace(PASSING, rule=rule(f"R-{number}", when=when), outcome="not-applicable")
        for number, when in enumerate(rules)
    ]
    stood = {NOW: _standing("sha256:now", *findings, replace(warns, outcome="not-applicable"))}
    assert told in _why_not(_facts(stood=stood))


def test_an_earlier_sign_off_needs_no_other() -> None:
    """A gate that all signed, and of which no blocking rule applies any more, is signed."""
    stood = {**STOOD, NOW: _standing("sha256:now", replace(PASSING, outcome="not-applicable"))}
    assert _missing(_facts(GOOD, stood=stood)) == 0
    assert _why_not(_facts(GOOD, stood=stood, signers=BOTH)).endswith("Still to sign: operations.")


def test_what_is_signed_is_told_of_now_alone() -> None:
    """Nobody should sign an earlier instant, such as one at which a rule must have held, too; nor what is unknown."""
    earlier = _measure(_facts(), as_of=THEN)
    assert isinstance(earlier, Measured)
    assert earlier.summary == "1 of 1 role did not sign this evidence (sponsor)."
    unknown = {**STOOD, THEN: _standing("sha256:then", PASSING, _finding(UNKNOWN, rule("R-2")))}
    earlier = _measure(_facts(stood=unknown), as_of=THEN)
    assert isinstance(earlier, Unavailable)
    assert earlier.reason.startswith("this evidence could not be signed: R-2 could not be measured. ")


def test_a_risk_that_was_accepted_since() -> None:
    """Was not signed, whatever its rule says; one that was there, or has run out, changes nothing."""
    late = waiver(approved_on=date(2026, 4, 19), expires=date(2026, 4, 25))
    reading = _measure(_facts(GOOD, waivers=(late, replace(late, rule="G-3"))))
    assert isinstance(reading, Measured)
    assert reading.value == 1
    assert reading.evidence[0].note.endswith("does not count: accepted by waiver since: G-3, R-1")
    for other in (
        replace(late, approved_on=date(2026, 4, 17)),
        replace(late, expires=date(2026, 4, 19)),
        replace(late, approved_by="x@example.com"),
        replace(late, approved_on=date(2026, 4, 10), expires=date(2026, 4, 18)),
    ):
        assert _missing(_facts(GOOD, waivers=(other,))) == 0


def test_a_rule_that_does_not_block_does_not_take_a_sign_off_back() -> None:
    """It would else block after all; a rule that was not there was not failing."""
    warns = _finding(measured(9, "X"), rule("R-2", enforcement="warn"))
    stood = {**STOOD, NOW: _standing("sha256:now", PASSING, warns)}
    assert _missing(_facts(GOOD, stood=stood)) == 0
    new = _finding(measured(9, "X"), rule("R-2"))
    assert _missing(_facts(GOOD, stood={**STOOD, NOW: _standing("sha256:now", PASSING, new)})) == 1


def test_what_can_no_longer_be_looked_at() -> None:
    """What was known of then may be why the digest differs: nobody can tell. What is unknown now as well was so."""
    other = replace(GOOD, evidence="sha256:other")
    lost = {THEN: _standing("sha256:then", _finding(UNKNOWN)), NOW: _standing("sha256:now", PASSING)}
    reading = _measure(_facts(other, stood=lost))
    assert isinstance(reading, Unavailable)
    assert reading.reason == (
        f"the evidence that was signed as sponsor as of {iso(THEN)} can no longer be measured: have it signed again "
        '(R-1: Told.). To sign it, add a [[signoffs]] with milestone = "wave-2", role, approver, '
        f'signed-on = {iso(NOW)} and evidence = "sha256:now".'
    )
    still = {**lost, NOW: _standing("sha256:now", _finding(UNKNOWN))}
    assert _why_not(_facts(other, stood=still)).startswith("this evidence cannot be signed yet: R-1 could not be")
    new = _finding(UNKNOWN, rule("R-2"))
    assert (
        "It cannot be signed yet: R-2 could not be measured. Fix that first, as the finding of each says."
        in _why_not(_facts(other, stood={**lost, NOW: _standing("sha256:now", PASSING, new)}))
    )
    assert isinstance(_measure(_facts(other, stood={NOW: STOOD[NOW]})), Unavailable)
    assert isinstance(_measure(_facts(other, stood={THEN: STOOD[THEN]})), Unavailable)
    newer = replace(GOOD, signed_on=NOW, evidence="sha256:now")
    assert _missing(_facts(other, newer, stood=lost)) == 0


@pytest.mark.parametrize("signal", ["governance.signoffs-missing", "governance.signoffs-early"])
def test_who_must_sign_was_not_said(signal: str) -> None:
    """Then nobody has; and without a gate there is nothing to sign."""
    reading = _measure(_facts(GOOD, signers={}), signal)
    assert isinstance(reading, Unavailable)
    assert "add [signoffs.approvers]" in reading.reason
    assert _measure(Unavailable("gone"), signal) == Unavailable("gone")


@pytest.mark.parametrize(
    ("ahead", "counts"),
    [(61, False), (60, True), (30, True), (29, False)],
)
def test_the_first_assessment(ahead: int, counts: bool) -> None:  # noqa: FBT001
    """Days before the milestone are those of the program's calendar; both ends belong to them."""
    milestone = replace(MILESTONE, date=date(2026, 6, 1))
    day = date.fromordinal(milestone.date.toordinal() - ahead)
    signal = SIGNALS["governance.signoffs-early"]
    for clock in ("00:00:00", "23:59:59"):
        late = replace(GOOD, signed_on=instant(f"{day}T{clock}+02:00"))
        others = (replace(late, approver=f"{who}@example.com") for who in ("anybody", "nobody"))
        policy = _facts(late, *others).policy
        facts = Facts(Settings("P", Path(), ZONE), milestone, {"policy": policy})
        reading = answered(signal, facts, NOW + 90 * DAY, signal.with_defaults({}))
        assert isinstance(reading, Measured)
        told = Evidence("role", "sponsor", f"signed by sponsor@example.com as of {iso(late.signed_on)}")
        assert (reading.value, reading.evidence) == ((1, (told,)) if counts else (0, ()))
        number = "1 sign-off" if counts else "0 sign-offs"
        assert reading.summary == f"{number} of 3 made 60d to 30d before 2026-06-01."
        at_once = answered(signal, facts, late.signed_on, signal.with_defaults({}))
        assert isinstance(at_once, Measured)
        assert at_once.value == (1 if counts else 0)
        earlier = answered(signal, facts, late.signed_on - 1, signal.with_defaults({}))
        assert isinstance(earlier, Measured)
        assert earlier.value == 0


def test_days_that_are_none() -> None:
    """From must not be shorter than to; the same is one day."""
    signal = SIGNALS["governance.signoffs-early"]
    facts = Facts(Settings("P", Path(), ZONE), MILESTONE, {"policy": _facts(GOOD).policy})
    wrong = answered(signal, facts, NOW, Parameters((("from", "29d"), ("to", "30d"))))
    assert isinstance(wrong, Unavailable)
    assert "from (29d before the milestone) must not be shorter than to (30d)" in wrong.reason
    assert isinstance(answered(signal, facts, NOW, Parameters((("from", "30d"), ("to", "30d")))), Measured)
    nowhere = answered(signal, replace(facts, milestone=None), NOW, signal.with_defaults({}))
    assert isinstance(nowhere, Unavailable)


def test_an_edit_that_is_signed_off() -> None:
    """By all who must sign, as of a time at which it had landed; whatever has become of the gate since."""
    worse = {**STOOD, NOW: _standing("sha256:now", _finding(measured(9)))}
    both = _facts(GOOD, OPERATIONS, signers=BOTH, stood=worse)
    assert signed(*both, THEN, NOW) is True
    assert signed(*both, THEN + 1, NOW) is False
    assert signed(*both, THEN, THEN - 1) is False
    assert signed(*_facts(GOOD, signers=BOTH), THEN, NOW) is False
    assert signed(*_facts(GOOD, signers={}), THEN, NOW) is False
    lost = _facts(GOOD, stood={})
    with pytest.raises(CannotMeasure, match=r"^the gate was not judged as of"):
        signed(*lost, THEN, NOW)
    assert signed(*lost, THEN + 1, NOW) is False
    unseen = {THEN: _standing("sha256:then", _finding(UNKNOWN))}
    with pytest.raises(CannotMeasure, match="can no longer be measured: have it signed again"):
        signed(*_facts(replace(GOOD, evidence="sha256:other"), stood=unseen), THEN, NOW)


def test_the_signals_that_are_answered_by_sign_offs() -> None:
    """Read the policy, and are known by name: what is signed leaves them out, and they alone see verdicts."""
    assert all("policy" in SIGNALS[name].sources for name in ANSWERED)
    assert GOVERNING.keys() == seeing({}).keys() == ANSWERED


@given(
    st.lists(st.sampled_from([GOOD, OPERATIONS, replace(GOOD, evidence="sha256:x"), replace(OPERATIONS, signed_on=1)])),
    st.sampled_from([GOOD, OPERATIONS, replace(OPERATIONS, approver="x"), replace(GOOD, signed_on=NOW)]),
)
def test_to_sign_never_makes_it_worse(signoffs: list[SignOff], another: SignOff) -> None:
    """One sign-off more leaves at most as many roles lacking, and order or repetition does not matter."""
    stood = {**STOOD, 1: _standing("sha256:then", PASSING)}
    before = _missing(_facts(*signoffs, signers=BOTH, stood=stood))
    assert _missing(_facts(*signoffs, another, signers=BOTH, stood=stood)) <= before
    assert _missing(_facts(*reversed(signoffs), *signoffs, signers=BOTH, stood=stood)) == before
