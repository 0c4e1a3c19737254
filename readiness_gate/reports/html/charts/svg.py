"""SVG elements; every text from outside is escaped."""

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from readiness_gate.reports.chart import Chart
from readiness_gate.reports.cutting import cut
from readiness_gate.reports.escape import printable

WIDTH = 360
"""The width of a chart in units: about that of a phone in pixels, so that letters keep their size there."""
_LETTER = 6.2
"""An upper bound for the average width of a letter of a label: fonts differ."""


def element(name: str, *content: Markup, **attributes: str | float) -> Markup:
    """Return an SVG element with its attributes; `text_anchor` stands for `text-anchor`, and `class_` for `class`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_attribute(value))}"' for key, value in attributes.items()
    )
    inner = "".join(content)
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>")  # noqa: S704 - all is escaped


def text(words: str, x: float, y: float, class_: str = "", anchor: str = "start", whole: str | None = None) -> Markup:
    """Return a label on one line. If it may be cut, `whole` is the tooltip that a browser shows."""
    attributes: dict[str, str | float] = {"x": x, "y": y, "text_anchor": anchor}
    title = [] if whole is None else [element("title", harmless(whole))]
    return element("text", harmless(words), *title, **attributes, **({"class_": class_} if class_ else {}))


def picture(chart: Chart, height: float, content: Iterable[Markup]) -> Markup:
    """Return the picture of a chart with the given height."""
    title, description = f"chart-{chart.id}-title", f"chart-{chart.id}-desc"
    return element(
        "svg",
        element("title", harmless(chart.title), id=title),
        element("desc", harmless(chart.summary), id=description),
        *content,
        viewBox=f"0 0 {WIDTH} {_attribute(height)}",
        role="img",
        aria_labelledby=f"{title} {description}",
    )


def hatching(chart: Chart) -> Markup:
    """Return the pattern for areas in which nothing is known."""
    stripe = element("path", d="M0 5L5 0", class_="hatch")
    pattern = element("pattern", stripe, id=_hatch(chart), width=5, height=5, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def hatched(chart: Chart, x: float, y: float, width: float, height: float) -> Markup:
    """Return a hatched area of a chart, in which nothing is known."""
    fill = f"url(#{_hatch(chart)})"
    return element("rect", x=x, y=y, width=width, height=height, fill=fill)


def fitted(words: str, room: float) -> str:
    """Return a text, cut to fit into a width in units."""
    return cut(printable(words), room, width)


def width(words: str) -> float:
    """Return the approximate width of a text in units, rather too large than too small."""
    return _LETTER * sum(_cells(letter) for letter in words)


def harmless(words: str) -> Markup:
    """Return an untrusted text, escaped for use as the content of an element."""
    return escape(printable(words))


def _cells(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 2
    return 1.3 if letter.isupper() else 1


def _hatch(chart: Chart) -> str:
    return f"chart-{chart.id}-unknown"


def _attribute(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
