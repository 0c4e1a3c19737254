"""Several repositories as one: paths, patterns and commits have the name of their repository in front."""

import pytest

from readiness_gate.model.components import Naming
from readiness_gate.model.repositories import (
    Repositories,
    abbreviated,
    commit_in,
    inside,
    parted,
    repositories_of,
    together,
    unwritten,
)
from readiness_gate.model.settings.git import GitPaths, GitSettings

CORE = GitSettings(
    repository=".",
    mainline="main",
    baseline="v1",
    paths=GitPaths(("config/**",), ("src/**",), ("docs/**",), ("**/x",)),
    components=(Naming("config/{name}.xml", "object {name}"),),
    written=GitPaths(("config/**",)),
)
OTHER = GitSettings(repository="../mw", paths=GitPaths((), ("src/**",), ("docs/**",)), written=GitPaths())
BOTH = together({"core": CORE, "mw": OTHER})


def test_a_path_begins_with_the_name() -> None:
    """That of the only repository is as it is."""
    assert (inside("core", "docs/a.md"), inside("", "docs/a.md")) == ("core:/docs/a.md", "docs/a.md")
    assert (commit_in("core", "ab"), commit_in("", "ab")) == ("core:ab", "ab")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("core:/docs/a.md", ("core", "docs/a.md")),
        ("core:/", ("core", "")),
        ("docs/core:/a", ("", "docs/core:/a")),
        ("core:", ("", "core:")),
        ("core/docs", ("", "core/docs")),
        ("a.md", ("", "a.md")),
    ],
)
def test_which_repository_a_path_names(path: str, found: tuple[str, str]) -> None:
    """By its first part, if that ends with a colon."""
    assert parted(path) == found


def test_a_commit_is_abbreviated_behind_its_name() -> None:
    """The name stays whole, however long it is."""
    assert abbreviated("0123456789ab", 10) == "0123456789"
    assert abbreviated("middleware:0123456789ab", 10) == "middleware:0123456789"


def test_the_path_sets_are_those_of_all() -> None:
    """Each only in its own repository, and so is what is excluded."""
    assert BOTH.paths.config == ("core:/config/**",)
    assert BOTH.paths.code == ("core:/src/**", "mw:/src/**")
    code = BOTH.paths.named("code")
    assert code.of(["core:/src/a", "mw:/src/a", "src/a", "core:/src/x", "mw:/src/x", "mw:/config/a"]) == [
        "core:/src/a",
        "mw:/src/a",
        "mw:/src/x",
    ]
    assert BOTH.components == (Naming("core:/config/{name}.xml", "core: object {name}"),)
    assert (BOTH.baseline, together({"mw": OTHER}).baseline) == ("v1", None)
    assert (BOTH.within("mw").docs, BOTH.written_in("core").config) == (("mw:/docs/**",), ("core:/config/**",))
    assert (CORE.within(""), CORE.written_in("")) == (CORE.paths, CORE.written)


def test_patterns_of_a_rule() -> None:
    """One that names no repository is one of each; another is one of that repository only."""
    assert BOTH.chosen(("src/**", "mw:/lib/**")).globs == ("core:/src/**", "mw:/src/**", "mw:/lib/**")
    assert BOTH.chosen(("src/**",)).exclude == ("core:/**/x",)
    assert CORE.chosen(("src/**",)).globs == ("src/**",)
    assert BOTH.of("core", ("src/**", "mw:/lib/**", "core:/a")) == ("src/**", "a")
    assert BOTH.strangers(("a", "mw:/a", "erp:/a", "crm:/a")) == ["crm", "erp"]
    assert CORE.strangers(("erp:/a",)) == []


def test_each_of_them() -> None:
    """By its name; the only one has none."""
    assert list(repositories_of(BOTH)) == ["core", "mw"]
    assert repositories_of(CORE) == {"": CORE}


def test_whose_patterns_they_are_can_be_left_out() -> None:
    """Of one repository, and of each of several."""
    assert unwritten(CORE).written == GitPaths()
    found = unwritten(BOTH)
    assert isinstance(found, Repositories)
    assert [each.written for each in (found, *found.by_name.values())] == [GitPaths()] * 3
    assert found.paths == BOTH.paths
