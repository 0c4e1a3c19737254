"""What `init` reports after writing a configuration."""

from collections.abc import Iterator, Sequence

from readiness_gate.config import FILE
from readiness_gate.config.scaffold import Start
from readiness_gate.reports.words import listed
from readiness_gate.sources.git.listing import Tracked

_UTC = ("UTC", "Etc/UTC")


def report(
    start: Start, files: Tracked, schema: str, there_already: Sequence[str], *, zone_assumed: bool
) -> Iterator[str]:
    """Yield what was written, what was assumed, what the gate does not measure, and what to do next."""
    yield f"Wrote {FILE} and {schema}, for {', '.join(start.platforms)}."
    yield from _part(start, files)
    yield from _templates(start, there_already)
    if zone_assumed:
        often = " Servers often use it." if start.timezone in _UTC else ""
        where = f"that of this machine.{often} If the program is elsewhere, change timezone in {FILE}"
        yield f"The time zone is {start.timezone}, {where}."
    yield from _unmeasured(start)
    yield "Next: run `readiness-gate doctor` to see what is still missing."


def _templates(start: Start, there_already: Sequence[str]) -> Iterator[str]:
    """Yield which empty files were written for tables, and which already existed."""
    files = [file for key, file in start.tables.items() if key in start.templates]
    written = [file for file in files if file not in there_already]
    if written:
        yield f"Wrote {', '.join(written)} with a header only. Fill in the rows."
    if there_already:
        yield f"Already exists, not changed: {', '.join(there_already)}."


def _part(start: Start, files: Tracked) -> Iterator[str]:
    """Yield which part of the repository counts, if it is not obvious."""
    if start.folder:
        yield f"Only files below {start.folder}/ count; [git.paths] has the patterns."
    elif files.folder:
        yield (
            f"The whole repository counts, because {files.folder}/ has no configuration or code. Change [git.paths] to "
            "count a part of it."
        )


def _unmeasured(start: Start) -> Iterator[str]:
    """Yield what the new gate does not measure."""
    if start.not_measured:
        yield f"Left out in [not-measured], with the reason: {', '.join(start.not_measured)}."
    if start.uncovered:
        yield f"It has no rules on {listed(start.uncovered)}; {FILE} shows how to add them."
