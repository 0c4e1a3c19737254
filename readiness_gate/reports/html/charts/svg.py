"""Elements of SVG, with every foreign text made harmless."""

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from readiness_gate.reports.chart import Chart
from readiness_gate.reports.cutting import cut
from readiness_gate.reports.escape import printable

WIDTH = 360
"""How many units a chart is wide: about as many as a phone has pixels, so that letters keep their size there."""
_LETTER = 6.2
"""How wide a letter of a label is at most, on average: fonts differ."""


def element(name: str, *content: Markup, **attributes: str | float) -> Markup:
    """An element of SVG with its attributes; `text_anchor` stands for `text-anchor`, and `class_` for `class`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_attribute(value))}"' for key, value in attributes.items()
    )
    inner = "".join(content)
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>")  # noqa: S704 - all is escaped


def text(words: str, x: float, y: float, class_: str = "", anchor: str = "start", whole: str | None = None) -> Markup:
    """A label, on one line; of one that may be cut, `whole` is what a browser shows to whoever points at it."""
    attributes: dict[str, str | float] = {"x": x, "y": y, "text_anchor": anchor}
    title = [] if whole is None else [element("title", harmless(whole))]
    return element("text", harmless(words), *title, **attributes, **({"class_": class_} if class_ else {}))


def picture(chart: Chart, height: float, content: Iterable[Markup]) -> Markup:
    """The picture of a chart, so high."""
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
    """The pattern over what is not known."""
    stripe = element("path", d="M0 5L5 0", class_="hatch")
    pattern = element("pattern", stripe, id=_hatch(chart), width=5, height=5, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def hatched(chart: Chart, x: float, y: float, width: float, height: float) -> Markup:
    """A stretch of a chart in which nothing is known."""
    fill = f"url(#{_hatch(chart)})"
    return element("rect", x=x, y=y, width=width, height=height, fill=fill)


def fitted(words: str, room: float) -> str:
    """A text, cut to what fits into so many units."""
    return cut(printable(words), room, width)


def width(words: str) -> float:
    """About how many units a text is wide, rather more than less."""
    return _LETTER * sum(_cells(letter) for letter in words)


def harmless(words: str) -> Markup:
    """A text of anybody as the content of an element."""
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
