"""Every JSON page keeps the schema that is printed for it, to the last key; so does the access file."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator, ValidationError
from support.histories import fill, in_file
from support.served import Client, client, decided, recorded

from readiness_gate.server.access_file import load
from readiness_gate.server.schemas import PAGES, access_schema, page_schema

_KINDS = (
    (r"/portfolio\.json", "portfolio"),
    (r"/programs/[^/]+\.json", "program"),
    (r"/programs/[^/]+/decisions\.json", "decisions"),
    (r"/programs/[^/]+/gates/[^/]+\.json", "gate"),
    (r"/programs/[^/]+/gates/[^/]+/rules/[^/]+\.json", "rule"),
)


def _schema(page: str) -> Any:
    found = json.loads(page_schema(page))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _kind(path: str) -> str:
    return next(kind for pattern, kind in _KINDS if re.fullmatch(pattern, path.partition("?")[0]))


def test_every_page_keeps_its_schema(site: Client) -> None:
    """Programs in every state; none has a key that its schema does not name, and each kind is there."""
    schemas = {page: _schema(page) for page in PAGES}
    seen: dict[str, int] = dict.fromkeys(PAGES, 0)
    for path, answer in site.walk():
        if ".json" in path:
            kind = _kind(path)
            schemas[kind].validate(answer.json)
            seen[kind] += 1
    assert min(seen.values()) > 0, seen


def test_an_empty_portfolio_and_an_edited_one(tmp_path: Path) -> None:
    """Without a verdict, and with one that does not fit its digest."""
    store = in_file(tmp_path)
    fill(store, [], decided())
    _schema("portfolio").validate(client(store).get("/portfolio.json").json)
    fill(store, [recorded("Steady", "go", 0.1)])
    with store.writing() as rows:
        rows.add("UPDATE verdicts SET decision = :to", [{"to": "no-go"}])
    page = client(store).get("/portfolio.json").json
    assert page["gates"][0]["why-not-current"] == "edited"
    _schema("portfolio").validate(page)


def test_a_schema_is_strict(site: Client) -> None:
    """A key more, a key less, and another decision are refused."""
    page: dict[str, Any] = site.get("/portfolio.json").json
    broken: tuple[dict[str, Any], ...] = ({**page, "score": 1}, {**page, "decision": "maybe"}, {**page, "gates": [{}]})
    for wrong in broken:
        with pytest.raises(ValidationError):
            _schema("portfolio").validate(wrong)
    for key in page:
        with pytest.raises(ValidationError):
            _schema("portfolio").validate({name: value for name, value in page.items() if name != key})


def test_the_access_file_keeps_its_schema(tmp_path: Path) -> None:
    """What the docs show is valid, as the server says, too; what the server refuses is not."""
    docs = (Path(__file__).parents[3] / "docs" / "server.md").read_text(encoding="utf-8")
    [text] = re.findall(r"```toml\n(\[proxy\].*?)```", docs, re.DOTALL)
    (tmp_path / "access.toml").write_text(text, encoding="utf-8")
    load(tmp_path / "access.toml")
    schema: Any = Draft202012Validator(json.loads(access_schema()))
    schema.validate(tomli.loads(text))
    for wrong in (text.replace("peers", "peer"), text.replace("[proxy]", "[proxy]\nx = 1"), "[proxy]\npeers = []"):
        assert not schema.is_valid(tomli.loads(wrong))
