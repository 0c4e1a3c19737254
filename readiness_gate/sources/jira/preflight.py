"""The checks before anything is counted: which Jira this is, which account reads it, whether that account may see
the projects, and whether Jira knows every name in the configuration, because a misspelled one would match nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.jql import quoted
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.wording import folded
from readiness_gate.sources.jira.client import Answer, Client
from readiness_gate.sources.jira.shapes import Json, list_of, table_of

_CUSTOM = re.compile(r"customfield_([0-9]+)")
_BROWSE = "BROWSE_PROJECTS"


@dataclass(frozen=True, slots=True)
class Site:
    """A Jira that was checked, and the configuration in its terms."""

    cloud: bool
    """Whether it is Jira Cloud."""
    account: str
    """The account that reads it."""
    api: str
    """The path of its API."""
    date: float | None
    """Its own time, in seconds since 1970."""
    jira: JiraSettings
    """The configuration, with fields named by id."""
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    """The untranslated names of built-in types, by id."""

    @property
    def fields(self) -> list[str]:
        """The fields that the configuration names."""
        return list(self.jira.custom_fields)


def preflight(client: Client, jira: JiraSettings, versions: Sequence[str]) -> Site:
    """Return the Jira, if every check passes. Raises CouldNotLook for the first that does not, with what to do."""
    info = client.optional("/rest/api/3/serverInfo") or client.get("/rest/api/2/serverInfo")
    cloud = _is_cloud(client, info)
    api = f"/rest/api/{3 if cloud else 2}"
    account = _account(client, client.get(f"{api}/myself").body)
    for project in jira.projects:
        _check_visible(client, api, project)
    # On Cloud, only display names need the list: it parses ids, and whatever it does not know.
    if not cloud or any(map(_is_called, jira.custom_fields)):
        jira = _by_id(client, api, jira)
    (_check_names if cloud else _check_lists)(client, api, jira, versions)
    types = (_types_of_cloud if cloud else _types_of_server)(client, api, jira)
    return Site(cloud, account, api, info.date, jira, types)


def _is_cloud(client: Client, info: Answer) -> bool:
    kind = info.body.get("deploymentType")
    if kind not in ("Cloud", "Server", "DataCenter"):
        raise CouldNotLook(f"{client.shown} does not say whether it is Cloud or Data Center ({kind!r}): check jira.url")
    return bool(kind == "Cloud")


def _account(client: Client, body: Json) -> str:
    account = next((body[name] for name in ("accountId", "key", "name") if isinstance(body.get(name), str)), None)
    if not account:
        raise CouldNotLook(f"{client.shown} does not say which account it sees: the token belongs to no account")
    return str(account)


def _check_visible(client: Client, api: str, project: str) -> None:
    body = client.get(f"{api}/mypermissions", projectKey=project, permissions=_BROWSE).body
    granted = table_of(table_of(body.get("permissions")).get(_BROWSE))
    if granted.get("havePermission") is not True:
        raise CouldNotLook(
            f"the account may not browse the project {project}, or the project does not exist, so its issues are "
            "invisible: grant the permission, or correct jira.projects"
        )


def _is_called(field: str) -> bool:
    """Return whether a field is named by its display name, not by its id."""
    return not _CUSTOM.fullmatch(field) and field != "priority"


def _by_id(client: Client, api: str, jira: JiraSettings) -> JiraSettings:
    """Return the configuration with fields named by id. Raises CouldNotLook for a field that does not exist, or
    exists more than once."""
    listed = [(_text(entry, "id"), _text(entry, "name")) for entry in _listed(client, f"{api}/field")]
    ids = {field: _id(field, listed) for field in jira.custom_fields}
    return replace(
        jira,
        severity=replace(jira.severity, field=ids[jira.severity.field]),
        workaround=replace(jira.workaround, field=ids.get(jira.workaround.field or "")),
        collections=tuple(collection.with_fields(ids) for collection in jira.collections),
    )


def _id(field: str, listed: Sequence[tuple[str, str]]) -> str:
    """Return the id of a field among the ids and names that Jira lists."""
    # An id is one whatever the others are called.
    ids = [id_ for id_, _ in listed if id_ == field] or [id_ for id_, name in listed if name == field]
    if len(ids) != 1:
        several = f"has several fields {field} ({', '.join(ids)})" if ids else f"has no field {field}"
        raise CouldNotLook(f"Jira {several}, which the configuration names: use its id (customfield_…)")
    return ids[0]


def _clause(field: str) -> str:
    custom = _CUSTOM.fullmatch(field)
    return f"cf[{custom[1]}]" if custom else quoted(field)


def queries(jira: JiraSettings, versions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield queries that are valid only if Jira knows the name in them, and where the configuration has that name."""
    severity = _clause(jira.severity.field)
    yield from _equal("project", jira.projects, "jira.projects")
    yield from _equal("issuetype", jira.defect_types, "jira.defect-types")
    yield from _equal(severity, jira.severity.names, "jira.severity")
    yield from _equal("status", sorted(jira.approved.statuses), "jira.approved")
    if jira.workaround.field:
        yield f"{_clause(jira.workaround.field)} is not EMPTY", f"jira.workaround: {jira.workaround.field}"
    if jira.jql is not None:
        yield f"({jira.jql})", "jira.jql"
    yield from _equal("fixVersion", versions, "the version of a milestone")


