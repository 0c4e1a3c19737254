"""The issue property: the evidence of the verdict in machine-readable form."""

import json
from collections.abc import Sequence
from typing import Any

from readiness_gate.model.time import HOUR, Instant, Seconds, instant, iso
from readiness_gate.publishers.jira.request import PROPERTY, Publication, Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step
from readiness_gate.publishers.outcome import Json, NotPublished
from readiness_gate.sources.jira.shapes import Json as Read
from readiness_gate.sources.jira.shapes import table_of

LARGEST = 32_768
"""The maximum length of a property in characters. We count bytes, of which there are never fewer."""
_SENTENCE = 2_000
_RULES = (1_000, 100, 10, 0)
"""How many rules of each kind may be named: the first number that fits is used."""
FRESH: Seconds = HOUR
"""How long a record with the same content stays recent enough."""
_SKEW: Seconds = 120
_OF_TIME = ("asOf", "validUntil", "sentence")


def recorded(site: Site, issue: str) -> Read:
    """Return the record on an issue; {} if there is none."""
    read = site.package.optional(f"issue/{issue}/properties/{PROPERTY}")
    return table_of(table_of(read).get("value"))


def record(target: Target, publication: Publication, version: str) -> Json:
    """Return the record of a verdict, with as many rules as fit."""
    records = (_record(target, publication, version, most) for most in _RULES)
    return next(one for one in records if len(json.dumps(one).encode()) <= LARGEST)


def _record(target: Target, publication: Publication, version: str, most: int) -> Json:
    message = publication.message
    return {
        "schema": 1,
        "program": message.program[:_SENTENCE],
        "milestone": message.milestone,
        "date": message.date,
        "decision": message.decision,
        "decisionWithoutWaivers": message.decision_without_waivers,
        "asOf": iso(message.as_of),
        **({"validUntil": iso(publication.until)} if publication.is_go else {}),
        "sentence": message.sentence[:_SENTENCE],
        "failing": _rules(message.failing, most),
        "unknown": _rules(message.unknown, most),
        "waived": _rules(message.waived, most),
        "state": message.state,
        "policyDigest": message.policy_digest,
        "evidenceDigest": message.evidence_digest,
        "report": target.link or "",
        "tool": f"readiness-gate {version}",
    }


def _rules(ids: Sequence[str], most: int) -> Json:
    return {"count": len(ids), "ids": list(ids[:most])}


def refuse_other(before: Read, wanted: Json, issue: str) -> None:
    """Raise NotPublished if an issue shows the verdict of another milestone."""
    if before and (before.get("program"), before.get("milestone")) != (wanted["program"], wanted["milestone"]):
        shown = f"{str(before.get('milestone'))[:80]!r} of {str(before.get('program'))[:80]!r}"
        raise NotPublished(
            f"{issue} shows the verdict of the milestone {shown}, and one issue can show only one: name another issue, "
            "or add --take-over"
        )


def refuse_newer(before: Read, publication: Publication, issue: str, now: Instant) -> None:
    """Raise NotPublished for a verdict that is older than the one on an issue, unless it withdraws a go."""
    if not publication.is_go and before.get("decision") == "go":
        return
    shown = _as_of(before)
    if shown is not None and publication.message.as_of < shown <= now + _SKEW:
        raise NotPublished(
            f"{issue} shows a newer verdict ({iso(shown)}) than this one ({iso(publication.message.as_of)}): "
            "run again without --as-of"
        )


def is_fresh(before: Read, wanted: Json) -> bool:
    """Return whether a record equals a new one, and is of almost the same time."""
    shown, given = _as_of(before), _as_of(wanted)
    if shown is None or given is None or not 0 <= given - shown < FRESH:
        return False
    return all(before.get(name) == value for name, value in wanted.items() if name not in _OF_TIME)


def steps(site: Site, target: Target, wanted: Json, before: Read, *, exact: bool) -> list[Step]:
    """Return the steps that record the verdict. A verdict other than go always gets its own time: with the time of an
    equal one before it, a go from between the two would seem newer."""
    if before == wanted or (not exact and wanted["decision"] == "go"):
        return []
    return [
        Step(
            action=f"set the property {PROPERTY} of {target.issue}",
            done=f"Set the property {PROPERTY} of {target.issue}",
            send=lambda: site.package.set_property(target.issue, PROPERTY, wanted),
            is_done=lambda: recorded(site, target.issue) == wanted,
        )
    ]


def _as_of(read: Any) -> Instant | None:  # noqa: ANN401 - JSON
    try:
        return instant(str(read.get("asOf")))
    except ValueError:
        return None
