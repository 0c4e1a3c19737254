"""A plugin's source has the same slots as ours: each is asked in a process of its own, and no answer is never a good
one."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.policy import PROGRAM, reader

from readiness_gate import plugins
from readiness_gate.config import FILE, Configuration, ConfigurationError, load
from readiness_gate.config.diff.policy import loosened
from readiness_gate.config.schema.json_schema import schema
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Settings
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES, Section, Source, SourceTable, fetch
from readiness_gate.sources.overview import noted, overviews
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Text

NOW = 1_775_000_000
MILESTONE = '[milestones.go-live]\ndate = 2027-03-01\npacks = ["starter"]\n'


class Tool(StrictModel):
    """How the tool is asked."""

    name: Text


class Approvals(StrictModel):
    """The tool that approvals wait in."""

    waiting: list[Text]
    tool: Tool | None = None


@dataclass(frozen=True)
class ApprovalsFacts(SourceFacts):
    """What the tool says."""

    waiting: tuple[str, ...]


def _fetch(settings: Settings, *_: object) -> ApprovalsFacts:
    waiting: Any = settings.plugins["approvals"]["waiting"]
    return ApprovalsFacts(Provenance("approvals", "the tool", "what waits", len(waiting), NOW), tuple(waiting))


def _configured(settings: Settings) -> bool:
    return "approvals" in settings.plugins


def _files(settings: Settings) -> list[str]:
    return ["approvals.csv"] if _configured(settings) else []


def _overview(facts: Facts, _as_of: int) -> list[Overview]:
    waiting = facts.require("approvals", ApprovalsFacts).waiting
    return [Overview("another name", (f"{len(waiting)} wait",), ("who approves is unknown",))]


def _weakened(base: Settings, edited: Settings) -> list[str]:
    return [f"{base.plugins['approvals']['waiting']} became {edited.plugins['approvals']['waiting']}"]


WHOLE = Source(
    "approvals",
    _fetch,
    sections=(Section("approvals", Approvals),),
    configured=_configured,
    files=_files,
    overview=_overview,
    is_noted=True,
    weakened=_weakened,
)
Install = Callable[[Source], SourceTable]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a source as a plugin, and gives the table of sources with it."""

    def installed(source: Source) -> SourceTable:
        module = ModuleType("our_plugin")
        setattr(module, "source", source)  # noqa: B010 - a module has no such attribute by its type
        monkeypatch.setitem(sys.modules, "our_plugin", module)
        point = EntryPoint("approvals", "our_plugin:source", "readiness_gate.sources")
        monkeypatch.setattr(plugins, "entry_points", lambda: EntryPoints([point]))
        found = plugins.tables()
        assert found.refused == ()
        return found.sources

    return installed


def _loaded(sources: SourceTable, table: str) -> Configuration:
    text = f"{PROGRAM}{MILESTONE}[plugins.approvals]\n{table}\n"
    return load(FILE, reader({FILE: text}), SIGNALS, root=Path("/program"), sources=sources)


def _facts(sources: SourceTable) -> Facts:
    settings = _loaded(sources, 'waiting = ["a", "b"]').settings
    read = fetch(sources, settings, Needs(frozenset({"approvals"})), NOW, reader({}))
    return Facts(settings, None, read)


def test_it_is_configured_and_its_files_are_known(install: Install) -> None:
    """As the plugin says; a plugin that says nothing is read only where a rule asks for it."""
    sources = install(WHOLE)
    settings = _loaded(sources, "waiting = []").settings
    assert sources["approvals"].configured(settings)
    assert list(sources["approvals"].files(settings)) == ["approvals.csv"]
    plain = install(Source("approvals", _fetch))["approvals"]
    assert not plain.configured(settings)
    assert list(plain.files(settings)) == []


def test_its_overview_is_shown(install: Install) -> None:
    """Under its own name; its doubts are noted in every report if it wants that."""
    sources = install(WHOLE)
    facts = _facts(sources)
    assert overviews(sources, facts, NOW) == [Overview("approvals", ("2 wait",), ("who approves is unknown",))]
    assert noted(sources, facts) == {"approvals": ("who approves is unknown",)}
    silent = install(replace(WHOLE, overview=None))
    assert overviews(silent, _facts(silent), NOW) == [Overview("approvals", ("2 records",))]
    assert noted(silent, _facts(silent)) == {}


