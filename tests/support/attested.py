"""Attestations of verdicts, and what a deployment asks of them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from readiness_gate.app.statements import statements
from readiness_gate.judge.attested import verified
from readiness_gate.model.attested import VALID_FOR, Verified, Wanted
from readiness_gate.model.subject import Subject
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.attestation import OWN, render, seal
from support.verdicts import AS_OF, POLICY

PACKAGE = Subject("crm.zip", "sha256", "5d" * 32)
OTHER = Subject("erp.zip", "sha256", "6e" * 32)
WANTED = Wanted((PACKAGE,), AS_OF, VALID_FOR, "wave-2", POLICY.digest)


def attested(verdict: Verdict, *about: Subject) -> dict[str, Any]:
    """The statement of a verdict about a package."""
    made: dict[str, Any] = json.loads(render(replace(verdict, subjects=about or (PACKAGE,))))
    return made


def sealed(statement: dict[str, Any]) -> dict[str, Any]:
    """A statement as if it had been written as it is."""
    statement["predicate"][OWN]["seal"] = seal(statement["subject"], statement["predicate"])
    return statement


def verify(folder: Path, document: object, wanted: Wanted = WANTED) -> Verified:
    """What becomes of a file with attestations."""
    path = folder / "given.intoto.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return verified(statements(str(path)), wanted)
