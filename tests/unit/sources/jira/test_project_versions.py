"""The versions of projects: fetched, and from a file that has Jira's answer."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings import Settings
from readiness_gate.sources.jira.versions import Version, saved

ONE = {
    "self": "https://jira.example/version/1",
    "id": "1",
    "name": "1.0",
    "released": True,
    "releaseDate": "2026-01-05",
}
TWO = {"id": "2", "name": "2.0", "released": False}
VERSIONS = [Version("1.0", released=True, date=dt.date(2026, 1, 5)), Version("2.0", released=False, date=None)]
PAGE = {"startAt": 0, "maxResults": 50}


def _saved(folder: Path, content: Any, **fields: Any) -> list[Version]:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "versions.json").write_text(text)
    return saved(Settings("P", folder, **fields), "versions.json", WorkTree(folder).read)


def test_a_date_of_an_impossible_year_is_none(tmp_path: Path) -> None:
    """It is mistyped, and no calendar reaches beyond it."""
    listed = [{**ONE, "name": year, "releaseDate": f"{year}-01-01"} for year in ("0001", "9999", "2026")]
    assert [version.date for version in _saved(tmp_path, listed)] == [None, None, dt.date(2026, 1, 1)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([ONE, TWO], id="array"),
        pytest.param({**PAGE, "total": 2, "isLast": True, "values": [ONE, TWO]}, id="page"),
        pytest.param({"isLast": True, "values": [ONE, TWO]}, id="page-without-total"),
        pytest.param(
            [
                {**PAGE, "total": 2, "isLast": False, "values": [ONE]},
                {**PAGE, "startAt": 1, "total": 2, "isLast": True, "values": [TWO]},
            ],
            id="pages",
        ),
    ],
)
def test_the_forms_of_an_answer(tmp_path: Path, content: Any) -> None:
    """A list of versions, one page that has all, or all pages in a list."""
    assert _saved(tmp_path, content) == VERSIONS


def test_no_versions(tmp_path: Path) -> None:
    """A project may have none."""
    assert _saved(tmp_path, []) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param({"isLast": False, "values": [ONE]}, "not have all pages", id="cut-off"),
        pytest.param({"total": 2, "isLast": True, "values": [ONE]}, "not have all pages", id="lost"),
        pytest.param({"values": [ONE]}, "not have all pages", id="unknown-end"),
        pytest.param([{"total": 2, "values": [ONE]}, {"total": 3, "values": [TWO]}], "not have all", id="two-totals"),
        pytest.param([{"isLast": False, "values": [ONE]}, {"isLast": True, "values": [ONE]}], "twice", id="page-twice"),
        pytest.param([ONE, ONE], 'the version "1.0" twice', id="twice"),
        pytest.param({"issues": []}, "not a list of versions", id="search"),
        pytest.param([{"id": "1"}], "entry 1 has no name", id="no-name"),
        pytest.param(["1.0"], "entry 1 has no name", id="text"),
        pytest.param([{"name": " ", "released": True}], "entry 1 has no name", id="blank"),
        pytest.param([{"name": "1.0"}], "whether it is released", id="no-state"),
        pytest.param([{**ONE, "releaseDate": "5/Jan/26"}], "releaseDate of the version", id="date"),
        pytest.param("[]\n[]", "not one list", id="two-lists"),
        pytest.param("", "not one list", id="empty"),
        pytest.param("<html>", "web page", id="html"),
    ],
)
def test_what_is_no_whole_answer(tmp_path: Path, content: Any, why: str) -> None:
    """A version that is missing could be a go-live, or a patch."""
    with pytest.raises(CouldNotLook, match=why):
        _saved(tmp_path, content)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    """Or that leads elsewhere."""
    settings, read = Settings("P", tmp_path), WorkTree(tmp_path).read
    with pytest.raises(CouldNotLook, match="missing"):
        saved(settings, "versions.json", read)
    (tmp_path / "inside").mkdir()
    (tmp_path / "elsewhere.json").write_text("[]")
    (tmp_path / "inside" / "versions.json").symlink_to("../elsewhere.json")
    with pytest.raises(CouldNotLook, match="leads out"):
        saved(Settings("P", tmp_path / "inside"), "versions.json", read)


def test_with_a_ref_for_the_policy(tmp_path: Path) -> None:
    """The reader's file counts, and not that of the work tree."""
    (tmp_path / "versions.json").write_text("no JSON")
    settings = Settings("P", tmp_path, policy_ref="main")
    assert saved(settings, "versions.json", lambda _path, _limit: json.dumps([ONE]).encode()) == VERSIONS[:1]
