"""A change that edits the policy it is judged by: with --policy-ref, the base decides, and nothing but the base."""

from pathlib import Path

import pytest
from support.program import AS_OF, Ended, Sample, issue, run

PACKS = 'packs = ["starter"]'
LOOSE = """\
[[rules]]
id = "OWN-01"
title = "Hardly any open defects"
dimension = "defects"
signal = "defects.open"
at-most = 99
"""


def _edited(sample: Sample) -> None:
    """A change loosens everything that it is judged by: rules, waivers, and the files on people."""
    sample.configure(PACKS, 'packs = ["./own.toml"]')
    sample.write("own.toml", LOOSE)
    sample.configure("[git]", '[waivers]\napprovers = ["me@example.com"]\n[git]')
    sample.write("completions.csv", (sample.path / "completions.csv").read_text() + "dora,quoting,2026-03-01\n")


def _judged_from_base(sample: Sample) -> Ended:
    return run("check", "--as-of", AS_OF, "--format", "json", "--policy-ref", "main", cwd=sample.path)


@pytest.mark.parametrize("committed", [False, True], ids=["rules-17-work-tree", "rules-17-branch"])
def test_rules_17_a_change_to_its_own_judge(sample: Sample, committed: bool) -> None:  # noqa: FBT001 - from the table
    """With --policy-ref, rules, waivers and people files are the base's, whatever the change says of them."""
    sample.write("roster.csv", (sample.path / "roster.csv").read_text() + "dora,Sales rep,\n")
    sample.export([issue("CRM-1", "Highest")])
    sample.repo.commit(89, {}, "the policy of the base")
    sample.repo.branch("change")
    _edited(sample)
    if committed:
        sample.repo.commit(89.5, {}, "a policy of my own")
    assert sample.check().decision == "go"
    ended = _judged_from_base(sample)
    assert (ended.exit, ended.decision) == (1, "no-go")
    assert ended.json["policy"]["ref"] == "main"
    assert ended.json["policy"]["packs"][0] == "starter"
    assert ended.finding("DEF-01")["outcome"] == "fail"
    assert ended.finding("TRN-01")["outcome"] == "fail"


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        pytest.param("nowhere", 'the policy cannot be read from "nowhere"', id="missing"),
        pytest.param("--output=verdict", 'the policy cannot be read from "--output=verdict"', id="option"),
        pytest.param("empty", "empty has no readiness-gate.toml yet: it counts once", id="without-a-configuration"),
    ],
)
def test_rules_17_a_ref_that_has_no_policy(sample: Sample, ref: str, reason: str, tmp_path: Path) -> None:
    """Never is the policy of the work tree taken instead."""
    sample.repo.git("branch", "empty", sample.repo.git("rev-list", "--max-parents=0", "HEAD").strip())
    words = ("check", "--as-of", AS_OF, "--policy-ref", ref, "-c", "readiness-gate.toml")
    ended = run(*words, cwd=sample.path)
    assert (ended.exit, ended.out) == (2, "")
    assert reason in ended.err
    assert "Traceback" not in ended.err
    assert not list(tmp_path.rglob("verdict"))
