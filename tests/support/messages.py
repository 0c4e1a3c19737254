"""Messages for the tests of publishers."""

from typing import Any

from readiness_gate.model.time import instant
from readiness_gate.publishers.message import Message

_DIGEST = f"sha256:{'0' * 64}"


def message(decision: str = "no-go", **given: Any) -> Message:
    """A verdict of one blocking rule, as publishers hand it on."""
    of: dict[str, Any] = {
        "program": "CRM rollout",
        "milestone": "wave-2",
        "date": "2027-03-01",
        "as_of": instant("2027-02-14T09:00:00Z"),
        "decision": decision,
        "decision_without_waivers": decision,
        "title": f"{decision.upper()}: wave-2 on 2027-03-01",
        "sentence": "1 of 1 blocking rule.",
        "failing": ("DEF-01",) if decision == "no-go" else (),
        "unknown": ("DEF-01",) if decision == "undecided" else (),
        "waived": (),
        "policy_digest": _DIGEST,
        "evidence_digest": _DIGEST,
        "markdown": f"## {decision.upper()}\n\nThe whole report.\n",
        "short": f"**{decision.upper()}**\n\nIn short.\n",
    }
    return Message(**{**of, **given})


__all__ = ["message"]
