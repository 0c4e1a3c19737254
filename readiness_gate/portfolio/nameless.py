"""Removes names from everything that leaves a program's process: a verdict keeps only what a portfolio shows, and no
text names a person.

Email addresses are removed everywhere, even from the texts of a source or a broken file; so are the names of the people
who may approve, sign or decide, and of those who did, if the program knows them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from readiness_gate.app.session import Session
from readiness_gate.errors import Unreadable
from readiness_gate.model.decisions import DecisionSettings
from readiness_gate.model.policy import Gate
from readiness_gate.sources.decisions.lines import FILE, LARGEST, parsed

SOMEBODY = "somebody"
_ADDRESS = re.compile(r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*")
_OF_VERDICT = ("schema", "milestone", "as-of", "decision", "sentence", "evidence-digest")
_OF_RULE = ("rule", "title", "dimension", "enforcement", "outcome", "waived", "message", "owner")


def verdict_of(whole: Mapping[str, Any], names: Collection[str]) -> Mapping[str, object]:
    """Return the part of a verdict that a portfolio shows, without the names."""
    return {
        **{key: whole[key] for key in _OF_VERDICT},
        "sentence": nameless(whole["sentence"], names),
        "findings": [
            {**{key: one[key] for key in _OF_RULE}, "message": nameless(one["message"], names)}
            for one in whole["findings"]
        ],
        "not-measured": {name: nameless(why, names) for name, why in whole["not-measured"].items()},
        "policy": {
            "digest": whole["policy"]["digest"],
            "weakened": [nameless(one, names) for one in whole["policy"]["weakened"]],
        },
        "notes": [nameless(note, names) for note in whole.get("notes", ())],
    }


def nameless(text: str, names: Collection[str] = ()) -> str:
    """Return a text without email addresses and without the names. A name of one word may be any word, such as that of
    a role, so it is removed only after "by"."""
    text = _ADDRESS.sub(SOMEBODY, text)
    for name in sorted(filter(str.strip, names), key=len, reverse=True):
        before = r"(?<!\w)" if len(name.split()) > 1 else r"(?<=\bby )"
        text = re.sub(rf"{before}{re.escape(name)}(?!\w)", SOMEBODY, text, flags=re.IGNORECASE)
    return text


def people(session: Session) -> frozenset[str]:
    """Return the names of the people who may approve, sign or decide in a program, and of those who did."""
    return frozenset((*(name for gate in session.gates.values() for name in _of_gate(gate)), *_of_log(session)))


def _of_gate(gate: Gate) -> Iterator[str]:
    yield from gate.terms.approvers
    for signers in gate.signers.values():
        yield from signers
    for waiver in gate.waivers:
        yield from (waiver.approved_by, waiver.requested_by)
    for signed in gate.signoffs:
        yield signed.approver


def _of_log(session: Session) -> Iterator[str]:
    """Yield the people whom the decision log names, and those whom the configuration allows to write to it."""
    stated = session.configuration.settings.of("decisions", DecisionSettings)
    yield from stated.by if stated else ()
    with suppress(Unreadable):
        yield from (entry.by for entry in parsed(session.read(FILE, LARGEST) or b"").entries)
