"""Before anything is counted: which Jira this is, as whom it is asked, whether that account may see the projects, and
whether Jira knows every name that the configuration uses: a misspelt one would find nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field as of_class
from dataclasses import replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.jql import quoted
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.wording import folded
from readiness_gate.sources.jira.client import Client, Json

_CUSTOM = re.compile(r"customfield_([0-9]+)")
_BROWSE = "BROWSE_PROJECTS"


@dataclass(frozen=True, slots=True)
class Site:
    """A Jira: whether it is in Atlassian's cloud, as whom it is asked, where its API is, what time it is there, in
    seconds since 1970, and what the configuration says with the fields called by their ids."""

    cloud: bool
    account: str
    api: str
    date: float | None
    jira: JiraSettings
    types: Mapping[str, str] = of_class(default_factory=dict[str, str])
    """What built-in types are called untranslated, by their ids."""


def preflight(client: Client, jira: JiraSettings, versions: Sequence[str]) -> Site:
    """The Jira, once all is well. Raises CouldNotLook with the first thing that is not, and what to do about it."""
    info = client.optional("/rest/api/3/serverInfo") or client.get("/rest/api/2/serverInfo")
    kind = info.body.get("deploymentType")
    if kind not in ("Cloud", "Server", "DataCenter"):
        raise CouldNotLook(f"{client.shown} does not say whether it is Cloud or Data Center ({kind!r}): check jira.url")
    cloud = kind == "Cloud"
    api = f"/rest/api/{3 if cloud else 2}"
    account = _account(client, client.get(f"{api}/myself").body)
    for project in jira.projects:
        _check_visible(client, api, project)
    if cloud:
        # Only display names need the list: Jira parses ids, and whatever it does not know.
        jira = _by_id(client, api, jira) if any(map(_is_called, _fields(jira))) else jira
        _check_names(client, api, jira, versions)
    else:
        jira = _by_id(client, api, jira)
        _check_lists(client, api, jira, versions)
    types = _types(client, api, jira, cloud=cloud)
    return Site(cloud, account, api, info.date, jira, types)


def _account(client: Client, body: Json) -> str:
    found = next((body[name] for name in ("accountId", "key", "name") if isinstance(body.get(name), str)), None)
    if not found:
        raise CouldNotLook(f"{client.shown} does not say as whom it is asked: the token is of no account")
    return str(found)


def _check_visible(client: Client, api: str, project: str) -> None:
    body = client.get(f"{api}/mypermissions", projectKey=project, permissions=_BROWSE).body
    granted = as_mapping((as_mapping(body.get("permissions")) or {}).get(_BROWSE)) or {}
    if granted.get("havePermission") is not True:
        raise CouldNotLook(
            f"the account may not browse the project {project}, or there is none: grant it, or correct jira.projects; "
            "until then no issue of it is seen"
        )


def _fields(jira: JiraSettings) -> list[str]:
    return [each for each in (jira.severity.field, jira.workaround.field) if each]


def _is_called(field: str) -> bool:
    """Whether a field is called by the name that people see, and not by its id."""
    return not _CUSTOM.fullmatch(field) and field != "priority"


def _by_id(client: Client, api: str, jira: JiraSettings) -> JiraSettings:
    """The same configuration with the fields called by their ids. Raises CouldNotLook for a field that there is not,
    or more than once."""
    listed = [(_text(each, "id"), _text(each, "name")) for each in _listed(client, f"{api}/field")]
    ids: dict[str, str] = {}
    for field in _fields(jira):
        # An id is one whatever the others are called.
        found = [id_ for id_, _ in listed if id_ == field] or [id_ for id_, name in listed if name == field]
        if len(found) != 1:
            several = f"has several fields {field} ({', '.join(found)})" if found else f"has no field {field}"
            raise CouldNotLook(f"Jira {several}, which the configuration names: name it by its id (customfield_…)")
        ids[field] = found[0]
    workaround = ids.get(jira.workaround.field or "")
    return replace(
        jira,
        severity=replace(jira.severity, field=ids[jira.severity.field]),
        workaround=replace(jira.workaround, field=workaround),
    )


def _clause(field: str) -> str:
    custom = _CUSTOM.fullmatch(field)
    return f"cf[{custom[1]}]" if custom else quoted(field)


def queries(jira: JiraSettings, versions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Queries that are valid only when Jira knows each name, and where in the configuration that name stands."""
    for project in jira.projects:
        yield f"project = {quoted(project)}", f"jira.projects: {project}"
    for type_ in jira.defect_types:
        yield f"issuetype = {quoted(type_)}", f"jira.defect-types: {type_}"
    for name in jira.severity.names:
        yield f"{_clause(jira.severity.field)} = {quoted(name)}", f"jira.severity: {name}"
    for status in sorted(jira.approved.statuses):
        yield f"status = {quoted(status)}", f"jira.approved: {status}"
    if jira.workaround.field:
        yield f"{_clause(jira.workaround.field)} is not EMPTY", f"jira.workaround: {jira.workaround.field}"
    if jira.jql is not None:
        yield f"({jira.jql})", "jira.jql"
    for version in versions:
        yield f"fixVersion = {quoted(version)}", f"the version of a milestone: {version}"


