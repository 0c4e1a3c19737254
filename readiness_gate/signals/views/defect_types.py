"""Which issue types are defects, and which may be defects that are not counted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.wording import counted, folded, some

_CLOSE = 0.8
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Types:
    """The types of issues."""

    amount: int
    """The number of issues."""
    now: frozenset[str]
    """The present types of the issues."""
    by_project: Mapping[str, frozenset[str]]
    """The present and past types of the issues of each project."""

    @property
    def ever(self) -> list[str]:
        """The present and past types of all issues, sorted."""
        return sorted(frozenset[str]().union(*self.by_project.values()))


def types_of(issues: Sequence[Issue]) -> Types:
    """Return the types of the issues."""
    states = chain(issues, (past.issue for issue in issues for past in issue.past))
    by_project: dict[str, set[str]] = {}
    for issue in states:
        by_project.setdefault(project(issue.key), set()).add(issue.type)
    now = frozenset(issue.type for issue in issues)
    return Types(len(issues), now, {name: frozenset(types) for name, types in by_project.items()})


def check_all_counted(types: Types, jira: JiraSettings) -> None:
    """Raise CannotMeasure if defects may be missing: a project has none, or a type is named almost like a defect
    type."""
    seen, wanted = types.ever, {folded(type_) for type_ in jira.defect_types}
    if wanted.isdisjoint(map(folded, types.now)):
        raise CannotMeasure(
            f"none of {types.amount} issues is of a type in jira.defect-types ({', '.join(jira.defect_types)}), so a "
            f"zero would prove nothing; the types seen are: {some(seen)}"
        )
    _check_spelling(jira.defect_types, seen)
    _check_names(jira, seen)
    _check_projects(jira, types.by_project)


def _check_projects(jira: JiraSettings, types: Mapping[str, frozenset[str]]) -> None:
    """Check that every project ever had an issue of a defect type."""
    wanted = {folded(type_) for type_ in jira.defect_types}
    for name in sorted(set(types) - set(jira.no_defects)):
        if not wanted & {folded(type_) for type_ in types[name]}:
            raise CannotMeasure(
                f"no issue of the project {name} is of a defect type ({', '.join(jira.defect_types)}); the types seen "
                f"there are: {some(sorted(types[name]))}. Add its defects to defect-types, or "
                f'no-defects = ["{name}"], in [jira]'
            )


def _check_names(jira: JiraSettings, seen: Iterable[str]) -> None:
    """Check that the configuration names every type whose name contains a defect type as a word."""
    named = {folded(type_) for type_ in (*jira.defect_types, *jira.not_defects)}
    wanted = [_words(type_) for type_ in jira.defect_types]
    alike = [type_ for type_ in seen if folded(type_) not in named and any(_contains(type_, words) for words in wanted)]
    if alike:
        raise CannotMeasure(
            f"issues of the types {some(alike)} may be defects by their names, and are not counted: add each type to "
            "defect-types or to not-defects in [jira]"
        )


def _words(name: str) -> list[str]:
    """Return the words of a name in lower case, without the plural s."""
    return [word.removesuffix("s") for word in _WORD.findall(folded(_HUMP.sub(" ", name)))]


def _contains(name: str, words: Sequence[str]) -> bool:
    there = _words(name)
    return bool(words) and any(there[at : at + len(words)] == words for at in range(len(there)))


def _past_statuses(defects: Sequence[Issue]) -> CannotMeasure:
    statuses = sorted({defect.status for defect in defects})
    return CannotMeasure(
        f"the history of {counted(len(defects), 'defect')} ({_keys(defects)}) names the status "
        f"{some(statuses)}, which no issue has now, so its category is unknown: add "
        f'statuses = {{ "{statuses[0]}" = "indeterminate" }} to [jira] (or "new", or "done")'
    )


def check_statuses(defects: Sequence[Issue], today: Sequence[Issue]) -> None:
    """Raise CannotMeasure if it is unknown whether some defects were open."""
    unclear = [defect for defect in defects if defect.done is None]
    if not unclear:
        return
    still_unclear = {issue.key for issue in today if issue.done is None}
    past = [defect for defect in unclear if defect.key not in still_unclear]
    if past:
        raise _past_statuses(past)
    raise CannotMeasure(
        f"{len(unclear)} of {len(defects)} defects have no status category ({_keys(unclear)}), "
        'so it is unknown whether they are open; export the whole field "status"'
    )


def _keys(issues: Sequence[Issue]) -> str:
    return some([issue.key for issue in issues])


def project(key: str) -> str:
    """Return the project key in an issue key."""
    return key.rpartition("-")[0]


def _check_spelling(types: Sequence[str], seen: Iterable[str]) -> None:
    """Check that no requested type lacks issues while another type is named almost like it."""
    present = {folded(type_): type_ for type_ in seen}
    wanted = {folded(type_): type_ for type_ in types}
    others = sorted(present.keys() - wanted.keys())
    for absent in sorted(wanted.keys() - present.keys()):
        close = get_close_matches(absent, others, n=1, cutoff=_CLOSE)
        if close:
            raise CannotMeasure(
                f'no issue is of the type "{wanted[absent]}" that jira.defect-types names, and there are issues of the '
                f'type "{present[close[0]]}": correct the name, or take it out'
            )
