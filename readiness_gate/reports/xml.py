"""XML as text: elements whose attributes and contents hold other people's texts, and stay well-formed."""

from collections.abc import Mapping
from html import escape

from readiness_gate.reports.escape import printable

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(said: str) -> str:
    """A text as content or as the value of an attribute, with its lines. What XML forbids, such as control characters,
    and what turns the direction of reading is written as its code."""
    return escape("\n".join(printable(line) for line in said.split("\n")))


def element(name: str, attributes: Mapping[str, str], *inside: str, indent: str = "") -> str:
    """An element on lines of its own: `inside` are elements, or nothing."""
    start = _start(name, attributes)
    return f"{indent}<{start}>\n{''.join(inside)}{indent}</{name}>\n" if inside else f"{indent}<{start}/>\n"


def leaf(name: str, attributes: Mapping[str, str], said: str, indent: str = "") -> str:
    """An element with a text in it."""
    return f"{indent}<{_start(name, attributes)}>{text(said)}</{name}>\n"


def _start(name: str, attributes: Mapping[str, str]) -> str:
    return " ".join([name, *(f'{key}="{_value(value)}"' for key, value in attributes.items())])


def _value(said: str) -> str:
    """The value of an attribute; a reader would take a bare line end in it for a space."""
    return text(said).replace("\n", "&#10;")
