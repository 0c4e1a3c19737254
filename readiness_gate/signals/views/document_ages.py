"""What a reader must know of the ages of documents that pass for fresh."""

from collections.abc import Iterator

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.time import DAY, Instant, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.docs import freshness
from readiness_gate.signals.views import covers

_GRACE = 7 * DAY


def remarks(facts: Facts, as_of: Instant) -> Iterator[str]:
    """The documents that a history began with, together with what they describe; and those that landed after what they
    describe changed, and were written before."""
    try:
        described = freshness.describe(facts, as_of)
    except CannotMeasure:
        return
    git, last = described.git, described.last
    began: list[str] = []
    earlier: list[tuple[str, Instant, Instant, str]] = []
    for path, groups in described.covered.items():
        for own in described.written[path][:1]:
            if covers.changed_later(groups, own.landed, _GRACE):
                continue
            if own.commit in git.roots and any(last[each].commit in git.roots for each in _all(groups)):
                began.append(path)
            written = git.authored.get(described.content(path, as_of), own.landed)
            moved = covers.changed_later(groups, written, _GRACE)
            if moved:
                earlier.append((path, written, moved[0][0], moved[0][1]))
    if began:
        yield (
            f"{counted(len(began), 'document')} that came with the first commit of a history, together with what they "
            f"describe, have not changed since ({some(sorted(began))}): which of the two is older, git does not know"
        )
    for path, written, landed, other in sorted(earlier)[:1]:
        more = f" (so did {len(earlier) - 1} more)" if len(earlier) > 1 else ""
        yield (
            f"{path} landed after {other} changed on {iso_day(landed)}, and was written before, on {iso_day(written)}"
            f"{more}: it counts from when it landed"
        )


def _all(groups: "list[covers.Files]") -> Iterator[str]:
    for files in groups:
        yield from files.paths
