"""How an entry becomes a rule: merged with the one it changes, and held against the table of signals."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.policy import Told, told

from readiness_gate.config.packs.loader import PackRule
from readiness_gate.config.packs.rules import build, is_complete, merge
from readiness_gate.config.schema.files import PackFile, RuleEntry
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Applies, Example, Limit, Rule
from readiness_gate.model.reading import Measured, Parameters, Unit
from readiness_gate.model.time import DAY
from readiness_gate.signals import SIGNALS, Signal
from readiness_gate.toml.check import parsed
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem

HEAD = '[[rules]]\nid = "A"\ntitle = "T"\ndimension = "change"\n'
CHANGE = HEAD + 'signal = "change.landings"\n'
SHARE = HEAD + 'signal = "docs.fresh-share"\n'


def _signal(name: str, unit: Unit) -> Signal:
    return Signal(
        name, unit, (), "", lambda _parameters, _as_of: Needs(), lambda _facts, _as_of, _with: Measured(0, "")
    )


TABLE: Mapping[str, Signal] = {
    **SIGNALS,
    "x.slope": _signal("x.slope", "issues-per-week"),
    "x.is": _signal("x.is", "boolean"),
}


def written(text: str) -> PackRule:
    """The rule of a text, which is well-formed."""
    problems: list[Problem] = []
    found = parsed("p.toml", text.encode(), PackFile, problems)
    assert found is not None, problems
    assert problems == []
    document, file = found
    return PackRule(file.rules[0], Place(document, ("rules", 0)))


def rule(text: str) -> Rule:
    """The rule that a text becomes."""
    built = build(written(text), TABLE)
    assert isinstance(built, Rule), built
    return built


def wrong(text: str) -> list[Told]:
    """Everything that is wrong with a rule, from the top down."""
    built = build(written(text), TABLE)
    assert isinstance(built, list)
    return [told(problem) for problem in built]


def entry(**given: Any) -> RuleEntry:
    """An entry of the rule A, from its keys as they are written."""
    return RuleEntry.model_validate({"id": "A", **{name.replace("_", "-"): value for name, value in given.items()}})


def test_a_rule_with_all_it_may_say() -> None:
    """Everything that an entry says stands in the rule, the signal's unit and defaults beside it."""
    text = CHANGE + (
        'milestones = ["go-live"]\nwhen = { days-to-go-at-most = 42, days-to-go-at-least = -1, tags = ["emea"] }\n'
        'with = { paths = ["a/**", "b/*"] }\nat-most = 3\nwarn-above = 1\nfor = "2d"\nenforcement = "warn"\n'
        'waivable = false\nowner = "o"\nwhy = "w"\nremedy = "r"\nsource = "s"\nevidence = "primary"\n'
        '[[rules.examples]]\nreading = 3\noutcome = "warn"\n'
    )
    assert rule(text) == Rule(
        id="A",
        title="T",
        dimension="change",
        signal="change.landings",
        limit=Limit("at-most", 3, 1),
        unit="landings",
        parameters=Parameters((("paths", ("a/**", "b/*")), ("window", "28d"))),
        milestones=frozenset({"go-live"}),
        when=Applies(42, -1, frozenset({"emea"})),
        held_for=2 * DAY,
        enforcement="warn",
        waivable=False,
        owner="o",
        why="w",
        remedy="r",
        source="s",
        evidence="primary",
        examples=(Example(3, "warn"),),
        topic="how much changed lately",
    )


