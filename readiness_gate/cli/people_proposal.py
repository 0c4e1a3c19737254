"""Proposes how the files about people are read, asks whether that is right, and writes it as TOML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.cli.asking import asked, can_ask, confirmed, lines
from readiness_gate.cli.output import tell
from readiness_gate.config.people import CompletionsForm
from readiness_gate.config.people_files import columns_of, presets
from readiness_gate.config.reader import work_tree
from readiness_gate.config.starting import Start
from readiness_gate.config.toml import as_toml
from readiness_gate.errors import BadUse, Unreadable
from readiness_gate.model.headers import spelled
from readiness_gate.signals.spec import counted
from readiness_gate.sources.people.columns import ACTIVE
from readiness_gate.sources.people.grid import LARGEST
from readiness_gate.sources.people.propose import Known, Proposal, propose

_NONE = "none"
_KINDS = ("roster", "completions", "calendar")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal as somebody accepted it, with the columns to ignore, the lowest score that passes, and whether numbers
    are ids as they are."""

    proposal: Proposal
    ignore: tuple[str, ...] = ()
    passing_score: float | None = None
    numeric_ids: bool = False


def with_people(start: Start, names: Sequence[str], *, agreed: bool) -> Start:
    """The start with tables for some files about people, each as `accepted`."""
    if not names:
        return start
    files = accepted(names, ZoneInfo(start.timezone), agreed=agreed)
    return replace(start, people=sections(files), described=frozenset(each.proposal.kind for each in files))


def to_paste(names: Sequence[str], zone: str) -> str:
    """What to write into a configuration that is there already, for the end of a message; empty without any file."""
    if not names:
        return ""
    proposed = sections([as_it_is(each) for each in proposals(names, ZoneInfo(zone))])
    return f". To have it read these files, write this into it:\n\n{proposed}"


def accepted(names: Sequence[str], zone: ZoneInfo, *, agreed: bool) -> list[Accepted]:
    """The proposals for some files, each accepted at the terminal, or as they are when that was `agreed`.

    Raises BadUse for a file that cannot be read or recognized, for two files of one kind, and with the proposals when
    nobody can be asked.
    """
    proposed = proposals(names, zone)
    if agreed:
        return [as_it_is(each) for each in proposed]
    if not can_ask():
        text = sections([Accepted(each) for each in proposed])
        raise BadUse(
            f"a proposal needs somebody to confirm it, and nobody can be asked here. This is it:\n\n{text}\n"
            "Add --yes to accept it, or write it into the configuration by hand"
        )
    return [_confirmed(each) for each in proposed]


def proposals(names: Sequence[str], zone: ZoneInfo) -> list[Proposal]:
    """How some files are probably read. Raises BadUse for one that cannot be read or recognized, and for two of a
    kind."""
    proposed = [_proposal(name, zone) for name in names]
    for kind in _KINDS:
        of_kind = [each.file.file for each in proposed if each.kind == kind]
        if len(of_kind) > 1:
            raise BadUse(f"{' and '.join(of_kind)} both look like a {kind} file: name one of them with --from")
    return proposed


def _proposal(name: str, zone: ZoneInfo) -> Proposal:
    try:
        content = work_tree(Path.cwd())(name, LARGEST)
    except Unreadable as error:
        raise BadUse(str(error)) from error
    if content is None:
        raise BadUse(f"--from {name}: there is no such file")
    return propose(name, content, _known_forms(), zone)


def _known_forms() -> dict[str, list[Known]]:
    """The forms of each preset, by its name."""
    known: dict[str, list[Known]] = {}
    for name, file in presets().items():
        for kind, form in file.forms.items():
            suffix = form.date_suffix if isinstance(form, CompletionsForm) else None
            known.setdefault(name, []).append(Known(kind, columns_of(form), suffix or "", tuple(form.ignore or ())))
    return known


def as_it_is(proposal: Proposal) -> Accepted:
    """A proposal that nobody looks at: what it leaves open stays open, or is refused."""
    if len(proposal.dates) > 1:
        raise BadUse(
            f"{proposal.file.file}: its dates fit several forms ({', '.join(proposal.dates)}): run init at a terminal "
            "to choose one"
        )
    if proposal.statuses and not proposal.completed and not proposal.preset:
        raise BadUse(
            f"{proposal.file.file}: which status counts as completed is unknown ({', '.join(proposal.statuses)}): run "
            "init at a terminal to choose"
        )
    return Accepted(_without_score(proposal))


def _without_score(proposal: Proposal) -> Proposal:
    return replace(proposal, columns={ours: name for ours, name in proposal.columns.items() if ours != "score"})


def _confirmed(proposal: Proposal) -> Accepted:
    """A proposal as whoever sits at the terminal confirms and completes it."""
    name = proposal.file.file
    tell(lines(f"{name} looks like a {proposal.kind} file{_of_preset(proposal)}{_of_sheet(proposal)}."))
    for ours, column in proposal.columns.items():
        tell(f'  {ours:<17} "{column}"')
    if not confirmed("Is that right"):
        raise BadUse(
            f"{name}: describe its columns by hand in [people.{proposal.kind}]; docs/people-files.md shows how"
        )
    proposal = replace(proposal, dates=_dates(proposal))
    if proposal.statuses and not proposal.preset:
        proposal = replace(proposal, completed=_completed(proposal))
    score = _passing_score(proposal)
    if score is None:
        scores = tuple(column for ours, column in proposal.columns.items() if ours == "score")
        proposal = replace(_without_score(proposal), unassigned=(*proposal.unassigned, *scores))
    return Accepted(proposal, _ignored(proposal), score, _numeric_ids(proposal))


