"""XML as text: elements whose attributes and contents hold other people's texts and stay well-formed."""

from collections.abc import Iterable, Mapping
from html import escape

from readiness_gate.reports.escape import printable

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(*lines: str) -> str:
    """Return lines as content. What XML forbids, such as control characters, marks that reverse the reading
    direction, and line ends within a line are written as codes, so that a foreign text never adds a line of its own."""
    return escape("\n".join(map(printable, lines)))


def element(name: str, attributes: Mapping[str, str], *inside: str, indent: str = "") -> str:
    """Return an element on lines of its own; `inside` has elements, or nothing."""
    start = _start(name, attributes)
    return f"{indent}<{start}>\n{''.join(inside)}{indent}</{name}>\n" if inside else f"{indent}<{start}/>\n"


def leaf(name: str, attributes: Mapping[str, str], lines: Iterable[str], indent: str = "") -> str:
    """Return an element with lines of text in it."""
    return f"{indent}<{_start(name, attributes)}>{text(*lines)}</{name}>\n"


def _start(name: str, attributes: Mapping[str, str]) -> str:
    return " ".join([name, *(f'{key}="{text(value)}"' for key, value in attributes.items())])