def test_a_rule_with_the_least_it_must_say() -> None:
    """What is left out takes its default: it blocks, can be waived, guards every milestone, and holds at once."""
    found = rule(CHANGE + "at-most = 0\n")
    assert (found.enforcement, found.waivable, found.held_for) == ("block", True, 0)
    assert found.milestones == frozenset()
    assert found.when == Applies()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        pytest.param(CHANGE + "at-most = 0", Limit("at-most", 0), id="zero-is-a-limit"),
        pytest.param(CHANGE + "at-least = 1", Limit("at-least", 1), id="at-least"),
        pytest.param(CHANGE + "equals = 0", Limit("equals", 0), id="equals"),
        pytest.param(CHANGE + "at-most = 2\nwarn-above = 0", Limit("at-most", 2, 0), id="warn-above-zero"),
        pytest.param(CHANGE + "at-least = 2\nwarn-below = 3", Limit("at-least", 2, 3), id="warn-below"),
        pytest.param(SHARE + "at-least = 1", Limit("at-least", 1), id="all-of-a-share"),
        pytest.param(SHARE + "at-most = 0", Limit("at-most", 0), id="none-of-a-share"),
        pytest.param(SHARE + "at-least = 0.9\nwarn-below = 1", Limit("at-least", 0.9, 1), id="share-warned-below-all"),
        pytest.param(HEAD + 'signal = "x.slope"\nat-most = -0.5', Limit("at-most", -0.5), id="slope-below-zero"),
        pytest.param(HEAD + 'signal = "x.slope"\nat-least = 0', Limit("at-least", 0), id="slope-at-least-zero"),
        pytest.param(HEAD + 'signal = "x.is"\nequals = false', Limit("equals", False), id="flag"),
    ],
)
def test_limits(text: str, limit: Limit) -> None:
    """A limit is taken as it is written; zero is one."""
    found = rule(text).limit
    assert found == limit
    assert type(found.value) is type(limit.value)


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        pytest.param(CHANGE, "needs one limit: at-most, at-least or equals", "[[rules]]", id="none"),
        pytest.param(CHANGE + "warn-above = 1", "needs one limit", "[[rules]]", id="only-a-warning"),
        pytest.param(CHANGE + "at-most = 1\nequals = 1", "it has several", "equals", id="two"),
        pytest.param(CHANGE + "at-most = 1\nat-least = 1\nequals = 1", "it has several", "at-least", id="three"),
        pytest.param(
            CHANGE + "at-most = 1\nwarn-below = 0", "warn-below works with at-least only", "warn-below", id="side"
        ),
        pytest.param(
            CHANGE + "equals = 1\nwarn-above = 0", "warn-above works with at-most only", "warn-above", id="equals"
        ),
        pytest.param(
            CHANGE + "at-most = 1\nwarn-above = 1", "(1) must be less than at-most (1)", "1", id="warn-at-limit"
        ),
        pytest.param(
            CHANGE + "at-least = 2\nwarn-below = 1", "(1) must be more than at-least (2)", "1", id="warn-beyond-limit"
        ),
        pytest.param(
            CHANGE + "at-most = -1", "is below 0, which change.landings (in landings) never is", "-1", id="below-0"
        ),
        pytest.param(CHANGE + "at-most = 1\nwarn-above = -1", "warn-above is below 0", "-1", id="warning-below-0"),
        pytest.param(CHANGE + "at-least = 0", "lets every reading of change.landings pass", "0", id="at-least-0"),
        pytest.param(
            CHANGE + "at-most = true", "must be a number: change.landings is measured in landings", "true", id="flag"
        ),
        pytest.param(SHARE + "at-least = 90", "is above 1, which docs.fresh-share never is", "90", id="per-cent"),
        pytest.param(SHARE + "at-most = 1.01", "is above 1", "1.01", id="just-above-1"),
        pytest.param(SHARE + "at-most = 1", "lets every reading of docs.fresh-share pass", "1", id="at-most-all"),
        pytest.param(SHARE + "at-most = 1.0", "lets every reading", "1.0", id="at-most-all-as-a-fraction"),
        pytest.param(SHARE + "at-least = 0.0", "lets every reading", "0.0", id="at-least-none"),
        pytest.param(SHARE + "at-least = 0.9\nwarn-below = 95", "warn-below is above 1", "95", id="warning-per-cent"),
        pytest.param(
            HEAD + 'signal = "x.is"\nat-most = 0', "does not fit x.is: write equals = true or false", "0", id="is"
        ),
        pytest.param(HEAD + 'signal = "x.is"\nequals = 1', "does not fit x.is", "1", id="number-for-a-flag"),
        pytest.param(HEAD + 'signal = "x.is"\nat-most = true', "does not fit x.is", "true", id="flag-with-a-bound"),
    ],
)
def test_limits_that_are_refused(text: str, what: str, marked: str) -> None:
    """A limit that does not fit its signal, or that could never fail, is refused where it stands."""
    (found,) = wrong(text)
    assert what in found.what
    assert found.marked == marked or found.marked.startswith(f"{marked} =")


@pytest.mark.parametrize(
    ("with_", "what", "marked"),
    [
        pytest.param("windwo = '7d'", 'no parameter "windwo"; did you mean "window"?', "windwo = '7d'", id="unknown"),
        pytest.param(
            "role = 'all'", 'no parameter "role"; known are: paths, window', "role = 'all'", id="of-another-signal"
        ),
        pytest.param("window = '7'", '"window" of change.landings: "7" is not a duration', "'7'", id="no-duration"),
        pytest.param("window = 7", '"window" of change.landings must be a duration', "7", id="number"),
        pytest.param("paths = []", '"paths" of change.landings must be one of', "[]", id="no-paths"),
        pytest.param("paths = 'all'", "must be one of config, code, docs, config+code", "'all'", id="no-path-set"),
        pytest.param("paths = ['a/']", 'names a folder: write "a/**"', "['a/']", id="no-pattern"),
    ],
)
def test_parameters_that_are_refused(with_: str, what: str, marked: str) -> None:
    """A parameter that the signal does not have, or a value that is none, is refused where it stands."""
    (found,) = wrong(f"{CHANGE}at-most = 0\n[rules.with]\n{with_}\n")
    assert what in found.what
    assert found.marked == marked


