"""The pages of a portfolio in a real browser, which needs what `test_page.py` needs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.browser import LONG_WORD, ONE_OF_EACH, SCREENS, installed, noted

from readiness_gate.model.portfolio import Assessment, Concern, GateState, Member, MemberState, OpenRule, SinceThen
from readiness_gate.model.portfolio_trend import GateTrend, PortfolioTrend
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.portfolio.as_html import as_html
from readiness_gate.reports.portfolio.trend.as_html import as_html as over_time

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]


ON_AND_OFF: tuple[Decision, ...] = 13 * ("go", "no-go")
UNDECIDED: tuple[Decision, ...] = 25 * ("undecided",)
LATE: tuple[Decision, ...] = (*UNDECIDED, "go")


def _portfolio(text: str) -> Mapping[str, str]:
    """The pages of a portfolio, now and over time, with a text in all places where foreign ones are."""
    rule = OpenRule("OUR-01", text, "fail", text)
    gates = (
        GateState(text, text, "no-go", text, "2026-06-01", open=(rule,), evidence_digest="x"),
        GateState("Wave 2", "", "undecided", text),
        GateState("Wave 3", "go-live", "go", "Go.", "2026-06-01", as_of="2026-04-01T08:00:00Z", evidence_digest="x"),
    )
    now = Assessment(
        text,
        1_775_000_000,
        tuple(MemberState(Member(one.program, "x", "c.toml"), (one,)) for one in gates),
        warnings=(Concern("portfolio.change-load", (text,), text, text),),
        unknown=(text,),
        since=SinceThen("2026-03-01T08:00:00Z", (text,), (text,), (), (text,), ()),
    )
    over = PortfolioTrend(
        text,
        tuple(1_775_000_000 + number * 7 * DAY for number in range(26)),
        (
            GateTrend(text, text, ON_AND_OFF, "2026-06-01", text, joined="2026-04-01"),
            GateTrend("Wave 2", "", 26 * (None,), unknown=text),
            GateTrend("Wave 3", "go-live", LATE, "2026-06-01", "Go."),
        ),
        (text,),
    )
    return {"now": as_html(now), "over-time": over_time(over)}


@pytest.mark.parametrize(
    ("text", "scheme", "screen"),
    [("Wave 1, Germany", "light", "desk"), (ONE_OF_EACH, "dark", "phone"), (LONG_WORD, "dark", "phone")],
    ids=["usual", "hostile", "long"],
)
def test_the_pages_of_a_portfolio(tmp_path: Path, browser: Any, text: str, scheme: str, screen: str) -> None:
    """They ask for nothing, are as wide as the screen, show the decision first, and axe finds no violation."""
    axe = installed("axe-core", "axe.min.js")
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
    for name, content in _portfolio(text).items():
        where = tmp_path / f"{name}.html"
        where.write_text(content, encoding="utf-8")
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", noted(asked, "url"))
        page.on("console", noted(said, "text"))
        page.goto(where.as_uri())
        assert (asked, said) == ([where.as_uri()], [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".decision").bounding_box()["y"] < height / 4
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.evaluate(axe)
        found = page.evaluate("axe.run()")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], name
    context.close()
