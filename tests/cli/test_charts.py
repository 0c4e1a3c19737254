"""The committee's page of the sample program shows the weeks before."""

from pathlib import Path

import pytest
from support.command import run
from support.markup import words

from readiness_gate.sample import STORIES, build


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample program."""
    folder: Path = tmp_path_factory.mktemp("charts")
    build(folder / "demo", STORIES["not-ready"], "{}\n")
    written = ("--format", "html", "--output", f"{folder / 'page.html'}")
    assert run("check", "--as-of", "2026-03-09T08:00:00Z", *written, cwd=folder / "demo").exit == 1
    return (folder / "page.html").read_text("utf-8")


def test_the_sample_has_strips_and_charts(page: str) -> None:
    """Each of what its rules are about; before anything was raised, a zero would prove nothing."""
    read = words(page)
    titles = ("Open defects by severity", "Defects raised and closed per week", "Landings per week")
    for title in (*titles, "Documents that are current", "Training by role"):
        assert f'{title}</title><desc id="chart-' in page
        assert title in read
    assert "Unknown in 6 weeks, last in the week to 2025-10-13: no issue had been raised by" in read
    assert "Service agent" in read


def test_the_sample_says_how_long_rules_have_failed(page: str) -> None:
    """And how its dimensions did four weeks ago."""
    read = words(page)
    assert "At least 63 days, by weekly dates: since 2026-01-05; on 2025-12-29 it passed." in read
    assert "better: from 10 landings" in read
    assert "same: by DEF-01 then" in read