def test_everything_wrong_is_told_at_once() -> None:
    """A rule with several mistakes is told all of them, those of its parameters too."""
    text = '[[rules]]\nid = "A"\nsignal = "change.landings"\nat-most = -1\nwith = { windwo = "1d", paths = 3 }\n'
    assert [each.what.partition(",")[0] for each in wrong(text)] == [
        '"title" and "dimension" are missing in the rule A',
        "at-most is below 0",
        'change.landings has no parameter "windwo"; did you mean "window"?',
        '"paths" of change.landings must be one of config',
    ]
    assert [each.what for each in wrong('[[rules]]\nid = "A"\nsignal = "change.landing"\n')] == [
        '"title" and "dimension" are missing in the rule A',
        'no signal is called "change.landing"; did you mean "change.landings"?',
        "the rule A needs one limit: at-most, at-least or equals",
    ]


def test_an_unknown_signal_is_no_reason_to_skip_a_rule() -> None:
    """A rule on a signal that nobody has, such as one of a plugin that is not installed, is refused, not skipped."""
    (found,) = wrong(HEAD + 'signal = "acme.quality"\nat-most = 0\nwith = { any = "thing" }\n')
    what = 'no signal is called "acme.quality" (signals of plugins are known once the plugin is installed)'
    assert found == Told("p.toml", what, '"acme.quality"')


BASE = entry(
    title="T",
    dimension="change",
    signal="change.landings",
    **{"with": {"window": "14d", "paths": "config"}},
    at_most=5,
    warn_above=2,
    enforcement="block",
    waivable=False,
    examples=[{"reading": 5, "outcome": "warn"}],
)


@pytest.mark.parametrize(
    ("change", "given", "gone"),
    [
        pytest.param(entry(title="New"), {"title": "New"}, set[str](), id="key-by-key"),
        pytest.param(entry(at_most=9), {"at_most": 9}, {"warn_above"}, id="new-limit"),
        pytest.param(entry(at_least=1), {"at_least": 1}, {"at_most", "warn_above"}, id="limit-on-the-other-side"),
        pytest.param(entry(equals=0), {"equals": 0}, {"at_most", "warn_above"}, id="equals"),
        pytest.param(entry(at_most=9, warn_above=3), {"at_most": 9, "warn_above": 3}, set[str](), id="both-limits"),
        pytest.param(entry(warn_above=1), {"warn_above": 1}, set[str](), id="only-the-warning"),
        pytest.param(
            entry(**{"with": {"window": "7d"}}),
            {"with_": {"window": "7d", "paths": "config"}},
            set[str](),
            id="with-merges",
        ),
        pytest.param(
            entry(**{"with": {}}), {"with_": {"window": "14d", "paths": "config"}}, set[str](), id="with-nothing"
        ),
        pytest.param(entry(enforcement="info"), {"enforcement": "info"}, set[str](), id="enforcement"),
        pytest.param(entry(waivable=True), {"waivable": True}, set[str](), id="waivable"),
        pytest.param(entry(extends="A"), {}, set[str](), id="extends-is-not-taken-over"),
    ],
)
def test_merging(change: RuleEntry, given: Mapping[str, Any], gone: set[str]) -> None:
    """What is given replaces, `with` merges, a new limit takes the warning limit with it; examples stay behind."""
    merged = merge(BASE, change)
    kept = {name: getattr(BASE, name) for name in BASE.model_fields_set - gone - {"examples"}}
    assert {name: getattr(merged, name) for name in merged.model_fields_set} == {**kept, **given}


def test_merging_parameters_into_none() -> None:
    """Parameters are taken as they are where there were none, and stay where none are given."""
    plain, some = entry(at_most=1), entry(**{"with": {"window": "7d"}})
    assert merge(plain, some).with_ == {"window": "7d"}
    assert merge(some, plain).with_ == {"window": "7d"}
    assert merge(plain, plain).with_ is None


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        pytest.param(CHANGE + "at-most = 0", True, id="complete"),
        pytest.param(CHANGE, False, id="no-limit"),
        pytest.param(CHANGE + "at-most = 0\nequals = 0", False, id="two-limits"),
        pytest.param(HEAD + "at-most = 0", False, id="no-signal"),
        pytest.param('[[rules]]\nid = "A"\nsignal = "x"\nat-most = 0\ntitle = "T"', False, id="no-dimension"),
    ],
)
def test_what_is_complete(text: str, is_: bool) -> None:  # noqa: FBT001 - from the table
    """A rule of one's own has a title, a dimension, a signal and one limit."""
    assert is_complete(written(text).entry) is is_


def test_a_ratio_may_be_limited_above_1() -> None:
    """Late change by what is usual is no share of anything, so that half as much more is a limit, too."""
    for bound in ("at-most = 1", "at-most = 1.5"):
        assert rule(HEAD + f'signal = "change.late-vs-median"\n{bound}').unit == "share"
