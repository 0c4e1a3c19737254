"""Ask whether people files were recognized correctly."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.app.people_tables import Accepted, as_it_is, proposals, sections, without_score
from readiness_gate.cli.asking import asked, can_ask, confirmed, lines
from readiness_gate.cli.output import to_stderr
from readiness_gate.config.scaffold import Start
from readiness_gate.errors import BadUse
from readiness_gate.model.headers import spelled
from readiness_gate.model.wording import counted
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.propose import Proposal

_NONE = "none"


def with_people(start: Start, names: Sequence[str], *, agreed: bool) -> Start:
    """Return the start with tables for the given people files, as `accepted`."""
    if not names:
        return start
    files = accepted(names, ZoneInfo(start.timezone), agreed=agreed)
    return replace(start, people=sections(files), described=frozenset(file.proposal.kind for file in files))


def to_paste(names: Sequence[str], zone: str) -> str:
    """Return what to add to an existing configuration, for the end of a message; "" without any file."""
    if not names:
        return ""
    proposed = sections(list(map(as_it_is, proposals(names, Path.cwd(), ZoneInfo(zone)))))
    return f". To read these files, add this to it:\n\n{proposed}"


def accepted(names: Sequence[str], zone: ZoneInfo, *, agreed: bool) -> list[Accepted]:
    """Return the proposals for some files, accepted at the terminal, or as they are if `agreed`.

    Raises BadUse for a file that cannot be read or recognized, for two files of one kind, and with the proposals when
    nobody can be asked.
    """
    proposed = proposals(names, Path.cwd(), zone)
    if agreed:
        return list(map(as_it_is, proposed))
    if not can_ask():
        text = sections(list(map(Accepted, proposed)))
        raise BadUse(
            f"a person must confirm the proposal, and there is no terminal to ask. The proposal is:\n\n{text}\n"
            "Add --yes to accept it, or copy it into the configuration"
        )
    return list(map(_confirmed, proposed))


def _confirmed(proposal: Proposal) -> Accepted:
    """Return a proposal, confirmed and completed at the terminal."""
    name = proposal.file.file
    to_stderr(lines(f"{name} looks like a {proposal.kind} file{_of_preset(proposal)}{_of_sheet(proposal)}."))
    for ours, column in proposal.columns.items():
        to_stderr(f'  {ours:<17} "{column}"')
    for line in _words_of(proposal):
        to_stderr(line)
    if not confirmed("Is that right"):
        raise BadUse(f"{name}: describe its columns in [people.{proposal.kind}]; docs/people-files.md shows how")
    proposal = replace(proposal, dates=_dates(proposal))
    if proposal.statuses and not proposal.preset:
        proposal = replace(proposal, completed=_completed(proposal))
    score = _passing_score(proposal)
    if score is None:
        scores = tuple(column for ours, column in proposal.columns.items() if ours == "score")
        proposal = replace(without_score(proposal), unassigned=(*proposal.unassigned, *scores))
    return Accepted(proposal, _ignored(proposal), score, _numeric_ids(proposal))


def _words_of(proposal: Proposal) -> Iterator[str]:
    """Show the questions of a survey, and what the words for values mean."""
    for column, short in proposal.questions.items():
        yield f'  question {short}: "{column}"'
    for column, values in proposal.values.items():
        for value, words in values.items():
            yield f"  {column} {value}: {', '.join(words)}"
    if proposal.unknown:
        yield f"  unknown: {', '.join(proposal.unknown)}. Add these to values, or the file is unavailable."


def _of_preset(proposal: Proposal) -> str:
    return f" as {proposal.preset} exports it" if proposal.preset else ""


def _of_sheet(proposal: Proposal) -> str:
    """Return the name of the sheet that is read, if there are others."""
    return f', and only its sheet "{proposal.file.sheet}" is read' if proposal.file.sheet else ""


def _dates(proposal: Proposal) -> tuple[str, ...]:
    """Return the format of the dates; ask if several fit."""
    if len(proposal.dates) < 2:  # noqa: PLR2004 - a choice needs two
        return proposal.dates

    def chosen(answer: str) -> tuple[str, ...]:
        if answer not in proposal.dates:
            raise BadUse(f"name one of these: {', '.join(proposal.dates)}")
        return (answer,)

    return asked(f"How are its dates written ({', '.join(proposal.dates)})", chosen)


def _completed(proposal: Proposal) -> tuple[str, ...]:
    """Return the statuses that count."""
    known = {spelled(status): status for status in proposal.statuses}
    shown = ", ".join(f"{status} ({counted(count, 'row')})" for status, count in proposal.statuses.items())
    to_stderr(lines(f"The file has these statuses: {shown}."))

    def chosen(answer: str) -> tuple[str, ...]:
        names = [name.strip() for name in answer.split(",") if name.strip()]
        strange = [name for name in names if spelled(name) not in known]
        if strange or not names:
            raise BadUse(f"name statuses of the file, separated by commas{', not ' + strange[0] if strange else ''}")
        return tuple(known[spelled(name)] for name in names)

    question = (
        "Which of them mean that a person still works there" if proposal.kind == "roster" else "Which of them count"
    )
    return asked(question, chosen, ", ".join(proposal.completed) or None)


def _passing_score(proposal: Proposal) -> float | None:
    """Return the lowest score that passes; None if scores do not decide."""
    if "score" not in proposal.columns:
        return None

    def chosen(answer: str) -> float | None:
        if answer.strip().casefold() == _NONE:
            return None
        try:
            return float(answer)
        except ValueError as error:
            raise BadUse(f'give a number, such as 80, or "{_NONE}"') from error

    question = f'The lowest score in "{proposal.columns["score"]}" that passes, or {_NONE} if scores do not decide'
    return asked(question, chosen, _NONE)


def _ignored(proposal: Proposal) -> tuple[str, ...]:
    """Return the columns to ignore; none if one of them may matter, so that the file stays unavailable until it is
    named."""
    if not proposal.unassigned:
        return ()
    names = ", ".join(f'"{column}"' for column in proposal.unassigned)
    to_stderr(lines(f"Not recognized: {names}."))
    ignore = confirmed(f"Can all of these be ignored: none says {TABLES[proposal.kind].says}")
    return proposal.unassigned if ignore else ()


def _numeric_ids(proposal: Proposal) -> bool:
    """Ask whether ids that a workbook stores as numbers are complete: as a number, 00123 loses its zeros."""
    return proposal.numbers and confirmed(
        "Its ids are stored as numbers, which drop leading zeros. Is it certain that no id begins with a zero"
    )
