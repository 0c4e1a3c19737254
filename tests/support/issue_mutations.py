"""What goes wrong with exports of issues and with how they are configured, and what must come of each."""

import json
import random
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from support.issue_files import Export
from support.issue_world import World

Expectation: TypeAlias = Literal["same", "at least", "refuse"]
"""A value as it is, none that is lower than the truth, or no value."""
Mutation: TypeAlias = Callable[[random.Random, World, Export], Expectation | None]

_MARKS: tuple[tuple[str, Any], ...] = (
    ("truncated", True),
    ("hasNextPage", True),
    ("isLastPage", False),
    ("isLast", False),
    ("remainingCount", 12),
    ("hasMore", True),
    ("totalCount", 10_000),
    ("nextPage", "https://jira.example.com/rest/api/2/search?startAt=50"),
    ("pageInfo", {"hasNextPage": True, "endCursor": "x"}),
    ("cursor", "x"),
)


def _answers(export: Export) -> list[dict[str, Any]]:
    return export.pages if export.form in ("cloud", "server", "pages") else []


def _mark(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """A word that there is more."""
    pages = _answers(export)
    if not pages:
        return None
    name, said = rng.choice(_MARKS)
    rng.choice(pages[-1:])[name] = said
    return "refuse"


def _lost_issue(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """An issue is missing, and a number says that it should be there."""
    counted = "issues" in export.config or (_answers(export) and "total" in export.pages[0])
    once = len({each["key"] for each in export.issues}) == len(export.issues)
    if len(export.issues) < 3 or not counted or not once:
        return None
    lost = rng.choice(export.issues)
    export.issues.remove(lost)
    for page in export.pages:
        if lost in page["issues"]:
            page["issues"].remove(lost)
    return "refuse"


def _cut(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """The file ends early; between two lines, what proves that it was whole is no longer there."""
    if export.form == "lines":
        kept = export.issues[: rng.randrange(len(export.issues))]
        keys = {each["key"] for each in kept}
        config = export.config
        if config.get("issues") == len(keys) or ("canary" in config and keys.issuperset(config["canary"])):
            return None
        export.damage = b"".join(json.dumps(each).encode() + b"\n" for each in kept)
        return "refuse"
    whole = export.written()
    export.damage = whole[: rng.randrange(1, len(whole))]
    return "refuse"


def _lost_page(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """A page is missing where each says how many issues there are, or how to go on."""
    if len(export.pages) < 2 or export.form != "pages":
        return None
    del export.pages[-1 if "total" not in export.pages[0] else rng.randrange(len(export.pages))]
    return "refuse"


def _unproven(_rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """Nothing says that the export is whole."""
    if not {"issues", "canary"}.intersection(export.config) or export.form not in ("list", "lines"):
        return None
    export.config.pop("issues", None)
    export.config.pop("canary", None)
    return "refuse"


def _one_canary(rng: random.Random, world: World, export: Export) -> Expectation | None:
    """Only one end of a project is known to be there."""
    project = max(world.projects, key=lambda name: sum(each.project == name for each in world.issues))
    own = sorted(each.number for each in world.issues if each.project == project)
    if export.form not in ("list", "lines") or len(own) < 2:
        return None
    export.config.pop("issues", None)
    export.config["canary"] = f"{project}-{rng.choice((own[0], own[-1]))}"
    return "refuse"


def _wrong_count(rng: random.Random, _world: World, export: Export) -> Expectation:
    """Jira shows another number of issues."""
    export.config["issues"] = len(export.issues) + rng.choice((1, 250))
    return "refuse"


def _no_such_canary(_rng: random.Random, world: World, export: Export) -> Expectation:
    """An issue that must be there is not."""
    export.config["canary"] = [f"{world.projects[0]}-9999"]
    return "refuse"


def _no_such_project(_rng: random.Random, world: World, export: Export) -> Expectation:
    """A project of which nothing is there."""
    export.config["projects"] = [*export.config.get("projects", world.projects), "HR"]
    return "refuse"


def _no_such_type(_rng: random.Random, _world: World, export: Export) -> Expectation:
    """No issue is of the type that is called a defect."""
    export.config["defect-types"] = ["Defect"]
    return "refuse"


def _no_such_field(_rng: random.Random, _world: World, export: Export) -> Expectation:
    """The severity is looked for in a field that is not there."""
    export.config["severity"] = {**export.config["severity"], "field": "customfield_10050"}
    return "refuse"


def _unmapped(rng: random.Random, world: World, export: Export) -> Expectation:
    """A value of the severity that nobody mapped counts as the worst."""
    name = rng.choice(sorted(world.meant))
    severity = export.config["severity"]
    severity[world.meant[name]].remove(name)
    if not severity[world.meant[name]]:
        del severity[world.meant[name]]
    if len(severity) < 2:
        severity["sev4"] = ["Trivial"]
    del world.meant[name]
    return "same"


def _no_severity(rng: random.Random, _world: World, export: Export) -> Expectation:
    """An issue without a severity counts as the worst, or its past is not known."""
    rng.choice(export.issues)["fields"]["priority"] = None
    return "at least"


def _no_type(rng: random.Random, _world: World, export: Export) -> Expectation:
    """An issue without a type may be a defect."""
    rng.choice(export.issues)["fields"].pop("issuetype", None)
    return "refuse"


def _no_category(rng: random.Random, _world: World, export: Export) -> Expectation:
    """A status without a category may be open."""
    rng.choice(export.issues)["fields"]["status"].pop("statusCategory", None)
    return "at least"


def _half_a_history(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """A history was cut off: nothing is known of what was before."""
    having = [each for each in export.issues if each.get("changelog", {"total": 0})["total"] > 0]
    if not having:
        return None
    changelog = rng.choice(having)["changelog"]
    del changelog["histories"][rng.randrange(len(changelog["histories"]))]
    return "at least"


def _no_history(rng: random.Random, _world: World, export: Export) -> Expectation:
    """A history was not exported."""
    rng.choice(export.issues).pop("changelog", None)
    return "at least"


def _no_statuses(_rng: random.Random, _world: World, export: Export) -> Expectation:
    """Nothing says of which category a status is that no issue has now."""
    del export.config["statuses"]
    return "at least"


def _contained_type(rng: random.Random, _world: World, export: Export) -> Expectation:
    """A type whose name has that of a defect in it may be one."""
    issue = rng.choice(export.issues)
    issue["fields"]["issuetype"] = {"id": "77", "name": rng.choice(("Sub-bug", "Production Bug", "bug (UAT)"))}
    issue["changelog"] = {"startAt": 0, "maxResults": 20, "total": 0, "histories": []}
    return "refuse"


def _twice(rng: random.Random, _world: World, export: Export) -> Expectation | None:
    """An issue is there twice, and differently."""
    if export.form not in ("list", "lines"):
        return None
    issue = rng.choice(export.issues)
    export.issues.append({**issue, "fields": {**issue["fields"], "summary": "Other"}})
    return "refuse"


def _shuffled_keys(rng: random.Random, _world: World, export: Export) -> Expectation:
    """The order of keys and of histories says nothing."""
    for issue in export.issues:
        fields = list(issue["fields"].items())
        rng.shuffle(fields)
        issue["fields"] = dict(fields)
        rng.shuffle(issue["changelog"]["histories"]) if "changelog" in issue else None
    return "same"


def _more_fields(rng: random.Random, _world: World, export: Export) -> Expectation:
    """Fields that nobody asked for."""
    issue = rng.choice(export.issues)
    issue["fields"] |= {"customfield_10000": {"truncated": True}, "votes": {"votes": 3}, "comment": {"total": 0}}
    return "same"


MUTATIONS: Mapping[str, Mutation] = {
    each.__name__.strip("_"): each
    for each in (
        _mark,
        _lost_issue,
        _cut,
        _lost_page,
        _unproven,
        _one_canary,
        _wrong_count,
        _no_such_canary,
        _no_such_project,
        _no_such_type,
        _no_such_field,
        _unmapped,
        _no_severity,
        _no_type,
        _no_category,
        _half_a_history,
        _no_history,
        _no_statuses,
        _contained_type,
        _twice,
        _shuffled_keys,
        _more_fields,
    )
}
