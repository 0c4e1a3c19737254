"""Exports and people files read in this process, and questions put to what was read."""

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Question, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import JiraSettings, Severity, SeverityScheme
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.sources import jira, people
from readiness_gate.sources.jira import pages
from support.git import instant

NOW = instant(100)
SCHEME: Mapping[str, Severity] = {"Highest": "sev1", "High": "sev2", "Medium": "sev3", "Low": "sev4"}
REQUIRED = {"Sales rep": ("quoting",), "Clerk": ("basics",)}
BERLIN = ZoneInfo("Europe/Berlin")


def jira_settings(**changes: Any) -> JiraSettings:
    """The section [jira] of a program that reads export.json."""
    return replace(JiraSettings(SeverityScheme("priority", SCHEME), "export.json"), **changes)


def people_settings(**changes: Any) -> PeopleSettings:
    """The section [people] of a program, which shows groups of any size; a file may be given by its name."""
    given: dict[str, Any] = {
        key: PeopleFile(value) if isinstance(value, str) else value for key, value in changes.items()
    }
    people = PeopleSettings(PeopleFile("roster.csv"), PeopleFile("completions.csv"), REQUIRED, smallest_group=1)
    return replace(people, **given)


def settings(
    root: Path = Path(),
    *,
    zone: ZoneInfo | None = BERLIN,
    jira: JiraSettings | None = None,
    people: PeopleSettings | None = None,
) -> Settings:
    """A configuration with these sections."""
    return Settings("Test program", root, zone, jira=jira, people=people)


def no_file(_name: str, _limit: int) -> bytes | None:
    """A reader of people files that finds none."""
    return None


def page(issues: Iterable[Any], **told: Any) -> bytes:
    """One answer of the search API."""
    return json.dumps({"issues": list(issues), **told}).encode()


def lines(issues: Iterable[Any]) -> bytes:
    """One issue a line."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in issues)


def read_export(root: Path, content: bytes, *, now: int = NOW, **changes: Any) -> JiraFacts:
    """What the source makes of an export with this content; `changes` are of the section [jira].

    That nothing is missing is proven by how many issues there are, unless `issues` says otherwise.
    """
    (root / "export.json").write_bytes(content)
    proven = {"issues": how_many(content), **changes}
    return jira.fetch(settings(root, jira=jira_settings(**proven)), Needs(), now, no_file)


def how_many(content: bytes) -> int | None:
    """How many issues an export in JSON has; None for what cannot be read."""
    try:
        return len(pages.export(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content, "export").issues)
    except (CouldNotLook, OSError, EOFError, zlib.error):
        return None


def read_people(
    roster: bytes | str,
    completions: bytes | str,
    *,
    zone: ZoneInfo | None = BERLIN,
    now: int = NOW,
    of_roster: Mapping[str, Any] | None = None,
    **of_completions: Any,
) -> PeopleFacts:
    """What the source makes of two files with this content; the rest is of their settings, by default of the
    completions."""
    given = {"roster.csv": roster, "completions.csv": completions}
    files = {name: text.encode() if isinstance(text, str) else text for name, text in given.items()}
    described = people_settings(
        roster=PeopleFile("roster.csv", **(of_roster or {})),
        completions=PeopleFile("completions.csv", **of_completions),
    )
    configured = settings(zone=zone, people=described)
    return people.fetch(configured, Needs(), now, lambda name, _limit: files.get(name))


def ask(
    signal: str,
    sources: Mapping[str, SourceFacts | Unavailable],
    configured: Settings | None = None,
    *,
    as_of: int = NOW,
    **given: Any,
) -> Reading:
    """The reading of a signal from what was read."""
    asked = Question(signal, as_of, SIGNALS[signal].with_defaults(given))
    return measure(SIGNALS, Facts(configured or settings(jira=jira_settings()), None, sources), asked)


def open_defects(found: JiraFacts, severity: str = "sev1", *, as_of: int = NOW, **changes: Any) -> Reading:
    """The reading of `defects.open`; `changes` are of the section [jira]."""
    return ask("defects.open", {"jira": found}, settings(jira=jira_settings(**changes)), as_of=as_of, severity=severity)


def each_severity(found: JiraFacts, severities: Sequence[str] = ("sev1", "sev2", "sev3", "sev4", "any")) -> list[Any]:
    """The readings of `defects.open` for every severity."""
    return [open_defects(found, severity) for severity in severities]
