"""The committee's page drawn with templates that make other people's texts harmless, within a bounded size."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any, TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import and_more
from readiness_gate.reports.committee import Brief, brief
from readiness_gate.reports.committee.musts import URGENCIES
from readiness_gate.reports.cutting import cut
from readiness_gate.reports.escape import is_address, printable
from readiness_gate.reports.html.charts import drawn
from readiness_gate.reports.html.strips import strips
from readiness_gate.reports.words import LABELS, NOTHING, SYMBOLS, short

LARGEST = 2 * 1024 * 1024
"""The most bytes of a page: a mail server or a wiki takes that much."""
_FRAME = 512 * 1024
"""Room for all but the rules' details: each of its lists and texts is cut."""
FIRST = {"asks": 8, "musts": 8, "settled": 8, "waivers": 8, "sources": 8, "remarks": 8, "uncovered": 13, "origins": 20}
"""How many of each are on the first screen."""
_EVIDENCE = 20
_PACKAGE = "readiness_gate.reports.html"
LONGEST_NAME = 80
_LENGTHS = {"head": 32, "name": LONGEST_NAME, "answer": 300, "line": 240, "text": 2_000}
"""The most characters of a name in the heading, of any other name, of an answer, of a line and of a text."""
_LONGEST_TITLE = 2_000
_FIGURES_BEHIND = re.compile(r"(?<=[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])(?=[ .:;,]*\()")
"""The end of a title from right to left whose figures follow in parentheses: a browser would turn these around, too."""
_LEFT_TO_RIGHT = "\u200e"
_Item = TypeVar("_Item")


def draw(verdict: Verdict, room: int | None = None) -> str:
    """The page of a verdict, with so many bytes of details; by default with all for which the page has room.

    Details that have no room are left out, the last first, and counted; the first screen never depends on them.
    """
    shown, templates = brief(verdict), environment()
    developed = _developed(verdict, shown)
    macros: Any = templates.get_template("rule.html.jinja").module
    left = LARGEST - _FRAME - sum(len(one.encode()) for one in (*developed.strips, *developed.charts))
    details = _fitting(shown.details, macros.rule, left if room is None else room)
    style = read("style.css") + read("strip.css") + read("chart.css")
    return templates.get_template("page.html.jinja").render(
        brief=shown,
        lists={name: getattr(shown, name)[:most] for name, most in FIRST.items()},
        more={name: and_more(len(getattr(shown, name)) - most).strip() for name, most in FIRST.items()},
        developed=developed,
        details=[Markup(one) for one in details],  # noqa: S704 - a template has escaped what is foreign in it
        left_out=shown.rules - len(details),
        style=Markup(style),  # noqa: S704 - our own files
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


@dataclass(frozen=True, slots=True)
class _Developed:
    """How the rules and their figures developed, drawn."""

    strips: list[Markup]
    """One where the past is known, else none."""
    charts: list[Markup]


def _developed(verdict: Verdict, shown: Brief) -> _Developed:
    of_strips: Any = environment().get_template("strips.html.jinja").module
    of_charts: Any = environment().get_template("chart.html.jinja").module
    found = strips(verdict)
    charts = [of_charts.figure(chart, drawn(chart)) for chart in shown.charts]
    return _Developed([of_strips.figure(found)] if found is not None else [], charts)


def _fitting(items: Sequence[_Item], drawn: Callable[[_Item], str], room: int) -> list[str]:
    """The first items, as they are drawn, that fit into so many bytes."""
    kept: list[str] = []
    for item in items:
        text = drawn(item)
        room -= len(text.encode())
        if room < 0:
            break
        kept.append(text)
    return kept


@cache
def environment(package: str = _PACKAGE) -> Environment:
    """The templates of a package, with what they need to make texts harmless and short."""
    made = Environment(
        autoescape=True,
        finalize=_harmless,
        loader=FunctionLoader(partial(read, package=package)),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    names: Any = made  # Jinja2 declares its tables by what it puts into them
    names.filters |= {name: _cut(most) for name, most in _LENGTHS.items()}
    names.filters |= {name: partial(_short_name, _LENGTHS[name]) for name in ("head", "name")}
    names.filters["named"] = named
    names.tests["address"] = is_address
    names.globals |= {
        "SYMBOLS": SYMBOLS,
        "LABELS": LABELS,
        "URGENCIES": URGENCIES,
        "EVIDENCE": _EVIDENCE,
        "NOTHING": NOTHING,
    }
    return made


def _harmless(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    """A text on one line, with control and direction marks as their codes, before it is escaped. A share keeps its
    sign on its line, and figures their order."""
    if isinstance(value, Markup | int):
        return value
    return _FIGURES_BEHIND.sub(_LEFT_TO_RIGHT, printable(str(value))).replace(" %", "\u00a0%")


def _cut(most: int) -> Callable[[str], str]:
    return lambda text: short(printable(text.strip()), most)


def _short_name(most: int, name: str) -> str:
    """A name, without its middle where it is too long."""
    return cut(printable(name.strip()), most)


def named(name: str, shown_as: Mapping[str, str] | None = None, most: int = LONGEST_NAME) -> Markup:
    """A name in a direction of its own, without its middle where it is too long; all of it is then in the title.

    `shown_as` has the names of a list, cut so that no two look alike.
    """
    whole = str(_harmless(name.strip()))
    shown = str(_harmless(shown_as[name] if shown_as and name in shown_as else _short_name(most, name)))
    title = "" if shown == whole else f' title="{escape(short(whole, _LONGEST_TITLE))}"'
    return Markup(f"<bdi{title}>{escape(shown)}</bdi>")  # noqa: S704 - both are escaped


def read(name: str, package: str = _PACKAGE) -> str:
    """A file of a package."""
    return (files(package) / name).read_text(encoding="utf-8")
