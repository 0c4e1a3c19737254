"""What *went wrong* means, in words."""

from support.git import instant

from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.app.backtest.meaning import meaning
from readiness_gate.model.backtest import PastGoLive
from readiness_gate.model.past_go_lives import Label, Signs
from readiness_gate.model.time import DAY, day


def _case(*claims: Claim) -> Case:
    return Case(PastGoLive("v1.0", day("2026-03-03"), instant(60), "tag v1.0"), claims)


def test_each_sign_once() -> None:
    """In the order of the go-lives; a label is what somebody says, whatever it says."""
    every = Signs(1 * DAY, 28 * DAY, 0.6, 60 * DAY)
    label = Claim(Label(went_wrong=False, said_by="m"))
    assert meaning([_case(label, Claim(signs=every)), _case(Claim(signs=every)), _case(label)]) == (
        "somebody said so",
        "a patch within 1 day",
        "more severe defects than usual within 28 days",
        "under 60 % of people active after 60 days",
    )
    assert meaning([_case(Claim())]) == meaning([]) == ()
