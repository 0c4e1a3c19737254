"""Propose how people files are read, and write that as TOML."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import BadUse, Unreadable, refuse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import date_format
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.declared import ACTIVE, ROSTER
from readiness_gate.sources.people.grid import LARGEST
from readiness_gate.sources.people.propose import Known, Proposal, propose
from readiness_gate.sources.people.settings import columns_of, presets
from readiness_gate.sources.people.tables import CompletionsForm
from readiness_gate.toml.document import as_toml


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal as the user accepted it."""

    proposal: Proposal
    ignore: tuple[str, ...] = ()
    """The columns to ignore."""
    passing_score: float | None = None
    """The lowest score that passes; None if scores do not decide."""
    numeric_ids: bool = False
    """Whether numbers are used as ids unchanged."""


def proposals(names: Sequence[str], folder: Path, zone: ZoneInfo) -> list[Proposal]:
    """Return how some files of a folder are probably read. Raises BadUse for files that cannot be read or
    recognized, and for two of a kind."""
    proposed: list[Proposal] = []
    problems: list[str] = []
    for name in names:
        try:
            proposed.append(_proposal(name, folder, zone))
        except BadUse as error:
            problems.append(str(error))
    refuse(problems)
    for kind in TABLES:
        of_kind = [proposal.file.file for proposal in proposed if proposal.kind == kind]
        if len(of_kind) > 1:
            raise BadUse(f"{' and '.join(of_kind)} both look like a {kind} file: name one of them with --from")
    return proposed


def _proposal(name: str, folder: Path, zone: ZoneInfo) -> Proposal:
    try:
        content = WorkTree(folder).read(name, LARGEST)
    except Unreadable as error:
        raise BadUse(str(error)) from error
    if content is None:
        raise BadUse(f"--from {name}: there is no such file")
    return propose(name, content, _known_forms(), zone)


def _known_forms() -> dict[str, list[Known]]:
    """Return the forms of each preset, by name."""
    known: dict[str, list[Known]] = {}
    for name, file in presets().items():
        for kind, form in file.forms.items():
            suffix = form.date_suffix if isinstance(form, CompletionsForm) else None
            scale = tuple(getattr(form, "scale", None) or ())
            dates = date_format(form.dates, days=True) if form.dates else None
            form_known = Known(
                kind, columns_of(form), suffix or "", tuple(form.ignore or ()), form.skip_rows or 0, scale, dates
            )
            known.setdefault(name, []).append(form_known)
    return known


def as_it_is(proposal: Proposal) -> Accepted:
    """Return a proposal accepted without review: what it leaves open stays open, or is refused."""
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
    return Accepted(without_score(proposal))


def without_score(proposal: Proposal) -> Proposal:
    """Return the proposal without a column of scores."""
    return replace(proposal, columns={ours: name for ours, name in proposal.columns.items() if ours != "score"})


def sections(files: Sequence[Accepted]) -> str:
    """Return the tables of `[people]` for some files, and the beginning of the table of required modules."""
    tables = ["\n".join(_table(file)) for file in files]
    return "\n\n".join([*tables, "\n".join(_required(files))]) + "\n"


def _table(accepted: Accepted) -> Iterator[str]:
    """Yield the lines of the table that describes a file."""
    proposal, file = accepted.proposal, accepted.proposal.file
    yield f"[people.{proposal.kind}]"
    yield f"file = {as_toml(file.file)}"
    yield from _what_counts(proposal)
    yield from _record_words(proposal)
    if accepted.passing_score is not None:
        yield f"passing-score = {accepted.passing_score}"
    if proposal.dates:
        yield f"dates = {as_toml(proposal.dates[0])}"
    yield from _form(file)
    if file.sheet:
        yield f"sheet = {as_toml(file.sheet)}"
    if accepted.ignore:
        yield f"ignore = {as_toml(accepted.ignore)}"
    if accepted.numeric_ids:
        yield "numeric-ids = true"


def _form(file: PeopleFile) -> Iterator[str]:
    """Yield what is unusual about a file's form."""
    if file.delimiter != ",":
        yield f"delimiter = {as_toml(file.delimiter)}"
    if file.encoding != "utf-8":
        yield f"encoding = {as_toml(file.encoding)}"
    if file.header_row > 1:
        yield f"header-row = {file.header_row}"
    if file.skip_rows:
        yield f"skip-rows = {file.skip_rows}"
    if file.footer_rows:
        yield f"footer-rows = {file.footer_rows}"


def _what_counts(proposal: Proposal) -> Iterator[str]:
    """Yield the columns, and which statuses count."""
    of_preset: dict[str, str] = {}
    if proposal.preset:
        yield f"preset = {as_toml(proposal.preset)}"
        of_preset = columns_of(presets()[proposal.preset].forms[proposal.kind])
    is_roster = proposal.kind == ROSTER.key
    not_named = {*of_preset, ACTIVE} if is_roster else set(of_preset)
    named = {ours: column for ours, column in proposal.columns.items() if ours not in {column, *not_named}}
    if named:
        columns = ", ".join(f"{ours} = {as_toml(column)}" for ours, column in named.items())
        yield f"columns = {{ {columns} }}"
    if is_roster and ACTIVE in proposal.columns and proposal.completed:
        column = as_toml(proposal.columns[ACTIVE])
        yield f"active = {{ column = {column}, values = {as_toml(proposal.completed)} }}"
    elif proposal.completed:
        yield f"completed = {as_toml(proposal.completed)}"


def _record_words(proposal: Proposal) -> Iterator[str]:
    """Yield the words for the values of columns, and the questions of a survey."""
    for column, values in proposal.values.items():
        written = ", ".join(f"{value} = {as_toml(words)}" for value, words in values.items())
        yield f"values.{column} = {{ {written} }}"
    if proposal.unknown:
        yield f"# Add to values what these mean: {', '.join(map(as_toml, proposal.unknown))}"
    if proposal.questions:
        asked = ", ".join(f"{as_toml(name)} = {as_toml(short)}" for name, short in proposal.questions.items())
        yield f"questions = {{ {asked} }}"
    if proposal.scale:
        yield f"scale = {{ {', '.join(f'{as_toml(word)} = {points}' for word, points in proposal.scale.items())} }}"


def _required(files: Sequence[Accepted]) -> Iterator[str]:
    """Yield the table of required modules, with the names in the files, for the user to fill in."""
    roles = [role for file in files for role in file.proposal.roles]
    modules = [module for file in files for module in file.proposal.modules]
    yield "# The modules that each role must complete, for every role of the roster."
    if modules:
        yield f"# Modules in the completions: {', '.join(map(as_toml, modules))}"
    yield "# [people.required]"
    for role in roles or ["Sales rep"]:
        yield f"# {as_toml(role)} = {as_toml(modules[:1] or ['basics'])}"
