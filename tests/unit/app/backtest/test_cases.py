"""The past go-lives that a configuration states, each once."""

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.exports import BERLIN
from support.git import Repo, git, instant
from support.jira_server import Asked, FakeJira, Reply, serving
from support.past_go_lives import HAND, NOW, opened, stated
from support.program import Sample

from readiness_gate.app.backtest.cases import Case, Cases, cases
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import open_session
from readiness_gate.errors import BadUse
from readiness_gate.model.past_go_lives import Label, Signs
from readiness_gate.model.releases import Release
from readiness_gate.model.time import DAY
from readiness_gate.plugins import tables
from readiness_gate.toml.values import start_of


def _found(sample: Sample, *tables: str, has_version: bool = False) -> Cases:
    stated(sample, *tables)
    return cases(opened(sample.path), NOW, has_version=has_version)


def _named(found: Cases) -> list[tuple[str, str, str]]:
    return [(one.go_live.name, str(one.go_live.date), one.go_live.origin) for one in found.cases]


TAGS = 'from = "tags"\npattern = "v*.0"\npatch-within = "14d"'
VERSIONS = 'from = "versions"\npattern = "Release *.0"\nexport = "versions.json"\nadoption-below = 0.5\nby = "30d"'


@pytest.fixture
def tagged(sample: Sample) -> Sample:
    """A program with tags."""
    for day, name in ((90, "v1.0"), (96, "v1.1"), (120, "v2.0")):
        sample.repo.commit(day, {}, name)
        sample.repo.git("tag", name)
    return sample


def _version(name: str, date: str | None, *, released: bool = True) -> dict[str, Any]:
    return {"name": name, "released": released, **({"releaseDate": date} if date else {})}


def test_by_hand(sample: Sample) -> None:
    """As of the last second before the day."""
    [case] = _found(sample, HAND + '\nwent-wrong = true\nsaid-by = "m"').cases
    assert case.go_live.as_of == instant(61) - 3_601
    assert case.go_live.origin.startswith("readiness-gate.toml, line ")
    assert case.claims[0].label == Label(went_wrong=True, said_by="m")


def test_tags_and_versions(tagged: Sample) -> None:
    """The oldest first, each from where it is."""
    tagged.write("versions.json", json.dumps([_version("Release 3.0", "2026-05-20"), _version("Release 3.1", None)]))
    found = _found(tagged, TAGS, VERSIONS, HAND)
    assert _named(found)[:2] == [("Wave 1", "2026-03-03", _named(found)[0][2]), ("v1.0", "2026-04-01", "tag v1.0")]
    assert _named(found)[3] == ("Release 3.0", "2026-05-20", "version Release 3.0 in versions.json")
    assert (found.left_out, found.is_whole) == ((), True)
    [note] = found.notes
    assert note.startswith("v1.0, v2.0: dated by the landing of the tagged commit, because the tag has no date within")
    first = found.cases[1]
    assert first.go_live.as_of == instant(90)
    assert [one.name for one in first.claims[0].listing.releases] == ["v1.0", "v1.1", "v2.0"]
    assert found.cases[3].claims[0].signs == Signs(adoption_below=0.5, by=30 * DAY)


def test_the_version_of_a_tag(tagged: Sample) -> None:
    """Only where the milestone has one, or the table says how it is called."""
    assert {one.go_live.version for one in _found(tagged, TAGS).cases} == {None}
    found = cases(opened(tagged.path), NOW, has_version=True)
    assert [one.go_live.version for one in found.cases] == ["1.0", "2.0"]
    path = tagged.path / "readiness-gate.toml"
    path.write_text(path.read_text() + 'version = "Release *"\n')
    assert [one.go_live.version for one in cases(opened(tagged.path), NOW, has_version=False).cases] == [
        "Release 1.0",
        "Release 2.0",
    ]
    words = _found(tagged, 'from = "tags"\npattern = "first"\nversion = "R *"')
    assert words.left_out[0].endswith('none of the tags matches "first"; there are 3 others.')
    tagged.repo.git("tag", "first", "HEAD~2")
    assert None in {one.go_live.version for one in cases(opened(tagged.path), NOW, has_version=True).cases}


def test_only_two_signs_of_a_pattern_are_special(sample: Sample) -> None:
    """Versions may have brackets in their names."""
    names = ("[EMEA] 1.0", "E 1.0")
    sample.write("versions.json", json.dumps([_version(name, f"2026-02-0{day}") for day, name in enumerate(names, 1)]))
    found = _found(sample, VERSIONS.replace("Release *.0", "[EMEA] ?.0"))
    assert [one.go_live.name for one in found.cases] == ["[EMEA] 1.0"]


