"""`rules` lists, shows and tests rules, and prints schemas."""

import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator
from support.console import Call, Clock, joined
from support.program import CONFIGURATION, Sample

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.config.schema.json_schema import SCHEMAS
from readiness_gate.signals import SIGNALS

SHIPPED = {rule.id for rules in shipped_rules(SIGNALS).values() for rule in rules}
PACK = """\
[[rules]]
id = "OWN-01"
title = "Nothing lands"
dimension = "change"
signal = "change.landings"
at-most = 0
owner = "release manager"
why = "Because."
remedy = "Wait."
source = "Us"
evidence = "convention"
[[rules.examples]]
reading = {passing}
outcome = "pass"
[[rules.examples]]
reading = 1
outcome = "fail"
"""
WAIVER = """\
[[waivers]]
rule = "DEF-02"
reason = "r"
requested-by = "a"
approved-by = "b"
approved-on = 2026-03-20
expires = 2026-03-28
"""


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _listed(out: str) -> dict[str, set[str]]:
    """The ids of the rules under each heading."""
    found: dict[str, set[str]] = {}
    for line in out.splitlines():
        heading, _, name = line.partition(" ")
        if heading in ("Pack", "Milestone"):
            found[line] = set()
        elif line and not line.startswith((" ", "no rules: ")):
            found[list(found)[-1]].add(heading)
        assert name == name.rstrip()
    return found


@pytest.mark.usefixtures("nowhere")
def test_list_without_a_configuration(call: Call) -> None:
    """The shipped packs are listed anywhere, with every rule."""
    ended = call("rules", "list")
    assert (ended.exit, ended.err) == (0, "")
    listed = _listed(ended.out)
    assert all(name.startswith("Pack ") for name in listed)
    assert {rule for rules in listed.values() for rule in rules} == SHIPPED
    assert "DEF-03    warn   Few open severity 3 defects  (at most 10 issues)" in ended.out


@pytest.mark.usefixtures("demo")
def test_list_of_a_program(call: Call) -> None:
    """With a configuration the gates follow the packs; with --milestone that gate stands alone."""
    listed = _listed(call("rules", "list").out)
    assert "CHG-08" in listed["Milestone go-live"]
    assert "Pack baseline" in listed
    alone = call("rules", "list", "--milestone", "go-live")
    assert alone.exit == 0
    assert _listed(alone.out) == {"Milestone go-live": listed["Milestone go-live"]}


@pytest.mark.usefixtures("nowhere")
def test_list_by_kind_dimension_and_evidence(call: Call) -> None:
    """Only what fits all that is asked for is listed; a pack of which nothing fits is not."""
    everything = _listed(call("rules", "list").out)
    found = _listed(call("rules", "list", "--milestone", "training-start").out)
    kinds = {rule.id: rule.milestones for rules in shipped_rules(SIGNALS).values() for rule in rules}
    fitting = {id_ for id_ in SHIPPED if not kinds[id_] or "training-start" in kinds[id_]}
    assert {name: rules & fitting for name, rules in everything.items() if rules & fitting} == found
    training = _listed(call("rules", "list", "--dimension", "training", "--evidence", "primary").out)
    dimensions = {rule.id: rule.dimension for rules in shipped_rules(SIGNALS).values() for rule in rules}
    assert all(dimensions[each] == "training" for rules in training.values() for each in rules)
    assert "Pack training" in training
    assert "Pack change" not in training
    none = call("rules", "list", "--milestone", "adoption-d60", "--dimension", "training")
    assert (none.exit, none.out) == (0, "No rule matches.\n")


@pytest.mark.usefixtures("demo")
def test_list_of_a_dimension_of_a_program(call: Call) -> None:
    """The filters reach into the configuration's milestones, too."""
    ended = call("rules", "list", "--milestone", "go-live", "--dimension", "change")
    assert _listed(ended.out) == {"Milestone go-live": {"CHG-08"}}


def test_list_of_a_kind_that_milestones_are_of(program: Sample, call: Call) -> None:
    """A milestone is listed under the kind that it is of, whatever it is called."""
    program.configure("[milestones.go-live]", '[milestones.wave-1]\nkind = "go-live"')
    assert set(_listed(call("rules", "list", "--milestone", "go-live").out)) > {"Milestone wave-1", "Pack change"}
    assert set(_listed(call("rules", "list", "--milestone", "wave-1").out)) == {"Milestone wave-1"}


