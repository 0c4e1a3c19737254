"""Pairs of `--format` and `--output`, with all mistakes reported together."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from readiness_gate.cli.output import STDOUT, format_of, needed, refuse_folder, refuse_input, write, write_folder
from readiness_gate.errors import BadUse, NotWritten, refuse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.subject import Subject
from readiness_gate.model.wording import counted
from readiness_gate.reports import Report, ReportTable


@dataclass(frozen=True, slots=True)
class Target:
    """A report and its destination: the name of a file or a folder, or `-` for stdout."""

    report: Report
    output: str

    @property
    def is_folder(self) -> bool:
        """Whether the report is written as a folder of files instead of one archive."""
        return bool(self.report.files) and self.output != STDOUT and not self.report.ends(self.output)


def targets(
    reports: ReportTable,
    formats: Sequence[str],
    outputs: Sequence[str],
    inputs: Iterable[Path],
    *,
    several: bool = False,
    about: Sequence[Subject] = (),
) -> list[Target]:
    """Return the reports with their outputs; a last format without an output goes to stdout.

    Raises BadUse with everything wrong: unknown formats and endings, numbers that do not match, outputs that are inputs
    or are given twice, formats for one milestone if `several` are judged, and formats that need to know what the
    verdict is `about`.
    """
    mistakes: list[str] = []
    places = (*outputs, STDOUT) if not outputs or len(formats) == len(outputs) + 1 else tuple(outputs)
    known = [_known(name, reports, mistakes) for name in formats] or [_of(place, reports, mistakes) for place in places]
    mistakes += _unpaired(known, places, outputs)
    found = [Target(report, place) for report, place in zip(known, places, strict=False) if report is not None]
    read = list(inputs)
    mistakes += [mistake for target in found for mistake in _wrong(target, read, several=several)]
    mistakes += _about_nothing([target.report for target in found], about)
    refuse(mistakes)
    return found


def _known(name: str, reports: ReportTable, mistakes: list[str]) -> Report | None:
    """Return the report of a format; an unknown one is a mistake."""
    if name not in reports:
        mistakes.append(f'unknown format "{name}". Known formats: {", ".join(sorted(reports))}')
    return reports.get(name)


def _of(place: str, reports: ReportTable, mistakes: list[str]) -> Report | None:
    """Return the report for an output's ending; an unknown one is a mistake."""
    try:
        return reports[format_of(place, reports.values())]
    except BadUse as error:
        mistakes.append(str(error))
        return None


def _unpaired(known: Sequence[Report | None], places: Sequence[str], outputs: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the pairing of formats and outputs."""
    if len(known) != len(places):
        yield (
            f"--format is given {counted(len(known), 'time')}, and --output {counted(len(outputs), 'time')}. Give "
            "one --output for each --format, in the same order; - is stdout"
        )
    elif len(set(map(_real, places))) != len(places):
        yield "two formats cannot have the same --output. Name two files"
    elif len(outputs) < len(known):
        yield from _swapped([report for report in known if report is not None], outputs)


def _swapped(known: Sequence[Report], outputs: Sequence[str]) -> Iterator[str]:
    """Yield the outputs that have the next format's ending: one was left out before the last, and the order matters."""
    for report, following, output in zip(known, known[1:], outputs, strict=False):
        if following.ends(output) and not report.ends(output):
            yield (
                f"--output {output}: the formats and outputs are paired in order, so this would be {report.name}, not "
                f"{following.name}. Give one --output for each --format; - is stdout"
            )


def _wrong(target: Target, inputs: Sequence[Path], *, several: bool) -> Iterator[str]:
    """Yield what is wrong with one target."""
    try:
        if target.is_folder:
            refuse_folder(target.output, target.report.files, inputs)
        refuse_input(target.output, inputs)
    except BadUse as error:
        yield str(error)
    extra = target.report.extra
    if extra is not None and find_spec(extra[0]) is None:
        yield needed(target.report)
    elif target.report.lacks is not None and (missing := target.report.lacks()):
        yield f"--format {target.report.name} needs {missing}"
    if several and target.report.join is None:
        yield f"--all: the format {target.report.name} shows one milestone. Name the milestone"


def _about_nothing(wanted: Sequence[Report], about: Sequence[Subject]) -> Iterator[str]:
    """Yield the formats that need a subject although none was named, and the reverse."""
    are_about = [report.name for report in wanted if report.wants_subjects]
    if are_about and not about:
        yield f"--format {are_about[0]} needs --subject: what the verdict lets through, such as crm.zip=sha256:DIGEST"
    if about and not are_about:
        yield "--subject is for --format attestation: add it, or leave out the subject"


def _real(output: str) -> str:
    """Return an output with its symbolic links resolved."""
    return output if output == STDOUT else os.path.realpath(output)


def for_files(chosen: Iterable[Target], reports: ReportTable) -> list[Target]:
    """Return the targets, with the reports for files in place of those for a screen: a file has neither color nor the
    screen's width."""
    return [one if one.output == STDOUT else replace(one, report=reports[one.report.name]) for one in chosen]


def write_all(contents: Iterable[tuple[bytes, Target]]) -> None:
    """Write each report to its output, even after a failure. Raises NotWritten with all failures."""
    failed: list[str] = []
    for content, target in contents:
        try:
            if target.is_folder:
                write_folder(content, target.output)
            else:
                write(content, target.output, is_text=target.report.is_text)
        except NotWritten as error:
            failed.append(str(error))
    if failed:
        raise NotWritten("\n".join(failed))


__all__ = ["Target", "for_files", "targets", "write_all"]
