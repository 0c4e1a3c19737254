"""Read attestations: a statement as it was written, or as signature verification tools pass it on.

These are GitHub's (`gh attestation verify --format json`) and cosign's (an envelope on each line, or a bundle).
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from readiness_gate import files
from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.attested import Statement
from readiness_gate.model.shapes import as_mapping, as_sequence, has_half_characters
from readiness_gate.model.subject import LENGTHS
from readiness_gate.model.time import Instant, instant
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.attestation import PREDICATE, STATEMENT, VERIFIER, seal

LIMIT = 16 * 2**20
"""The most bytes of a file with attestations."""
_PAYLOAD = "application/vnd.in-toto+json"


class _Invalid(Exception):
    """An invalid part of a statement: the text says which."""


def statements(path: str) -> tuple[Statement, ...]:
    """Return the verdicts in a file of attestations, without other attestations.

    Raises Unreadable if there is no such file, and CouldNotLook if it has no verdict, or one that is not understood.
    """
    try:
        content = files.content(Path(path), LIMIT)
    except files.NoPlainFile as error:
        raise Unreadable(f"{path} {error}") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        found = [_statement(one) for one in _all(content) if _is_ours(one)]
    except _Invalid as error:
        raise CouldNotLook(f"{path}: {error}. {_HOW}") from error
    if not found:
        raise CouldNotLook(f"{path} has no attestation of this program. {_HOW}")
    return tuple(found)


def _is_ours(statement: Mapping[str, Any]) -> bool:
    """Return whether this program wrote a statement: others use the same type."""
    predicate = as_mapping(statement.get("predicate")) or {}
    verifier = as_mapping(predicate.get("verifier")) or {}
    return statement.get("predicateType") == PREDICATE and str(verifier.get("id")).startswith(VERIFIER)


_HOW = "Give a file that check --format attestation wrote, or what the tool that checked its signature printed"


def _all(content: bytes) -> Iterator[Mapping[str, Any]]:
    """Yield every statement in a file."""
    try:
        documents = _documents(content.decode())
    except (ValueError, RecursionError) as error:
        raise _Invalid(f"it is not JSON ({error})") from error
    _refuse_half_characters(documents)
    for document in documents:
        for one in as_sequence(document) or [document]:
            yield from _inside(one)


def _refuse_half_characters(content: object) -> None:
    if has_half_characters(content):
        raise _Invalid("it has half of a character, such as \\ud83d without its second half")


def _documents(text: str) -> list[object]:
    """Return one document, or one per line."""
    try:
        return [json.loads(text, object_pairs_hook=_once)]
    except json.JSONDecodeError:
        return [json.loads(line, object_pairs_hook=_once) for line in text.splitlines() if line.strip()]


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object without duplicate keys: readers differ in which one counts."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Invalid("an object has a key twice")
    return made


def _inside(document: object) -> Iterator[Mapping[str, Any]]:
    """Yield the statement of a document, which is one, an envelope or a bundle around one, or the result of
    verifying one."""
    outer = as_mapping(document)
    if outer is None:
        raise _Invalid("it has something other than objects")
    result = as_mapping(outer.get("verificationResult"))
    statement = outer if result is None else as_mapping(result.get("statement"))
    if "payload" in outer:
        yield from _inside(_opened(outer))
    elif "dsseEnvelope" in outer:
        yield from _inside(outer["dsseEnvelope"])
    elif statement is not None and statement.get("_type") == STATEMENT:
        yield statement
    else:
        raise _Invalid("it has an object that is neither a statement nor an envelope")


def _opened(envelope: Mapping[str, Any]) -> object:
    if envelope.get("payloadType") != _PAYLOAD:
        raise _Invalid("it has an envelope of another type")
    try:
        payload = json.loads(base64.b64decode(envelope["payload"], validate=True), object_pairs_hook=_once)
    except (binascii.Error, TypeError, ValueError, RecursionError) as error:
        raise _Invalid(f"the payload of its envelope cannot be read ({error})") from error
    _refuse_half_characters(payload)
    return payload


def _statement(raw: Mapping[str, Any]) -> Statement:
    try:
        read = _Read.model_validate(raw)
    except ValidationError as error:
        raise _Invalid(_in_words(error)) from error
    own, verifier = read.predicate.own, read.predicate.verifier
    policy = f"sha256:{verifier.policy.digest.sha256}"
    if not verifier.id.endswith(f"?policy={policy}"):
        raise _Invalid(f'it names two policies, "{verifier.id}" and {policy}')
    return Statement(
        digests=frozenset(pair for one in read.subject for pair in one.digest.items() if pair[0] in LENGTHS),
        created=read.predicate.created,
        holds_until=own.holds_until,
        properties=read.predicate.properties,
        program=own.program,
        milestone=own.milestone,
        decision=own.decision,
        without_waivers=own.without_waivers,
        policy=policy,
        weakened=own.weakened,
        verifier=verifier.id,
        sealed=own.seal == seal(raw["subject"], raw["predicate"]),
        decision_log=own.decision_log,
    )


def _in_words(error: ValidationError) -> str:
    """Return the first error in a statement, and where it is."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "the statement"
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}"


class _Strict(BaseModel):
    """A part of a statement, with strict types. Unknown keys are ignored, as the statement type allows."""

    model_config = ConfigDict(strict=True, frozen=True)


_Time = Annotated[Instant, BeforeValidator(lambda text: instant(str(text)))]
_Texts = Annotated[tuple[str, ...], Field(strict=False)]


class _Digest(_Strict):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Policy(_Strict):
    digest: _Digest


class _Verifier(_Strict):
    id: str
    policy: _Policy


class _Own(_Strict):
    """Our extension; another version may mean something else by it."""

    version: Literal[1] = Field(alias="schema")
    program: str
    milestone: str
    decision: Decision
    without_waivers: Decision = Field(alias="decision-without-waivers")
    holds_until: _Time = Field(alias="holds-until")
    weakened: Annotated[int, Field(ge=0)]
    decision_log: str = Field(alias="decision-log", default="")
    seal: str


class _Predicate(_Strict):
    verifier: _Verifier
    created: _Time = Field(alias="timeCreated")
    properties: _Texts
    own: _Own = Field(alias="readinessGate")


class _Subject(_Strict):
    digest: dict[str, str]


class _Read(_Strict):
    """A statement, with the parts that are read."""

    subject: list[_Subject]
    predicate: _Predicate