def _of_preset(proposal: Proposal) -> str:
    return f" as {proposal.preset} exports it" if proposal.preset else ""


def _of_sheet(proposal: Proposal) -> str:
    """The one sheet that is read, if there are others."""
    return f', and only its sheet "{proposal.file.sheet}" is read' if proposal.file.sheet else ""


def _dates(proposal: Proposal) -> tuple[str, ...]:
    """The form of the dates, where several fit."""
    if len(proposal.dates) < 2:  # noqa: PLR2004 - a choice needs two
        return proposal.dates

    def chosen(answer: str) -> tuple[str, ...]:
        if answer not in proposal.dates:
            raise BadUse(f"name one of these: {', '.join(proposal.dates)}")
        return (answer,)

    return asked(f"How are its dates written ({', '.join(proposal.dates)})", chosen)


def _completed(proposal: Proposal) -> tuple[str, ...]:
    """The statuses that count."""
    known = {spelled(status): status for status in proposal.statuses}
    shown = ", ".join(f"{status} ({counted(count, 'row')})" for status, count in proposal.statuses.items())
    tell(lines(f"It has these statuses: {shown}."))

    def chosen(answer: str) -> tuple[str, ...]:
        names = [each.strip() for each in answer.split(",") if each.strip()]
        strange = [each for each in names if spelled(each) not in known]
        if strange or not names:
            raise BadUse(
                f"name statuses of the file, with commas between them{': not ' + strange[0] if strange else ''}"
            )
        return tuple(known[spelled(each)] for each in names)

    question = (
        "Which of them are of people who still work there" if proposal.kind == "roster" else "Which of them count"
    )
    return asked(question, chosen, ", ".join(proposal.completed) or None)


def _passing_score(proposal: Proposal) -> float | None:
    """The lowest score that passes; None when scores do not decide."""
    if "score" not in proposal.columns:
        return None

    def chosen(answer: str) -> float | None:
        if answer.strip().casefold() == _NONE:
            return None
        try:
            return float(answer)
        except ValueError as error:
            raise BadUse(f'write a number, such as 80, or "{_NONE}"') from error

    question = f'The lowest score of "{proposal.columns["score"]}" that passes, or {_NONE} if scores do not decide'
    return asked(question, chosen, _NONE)


def _ignored(proposal: Proposal) -> tuple[str, ...]:
    """The columns to ignore; none when one of them may matter, so that the file stays unavailable until it is named."""
    if not proposal.unassigned:
        return ()
    names = ", ".join(f'"{column}"' for column in proposal.unassigned)
    tell(lines(f"Not recognized: {names}."))
    ignore = confirmed("Do all of these say nothing about who completed what, or until when it counts (ignore them)")
    return proposal.unassigned if ignore else ()


def _numeric_ids(proposal: Proposal) -> bool:
    """Whether ids that a workbook has as numbers are whole: as a number, 00123 has lost its zeros."""
    return proposal.numbers and confirmed("Its ids are numbers: is it certain that no id begins with a zero")


def sections(files: Sequence[Accepted]) -> str:
    """The tables of `[people]` for some files, and the beginning of the table of required modules."""
    tables = ["\n".join(_table(each)) for each in files]
    return "\n\n".join([*tables, "\n".join(_required(files))]) + "\n"


def _table(each: Accepted) -> Iterator[str]:
    """The lines of the table that describes a file."""
    proposal, file = each.proposal, each.proposal.file
    yield f"[people.{proposal.kind}]"
    yield f"file = {as_toml(file.file)}"
    yield from _what_counts(proposal)
    keys: list[tuple[str, str | float | Sequence[str] | None]] = [
        ("passing-score", each.passing_score),
        ("dates", proposal.dates[0] if proposal.dates else None),
        ("delimiter", file.delimiter if file.delimiter != "," else None),
        ("encoding", file.encoding if file.encoding != "utf-8" else None),
        ("header-row", file.header_row if file.header_row > 1 else None),
        ("sheet", file.sheet),
        ("ignore", each.ignore or None),
    ]
    for key, value in keys:
        if value is not None:
            yield f"{key} = {value if isinstance(value, int | float) else as_toml(value)}"
    if each.numeric_ids:
        yield "numeric-ids = true"


def _what_counts(proposal: Proposal) -> Iterator[str]:
    """The columns, and which statuses count."""
    if proposal.preset:
        yield f"preset = {as_toml(proposal.preset)}"
        return
    named = {ours: column for ours, column in proposal.columns.items() if ours not in (column, ACTIVE)}
    if named:
        columns = ", ".join(f"{ours} = {as_toml(column)}" for ours, column in named.items())
        yield f"columns = {{ {columns} }}"
    if ACTIVE in proposal.columns and proposal.completed:
        column = as_toml(proposal.columns[ACTIVE])
        yield f"active = {{ column = {column}, values = {as_toml(proposal.completed)} }}"
    elif proposal.completed:
        yield f"completed = {as_toml(proposal.completed)}"


def _required(files: Sequence[Accepted]) -> Iterator[str]:
    """The table of required modules, with the names that the files have, for somebody to fill in."""
    roles = [role for each in files for role in each.proposal.roles]
    modules = [module for each in files for module in each.proposal.modules]
    yield "# The modules that each role must complete, for every role of the roster."
    if modules:
        yield f"# Modules in the completions: {', '.join(as_toml(each) for each in modules)}"
    yield "# [people.required]"
    for role in roles or ["Sales rep"]:
        yield f"# {as_toml(role)} = {as_toml(modules[:1] or ['basics'])}"