def _equal(field: str, values: Iterable[str], where: str) -> Iterator[tuple[str, str]]:
    for value in values:
        yield f"{field} = {quoted(value)}", f"{where}: {value}"


def _check_names(client: Client, api: str, jira: JiraSettings, versions: Sequence[str]) -> None:
    """Have Jira parse a query for every name, in one request."""
    asked = list(queries(jira, versions))
    body = client.post(f"{api}/jql/parse?validation=strict", {"queries": [query for query, _ in asked]}).body
    parsed = [table_of(answer) for answer in list_of(body.get("queries"))]
    if len(parsed) != len(asked):
        raise CouldNotLook(f"{client.shown} did not check all names in the configuration: try again later")
    wrong = [
        f"{where} ({' '.join(map(str, list_of(answer.get('errors'))))[:200]})"
        for (_, where), answer in zip(asked, parsed, strict=True)
        if answer.get("errors") or as_mapping(answer.get("structure")) is None
    ]
    if wrong:
        raise CouldNotLook(f"Jira does not know what the configuration names: {'; '.join(wrong[:5])}")


def _check_lists(client: Client, api: str, jira: JiraSettings, versions: Sequence[str]) -> None:
    """Look the names up in the lists of Data Center, which cannot parse queries without running them."""
    if jira.severity.field == "priority":
        _check_in("jira.severity", jira.severity.names, client, [f"{api}/priority"])
    _check_in("jira.approved", jira.approved.statuses, client, [f"{api}/status"])
    paths = [f"{api}/project/{key}/versions" for key in jira.projects]
    _check_in("the version of a milestone", versions, client, paths)


def _types_of_cloud(client: Client, api: str, _jira: JiraSettings) -> dict[str, str]:
    """Return the untranslated names of built-in types, by id; a query has already checked the defect types."""
    answer = client.optional(f"{api}/issuetype")
    return _untranslated(_values(client, answer, f"{api}/issuetype")) if answer else {}


def _types_of_server(client: Client, api: str, jira: JiraSettings) -> dict[str, str]:
    """Return the untranslated names of built-in types, by id. Raises CouldNotLook if Data Center does not know a
    defect type."""
    listed = _listed(client, f"{api}/issuetype")
    known = {folded(_text(entry, name)) for entry in listed for name in ("name", "untranslatedName")}
    _refuse("jira.defect-types", [type_ for type_ in jira.defect_types if folded(type_) not in known], set())
    return _untranslated(listed)


def _untranslated(listed: Iterable[object]) -> dict[str, str]:
    tables = map(table_of, listed)
    return {str(table["id"]): str(table["untranslatedName"]) for table in tables if table.get("untranslatedName")}


def _check_in(where: str, names: Iterable[str], client: Client, paths: Iterable[str]) -> None:
    """Raise CouldNotLook for a name that is in none of the lists at the paths."""
    wanted = list(names)
    if wanted:
        _refuse(where, wanted, {_text(entry, "name") for path in paths for entry in _listed(client, path)})


def _refuse(where: str, names: Iterable[str], known: set[str]) -> None:
    unknown = sorted(set(names) - known)
    if unknown:
        raise CouldNotLook(f"Jira does not know what the configuration names: {where}: {unknown[0]}")


def _listed(client: Client, path: str) -> Sequence[object]:
    return _values(client, client.get(path), path)


def _values(client: Client, answer: Answer, path: str) -> Sequence[object]:
    values = as_sequence(answer.body.get("values"))
    if values is None:
        raise CouldNotLook(f"{client.shown} sent no list at {path}: check jira.url")
    return values


def _text(value: object, name: str) -> str:
    return str(table_of(value).get(name))
