"""Who may decide is configured, and to add somebody weakens the policy."""

from pathlib import Path

from support.policy import BEGIN, loaded

from readiness_gate.config.diff.policy import loosened
from readiness_gate.model.decisions import DecisionSettings
from readiness_gate.model.settings import Settings
from readiness_gate.sources import SOURCES
from readiness_gate.sources.decisions import SOURCE

NOBODY = loaded(BEGIN).settings
SOMEBODY = loaded(BEGIN + '[decisions]\nby = ["pm@example.com"]\n').settings


def _weakened(before: Settings, after: Settings) -> list[str]:
    assert SOURCE.weakened is not None
    return list(SOURCE.weakened(before, after))


def test_who_may_decide() -> None:
    """Those who are named; nobody without the table, and with an empty one."""
    assert SOMEBODY.of("decisions", DecisionSettings) == DecisionSettings(("pm@example.com",))
    assert NOBODY.of("decisions", DecisionSettings) is None
    assert loaded(BEGIN + "[decisions]\n").settings.of("decisions", DecisionSettings) == DecisionSettings()


def test_whom_an_edit_adds() -> None:
    """It is listed; nobody is hurt by one fewer."""
    assert _weakened(NOBODY, SOMEBODY) == ["decisions.by also has pm@example.com"]
    assert _weakened(SOMEBODY, NOBODY) == []
    assert _weakened(SOMEBODY, SOMEBODY) == []
    before, after = loaded(BEGIN), loaded(BEGIN + '[decisions]\nby = ["pm@example.com"]\n')
    assert "decisions.by also has pm@example.com" in loosened(before, after, "go-live", SOURCES)


def test_where_it_is_read() -> None:
    """Always in the file beside the configuration, which no path set has."""
    assert SOURCE.where(NOBODY) == SOURCE.where(SOMEBODY) == "readiness-decisions.jsonl"
    assert list(SOURCE.files(Settings("P", Path()))) == ["readiness-decisions.jsonl"]