def test_versions_that_are_no_go_lives(sample: Sample) -> None:
    """Each is named, with the reason."""
    listed = [
        _version("Release 1.0", "2026-02-01", released=False),
        _version("Release 2.0", None),
        _version("Release 3.0", "2026-12-01"),
        _version("Sprint 1", "2026-02-02"),
    ]
    sample.write("versions.json", json.dumps(listed))
    found = _found(sample, VERSIONS)
    assert found.cases == ()
    assert found.left_out == (
        "Release 1.0: it is not released.",
        "Release 2.0: it has no release date, or an impossible one. Correct it in Jira.",
        "Release 3.0: its release date 2026-12-01 is in the future. Correct it in Jira.",
    )
    assert found.is_whole


def test_tags_that_cannot_be_tried(tagged: Sample) -> None:
    """Each is named, with the reason."""
    tagged.repo.branch("release", "v1.0")
    tagged.repo.commit(125, {}, "only there")
    tagged.repo.git("tag", "v3.0")
    tagged.repo.git("switch", "-q", "main")
    stated(tagged, TAGS)
    found = cases(opened(tagged.path), instant(100), has_version=False)
    assert [one.go_live.name for one in found.cases] == ["v1.0"]
    assert found.left_out == (
        "v3.0: its commit is not on the mainline, so it is unknown when it went live.",
        "v2.0: after 2026-04-11T00:00:00Z, until which go-lives are tried.",
    )


def test_what_cannot_be_read(tagged: Sample, tmp_path: Path) -> None:
    """Is named, and the rest is tried."""
    found = _found(tagged, VERSIONS, HAND)
    assert [one.go_live.name for one in found.cases] == ["Wave 1"]
    assert not found.is_whole
    assert "versions of readiness-gate.toml, line" in found.left_out[0]
    assert "versions.json is missing" in found.left_out[0]
    git(tagged.path, "clone", "-q", "--depth", "1", f"file://{tagged.path}", str(tmp_path / "cut"))
    cut = Sample(tmp_path / "new", like=tmp_path / "cut")
    cut.write("readiness-gate.toml", (tagged.path / "readiness-gate.toml").read_text())
    shallow = _found(cut, TAGS)
    assert "the clone is shallow" in shallow.left_out[1]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (TAGS, "there are none here: fetch them with git fetch --tags."),
        (VERSIONS, "there are none."),
    ],
)
def test_nothing_matches(sample: Sample, table: str, says: str) -> None:
    """A pattern that finds nothing is no empty success."""
    sample.write("versions.json", "[]")
    found = _found(sample, table)
    assert not found.is_whole
    assert found.left_out[0].endswith(says)


def test_the_same_go_live_counts_once(tagged: Sample) -> None:
    """By hand before a version before a tag: of the same day, the same name, or the same number."""
    tagged.write("versions.json", json.dumps([_version("Release 1.0", "2026-04-03")]))
    found = _found(tagged, TAGS, VERSIONS, 'name = "Spring"\ndate = 2026-05-01\nwent-wrong = false\nsaid-by = "m"')
    assert [one.go_live.name for one in found.cases] == ["Release 1.0", "Spring"]
    first, second = found.cases
    assert [one.release for one in first.claims] == ["Release 1.0", "v1.0"]
    assert [(one.label is None, one.release) for one in second.claims] == [(False, "Spring"), (True, "v2.0")]
    assert found.notes[0].startswith("v1.0 (tag v1.0, 2026-04-01) is the same go-live as Release 1.0 (version Release")
    assert found.notes[0].endswith("2026-04-03), and counts once.")


def test_tags_of_several_repositories_are_not_the_same_by_name(sample: Sample) -> None:
    """Each has its own releases, and its own patches; of one day they are one go-live, which is said."""
    for name, days in (("crm", (90, 120)), ("erp", (100, 120))):
        repo = Repo(sample.path / name)
        for day, tag in zip(days, ("v1.0", "v1.1"), strict=True):
            repo.commit(day, {name: tag})
            repo.git("tag", "-a", "-m", "x", tag, at=instant(day))
    path = sample.path / "readiness-gate.toml"
    before, _, after = path.read_text().partition("[git]")
    paths = 'mainline = "main"\npaths = { code = ["**"], docs = ["docs/**"], config = [] }\n'
    parts = (f'[[git]]\nname = "{name}"\nrepository = "{name}"\n{paths}' for name in ("crm", "erp"))
    path.write_text("".join((before, *parts, "[jira]", after.partition("[jira]")[2])))
    found = _found(sample, *(f'from = "tags"\npattern = "v*"\nrepository = "{name}"' for name in ("crm", "erp")))
    assert [one.go_live.origin for one in found.cases] == ["tag v1.0 of crm", "tag v1.0 of erp", "tag v1.1 of crm"]
    [note] = found.notes
    assert note.startswith(
        "v1.1 (tag v1.1 of erp, 2026-05-01) is the same go-live as v1.1 (tag v1.1 of crm, 2026-05-01)"
    )


