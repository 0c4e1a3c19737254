"""Which rules guard a milestone, as the configuration changes and joins those of its packs."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from support.policy import BEGIN, PROGRAM, complaint, complaints, gate, loaded

from readiness_gate.model.policy import Gate, Limit, Rule, WaiverTerms
from readiness_gate.model.settings import Milestone

OWN = """\
[[rules]]
id = "OWN-1"
title = "Own"
dimension = "change"
signal = "change.landings"
at-most = 0
"""
BOTH = BEGIN + '[milestones.training-start]\ndate = 2027-01-01\npacks = ["./p.toml"]\n'
FILES = {"p.toml": OWN.replace("OWN-1", "P-1").replace("at-most = 0", "at-most = 5\nwarn-above = 2")}


def override(id_: str, *lines: str) -> str:
    """A change to a rule of a pack."""
    return "\n".join(["[[rules]]", f'id = "{id_}"', *lines, ""])


def rule(found: Gate, id_: str) -> Rule:
    """The one rule of that id."""
    (only,) = [each for each in found.rules if each.id == id_]
    return only


def ids(found: Gate) -> list[str]:
    """The ids of a gate's rules."""
    return [each.id for each in found.rules]


def test_a_gate() -> None:
    """A gate knows its program, its milestone and the terms of its waivers."""
    text = BEGIN + (
        'version = "1.0"\ntags = ["emea", "apac"]\nfreeze = 2027-02-01\n'
        '[waivers]\napprovers = ["a@example.com"]\nmax-days = 14\n'
    )
    found = gate(text)
    assert (found.program, found.zone) == ("Northwind CRM", ZoneInfo("Europe/Berlin"))
    assert found.milestone == Milestone(
        "go-live",
        "go-live",
        date(2027, 3, 1),
        ("starter",),
        date(2027, 2, 1),
        "1.0",
        frozenset({"emea", "apac"}),
        go_live=date(2027, 3, 1),
    )
    assert found.terms == WaiverTerms(("a@example.com",), 14)
    assert found.waivers == ()


@pytest.mark.parametrize(
    ("of_milestone", "of_rule", "due"),
    [
        ("", "", date(2027, 3, 1)),
        ('owner-due = "14d"', "", date(2027, 2, 15)),
        ('owner-due = "2w"', 'owner-due = "21d"', date(2027, 2, 8)),
        ('owner-due = "14d"', 'owner-due = "0d"', date(2027, 3, 1)),
        ("", 'owner-due = "366d"', date(2026, 2, 28)),
    ],
)
def test_the_lead_time_of_owners(of_milestone: str, of_rule: str, due: date) -> None:
    """It is the milestone's unless the rule has its own, and weakens nothing."""
    changed = override("DEF-01", of_rule) if of_rule else ""
    of_gate = gate(f"{BEGIN}{of_milestone}\n{changed}")
    assert rule(of_gate, "DEF-01").due(of_gate.milestone) == due
    assert of_gate.policy.weakened == gate(BEGIN).policy.weakened


@pytest.mark.parametrize("lead", ['"36h"', '"367d"', "14", '"-1d"'])
def test_a_lead_time_is_a_number_of_days(lead: str) -> None:
    """Of at most a year, in whole days."""
    assert complaints(f"{BEGIN}owner-due = {lead}\n")


def test_nobody_may_approve_unless_it_is_said() -> None:
    """Without [waivers] there is no approver, and a waiver lasts 30 days at most."""
    assert gate(BEGIN).terms == WaiverTerms((), 30)


def test_only_the_rules_of_the_kind() -> None:
    """Rules for other kinds of milestones are no part of the gate; rules for no kind guard all."""
    of_training = gate(BEGIN.replace("go-live", "training-start"), milestone="training-start")
    assert "TRN-01" not in ids(of_training)
    assert {"DEF-01", "DOC-01"} <= set(ids(of_training))
    assert {"TRN-01", "DEF-01", "DOC-01"} <= set(ids(gate(BEGIN)))


