"""Attestations are read as they were written, and as the tools that check signatures hand them on."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.attested import WANTED, attested, verify
from support.verdicts import VERDICTS

from readiness_gate.app.statements import LIMIT, statements
from readiness_gate.errors import CouldNotLook, Unreadable

GO = attested(VERDICTS["go"])
FOREIGN: dict[str, Any] = {**GO, "predicateType": "https://slsa.dev/provenance/v1"}
OTHERS: dict[str, Any] = {**GO, "predicate": {"verifier": {"id": "https://example.com/verifier/v1"}, "properties": []}}


def _envelope(statement: object, kind: str = "application/vnd.in-toto+json") -> dict[str, Any]:
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    return {"payloadType": kind, "payload": payload, "signatures": [{"sig": "AA=="}]}


FORMS: list[object] = [
    GO,
    [GO],
    [FOREIGN, OTHERS, GO],
    _envelope(GO),
    {"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": _envelope(GO)},
    {**GO, "subject": [{**GO["subject"][0], "name": "as who signs calls it"}]},
    [{"attestation": {}, "verificationResult": {"statement": GO, "signature": {}}}],
    json.dumps(_envelope(FOREIGN)) + "\n\n" + json.dumps(_envelope(GO)) + "\n",
]


@pytest.mark.parametrize(
    "document",
    FORMS,
    ids=["statement", "list", "among others", "envelope", "bundle", "renamed", "of gh", "of cosign"],
)
def test_the_forms(document: object, tmp_path: Path) -> None:
    """A statement alone, in a list, in an envelope, as gh and as cosign print it; those of others are left out."""
    assert verify(tmp_path, document, WANTED).holds


def _with(*path: str, value: object) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(GO))
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return made


BROKEN: list[tuple[Any, str]] = [
    ("", "has no attestation of this program"),
    ("no", "it is not JSON"),
    ("[" * 100_000, "it is not JSON"),
    ('{"_type": 1, "_type": 2}', "an object has a key twice"),
    ([1], "it has something other than objects"),
    ({"a": 1}, "it has an object that is neither a statement nor an envelope"),
    ({"verificationResult": {}}, "it has an object that is neither a statement nor an envelope"),
    (_envelope(GO, "text/plain"), "it has an envelope of another type"),
    ({"payloadType": "application/vnd.in-toto+json", "payload": "?"}, "the payload of its envelope cannot be read"),
    ({"payloadType": "application/vnd.in-toto+json", "payload": 7}, "the payload of its envelope cannot be read"),
    ([FOREIGN, OTHERS], "has no attestation of this program"),
    (_with("predicate", "readinessGate", "schema", value=2), "predicate.readinessGate.schema: input should be 1"),
    (
        _with("predicate", "readinessGate", "decision", value="yes"),
        "predicate.readinessGate.decision: input should",
    ),
    (_with("predicate", "readinessGate", "weakened", value=-1), "predicate.readinessGate.weakened: input should"),
    (_with("predicate", "readinessGate", "weakened", value=True), "predicate.readinessGate.weakened: input should"),
    (_with("predicate", "timeCreated", value="today"), 'predicate.timeCreated: value error, "today" is not an ISO'),
    (_with("predicate", "timeCreated", value="\ud83d"), "it has half of a character"),
    (_envelope(_with("predicate", "timeCreated", value="\ud83d")), "it has half of a character"),
    (_with("subject", value=[{"digest": {"\ud83d": 1}}]), "it has half of a character"),
    (_with("predicate", "timeCreated", value=1), "predicate.timeCreated: value error"),
    (_with("predicate", "properties", value="GO"), "predicate.properties: input should be a valid tuple"),
    (_with("predicate", "verifier", "policy", value={}), "predicate.verifier.policy.digest: field required"),
    (_with("predicate", "verifier", "policy", "digest", "sha256", value="1" * 64), "it names two policies"),
    (_with("subject", value=[{"name": "crm.zip"}]), "subject.0.digest: field required"),
]


@pytest.mark.parametrize(("document", "why"), BROKEN)
def test_what_is_not_understood(document: object, why: str, tmp_path: Path) -> None:
    """It cannot be determined whether it holds, and the reason says what to give."""
    with pytest.raises(CouldNotLook) as error:
        verify(tmp_path, document)
    assert why in str(error.value)
    assert "Give a file that check --format attestation wrote" in str(error.value)


def _none(folder: Path) -> Path:
    return folder / "none"


def _large(folder: Path) -> Path:
    path = folder / "large"
    path.write_bytes(b" " * (LIMIT + 1))
    return path


def _folder(folder: Path) -> Path:
    return folder


def _impossible(_: Path) -> Path:
    return Path("a\0b")


@pytest.mark.parametrize("make", [_none, _large, _folder, _impossible])
def test_what_is_no_file(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """Missing, too large, a folder, an impossible name."""
    with pytest.raises(Unreadable):
        statements(str(make(tmp_path)))