def test_a_release_that_is_a_go_live_by_itself(tagged: Sample) -> None:
    """Is marked where a table names it, and in no repository that nothing names."""
    tagged.repo.git("tag", "-a", "-m", "x", "v2.1", "v2.0", at=instant(125))
    tagged.repo.git("tag", "-a", "-m", "x", "v2.2", "v2.0", at=instant(900))
    [*_, last] = _found(tagged, TAGS).cases
    assert last.claims[0].listing.releases == (
        Release("v1.0", instant(90), is_go_live=True),
        Release("v1.1", instant(96)),
        Release("v2.0", instant(120), is_go_live=True),
        Release("v2.1", instant(125), committed=instant(120)),
        Release("v2.2", None, committed=instant(120)),
    )
    assert (last.claims[0].listing.known_until, last.began) == (instant(125), instant(120))
    assert last.live_since == instant(120)


def test_how_to_know_tags_for_longer(tagged: Sample) -> None:
    """By fetching, where there is anything to fetch from; else by another commit, or somebody who says how it went."""

    def renew() -> str:
        return cases(opened(tagged.path), NOW, has_version=False).cases[-1].claims[0].listing.renew

    stated(tagged, TAGS)
    assert "there is no remote to fetch newer ones from; ask again after the next commit, or say how it went" in renew()
    tagged.repo.git("remote", "add", "origin", os.fspath(tagged.path))
    assert "or the last fetch failed; run git fetch --tags" in renew()
    tagged.repo.git("fetch", "-q", "--tags")
    assert renew() == "run git fetch --tags"


def test_until_when_an_export_of_versions_is_known(sample: Sample) -> None:
    """As somebody says, on the command line before the configuration; else until its newest release."""
    listed = [_version("Release 1.0", "2026-02-01"), _version("1.1", "2026-02-03"), _version("2.0", "2026-12-03")]
    sample.write("versions.json", json.dumps(listed))
    [case] = _found(sample, VERSIONS).cases
    listing = case.claims[0].listing
    assert listing.known_until == start_of(dt.date(2026, 2, 3), BERLIN)
    assert [one.is_go_live for one in listing.releases] == [True, False, False]
    path = sample.path / "readiness-gate.toml"
    path.write_text(path.read_text() + "exported-at = 2026-03-05T10:00:00Z\n")
    [case] = cases(opened(sample.path), NOW, has_version=False).cases
    assert case.claims[0].listing.known_until == instant(63) + 10 * 3_600
    session = open_session(tables(), Whereabouts(sample.path), NOW, exported_at=["jira=2026-04-11T00:00:00Z"])
    [case] = cases(session, NOW, has_version=False).cases
    assert case.claims[0].listing.known_until == instant(100)
    path.write_text(path.read_text().replace("exported-at = 2026-03", "exported-at = 2026-12"))
    found = cases(opened(sample.path), NOW, has_version=False)
    assert not found.is_whole
    assert "exported-at of versions.json (2026-12-05T10:00:00Z) is in the future" in found.left_out[0]


def test_a_tag_whose_number_is_unclear_has_no_version(sample: Sample) -> None:
    """A day is none."""
    sample.repo.commit(90, {}, "one")
    sample.repo.git("tag", "release-2026-04-01")
    [case] = _found(sample, TAGS.replace("v*.0", "release-*"), has_version=True).cases
    assert case.go_live.version is None


def test_the_same_tag_in_two_tables_is_no_news(tagged: Sample) -> None:
    """Both say what became of it."""
    found = _found(tagged, TAGS, TAGS.replace("patch-within", "grave-defects-within"))
    assert [len(one.claims) for one in found.cases] == [2, 2]
    assert ["same go-live" in note for note in found.notes] == [False]


def test_a_tag_with_a_date_of_its_own(tagged: Sample) -> None:
    """Says when it went live, where it was put on its commit soon after that had landed, and not before."""
    for name, commit, day in (
        ("v4.0", "v1.0", 149),
        ("v5.0", "v1.1", 156),
        ("v6.0", "v2.0", 119),
        ("v7.0", "v2.0", 900),
    ):
        tagged.repo.git("tag", "-a", "-m", "x", name, commit, at=instant(day))
    found = _found(tagged, TAGS.replace("v*.0", "v?.0"))
    dated = {one.go_live.name: (one.go_live.as_of, one.is_dated_by_commit) for one in found.cases}
    assert dated == {"v1.0": (instant(90), True), "v2.0": (instant(120), True), "v4.0": (instant(149), False)}
    assert found.left_out == ("v5.0: after 2026-05-31T00:00:00Z, until which go-lives are tried.",)
    merged = [note.partition(" ")[0] for note in found.notes]
    assert merged == ["v6.0", "v7.0", "v1.0,"]


