"""What a check of the log, and a decision that is judged again, come to."""

import pytest
from support.decisions import DIGEST, decided
from support.verdicts import VERDICTS

from readiness_gate.lean_dataclass import replace
from readiness_gate.model.decision_checks import LogCheck, Replayed
from readiness_gate.model.verdict import Decision

VERDICT = replace(next(iter(VERDICTS.values())), evidence_digest=DIGEST)
SENTENCE = VERDICT.sentence
LATER = "sha256:" + "2" * 64
LINE = decided(gate=VERDICT.decision, sentence=SENTENCE, policy=VERDICT.policy.digest)
OTHER = replace(VERDICT, evidence_digest="sha256:" + "1" * 64)


@pytest.mark.parametrize(
    ("against", "unknown", "holds"),
    [((), "", True), (("line 1",), "", False), (("line 1",), "shallow", False), ((), "shallow", None)],
)
def test_a_log_holds(against: tuple[str, ...], unknown: str, holds: bool | None) -> None:  # noqa: FBT001
    """If nothing is wrong, and it is known that nothing is: what is known to be wrong is wrong anyway."""
    assert LogCheck(1, DIGEST, against, unknown).holds is holds


def test_evidence_is_the_same() -> None:
    """Whatever is unknown in both; another one may be due to what is no longer known."""
    assert Replayed(LINE, VERDICT, "", SENTENCE).holds is True
    assert Replayed(LINE, VERDICT, "lost", SENTENCE).holds is True
    assert Replayed(LINE, OTHER, "", SENTENCE).holds is False
    assert Replayed(LINE, OTHER, "lost", SENTENCE).holds is None
    assert Replayed(decided(), None, "no policy").holds is None


def test_a_line_that_the_gate_contradicts() -> None:
    """Does not hold: on the same evidence another decision, whatever policy is named, or by the same policy another
    sentence."""
    other: Decision = "no-go" if VERDICT.decision == "go" else "go"
    for line in (replace(LINE, gate=other), replace(LINE, gate=other, policy=LATER), replace(LINE, sentence="Fine.")):
        for unknown in ("", "lost"):
            replayed = Replayed(line, VERDICT, unknown, SENTENCE)
            assert (replayed.is_contradicted, replayed.holds) == (True, False)
    assert Replayed(replace(LINE, sentence="Fine.", policy=LATER), VERDICT, "", SENTENCE).holds is True
    assert not Replayed(replace(LINE, gate=other), OTHER, "", SENTENCE).is_contradicted
    assert not Replayed(LINE, None, "no policy").is_contradicted
