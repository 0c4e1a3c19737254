"""What people sign: the gate without what their signatures answer, and without when it was read."""

from collections.abc import Mapping

from support.gates import AS_OF, UNKNOWN, answered, gate, judged, measured, rule

from readiness_gate.judge import questions, signed_part, standing
from readiness_gate.judge.evidence import evidence_digest
from readiness_gate.model.governance import ANSWERED
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Reading

OWN = rule()
SIGNATURES = tuple(rule(f"G-{number}", signal=name) for number, name in enumerate(sorted(ANSWERED)))
AGE = rule("G-9", Limit("at-most", 7), signal="evidence.age")


def _digest(given: Mapping[str, Reading]) -> str:
    return judged(gate(OWN, *SIGNATURES, AGE), given).evidence_digest


def test_what_sign_offs_answer_is_not_signed() -> None:
    """To sign does not change what is signed: not by what is missing, nor by an edit that is agreed on."""
    base: dict[str, Reading] = {"R-1": measured(1, "A"), "G-9": measured(1)}
    for other in (measured(0), measured(2, "sponsor"), UNKNOWN):
        assert _digest(base) == _digest({**base, **{each.id: other for each in SIGNATURES}})
    assert _digest(base) != _digest({**base, "R-1": measured(0)})
    assert [each.id for each in signed_part(gate(OWN, *SIGNATURES, AGE)).rules] == ["R-1", "G-9"]


def test_when_it_was_read_is_not_signed() -> None:
    """The age of an export is another one once a newer one is there; that it was too old stays."""
    base: dict[str, Reading] = {"R-1": measured(1, "A"), "G-9": measured(1, "jira")}
    assert _digest(base) == _digest({**base, "G-9": measured(0, "jira", "people")})
    assert _digest(base) != _digest({**base, "G-9": measured(8, "jira")})
    assert _digest(base) != _digest({**base, "G-9": UNKNOWN})


def test_a_standing_has_the_digest_of_the_verdict() -> None:
    """What is looked at again is what was printed."""
    of = gate(OWN, *SIGNATURES, AGE)
    given: dict[str, Reading] = {"R-1": measured(3, "A", "B"), "G-9": measured(2), "G-1": measured(1)}
    found = standing(of, answered(of.rules, given), AS_OF)
    assert found.evidence_digest == judged(of, given).evidence_digest == evidence_digest(found.findings)
    assert [each.rule.id for each in found.findings] == ["R-1", "G-9"]
    assert {each.signal for each in questions(signed_part(of), AS_OF)} == {"signal.R-1", "evidence.age"}
