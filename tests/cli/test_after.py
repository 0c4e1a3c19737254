"""A milestone that comes after another one waits for its gate, whatever is asked and however."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.console import Call
from support.golden import check_golden
from support.program import AS_OF, Sample, issue

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"
EARLIER = "wave-1.adoption-d60"
GO_LIVE = '[milestones.go-live]\ndate = 2026-06-01\npacks = ["starter"]\n'
WAVES = f"""[milestones."{EARLIER}"]
kind = "adoption-d60"
date = 2026-03-20
packs = ["starter"]

[milestones.go-live]
date = 2026-06-01
packs = ["starter"]
after = "{EARLIER}"

[waivers]
approvers = ["sponsor@example.com"]
"""
WAIVER = """[[waivers]]
rule = "RULE"
milestone = "MILESTONE"
reason = "Agreed"
requested-by = "pm@example.com"
approved-by = "sponsor@example.com"
approved-on = 2026-03-30
expires = 2026-04-20
"""
OVERRIDE = '\n[[rules]]\nid = "DEF-02"\nmilestones = ["adoption-d60"]\n'
"""The defect counts at the earlier milestone only: the later one has nothing else in the way."""


@pytest.fixture
def waves(program: Sample) -> Sample:
    """A go-live that is ready, and an earlier milestone that is not."""
    program.configure(GO_LIVE, WAVES)
    program.write("readiness-gate.toml", (program.path / "readiness-gate.toml").read_text() + OVERRIDE)
    program.export([issue("CRM-1", "High"), issue("CRM-2", kind="Story", category="done")])
    return program


def _finding(verdict: Any, rule: str = "ADP-NEXT") -> Any:
    return next(finding for finding in verdict["findings"] if finding["rule"] == rule)


def _check(call: Call, milestone: str, *words: str) -> Any:
    return call("check", milestone, "--as-of", AS_OF, "--format", "json", *words)


def test_the_later_milestone_waits(waves: Sample, call: Call) -> None:
    """The earlier milestone is no-go, and so is the later one, which says why."""
    earlier = _check(call, EARLIER)
    assert (earlier.exit, earlier.decision) == (1, "no-go")
    later = _check(call, "go-live")
    assert (later.exit, later.decision) == (1, "no-go")
    failing = [finding["rule"] for finding in later.json["findings"] if finding["outcome"] == "fail"]
    assert failing == ["ADP-NEXT"]
    check_golden(GOLDEN / "after.json", json.dumps(_finding(later.json), indent=2) + "\n")
    check_golden(GOLDEN / "after.txt", call("check", "go-live", "--as-of", AS_OF).out)
    assert waves.path.is_dir()


def test_the_later_milestone_goes_once_the_earlier_one_is_go(waves: Sample, call: Call) -> None:
    """Closed, or accepted there: the decision of the earlier gate counts, waivers included."""
    waves.write("readiness-waivers.toml", WAIVER.replace("RULE", "DEF-02").replace("MILESTONE", EARLIER))
    later = _check(call, "go-live")
    assert (later.decision, _finding(later.json)["outcome"]) == ("go", "pass")
    assert _finding(later.json)["message"] == f"0; 0 allowed. Go: {EARLIER} (waived: DEF-02)."


def test_that_the_earlier_milestone_is_not_go_can_be_accepted(waves: Sample, call: Call) -> None:
    """By a waiver of the rule, which the report shows."""
    waves.write("readiness-waivers.toml", WAIVER.replace("RULE", "ADP-NEXT").replace("MILESTONE", "go-live"))
    later = _check(call, "go-live")
    assert (later.decision, later.json["decision-without-waivers"]) == ("go", "no-go")
    assert _finding(later.json)["waived"]


def test_an_earlier_milestone_that_is_undecided_is_not_go(waves: Sample, call: Call) -> None:
    """What is not known of the earlier one lets nothing through."""
    waves.export([issue("CRM-1", category="done"), issue("CRM-2", kind="Story", category="done")])
    own = '\n[[rules]]\nid = "OWN-1"\ntitle = "T"\ndimension = "defects"\nmilestones = ["adoption-d60"]\n'
    limit = 'signal = "defects.reopen-rate"\nat-most = 0.1\n'
    waves.write("readiness-gate.toml", (waves.path / "readiness-gate.toml").read_text() + own + limit)
    assert _check(call, EARLIER).decision == "undecided"
    later = _check(call, "go-live")
    assert later.decision == "no-go"
    assert f"{EARLIER} is undecided: unknown: how many defects are reopened" in _finding(later.json)["message"]


@pytest.mark.parametrize("packs", ['["baseline"]', '["people"]', '["./own.toml"]'])
def test_the_rule_is_there_whatever_packs_a_milestone_has(waves: Sample, call: Call, packs: str) -> None:
    """It comes with the key, and no pack needs to have it."""
    own = '[[rules]]\nid = "OWN-1"\ntitle = "T"\ndimension = "defects"\nsignal = "defects.open"\nat-most = 99\n'
    waves.write("own.toml", own)
    waves.configure(f'packs = ["starter"]\nafter = "{EARLIER}"', f"packs = {packs}\nafter = ['{EARLIER}']")
    assert _finding(_check(call, "go-live").json)["outcome"] == "fail"


def test_a_dimension_that_is_not_measured_does_not_take_the_rule_out(waves: Sample, call: Call) -> None:
    """It counts as governance, which nobody may leave out."""
    text = (waves.path / "readiness-gate.toml").read_text()
    waves.write("readiness-gate.toml", text + '\n[not-measured]\nadoption = "later"\n')
    assert _finding(_check(call, "go-live").json)["outcome"] == "fail"


def test_saved_facts_say_the_same(waves: Sample, call: Call) -> None:
    """The file has what the earlier gate needs, too; one without that lets nothing through."""
    assert call("facts", "save", "facts.json", "go-live", "--as-of", AS_OF).exit == 0
    saved, read = _check(call, "go-live", "--facts", "facts.json"), _check(call, "go-live")
    assert _finding(saved.json) == _finding(read.json)
    waves.configure(f'[milestones."{EARLIER}"]\n', f'[milestones."{EARLIER}"]\nroster = "wave-1.csv"\n')
    waves.write("wave-1.csv", "person,role\nann,Sales rep\n")
    assert call("facts", "save", "others.json", "go-live", "--as-of", AS_OF).exit == 0
    of_others = _finding(_check(call, "go-live", "--facts", "others.json").json)
    assert of_others["outcome"] == "fail"
    assert f"{EARLIER} is undecided" in of_others["message"]


def test_explain_shows_the_weeks_before(waves: Sample, call: Call) -> None:
    """Of each week, what the earlier gate decided then."""
    told = call("explain", "ADP-NEXT", "--milestone", "go-live", "--as-of", AS_OF).out
    assert "2026-02-04 ✗ FAIL 1" in told
    assert waves.path.is_dir()


def test_measure_shows_it(waves: Sample, call: Call) -> None:
    """For the next milestone; without an earlier one it says how to name one."""
    told = json.loads(call("measure", "milestones.earlier-not-go", "--as-of", AS_OF, "--format", "json").out)
    assert [reading["value"] for reading in told["readings"]] == [1]
    waves.configure(f'after = "{EARLIER}"\n', "")
    told = json.loads(call("measure", "milestones.earlier-not-go", "--as-of", AS_OF, "--format", "json").out)
    assert told["readings"][0]["unavailable"].startswith('go-live comes after no other milestone: add after = "…"')


def test_the_earlier_milestone_is_judged_by_its_own_roster(waves: Sample, call: Call) -> None:
    """And not by that of the later one, which nobody of that wave is on."""
    waves.configure("date = 2026-06-01\n", 'date = 2026-06-01\nroster = "wave-2.csv"\n')
    waves.write("wave-2.csv", "person,role,critical-process\nzoe,Sales rep,quote\n")
    own = '\n[[rules]]\nid = "OWN-1"\ntitle = "T"\ndimension = "training"\nsignal = "training.coverage"\n'
    limit = 'with = { role = "all" }\nat-least = 1\nmilestones = ["adoption-d60"]\n'
    waves.write("readiness-gate.toml", (waves.path / "readiness-gate.toml").read_text() + own + limit)
    earlier = _check(call, EARLIER)
    assert [one["outcome"] for one in earlier.json["findings"] if one["rule"] == "OWN-1"] == ["pass"]
    assert "OWN-1" not in str(_finding(_check(call, "go-live").json)["reading"])
    names = [(source["name"], source["identity"]) for source in _check(call, "go-live").json["sources"]]
    assert [name for name, _ in names].count("people") == 2


def test_a_policy_that_forgets_the_earlier_milestone_is_weaker(waves: Sample, call: Call) -> None:
    """The base judges, and the report says what the work tree leaves out."""
    waves.repo.git("add", "-A")
    waves.repo.git("commit", "-q", "-m", "the policy")
    waves.repo.branch("change")
    waves.configure(f'after = "{EARLIER}"\n', "")
    ended = _check(call, "go-live", "--policy-ref", "main")
    assert ended.decision == "no-go"
    weakened = ended.json["policy"]["weakened"]
    assert f"in the work tree, milestones.go-live.after no longer has {EARLIER}" in weakened
    waves.configure("date = 2026-06-01\n", f'date = 2026-06-01\nafter = "{EARLIER}"\n')
    waves.configure(OVERRIDE, f"{OVERRIDE}at-most = 9\n")
    weakened = _check(call, "go-live", "--policy-ref", "main").json["policy"]["weakened"]
    assert "in the work tree, DEF-02: the limit is at most 9 issues instead of at most 0 issues" in weakened


@pytest.mark.parametrize(
    ("after", "what"),
    [
        ('"go-live"', "13:9: go-live cannot come after itself: name an earlier milestone"),
        ('"wave-1"', '13:9: there is no milestone "wave-1"'),
        (f'["{EARLIER}", "nowhere"]', '13:33: there is no milestone "nowhere"'),
        ('"wave 2"', '13:9: milestones.go-live.after: "wave 2" is not a name'),
        ("[]", "13:9: milestones.go-live.after must be a name, such as wave-1"),
        ("3", "13:9: milestones.go-live.after must be a name, such as wave-1"),
    ],
)
def test_names_that_are_none(waves: Sample, call: Call, after: str, what: str) -> None:
    """Each with its place, before anything is judged."""
    waves.configure(f'after = "{EARLIER}"', f"after = {after}")
    ended = call("check", "go-live", "--as-of", AS_OF)
    assert ended.exit == 2
    assert f"readiness-gate.toml:{what}" in ended.err


def test_milestones_that_wait_for_each_other(waves: Sample, call: Call) -> None:
    """Both places are shown."""
    waves.configure('kind = "adoption-d60"\n', 'kind = "adoption-d60"\nafter = "go-live"\n')
    ended = call("check", "go-live", "--as-of", AS_OF)
    assert ended.exit == 2
    assert f"go-live cannot come after {EARLIER}, which comes after it" in ended.err
    assert f"{EARLIER} cannot come after go-live, which comes after it" in ended.err
