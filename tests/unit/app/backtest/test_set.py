"""`--set RULE.KEY=VALUE`: other limits for a trial."""

import pytest
from support.policy import BEGIN, loaded

from readiness_gate.app.backtest.changes import changed
from readiness_gate.config import Configuration
from readiness_gate.errors import BadUse
from readiness_gate.model.policy import Gate, Limit, Rule
from readiness_gate.signals import SIGNALS
from readiness_gate.toml.place import Place

RULES = """
[[rules]]
id = "OWN.1"
title = "Few of them"
dimension = "defects"
signal = "defects.open"
at-most = 4
warn-above = 2
for = "7d"
[rules.with]
severity = "sev2"
[[rules]]
id = "OWN-2"
title = "Landings"
dimension = "change"
signal = "change.landings"
at-least = 3
warn-below = 5
with = { paths = ["a/**"] }
"""
TEXT = BEGIN + RULES


def _changed(*given: str, text: str = TEXT) -> Gate:
    configuration = loaded(text)
    return changed(configuration.gates["go-live"], given, SIGNALS, _places(configuration))


def _places(configuration: Configuration) -> dict[str, Place]:
    return {key: place for of_one in configuration.places.values() for key, place in of_one.items()}


def _rule(gate: Gate, id_: str) -> Rule:
    return next(rule for rule in gate.rules if rule.id == id_)


@pytest.mark.parametrize(
    ("given", "id_", "limit"),
    [
        ("DEF-03.at-most=5", "DEF-03", Limit("at-most", 5)),
        ("def-03.at-most= 5", "DEF-03", Limit("at-most", 5)),
        ("TRN-01.at-least=0.8", "TRN-01", Limit("at-least", 0.8)),
        ("OWN.1.warn-above=3", "OWN.1", Limit("at-most", 4, 3)),
        ("own.1.at-most=9", "OWN.1", Limit("at-most", 9)),
        ("OWN-2.warn-below=4", "OWN-2", Limit("at-least", 3, 4)),
        ("OWN-2.equals=4", "OWN-2", Limit("equals", 4)),
    ],
)
def test_limits(given: str, id_: str, limit: Limit) -> None:
    """As the configuration would change them: a new limit replaces the old one with its warning."""
    assert _rule(_changed(given), id_).limit == limit


def test_several_keys_of_a_rule() -> None:
    """Count together, in any order."""
    rule = _rule(_changed("OWN.1.warn-above=7", "OWN.1.at-most=9"), "OWN.1")
    assert rule.limit == Limit("at-most", 9, 7)


def test_enforcement_and_parameters() -> None:
    """And how long a rule must have held; everything else stays."""
    gate = _changed("DEF-03.enforcement=info", "OWN.1.severity=sev3", "OWN-2.with.window=7d", 'OWN-2.paths=["b/**"]')
    assert _rule(gate, "DEF-03").enforcement == "info"
    assert _rule(gate, "OWN.1").parameters["severity"] == "sev3"
    assert _rule(gate, "OWN-2").parameters.as_dict() == {"paths": ("b/**",), "window": "7d"}
    before = loaded(TEXT).gates["go-live"]
    assert [rule for rule in gate.rules if rule.id not in ("DEF-03", "OWN.1", "OWN-2")] == [
        rule for rule in before.rules if rule.id not in ("DEF-03", "OWN.1", "OWN-2")
    ]
    assert _rule(_changed("OWN.1.for=14d"), "OWN.1").held_for == 14 * 86_400
    assert _rule(_changed("DEF-03.for=7d"), "DEF-03").held_for == 7 * 86_400


def test_a_day_is_a_text() -> None:
    """As parameters are."""
    assert _rule(_changed("OWN.1.since=2026-01-01"), "OWN.1").parameters["since"] == "2026-01-01"


def test_the_rule_is_the_one_that_a_configuration_would_have() -> None:
    """Whatever is set: the same override gives the same rule."""
    for key, value in (("at-most", "5"), ("enforcement", '"warn"'), ("with", '{ severity = "sev4" }')):
        text = f'{BEGIN}[[rules]]\nid = "DEF-02"\n{key} = {value}\n'
        given = {"with": "DEF-02.severity=sev4"}.get(key, f"DEF-02.{key}={value}")
        assert _rule(_changed(given, text=BEGIN), "DEF-02") == _rule(loaded(text).gates["go-live"], "DEF-02")


def test_rules_of_earlier_milestones() -> None:
    """Are set, too: the configuration has them once."""
    text = BEGIN + 'after = "pilot"\n[milestones.pilot]\nkind = "go-live"\ndate = 2027-01-01\npacks = ["starter"]\n'
    gate = _changed("DEF-03.at-most=5", text=text)
    assert [_rule(one, "DEF-03").limit.value for one in (gate, *gate.earlier)] == [5, 5]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("DEF-03", '--set "DEF-03": write RULE.KEY=VALUE, such as DEF-03.at-most=5'),
        ("DEF-03=5", "write RULE.KEY=VALUE"),
        ("DEF-03.at-most=1\nat-least=3", "write RULE.KEY=VALUE"),
        ("DEF-03.at-most=", "write RULE.KEY=VALUE"),
        ("DEF-O3.at-most=5", 'the gate has no rule "DEF-O3"; did you mean "DEF-0'),
        ("ZZZZZZ.at-most=5", 'the gate has no rule "ZZZZZZ"; known are: CHG'),
        ("DEF-03.at-mots=5", 'DEF-03 has nothing called "at-mots"; did you mean "at-most"?'),
        ("DEF-03.zzz=5", 'DEF-03 has nothing called "zzz"; known are: at-least, at-most'),
        ("DEF-03.at-most=many", "at-most must be a finite number"),
        ("TRN-01.at-least=90", "a share is between 0 and 1"),
        ("OWN.1.warn-above=9", "warn-above (9) must be less than at-most (4)"),
        ("DEF-03.enforcement=off", "enforcement is not one of block, warn, info"),
        ("OWN.1.severity=bad", '--set OWN.1.severity: "severity" of defects.open must be'),
    ],
)
def test_what_cannot_be_set(given: str, says: str) -> None:
    """Each mistake says what can be written."""
    with pytest.raises(BadUse) as caught:
        _changed(given)
    assert says in str(caught.value)


@pytest.mark.parametrize("key", ["at-most", "severity", "with.severity"])
def test_a_key_is_set_once(key: str) -> None:
    """Which of two values counts would be a guess."""
    with pytest.raises(BadUse, match=f"DEF-03.{key} is set twice: keep one"):
        _changed(f"DEF-03.{key.removeprefix('with.')}=1", f"DEF-03.{key}=2")


def test_all_mistakes_are_reported() -> None:
    """In one round."""
    with pytest.raises(BadUse) as caught:
        _changed("X", "DEF-03.at-most=many", "DEF-02.at-most=1")
    assert len(str(caught.value).splitlines()) == 2
