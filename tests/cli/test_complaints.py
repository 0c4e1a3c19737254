"""What users of other gates complained of, a test each, named by their threads: none of it happens here."""

import json
import re
from typing import Any

import pytest
from support.console import Call
from support.git import instant
from support.program import AS_OF, Sample, issue

JSON = ("check", "--as-of", AS_OF, "--format", "json")
OWN = """
[[rules]]
id = "OWN-01"
title = "Own"
dimension = "{}"
signal = "{}"
{}
owner = "me"
remedy = "Mend it."
"""
APPROVERS = '\n[waivers]\napprovers = ["sponsor@example.com"]\n'
WAIVER = (
    '[[waivers]]\nrule = "{}"\nreason = "x"\nrequested-by = "pm@example.com"\n'
    'approved-by = "sponsor@example.com"\napproved-on = 2026-03-25\nexpires = {}\n'
)


def _add(program: Sample, text: str) -> None:
    where = program.path / "readiness-gate.toml"
    where.write_text(where.read_text() + text)


def test_keptn_1212_no_rules_are_no_pass(program: Sample, call: Call) -> None:
    """A gate without a rule has nothing to say yes with."""
    program.configure('packs = ["starter"]', 'packs = ["./own.toml"]')
    program.write("own.toml", OWN.format("change", "change.landings", 'at-most = 999\nenforcement = "warn"'))
    ended = call(*JSON)
    assert (ended.exit, ended.decision) == (3, "undecided")


def test_kayenta_325_no_data_is_no_pass(program: Sample, call: Call) -> None:
    """Nor does a rule drop out of the verdict because there is nothing to measure."""
    (program.path / "completions.csv").unlink()
    ended = call(*JSON)
    assert (ended.exit, ended.finding("TRN-01")["outcome"]) == (3, "unknown")


def test_datadog_18954_nothing_that_matches_is_no_pass(program: Sample, call: Call) -> None:
    """A path pattern that matches no file is a mistake, and no quiet baseline."""
    _add(program, OWN.format("change", "change.landings", 'at-most = 9\nwith = { paths = ["gone/**"] }'))
    assert call(*JSON).finding("OWN-01")["outcome"] == "unknown"


def test_release_readiness_a_misspelt_path_is_no_pass(program: Sample, call: Call) -> None:
    """An evidence file that is not there is told by its name."""
    program.configure('export = "export.json"', 'export = "exprot.json"')
    ended = call(*JSON)
    assert ended.exit == 3
    assert "the export exprot.json is missing" in ended.finding("DEF-01")["message"]


def test_release_readiness_old_evidence_is_no_pass(program: Sample, call: Call) -> None:
    """Evidence of years ago is none of today."""
    program.configure("[people]", "[people]\n# as it was")
    program.configure('export = "export.json"', 'export = "export.json"\nexported-at = 2026-03-01T00:00:00Z')
    program.export([issue("CRM-1", category="done", updated="2026-02-01T00:00:00Z")])
    ended = call(*JSON)
    assert (ended.exit, ended.finding("GOV-05")["outcome"]) == (1, "fail")


@pytest.mark.usefixtures("small_groups_are_shown")
def test_keptn_5900_compared_is_what_is_shown(program: Sample, call: Call) -> None:
    """No 75 < 75: a share just below its limit is shown with digits enough."""
    people = "".join(f"p{number},Clerk,\n" for number in range(10_001))
    program.write("roster.csv", f"person,role,critical-process\nann,Sales rep,\n{people}")
    trained = "".join(f"p{number},basics,2026-03-01\n" for number in range(7_500))
    program.write("completions.csv", f"person,module,completed-at\nann,quoting,2026-03-01\n{trained}")
    _add(program, OWN.format("training", "training.coverage", "at-least = 0.75"))
    finding = call(*JSON).finding("OWN-01")
    assert finding["outcome"] == "fail", finding["message"]
    assert finding["message"].startswith("74.99 %; at least 75 % required")


def test_spinnaker_5771_every_result_is_explained(program: Sample, call: Call) -> None:
    """What fails or could not be measured says its value or reason, what is required, what to do, and who owns it."""
    program.export([issue("CRM-1", "Highest"), issue("CRM-2", "High")])
    (program.path / "roster.csv").unlink()
    for finding in call(*JSON).json["findings"]:
        assert finding["message"]
        if finding["outcome"] in ("fail", "unknown"):
            assert finding["remedy"]
            assert finding["owner"]
            assert re.search("; .* (allowed|required)|Could not be measured: ", finding["message"])


def test_scaptimony_28_before_and_after_waivers(program: Sample, call: Call) -> None:
    """The decision is told with what was accepted, and without it."""
    program.export([issue("CRM-1", "High")])
    _add(program, APPROVERS)
    program.write("readiness-waivers.toml", WAIVER.format("DEF-02", "2026-04-10"))
    told = call(*JSON).json
    assert (told["decision"], told["decision-without-waivers"]) == ("go", "no-go")
    assert "Without the risks that were accepted: no-go." in call("check", "--as-of", AS_OF).out


