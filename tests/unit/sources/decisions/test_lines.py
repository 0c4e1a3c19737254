"""A line of the decision log is as this program writes it, or a problem that is named."""

import hashlib
import json
from typing import Any

import pytest
from support.decisions import DIGEST, closed, conditions, decided, written

from readiness_gate.model.decisions import Entry
from readiness_gate.sources.decisions.lines import LONGEST, line_of, parsed, why_no_text

TWO: list[Entry] = [decided(conditions=conditions(1, "2026-04-10", "2026-04-20")), closed(2, "1.1")]


def sealed(content: Any, before: bytes = b"") -> bytes:
    """A line with the digest of what it says, as somebody writes it who knows how; after the lines before it."""
    body = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return before + body[:-1] + b',"digest":"sha256:' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def content(**changed: Any) -> dict[str, Any]:
    """The content of a line, with some of it changed."""
    line = json.loads(written(TWO[:1]))
    del line["digest"]
    return {**line, **changed}


def test_a_line_is_read_in_twenty_years() -> None:
    """It is plain JSON, with its own digest at the end: that of the text before it."""
    line = line_of(decided(because="Müller said \u202e\x7f\U0001f600"), "")
    assert "Müller said \\u202e\\u007f😀".encode() in line
    body = line.rpartition(b',"digest":')[0] + b"}"
    assert json.loads(line)["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert list(json.loads(line)) == [
        *(
            "schema",
            "number",
            "kind",
            "program",
            "milestone",
            "decision",
            "gate",
            "against-gate",
            "sentence",
            "evidence",
        ),
        *("policy", "as-of", "conditions", "revisit", "at", "by", "because", "before", "digest"),
    ]


def test_nothing_is_a_log_without_entries() -> None:
    """No lines, no last digest."""
    assert (parsed(b"").entries, parsed(b"").last, parsed(b"").problem) == ((), "", None)


def test_conditions_stay_conditions() -> None:
    """Whether they are closed or not: a line that closes one may not count."""
    assert parsed(written(TWO)).conditions == {"1.1", "1.2"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (sealed(content(extra=1)), "is not understood: extra: "),
        (sealed({**content(), "kind": "other"}), "is not understood: "),
        (sealed(content(number=2)), "has the number 2: a line was removed or inserted"),
        (sealed(content(number=True)), "is not understood: number: "),
        (sealed(content(number=1.0)), "is not understood: number: "),
        (sealed(content(schema=2)), "is not understood: schema: "),
        (sealed(content(at="2026-04-01T12:00:00+00:00")), "is not understood: at: "),
        (sealed(content(at=5)), "is not understood: at: "),
        (sealed(content(at="2026-03-01T12:00:00Z")), "decides on a state of 2026-04-01T12:00:00Z, which was still to"),
        (sealed(content(revisit=20260401)), "is not understood: revisit: "),
        (sealed(content(revisit="2026-4-1")), "is not understood: revisit: "),
        (sealed(content(by="")), "is not understood: by: "),
        (sealed(content(by="a\u200bb")), "is not understood: by: "),
        (sealed(content(because="\x1b[31m")), "is not understood: because: "),
        (sealed(content(because="\ud800")), "has half of a character"),
        (sealed(content(at="\ud800")), "has half of a character"),
        (sealed(content(**{"\ud800": 1})), "has half of a character"),
        (sealed(content(evidence="sha256:1")), "is not understood: evidence: "),
        (sealed(content(before=DIGEST)), "does not follow the line before it"),
        (sealed(content(**{"against-gate": False})), "contradicts itself on whether it is against the gate"),
        (sealed(content(conditions=[{"id": "2.1", "text": "a", "due": "2026-04-10", "owner": "b"}])), "has conditions"),
        (sealed(content(conditions=[{"id": "1.1", "text": "a", "due": "2026-04-10"}])), "conditions.0.owner: "),
        (sealed(b'{"schema":1,"schema":1}'), "is not JSON: an object has a key twice"),
        (sealed(b'{"schema":NaN}'), "is not JSON: NaN is not a JSON number"),
        (sealed(b'{"schema":1e999}'), "is not understood: schema: "),
        (sealed(b'{"schema":"\xff"}'), "is not JSON: "),
        (sealed(b"[" * 100_000 + b"}"), "is not JSON: "),
        (sealed(b'["schema","x"}'), "is not JSON: "),
        (sealed(json.dumps(content()).encode().replace(b", ", b",\r")), "has the invisible character U+000D, which"),
        (
            sealed(json.dumps(content(because="a\u202eb"), ensure_ascii=False).encode()),
            "the invisible character U+202E",
        ),
        (sealed(b"7}"), "is not JSON: "),
        (sealed(content())[:-1], "has no end: it was cut off"),
        (sealed(content()).replace(b'"go"', b'"no-go"'), "was changed: "),
        (b"\n", "was changed: "),
        (b"{}\n", "was changed: "),
        (b"x" * 10_000_000 + b"\n", f"has more than {LONGEST} bytes"),
        (b"\xef\xbb\xbf" + sealed(content()), "was changed: "),
    ],
)
def test_what_is_no_line(line: bytes, why: str) -> None:
    """Is refused, and what it says is never used."""
    log = parsed(line)
    assert (log.entries, log.size) == ((), 0)
    assert log.problem is not None
    assert str(log.problem).startswith("line 1 ")
    assert why in str(log.problem)


def test_a_list_is_no_line() -> None:
    """Even one that ends as an object would."""
    body = b'["a"}'
    problem = parsed(sealed(body)).problem
    assert problem is not None
    assert "is not JSON" in problem.what


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (closed(2, "1.9"), 'closes "1.9", which is not a condition of a line above it'),
        (closed(3, "1.1"), "has the number 3: a line was removed or inserted"),
    ],
)
def test_a_line_that_does_not_follow(second: Any, why: str) -> None:
    """The first one stays."""
    first = written(TWO[:1])
    log = parsed(first + line_of(second, parsed(first).last))
    assert (len(log.entries), log.size, str(log.problem)) == (1, len(first), f"line 2 {why}")


def test_a_condition_can_be_closed_again() -> None:
    """The line that closes it may be by somebody who might not."""
    first = written(TWO)
    log = parsed(first + line_of(closed(3, "1.1"), parsed(first).last))
    assert (log.problem, log.entries[2]) == (None, closed(3, "1.1"))


@pytest.mark.parametrize(
    ("text", "is_name", "why"),
    [
        ("Agreed: yes", False, None),
        ("a@example.com", True, None),
        ("", False, "must not be empty"),
        (" ", False, "must not be empty"),
        ("a\x1b", False, "must be without control characters: it has U+001B"),
        (" a", True, '" a" begins or ends with a space'),
        (" a", False, None),
    ],
)
def test_texts_that_a_line_can_have(text: str, is_name: bool, why: str | None) -> None:  # noqa: FBT001
    """As those of every file."""
    assert why_no_text(text, is_name=is_name) == why


def test_a_merge_conflict() -> None:
    """Is called so, with what to do."""
    first, *others = written(TWO).splitlines(keepends=True)
    problem = parsed(b"".join([first, b"<<<<<<< HEAD\n", *others, b"=======\n", *others, b">>>>>>> main\n"])).problem
    assert problem is not None
    assert str(problem) == "line 2 is that of a merge conflict"
    assert "git checkout --theirs readiness-decisions.jsonl" in problem.in_full
    assert problem.advice == problem.in_full
