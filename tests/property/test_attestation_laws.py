"""Nothing that is changed in an attestation makes of what the gate did not let through something that it did."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.attested import OTHER, PACKAGE, attested, sealed, verify
from support.effort import law
from support.random_verdicts import verdicts
from support.verdicts import AS_OF, VERDICTS

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.attested import VALID_FOR, Wanted
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict

GO = attested(VERDICTS["go"])


def _lets_through(statement: object, verdict: Verdict, *, waivers: bool) -> bool:
    wanted = Wanted((PACKAGE,), verdict.as_of, VALID_FOR, verdict.milestone.name, waivers=waivers)
    with TemporaryDirectory() as folder:
        try:
            return verify(Path(folder), statement, wanted).holds
        except CouldNotLook:
            return False


@given(verdicts(), st.booleans())
@law(100)
def test_a_verdict_lets_through_what_it_is_go_for(verdict: Verdict, waivers: bool) -> None:  # noqa: FBT001
    """At its own time exactly a go does, and one that rests on waivers where these are allowed."""
    counts = verdict.decision if waivers else verdict.decision_without_waivers
    is_go = verdict.decision == "go" and counts == "go"
    assert _lets_through(attested(verdict), verdict, waivers=waivers) == is_go


CHANGES: dict[str, list[Any]] = {
    "subject": [GO["subject"], [{"name": OTHER.name, "digest": {OTHER.algorithm: OTHER.digest}}], []],
    "timeCreated": [iso(AS_OF), iso(AS_OF + 3_600)],
    "properties": [GO["predicate"]["properties"], ["READINESS_GATE_GO_WITH_WAIVERS_WAVE_2"], []],
    "verifier": [GO["predicate"]["verifier"]],
    "decision-without-waivers": ["go", "no-go", "undecided"],
    "holds-until": [iso(AS_OF + 86_400), iso(AS_OF + 864_000)],
    "weakened": [0, 7],
    "milestone": ["wave-2", "wave-1"],
}


@given(
    verdicts().filter(lambda verdict: verdict.decision != "go"),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in CHANGES.items()}),
)
@law(100)
def test_what_was_no_go_verifies_nothing(verdict: Verdict, changes: dict[str, Any]) -> None:
    """Whatever is said of subject, time, policy, properties and waivers, and even if it is sealed again."""
    statement = attested(verdict)
    for name, value in changes.items():
        places = (statement, statement["predicate"], statement["predicate"]["readinessGate"])
        next(place for place in places if name in place)[name] = value
    assert not _lets_through(sealed(statement), verdict, waivers=True)


def _leaves(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    mapping, sequence = as_mapping(value), as_sequence(value)
    if mapping is None and sequence is None:
        yield path
    for key, inner in [*(mapping or {}).items(), *enumerate(sequence or ())]:
        yield from _leaves(inner, (*path, key))


PLACES = [path for path in _leaves(GO) if path[-1] != "name"]
VALUES: list[object] = ["", "go", 1, None]


@given(
    st.sampled_from(sorted(VERDICTS)),
    st.sampled_from(PLACES),
    st.sampled_from(VALUES),
)
@law(200)
def test_a_statement_with_any_change_verifies_nothing(name: str, path: tuple[Any, ...], value: object) -> None:
    """One value of it, without a new seal; names of subjects decide nothing."""
    verdict = VERDICTS[name]
    statement = attested(verdict)
    changed = json.loads(json.dumps(statement))
    *above, last = path
    place = changed
    for key in above:
        if not place[key]:
            return
        place = place[key]
    place[last] = value
    if changed != statement:
        assert not _lets_through(changed, verdict, waivers=True)
