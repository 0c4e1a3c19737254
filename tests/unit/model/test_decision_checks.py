"""What a check of the log, and a decision that is judged again, come to."""

import pytest
from support.decisions import DIGEST, decided
from support.verdicts import VERDICTS

from readiness_gate.lean_dataclass import replace
from readiness_gate.model.decision_checks import LogCheck, Replayed

VERDICT = replace(next(iter(VERDICTS.values())), evidence_digest=DIGEST)
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
    assert Replayed(decided(), VERDICT).holds is True
    assert Replayed(decided(), VERDICT, "lost").holds is True
    assert Replayed(decided(), OTHER).holds is False
    assert Replayed(decided(), OTHER, "lost").holds is None
    assert Replayed(decided(), None, "no policy").holds is None
