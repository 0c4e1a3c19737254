"""Whatever stands in an export, it is read or refused with a reason; nothing else comes of it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.exports import each_severity, jira_settings, lines, page, read_export
from support.exports import settings as configured
from support.mutation import mutated_bytes, mutated_json
from support.program import issue

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Measured
from readiness_gate.sources import SOURCES
from readiness_gate.sources.overview import overviews

REAL = Path(__file__).parents[4].parent / "shared" / "data" / "jira"
ISSUES = [issue("CRM-1"), issue("CRM-2", "H\u00f6chste", "done"), issue("CRM-3", None, kind="Story")]


def _real() -> Iterator[Any]:
    """Real answers, where they are at hand: fuzzing goes on without them."""
    if REAL.is_dir():
        yield json.loads((REAL / "jira-cli" / "search.json").read_bytes())
        yield {"issues": [json.loads((REAL / "jirametrics" / "sample_issues" / "SP-2.json").read_bytes())]}


ANSWERS: list[Any] = [
    {"issues": ISSUES, "isLast": True},
    {"issues": ISSUES, "total": 3, "startAt": 0, "maxResults": 50},
    [{"issues": ISSUES[:2], "nextPageToken": "a"}, {"issues": ISSUES[2:], "isLast": True}],
    {"errorMessages": ["no"], "warningMessages": [], "issues": ISSUES},
    *_real(),
]
FILES = [
    *(json.dumps(each).encode() for each in ANSWERS),
    lines(ISSUES),
    gzip.compress(page(ISSUES), mtime=0),
    b"\xef\xbb\xbf" + page(ISSUES),
    b"Summary,Issue key,Status,Created\r\nTitle,CRM-1,Done,10/Jan/26 11:24 AM\r\n",
    b"<!DOCTYPE html><title>Log in</title>",
]


def _look(folder: pytest.TempPathFactory, content: bytes) -> bool:
    """Whether the content is read; every reading of it is one that can be told."""
    try:
        found = read_export(folder.getbasetemp(), content)
    except CouldNotLook:
        return False
    assert all(each.value >= 0 for each in each_severity(found) if isinstance(each, Measured))
    assert overviews(SOURCES, Facts(configured(jira=jira_settings()), None, {"jira": found}), found.known_from)
    return True


@pytest.mark.parametrize("content", FILES[:-2])
def test_the_originals_are_understood(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """What is changed below is whole before; only the answer with an error is refused."""
    assert _look(tmp_path_factory, content) != (b"errorMessages" in content)


@law(300)
@given(content=st.binary(max_size=300))
def test_random_bytes_surprise_nobody(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Bytes that mean nothing are no issues."""
    assert not _look(tmp_path_factory, content)


@law(300)
@given(content=mutated_bytes(FILES))
def test_damaged_files_surprise_nobody(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Files with some bytes changed are read, or refused with a reason."""
    _look(tmp_path_factory, content)


@law(300)
@given(content=mutated_json(ANSWERS))
def test_odd_values_surprise_nobody(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Answers in which some values are others are read, or refused with a reason."""
    _look(tmp_path_factory, content)
