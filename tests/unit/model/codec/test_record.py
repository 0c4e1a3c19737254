"""A file says what it is, and is refused when it is another, was changed, or is in another form."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from support.verdicts import AS_OF, VERDICTS, readings

from readiness_gate.model.codec import Record, WrongRecord
from readiness_gate.model.records import READINGS, VERDICT

CONTENT = VERDICT.to_bytes(VERDICTS["no-go"])


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_comes_back_from_its_file(name: str) -> None:
    """With all that it rests on; the same verdict is the same bytes."""
    content = VERDICT.to_bytes(VERDICTS[name])
    assert VERDICT.from_bytes(content) == VERDICTS[name]
    assert content.isascii()
    assert VERDICT.to_bytes(VERDICT.from_bytes(content)) == content


def test_readings_come_back_from_their_file() -> None:
    """Each with the question that it answers."""
    found = readings(VERDICTS["no-go"])
    assert READINGS.from_bytes(READINGS.to_bytes(found)) == found
    assert all(question.as_of == AS_OF for question in found)


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    envelope = json.loads(CONTENT)
    change(envelope)
    return f"{json.dumps(envelope, separators=(',', ':'))}\n".encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it cannot be read as JSON"),
        (b"\xff", "it cannot be read as JSON"),
        (CONTENT[:-9], "it cannot be read as JSON"),
        (b"[]", "not a record: it must have record, schema, digest, value"),
        (b'{"record":"verdict"}', "not a record"),
        (b"[" * 100_000, "it cannot be read as JSON"),
        (CONTENT.replace(b'"schema":1', b'"schema":1,"schema":1'), "it cannot be read as JSON: a key is there twice"),
        (CONTENT.replace(b'"schema":1', b'"schema":NaN'), "it cannot be read as JSON: NaN is not a JSON number"),
        (_changed(lambda all_: all_.update(record="facts")), "record: must be 'verdict', not 'facts'"),
        (_changed(lambda all_: all_.update(schema=2)), "schema: must be 1, not 2"),
        (_changed(lambda all_: all_.update(schema=True)), "schema: must be 1, not True"),
        (_changed(lambda all_: all_.update(extra=1)), "not a record"),
        (_changed(lambda all_: all_.update(digest="sha256:0")), "the file was changed since it was written"),
        (_changed(lambda all_: all_["value"].update(decision="go")), "the file was changed since it was written"),
        (_changed(lambda all_: all_["value"].update(extra=1)), "verdict: unknown field 'extra'"),
        (
            _changed(lambda all_: all_["value"]["findings"][0].update(outcome="good")),
            r"verdict.findings\[0\].outcome: ",
        ),
        (_changed(lambda all_: all_["value"].pop("notes")), "verdict: the field 'notes' is missing"),
        (json.dumps(json.loads(CONTENT), indent=1).encode(), "the file was not written in this form"),
        (CONTENT + b"\n", "the file was not written in this form"),
        (CONTENT.replace(b"Northwind", b"\\u004eorthwind", 1), "the file was not written in this form"),
    ],
)
def test_another_file_is_refused(content: bytes, why: str) -> None:
    """Whatever was done to it, and by which schema it was written; what is wrong is said with its place."""
    with pytest.raises(WrongRecord, match=f"^{why}"):
        VERDICT.from_bytes(content)


@dataclass(frozen=True)
class _Nested:
    """Something that holds others of itself."""

    inner: "_Nested | None"


def test_what_is_nested_too_deeply_is_refused() -> None:
    """A file that would never end is no crash."""
    depth = 450
    nested = '{"inner":' * depth + "null" + "}" * depth
    content = f'{{"record":"deep","schema":1,"digest":"","value":{nested}}}'.encode()
    deep: Record[_Nested] = Record("deep", 1, _Nested)
    with pytest.raises(WrongRecord, match="nested too deeply"):
        deep.from_bytes(content)
