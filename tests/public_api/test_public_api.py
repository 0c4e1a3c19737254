"""The public API, as plugin authors use it: mypy and pyright check the two plugins beside this file, which run here."""

import ast
import re
from pathlib import Path

import pytest
from public_api import documented_plugin, whole_api
from support.verdicts import VERDICTS

import readiness_gate
from readiness_gate import CouldNotLook, Display, Facts, Measured, Needs, Overview, Parameters, Settings, Unavailable

ROOT = Path(__file__).parents[2]
SETTINGS = Settings("x", ROOT, plugins={"tickets": {"file": "open.txt"}, "approvals": {"waiting": ["A-1", "A-2"]}})


def test_the_whole_api_is_used() -> None:
    """Each public name is imported by the plugin that the type checkers read."""
    tree = ast.parse(Path(whole_api.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "readiness_gate"]
    assert {name.name for node in imports for name in node.names} == set(readiness_gate.__all__)


def test_the_plugin_in_the_documents_is_checked() -> None:
    """The type checkers read the same code as whoever reads the page on plugins."""
    page = (ROOT / "docs" / "plugins.md").read_text()
    [code] = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert Path(documented_plugin.__file__).read_text() == code


def test_the_plugins_work() -> None:
    """What passes the type checkers also runs."""
    source, signal = whole_api.TICKETS, whole_api.OPEN
    files = {"open.txt": b"A-1 B-2\nA-3\n"}
    tickets = source.fetch(SETTINGS, Needs(), 9, lambda path, _limit: files.get(path))
    facts = Facts(SETTINGS, None, {"tickets": tickets})
    reading = signal.measure(facts, 9, Parameters((("prefix", "A"),)))
    assert isinstance(reading, Measured)
    assert (reading.value, [item.id for item in reading.evidence]) == (2, ["A-1", "A-3"])
    assert source.overview is not None
    assert source.overview(facts, 9) == [Overview("tickets", counts=("3 tickets",))]
    assert isinstance(signal.measure(Facts(SETTINGS, None, {}), 9, Parameters((("prefix", "A"),))), Unavailable)
    with pytest.raises(CouldNotLook, match=r"open\.txt not found"):
        source.fetch(SETTINGS, Needs(), 9, lambda _path, _limit: None)
    waiting = documented_plugin.APPROVALS.fetch(SETTINGS, Needs(), 9, lambda _path, _limit: None)
    assert documented_plugin.OPEN_APPROVALS.measure(
        Facts(SETTINGS, None, {"approvals": waiting}), 9, Parameters()
    ) == Measured(2, "2 approvals are waiting.")


@pytest.mark.parametrize("report", whole_api.REPORTS, ids=lambda report: report.name)
def test_the_reports_work(report: readiness_gate.Report) -> None:
    """A text or bytes, of every kind of verdict."""
    for verdict in VERDICTS.values():
        drawn = report.render(verdict, Display())
        text = drawn.decode() if isinstance(drawn, bytes) else drawn
        assert text.startswith(verdict.decision)
        assert text.count("\n") == len(verdict.findings)