def _check_names(client: Client, api: str, jira: JiraSettings, versions: Sequence[str]) -> None:
    """Have Jira parse a query for every name, in one request."""
    asked = list(queries(jira, versions))
    body = client.post(f"{api}/jql/parse?validation=strict", {"queries": [query for query, _ in asked]}).body
    parsed = [as_mapping(each) or {} for each in as_sequence(body.get("queries")) or ()]
    if len(parsed) != len(asked):
        raise CouldNotLook(f"{client.shown} did not check all the names of the configuration")
    wrong = [
        f"{where} ({' '.join(map(str, as_sequence(each.get('errors')) or ()))[:200]})"
        for (_, where), each in zip(asked, parsed, strict=True)
        if each.get("errors") or as_mapping(each.get("structure")) is None
    ]
    if wrong:
        raise CouldNotLook(f"Jira does not know what the configuration names: {'; '.join(wrong[:5])}")


def _check_lists(client: Client, api: str, jira: JiraSettings, versions: Sequence[str]) -> None:
    """Data Center parses no queries: look the names up in its lists."""
    if jira.severity.field == "priority":
        _check_in("jira.severity", jira.severity.names, client, f"{api}/priority")
    _check_in("jira.approved", jira.approved.statuses, client, f"{api}/status")
    if versions:
        listed = [each for key in jira.projects for each in _listed(client, f"{api}/project/{key}/versions")]
        _refuse("the version of a milestone", versions, {_text(each, "name") for each in listed})


def _types(client: Client, api: str, jira: JiraSettings, *, cloud: bool) -> dict[str, str]:
    """What built-in types are called untranslated, by their ids. Raises CouldNotLook when Data Center does not know a
    defect type; Cloud was asked for them in a query."""
    answer = client.optional(f"{api}/issuetype") if cloud else client.get(f"{api}/issuetype")
    listed = as_sequence(answer.body.get("values")) if answer else ()
    if listed is None:
        raise CouldNotLook(f"{client.shown} gave no list of what it has at {api}/issuetype")
    tables = [as_mapping(each) or {} for each in listed]
    if not cloud:
        known = {folded(str(each.get(name))) for each in tables for name in ("name", "untranslatedName")}
        unknown = [type_ for type_ in jira.defect_types if folded(type_) not in known]
        _refuse("jira.defect-types", unknown, set())
    return {str(each["id"]): str(each["untranslatedName"]) for each in tables if each.get("untranslatedName")}


def _check_in(where: str, names: Iterable[str], client: Client, path: str) -> None:
    wanted = list(names)
    if wanted:
        _refuse(where, wanted, {_text(each, "name") for each in _listed(client, path)})


def _refuse(where: str, names: Iterable[str], known: set[str]) -> None:
    unknown = sorted(set(names) - known)
    if unknown:
        raise CouldNotLook(f"Jira does not know what the configuration names: {where}: {unknown[0]}")


def _listed(client: Client, path: str) -> Sequence[object]:
    found = as_sequence(client.get(path).body.get("values"))
    if found is None:
        raise CouldNotLook(f"{client.shown} gave no list of what it has at {path}")
    return found


def _text(value: object, name: str) -> str:
    return str((as_mapping(value) or {}).get(name))
