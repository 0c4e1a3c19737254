"""Every pack that is shipped is complete, holds its own examples, and has the limits that are published."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import tomli
from support.published import PUBLISHED, SETTLED

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.model.policy import DIMENSIONS, Rule
from readiness_gate.shipped import shipped
from readiness_gate.signals import SIGNALS

SAID = ("id", "title", "dimension", "signal", "owner", "why", "remedy", "source", "evidence", "enforcement")
PACKS: Mapping[str, Any] = {
    name: tomli.loads((shipped("rules") / f"{name}.toml").read_text(encoding="utf-8")) for name in shipped_names()
}
RULES: Mapping[str, Rule] = {rule.id: rule for pack in shipped_rules(SIGNALS).values() for rule in pack}

each_pack = pytest.mark.parametrize("pack", PACKS)
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_there_are_packs() -> None:
    """Packs are found; without any, the tests below would hold of nothing."""
    assert "baseline" in PACKS
    assert len(RULES) >= 8


@each_pack
def test_a_pack_loads(pack: str) -> None:
    """Every pack loads by itself, and has the rules that stand in it."""
    loaded = [rule.id for rule in shipped_rules(SIGNALS)[pack]]
    written = [rule["id"] for rule in PACKS[pack].get("rules", [])]
    assert loaded[: len(written)] == written
    assert loaded or PACKS[pack].get("paths")


@each_pack
def test_a_rule_says_everything(pack: str) -> None:
    """Every rule says what it measures and how strictly, who owns it, why, what to do, and where it comes from."""
    for rule in PACKS[pack].get("rules", []):
        silent = [key for key in SAID if not str(rule.get(key, "")).strip()]
        assert silent == [], rule["id"]


def test_ids_are_unique() -> None:
    """An id stands in one pack only, however many include that one."""
    counts = Counter(rule["id"] for pack in PACKS.values() for rule in pack.get("rules", []))
    assert [id_ for id_, count in counts.items() if count > 1] == []


@each_rule
def test_examples_hold(rule: Rule) -> None:
    """At least one example passes and one fails, and each has the outcome that it says."""
    assert [each for each in rule.examples if rule.limit.judge(each.reading) != each.outcome] == []
    assert {"pass", "fail"} <= {each.outcome for each in rule.examples}


@each_rule
def test_an_example_stands_at_the_limit(rule: Rule) -> None:
    """The limit itself is among the examples, and passes: whoever reads them sees on which side it counts."""
    at_limit = {each.outcome for each in rule.examples if each.reading == rule.limit.value}
    assert at_limit
    assert "fail" not in at_limit


@each_rule
def test_texts_are_sentences(rule: Rule) -> None:
    """What people read ends like a sentence, and a title does not."""
    assert [text for text in (rule.why, rule.remedy) if not text.endswith(".")] == []
    assert not rule.title.endswith(".")
    assert rule.dimension in DIMENSIONS


@each_rule
def test_the_limit_is_the_published_one(rule: Rule) -> None:
    """Signal, parameters, limit, warning limit and enforcement are those that were published."""
    published = PUBLISHED[rule.id]
    assert rule.signal == published.signal
    own = {} if published != SETTLED else {"paths": rule.parameters["paths"]}  # a platform's own: tested there
    assert rule.parameters == SIGNALS[rule.signal].with_defaults({**own, **dict(published.given)})
    assert (rule.limit.bound, rule.limit.value, rule.limit.warn_at) == (
        published.bound,
        published.value,
        published.warn_at,
    )
    assert rule.enforcement == published.enforcement
    assert rule.milestones >= published.kinds
    assert not (published.hard and rule.waivable)
