"""The shipped packs have every rule of the readiness model, or it is said why not; each belongs to a phase."""

from collections.abc import Mapping

from readiness_gate.config.packs.catalog import pack_file, shipped_rules
from readiness_gate.signals import SIGNALS

MODEL = (
    *("DEF-01", "DEF-02", "DEF-03", "DEF-04", "DEF-05", "DEF-06", "DEF-07", "DEF-08"),
    *("CHG-01", "CHG-02", "CHG-03", "CHG-04", "CHG-05", "CHG-06", "CHG-08", "SCP-01"),
    *("TST-01", "TST-02", "TST-03", "TST-04", "DAT-01", "DAT-02"),
    *("TRN-01", "TRN-02", "TRN-03", "TRN-04", "TRN-05", "TRN-06", "TRN-07", "DOC-01"),
    *("CLR-01", "PRC-01", "SUP-01", "SUP-02", "SUP-04", "FBK-01", "LDR-01"),
    *("GOV-01", "GOV-02", "GOV-03", "GOV-04", "GOV-05"),
    *("PHS-01", "PRC-02", "PRC-03", "SUP-03", "FBK-02", "LDR-02", "LDR-03", "DOC-02", "GOV-06"),
)
"""The rules by default, those on the evidence itself, and the optional ones."""
NOT_YET: Mapping[str, str] = {
    "GOV-06": "it is the wording of a verdict, and no rule on a signal",
}
SHIPPED = {name: {rule.id for rule in pack} for name, pack in shipped_rules(SIGNALS).items()}
PHASES = ("phases/introduction", "phases/implementation", "phases/adoption")


def test_every_rule_of_the_model_is_shipped() -> None:
    """In the baseline, all of them; what is not there has a reason, and is left off the list once it is."""
    assert [id_ for id_ in MODEL if id_ not in SHIPPED["baseline"] | set(NOT_YET)] == []
    assert set(NOT_YET) <= set(MODEL)
    assert SHIPPED["baseline"] & set(NOT_YET) == set()


def test_the_baseline_is_every_dimension() -> None:
    """It has what the packs of the dimensions have, and these have nothing in common."""
    parts = pack_file("baseline").includes or ()
    assert list(parts) == ["defects", "change", "documentation", "training", "tests", "people", "integrity"]
    assert SHIPPED["baseline"] == set[str]().union(*(SHIPPED[part] for part in parts))
    assert len(SHIPPED["baseline"]) == sum(len(SHIPPED[part]) for part in parts)


def test_every_rule_belongs_to_a_phase() -> None:
    """The phases together are the baseline without the rules on the evidence itself."""
    assert set[str]().union(*(SHIPPED[phase] for phase in PHASES)) == SHIPPED["baseline"] - SHIPPED["integrity"]


def _guarding(pack: str, kind: str) -> set[str]:
    """The rules of a pack on milestones of a kind."""
    rules = shipped_rules(SIGNALS)[pack]
    return {rule.id for rule in rules if not rule.milestones or kind in rule.milestones}


def test_whether_training_can_start_and_whether_it_still_holds() -> None:
    """Before it starts, the system must match its baseline and the material the system; before the go-live, people must
    be trained on what goes live."""
    before, after = _guarding("baseline", "training-start"), _guarding("baseline", "go-live")
    assert {"CHG-04-b", "CHG-07", "DOC-01", "DOC-02", "TRN-07"} <= before
    assert {each for each in before if each.startswith("TRN-")} == {"TRN-07"}
    assert {"TRN-01", "TRN-05", "TRN-05-b", "TRN-07", "DOC-01"} <= after
    assert "CHG-07" not in after
    assert _guarding("phases/implementation", "training-start") <= before


def test_the_rules_after_go_live() -> None:
    """What the system is good for, the end of the first weeks, and the loop to the next go-live, which comes with a key
    of the milestone and not with a pack."""
    value = {"ADP-00", "ADP-03", "ADP-04", "ADP-05", "ADP-06"}
    assert value <= SHIPPED["adoption-value"]
    assert {id_ for id_ in SHIPPED["hypercare-exit"] if id_.startswith("HYP-01")} == SHIPPED["hypercare-exit"]
    assert SHIPPED["after"] == {"ADP-NEXT"}
    assert [name for name, rules in SHIPPED.items() if "ADP-NEXT" in rules] == ["after"]
    assert "ADP-00-b" in SHIPPED["baseline"]


def test_what_only_informs_is_in_no_other_pack() -> None:
    """Whoever wants it names its pack."""
    more = SHIPPED["people-more"]
    assert [name for name, rules in SHIPPED.items() if name != "people-more" and rules & more] == []
    assert {rule.enforcement for rule in shipped_rules(SIGNALS)["people-more"]} == {"info"}


def test_adoption_is_judged_after_go_live() -> None:
    """Each milestone has its limit on use, and the exit from hypercare the one of its first month; none belongs to the
    gates before."""
    limits = {
        kind: {
            rule.limit.value
            for rule in shipped_rules(SIGNALS)[pack]
            if rule.signal == signal and kind in rule.milestones and rule.enforcement == "block"
        }
        for pack, kind, signal in (
            ("adoption-d30", "adoption-d30", "adoption.active-share"),
            ("adoption-d60", "adoption-d60", "adoption.active-share"),
            ("adoption-d90", "adoption-d90", "adoption.active-share"),
            ("adoption-use", "hypercare-exit", "adoption.active-share"),
        )
    }
    assert limits == {"adoption-d30": {0.6}, "adoption-d60": {0.75}, "adoption-d90": {0.85}, "hypercare-exit": {0.6}}
    low = {
        rule.id: rule.milestones for rule in shipped_rules(SIGNALS)["adoption-d90"] if rule.signal.endswith("low-share")
    }
    assert low == {"ADP-02": {"adoption-d60", "adoption-d90", "hypercare-exit"}, "ADP-02-d90": {"adoption-d90"}}
    later = {
        rule.id for pack in ("adoption-d30", "adoption-d60", "adoption-d90") for rule in shipped_rules(SIGNALS)[pack]
    }
    assert later & SHIPPED["baseline"] == set()
