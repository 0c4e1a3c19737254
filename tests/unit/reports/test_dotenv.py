"""Variables for later steps: what a verdict is in values that any shell and host can read."""

import json
import re

import pytest
from hypothesis import given
from support.effort import law
from support.random_verdicts import verdicts
from support.reports import rendered
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Verdict

LINE = re.compile(r"READINESS_GATE_[A-Z_]+=\S*")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("go", ("go", "go", 0, 0, 0)),
        ("go-with-waiver", ("go", "no-go", 0, 0, 1)),
        ("no-go", ("no-go", "no-go", 3, 0, 1)),
        ("undecided", ("undecided", "undecided", 0, 3, 0)),
        ("undecided-without-rules", ("undecided", "undecided", 0, 0, 0)),
    ],
)
def test_what_it_says(name: str, told: tuple[object, ...]) -> None:
    """Both decisions, and how many blocking rules fail, are unknown, and are waived."""
    values = dict(
        line.removeprefix("READINESS_GATE_").split("=", 1) for line in rendered("dotenv", VERDICTS[name]).splitlines()
    )
    counts = (values["RULES_FAILED"], values["RULES_UNKNOWN"], values["RULES_WAIVED"])
    assert (values["DECISION"], values["DECISION_WITHOUT_WAIVERS"], *map(int, counts)) == told
    assert len(json.loads(values["FAILED_RULES"])) == int(values["RULES_FAILED"])
    assert values["POLICY_DIGEST"] == VERDICTS[name].policy.digest
    assert values["EVIDENCE_DIGEST"] == VERDICTS[name].evidence_digest


@given(verdicts())
@law(50)
def test_every_line_is_one_variable(verdict: Verdict) -> None:
    """Whatever texts a verdict has: a name, and a value without white space."""
    assert all(LINE.fullmatch(line) for line in rendered("dotenv", verdict).splitlines())
