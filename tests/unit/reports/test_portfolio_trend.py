"""The formats of a portfolio over time: the same contents, worst first, bounded, and harmless whatever is in them."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.portfolio.trend.formats import NAMES, formats
from readiness_gate.reports.portfolio.trend.words import headline
from readiness_gate.reports.spec import Display

HOSTILE = "<script>alert(1)</script>|**x**\x1b[31m\n::error::x @team =1+1"
DATES = tuple(1_775_000_000 + number * 7 * DAY for number in range(4))
KINDS: dict[str, Decision | None] = {"-": "no-go", "?": "undecided", "+": "go", ".": None}


def gate(program: str, states: str, **more: Any) -> GateTrend:
    """A gate over time."""
    return replace(GateTrend(program, "go-live", tuple(KINDS[one] for one in states), "2026-06-01", "Why."), **more)


def over(*gates: GateTrend, **more: Any) -> PortfolioTrend:
    """A portfolio over time."""
    count = len(gates[0].decisions) if gates else 4
    dates = tuple(DATES[0] + number * 7 * DAY for number in range(count))
    return replace(PortfolioTrend("All waves", dates, gates), **more)


def drawn(name: str, of: PortfolioTrend, display: Display | None = None) -> str:
    """A portfolio over time in a format."""
    return formats(display or Display())[name].render(of).decode()


SEVERAL = over(
    gate("Bad", "++--"),
    gate("Unknown", "....", unknown="no history", sentence="", date="", milestone=""),
    gate("Stopped", "++..", stopped="2026-04-08"),
    gate("Good", "..++", joined="2026-04-15"),
    left=("Gone",),
    tags=("x",),
    left_out=("Other",),
)
each_format = pytest.mark.parametrize("name", NAMES)


@each_format
def test_what_a_go_is_worth(name: str) -> None:
    """And what its history has against it."""
    of = over(gate("W", "++++", weakened=(0, 0, 0, 5), waived=(0, 0, 0, 2), remarks=("older", "judged twice")))
    text = " ".join(drawn(name, of).split())
    if name == "json":
        [one] = json.loads(text)["gates"]
        assert (one["policy-weakened"], one["accepted-risks"]) == ([0, 0, 0, 5], [0, 0, 0, 2])
        assert one["remarks"] == ["older", "judged twice"]
    elif name == "csv":
        *_, last = csv.DictReader(io.StringIO(drawn(name, of), newline=""))
        assert (last["policy_weakened"], last["accepted_risks"]) == ("5", "2")
    else:
        assert "1 gate go; 1 go gate has accepted risks or a weakened policy" in text
        said = "policy weakened in 5 places; 2 accepted risks (no-go without waivers); judged twice and 1 more"
        assert said in text


@each_format
def test_every_format_has_everything(name: str) -> None:
    """The gates worst first, with who joined, stopped and why something is unknown."""
    text = drawn(name, SEVERAL, Display(verbosity=2))
    found = [text.rindex(one) for one in ("Bad", "Unknown", "Stopped", "Good")]
    assert found == sorted(found)
    for what in ("no history", "2026-04-08", "2026-04-15"):
        assert what in text
    if name != "csv":
        assert "Gone" in text


def test_what_is_said_of_a_gate() -> None:
    """Since when, for how many dates, and what it was when it stopped."""
    text = " ".join(drawn("text", SEVERAL).split())
    assert text.startswith(
        "1 gate no-go, 2 not recorded, 1 go All waves: 4 gates, 4 dates from 2026-03-31 to 2026-04-21"
    )
    assert "only those with the tag x, 1 program left out" in text
    assert "NO-GO since 2026-04-14 (2 dates)" in text
    assert "not recorded since 2026-04-08, when it was go" in text
    assert "GO since 2026-04-14 (2 dates); joined 2026-04-15" in text
    assert "Joined: Good, go-live (2026-04-15)" in text
    assert "Not in this portfolio: Gone" in text
    assert "No longer recorded: Stopped, go-live (last 2026-04-08)" in text
    assert "or before (4 dates)" in drawn("text", over(gate("Bad", "----")))
    assert len(drawn("text", SEVERAL, Display(verbosity=0)).splitlines()) < 5


def test_programs_read_it() -> None:
    """The table has a row for each gate and date, the JSON a decision; nothing where nothing was recorded."""
    rows = list(csv.DictReader(io.StringIO(drawn("csv", SEVERAL), newline="")))
    assert len(rows) == 16
    assert [(row["is_recorded"], row["decision"]) for row in rows[8:12]] == 2 * [("true", "go")] + 2 * [("false", "")]
    found = json.loads(drawn("json", SEVERAL))
    assert found["counts"] == {"no-go": 1, "undecided": 0, "not-recorded": 2, "go": 1}
    assert found["gates"][2]["decisions"] == ["go", "go", None, None]
    assert (found["not-in-this-portfolio"], found["left-out"]) == (["Gone"], ["Other"])


@each_format
def test_nothing_is_a_mean_or_a_share(name: str) -> None:
    """A portfolio has counts and names; the only per cent are places in a picture."""
    text = drawn(name, over(gate("Bad", "+-+-"), gate("Good", "++++")))
    body = re.sub(r'<style>.*?</style>|<svg.*?</svg>|"version": ".*?"', "", text, flags=re.DOTALL)
    assert "%" not in body
    assert not re.search(r"average|mean|score|ratio|\b0\.\d", body)


@each_format
def test_hostile_texts(name: str) -> None:
    """Nothing of a name or a sentence is markup, a command or a formula."""
    one = gate(HOSTILE, "+-.?", milestone=HOSTILE, sentence=HOSTILE, unknown=HOSTILE)
    text = drawn(name, over(one, gate("=1+1", "+++."), name=HOSTILE, left=(HOSTILE,)), Display(verbosity=2))
    assert "\x1b" not in text
    assert not re.search(r"^\s*::error", text, re.MULTILINE)
    assert "<script" not in text or name in ("text", "json", "csv")
    if name == "csv":
        assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)


def test_the_page_fetches_nothing() -> None:
    """No script, no address, and a policy that forbids both; every symbol has words."""
    text = drawn("html", SEVERAL)
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<desc>GO on 2 dates, 2026-03-31 to 2026-04-07; NO-GO on 2 dates" in text


@pytest.mark.parametrize(
    ("states", "called", "said"),
    [
        (("+",), "GO", "1 gate go"),
        ((".", "+"), "UNKNOWN", "1 gate not recorded, 1 go"),
        (("?", "?"), "UNDECIDED", "2 gates undecided"),
        (("-", "."), "NO-GO", "1 gate no-go, 1 not recorded"),
        ((), "UNKNOWN", "no gate was recorded"),
    ],
)
def test_the_headline(states: tuple[str, ...], called: str, said: str) -> None:
    """Counts gates on the last date, worst first; where any is unknown, the page is not called go."""
    found = over(*(gate(str(number), one) for number, one in enumerate(states)))
    assert headline(found) == said
    assert f'<p class="decision">{called}</p>' in drawn("html", found)


def test_much() -> None:
    """A page has the first 500 gates, and the terminal the last dates that have room; both say what is left out."""
    many = over(*(gate(f"program-{number}", "+") for number in range(502)))
    assert "2 more gates" in drawn("html", many)
    assert "program-501" in drawn("json", many)
    wide = drawn("text", over(gate("Long", 100 * "+")))
    assert "The first 24 dates are not shown" in wide
    assert max(map(len, wide.splitlines())) <= 80
    joined = over(*(gate(f"program-{number}", "+", joined="2026-04-01") for number in range(30)))
    assert "program-9, go-live (2026-04-01) and 20 more" in " ".join(drawn("text", joined).split())