def test_an_edit_that_weakens_its_table_is_reported(install: Install) -> None:
    """It is asked only where an edit changes its table."""
    sources = install(WHOLE)
    base, edited = _loaded(sources, 'waiting = ["a"]'), _loaded(sources, 'waiting = ["b"]')
    assert loosened(base, edited, "go-live", sources) == ["['a'] became ['b']"]
    assert loosened(base, base, "go-live", sources) == []
    assert loosened(base, edited, "go-live", install(replace(WHOLE, weakened=None))) == []


def test_its_table_is_in_the_schema(install: Install) -> None:
    """Under plugins, with names of its own for what it defines."""
    found = schema("configuration", install(WHOLE))
    Draft202012Validator.check_schema(found)
    checked: Any = Draft202012Validator(found)
    whole: dict[str, Any] = {"program": {"name": "P"}, "plugins": {"approvals": {"waiting": [], "tool": {"name": "t"}}}}
    assert checked.is_valid(whole)
    whole["plugins"]["approvals"]["tool"] = {"nmae": "t"}
    assert not checked.is_valid(whole)
    assert schema("configuration", install(replace(WHOLE, sections=()))) == schema("configuration")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        pytest.param("waitng = []\nwaiting = []", ':8:1: unknown key "waitng" in plugins.approvals; did you', id="key"),
        pytest.param('waiting = "a"', ":8:11: plugins.approvals.waiting must be a list in square brackets", id="value"),
        pytest.param("waiting = [1]", ":8:12: plugins.approvals.waiting[1] must be a text in quotes", id="item"),
        pytest.param("", ':7:1: "waiting" is missing in plugins.approvals', id="missing"),
    ],
)
def test_mistakes_are_told_at_their_place(install: Install, table: str, complaint: str) -> None:
    """By line and column, by the model that the plugin has of its table."""
    sources = install(WHOLE)
    with pytest.raises(ConfigurationError) as raised:
        _loaded(sources, table)
    assert complaint in str(raised.value)
    assert _loaded(install(replace(WHOLE, sections=())), table).gates


def _exit(*_: object) -> Any:
    os._exit(7)


def _raise(*_: object) -> Any:
    raise OSError("no route")


BROKEN: Mapping[str, tuple[Callable[..., Any], str]] = {
    "exits": (_exit, "its process ended without an answer (exit status 7)"),
    "raises": (_raise, "it raised OSError: no route"),
    "number": (lambda *_: 5, "TypeError"),
    "numbers": (lambda *_: [5], "int"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_answer_is_never_a_good_one(install: Install, name: str) -> None:
    """One that is broken is read, so that it says why; shows that it is broken; and its edits are unknown."""
    broken, why = BROKEN[name]
    sources = install(replace(WHOLE, configured=broken, files=broken, overview=broken, weakened=broken))
    base, edited = _loaded(sources, 'waiting = ["a"]'), _loaded(sources, 'waiting = ["b"]')
    assert sources["approvals"].configured(base.settings)
    assert list(sources["approvals"].files(base.settings)) == []
    [shown] = overviews(sources, _facts(sources), NOW)
    assert (shown.source, why in shown.missing) == ("approvals", True)
    [unknown] = loosened(base, edited, "go-live", sources)
    assert unknown.startswith("what [plugins.approvals] weakens is unknown: ")
    assert why in unknown


def test_a_model_that_is_broken_refuses_its_table(install: Install) -> None:
    """Nothing is taken for right that could not be looked at."""

    class Trap(StrictModel):
        """A model that ends its process."""

        waiting: list[Text]

        @classmethod
        def model_validate(cls, *_: Any, **__: Any) -> Any:
            """Ends the process."""
            os._exit(7)

    sources = install(replace(WHOLE, sections=(Section("approvals", Trap),)))
    with pytest.raises(ConfigurationError, match="the plugin of the source approvals is broken"):
        _loaded(sources, "waiting = []")


def test_ours_are_as_they_were(install: Install) -> None:
    """A plugin adds a source and changes none."""
    sources = install(WHOLE)
    assert {name: sources[name] for name in SOURCES} == SOURCES