def test_rules_of_ones_own_join_those_of_the_packs() -> None:
    """A rule with an id of its own guards every milestone, after the rules of the packs."""
    for name in ("go-live", "training-start"):
        assert ids(gate(BOTH + OWN, FILES, name))[-1] == "OWN-1"


def test_overriding_key_by_key() -> None:
    """What is given is changed, what is not stays, in the place where the rule stood, and the change is told."""
    before, after = gate(BEGIN), gate(BEGIN + override("DEF-03", "at-most = 15", 'owner = "somebody"'))
    assert ids(after) == ids(before)
    changed = rule(after, "DEF-03")
    assert (changed.limit, changed.owner) == (Limit("at-most", 15), "somebody")
    assert changed.title == rule(before, "DEF-03").title
    assert rule(after, "DEF-01") == rule(before, "DEF-01")
    assert after.policy.weakened == ("DEF-03: the limit is at most 15 issues instead of at most 10 issues",)


def test_an_override_of_a_rule_that_another_milestone_has() -> None:
    """It changes that gate only, and is no rule of the other."""
    text = BOTH + override("P-1", "at-most = 9", 'signal = "change.files"')
    assert rule(gate(text, FILES, "training-start"), "P-1").limit == Limit("at-most", 9)
    assert "P-1" not in ids(gate(text, FILES))
    assert gate(text, FILES).policy.weakened == ()


def test_a_complete_rule_of_an_id_that_another_milestone_has() -> None:
    """It overrides there, and is a rule in its own right here: a gate has no fewer rules for it."""
    text = BOTH + OWN.replace("OWN-1", "P-1")
    assert rule(gate(text, FILES), "P-1").limit == Limit("at-most", 0)
    assert rule(gate(text, FILES, "training-start"), "P-1").limit == Limit("at-most", 0)


def test_extending() -> None:
    """A rule that extends another is a copy under its own id, with its own keys, beside the other."""
    found = gate(BEGIN + override("DEF-01-x", 'extends = "DEF-01"', 'with = { severity = "sev4" }'))
    copy, base = rule(found, "DEF-01-x"), rule(found, "DEF-01")
    assert copy.parameters.as_dict() == {"scope": "milestone", "severity": "sev4"}
    assert (copy.title, copy.limit, copy.waivable) == (base.title, base.limit, base.waivable)
    assert copy.examples == ()
    assert base == rule(gate(BEGIN), "DEF-01")
    assert found.policy.weakened == ()


def test_extending_a_rule_that_another_milestone_has() -> None:
    """A rule of the configuration guards every milestone, wherever the rule is that it was copied from."""
    text = BOTH + override("NEW", 'extends = "P-1"')
    assert rule(gate(text, FILES), "NEW").limit == Limit("at-most", 5, 2)
    assert rule(gate(text, FILES, "training-start"), "NEW").limit == Limit("at-most", 5, 2)


def test_extending_a_rule_that_milestones_have_differently() -> None:
    """The copy is of the rule that guards the same milestone."""
    text = BOTH.replace('["starter"]', '["./q.toml"]') + override("NEW", 'extends = "P-1"')
    files = {**FILES, "q.toml": OWN.replace("OWN-1", "P-1")}
    assert rule(gate(text, files), "NEW").limit == Limit("at-most", 0)
    assert rule(gate(text, files, "training-start"), "NEW").limit == Limit("at-most", 5, 2)


def test_an_override_that_is_complete() -> None:
    """What it does not say is still the pack's."""
    files = {"p.toml": FILES["p.toml"] + 'owner = "release manager"\n'}
    found = rule(gate(BOTH + OWN.replace("OWN-1", "P-1"), files, "training-start"), "P-1")
    assert (found.limit, found.owner) == (Limit("at-most", 0), "release manager")