@pytest.mark.parametrize(("expires", "code"), [("2026-04-01", 0), ("2026-03-31", 1)])
def test_quality_time_10063_the_last_day_counts(program: Sample, call: Call, expires: str, code: int) -> None:
    """And the day after it does not."""
    program.export([issue("CRM-1", "High")])
    _add(program, APPROVERS)
    program.write("readiness-waivers.toml", WAIVER.format("DEF-02", expires))
    assert call(*JSON).exit == code


def test_quality_time_an_accepted_risk_hides_no_missing_source(program: Sample, call: Call) -> None:
    """What could not be measured was never accepted."""
    _add(program, APPROVERS)
    program.write("readiness-waivers.toml", WAIVER.format("DEF-02", "2026-04-10"))
    program.write("export.json", '{"issues": [')
    ended = call(*JSON)
    assert (ended.exit, ended.finding("DEF-02")["waived"]) == (3, False)


def test_objeck_695_a_waiver_ends_with_its_milestone(program: Sample, call: Call) -> None:
    """What was accepted for one wave is not accepted for the next."""
    program.export([issue("CRM-1", "High")])
    _add(program, APPROVERS)
    waiver = WAIVER.format("DEF-02", "2026-04-10")
    program.write("readiness-waivers.toml", waiver + 'milestone = "wave-1"\n')
    ended = call(*JSON)
    assert (ended.exit, ended.json["waivers"][0]["state"]) == (1, "unmatched")


def test_keptn_7153_a_baseline_is_pinned(program: Sample, call: Call) -> None:
    """A baseline that moves with what is compared to it would let everything pass."""
    program.configure('mainline = "main"', 'mainline = "main"\nbaseline = "main"')
    reading = call("measure", "change.since-baseline", "--as-of", AS_OF, "--format", "json").json["readings"][0]
    assert "may move with the mainline" in reading["unavailable"]


def test_conftest_300_a_warning_does_not_change_the_exit_code(program: Sample, call: Call) -> None:
    """Exit codes mean the same with warnings, and with any output."""
    program.export([issue("CRM-1", category="done"), *(issue(f"CRM-{number}", "Medium") for number in range(2, 20))])
    ended = call(*JSON)
    assert (ended.exit, ended.finding("DEF-03")["outcome"]) == (0, "fail")
    for words in (("--format", "markdown"), ("-q",), ("-v",)):
        assert call("check", "--as-of", AS_OF, *words).exit == 0


def test_sonar_43998_a_warning_level(program: Sample, call: Call) -> None:
    """A limit may have one that warns first."""
    _add(program, OWN.format("defects", "defects.open", 'at-most = 3\nwarn-above = 0\nwith = { severity = "sev3" }'))
    program.export([issue("CRM-1", "Medium")])
    ended = call(*JSON)
    assert (ended.exit, ended.finding("OWN-01")["outcome"]) == (0, "warn")


def test_azure_6392_windows_of_weeks(program: Sample, call: Call) -> None:
    """A rule may have to hold for weeks, and not for 48 hours only; the finding names the day that reset it."""
    _add(program, OWN.format("change", "change.landings", 'at-most = 0\nwith = { window = "28d" }\nfor = "60d"'))
    finding = call(*JSON).finding("OWN-01")
    assert finding["outcome"] == "fail"
    assert finding["message"].startswith("Must have held for 60 days; 2026-")


def test_keptn_4094_evaluated_again_it_is_the_same(program: Sample, call: Call) -> None:
    """As of the same instant the same inputs give the same bytes."""
    assert program.path.is_dir()
    assert _without_times(call(*JSON).json) == _without_times(call(*JSON).json)


def _without_times(told: Any) -> str:
    """The verdict without when it was asked for, which is the clock's."""
    for source in told["sources"]:
        source.pop("fetched-at")
    return json.dumps(told)


def test_pi_agents_159_a_change_does_not_edit_its_judge(program: Sample, call: Call) -> None:
    """Judged by the base, a change that loosens its own gate is told as loosening it."""
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    program.export([issue("CRM-1", "High")])
    _add(program, '\n[[rules]]\nid = "DEF-02"\nat-most = 9\n')
    assert call(*JSON).exit == 0
    ended = call(*JSON, "--policy-ref", "main")
    assert ended.exit == 1
    assert any("DEF-02: the limit is at most 9" in each for each in ended.json["policy"]["weakened"])


def test_scorecard_4219_no_score_decides(program: Sample, call: Call) -> None:
    """One blocking rule that fails is a no-go, however many pass."""
    program.export([issue("CRM-1", "Highest")])
    told = call(*JSON).json
    assert told["decision"] == "no-go"
    assert sum(each["outcome"] == "pass" for each in told["findings"]) >= 6
    assert "score" not in told
