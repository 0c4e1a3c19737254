"""The fields that the Go-Live transition checks: the decision, and until when a go holds.

The decision says Go only as long as a verdict lets the milestone through. If another value cannot be written, the field
is cleared, which also closes a transition that requires Go.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, day_of, instant, iso
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers.jira.request import Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step, carry_out
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.sources.jira.shapes import Json, list_of, table_of

WORDS: Mapping[Decision, str] = {"go": "Go", "no-go": "No-go", "undecided": "Undecided"}
"""The values of the field by decision."""
_PREFIX = "com.atlassian.jira.plugin.system.customfieldtypes:"
_Kind: TypeAlias = Literal["text", "option"]
_KINDS: Mapping[str, _Kind] = {"textfield": "text", "select": "option", "radiobuttons": "option"}
_DATES = ("datepicker", "datetime")


@dataclass(frozen=True, slots=True)
class State:
    """The current values of the fields."""

    word: str
    """The decision in the field; "" if it is empty."""
    until: str
    """The time in the other field, as Jira writes it; "" if it is empty."""

    @property
    def is_open(self) -> bool:
        """Whether a transition that requires Go is allowed."""
        return self.word.strip().casefold() == WORDS["go"].casefold()


CLOSED = State("", "")


@dataclass(frozen=True, slots=True)
class Lock:
    """The fields of one issue."""

    site: Site
    issue: str
    name: str
    id: str
    kind: _Kind
    options: Mapping[str, str]
    """The ids of the field's options, by name in lower case."""
    until_id: str | None
    until_kind: str
    zone: ZoneInfo
    problems: tuple[str, ...]
    """What prevents opening it."""

    @property
    def warning(self) -> str:
        """What to do if it could not be closed."""
        return f"{self.name} of {self.issue} may still say Go: set it by hand, or block the transition"

    def state(self) -> State:
        """Return the current values of the fields."""
        ids = [self.id, *([self.until_id] if self.until_id else [])]
        read = table_of(self.site.package.get(f"issue/{self.issue}", fields=",".join(ids)))
        fields = table_of(read.get("fields"))
        if not set(ids) <= set(fields):
            raise NotPublished(f"Jira does not say what {self.name} of {self.issue} is: check its field configuration")
        return State(_word(fields[self.id]), str(fields.get(self.until_id or "") or ""))

    def close(self, decision: Decision) -> bool:
        """Set the field to a decision other than go, or clear it if it has no such value. Return whether anything had
        to change."""
        word = WORDS[decision]
        wanted = State(word if self._has(word) else "", "")
        if self._says(self.state(), wanted):
            return False
        self._set(wanted, self._until(None))
        return True

    def open(self, until: Instant, state: State) -> bool:
        """Set the field to Go. Return whether anything had to change."""
        wanted = State(WORDS["go"], self._shown(until))
        if self._says(state, wanted):
            return False
        self._set(wanted, self._until(until))
        return True

    def holds(self, state: State, until: Instant, now: Instant) -> bool:
        """Return whether the fields say Go until a time that is in the future, and not later than `until`."""
        if not state.is_open or self.until_id is None:
            return state.is_open
        moment = _moment(state.until)
        if self.until_kind == "datepicker":
            return str(day_of(now, self.zone)) <= state.until <= self._shown(until)
        return moment is not None and now < moment <= until

    def _set(self, wanted: State, until: Mapping[str, Any]) -> None:
        fields = {self.id: self._value(wanted.word), **until}
        what = f'"{wanted.word}"' if wanted.word else "nothing"
        step = Step(
            action=f"set {self.name} of {self.issue} to {what}",
            done=f"Set {self.name} of {self.issue} to {what}",
            send=lambda: self.site.package.put(f"issue/{self.issue}", {"fields": fields}),
            is_done=lambda: self._says(self.state(), wanted),
        )
        carry_out(self.site, step)

    def _says(self, state: State, wanted: State) -> bool:
        if state.word.strip().casefold() != wanted.word.casefold():
            return False
        moment = _moment(state.until)
        return state.until == wanted.until or (moment is not None and moment == _moment(wanted.until))

    def _has(self, word: str) -> bool:
        return self.kind == "text" or word.casefold() in self.options

    def _value(self, word: str) -> Any:  # noqa: ANN401 - JSON
        if not word:
            return None
        return word if self.kind == "text" else {"id": self.options[word.casefold()]}

    def _until(self, until: Instant | None) -> dict[str, Any]:
        if self.until_id is None:
            return {}
        return {self.until_id: None if until is None else self._shown(until)}

    def _shown(self, until: Instant) -> str:
        """Return a time as Jira writes it in its field: the day, or the time with its zone; "" without such a field."""
        if self.until_id is None:
            return ""
        if self.until_kind == "datepicker":
            return str(day_of(until, self.zone))
        return f"{iso(until).removesuffix('Z')}.000+0000"


