"""What the tests in a browser have in common: screens, texts that are hard to draw, and npm packages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.random_verdicts import HOSTILE

MODULES = Path(__file__).parents[2] / "node_modules" / ".browser" / "node_modules"
DESK, PHONE = (1280, 800), (375, 812)
SCREENS = {"desk": DESK, "phone": PHONE}
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ONE_OF_EACH = "".join(text for text in HOSTILE if len(text) < 200)


def noted(into: list[str], name: str) -> Callable[[Any], None]:
    """What keeps a property of each event of a page."""
    return lambda event: into.append(getattr(event, name))


def installed(package: str, file: str) -> str:
    """A file of an npm package; the test is skipped where it is not installed."""
    path = MODULES / package / file
    if not path.exists():
        pytest.skip(f"no {package}: see the head of tests/browser/test_page.py")
    return path.read_text(encoding="utf-8")
