"""`check` decides, and its exit code says so."""

from support.program import Sample, issue


def test_a_ready_program_goes(sample: Sample) -> None:
    """Every rule of the baseline passes: go, exit 0."""
    ended = sample.check()
    assert ended.err == ""
    assert (ended.exit, ended.decision) == (0, "go")


def test_one_open_defect_of_severity_1_blocks(sample: Sample) -> None:
    """One failing blocking rule is a no-go, exit 1, and the finding names the issue."""
    sample.export([issue("CRM-1", "Highest")])
    ended = sample.check()
    assert (ended.exit, ended.decision) == (1, "no-go")
    assert [each["id"] for each in ended.finding("DEF-01")["reading"]["evidence"]] == ["CRM-1"]
