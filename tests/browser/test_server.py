"""The pages of the server in a real browser: nothing else is asked for, and everybody can read them.

It needs what `test_page.py` needs.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from support.browser import SCREENS, installed, noted
from support.served import in_folder
from support.serving import Server, serving

from readiness_gate.server.keys import key

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]

PROGRAM = f"programs/{key('Steady')}"
GATE = f"{PROGRAM}/gates/{key('go-live')}"
PAGES = {
    "portfolio": "",
    "program": PROGRAM,
    "gate": GATE,
    "old gate": f"programs/{key('Forgotten go')}/gates/{key('go-live')}",
    "rule": f"{GATE}/rules/{key('TRN-01')}",
    "decisions": f"{PROGRAM}/decisions",
    "not there": "programs/x",
}
SCHEMES = {"desk": "light", "phone": "dark"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the sample: all of its verdicts are of a time after the clock here, or old."""
    folder = tmp_path_factory.mktemp("served")
    in_folder(folder)
    with serving(folder, "--store", "readiness-history.sqlite") as running:
        yield running


def _opened(browser: Any, server: Server, path: str, screen: str, **more: Any) -> tuple[Any, list[str], list[str]]:
    """A page with what it asked for and what the browser complained of."""
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=SCHEMES[screen], **more)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", noted(asked, "url"))
    page.on("console", noted(said, "text"))
    page.goto(f"{server.address}{path}")
    return page, asked, said


@pytest.mark.parametrize("name", PAGES)
def test_nothing_else_is_asked_for(server: Server, browser: Any, name: str) -> None:
    """The style sheet is allowed by its digest and used; no page is wider than its screen; nothing is stored."""
    page, asked, said = _opened(browser, server, PAGES[name], "desk")
    assert asked == [f"{server.address}{PAGES[name]}"]
    assert [one for one in said if "404" not in one] == []
    assert page.evaluate("document.scripts.length + document.images.length + document.forms.length") == 0
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "1280px"
    for width, height in SCREENS.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.context.cookies() == []
    page.close()


@pytest.mark.parametrize(
    ("name", "screen"), [*((name, "desk") for name in PAGES), ("portfolio", "phone"), ("old gate", "phone")]
)
def test_it_is_accessible(server: Server, browser: Any, name: str, screen: str) -> None:
    """Axe finds no violation: light on a desk, dark on a phone."""
    axe = installed("axe-core", "axe.min.js")
    page, _, _ = _opened(browser, server, PAGES[name], screen, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.close()


def test_links_are_followed_below_any_address(server: Server, browser: Any) -> None:
    """A click leads from the portfolio to a rule, and back."""
    page, _, _ = _opened(browser, server, "", "desk")
    page.click('a:has-text("Steady")')
    page.click('a:has-text("go-live")')
    page.click('a:has-text("TRN-01")')
    assert page.url == f"{server.address}{PAGES['rule']}"
    page.click('a:has-text("All programs")')
    assert page.url == server.address
    page.close()
