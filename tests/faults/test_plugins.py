"""Plugins through the command line: what they do to the program, and to its exit code, decides nothing."""

from pathlib import Path

import pytest
from support.faults import is_no_go
from support.program import AS_OF, Sample, issue, start

PLUGIN = """\
import asyncio, dataclasses, os, sys
from readiness_gate import Measured, Needs, Signal
{first}
def needs(parameters, as_of):
    return Needs(frozenset({{"jira"}}))
def measure(facts, as_of, parameters):
    {does}
    return Measured(0, "x")
S = Signal(name="p.x", unit="count", sources=("jira",), meaning="m", needs=needs, measure=measure)
"""
RULES = """\
[[rules]]
id = "A-1"
title = "Nothing waits"
dimension = "defects"
signal = "p.x"
at-most = 0
"""
CLOSED = "tuple(dataclasses.replace(each, done=True) for each in facts.jira.issues)"


def _installed(where: Path, does: str, first: str = "") -> dict[str, str | None]:
    """The environment in which a plugin is installed."""
    described = where / "e-1.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: e\nVersion: 1\n")
    (described / "entry_points.txt").write_text("[readiness_gate.signals]\np = ep:S\n")
    (where / "ep.py").write_text(PLUGIN.format(does=does, first=first))
    return {"PYTHONPATH": str(where)}


@pytest.mark.parametrize(
    "does",
    [
        f"facts.sources['jira'] = dataclasses.replace(facts.jira, issues={CLOSED})",
        "os._exit(0)",
        "print('decision=go')",
    ],
    ids=["replace", "exit", "print"],
)
def test_an_open_defect_stays_open(sample: Sample, tmp_path: Path, does: str) -> None:
    """Whatever a plugin does while it measures, the other rules read what is there, and the verdict is printed."""
    sample.export([issue("CRM-1", "Highest"), issue("CRM-2", category="done")])
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    sample.write("own.toml", RULES)
    ended = sample.start_check("go-live", env=_installed(tmp_path / "plugin", does))
    is_no_go(ended, "1 of 1 open defects are sev1", "DEF-01")
    assert ended.finding("A-1")["outcome"] == ("unknown" if "exit" in does or "print" in does else "pass")


def test_a_plugin_that_cannot_be_imported(sample: Sample, tmp_path: Path) -> None:
    """It is named with the reason, without a traceback; a gate that needs it is not evaluated."""
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    sample.write("own.toml", RULES)
    ended = start(
        "check",
        "--as-of",
        AS_OF,
        cwd=sample.path,
        env=_installed(tmp_path / "plugin", "pass", "raise asyncio.CancelledError"),
    )
    assert (ended.exit, ended.out) == (2, "")
    assert "Warning: the plugin p (ep:S) cannot be used: it" in ended.err
    assert "Traceback" not in ended.err