@pytest.mark.parametrize(
    ("change", "what", "marked"),
    [
        pytest.param(override("DEF-03", "at-most = -1"), "at-most is below 0", "-1", id="limit"),
        pytest.param(override("DEF-03", "warn-above = 10"), "must be less than at-most (10)", "10", id="warning"),
        pytest.param(
            override("DEF-03", 'signal = "change.landings"'), 'no parameter "severity"', "[[rules]]", id="signal"
        ),
        pytest.param(override("TRN-01", "at-least = 90"), "is above 1", "90", id="per-cent"),
        pytest.param(OWN.replace('title = "Own"\n', ""), '"title" is missing in the rule OWN-1', "[[rules]]", id="own"),
        pytest.param(
            override("NEW", 'extends = "DEF-01"', "equals = true"), "equals must be a number", "true", id="extended"
        ),
    ],
)
def test_mistakes_in_changes(change: str, what: str, marked: str) -> None:
    """What is wrong with a rule as changed is told once, where the change stands, however many milestones it guards."""
    found = complaint(BEGIN + '[milestones.training-start]\ndate = 2027-01-01\npacks = ["starter"]\n' + change)
    assert what in found.what
    assert found.marked == marked


def test_a_dimension_left_out() -> None:
    """Its rules are no part of the gate; why is told with the policy, and counts as weakening."""
    found = gate(BEGIN + '[not-measured]\nfeedback = "f"\ndocumentation = "The CRM board does"\n')
    assert "DOC-01" in ids(gate(BEGIN))
    assert "DOC-01" not in ids(found)
    assert found.not_measured == {"feedback": "f", "documentation": "The CRM board does"}
    assert found.policy.weakened == (
        "documentation is not measured: The CRM board does",
        "feedback is not measured: f",
    )


@pytest.mark.parametrize(
    ("change", "marked"),
    [
        pytest.param(override("DEF-01", 'dimension = "feedback"'), '"feedback"', id="moved-there"),
        pytest.param(override("DOC-01", "at-least = 0.95"), "[[rules]]", id="changed-there"),
        pytest.param(OWN.replace('"change"', '"feedback"'), '"feedback"', id="written-there"),
        pytest.param(override("NEW", 'extends = "DEF-01"', 'dimension = "feedback"'), '"feedback"', id="copied-there"),
    ],
)
def test_no_rule_hides_in_a_dimension_left_out(change: str, marked: str) -> None:
    """A rule that the configuration writes, moves or changes is never left out with a dimension that is."""
    found = complaint(BEGIN + '[not-measured]\nfeedback = "f"\ndocumentation = "d"\n' + change)
    assert "is never judged: [not-measured] leaves out" in found.what
    assert found.marked == marked


def test_a_rule_moved_to_another_dimension() -> None:
    """A rule that is to count elsewhere is told of: the summary of its own dimension looks better without it."""
    found = gate(BEGIN + override("DEF-01", 'dimension = "feedback"'))
    assert found.policy.weakened == ("DEF-01: it counts under feedback instead of defects",)
    assert rule(found, "DEF-01").enforcement == "block"


def test_a_kind_that_the_packs_do_not_know() -> None:
    """A milestone that is spared rules by its kind says so."""
    text = BEGIN.replace("starter", "./p.toml").replace("go-live", "hypercare-exit")
    files = {"p.toml": FILES["p.toml"] + OWN + 'milestones = ["go-live"]\n'}
    found = gate(text, files, "hypercare-exit")
    assert found.policy.weakened == (
        "no rule of this gate is about defects, governance or training",
        "1 rule guards milestones of other kinds (go-live), and none guards hypercare-exit",
    )
    assert ids(found) == ["P-1"]


UNWATCHED = "no rule of this gate is about change, defects, governance or training"


