"""The page of evidence is what the committed rows give, and no rule claims more than the page says."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.evidence import cases, findings, of_forecasts, page, results
from benchmarks.evidence.design import FEATURES, FIRST_OUTCOME, REPOSITORIES, RISK_GOAL, RULES, SEEN, Tried, split
from benchmarks.evidence.tables import ROWS
from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.signals import SIGNALS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/evidence.md").read_text()
SHIPPED = {rule.id: rule for rules in shipped_rules(SIGNALS).values() for rule in rules}
TRIED = tuple(tried for tried in RULES if tried.shipped)
NUMBER = re.compile(r"-?\d*(\.\d+)?(e[+-]?\d+)?")
COMMIT, VERSION = re.compile(r"[0-9a-f]{40}"), re.compile(r"[\w./-]*\d[\w./ -]*|Release \d+\.\d+\.0")
NAMED = {"repository", "kind", "tag", "line", "commit", "go-live", "series"}


@pytest.mark.timeout(900)
@pytest.mark.heavy
def test_the_page_is_what_the_rows_give() -> None:
    """`python -m benchmarks.evidence page` would change nothing."""
    assert page.page(findings.find(), of_forecasts.cells()) == PAGE


def _sections() -> Iterator[str]:
    yield from re.findall(r"^## (.*)$", PAGE, re.MULTILINE)


def test_null_results_come_before_others() -> None:
    """What the gate cannot tell comes first, and what was held back has a section of its own."""
    sections = list(_sections())
    assert sections[:2] == ["What this gate cannot tell", "Null results"]
    assert sections.index("Confirmation") > sections.index("What was seen in development")
    assert sections[-1] == "Limits of the study"


@pytest.mark.parametrize("tried", TRIED, ids=[tried.rule for tried in TRIED])
def test_a_rule_claims_no_more_than_the_page_says(tried: Tried) -> None:
    """A rule on change is measured, and blocks, only by what the repositories that were held back say of its limit; or
    it blocks by convention, and the page says that it could not be tried."""
    rule = SHIPPED[tried.rule]
    found = results.ruled(cases.repositories("confirmation"), tried, FIRST_OUTCOME)
    assert rule.limit is not None
    assert (rule.limit.value, rule.signal) == (tried.limit, _signal(tried))
    assert rule.evidence != "measured" or found.reaches(0)
    untried = found.one_sided and f"\n{tried.rule} could not be tried" in PAGE
    assert rule.enforcement != "block" or found.reaches(RISK_GOAL) or untried
    assert f"| {tried.rule} | " in PAGE


def _signal(tried: Tried) -> str:
    return next(one.signal for one in FEATURES if one.name == tried.feature)


def test_nothing_else_is_measured() -> None:
    """No rule says that it was measured but those on the page."""
    measured = {rule.id for rule in SHIPPED.values() if rule.evidence == "measured"}
    assert measured <= {tried.rule for tried in TRIED}


@pytest.mark.parametrize("path", sorted(ROWS.rglob("*.csv")), ids=lambda path: path.stem)
def test_rows_are_numbers(path: Path) -> None:
    """The rows have numbers, versions and ids of commits, and nothing that a person wrote."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert COMMIT.fullmatch(row.get("commit") or "0" * 40)
        assert all(NUMBER.fullmatch(value) for name, value in row.items() if name not in NAMED)
        named = (row[name] for name in ("tag", "line", "go-live") if row.get(name))
        assert all(VERSION.fullmatch(value) for value in named)


def test_the_split_is_by_the_names_alone() -> None:
    """Repositories of an earlier look confirm nothing, and eight are for development."""
    halves = split()
    development = {name for name, half in halves.items() if half == "development"}
    assert len(REPOSITORIES) >= 12
    assert (len(development), len(halves) - len(development) >= 4) == (8, True)
    assert development >= SEEN
    assert split(sorted(REPOSITORIES, reverse=True)) == halves
