"""A footnote of a report, before it has a format.

A line consists of spans, so that each format can make other people's texts harmless in its own way and leave ours
alone.
"""

from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass

Style: TypeAlias = Literal["ours", "foreign", "strong", "code"]
NoteKind: TypeAlias = Literal[
    "without-waivers",
    "waivable",
    "weakened-in-short",
    "not-measured-in-short",
    "since-in-short",
    "dimensions",
    "not-measured",
    "not-covered",
    "void-waiver",
    "waiver",
    "weakened",
    "edit",
    "left-out",
    "remark",
    "source",
    "source-in-full",
    "policy-in-short",
    "policy",
    "evidence",
    "decision-log",
]

MUST_KNOW: tuple[NoteKind, ...] = (
    "without-waivers",
    "not-measured",
    "not-covered",
    "void-waiver",
    "weakened",
    "edit",
    "left-out",
    "remark",
)
"""The notes that no report for programs may leave out: each is a reservation about the decision."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    style: Style = "foreign"
    """Whose words these are, or how ours are emphasized."""


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """What the verdict is based on, or what a reader must know about it."""

    kind: NoteKind
    line: Line

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(span.text for span in self.line)


def ours(text: str) -> Span:
    """Return a span in our own words."""
    return Span(text, "ours")
