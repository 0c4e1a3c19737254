"""The shipped rules without a configuration, and the rules of any pack as they are written."""

from pathlib import Path

import pytest
from support.policy import reader

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.packs import loader as packs
from readiness_gate.config.packs.catalog import dimensions, pack_file, packs_of_dimensions, rules, shipped_rules
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.model.policy import Limit
from readiness_gate.signals import SIGNALS

RULE = """\
[[rules]]
id = "A"
title = "T"
dimension = "change"
milestones = ["cutover"]
signal = "change.landings"
at-most = 3
"""


def test_the_shipped_rules() -> None:
    """Every shipped pack has its rules, those for any kind of milestone, by the pack's name."""
    found = shipped_rules(SIGNALS)
    assert list(found) == shipped_names()
    assert {"DEF-01", "TRN-01"} <= {rule.id for rule in found["starter"]}


@pytest.mark.parametrize("pack", shipped_names())
def test_what_the_rules_of_a_pack_count_under(pack: str) -> None:
    """Each rule that a pack has or includes, by its id, and no other."""
    assert dimensions(pack) == {rule.id: rule.dimension for rule in shipped_rules(SIGNALS)[pack]}


def test_the_packs_of_dimensions() -> None:
    """They make the baseline, and have each of its rules once."""
    found = packs_of_dimensions()
    assert list(found) == pack_file("baseline").includes
    told = [id_ for rules_of_it in found.values() for id_ in rules_of_it]
    assert sorted(told) == sorted(dimensions("baseline"))


def test_the_folder_of_shipped_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs are its TOML files, in folders too; they include each other by name, and never a file of the user's."""
    (tmp_path / "platforms").mkdir()
    (tmp_path / "README.md").write_text("No pack.")
    (tmp_path / "platforms" / "crm.toml").write_text(RULE)
    (tmp_path / "small.toml").write_text('includes = ["platforms/crm"]')

    def elsewhere(_kind: str) -> Path:
        return tmp_path

    monkeypatch.setattr(packs, "shipped", elsewhere)
    assert {name: [rule.id for rule in pack] for name, pack in shipped_rules(SIGNALS).items()} == {
        "platforms/crm": ["A"],
        "small": ["A"],
    }
    (tmp_path / "small.toml").write_text('includes = ["./small.toml"]')
    with pytest.raises(ConfigurationError, match=r"rules/small.toml:1:13: small.toml not found"):
        shipped_rules(SIGNALS)


def test_the_rules_of_a_pack_of_ones_own() -> None:
    """They are what the file says, as it says it, in its order, with those that it includes."""
    files = {"a.toml": 'includes = ["b.toml"]\n' + RULE, "b.toml": RULE.replace('"A"', '"B"')}
    found = rules(["./a.toml"], reader(files), SIGNALS)
    assert [rule.id for rule in found] == ["A", "B"]
    assert found[0].limit == Limit("at-most", 3)
    assert found[0].milestones == {"cutover"}


def test_everything_wrong_is_told() -> None:
    """What is wrong with the files, with the rules, and with the names is told together."""
    files = {
        "a.toml": RULE.replace("= 3", "= -3").replace("landings", "landing"),
        "b.toml": RULE.replace('"A"', '"B"').replace("= 3", "= -3") + "x = 1\n",
    }
    with pytest.raises(ConfigurationError) as caught:
        rules(["a.toml", "b.toml", "gone.toml", "baselin"], reader(files), SIGNALS)
    assert [(problem.file, problem.what.partition(",")[0].partition(";")[0]) for problem in caught.value.problems] == [
        ("b.toml", "at-most is below 0"),
        ("b.toml", 'unknown key "x" in rules[1]'),
        ("the list of packs", "gone.toml not found beside the configuration"),
        ("the list of packs", 'no pack is called "baselin"'),
        ("a.toml", 'no signal is called "change.landing"'),
    ]
