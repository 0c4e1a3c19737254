"""The locks that the versions of a configuration declared."""

from pathlib import Path
from typing import Any

import pytest
from support.git import Repo, instant

from readiness_gate.model.facts.git import Lock, PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import instant as moment
from readiness_gate.sources.git import chain, locks, process

BEGIN = '[program]\nname = "x"\ntimezone = "Etc/GMT-2"\n[milestones.a]\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """One commit, with which nothing is configured."""
    repo = Repo(tmp_path)
    repo.commit(0, {"other": "1"})
    return repo


def _versions(repo: Repo) -> tuple[PolicyVersion, ...]:
    found = process.find(repo.path)
    versions = locks.versions(found, chain.read(found, chain.resolve(found, "main")), "c.toml", "main")
    assert not isinstance(versions, Unavailable)
    return versions


def _written(a: str, b: str) -> dict[str, Any]:
    """What two milestones are by their names alone, with their locks."""
    return {"written": {"a": ("a", a), "b": ("b", b)}, "program": "x"}


def test_what_a_milestone_is_by(repo: Repo) -> None:
    """Its date and its kind, which is its name where none is given; what is no text or day tells nothing."""
    repo.commit(1, {"c.toml": f'{BEGIN}date = 2026-02-01\n[milestones.b]\nkind = "x"\ndate = 5\n'})
    repo.commit(2, {"c.toml": "[program]\n[milestones]\nc = 5"})
    assert [each.written for each in _versions(repo)] == [
        {"a": ("2026-02-01 a", ""), "b": ("x", "")},
        {"c": ("c", "")},
    ]


def test_a_day_and_a_ref(repo: Repo) -> None:
    """A day locks with its end in the program's zone; a ref with the landing that it names, before or after."""
    repo.git("tag", "first")
    repo.commit(1, {"c.toml": f"{BEGIN}policy-lock = 2026-01-05\n[milestones.b]\n"})
    repo.commit(2, {"c.toml": f'{BEGIN}policy-lock = "first"\n[milestones.b]\npolicy-lock = "last"\n'})
    repo.commit(3, {"other": "2"})
    repo.git("tag", "last")
    first, second = _versions(repo)
    assert first == PolicyVersion(
        instant(1), {"a": Lock(moment("2026-01-05T21:59:59Z")), "b": None}, 1, **_written("2026-01-05", "")
    )
    by_refs = {"a": Lock(instant(0), 0, "first"), "b": Lock(instant(3), 3, "last")}
    assert second == PolicyVersion(instant(2), by_refs, 2, **_written("first", "last"))


def test_a_branch_locks_no_later_than_it_was_declared(repo: Repo) -> None:
    """By each version that declares it, so that the first one counts."""
    repo.commit(1, {"c.toml": f'{BEGIN}policy-lock = "main"'})
    repo.commit(2, {"c.toml": f'{BEGIN}policy-lock = "main"\nx = 1'})
    assert [each.locks["a"] for each in _versions(repo)] == [Lock(instant(day), day, "main") for day in (1, 2)]
    repo.git("branch", "old", "main~2")
    repo.commit(3, {"c.toml": f'{BEGIN}policy-lock = "old"'})
    assert _versions(repo)[-1].locks["a"] == Lock(instant(0), 0, "old")


@pytest.mark.parametrize("ref", ["gone", "0" * 40])
def test_a_ref_that_is_gone(repo: Repo, ref: str) -> None:
    """Is no ref that never was: why it cannot be told stands in place of the lock, with who declared it and what helps
    where nobody does any more."""
    declared = [repo.commit(day, {"c.toml": f'{BEGIN}policy-lock = "{ref}"\nx = {day}'}) for day in (1, 2)]
    why = [each.locks["a"] for each in _versions(repo)]
    undone = repo.commit(4, {"c.toml": BEGIN})
    *twice, last = _versions(repo)
    for day, before, version, commit in zip((2, 3), why, twice, declared, strict=True):
        assert isinstance(before, Unavailable)
        assert f'the policy-lock "{ref}" cannot be found' in before.reason
        assert before.reason.endswith(
            f"; the configuration that landed on 2026-01-0{day} ({commit[:12]}) declares this lock"
        )
        assert ("git fetch --tags" in before.reason) == (ref == "gone")
        assert isinstance(found := version.locks["a"], Unavailable)
        helps = f"create a tag of that name on a landing before 2026-01-05 ({undone[:12]})"
        assert "no sign-off helps" in found.reason
        assert (helps in found.reason) == (ref == "gone")
    assert last.locks == {"a": None}


def test_a_tag_that_is_set_after_all(repo: Repo) -> None:
    """It locks, where it is set before the version that declares it no more, as it was told."""
    repo.commit(1, {"c.toml": f'{BEGIN}policy-lock = "gone"'})
    repo.commit(2, {"other": "2"})
    repo.git("tag", "gone")
    repo.commit(3, {"c.toml": BEGIN})
    assert _versions(repo)[0].locks == {"a": Lock(instant(2), 2, "gone")}


REF = 'policy-lock = "main"\n'
DEEP = f"[{'x.' * 900}x]\n{'x.' * 900}x = 1\n"


