"""Annotations of GitHub: at the line of each rule and in each file, bounded, and nothing in them that commands."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.reports import rendered
from support.verdicts import VERDICTS

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.repositories import inside
from readiness_gate.model.verdict import Line, Verdict
from readiness_gate.reports.annotations import annotations

COMMAND = re.compile(r"::(error|warning) ((?:file=[^:,]+,line=[0-9]+,)?title=[^:,]*)::(.*)")


@pytest.mark.parametrize("name", VERDICTS)
def test_a_job_is_red_exactly_if_the_gate_is_shut(name: str) -> None:
    """An error for the decision and for each rule that blocks it; none for a go."""
    verdict = VERDICTS[name]
    told = rendered("github", verdict).splitlines()
    errors = [line for line in told if line.startswith("::error ")]
    assert bool(errors) == (verdict.decision != "go")
    if errors:
        assert errors[0].startswith(f"::error title=wave-2%3A {verdict.decision}::")
        assert verdict.sentence.replace("%", "%25")[:40] in errors[0]


def test_each_is_at_its_line() -> None:
    """A rule at its line of the policy, else at that of the milestone; a document at its own."""
    verdict = VERDICTS["no-go"]
    one = verdict.findings[0]
    stale = (Evidence("document", "docs/a,b.md", path="docs/a,b.md", line=7, note="100 % behind"),)
    reading = one.reading
    assert isinstance(reading, Measured)
    first = replace(one, reading=replace(reading, evidence=stale))
    lines = {"": Line("readiness-gate.toml", 3), one.rule.id: Line("rules/ours.toml", 12)}
    told = rendered("github", replace(verdict, findings=(first, *verdict.findings[1:]), lines=lines)).splitlines()
    assert told[0].startswith("::error file=readiness-gate.toml,line=3,title=")
    assert told[1].startswith(f"::error file=rules/ours.toml,line=12,title={one.rule.id}%3A ")
    assert [line for line in told if "file=docs/" in line] == [
        f"::warning file=docs/a%2Cb.md,line=7,title={one.rule.id}%3A {one.rule.title}::100 %25 behind"
    ]


def test_files_of_other_repositories_and_outside_have_no_line() -> None:
    """GitHub would show them beside a file of this repository that happens to have the name."""
    verdict = VERDICTS["no-go"]
    one = verdict.findings[0]
    assert isinstance(one.reading, Measured)
    paths = (inside("middleware", "docs/a.md"), "/etc/passwd", "../b.md")
    evidence = tuple(Evidence("document", path, path=path) for path in paths)
    changed = replace(verdict, findings=(replace(one, reading=replace(one.reading, evidence=evidence)),))
    assert [each for each in annotations(changed) if each.at is not None] == []


def test_the_last_says_how_many_more_there_are() -> None:
    """At most ten of a level, as GitHub shows no more."""
    verdict = VERDICTS["no-go"]
    many = tuple(replace(verdict.findings[0], rule=replace(verdict.findings[0].rule, id=f"A-{n}")) for n in range(40))
    told = rendered("github", replace(verdict, findings=many)).splitlines()
    errors = [line for line in told if line.startswith("::error ")]
    assert len(errors) == 10
    assert errors[-1] == (
        "::error title=32 more annotations::32 more annotations of this level: the job summary has everything."
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_command(text: str) -> None:
    """Whatever titles, paths and messages say, each line is one of our commands and ends where it should."""
    for line in rendered("github", everywhere(text)).splitlines():
        assert COMMAND.fullmatch(line), line


@given(verdicts())
@law(50)
def test_any_verdict_is_bounded(verdict: Verdict) -> None:
    """At most ten errors and ten warnings, each on one line."""
    lines = rendered("github", verdict).split("\n")[:-1]
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert len(lines) <= 20
