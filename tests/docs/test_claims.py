"""Every claim that the product grew from is a signal, a rule, facts, and a test; or the page says why not."""

import re
from pathlib import Path

import pytest

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.sources.people.all_tables import TABLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/claims.md").read_text()
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in re.findall(r"^\| [^-|].*\|$", PAGE, re.MULTILINE)
]
CLAIMS = [row for row in ROWS if row[0] != "claim"]
RULES = {rule.id: rule for rules in shipped_rules(SIGNALS).values() for rule in rules}
SECTIONS = {"[[covers]]", "[leadership]", "[support]", "[calendar]", "[process-documents]"}
AFTER_GO_LIVE = (
    *("adoption-d30", "adoption-d60", "adoption-d90", "adoption-use", "adoption-value", "adoption-more"),
    *("hypercare-exit", "after"),
)
SYSTEMS = {"git", "Jira", "sign-offs", "waivers", "decision log", "labels of issues", "gates of earlier milestones"}


@pytest.mark.parametrize("row", CLAIMS, ids=[row[0] for row in CLAIMS])
def test_a_claim_is_measured_and_judged(row: tuple[str, ...]) -> None:
    """Its signal exists, its rule judges this signal, its facts have a documented way in, and its test tries it."""
    claim, signal, rule, facts, test = row
    name = signal.strip("`")
    assert claim
    assert SIGNALS[name].sources
    assert RULES[rule].signal == name
    for place in re.split(r", (?!a question)", facts.partition(" with ")[0]):
        called = place.partition(", a question")[0].strip("`")
        assert called in TABLES or called in SECTIONS or called in SYSTEMS, called
    text = (ROOT / test.strip("`")).read_text()
    assert f'"{name}"' in text or name.partition(".")[2].replace("-", "_") in text.casefold()


def test_no_rule_on_people_is_without_a_claim() -> None:
    """Each rule of the packs on people, tests and training stands for a claim, or is a further limit on its signal."""
    packs = shipped_rules(SIGNALS)
    signals = {row[1].strip("`") for row in CLAIMS}
    of_people = {rule.signal for pack in ("people", "people-more", "tests", "training") for rule in packs[pack]}
    further = {"data.unexplained", "data.rehearsal-age", "support.super-users"}
    assert of_people - signals == further


def test_no_rule_after_go_live_is_without_a_claim() -> None:
    """Each rule of the packs after go-live stands for a claim, or is a later and stricter limit on its signal."""
    packs = shipped_rules(SIGNALS)
    rules = {rule.id: rule.signal for pack in AFTER_GO_LIVE for rule in packs[pack]}
    claimed = {row[2]: row[1].strip("`") for row in CLAIMS}
    assert rules.keys() - claimed.keys() == {"ADP-01-d90", "ADP-02-d90"}
    assert set(rules.values()) <= set(claimed.values())
    for rule in rules.keys() - claimed.keys():
        assert rule in PAGE


def test_every_signal_has_a_source() -> None:
    """That is read by this version: none is declared for later."""
    for signal in SIGNALS.values():
        assert set(signal.sources) <= set(SOURCES) | {"policy", "verdicts", "milestones"}, signal.name