@pytest.mark.parametrize(
    ("before", "after", "only"),
    [
        (f"{BEGIN}date = 1\n", f"{BEGIN}{REF}date = 1\n", True),
        (f"{BEGIN}date = 1\n", f"# locked\n{BEGIN}date = 1\n{REF}", True),
        (f"{BEGIN}[milestones.b]\n", f"{BEGIN}{REF}[milestones.b]\n{REF}", True),
        (BEGIN, f"{BEGIN}{REF}date = 1\n", False),
        (f"{BEGIN}date = 1\n", f"{BEGIN}{REF}date = true\n", False),
        (f"{BEGIN}{REF}", f"{BEGIN}{REF}", False),
        (f"{BEGIN}x = 1\n", f"{BEGIN}policy-lock = 2026-01-05\nx = 1\n", False),
        (f"{BEGIN}policy-lock = 2026-01-05\n", f"{BEGIN}{REF}", False),
        (BEGIN, f"{BEGIN}[milestones.b]\n{REF}", False),
        ("milestones = { a = {}, b = 5 }", f"milestones = {{ a = {{ {REF.strip()} }}, b = 5 }}", True),
        ("milestones = { a = 5 }", f"milestones = {{ a = {{ {REF.strip()} }} }}", False),
        (f"{BEGIN}{DEEP}", f"{BEGIN}{REF}{DEEP}", False),
    ],
    ids=["only", "comment", "two", "more", "type", "again", "day", "instead", "new", "odd", "odd-before", "deep"],
)
def test_what_only_declares_a_lock(repo: Repo, before: str, after: str, *, only: bool) -> None:
    """Adds a ref where there was no lock, and changes nothing else; no other version does."""
    repo.commit(1, {"c.toml": before})
    repo.commit(2, {"c.toml": f"{after}\n"})
    assert [each.locks_only for each in _versions(repo)] == [False, only]


def test_what_was_refused_is_no_version_to_compare_with(repo: Repo) -> None:
    """An edit that was refused, and taken up by the version that declares the lock, is an edit."""
    repo.commit(1, {"c.toml": f"{BEGIN}x = 1\n"})
    repo.commit(2, {"c.toml": f"{BEGIN}x = 2\npolicy-lock = 5\n"})
    repo.commit(3, {"c.toml": f"{BEGIN}x = 2\n{REF}"})
    assert [(each.place, each.locks_only) for each in _versions(repo)] == [(1, False), (3, False)]


@pytest.mark.parametrize("content", ["", "x", "[program]\ntimezone = 'no/where'\n[milestones.a]\n", "milestones = 5"])
def test_what_is_no_configuration(repo: Repo, content: str) -> None:
    """It is no version; nor is a file that is gone."""
    repo.commit(1, {"c.toml": BEGIN})
    repo.commit(2, {"c.toml": content})
    repo.commit(3, {"c.toml": None})
    assert [each.place for each in _versions(repo)] == [1]


def _judged(repo: Repo) -> tuple[PolicyVersion, ...] | Unavailable:
    found = process.find(repo.path)
    return locks.of_judged(found, chain.read(found, chain.resolve(found, "main")), "c.toml", "main")


@pytest.mark.parametrize(
    "text",
    ["\ufeff{}", "\ufeff# {}", "{}", "\ufeff\r\n{}"],
)
def test_a_byte_order_mark_hides_no_lock(repo: Repo, text: str) -> None:
    """Programs of Windows write one, and the gate judges by such a file."""
    repo.commit(1, {"c.toml": text.format(f"\n{BEGIN}policy-lock = 2026-01-05\n")})
    versions = _judged(repo)
    assert not isinstance(versions, Unavailable)
    assert [each.locks for each in versions] == [{"a": Lock(moment("2026-01-05T21:59:59Z"))}]


@pytest.mark.parametrize("text", ["x", "\ufeff\ufeff[milestones.a]\n", "", "[milestones.a]\npolicy-lock = 5\n"])
def test_a_newest_version_that_cannot_be_read(repo: Repo, text: str) -> None:
    """Its locks are unknown, not absent, whatever earlier ones declared; one that is read again makes them known."""
    repo.commit(1, {"c.toml": BEGIN})
    newest = repo.commit(2, {"c.toml": text})
    versions = _judged(repo)
    assert isinstance(versions, Unavailable)
    assert f"c.toml as it landed with {newest[:12]} cannot be read" in versions.reason
    repo.commit(3, {"c.toml": f"{BEGIN}x = 1\n"})
    assert not isinstance(_judged(repo), Unavailable)


def test_no_text_of_a_merge_passes_for_a_landing(repo: Repo) -> None:
    """A patch that is shown as text may have the id of a commit between two bytes that are zero."""
    first = repo.commit(1, {"c.toml": f"{BEGIN}policy-lock = 2026-01-05\n", ".gitattributes": "*.toml diff\n"})
    repo.branch("change")
    repo.commit(2, {"c.toml": f"{BEGIN}x = '''\n\0{first}\0'''\n"})
    repo.git("switch", "-q", "main")
    repo.merge(3, "change")
    assert [each.place for each in _versions(repo)] == [1]
