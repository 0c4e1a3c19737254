"""The tables of past go-lives: what they state, and what is wrong with them."""

import datetime as dt

import pytest
from support.policy import BEGIN, PROGRAM, complaints, loaded

from readiness_gate.config import ConfigurationError
from readiness_gate.model.past_go_lives import ByHand, ByPattern, Label, Signs
from readiness_gate.model.time import DAY, instant

GIT = '[[git]]\nname = "crm"\nrepository = "a"\n[[git]]\nname = "web"\nrepository = "b"\n'
JIRA = """\
[jira]
url = "https://example.atlassian.net"
projects = ["CRM"]
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }
"""


def _table(*lines: str) -> str:
    return "\n".join(["[[past-go-lives]]", *lines, ""])


HAND = _table('name = "Wave 1"', "date = 2025-03-03")


def test_a_go_live_by_hand() -> None:
    """A day is judged as of the last second before it begins there, and a time as of that time."""
    text = (
        BEGIN
        + _table('name = "Wave 1"', "date = 2025-03-03", 'version = "1.0"', "went-wrong = true", 'said-by = "j.meyer"')
        + _table('name = "Wave 2"', "date = 2025-04-03T23:30:00Z", 'patch-within = "2w"')
    )
    first, second = loaded(text).past_go_lives
    assert first.what == ByHand("Wave 1", dt.date(2025, 3, 3), instant("2025-03-02T23:59:59+01:00"), "1.0")
    assert (first.label, bool(first.signs)) == (Label(went_wrong=True, said_by="j.meyer"), False)
    assert first.where == f"readiness-gate.toml, line {len(BEGIN.splitlines()) + 1}"
    assert second.what == ByHand("Wave 2", dt.date(2025, 4, 4), instant("2025-04-03T23:30:00Z"))
    assert (second.label, second.signs) == (None, Signs(patch_within=14 * DAY))


def test_go_lives_by_pattern() -> None:
    """Tags may be of one of several repositories, and versions from a file or fetched."""
    text = (
        BEGIN
        + GIT
        + JIRA
        + _table('from = "tags"', 'pattern = "v*.0"', 'repository = "crm"', 'version = "Release *"')
        + _table('from = "versions"', 'pattern = "Release *"', "adoption-below = 1", 'by = "60d"')
        + _table('from = "versions"', 'pattern = "R *"', 'export = "v.json"', 'grave-defects-within = "28d"')
    )
    stated = loaded(text).past_go_lives
    assert [one.what for one in stated] == [
        ByPattern("tags", "v*.0", "crm", "Release *"),
        ByPattern("versions", "Release *"),
        ByPattern("versions", "R *", export="v.json"),
    ]
    assert stated[1].signs == Signs(adoption_below=1, by=60 * DAY)
    assert stated[2].signs == Signs(grave_defects_within=28 * DAY)


def test_they_are_no_part_of_the_policy() -> None:
    """They decide nothing: with them and without, the digest is the same."""
    assert loaded(BEGIN + HAND).gates["go-live"] == loaded(BEGIN).gates["go-live"]


def test_a_day_needs_a_time_zone() -> None:
    """Even where no milestone has one."""
    [told] = complaints('[program]\nname = "P"\n' + HAND)
    assert "timezone" in told.what
    assert len(loaded(PROGRAM + HAND).past_go_lives) == 1


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        (_table("date = 2025-03-03"), 'add name, or from = "tags"', "[[past"),
        (_table("went-wrong = true", 'said-by = "x"'), "add name and date", "[[past"),
        (HAND + 'pattern = "v*"', "pattern works with from", "pattern"),
        (HAND + 'export = "v.json"', "export works with from", "export"),
        (HAND + "exported-at = 2025-03-03", "exported-at works with from", "exported-at"),
        (
            _table('from = "tags"', 'pattern = "v*"', "exported-at = 2025-03-03"),
            'exported-at works with from = "versions"',
            "exported-at",
        ),
        (
            JIRA + _table('from = "versions"', 'pattern = "v*"', "exported-at = 2025-03-03"),
            "exported-at is about export",
            "exported-at",
        ),
        (HAND + 'repository = "crm"', "repository works with from", "repository"),
        (_table('from = "tags"'), "add pattern, the names of the tags", "from"),
        (_table('from = "tags"', 'pattern = "v*"', 'name = "x"'), "name works without from: the tags say it", "name"),
        (_table('from = "tags"', 'pattern = "v*"', "date = 2025-03-03"), "date works without from", "date"),
        (_table('from = "tags"', 'pattern = "v*"', 'export = "v"'), 'export works with from = "versions"', "export"),
        (_table('from = "tags"', 'pattern = "v*"', 'version = "1.0"'), "would be that of every tag", '"1.0"'),
        (_table('from = "tags"', 'pattern = "v*"', 'repository = "x"'), "there is only one", '"x"'),
        (GIT + _table('from = "tags"', 'pattern = "v*"'), "add repository, the name in [[git]] that has the", "from"),
        (GIT + _table('from = "tags"', 'pattern = "v*"', 'repository = "crn"'), 'did you mean "crm"?', '"crn"'),
        (_table('from = "versions"', 'pattern = "v*"'), "add export, a file with the versions", "from"),
        (
            JIRA + _table('from = "versions"', 'pattern = "v*"', 'repository = "x"'),
            'repository works with from = "tags"',
            "repository",
        ),
        (
            JIRA + _table('from = "versions"', 'pattern = "v*"', 'version = "x"'),
            "a version has its own name",
            "version",
        ),
        (HAND + "went-wrong = true", "add said-by", "went-wrong"),
        (HAND + 'said-by = "x"', "said-by is about went-wrong", "said-by"),
        (HAND + 'because = "x"', "because is about went-wrong", "because"),
        (HAND + "adoption-below = 0.6", "add by, how long after the go-live", "adoption-below"),
        (HAND + 'by = "60d"', "by is about adoption-below", "by"),
        (HAND + 'patch-within = "0d"', '"0d" is too short', '"0d"'),
        (HAND + _table('name = "wave  1"', "date = 2025-04-03"), "is called", '"wave'),
        (HAND + _table('name = "Wave 2"', "date = 2025-03-03T08:00:00Z"), "is on 2025-03-03, too", "2025-03-03T"),
        (_table('from = "tagz"', 'pattern = "v*"'), 'did you mean "tags"?', '"tagz"'),
        (HAND + "adoption-below = 2\nby = '1d'", "must be at most 1", "2"),
    ],
)
def test_a_mistake_is_shown_at_its_place(text: str, what: str, marked: str) -> None:
    """And is the only one that is reported."""
    [told] = complaints(BEGIN + text)
    assert what in told.what
    assert told.marked.startswith(marked)


def test_all_mistakes_are_reported_together() -> None:
    """Those of every table, in the order of the file."""
    text = _table('name = "x"', 'by = "1d"', 'because = "y"') + _table('from = "tags"', "went-wrong = true")
    assert len(complaints(BEGIN + text)) == 5
    with pytest.raises(ConfigurationError):
        loaded(BEGIN + text)
