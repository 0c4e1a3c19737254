"""The reference page has every rule once, and texts in it are words."""

from dataclasses import replace

from support.markdown import active_words, structure

from readiness_gate.config.packs.catalog import shipped_packs, shipped_rules
from readiness_gate.model.policy import Pack
from readiness_gate.reports.reference import reference
from readiness_gate.signals import SIGNALS

RULE = next(iter(shipped_rules(SIGNALS)["training"]))
HOSTILE = "a <b>| [x](https://evil.example) `y`\n# z @all\u202e \x1b[31m"


def test_each_rule_once_under_its_own_pack() -> None:
    """Every rule stands under the pack in whose file it is; a pack that only includes others says which."""
    packs = shipped_packs(SIGNALS)
    own = [rule.id for pack in packs for rule in pack.rules]
    assert sorted(own) == sorted({rule.id for rules in shipped_rules(SIGNALS).values() for rule in rules})
    by_name = {pack.name: pack for pack in packs}
    assert by_name["starter"].rules == ()
    text = reference(packs, SIGNALS)
    assert text.count("\n### ") == len(own)
    assert f"It includes the rules of `{'`, `'.join(by_name['baseline'].includes)}`.\n" in text
    assert "of these only `DEF-01`, " in text


def test_what_is_told_of_a_rule() -> None:
    """Everything that it says of itself; what it does not say is left out."""
    told = reference([Pack("ours", "", (replace(RULE, remedy="", waivable=False, evidence="convention"),))], SIGNALS)
    names = [line.split("**")[1] for line in told.splitlines() if line.startswith("- ")]
    assert names == [
        "Dimension:",
        "Enforcement:",
        "Milestones:",
        "Signal:",
        "Required:",
        "Why:",
        "Owner:",
        "Source:",
        "Evidence:",
    ]
    assert "block (blocks the milestone; it cannot be waived)" in told
    assert "at least 90 %" in told
    assert "a convention: a default that is not measured" in told


def test_a_pack_without_rules() -> None:
    """It says what it is for."""
    assert "It has no rules: it assigns files to their kinds." in reference([Pack("platforms/x", "", ())], SIGNALS)


def test_no_text_becomes_markup() -> None:
    """Whatever a rule or a pack says, the page keeps its form."""
    rule = replace(RULE, title="t", why="w", remedy="r", owner="o", source="s")
    plain = reference([Pack("ours", "about", (rule,))], SIGNALS)
    hostile = replace(RULE, title=HOSTILE, why=HOSTILE, remedy=HOSTILE, owner=HOSTILE, source=HOSTILE)
    told = reference([Pack("ours", HOSTILE, (hostile,))], SIGNALS)
    assert structure(told) == structure(plain)
    assert active_words(told) == active_words(plain)
    assert "\x1b" not in told
