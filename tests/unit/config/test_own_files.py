"""The files that the gate reads itself are no part of the system."""

import pytest
from support.policy import BEGIN, loaded

TEXT = BEGIN.replace('["starter"]', '["starter", "platforms/in-house", "./own.toml"]\nroster = "people/eu.csv"')
FILES = {"own.toml": '[paths]\ncode = ["plsql/**"]\n'}
MORE = """\
[people]
roster = "people/roster.csv"
completions = "../shared/completions.csv"
[jira]
export = "/data/issues.csv"
"""


@pytest.mark.parametrize(
    "path",
    [
        "people/roster.csv",
        "gate/people/roster.csv",
        "gate/people/eu.csv",
        "shared/completions.csv",
        "data/issues.csv",
        "gate/own.toml",
        "gate/readiness-waivers.toml",
        "gate/readiness-signoffs.toml",
        "gate/readiness-decisions.jsonl",
    ],
)
def test_files_that_the_gate_reads_are_no_part_of_the_rest(path: str) -> None:
    """Wherever the configuration is; files beside them are."""
    code = loaded(TEXT + MORE, FILES).settings.git.paths.named("code")
    assert path not in code
    assert f"other/{path.rpartition('/')[2]}x" in code


def test_without_a_rest_nothing_is_added() -> None:
    """Patterns that were written mean what they say."""
    found = loaded(BEGIN + '[git.paths]\nconfig = ["people/**"]\n' + MORE).settings.git.paths
    assert (found.noise, "people/roster.csv" in found.named("config")) == ((), True)


def test_files_are_only_left_out_where_they_are_configured() -> None:
    """Without people and issues there is only the policy."""
    noise = loaded(BEGIN.replace('["starter"]', '["starter", "platforms/in-house"]')).settings.git.paths.noise
    assert noise[-1] == "**/readiness-gate.toml"
    assert "**/readiness-decisions.jsonl" in noise
    assert len(set(noise)) == len(noise)