def test_the_patches_of_a_go_live_by_hand(tagged: Sample) -> None:
    """Are looked for where its version is: in a table, else in the repository."""
    hand = HAND + '\nversion = "2.0"\npatch-within = "14d"'
    [case] = _found(tagged, hand).cases
    assert (case.claims[0].release, len(case.claims[0].listing.releases)) == ("2.0", 3)
    tagged.write(
        "versions.json", json.dumps([_version("Release 2.0", "2026-03-03"), _version("2.1", None, released=False)])
    )
    found = _found(tagged, VERSIONS)
    by_hand = next(one for one in found.cases if one.go_live.name == "Wave 1")
    assert [one.name for one in by_hand.claims[0].listing.releases] == ["Release 2.0"]


def test_where_nothing_is_called_so(tagged: Sample) -> None:
    """There is nothing to look for; where it cannot be read, that is said."""
    [case] = _found(tagged, HAND + '\npatch-within = "14d"').cases
    assert (case.claims[0].listing.releases, case.claims[0].why_no_releases) == ((), "")
    found = _found(tagged, VERSIONS)
    assert "missing" in found.cases[0].claims[0].why_no_releases


def test_none_are_stated(sample: Sample) -> None:
    """That is bad use, with an example of what to write."""
    with pytest.raises(BadUse, match=r"no \[\[past-go-lives\]\]"):
        cases(opened(sample.path), NOW, has_version=False)


def test_a_go_live_by_hand_in_the_future(sample: Sample) -> None:
    """Is a mistake; all of them are reported."""
    stated(sample, HAND, 'name = "A"\ndate = 2026-12-01', 'name = "B"\ndate = 2026-12-02T10:00:00Z')
    with pytest.raises(BadUse) as caught:
        cases(opened(sample.path), NOW, has_version=False)
    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    assert 'the go-live "A" on 2026-12-01 is in the future' in lines[0]


def _live(sample: Sample, monkeypatch: pytest.MonkeyPatch, names: list[str] | None) -> Callable[[], Cases]:
    """The go-lives of a program that reads a live Jira with versions of these names."""

    def fault(asked: Asked, reply: Reply) -> Reply:
        if names is not None and asked.path.endswith("/project/CRM/versions"):
            return Reply([_version(name, "2026-02-01") for name in names])
        return reply

    fake = FakeJira([], fault=fault)
    monkeypatch.setenv("JIRA_TOKEN", "x")

    def found() -> Cases:
        with serving(fake):
            sample.configure('export = "export.json"', f'url = "{fake.url}"\nprojects = ["CRM"]')
            return cases(opened(sample.path), NOW, has_version=True)

    return found


def test_versions_of_a_live_jira(tagged: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Are fetched; a tag gets the name that Jira has for its number, and none where it has none."""
    hand = HAND + '\nversion = "9.9"'
    stated(tagged, TAGS, hand, 'from = "versions"\npattern = "Release 7*"\ngrave-defects-within = "28d"')
    tagged_text = (tagged.path / "readiness-gate.toml").read_text()
    (tagged.path / "readiness-gate.toml").write_text(
        tagged_text.replace('from = "versions"\npattern', 'from = "versions"\nexport = "none.json"\npattern')
    )
    found = _live(tagged, monkeypatch, ["Release 1.0", "Release 7.0"])()
    versions = {case.go_live.name: case.go_live.version for case in found.cases}
    assert versions == {"v1.0": "Release 1.0", "v2.0": None}
    assert 'Wave 1: Jira has no version "9.9". Correct its version.' in found.left_out


def _dates(found: Cases) -> list[dt.date]:
    return [case.go_live.date for case in found.cases]


def test_a_live_jira_that_does_not_answer(tagged: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its versions stay as they are called; the gate says that it cannot be read."""
    stated(tagged, TAGS)
    found = _live(tagged, monkeypatch, None)()
    assert [case.go_live.version for case in found.cases] == ["1.0", "2.0"]
    assert _dates(found) == sorted(_dates(found))


def test_fetched_versions_are_go_lives(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an export."""
    text = (sample.path / "readiness-gate.toml").read_text()
    read = _live(sample, monkeypatch, ["Release 1.0"])
    (sample.path / "readiness-gate.toml").write_text(
        text + '\n[[past-go-lives]]\nfrom = "versions"\npattern = "Release *"\ngrave-defects-within = "28d"\n'
    )
    [case] = read().cases
    assert isinstance(case, Case)
    assert (case.go_live.name, case.go_live.origin) == ("Release 1.0", "version Release 1.0")
