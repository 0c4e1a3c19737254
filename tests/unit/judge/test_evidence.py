"""What people sign: the gate without what their signatures answer, and without when it was read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from support.gates import AS_OF, TODAY, UNKNOWN, gate, judged, measured, rule, waiver

from readiness_gate.judge import questions, signed_part
from readiness_gate.model.governance import ANSWERED
from readiness_gate.model.policy import Limit, Rule, Waiver
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading

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


def test_where_evidence_can_be_opened_is_not_signed() -> None:
    """An address, a file or a line says where to look, and not what there is."""
    bare = measured(1, "A")
    assert isinstance(bare, Measured)
    placed = replace(bare, evidence=(Evidence("issue", "A", "note", "https://x.example", "docs/a.md", 3),))
    assert _digest({"R-1": bare, "G-9": measured(1)}) == _digest({"R-1": placed, "G-9": measured(1)})


def test_what_a_rule_asks_for_is_signed() -> None:
    """With another limit or enforcement the same reading is another evidence, also where the outcome is the same."""
    base: dict[str, Reading] = {"R-1": measured(3, "A")}

    def of(ours: Rule) -> str:
        return judged(gate(ours), base).evidence_digest

    others = [
        of(each)
        for each in (
            rule(limit=Limit("at-most", 1)),
            rule(enforcement="warn"),
            rule(parameters=Parameters((("severity", "sev1"),))),
            rule(held_for=0, limit=Limit("at-least", 9)),
        )
    ]
    assert len({of(rule()), *others}) == 5
    assert of(rule()) == of(rule(title="Other", why="Other", owner="x", remedy="y", source="z", waivable=False))


def test_risks_that_are_accepted_are_signed() -> None:
    """Those that are properly approved, and in time, for this milestone: whatever their rules say."""
    given: dict[str, Reading] = {"R-1": measured(3, "A")}

    def of(*waivers: Waiver) -> str:
        return judged(gate(rule(), waivers=waivers), given).evidence_digest

    none = of()
    assert none == of(waiver(expires=TODAY - timedelta(days=1))) == of(waiver(approved_by="x@example.com"))
    assert none == of(waiver(milestone="wave-1"))
    assert len({none, of(waiver()), of(waiver(accepts=3)), of(waiver(), waiver("G-2")), of(waiver("G-2"))}) == 5
    assert of(waiver(), waiver("G-2")) == of(waiver("G-2"), waiver(), waiver())


def test_what_is_left_to_sign() -> None:
    """Is judged like any gate, and has the digest that is printed for the whole."""
    of = gate(OWN, *SIGNATURES, AGE)
    given: dict[str, Reading] = {"R-1": measured(3, "A", "B"), "G-9": measured(2), "G-1": measured(1)}
    assert judged(signed_part(of), given).evidence_digest == judged(of, given).evidence_digest
    assert {each.signal for each in questions(signed_part(of), AS_OF)} == {"signal.R-1", "evidence.age"}
