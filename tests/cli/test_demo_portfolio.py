"""`demo --story portfolio`: what the three waves show, on the first screen."""

from pathlib import Path

import pytest
from support.program import run

STORY = ("demo", "--story", "portfolio")


def test_the_first_screen(tmp_path: Path) -> None:
    """The first wave's failed adoption holds the second, and one role is asked for twice; nothing is wider than 80
    columns. On a terminal of 24 lines both are there when it has ended."""
    ended = run(*STORY, cwd=tmp_path)
    assert (ended.exit, ended.err) == (1, "")
    report = ended.out.splitlines()
    assert len(report) < 24
    said = " ".join(" ".join(report).split())
    assert (
        "NO-GO Wave 1, Germany: adoption-d60 on 2026-05-22 No-go, on the day of adoption-d60. In the way: adoption has"
        in said
    )
    assert "NO-GO Wave 2, Austria: go-live on 2026-06-15" in said
    assert "In the way: adoption-d60 is no-go" in said
    assert "✗ NO-GO  Wave 2, Austria: go-live on 2026-06-15, after Wave 1, Germany (no-go)" in report
    assert "Service agent: 2 programs ask for the same people in the three weeks from 2026-06-01" in said
    assert report[-1] == "Next: cd portfolio-demo && readiness-gate portfolio check --as-of 2026-05-22 -v"
    assert max(map(len, ended.out.splitlines())) <= 80


def test_what_to_try(tmp_path: Path) -> None:
    """What it ends with can be done: without `after` the second wave is go, and the portfolio warns."""
    folder = tmp_path / "waves"
    assert run(*STORY, "waves", "-q", cwd=tmp_path).exit == 1
    check = ("portfolio", "check", "--as-of", "2026-05-22", "--format", "json")
    gates = {gate["program"]: gate for gate in run(*check, cwd=folder).json["gates"]}
    assert [one["rule"] for one in gates["Wave 2, Austria"]["open-rules"]] == ["ADP-NEXT"]
    where = folder / "wave-2" / "readiness-gate.toml"
    where.write_text(where.read_text().replace('after = "adoption-d60"\n', ""))
    calendar = folder / "wave-3" / "people" / "calendar.csv"
    calendar.write_text(calendar.read_text().replace("2026-06-03", "2026-07-20").replace("2026-06-10", "2026-07-21"))
    ended = run(*check, cwd=folder)
    assert [one["signal"] for one in ended.json["warnings"]] == ["portfolio.earlier-wave"]
    assert {gate["program"]: gate["decision"] for gate in ended.json["gates"]}["Wave 2, Austria"] == "go"


@pytest.mark.parametrize("story", ["portfolio", "adoption"])
def test_ready_belongs_to_another_story(tmp_path: Path, story: str) -> None:
    """It would say nothing here."""
    ended = run("demo", "--story", story, "--ready", cwd=tmp_path)
    assert ended.exit == 2
    assert ended.err.endswith(f"leave out --ready, or --story {story}\n")
