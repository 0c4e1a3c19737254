"""What counts as going wrong for the go-lives of a trial, in words: another choice can give another result."""

from collections.abc import Iterable, Iterator

from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.model.time import DAY, Seconds
from readiness_gate.model.wording import counted


def meaning(cases: Iterable[Case]) -> tuple[str, ...]:
    """Return each sign by which any of the go-lives went wrong, or would have."""
    return tuple(dict.fromkeys(sign for case in cases for claim in case.claims for sign in _signs(claim)))


def _signs(claim: Claim) -> Iterator[str]:
    signs = claim.signs
    if claim.label is not None:
        yield "somebody said so"
    if signs.patch_within is not None:
        yield f"a patch within {_days(signs.patch_within)}"
    if signs.grave_defects_within is not None:
        yield f"more severe defects than usual within {_days(signs.grave_defects_within)}"
    if signs.adoption_below is not None and signs.by is not None:
        yield f"under {signs.adoption_below * 100:g} % of people active after {_days(signs.by)}"


def _days(seconds: Seconds) -> str:
    return counted(seconds // DAY, "day")
