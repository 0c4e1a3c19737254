"""Every value that a file may give, and every one that is refused."""

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from readiness_gate.model.globs import LONGEST
from readiness_gate.toml import values

INF = float("inf")
UTC = dt.UTC


def check(kind: Any, value: object) -> Any:
    """The value as a file gives it, checked as a field of that kind is."""
    return TypeAdapter(kind, config=ConfigDict(strict=True, allow_inf_nan=False)).validate_python(value)


def why(kind: Any, value: object) -> str:
    """Why a value is refused."""
    with pytest.raises(ValidationError) as caught:
        check(kind, value)
    (error,) = caught.value.errors()[:1]
    return str(error.get("ctx", {}).get("error", error["type"]))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(values.Text, "a", id="text"),
        pytest.param(values.Text, "two\n\tlines", id="text-of-lines"),
        pytest.param(values.Text, "x" * 4_000, id="longest-text"),
        pytest.param(values.Text, "Каждая роль обучена, 日本語", id="text-in-any-script"),
        pytest.param(values.Word, "Sales rep", id="word"),
        pytest.param(values.Word, "Verkäufer", id="word-with-umlaut"),
        pytest.param(values.Word, "Продавец", id="word-in-cyrillic"),
        pytest.param(values.Word, "CRM担当", id="scripts-that-do-not-look-alike"),
        pytest.param(values.Word, "SAP Продавец", id="scripts-in-separate-words"),
        pytest.param(values.Word, "µ-1 10°", id="signs"),
        pytest.param(values.Words, ["a"] * 1_000, id="most-words"),
        pytest.param(values.Glob, "a/**", id="glob"),
        pytest.param(values.Globs, ["*"], id="globs"),
        pytest.param(values.Zone, "Europe/Berlin", id="zone"),
        pytest.param(values.Zone, "UTC", id="utc"),
        pytest.param(values.Day, dt.date(2000, 1, 1), id="first-day"),
        pytest.param(values.Day, dt.date(2199, 12, 31), id="last-day"),
        pytest.param(values.Days, "0d", id="no-days"),
        pytest.param(values.Days, "48h", id="hours-that-are-days"),
        pytest.param(values.Days, "366d", id="most-days"),
        pytest.param(values.Site, "https://northwind.atlassian.net", id="site"),
        pytest.param(values.Site, "https://jira.example:8443/jira/", id="site-with-port-and-path"),
        pytest.param(values.Site, "http://localhost:8080", id="local-site"),
        pytest.param(values.Site, "http://127.0.0.1", id="local-address"),
        pytest.param(values.Site, "http://[::1]:8080", id="local-address-6"),
        pytest.param(values.Site, "https://jira.example:65535", id="last-port"),
        pytest.param(values.Site, "https://[::1]", id="no-port-6"),
        pytest.param(values.Ref, "HEAD", id="head"),
        pytest.param(values.Ref, "origin/release/1.0", id="branch"),
        pytest.param(values.Ref, "training-baseline-1", id="tag"),
        pytest.param(values.Lock, dt.date(2027, 1, 18), id="lock-by-a-day"),
        pytest.param(values.Lock, "policy-1", id="lock-by-a-tag"),
        pytest.param(values.Lock, "refs/tags/2027-01-18", id="lock-by-a-tag-called-as-a-day"),
        pytest.param(values.Id, "DEF-01_b.c", id="id"),
        pytest.param(values.Id, "A" * 64, id="longest-id"),
        pytest.param(values.Name, "2-wave", id="name"),
        pytest.param(values.Number, 0, id="zero"),
        pytest.param(values.Number, -1, id="below-zero"),
        pytest.param(values.Number, 0.33, id="fraction"),
        pytest.param(values.Number, True, id="flag"),
        pytest.param(values.Number, 10**12, id="largest"),
        pytest.param(values.Number, -(10**12), id="smallest"),
        pytest.param(values.Count, 2.5, id="count"),
        pytest.param(values.Parameter, "28d", id="parameter-text"),
        pytest.param(values.Parameter, ["a", "b"], id="parameter-list"),
        pytest.param(values.Parameter, [], id="parameter-empty-list"),
        pytest.param(values.Parameter, False, id="parameter-flag"),
        pytest.param(values.Moment, dt.date(2027, 2, 14), id="moment-as-day"),
        pytest.param(values.Moment, dt.datetime(2027, 2, 14, 9, tzinfo=UTC), id="moment"),
    ],
)
def test_what_is_accepted(kind: Any, value: object) -> None:
    """The value is taken as it stands, of the type that it has."""
    checked = check(kind, value)
    assert checked == value
    assert type(checked) is type(value)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        pytest.param(values.Text, "", "string_too_short", id="empty"),
        pytest.param(values.Text, " \n", "must not be empty", id="blank"),
        pytest.param(values.Text, "x" * 4_001, "string_too_long", id="too-long"),
        pytest.param(values.Text, 3, "string_type", id="no-text"),
        pytest.param(values.Text, "a\0b", "control characters: it has U+0000", id="nul"),
        pytest.param(values.Text, "a\x1b[2J", "control characters: it has U+001B", id="escape-sequence"),
        pytest.param(values.Text, "a\rb", "control characters: it has U+000D", id="carriage-return"),
        pytest.param(values.Word, "Sales rep ", '"Sales rep " begins or ends with a space', id="space-behind"),
        pytest.param(values.Word, " Sales rep", "begins or ends with a space", id="space-before"),
        pytest.param(values.Word, "Sales\trep", "invisible characters: it has U+0009", id="tab"),
        pytest.param(values.Word, "Sales\nrep", "it has U+000A", id="newline"),
        pytest.param(values.Word, "Sales\u00a0rep", "it has U+00A0", id="no-break-space"),
        pytest.param(values.Word, "Sales\u200brep", "it has U+200B", id="zero-width-space"),
        pytest.param(values.Word, "Sales\u202erep", "it has U+202E", id="right-to-left-override"),
        pytest.param(values.Word, "Sales\u2028rep", "it has U+2028", id="line-separator"),
        pytest.param(
            values.Word,
            "S\u0430les rep",
            '"S\u0430les" mixes Latin and Cyrillic letters, which look alike: "\u0430" is CYRILLIC SMALL LETTER A',
            id="cyrillic-in-latin",
        ),
        pytest.param(
            values.Word,
            "Cl\u03b5rk",
            'mixes Latin and Greek letters, which look alike: "\u03b5" is GREEK SMALL LETTER EPSILON',
            id="greek-in-latin",
        ),
        pytest.param(values.Word, "Пр\u03bfдавец", "mixes Greek and Cyrillic letters", id="greek-in-cyrillic"),
        pytest.param(values.Words, [], "too_short", id="no-words"),
        pytest.param(values.Words, ["a"] * 1_001, "too_long", id="too-many-words"),
        pytest.param(values.Words, "a", "list_type", id="word-for-a-list"),
        pytest.param(values.Glob, "", "1 to 512 characters", id="empty-glob"),
        pytest.param(values.Glob, "a" * (LONGEST + 1), "1 to 512 characters", id="long-glob"),
        pytest.param(values.Glob, "docs/", 'write "docs/**"', id="folder"),
        pytest.param(values.Glob, "/docs/**", "begins at the top", id="absolute-glob"),
        pytest.param(values.Glob, "../docs/**", "begins at the top", id="glob-above"),
        pytest.param(values.Glob, "a//b", "begins at the top", id="empty-segment"),
        pytest.param(values.Glob, "a/**b", "must be alone", id="stars-with-more"),
        pytest.param(values.Glob, "*.{md,txt}", "braces are not special", id="braces"),
        pytest.param(values.Glob, "a\\b", "forward slashes only", id="backslash"),
        pytest.param(values.Globs, [], "too_short", id="no-globs"),
        pytest.param(values.Zone, "Europe/Berln", 'not a time zone; did you mean "Europe/Berlin"?', id="zone-misspelt"),
        pytest.param(values.Zone, "nowhere at all", "write an IANA name", id="no-zone"),
        pytest.param(values.Zone, "Europe", "not a time zone", id="folder-of-zones"),
        pytest.param(values.Zone, "../UTC", "not a time zone", id="zone-outside"),
        pytest.param(values.Zone, "localtime", "not a time zone", id="zone-of-the-machine"),
        pytest.param(values.Day, dt.date(1999, 12, 31), "not between 2000 and 2199", id="too-early"),
        pytest.param(values.Day, dt.date(9999, 12, 31), "not between 2000 and 2199", id="year-9999"),
        pytest.param(values.Day, dt.datetime(2027, 2, 14, 9, tzinfo=UTC), "date_type", id="time-for-a-day"),
        pytest.param(values.Day, dt.datetime(2027, 2, 14), "date_type", id="midnight-for-a-day"),  # noqa: DTZ001
        pytest.param(values.Day, "2027-02-14", "date_type", id="text-for-a-day"),
        pytest.param(values.Days, "36h", '"36h" is not a number of whole days', id="half-days"),
        pytest.param(values.Days, "367d", "up to 366", id="too-many-days"),
        pytest.param(values.Days, "7", "is not a duration", id="no-unit"),
        pytest.param(values.Days, "-1d", "is not a duration", id="negative-duration"),
        pytest.param(values.Days, 7, "string_type", id="number-for-a-duration"),
        pytest.param(values.Site, "https://host.example:99999", "has the port 99999; a port is 1 to 65535", id="port"),
        pytest.param(values.Site, "https://host.example:65536/jira", "has the port 65536", id="port-and-path"),
        pytest.param(values.Site, "http://[::1]:70000", "has the port 70000", id="port-6"),
        pytest.param(values.Site, "https://host.example:0", "has the port 0", id="port-0"),
        pytest.param(values.Site, "https://u:p@host.example", "must be without user", id="user-and-password"),
        pytest.param(values.Site, "https://u@host.example", "must be without user", id="user"),
        pytest.param(values.Site, "https://@host.example", "must be without user", id="empty-user"),
        pytest.param(values.Site, "https://good.example\\@evil.example", "must be without user", id="backslash-user"),
        pytest.param(values.Site, "https://host.example/?token=x", "must be without user", id="query"),
        pytest.param(values.Site, "https://host.example/#x", "must be without user", id="fragment"),
        pytest.param(values.Site, "https://host.example?", "must be without user", id="empty-query"),
        pytest.param(values.Site, "file:///etc/passwd", "is not an address", id="file"),
        pytest.param(values.Site, "ftp://host.example", "is not an address", id="ftp"),
        pytest.param(values.Site, "northwind.atlassian.net", "is not an address", id="no-scheme"),
        pytest.param(values.Site, "https://", "is not an address", id="no-host"),
        pytest.param(values.Site, "https://ex ample.com", "is not an address", id="blank-in-host"),
        pytest.param(values.Site, "https://host.example/a b", "is not an address", id="blank-in-path"),
        pytest.param(values.Site, "https://host\n.example", "is not an address", id="newline-in-host"),
        pytest.param(values.Site, "https://north\u0441.example", "is not an address", id="lookalike-host"),
        pytest.param(values.Site, "https://[::1", "Invalid IPv6 URL", id="half-an-address"),
        pytest.param(values.Site, "http://host.example", "unencrypted: write https://", id="in-clear"),
        pytest.param(values.Site, "http://127.0.0.1.evil.example", "unencrypted", id="almost-local"),
        pytest.param(values.Ref, "--output=x", "not the name of a branch", id="option"),
        pytest.param(values.Ref, "-x", "not the name of a branch", id="short-option"),
        pytest.param(values.Ref, "a..b", "not the name of a branch", id="range"),
        pytest.param(values.Ref, "main~1", "not the name of a branch", id="ancestor"),
        pytest.param(values.Ref, "main^", "not the name of a branch", id="parent"),
        pytest.param(values.Ref, "HEAD@{1.day.ago}", "not the name of a branch", id="reflog"),
        pytest.param(values.Ref, ":/fix", "not the name of a branch", id="by-message"),
        pytest.param(values.Lock, "2027-01-18", "must be a day without quotes, as 2027-01-18; a tag", id="quoted-day"),
        pytest.param(values.Lock, "2027-1-8T00:00:00Z", "without quotes, as 2027-1-8; a tag", id="quoted-time"),
        pytest.param(values.Lock, "HEAD", "moves with it: give a tag or the id of a commit", id="lock-by-head"),
        pytest.param(values.Lock, "main~1", "not the name of a branch", id="lock-by-an-ancestor"),
        pytest.param(values.Lock, " ", "must not be empty", id="lock-by-a-space"),
        pytest.param(values.Lock, "", "must not be empty", id="lock-by-nothing"),
        pytest.param(values.Lock, "x" * 4_001, "has more than 4000 characters", id="lock-too-long"),
        pytest.param(values.Lock, 5, "must be a day without quotes, such as", id="lock-by-a-number"),
        pytest.param(values.Lock, dt.date(1027, 1, 18), "is not between 2000 and 2199", id="lock-long-ago"),
        pytest.param(values.Lock, dt.datetime(2027, 1, 18, tzinfo=UTC), "must be a day without", id="lock-by-a-time"),
        pytest.param(values.Ref, "a b", "not the name of a branch", id="blank"),
        pytest.param(values.Ref, "release/*", "not the name of a branch", id="pattern"),
        pytest.param(values.Ref, "a\0b", "control characters", id="nul-in-a-ref"),
        pytest.param(values.Ref, "", "string_too_short", id="empty-ref"),
        pytest.param(values.Id, "1-DEF", "string_pattern_mismatch", id="digit-first"),
        pytest.param(values.Id, "DEF 01", "string_pattern_mismatch", id="blank-in-an-id"),
        pytest.param(values.Id, "D\u0415F-01", "string_pattern_mismatch", id="lookalike-id"),
        pytest.param(values.Id, "DEF-01\n", "string_pattern_mismatch", id="newline-after-an-id"),
        pytest.param(values.Id, "A" * 65, "string_pattern_mismatch", id="long-id"),
        pytest.param(values.Name, "-x", "string_pattern_mismatch", id="hyphen-first"),
        pytest.param(values.Name, "", "string_pattern_mismatch", id="empty-name"),
        pytest.param(values.Number, float("nan"), "must be a finite number", id="nan"),
        pytest.param(values.Number, INF, "must be a finite number", id="inf"),
        pytest.param(values.Number, -INF, "must be a finite number", id="minus-inf"),
        pytest.param(values.Number, 1e999, "must be a finite number", id="1e999"),
        pytest.param(values.Number, 10**12 + 1, "must be a finite number", id="too-large"),
        pytest.param(values.Number, "3", "must be a finite number", id="digits-in-quotes"),
        pytest.param(values.Number, "nan", "must be a finite number", id="nan-in-quotes"),
        pytest.param(values.Number, [0], "must be a finite number", id="list-for-a-number"),
        pytest.param(values.Number, dt.date(2027, 1, 1), "must be a finite number", id="day-for-a-number"),
        pytest.param(values.Count, True, "must be a number", id="flag-for-a-count"),
        pytest.param(values.Count, float("nan"), "must be a finite number", id="nan-for-a-count"),
        pytest.param(values.Parameter, float("nan"), "must be a finite number", id="nan-parameter"),
        pytest.param(values.Parameter, [1], "must be a finite number", id="numbers-in-a-list"),
        pytest.param(values.Parameter, {"a": 1}, "must be a finite number", id="table-parameter"),
        pytest.param(values.Moment, dt.datetime(2027, 2, 14, 9), "no offset from UTC", id="local-time"),  # noqa: DTZ001
        pytest.param(values.Moment, "2027-02-14", "must be a date or a time", id="text-for-a-moment"),
        pytest.param(values.Moment, dt.time(9), "must be a date or a time", id="time-of-day"),
        pytest.param(values.Moment, 1_800_000_000, "must be a date or a time", id="seconds"),
        pytest.param(values.Moment, dt.datetime(9999, 12, 31, tzinfo=UTC), "not between", id="moment-in-9999"),
    ],
)
def test_what_is_refused(kind: Any, value: object, says: str) -> None:
    """A value that is no good is refused, in words that say what is wrong with it."""
    assert says in why(kind, value)


def test_every_zone_of_the_database() -> None:
    """Every time zone that there is may be given, but for those that mean another place on each machine."""
    zones = available_timezones() - {"localtime", "Factory"}
    assert [zone for zone in zones if check(values.Zone, zone) != zone] == []
