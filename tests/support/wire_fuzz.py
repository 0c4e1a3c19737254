"""Random Jiras behind wires that disturb their answers, and the verdict that the product reaches over such a wire."""

import base64
import random
import ssl
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from readiness_gate.config import FILE, load
from readiness_gate.config.load import Configuration
from readiness_gate.model.reading import Measured
from readiness_gate.run import Program, evaluate
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.sources.jira import client
from support.jira_server import PRIORITIES, STATUSES, VERSIONS, Asked, FakeJira, Json, issue, status
from support.reports import rendered
from support.wire import Sent, Wire, wired
from support.wire_faults import EMAIL, FAULTS, LARGEST, PACED, PATIENCE, TOKEN, Law

NOW = 1_780_000_000
BASIC = base64.b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()
SLACK = 10.0
"""Seconds that a busy machine may take besides."""
_HONEST = 20.0
_CONFIGURATION = """\
[program]
name = "Test program"
timezone = "UTC"
[milestones.go-live]
date = 2099-01-01
packs = ["./own.toml"]
[jira]
url = "http://127.0.0.1:{port}"
projects = ["CRM"]
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }}
"""
_RULES = """\
[[rules]]
id = "OPEN-01"
title = "No open defects"
dimension = "defects"
signal = "defects.open"
with = { severity = "any" }
at-most = 0
"""


@dataclass(frozen=True)
class Case:
    """A seed's Jira, and what disturbs which of its answers: from a number on, and so many."""

    seed: int
    jira: FakeJira
    faults: tuple[str, ...]
    first: int
    times: int
    user: bool
    part: str = ""
    """What the path of a request has whose answers are disturbed and counted."""

    @property
    def truth(self) -> int:
        """How many defects are open."""
        rows = [each["fields"] for each in self.jira.issues]
        return sum(each["issuetype"]["id"] == "1" and each["status"]["id"] != "3" for each in rows)

    @property
    def law(self) -> Law:
        """What must hold of the reading."""
        return "same" if all(FAULTS[name][0] == "same" for name in self.faults) else "safe"

    @property
    def paced(self) -> bool:
        """Whether the answers may keep a reader waiting."""
        return any(name in PACED for name in self.faults)

    def __str__(self) -> str:
        """What is needed to see the case again."""
        kind = "Cloud" if self.jira.cloud else "Data Center"
        what = f"{' and '.join(self.faults)} at {self.times} answers {self.part} from {self.first} on"
        return f"seed {self.seed}: {kind}, {len(self.jira.issues)} issues, {self.truth} open: {what}"


@dataclass
class Seen:
    """What came of a case: the decision, the number of open defects, all that was said, and the seconds it took."""

    decision: str
    value: float | None
    said: str
    seconds: float
    leaked: list[bytes]
    wrong: list[str]


def some_case(seed: int) -> Case:
    """The random case of a seed."""
    rng = random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted
    issues = [_issue(rng, number, open_=rng.random() < 0.3) for number in range(1, rng.randint(2, 7))]
    date = formatdate(NOW, usegmt=True)
    jira = FakeJira(issues, cloud=rng.random() < 0.5, page=rng.randint(1, 4), date=date)
    names = sorted(FAULTS)
    faults = tuple(rng.sample(names, rng.choice((1, 1, 1, 2))))
    part = rng.choice(("", "search"))
    first = rng.randint(1, 3) if part else rng.randint(1, 8)
    return Case(seed, jira, faults, first, rng.choice((1, 1, 2, 100)), rng.random() < 0.5, part)


def _issue(rng: random.Random, number: int, *, open_: bool) -> Json:
    kind = ("1", "Bug") if number == 1 else rng.choice((("1", "Bug"), ("1", "Bug"), ("2", "Story")))
    priority = rng.choice(list(PRIORITIES.items()))
    version = [{"id": id_, "name": name} for id_, name in VERSIONS.items() if rng.random() < 0.2]
    return issue(
        number,
        issuetype={"id": kind[0], "name": kind[1]},
        priority={"id": priority[0], "name": priority[1]},
        status=status(rng.choice([each for each in STATUSES if each != "3"]) if open_ else "3"),
        fixVersions=version,
    )


@contextmanager
def wires() -> Generator[Wire]:
    """A server for many cases; what is slow and the same for each is made once."""
    with patch.object(ssl, "create_default_context", cache(ssl.create_default_context)), wired() as wire:
        yield wire


def configuration(wire: Wire) -> Configuration:
    """The program that is judged: no defect may be open."""
    files: Mapping[str, bytes] = {
        FILE: _CONFIGURATION.format(port=wire.port).encode(),
        "own.toml": _RULES.encode(),
    }
    return load(FILE, lambda name, _limit: files.get(name), SIGNALS, root=Path("/nowhere"))


def look(case: Case, wire: Wire, of: Configuration, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The verdict that is reached over the wire."""
    _prepare(case, monkeypatch)
    seeds = random.Random(case.seed)  # noqa: S311 - the same draws each time
    draws = [seeds.random() for _ in range(200)]

    seen: list[bool] = []

    def disturb(asked: Asked, sent: Sent) -> None:
        seen.append(case.part in asked.path)
        if seen[-1] and case.first <= sum(seen) < case.first + case.times:
            rng = random.Random(draws[asked.number % 200])  # noqa: S311
            for name in case.faults:
                FAULTS[name][1](rng, sent, wire.other)

    wire.wrong.clear()
    jira = replace(case.jira, asked=[], replies=[])
    wire.begin(jira, disturb)
    begun = time.monotonic()
    verdict = evaluate(Program(of.settings, _no_file, NOW, SIGNALS, SOURCES), of.gates["go-live"], NOW)
    seconds = time.monotonic() - begun
    wire.over.set()
    [finding] = verdict.findings
    reading: Any = finding.reading
    value = float(reading.value) if isinstance(reading, Measured) else None
    leaked, wire.leaked = wire.leaked, []
    said = "".join(rendered(form, verdict) for form in ("json", "text", "markdown"))
    return Seen(str(verdict.decision), value, said, seconds, leaked, list(wire.wrong))


def _no_file(_name: str, _limit: int) -> bytes | None:
    return None


def _prepare(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.TOKEN, TOKEN)
    monkeypatch.setenv(client.EMAIL, EMAIL if case.user else "")
    monkeypatch.setattr(client, "PATIENCE", PATIENCE if case.paced else _HONEST)
    monkeypatch.setattr(client, "DEADLINE", 3 * PATIENCE if case.paced else 3 * _HONEST)
    monkeypatch.setattr(client, "_PAUSES", (0.001, 0.002))
    monkeypatch.setattr(client, "LARGEST", LARGEST)


def limit(case: Case) -> float:
    """The seconds that a case may take."""
    return (3 * PATIENCE if case.paced else 3 * _HONEST) + SLACK


__all__ = ["BASIC", "Case", "Seen", "configuration", "limit", "look", "some_case", "wires"]
