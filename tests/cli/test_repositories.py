"""A program in several repositories, from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.console import Call
from support.git import Repo, git
from support.program import AS_OF, Sample

ONE = """\
[git]
mainline = "main"

[git.paths]
config = ["config/**"]
code = ["src/**"]
docs = ["docs/**"]

[[covers]]
docs = ["docs/quoting.md"]
config = ["config/quote*"]
"""
SEVERAL = """\
[[git]]
name = "crm"
mainline = "main"
paths = { config = ["config/**"], code = ["src/**"], docs = ["docs/**"] }

[[git]]
name = "middleware"
repository = "../middleware"
mainline = "main"
paths = { config = [], code = ["src/**"] }

[[covers]]
docs = ["crm:/docs/quoting.md"]
config = ["crm:/config/quote*", "middleware:/src/quote/**"]
"""
RULES = """\
[[rules]]
id = "OWN-01"
title = "Nothing changes"
dimension = "change"
signal = "change.landings"
at-most = 0

[[rules]]
id = "OWN-02"
title = "Documents are current"
dimension = "documentation"
signal = "docs.stale"
at-most = 0

[[rules]]
id = "OWN-03"
title = "The middleware is quiet"
dimension = "change"
signal = "change.files"
with = { paths = ["middleware:/src/**"] }
at-most = 0
"""
CHECK = ("check", "--as-of", AS_OF, "--format", "json")


@pytest.fixture
def middleware(program: Sample) -> Repo:
    """The second repository of a program that is ready."""
    program.configure(ONE, SEVERAL)
    program.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    program.write("own.toml", RULES)
    repo = Repo(program.path.parent / "middleware")
    repo.commit(5, {"src/quote/a": "1", "src/order": "1"})
    return repo


@pytest.mark.usefixtures("middleware")
def test_a_program_that_is_ready(call: Call) -> None:
    """Go, with both repositories among the sources, and each to be seen by doctor."""
    ended = call(*CHECK)
    assert (ended.exit, ended.decision) == (0, "go"), ended.out
    sources = [each for each in ended.json["sources"] if each["name"] == "git"]
    assert [each["repository"] for each in sources] == ["crm", "middleware"]
    assert [each["identity"].partition(" at ")[0] for each in sources] == ["crm: main", "middleware: main"]
    told = call("doctor").out
    assert [line for line in told.splitlines() if line[2:5] == "git"] == ["✓ git crm", "✓ git middleware"]


def test_what_lands_in_the_second_counts(middleware: Repo, call: Call) -> None:
    """As configuration that a document of the first describes, too; the evidence says where."""
    commit = middleware.commit(89, {"src/quote/a": "2"}, "change the quote")
    ended = call(*CHECK)
    assert (ended.exit, ended.decision) == (1, "no-go")
    landing, document, files = (ended.finding(f"OWN-0{number}")["reading"]["evidence"] for number in (1, 2, 3))
    assert [each["id"] for each in landing] == [f"middleware:{commit}"]
    assert landing == files
    assert [each["id"] for each in document] == ["crm:/docs/quoting.md"]
    assert f"middleware:/src/quote/a changed up to 2026-03-31 (middleware:{commit[:10]})" in document[0]["note"]
    told = " ".join(call("check", "--as-of", AS_OF).out.split())
    assert f"middleware:{commit[:7]}" in told
    assert "2026-03-31 change the quote: middleware:/src/quote/a" in told
    assert "middleware:/src/quote/a" in call("check", "--as-of", AS_OF, "--format", "markdown").out
    measured = call("measure", "change.days-since-last", "--as-of", AS_OF).out
    assert f"was middleware:{commit[:10]} on 2026-03-31" in " ".join(measured.split())


def _gone(middleware: Repo) -> None:
    middleware.path.rename(middleware.path.parent / "elsewhere")


def _cut_off(middleware: Repo) -> None:
    middleware.commit(80, {"src/order": "2"})
    _gone(middleware)
    source = f"file://{middleware.path.parent / 'elsewhere'}"
    git(middleware.path.parent, "clone", "-q", "--depth", "1", source, str(middleware.path))


def _empty(middleware: Repo) -> None:
    middleware.commit(80, {"src/order": None, "src/quote/a": None})


def _misspelt(middleware: Repo) -> None:
    where = middleware.path.parent / "program" / "readiness-gate.toml"
    where.write_text(where.read_text().replace('code = ["src/**"] }\n\n[[covers', 'code = ["scr/**"] }\n\n[[covers'))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_gone, 'the repository "middleware" cannot be read: there is no git repository at or above '),
        (_cut_off, "middleware: the clone is shallow: it begins on 2026-03-22"),
        (_empty, "middleware: no file of this repository matches its configuration or code (middleware:/src/**)"),
        (_misspelt, "middleware: no file of this repository matches its configuration or code (middleware:/scr/**)"),
    ],
    ids=["gone", "cut-off", "empty", "misspelt"],
)
def test_one_that_is_not_seen_leaves_it_undecided(
    middleware: Repo, call: Call, wrong: Callable[[Repo], None], told: str
) -> None:
    """The other one is not everything; the reason names the repository."""
    wrong(middleware)
    ended = call(*CHECK)
    assert (ended.exit, ended.decision) == ((1, "no-go") if wrong is _empty else (3, "undecided")), ended.out
    assert told in ended.finding("OWN-01")["reading"]["unavailable"]
    assert call("doctor").exit == 3


@pytest.mark.usefixtures("middleware")
def test_the_policy_of_a_ref(program: Sample, call: Call) -> None:
    """It is read from the repository that has it; a change that leaves a repository out loosens it."""
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", "the policy", at=None)
    program.repo.branch("change")
    program.configure('repository = "../middleware"', 'repository = "../other"')
    ended = call(*CHECK, "--policy-ref", "main")
    assert ended.json["policy"]["weakened"] == [
        "in the work tree, git.middleware.repository is ../other instead of ../middleware"
    ]
    told = " ".join(call("check", "--as-of", AS_OF, "--policy-ref", "main").out.split())
    assert "The policy of the work tree was not evaluated: it reads from other sources." in told


def test_the_schema_knows_both_forms(middleware: Repo, call: Call, tmp_path: Path) -> None:
    """What init writes beside the configuration, and what is wrong is told at its place."""
    assert middleware.path.parent == tmp_path
    schema = call("rules", "schema").json["properties"]["git"]
    assert schema["then"]["items"] == {"$ref": "#/$defs/Repository"}
    assert schema["else"] == {"$ref": "#/$defs/Git"}
