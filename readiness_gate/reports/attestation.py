"""A verdict as an attestation: an in-toto Statement of a Simple Verification Result on what is to be deployed.

Nothing is signed here: the person or system that runs the gate signs the statement, and the one that deploys checks the
signature. Source: https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md (version 0.1).
"""

from collections.abc import Iterable

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.attested import VALID_FOR, properties
from readiness_gate.model.digest import digest
from readiness_gate.model.time import Instant, end_of_day, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.json import Json, dump
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import weakened
from readiness_gate.version import version

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/svr/v0.1"
VERIFIER = "pkg:pypi/readiness-gate@"
"""The prefix of the verifier's id, before its version: a package URL, which names no host."""
OWN = "readinessGate"
"""The key of our extensions of the predicate; other consumers can ignore them."""
SCHEMA = 1


def report(_display: Display) -> Report:
    """Return the report for those who deploy."""
    return Report(
        "attestation",
        "application/vnd.in-toto+json",
        lambda verdict: render(verdict).encode(),
        (".intoto.json",),
        join=None,
        wants_subjects=True,
    )


def render(verdict: Verdict) -> str:
    """Return the statement about the subjects of a verdict."""
    subjects = [{"name": one.name, "digest": {one.algorithm: one.digest}} for one in verdict.subjects]
    predicate = _predicate(verdict)
    predicate[OWN]["seal"] = seal(subjects, predicate)
    return dump({"_type": STATEMENT, "subject": subjects, "predicateType": PREDICATE, "predicate": predicate})


def seal(subjects: Iterable[Json], predicate: Json) -> str:
    """Return the digest of everything in a statement except the names of its subjects, which the signer may choose.
    It detects accidental changes; only a signature detects deliberate ones."""
    own = {name: value for name, value in predicate.get(OWN, {}).items() if name != "seal"}
    digests = sorted(digest(one["digest"]) for one in subjects)
    return digest((digests, {**predicate, OWN: own}))


def holds_until(verdict: Verdict) -> Instant:
    """Return the last instant at which a verdict is valid: a day after it, or when the first waiver that it depends
    on expires."""
    risks = [one.waiver.expires for one in blocking(verdict.findings) if one.waived and one.waiver is not None]
    return min([verdict.as_of + VALID_FOR, *(end_of_day(day, verdict.zone) for day in risks)])


def _predicate(verdict: Verdict) -> Json:
    milestone, policy = verdict.milestone, verdict.policy
    return {
        "verifier": {
            "id": f"{VERIFIER}{version()}?policy={policy.digest}",
            "policy": {"digest": {"sha256": policy.digest.removeprefix("sha256:")}},
        },
        # The facts are those of `as_of`: a verdict on the past must not look like one of today.
        "timeCreated": iso(verdict.as_of),
        "properties": properties(milestone.name, verdict.decision, verdict.decision_without_waivers),
        OWN: {
            "schema": SCHEMA,
            "program": verdict.program,
            "milestone": milestone.name,
            "date": milestone.date.isoformat(),
            "decision": verdict.decision,
            "decision-without-waivers": verdict.decision_without_waivers,
            "holds-until": iso(holds_until(verdict)),
            "policy-ref": policy.ref,
            "weakened": len(weakened(verdict)),
            "evidence-digest": verdict.evidence_digest,
            **({"decision-log": verdict.decision_log} if verdict.decision_log else {}),
        },
    }
