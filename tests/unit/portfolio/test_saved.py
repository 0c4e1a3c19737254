"""An earlier report of a portfolio: the same again, and refused where it contradicts itself."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from readiness_gate.errors import BadUse
from readiness_gate.model.portfolio import Assessment, Concern, GateState, Member, MemberState, OpenRule, SinceThen
from readiness_gate.portfolio.saved import saved
from readiness_gate.reports.portfolio.as_json import as_json
from readiness_gate.reports.portfolio.sealing import sealed

DIGEST = "sha256:" + 64 * "a"
GO = GateState(
    program="One",
    milestone="go-live",
    decision="go",
    sentence="Go.",
    date="2026-06-01",
    kind="go-live",
    as_of="2026-04-01T08:00:00Z",
    passed=3,
    weakened=2,
    waived=("R-3",),
    policy_digest=DIGEST,
    evidence_digest=DIGEST,
    notes=("a note",),
)
NO_GO = GateState(
    "Two",
    "go-live",
    "no-go",
    "No-go.",
    date="2026-06-01",
    as_of="2026-04-01T07:00:00Z",
    open=(OpenRule("R-1", "t", "fail", "m", "o"),),
    policy_digest=DIGEST,
    evidence_digest=DIGEST,
)
LOST = GateState("Two", "", "undecided", "it hangs")
WHOLE = Assessment(
    "All",
    1_775_030_400,
    (
        MemberState(Member("One", "one", "c.toml", tags=frozenset({"x"}), after=("Two",)), (GO,)),
        MemberState(Member("Two", "two", "c.toml"), (NO_GO, LOST)),
    ),
    ("x",),
    ("Three",),
    (Concern("portfolio.earlier-wave", ("One",), "m", "r"),),
    ("not known",),
    SinceThen("2026-03-01T08:00:00Z", ("One",), ("Four",), (), ("w",), ("b",), ("m",), ("n",)),
)


GATE_TWICE = json.loads(as_json(WHOLE))["gates"][0]
"""The first gate, in the place of another."""


NOW = WHOLE.evaluated_at + 60


NULL = object()
"""For `null` in the place of a value."""


def written(
    folder: Path, path: Sequence[str | int] = (), value: object = None, *, seal: bool = True, indent: int | None = None
) -> Path:
    """A report in a file, in which somebody changed the value at a path, and computed the digest again; nothing there
    for a value of None."""
    report: Any = json.loads(as_json(WHOLE))
    if path:
        *way, last = path
        table = report
        for step in way:
            table = table[step]
        if value is None:
            del table[last]
        else:
            table[last] = None if value is NULL else value
    where = folder / "then.json"
    if seal:
        report.pop("digest")
        report = sealed(report)
    where.write_text(json.dumps(report, indent=indent))
    return where


def test_an_older_report_does_not_say_what_is_weakened(tmp_path: Path) -> None:
    """So that is not known, and said."""
    gates = saved(written(tmp_path, ("gates", 2, "policy-weakened")), NOW).gates
    assert [gate.reservations[:1] for gate in gates if gate.decision == "go"] == [
        ("not known whether its policy is weakened",)
    ]


def test_it_is_the_same_again(tmp_path: Path) -> None:
    """To the letter."""
    assert as_json(saved(written(tmp_path), NOW)) == as_json(WHOLE)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("gates", 0, "decision"), "go", "the decision on Two is not that of its rules"),
        (("gates", 0, "open-rules"), [], "is not that of its rules"),
        (("gates", 1, "decision"), "go", "is not that of its rules"),
        (("gates", 1, "has-verdict"), True, "is not that of its rules"),
        (("gates", 2, "has-verdict"), False, "is not that of its rules"),
        (("gates", 2, "evidence-digest"), "sha256:0", "no report of a portfolio (gates.2.evidence-digest"),
        (("decision",), "go", "its decision is not that of its gates"),
        (("gates", 0, "sentence"), "Go.", "the decision on Two is not that of its sentence"),
        (("gates", 2, "sentence"), "No-go.", "the decision on One is not that of its sentence"),
        (("counts", "no-go"), 0, "its counts are not those of its gates"),
        (("counts", "go"), 2, "its counts are not those of its gates"),
        (("gates", 1, "milestone"), None, "no report of a portfolio (gates.1.milestone"),
        (("gates", 1), GATE_TWICE, "a program or a gate is in it twice"),
        (("programs", 1, "name"), "One", "a program or a gate is in it twice"),
        (("gates", 0, "program"), "Three", "its gates are not those of its programs"),
        (("programs", 1), None, "its gates are not those of its programs"),
        (("schema",), 2, "no report of a portfolio (schema"),
        (("gates",), None, "no report of a portfolio (gates"),
        (("gates", 2, "as-of"), NULL, "the verdict on One has no milestone, day, time or policy"),
        (("gates", 2, "date"), NULL, "the verdict on One has no milestone, day, time or policy"),
        (("gates", 2, "milestone"), NULL, "the verdict on One has no milestone, day, time or policy"),
        (("gates", 2, "policy-digest"), NULL, "the verdict on One has no milestone, day, time or policy"),
        (("gates", 2, "date"), "2026-02-30", "no report of a portfolio"),
        (("evaluated-at",), "2026-13-01T08:00:00Z", "no report of a portfolio"),
        (("evaluated-at",), "2026-04-01T07:59:59Z", "One is judged as of a time after the report"),
    ],
)
def test_an_edited_report_is_refused(tmp_path: Path, path: Sequence[str | int], value: object, why: str) -> None:
    """With what is wrong, and what to give."""
    where = written(tmp_path, path, value)
    with pytest.raises(BadUse) as caught:
        saved(where, NOW)
    assert why in str(caught.value)
    assert "Give a file that `readiness-gate portfolio check --format json` wrote" in str(caught.value)


@pytest.mark.parametrize("content", [None, "", "[]", "[" * 100_000])
def test_something_else_is_refused(tmp_path: Path, content: str | None) -> None:
    """A file that is not there, or has anything else; so is a folder."""
    where = tmp_path / "then.json"
    if content is not None:
        where.write_text(content)
    for path in (where, tmp_path):
        with pytest.raises(BadUse, match="--from"):
            saved(path, NOW)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("gates", 2, "notes"), []),
        (("gates", 2, "policy-weakened"), 0),
        (("gates", 2, "waived-rules"), []),
        (("warnings",), []),
        (("unknown",), []),
        (("evaluated-at",), "2026-04-01T08:00:01Z"),
        (("portfolio",), "Another"),
        (("later-field",), 1),
    ],
)
def test_an_edit_by_hand_is_seen(tmp_path: Path, path: Sequence[str | int], value: object) -> None:
    """Also where the report does not contradict itself; how it is laid out does not matter."""
    with pytest.raises(BadUse, match="its digest does not match its content, so somebody edited it") as caught:
        saved(written(tmp_path, path, value, seal=False), NOW)
    assert "Give a file that `readiness-gate portfolio check --format json` wrote" in str(caught.value)
    assert as_json(saved(written(tmp_path, seal=False, indent=4), NOW)) == as_json(WHOLE)


def test_a_report_without_a_digest(tmp_path: Path) -> None:
    """Is none: whoever edits a file may leave it out."""
    with pytest.raises(BadUse, match="it has no digest: somebody edited it, or an older version wrote it"):
        saved(written(tmp_path, ("digest",), seal=False), NOW)


def test_a_report_of_a_time_that_lies_ahead(tmp_path: Path) -> None:
    """Nobody knows how old it is; clocks may differ by five minutes."""
    where = written(tmp_path)
    assert saved(where, WHOLE.evaluated_at - 300).evaluated_at == WHOLE.evaluated_at
    with pytest.raises(BadUse, match=r"so it is unknown how old it is\. Correct the clock that is wrong, and run"):
        saved(where, WHOLE.evaluated_at - 301)
