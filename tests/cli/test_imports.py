"""What help costs: it imports nothing that it does not need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LATE = {
    "alembic",
    "anyio",
    "apprise",
    "jinja2",
    "jira",
    "mcp",
    "pptx",
    "psycopg",
    "pydantic",
    "requests",
    "rich",
    "sqlalchemy",
    "sqlite3",
    "starlette",
    "toml_rs",
    "tomli",
    "urllib3",
    "weasyprint",
}


def _imported(where: Path, *words: str) -> set[str]:
    """The top-level packages that a command imports."""
    command = [sys.executable, "-X", "importtime", "-m", "readiness_gate", *words]
    said = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False).stderr
    names = (line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:"))
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("words", [("--help",), ("--version",), (), ("chekc",)], ids=["help", "version", "none", "bad"])
def test_help_imports_none_of_the_heavy_packages(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Neither the ones that read files and draw tables, nor those that talk to servers."""
    found = _imported(tmp_path, *words)
    assert "click" in found
    assert found & LATE == set()


def test_no_command_imports_what_talks_to_servers_when_all_is_local(tmp_path: Path) -> None:
    """A gate on files and git is judged without requests, jira and jinja2."""
    found = _imported(tmp_path, "demo")
    assert "rich" in found
    assert found & (LATE - {"pydantic", "rich", "toml_rs", "tomli"}) == set()


@pytest.mark.parametrize("words", [("--format", "json"), ("-q",)], ids=["json", "quiet"])
def test_what_draws_is_loaded_to_draw(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A report for programs, and one line, are written without it."""
    _imported(tmp_path, "demo")
    found = _imported(tmp_path, "check", "go-live", "-c", "readiness-demo/readiness-gate.toml", *words)
    assert "pydantic" in found
    assert "rich" not in found


def test_no_plugin_of_pydantic_is_loaded(tmp_path: Path) -> None:
    """A package that is installed beside the program does not run in its process: this one would break it."""
    packages, about = tmp_path / "packages", tmp_path / "packages" / "stranger-1.dist-info"
    about.mkdir(parents=True)
    (packages / "stranger.py").write_text("plugin = None\n")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[pydantic]\nstranger = stranger:plugin\n")
    (tmp_path / "readiness-gate.toml").write_text('[program]\nname = "P"\n')
    command = [sys.executable, "-m", "readiness_gate", "check"]
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert "no milestone" in done.stderr
    assert done.returncode == 2
