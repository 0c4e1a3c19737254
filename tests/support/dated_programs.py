"""Programs on disk with a random history: what landed, which defects were raised and closed, and who was trained."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.plugins import Tables
from readiness_gate.reports import FORMATS
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from support.git import instant
from support.program import Sample, issue

NOW = instant(100)
FILES = ("config/quote.xml", "config/order.xml", "src/quote.py", "docs/quoting.md")
OWN = """\
[[rules]]
id = "OWN-01"
title = "Few landings"
dimension = "change"
signal = "change.landings"
with = { window = "14d" }
at-most = LIMIT
for = "3d"
"""
_WAIVER = """\
[[waivers]]
rule = "OWN-01"
reason = "agreed"
requested-by = "pm@example.com"
approved-by = "boss@example.com"
approved-on = 2026-03-DAY
expires = 2026-04-20
"""


def defect(number: int, born: float, closed: float | None, priority: str) -> Any:
    """A defect with its history: raised on a day, and closed on another or still open."""
    items = [{"field": "status", "fieldId": "status", "from": "1", "fromString": "new", "to": "2", "toString": "done"}]
    histories = [] if closed is None else [{"id": str(number), "created": _iso(closed), "items": items}]
    made = issue(f"CRM-{number}", priority, "new" if closed is None else "done", created=_iso(born))
    made["fields"]["status"]["id"] = "1" if closed is None else "2"
    made["fields"]["updated"] = _iso(born if closed is None else closed)
    changelog = {"startAt": 0, "maxResults": 20, "total": len(histories), "histories": histories}
    return {**made, "changelog": changelog}


def _iso(day: float) -> str:
    return datetime.fromtimestamp(instant(day), UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def program(folder: Path, ready: Path, seed: int) -> Sample:
    """A program whose last change is of day 99; its policy is as it landed on day 88."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    sample = Sample(folder, like=ready)
    sample.configure('packs = ["starter"]', 'packs = ["baseline", "integrity", "./own.toml"]\npolicy-lock = 2026-03-25')
    sample.configure("[git]\n", '[waivers]\napprovers = ["boss@example.com"]\n\n[git]\n')
    sample.configure('export = "export.json"', 'export = "export.json"\nstatuses = { new = "new", done = "done" }')
    sample.write("own.toml", OWN.replace("LIMIT", str(rng.randrange(4))))
    if rng.random() < 0.5:
        sample.write("readiness-waivers.toml", _WAIVER.replace("DAY", str(rng.randrange(22, 31))))
    people = [f"p{number},Sales rep,{'quote' if number < 2 else ''}" for number in range(8)]
    sample.write("roster.csv", "\n".join(["person,role,critical-process", *people, ""]))
    done = [f"p{number},quoting,2026-03-{rng.randrange(1, 32):02}" for number in range(8) if rng.random() < 0.9]
    sample.write("completions.csv", "\n".join(["person,module,completed-at", *done, ""]))
    sample.configure('"Clerk" = ["basics"]\n', "")
    sample.repo.commit(88, {}, "the policy")
    _defects(sample, rng)
    for day in sorted(rng.uniform(88.1, 99) for _ in range(rng.randrange(4))):
        sample.repo.commit(day, {rng.choice(FILES): f"{day}"}, "change")
    return sample


def _defects(sample: Sample, rng: random.Random) -> None:
    found: list[Any] = []
    for number in range(1, rng.randrange(3, 9)):
        born = rng.uniform(1, 98)
        closed = rng.uniform(born, 99) if rng.random() < 0.8 else None
        found.append(defect(number, born, closed, rng.choice(["Highest", "High", "Medium", "Low"])))
    found.append(defect(9, 90, 99, "Low"))
    sample.export(found)


def opened(sample: Sample) -> Session:
    """The program as of day 100."""
    return open_session(Tables(SIGNALS, SOURCES, FORMATS), Whereabouts(sample.path), NOW)
