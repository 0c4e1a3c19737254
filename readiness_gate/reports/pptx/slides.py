"""A file of 16:9 slides, and its metadata."""

import io
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.reports.pptx.archive import dated
from readiness_gate.reports.pptx.drawing import Area

WIDTH, BOTTOM, EDGE = 12.333, 7.2, 0.5
"""The area used on a slide of 13.333 by 7.5 inches."""
TITLE = Area(EDGE, 0.3, WIDTH, 0.7)
_TITLE_ONLY = 5
_US = "readiness-gate"


@dataclass(frozen=True, slots=True)
class Slides:
    """Slides as of a time: the same bytes for the same slides, given the same libraries."""

    file: Any
    when: datetime

    @classmethod
    def empty(cls, title: str, as_of: Instant) -> "Slides":
        """Return a file without slides."""
        library: Any = import_module("pptx")  # an extra, slow to load, and without types
        slides, when = library.Presentation(), datetime.fromtimestamp(as_of, UTC)
        slides.slide_width, slides.slide_height = library.util.Inches(13.333), library.util.Inches(7.5)
        _describe(slides, title, when)
        return cls(slides, when)

    def added(self) -> Any:  # noqa: ANN401 - no types
        """Add a slide with a title, and return it."""
        return self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])

    def content(self) -> bytes:
        """Return the bytes of the file."""
        written = io.BytesIO()
        self.file.save(written)
        return dated(written.getvalue(), self.when)


def _describe(slides: Any, title: str, when: datetime) -> None:  # noqa: ANN401 - no types
    """Set the file's metadata; the thumbnail in the library's template does not show these slides and is removed."""
    package, known = slides.part.package, slides.core_properties
    for key, relation in list(package._rels.items()):  # noqa: SLF001 - the library has no name for them
        if relation.reltype.endswith("/thumbnail"):
            package.drop_rel(key)
    known.title, known.subject = title, "Go-live readiness"
    known.author = known.last_modified_by = _US
    known.created = known.modified = when.replace(tzinfo=None)
    known.revision, known.keywords, known.comments, known.category = 1, "", "", ""


__all__ = ["BOTTOM", "EDGE", "TITLE", "WIDTH", "Slides"]
