"""What a history has, as JSON of schema 1."""

from collections.abc import Collection, Sequence

from readiness_gate.history.rows import Recorded, Today
from readiness_gate.history.verifying import Verified
from readiness_gate.model.time import iso
from readiness_gate.reports.json import SCHEMA, Json, dump


def shown(recorded: Sequence[Recorded], edited: Collection[int], today: Sequence[Today], program: str) -> str:
    """Each recorded verdict, oldest first, of which some by their numbers were edited; with what the sources say of it
    today, where that was asked."""
    compared = [_today(one) for one in today] or [{} for _ in recorded]
    return dump(
        {
            "schema": SCHEMA,
            "program": program,
            "verdicts": [
                {**_verdict(one, is_edited=one.number in edited), **more}
                for one, more in zip(recorded, compared, strict=True)
            ],
        }
    )


def _verdict(one: Recorded, *, is_edited: bool) -> Json:
    row = one.verdict
    return {
        "milestone": row.milestone,
        "as-of": iso(row.as_of),
        "recorded-at": iso(row.recorded_at),
        "decision": "undecided" if is_edited else row.decision,
        "is-edited": is_edited,
        "decision-without-waivers": row.decision_without_waivers,
        "sentence": row.sentence,
        "policy-weakened": row.weakened,
        "accepted-risks": row.waived,
        "policy-digest": row.policy_digest,
        "policy-source": row.policy_source,
        "facts-source": row.facts_source,
        "evidence-digest": row.evidence_digest,
        "tool-version": row.tool_version,
        "digest": one.chain,
    }


def _today(today: Today) -> Json:
    return {
        "today": {
            "same": today.holds,
            "decision": today.decision or None,
            "evidence-digest": today.evidence_digest or None,
            "differs": list(today.differs),
            "forgotten": list(today.forgotten),
            "unknown": today.unknown or None,
        }
    }


def checked(result: Verified) -> str:
    """Whether a history is as it was recorded, and what speaks against it."""
    return dump(
        {
            "schema": SCHEMA,
            "holds": result.holds,
            "against": list(result.against),
            "programs": result.programs,
            "verdicts": result.verdicts,
            "readings": result.readings,
            "decisions": result.decisions,
            "last-digest": result.last or None,
        }
    )