@pytest.mark.parametrize("command", ["list", "show", "test", "schema", "docs"])
@pytest.mark.usefixtures("nowhere")
def test_each_works_without_a_configuration(call: Call, command: str) -> None:
    """None of them needs a program."""
    assert call("rules", command).exit == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--milestone", "golive"), '--milestone: there is no "golive"; did you mean "go-live"?'),
        (("list", "--dimension", "trainings"), '--dimension: there is no "trainings"; did you mean "training"?'),
        (("list", "--evidence", "measurd"), '--evidence: there is no "measurd"; did you mean "measured"?'),
        (("list", "--evidence", ""), '--evidence: there is no ""; known are: convention, measured, primary, secondary'),
        (("list", "-c", "nowhere.toml"), "nowhere.toml not found"),
        (("show", "DEF-99"), 'no shipped rule is called "DEF-99"; did you mean "DEF-0'),
        (("show", "def-1"), 'did you mean "DEF-01"?'),
        (("test", "nowhere.toml"), "nowhere.toml not found"),
        (("lint",), "readiness-gate.toml not found in"),
        (("lint", "basline"), 'no pack is called "basline"; did you mean "baseline"?'),
        (("lint", "nowhere.toml"), "nowhere.toml not found"),
        (("schema", "verdicts"), "'verdicts' is not one of"),
        (("lst",), "No such command 'lst'"),
        ((), "Usage: readiness-gate rules"),
    ],
    ids=joined,
)
@pytest.mark.usefixtures("nowhere")
def test_bad_use(call: Call, words: tuple[str, ...], told: str) -> None:
    """What there is not ends with 2, and says what there is."""
    ended = call("rules", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err


@pytest.mark.usefixtures("demo")
def test_list_of_a_milestone_that_there_is_not(call: Call) -> None:
    """A misspelt milestone is bad use, not an empty list."""
    ended = call("rules", "list", "--milestone", "golive")
    assert (ended.exit, ended.out) == (2, "")
    assert '--milestone: there is no "golive"; did you mean "go-live"?' in ended.err


@pytest.mark.usefixtures("nowhere")
def test_show(call: Call) -> None:
    """One rule is shown as explain shows it; without a name all of them are."""
    one, all_ = call("rules", "show", "DEF-01"), call("rules", "show")
    assert one.out == call("explain", "DEF-01").out
    assert call("rules", "show", "def-01") == one
    assert one.out in all_.out
    assert all_.out.count("\nOwner\n") == len(SHIPPED)


def test_the_examples_of_the_shipped_rules_hold(nowhere: Path, call: Call) -> None:
    """Without a name the shipped packs are tested; a pack of one's own is tested with them. Each rule counts once,
    however many packs include it."""
    shipped = call("rules", "test")
    assert shipped.exit == 0
    assert shipped.out.endswith(f" examples of {len(SHIPPED)} rules hold.\n")
    (nowhere / "own").mkdir()
    (nowhere / "own" / "rules.toml").write_text(PACK.format(passing=0))
    for name in ("own/rules.toml", "./own/rules.toml"):
        assert call("rules", "test", name).out.endswith(f" examples of {len(SHIPPED) + 1} rules hold.\n")
    (nowhere / "more.toml").write_text('includes = ["baseline", "./own/rules.toml"]\n')
    assert call("rules", "test", "more.toml").out.endswith(f" examples of {len(SHIPPED) + 1} rules hold.\n")


def test_an_example_that_does_not_hold(nowhere: Path, call: Call) -> None:
    """An example with another outcome than its rule gives ends with 2, and is told with both outcomes."""
    (nowhere / "own.toml").write_text(PACK.format(passing=7))
    ended = call("rules", "test", "own.toml")
    assert (ended.exit, ended.out) == (2, "")
    assert "own.toml: OWN-01: 7 gives fail, not pass" in ended.err
    assert "examples do not hold" in ended.err


def test_a_pack_that_is_wrong(nowhere: Path, call: Call) -> None:
    """A pack that cannot be loaded is told with the place of what is wrong."""
    (nowhere / "own.toml").write_text(PACK.format(passing=0).replace("at-most", "at-mots"))
    ended = call("rules", "test", "own.toml")
    assert ended.exit == 2
    assert 'own.toml:6:1: unknown key "at-mots"' in ended.err


@pytest.mark.usefixtures("nowhere")
def test_the_shipped_packs_are_clean(call: Call) -> None:
    """Nothing is found in them, and they agree with each other."""
    ended = call("rules", "lint", *shipped_names())
    assert (ended.exit, ended.out, ended.err) == (0, "No problems found.\n", "")


def test_lint_of_a_pack(nowhere: Path, call: Call) -> None:
    """A pack of one's own is looked at anywhere; what is found is told one a line, with its place, and ends with 2."""
    (nowhere / "own").mkdir()
    text = PACK.format(passing=0).replace("at-most = 0", "equals = 0.5").replace('owner = "release manager"\n', "")
    (nowhere / "own" / "rules.toml").write_text(text)
    for name in ("own/rules.toml", "./own/rules.toml", str(nowhere / "own" / "rules.toml")):
        ended = call("rules", "lint", "baseline", name)
        assert (ended.exit, ended.err) == (2, "")
        where = name.removeprefix("./")
        assert ended.out == (
            f'{where}:1:1: "owner" is missing in the rule OWN-01\n'
            f"{where}:6:10: OWN-01 can never pass: change.landings is always a whole number of landings, never 0.5\n"
        )


def test_lint_of_a_program(program: Sample, call: Call, clock: Clock) -> None:
    """The configuration, its packs and its waivers are looked at, as of today in the program's zone."""
    assert call("rules", "lint").exit == 0
    program.write("readiness-waivers.toml", WAIVER)
    program.configure("[git]\n", '[waivers]\napprovers = ["b"]\n[[rules]]\nid = "DEF-03"\nat-most = 10\n[git]\n')
    clock("2026-03-28T22:59:59Z")
    idle = 'readiness-gate.toml:12:6: this override of "DEF-03" changes nothing: rules/'
    ended = call("rules", "lint")
    assert (ended.exit, ended.err, ended.out.count("\n")) == (2, "", 1)
    assert ended.out.startswith(idle)
    clock("2026-03-28T23:00:00Z")
    late = call("rules", "lint").out.splitlines()
    assert late[0].startswith(idle)
    expired = "the waiver of DEF-02 is void (expired): it expired at the end of 2026-03-28"
    assert late[1:] == [f"readiness-waivers.toml:7:11: {expired}"]


def test_lint_of_a_program_that_is_wrong(program: Sample, call: Call) -> None:
    """What cannot be loaded is told as by every command; with a ref it is looked at as it stands there."""
    program.repo.commit(89, {}, "the policy")
    program.configure('packs = ["starter"]', 'packs = ["starters"]')
    ended = call("rules", "lint")
    assert (ended.exit, ended.out) == (2, "")
    assert 'no pack is called "starters"; did you mean "starter"?' in ended.err
    assert call("rules", "lint", "--policy-ref", "main").exit == 0


@pytest.mark.parametrize("kind", [*SCHEMAS, "verdict", "portfolio-trend", "server-gate", "server-access"])
@pytest.mark.usefixtures("nowhere")
def test_schemas(call: Call, kind: str) -> None:
    """Each kind of file has a valid JSON Schema; the configuration's is the default."""
    ended = call("rules", "schema", kind)
    assert ended.exit == 0
    Draft202012Validator.check_schema(json.loads(ended.out))
    if kind == "configuration":
        assert call("rules", "schema").out == ended.out


def test_a_verdict_keeps_the_schema_that_is_printed(program: Sample, call: Call) -> None:
    """What check prints is valid under what rules schema prints, and a configuration under its own."""
    verdict = json.loads(call("check", "--as-of", "2026-04-01T12:00:00Z", "--format", "json").out)
    of_verdicts: Any = Draft202012Validator(json.loads(call("rules", "schema", "verdict").out))
    of_verdicts.validate(verdict)
    configuration = json.loads(json.dumps(tomli.loads(CONFIGURATION), default=str))
    of_configurations: Any = Draft202012Validator(json.loads(call("rules", "schema").out))
    of_configurations.validate(configuration)
    assert program.path.exists()