@pytest.mark.parametrize(
    ("go_live", "pack", "says"),
    [
        pytest.param("go-live = 2026-12-31", "adoption-value", [], id="after"),
        pytest.param("go-live = 2027-01-07", "adoption-value", [], id="a-week-early"),
        pytest.param("go-live = 2026-12-31", "./warns.toml", [UNWATCHED], id="nothing-blocks"),
        pytest.param("go-live = 2026-12-31", "./own.toml", [UNWATCHED], id="made-up"),
        pytest.param("", "adoption-value", [UNWATCHED], id="unknown"),
        pytest.param(
            "go-live = 2027-01-08",
            "adoption-value",
            [
                "d60 is 52 days after the go-live on 2027-01-08, and its kind adoption-d60 is for 60 days after it",
                UNWATCHED,
            ],
            id="early",
        ),
        pytest.param(
            "go-live = 2027-03-02",
            "adoption-value",
            [
                "d60 is 1 day before the go-live on 2027-03-02, and its kind adoption-d60 is for 60 days after it",
                UNWATCHED,
            ],
            id="before",
        ),
    ],
)
def test_a_gate_after_go_live(go_live: str, pack: str, says: list[str]) -> None:
    """Need not be about what the gates before it are about. But a gate before it may not pass for one after it: by a
    rule that somebody made up, or on a day that is too early for its kind."""
    text = BEGIN.replace("starter", pack).replace("[milestones.go-live]", '[milestones.d60]\nkind = "adoption-d60"')
    own = OWN.replace('"change"', '"adoption"') + 'milestones = ["adoption-d60"]\nenforcement = "{}"\n'
    found = gate(f"{text}{go_live}\n", {"own.toml": own.format("block"), "warns.toml": own.format("warn")}, "d60")
    assert list(found.policy.weakened) == says


def test_rules_that_are_left_out_show_no_time_after_go_live() -> None:
    """A gate without the rules on adoption is none on adoption, whatever its packs have."""
    text = BEGIN.replace("starter", "adoption-d60").replace(
        "[milestones.go-live]", '[milestones.d60]\nkind = "adoption-d60"'
    )
    found = gate(f'{text}go-live = 2026-12-31\n[not-measured]\nadoption = "by the board"\n', milestone="d60")
    assert found.policy.weakened == ("adoption is not measured: by the board", UNWATCHED)


@pytest.mark.parametrize("go_live", ["2026-12-31", "2027-03-01"])
def test_the_first_weeks_may_end_any_day_after_go_live(go_live: str) -> None:
    """How long they are is for the program to say; on the first day they have not begun."""
    text = BEGIN.replace("starter", "hypercare-exit").replace("go-live]", 'exit]\nkind = "hypercare-exit"')
    found = gate(f"{text}go-live = {go_live}\n", milestone="exit")
    assert found.policy.weakened == (() if go_live == "2026-12-31" else (UNWATCHED,))


def test_a_zone_that_is_missing_hides_nothing() -> None:
    """What is wrong with the rules is told in the same run."""
    text = BEGIN.replace('timezone = "Europe/Berlin"\n', "") + override("DEF-03", "at-most = -1")
    assert [each.marked for each in complaints(text)] == ["[program]", "-1"]


def test_no_milestone() -> None:
    """A configuration without milestones has no gates; it serves to measure."""
    assert loaded(PROGRAM).gates == {}
    assert loaded('[program]\nname = "P"\n').gates == {}


def test_a_gate_may_be_empty() -> None:
    """A gate whose rules were all left out has none, and what the judge makes of it is no go."""
    files = {"p.toml": OWN.replace('"change"', '"feedback"')}
    found = gate(BEGIN.replace("starter", "./p.toml") + '[not-measured]\nfeedback = "f"\n', files)
    assert found.rules == ()


SHIPPED_LIKE = (
    '[[rules]]\nid = "DEF-01"\ntitle = "T"\ndimension = "defects"\nsignal = "defects.open"\n'
    'with = { severity = "sev1" }\nat-most = 99\n'
)


@pytest.mark.parametrize("where", ["pack", "configuration"])
def test_a_rule_that_is_called_as_a_shipped_one(where: str) -> None:
    """Whoever reads its id means the shipped one: what it loosens is told, as of an override."""
    own = BEGIN.replace('"starter"', '"./own.toml"')
    other = '[[rules]]\nid = "A"\ntitle = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 9\n'
    files = {"own.toml": SHIPPED_LIKE + other if where == "pack" else other}
    found = gate(own + (SHIPPED_LIKE if where == "configuration" else ""), files)
    told = [each for each in found.policy.weakened if each.startswith("DEF-01")]
    assert told == [
        "DEF-01: the limit is at most 99 issues instead of at most 0 issues (unlike the shipped rule)",
        "DEF-01: it can be waived (unlike the shipped rule)",
    ]
