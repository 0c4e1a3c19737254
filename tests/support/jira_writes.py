"""A stand-in for a Jira that takes a verdict: one go-live issue with its fields, property, links and comments, and a
version."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from support.jira_server import Asked, FakeJira, Json, Reply

ISSUE = "GL-1"
GATE, UNTIL = "customfield_10050", "customfield_10051"
OPTIONS = {"10": "Go", "11": "No-go", "12": "Undecided"}
_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:"
WRITES = ("PUT", "POST")


def meta(id_: str, name: str, type_: str, **more: Any) -> Json:
    """What Jira says of a field that may be edited."""
    kind = {"select": "option", "datepicker": "date", "datetime": "datetime"}.get(type_, "string")
    schema = {"type": kind, "custom": f"{_TYPES}{type_}", "customId": int(id_.rpartition("_")[2])}
    return {"key": id_, "name": name, "required": False, "operations": ["set"], "schema": schema, **more}


def options(*names: str) -> list[Json]:
    """The options of a select list; without names all three."""
    return [{"id": id_, "value": name} for id_, name in OPTIONS.items() if not names or name in names]


def _metas() -> dict[str, Json]:
    return {
        GATE: meta(GATE, "Readiness gate", "select", allowedValues=options()),
        UNTIL: meta(UNTIL, "Gate until", "datetime"),
    }


@dataclass
class WritableJira(FakeJira):
    """The state of the issue and its project."""

    issues: Any = ()
    metas: dict[str, Json] = field(default_factory=_metas)
    """The fields on its edit screen."""
    values: dict[str, Any] = field(default_factory=lambda: {GATE: None, UNTIL: None})
    properties: dict[str, Any] = field(default_factory=dict[str, Any])
    links: list[Json] = field(default_factory=list[Json])
    remarks: list[Json] = field(default_factory=list[Json])
    versions: list[Json] = field(
        default_factory=lambda: [
            {"id": "10000", "name": "Wave 1", "archived": False, "released": True},
            {"id": "10001", "name": "Wave 2", "description": "For Oslo.", "archived": False, "released": False},
        ]
    )
    related: list[Json] = field(default_factory=list[Json])
    before: Callable[[Asked], Reply | None] | None = None
    """What it answers in place of doing something."""
    after: Callable[[Asked], None] | None = None
    """What happens at the site once a request is done."""
    done: int = 0
    """How many requests changed something."""

    @property
    def is_open(self) -> bool:
        """Whether the transition may be made."""
        return bool(self.says == "Go")

    @property
    def says(self) -> Any:
        """What the field says."""
        value = self.values[GATE]
        return value if value is None or isinstance(value, str) else value["value"]

    @property
    def written(self) -> list[str]:
        """The requests that change something, in their order."""
        return [
            f"{each.method} {each.path.partition('/rest/api/')[2][2:]}" for each in self.asked if each.method in WRITES
        ]

    def account(self) -> Json:
        """Who the token is."""
        return {"accountId": "5b10"} if self.cloud else {"key": "gate", "name": "gate"}

    def set_go(self, until: Any = None) -> None:
        """The field says Go since an earlier run."""
        is_text = self.metas[GATE]["schema"]["custom"].endswith("textfield")
        self.values = {GATE: "Go" if is_text else {"id": "10", "value": "Go"}, UNTIL: until}

    def comment(self, body: Any, author: Json | None = None) -> Json:
        """A comment that is there."""
        author = author or self.account()
        made = {"id": str(20_000 + len(self.remarks)), "author": author, "updateAuthor": author, "body": body}
        self.remarks.append(made)
        return made

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request, perhaps disturbed."""
        instead = self.before(asked) if self.before else None
        if instead is not None:
            self.replies.append(instead)
            answer = instead
        else:
            answer = super().reply(asked)
            self.done += asked.method in WRITES
            if self.after:
                self.after(asked)
        return answer

    def _reply(self, asked: Asked) -> Reply:
        path = asked.path.partition(f"/rest/api/{3 if self.cloud else 2}")[2]
        for pattern, answer in self._answers().items():
            match = re.fullmatch(pattern, f"{asked.method} {path}")
            if match:
                return answer(asked, *match.groups())
        return super()._reply(asked)

    def _answers(self) -> Mapping[str, Callable[..., Reply]]:
        issue = f"/issue/{ISSUE}"
        return {
            f"GET {issue}": self._issue,
            f"PUT {issue}": self._edit,
            rf"GET {issue}/properties/([\w-]+)": self._property,
            rf"PUT {issue}/properties/([\w-]+)": self._set_property,
            f"GET {issue}/remotelink": self._links,
            f"POST {issue}/remotelink": self._add_link,
            f"GET {issue}/comment": self._remarks,
            f"POST {issue}/comment": self._add_remark,
            rf"GET {issue}/comment/(\d+)": self._remark,
            rf"PUT {issue}/comment/(\d+)": self._edit_remark,
            "GET /project/GL/versions": self._all_versions,
            r"GET /version/(\d+)": self._one_version,
            r"PUT /version/(\d+)": self._edit_version,
            r"GET /version/(\d+)/relatedwork": self._all_related,
            r"POST /version/(\d+)/relatedwork": self._add_related,
            r"PUT /version/(\d+)/relatedwork": self._edit_related,
        }

    def _issue(self, asked: Asked) -> Reply:
        found: Json = {"id": "10001", "key": ISSUE, "self": "https://elsewhere.example/rest/api/3/issue/10001"}
        wanted = asked.query["fields"].split(",")
        found["fields"] = {name: value for name, value in self.values.items() if name in wanted}
        if asked.query.get("expand") == "editmeta":
            found["editmeta"] = {"fields": self.metas}
        return Reply(found)

    def _edit(self, asked: Asked) -> Reply:
        wrong = [name for name in asked.body["fields"] if name not in self.metas]
        if wrong:
            return Reply({"errorMessages": [], "errors": {wrong[0]: "It is not on the appropriate screen."}}, 400)
        for name, value in asked.body["fields"].items():
            is_option = isinstance(value, dict)
            self.values[name] = {"id": value["id"], "value": OPTIONS[value["id"]]} if is_option else value
        return Reply(b"", 204)

    def _property(self, _: Asked, key: str) -> Reply:
        found = key in self.properties
        return Reply({"key": key, "value": self.properties[key]}) if found else Reply({"errorMessages": ["none"]}, 404)

    def _set_property(self, asked: Asked, key: str) -> Reply:
        is_new = key not in self.properties
        self.properties[key] = asked.body
        return Reply({}, 201 if is_new else 200)

    def _links(self, asked: Asked) -> Reply:
        found = [one for one in self.links if one["globalId"] == asked.query["globalId"]]
        return Reply(found[0]) if found else Reply({"errorMessages": ["none"]}, 404)

    def _add_link(self, asked: Asked) -> Reply:
        others = [one for one in self.links if one["globalId"] != asked.body["globalId"]]
        is_new = len(others) == len(self.links)
        self.links = [*others, {"id": 10_000, **asked.body}]
        return Reply({"id": 10_000, "self": "https://northwind.example/1"}, 201 if is_new else 200)

    def _remarks(self, asked: Asked) -> Reply:
        start = int(asked.query["startAt"])
        page = self.remarks[start : start + min(self.page, int(asked.query["maxResults"]))]
        total = len(self.remarks)
        return Reply({"startAt": start, "maxResults": self.page, "total": total, "comments": page})

    def _add_remark(self, asked: Asked) -> Reply:
        is_document = isinstance(asked.body["body"], dict) and asked.body["body"].get("type") == "doc"
        assert is_document is self.cloud, "a Cloud takes documents, a Data Center texts"
        return Reply(self.comment(asked.body["body"]), 201)

    def _remark(self, _: Asked, id_: str) -> Reply:
        return Reply(next(one for one in self.remarks if one["id"] == id_))

    def _edit_remark(self, asked: Asked, id_: str) -> Reply:
        found = next(one for one in self.remarks if one["id"] == id_)
        if found["author"] != self.account():
            return Reply({"errorMessages": ["not yours"]}, 400)
        assert isinstance(asked.body["body"], dict) is self.cloud
        found["body"], found["updateAuthor"] = asked.body["body"], self.account()
        return Reply(found)

    def _found_version(self, id_: str) -> Json:
        return next(one for one in self.versions if one["id"] == id_)

    def _version(self, found: Json) -> Json:
        return {**found, "projectId": 10_000}

    def _all_versions(self, _: Asked) -> Reply:
        return Reply([self._version(one) for one in self.versions])

    def _one_version(self, _: Asked, id_: str) -> Reply:
        return Reply(self._version(self._found_version(id_)))

    def _all_related(self, _: Asked, _id: str) -> Reply:
        return Reply(list(self.related))

    def _edit_version(self, asked: Asked, id_: str) -> Reply:
        self._found_version(id_).update(asked.body)
        return Reply(self._version(self._found_version(id_)))

    def _add_related(self, asked: Asked, _id: str) -> Reply:
        self.related.append({**asked.body, "relatedWorkId": f"w{len(self.related)}"})
        return Reply(self.related[-1], 201)

    def _edit_related(self, asked: Asked, _id: str) -> Reply:
        self.related = [one for one in self.related if one["relatedWorkId"] != asked.body["relatedWorkId"]]
        self.related.append(dict(asked.body))
        return Reply(self.related[-1])
