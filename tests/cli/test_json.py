"""explain, doctor and rules list say as JSON what they say as text, and end the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.program import AS_OF, Ended, Sample, run

EXPLAINED = {"schema", "rule", "meaning", "facts", "packs"}
STANDING = {"milestone", "as-of", "finding", "history", "sources"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A program that is ready."""
    return Sample(tmp_path_factory.mktemp("program"))


def _both(sample: Sample, *words: str) -> Ended:
    """What a command says as JSON, held against how it ends as text."""
    text, json = run(*words, cwd=sample.path), run(*words, "--format", "json", cwd=sample.path)
    assert (json.exit, json.err) == (text.exit, text.err)
    assert json.out.isascii()
    assert json.json["schema"] == 1
    return json


def test_explain(sample: Sample) -> None:
    """What a rule says of itself; with a milestone also its finding, as check has it, and the weeks before."""
    told = _both(sample, "explain", "DEF-01").json
    assert set(told) == EXPLAINED
    assert (told["rule"]["id"], told["rule"]["limit"], told["facts"]) == ("DEF-01", {"at-most": 0}, ["jira"])
    standing = _both(sample, "explain", "DEF-01", "go-live", "--as-of", AS_OF)
    assert set(standing.json) == EXPLAINED | STANDING
    assert standing.json["finding"] == sample.check("go-live").finding("DEF-01")
    assert len(standing.json["history"]) == 9
    assert standing.json["history"][0]["outcome"] == "pass"
    assert all(set(week) == {"as-of", "outcome", "reading"} for week in standing.json["history"])


def test_explain_of_what_is_unknown(sample: Sample) -> None:
    """It ends with 3, and has the reason in place of a value."""
    (sample.path / "export.json").rename(sample.path / "away.json")
    try:
        told = _both(sample, "explain", "DEF-01", "go-live", "--as-of", AS_OF)
    finally:
        (sample.path / "away.json").rename(sample.path / "export.json")
    assert told.exit == 3
    assert "unavailable" in told.json["finding"]["reading"]


def test_doctor(sample: Sample) -> None:
    """What each source shows, or why it is missing; and the rules that cannot be measured, by the reason."""
    told = _both(sample, "doctor").json
    assert [source["name"] for source in told["sources"]] == ["git", "jira", "people"]
    assert all(source.keys() in ({"name", "visible", "doubts"}, {"name", "unavailable"}) for source in told["sources"])
    assert all(each.keys() == {"rules", "unavailable"} for each in told["unmeasured"])


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ((), {"pack", "milestone"}),
        (("--milestone", "go-live"), {"milestone"}),
        (("--dimension", "training"), {"pack", "milestone"}),
        (("--dimension", "training", "--evidence", "measured", "--milestone", "training-start"), set[str]()),
    ],
)
def test_rules_list(sample: Sample, words: Sequence[str], kinds: set[str]) -> None:
    """Every rule with all its keys, in the group where it stands; of none that fit an empty list."""
    groups = _both(sample, "rules", "list", *words).json["groups"]
    assert {key for group in groups for key in group} - {"rules"} == kinds
    assert all("why" in rule for group in groups for rule in group["rules"])


def test_an_output_says_the_format_by_its_ending(sample: Sample, tmp_path: Path) -> None:
    """As with measure; and no file that the verdict is based on is overwritten."""
    for words in (("explain", "DEF-01"), ("doctor",), ("rules", "list")):
        where = tmp_path / f"{words[0]}.json"
        ended = run(*words, "--output", str(where), cwd=sample.path)
        assert ended.out == ""
        assert where.read_text() == run(*words, "--format", "json", cwd=sample.path).out or words == ("doctor",)
        refused = run(*words, "--output", "roster.csv", "--format", "json", cwd=sample.path)
        assert refused.exit == 2
        assert "the verdict is based on this file" in refused.err
        assert run(*words, "--output", "a.pdf", cwd=sample.path).exit == 2