def _word(value: object) -> str:
    """Return the text in a field, or the name of the selected option."""
    said = value if isinstance(value, str) else table_of(value).get("value")
    if said is None and value is None:
        return ""
    return str(said)


def _moment(text: str) -> Instant | None:
    """Return the instant of a time as Jira writes it; None for a day, and for anything invalid."""
    try:
        return instant(text) if "T" in text else None
    except ValueError:
        return None


def lock(site: Site, target: Target, zone: ZoneInfo) -> Lock:
    """Return the requested fields. Raises NotPublished if the first cannot be written at all; its `problems` say what
    prevents opening it."""
    read = table_of(site.package.get(f"issue/{target.issue}", fields="project", expand="editmeta"))
    fields = table_of(table_of(read.get("editmeta")).get("fields"))
    id_, meta = _found(fields, target.field or "", target.issue)
    kind = _KINDS.get(_type(meta))
    if kind is None:
        raise NotPublished(
            f"{id_} cannot hold a verdict ({_type(meta) or 'an unknown type'}). Name a select list (single "
            "choice), radio buttons, or a short text"
        )
    options = _options(meta)
    problems = list(_missing(options, str(meta.get("name")))) if kind == "option" else []
    until_id, until_kind = None, ""
    if target.until_field is not None:
        try:
            until_id, until_kind = _until(fields, target)
        except NotPublished as error:
            problems.append(str(error))
    name = f'"{meta.get("name")}"'
    return Lock(site, target.issue, name, id_, kind, options, until_id, until_kind, zone, tuple(problems))


def _until(fields: Json, target: Target) -> tuple[str, str]:
    id_, meta = _found(fields, target.until_field or "", target.issue)
    if _type(meta) not in _DATES:
        raise NotPublished(
            f"{id_} is not a date field ({_type(meta) or 'an unknown type'}). Name a date picker or a date time picker"
        )
    return id_, _type(meta)


def _found(fields: Json, wanted: str, issue: str) -> tuple[str, Json]:
    """Return the id of an editable field, and its metadata."""
    custom = {id_: table_of(meta) for id_, meta in fields.items() if id_.startswith("customfield_")}
    ids = [id_ for id_ in custom if id_ == wanted] or [
        id_ for id_, meta in custom.items() if meta.get("name") == wanted
    ]
    if len(ids) > 1:
        raise NotPublished(f'{issue} has several fields called "{wanted}": name one by its id ({", ".join(ids)})')
    if not ids:
        raise NotPublished(
            f'{issue} has no custom field "{wanted}" that this account may edit: add the field to the edit screen of '
            "the issue, and give the account the permission Edit issues"
        )
    return ids[0], custom[ids[0]]


def _type(meta: Json) -> str:
    return str(table_of(meta.get("schema")).get("custom", "")).removeprefix(_PREFIX)


def _options(meta: Json) -> Mapping[str, str]:
    allowed: Iterable[Json] = map(table_of, list_of(meta.get("allowedValues")))
    return {str(one.get("value")).strip().casefold(): str(one.get("id")) for one in allowed if not one.get("disabled")}


def _missing(options: Mapping[str, str], name: str) -> Iterable[str]:
    missing = [word for word in WORDS.values() if word.casefold() not in options]
    if missing:
        yield f'the field "{name}" has no option {", ".join(missing)}: add it, in the context of the issue\'s project'
