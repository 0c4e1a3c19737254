"""The same facts give the same report: in any order, under any zone, locale and hash seed."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from support.effort import law
from support.gates import AS_OF, reported_without_order_of_evidence
from support.nontrivial import SOURCES, report
from support.strategies import Case, Choices, choices, some_case
from support.tools import skip_where_python_cannot_start

from readiness_gate.judge import judge
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.reading import Measured

TESTS = Path(__file__).parents[1]
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "3", "TZ": "Etc/GMT+12", "LANG": "de_DE.UTF-8", "PYTHONOPTIMIZE": "2"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "nonsense", "LC_ALL": "nonsense"},
]


def _mixed_up(chosen: Choices, case: Case) -> tuple[Case, tuple[Provenance, ...]]:
    """A case with everything in another order and told twice, and sources in another order."""
    of = replace(
        case.gate,
        rules=tuple(chosen.shuffled(case.gate.rules * 2)),
        waivers=tuple(chosen.shuffled(case.gate.waivers * 2)),
    )
    readings = dict(chosen.shuffled(list(case.readings.items())))
    for question, found in readings.items():
        if isinstance(found, Measured):
            readings[question] = replace(found, evidence=(found.evidence * 2)[::-1])
    return Case(of, readings), tuple(chosen.shuffled(SOURCES * 2))


@law(250)
@given(choices())
def test_order_and_repetition_do_not_matter(chosen: Choices) -> None:
    """Rules, readings, waivers, evidence and sources in another order, and told twice, give the same report; only the
    evidence of a reading stands in the order that its signal gave it."""
    case = some_case(chosen)
    mixed, sources = _mixed_up(chosen, case)
    one, other = judge(case.gate, case.readings, AS_OF, SOURCES), judge(mixed.gate, mixed.readings, AS_OF, sources)
    assert reported_without_order_of_evidence(one) == reported_without_order_of_evidence(other)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda each: each["PYTHONHASHSEED"])
def test_the_report_is_the_same_everywhere(environment: dict[str, str]) -> None:
    """The report has the same bytes under any hash seed, zone and locale."""
    skip_where_python_cannot_start()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    printed = subprocess.run(
        [sys.executable, "-m", "support.nontrivial"],
        cwd=TESTS,
        env={**inherited, **environment},
        capture_output=True,
        check=True,
    )
    assert printed.stdout == report().encode("ascii")
