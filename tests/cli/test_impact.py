"""`readiness-gate impact`, as users run it: a change that has not landed, measured as if it had."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.git import Repo, git, instant
from support.program import AS_OF, Ended, Sample, issue, run

ROLES = {"Sales rep": "quoting", "Clerk": "basics"}
PEOPLE = {"Sales rep": 8, "Clerk": 6}
WAIVER = """\
[[waivers]]
rule = "{rule}"
reason = "agreed"
requested-by = "pm@example.com"
approved-by = "boss@example.com"
approved-on = 2026-03-25
expires = 2026-04-10
"""
RULES = """
[[rules]]
id = "OWN-01"
title = "Few trained before a change"
dimension = "training"
signal = "training.stale-share"
at-most = 0.1

[[rules]]
id = "OWN-02"
title = "Nothing changes for 14 days"
dimension = "change"
signal = "change.days-since-last"
at-least = 14
"""


def people(program: Sample, counts: dict[str, int], day: str = "2026-03-01") -> None:
    """Write a roster and the completions of everybody on it."""
    everybody = [(f"{role[:1].lower()}{number}", role) for role, count in counts.items() for number in range(count)]
    rows = (f"{person},{role},{'quote' if person == 's0' else ''}\n" for person, role in everybody)
    program.write("roster.csv", "person,role,critical-process\n" + "".join(rows))
    done = (f"{person},{ROLES[role]},{day}\n" for person, role in everybody)
    program.write("completions.csv", "person,module,completed-at\n" + "".join(done))


@pytest.fixture
def base(program: Sample) -> Sample:
    """A program that is ready, all of it on main, and the work tree on a branch for a change."""
    people(program, PEOPLE)
    program.configure('docs = ["docs/quoting.md"]', 'docs = ["docs/quoting.md"]\nmodules = ["quoting"]')
    program.write("readiness-gate.toml", (program.path / "readiness-gate.toml").read_text() + RULES)
    program.repo.commit(89, {}, "the policy and the people")
    program.repo.branch("change")
    return program


def impact(program: Sample, *words: str, env: dict[str, str | None] | None = None) -> Ended:
    """Show what the change does as of 2026-04-01, as JSON."""
    return run("impact", *words, "--as-of", AS_OF, "--format", "json", cwd=program.path, env=env)


def commit(program: Sample, **files: str | None) -> None:
    """Commit files of the change; `_` stands for a slash and `__` for a dot."""
    named = {name.replace("__", ".").replace("_", "/"): content for name, content in files.items()}
    program.repo.commit(90, named, "the change")


def rules(ended: Ended) -> dict[str, Any]:
    """The rules that differ, by their ids."""
    return {one["rule"]: one for one in ended.json["rules"]}


def everything(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_change_of_covered_configuration(base: Sample) -> None:
    """The people, the document, the clock and the decision; and nothing is touched."""
    commit(base, config_quote__xml="3")
    before = everything(base.path)
    ended = impact(base, "--fail-on", "worse")
    assert everything(base.path) == before
    assert (ended.exit, ended.json["impact"]) == (1, "worse")
    assert ended.json["training"] == {
        "roles": [{"role": "Sales rep", "again": 8, "trained": 8, "modules": ["quoting"]}],
        "again-without-the-change": 0,
        "some-not-shown": False,
    }
    assert ended.json["documents"] == {"behind": ["docs/quoting.md"], "current-again": [], "no-longer-judged": []}
    (clock,) = ended.json["clocks"]
    assert (clock["rule"], round(clock["days-before"]), clock["days-after"]) == ("OWN-02", 70, 0)
    assert clock["days-required"] == 14
    assert (ended.json["before"]["decision"], ended.json["after"]["decision"]) == ("go", "no-go")
    assert {rule for rule, one in rules(ended).items() if one["worse"] == "it fails"} >= {"OWN-01", "OWN-02", "DOC-01"}
    assert ended.json["change"]["files-seen"] == 1
    assert impact(base).exit == 0


def test_json_keeps_its_schema(base: Sample) -> None:
    """With readings, and where it is unknown what the change does."""
    commit(base, config_quote__xml="3")
    schema: Any = Draft202012Validator(json.loads(run("rules", "schema", "impact", cwd=base.path).out))
    for words in ((), ("nowhere..HEAD",)):
        schema.validate(impact(base, *words).json)


def test_text_and_markdown_say_the_same(base: Sample) -> None:
    """Four lines in both; the ending of a file decides its format."""
    commit(base, config_quote__xml="3")
    text = run("impact", "--as-of", AS_OF, cwd=base.path).out
    quiet = run("impact", "--as-of", AS_OF, "-q", cwd=base.path).out
    verbose = run("impact", "--as-of", AS_OF, "-v", cwd=base.path).out
    assert run("impact", "--as-of", AS_OF, "--output", "impact.md", cwd=base.path).exit == 0
    page = (base.path / "impact.md").read_text()
    for said in (
        "WORSE: go-live on 2026-06-01: this change makes it less ready",
        "8 of 8 trained people in the role Sales rep must be trained again: module quoting",
        "OWN-02 Nothing changes for 14 days: 70 days now, 0 with the change; 14 required. ",
        "OWN-02 can pass on 2026-04-15",
        "at the earliest, instead of now (go-live: 2026-06-01).",
        "go before, no-go after",
    ):
        for shown in (text, quiet, verbose, page.replace("&#8203;", "")):
            assert said in " ".join(shown.split())
    assert "The exit code is 0. With --fail-on worse, it is 1." in text
    assert max(map(len, text.splitlines())) <= 80
    assert "OWN-01  Few" not in quiet
    assert len(verbose) > len(text) > len(quiet)
    assert page.count("\n- **") == 4


def test_what_the_gate_does_not_read_is_not_worse(base: Sample) -> None:
    """A fix of something else, while the gate is red for months."""
    base.export([issue("CRM-1", "Highest")])
    base.repo.commit(89.5, {}, "a defect")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, tests_quote__py="1")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, ended.json["impact"], ended.json["rules"]) == (0, "not-worse", [])
    assert (ended.json["before"]["decision"], ended.json["after"]["decision"]) == ("no-go", "no-go")
    assert ended.json["change"]["files-seen"] == 0
    assert "1 file, none of them read by the gate" in " ".join(
        run("impact", "--as-of", AS_OF, cwd=base.path).out.split()
    )


def test_a_red_rule_that_gets_redder_is_worse(base: Sample) -> None:
    """Not one that gets better, which another change may do."""
    base.repo.commit(89.2, {"config/quote.xml": "3"}, "an earlier change")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, docs_quoting__md="3")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, ended.json["documents"]["current-again"]) == (0, ["docs/quoting.md"])
    assert rules(ended)["DOC-01"]["worse"] is None
    base.repo.git("switch", "-q", "-c", "another", "main")
    base.repo.commit(90, {"config/quote.xml": "4", "config/quote2.xml": "1"}, "feat: more")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, rules(ended)["CHG-08"]["worse"]) == (1, "it fails by more")
    assert ended.json["training"]["roles"] == []
    assert ended.json["training"]["again-without-the-change"] == 8
    assert "nobody else must be trained again; 8 people already must." in " ".join(
        run("impact", "--as-of", AS_OF, cwd=base.path).out.split()
    )


def test_documents_that_are_deleted_or_moved(base: Sample) -> None:
    """One that is gone is not current, and one that is stale at another path is neither behind nor current."""
    base.configure('docs = ["docs/quoting.md"]\n', 'docs = ["docs/quoting*.md"]\n')
    base.repo.commit(89.1, {"docs/quoting2.md": "another"}, "another document")
    base.repo.commit(89.2, {"config/quote.xml": "3"}, "an earlier change")
    base.repo.git("branch", "-f", "main", "HEAD")
    base.repo.commit(90, {"docs/quoting.md": None}, "delete one")
    ended = impact(base)
    assert ended.json["documents"] == {
        "behind": [],
        "current-again": [],
        "no-longer-judged": ["docs/quoting.md"],
    }
    text = " ".join(run("impact", "--as-of", AS_OF, cwd=base.path).out.split())
    assert "1 document is no longer judged: docs/quoting.md." in text
    for branch, content, gone in (("moved", "2", []), ("rewritten", "a new text", ["docs/quoting.md"])):
        base.repo.git("switch", "-q", "-c", branch, "main")
        base.repo.commit(90, {"docs/quoting.md": None, "docs/quoting3.md": content}, "move one")
        ended = impact(base)
        assert ended.json["documents"] == {"behind": [], "current-again": [], "no-longer-judged": gone}
        assert ("DOC-01" in rules(ended)) == bool(gone)


def test_a_change_that_brings_its_document_and_its_training(base: Sample) -> None:
    """The document lands with the change, and people were trained on it before it landed: on its day, after it."""
    people(base, PEOPLE, "2026-04-01T13:00:00+02:00")
    commit(base, config_quote__xml="3", docs_quoting__md="3")
    ended = impact(base)
    assert ended.json["documents"] == {"behind": [], "current-again": [], "no-longer-judged": []}
    assert ended.json["change"]["files-read"] == ["completions.csv"]
    before = run("measure", "training.coverage", "--as-of", AS_OF, "--format", "json", cwd=base.path)
    assert before.exit == 0


def test_the_policy_of_the_base_judges(base: Sample) -> None:
    """A change that loosens a limit is worse all the same, and what it would decide is shown."""
    text = (base.path / "readiness-gate.toml").read_text().replace("at-most = 0.1", "at-most = 0.9")
    base.write("readiness-gate.toml", text)
    base.write("readiness-waivers.toml", WAIVER.format(rule="OWN-02"))
    commit(base, config_quote__xml="3", src_x__py="")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, rules(ended)["OWN-01"]["worse"]) == (1, "it fails")
    assert ended.json["policy"]["edit"] == "Under the policy of the change this would be: no-go."
    assert any("OWN-01" in what for what in ended.json["policy"]["loosened"])
    text = run("impact", "--as-of", AS_OF, cwd=base.path).out
    assert "The policy of its base judges both sides." in " ".join(text.split())


def test_a_policy_that_cannot_be_read(base: Sample) -> None:
    """Neither side is judged by it; that of a base that is wrong is bad use."""
    (base.path / "readiness-gate.toml").write_text("[program]\nnmae = 1\n")
    commit(base, config_quote__xml="3")
    base.repo.git("switch", "-q", "main")
    base.repo.commit(89.5, {"src/new.py": "1"}, "meanwhile")
    ended = impact(base, "main..change", "--fail-on", "worse")
    assert (ended.exit, ended.json["policy"]["loosened"]) == (1, ["the policy of the change cannot be read"])
    assert "nmae" in ended.json["policy"]["edit"]
    ended = impact(base, "change..main")
    assert ended.exit == 2
    assert "the policy of change is wrong, and judges this change" in ended.err


def test_a_base_without_a_policy(base: Sample) -> None:
    """Then that of the change judges, and it is said so; of a new milestone, too."""
    base.repo.git("switch", "-q", "-c", "old", "main~2")
    base.repo.git("switch", "-q", "change")
    ended = impact(base, "old..HEAD")
    assert ended.json["notes"] == ["old has no readiness-gate.toml yet, so that of the change judges both sides"]
    text = (base.path / "readiness-gate.toml").read_text()
    base.write(
        "readiness-gate.toml",
        text.replace(
            "[git]\n", '[milestones.two]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["starter"]\n[git]\n', 1
        ),
    )
    commit(base, config_quote__xml="3")
    ended = impact(base, "--milestone", "two")
    assert ended.json["notes"] == ["main has no policy for two yet, so that of the change judges both sides"]


def test_small_roles_are_not_shown(base: Sample) -> None:
    """Neither one of few people, nor one that few people join or leave with the change."""
    people(base, {"Sales rep": 3, "Clerk": 6})
    base.repo.commit(89.5, {}, "few people")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, config_quote__xml="3")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, ended.json["training"]["roles"], ended.json["training"]["some-not-shown"]) == (1, [], True)
    text = run("impact", "--as-of", AS_OF, "-v", cwd=base.path).out
    assert "Roles that are too small to be shown are left out." in " ".join(text.split())
    assert "3 of 3" not in text
    people(base, {"Sales rep": 6, "Clerk": 6})
    base.repo.commit(89.6, {}, "more people")
    base.repo.git("branch", "-f", "main", "HEAD")
    people(base, {"Sales rep": 8, "Clerk": 6})
    commit(base, config_quote__xml="4")
    assert impact(base).json["training"]["roles"] == []
    assert rules(impact(base))["OWN-01"]["before"]["value"] is None


def test_what_is_not_committed(base: Sample) -> None:
    """Edited, staged or deleted, it is part of no change: unknown. What git does not track is not counted."""
    commit(base, tests_quote__py="2")
    base.write("config/new.xml", "1")
    base.write("README.md", "1")
    assert impact(base).json["impact"] == "not-worse"
    for words in ((), ("add", "-A")):
        base.write("config/quote.xml", "7")
        base.repo.git(*words or ("status",))
        ended = impact(base, "--fail-on", "worse")
        assert (ended.exit, ended.json["impact"]) == (3, "unknown")
        assert "config/quote.xml" in ended.json["unknown"]
        assert "commit or stash it" in ended.json["unknown"]
    assert impact(base).exit == 0
    assert "? UNKNOWN" in run("impact", "--as-of", AS_OF, cwd=base.path).out
    assert impact(base, "main..change", "--fail-on", "worse").exit == 0


def test_an_export_that_a_job_wrote(base: Sample) -> None:
    """Both sides read it from disk; unless the change edits it, and then each has its own."""
    commit(base, config_quote__xml="3")
    base.export([issue("CRM-1", "Highest")])
    ended = impact(base)
    assert (ended.json["before"]["decision"], ended.json["after"]["decision"]) == ("no-go", "no-go")
    base.repo.commit(90, {}, "the export")
    ended = impact(base)
    assert (ended.json["before"]["decision"], rules(ended)["DEF-01"]["worse"]) == ("go", "it fails")


def test_a_base_that_moved_on(base: Sample) -> None:
    """What is only there is no part of the change."""
    commit(base, config_quote__xml="3")
    base.repo.git("switch", "-q", "main")
    base.repo.commit(89.9, {"docs/quoting.md": "4", "src/quote.py": "9"}, "meanwhile")
    ended = impact(base, "main..change")
    assert (ended.json["change"]["files"], ended.json["change"]["commits"]) == (1, 1)
    assert ended.json["documents"]["behind"] == []
    base.repo.git("switch", "-q", "change")
    merged = base.repo.merge(90.2, "main", "change")
    assert impact(base, f"main..{merged}").json["change"]["files"] == 1
    assert impact(base, f"{merged}^1...{merged}").json["change"]["files"] == 2


def test_a_change_that_has_landed(base: Sample) -> None:
    """Merged, squashed, or squashed and merged by the host again: it is never green, as it is unknown what it did. One
    that never changed anything changes nothing."""
    commit(base, config_quote__xml="3")
    base.repo.git("switch", "-q", "-c", "empty", "main")
    base.repo.commit(89.5, {}, "nothing")
    assert impact(base, "main..empty", "--fail-on", "worse").exit == 0
    base.repo.git("switch", "-q", "-c", "merged", "main")
    base.repo.merge(90.2, "change", "merged")
    base.repo.commit(90.3, {"notes.txt": "1"}, "later")
    ended = impact(base, "merged..change", "--fail-on", "worse")
    assert (ended.exit, ended.out) == (2, "")
    assert "merged already contains change" in ended.err
    base.repo.git("switch", "-q", "-c", "squashed", "main")
    base.repo.commit(90.2, {"config/quote.xml": "3"}, "the change, squashed")
    by_host = base.repo.git("commit-tree", "-p", "HEAD", "-p", "change", "-m", "merge", "HEAD^{tree}").strip()
    for head in ("change", by_host):
        ended = impact(base, f"squashed..{head}", "--fail-on", "worse")
        assert (ended.exit, ended.json["impact"]) == (3, "unknown")
        assert f"squashed already has everything that {head} changes" in ended.json["unknown"]
        assert "LANDING^..LANDING" in ended.json["unknown"]
    assert impact(base, "squashed^..squashed", "--fail-on", "worse").exit == 1


def test_a_base_that_is_missing_has_its_name(base: Sample) -> None:
    """It was named, or is the mainline; with two dots or three. Where its repository is missing, it has none."""
    commit(base, config_quote__xml="3")
    base.repo.git("branch", "-D", "main")
    for words, name in (((), "main"), (("gone...HEAD",), "gone")):
        assert impact(base, *words).json["change"]["base"] == {"name": name, "commit": ""}
        text = run("impact", *words, "--as-of", AS_OF, cwd=base.path).out
        assert f"HEAD, as if it landed on {name} at" in " ".join(text.split())
    base.configure("[git]\n", '[git]\nrepository = "../gone"\n')
    text = run("impact", "--as-of", AS_OF, cwd=base.path).out
    assert "as if it landed on its base at" in " ".join(text.split())


def test_what_cannot_land_is_unknown(base: Sample) -> None:
    """A conflict, no common history, a base that is missing, and one that is newer."""
    commit(base, config_quote__xml="3")
    base.repo.git("switch", "-q", "main")
    base.repo.commit(89.9, {"config/quote.xml": "5"}, "meanwhile")
    base.repo.git("switch", "-q", "change")
    base.repo.git("switch", "-q", "--orphan", "alone")
    base.repo.commit(89.9, {"config/quote.xml": "6"}, "from nothing")
    base.repo.git("switch", "-q", "change")
    for words, said in (
        (("main..change",), "change conflicts with main in config/quote.xml"),
        (("main..alone",), "have no common history"),
        (("nowhere..change",), 'no branch, tag or commit is called "nowhere": fetch it'),
        (("main..nowhere",), 'called "nowhere"'),
    ):
        ended = impact(base, *words, "--fail-on", "worse")
        assert (ended.exit, ended.json["impact"]) == (3, "unknown")
        assert said in ended.json["unknown"]
    early = run("impact", "main..change", "--as-of", "2026-03-20", "--format", "json", cwd=base.path)
    assert "give a later --as-of, or an earlier BASE" in early.json["unknown"]


def test_a_clone_that_was_cut_off(base: Sample, tmp_path: Path) -> None:
    """With its base it is as good as it is; without, it is unknown and says what to fetch."""
    commit(base, config_quote__xml="3")
    base.repo.git("switch", "-q", "main")
    base.repo.commit(89.9, {"docs/quoting.md": "4"}, "meanwhile")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{base.path}", str(clone))
    words = ("origin/main..origin/change", "--as-of", AS_OF, "--format", "json", "--fail-on", "worse")
    ended = run("impact", *words, cwd=clone)
    assert ended.exit == 3
    assert "the clone is shallow, so it is unknown where the change began: fetch" in ended.json["unknown"]


def test_a_history_that_was_cut_off(base: Sample, tmp_path: Path) -> None:
    """What is stale without the change only as older history is missing is no value to compare with: unknown."""
    base.repo.git("switch", "-q", "main")
    base.repo.commit(89.9, {"notes.txt": "4"}, "later")
    base.repo.git("branch", "-f", "change", "main")
    base.repo.git("switch", "-q", "change")
    commit(base, config_quote__xml="3")
    assert impact(base).json["training"]["roles"][0]["again"] == 8
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=2", "-b", "change", f"file://{base.path}", str(clone))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD^")
    ended = run("impact", "--as-of", AS_OF, "--format", "json", "--fail-on", "worse", cwd=clone)
    assert (ended.exit, ended.json["impact"]) == (3, "unknown"), ended.out
    for line in ("training", "documents"):
        assert "the clone is shallow" in ended.json[line]["unavailable"]
    (training,) = [one for one in ended.json["unknown-rules"] if one["rule"] == "OWN-01"]
    assert (training["before"]["outcome"], training["worse"]) == ("fail", None)
    assert "unknown how things are without the change: fetch the whole history" in training["unknown"]
    text = run("impact", "--as-of", AS_OF, cwd=clone).out
    assert "already must" not in text


def test_a_rule_that_is_unknown(base: Sample) -> None:
    """What the change edits may matter to it: unknown. What it does not read may not. What it was before is worse."""
    text = (base.path / "readiness-gate.toml").read_text()
    base.write(
        "readiness-gate.toml",
        text + RULES.replace("OWN-0", "OWN-1").replace("training.stale-share", "change.since-baseline"),
    )
    base.repo.commit(89.5, {}, "a baseline that is not set")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, src_quote__py="2", docs_quoting__md="9")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, ended.json["impact"]) == (1, "worse")
    base.repo.git("switch", "-q", "-c", "docs", "main")
    commit(base, docs_quoting__md="9")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, [one["rule"] for one in ended.json["unknown-rules"]]) == (3, ["OWN-11"])
    assert "git.baseline is not set" in ended.json["unknown-rules"][0]["unknown"]
    assert "git.baseline is not set" in run("impact", "--as-of", AS_OF, cwd=base.path).out.replace("\n    ", " ")
    base.repo.git("switch", "-q", "-c", "other", "main")
    commit(base, other__txt="9")
    assert impact(base, "--fail-on", "worse").exit == 0
    base.repo.git("switch", "-q", "-c", "broken", "main")
    commit(base, roster__csv="person,role\n")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, rules(ended)["TRN-01"]["worse"]) == (1, "it can no longer be measured")


def test_a_rule_with_paths_of_its_own(base: Sample, tmp_path: Path) -> None:
    """What the change edits of them is read by the gate, as is what only covers name: committed or not."""
    text = (base.path / "readiness-gate.toml").read_text()
    rule = RULES[RULES.index('[[rules]]\nid = "OWN-02"') :].replace("OWN-02", "OWN-21")
    rule = rule.replace("at-least = 14", "at-most = 0")
    rule = rule.replace("change.days-since-last", "change.files") + 'with = { window = "1d", paths = ["infra/**"] }\n'
    base.repo.git("switch", "-q", "-c", "own", "main")
    cover = '[[covers]]\nmodules = ["basics"]\nconfig = ["base/**"]\n[jira]\n'
    base.write("readiness-gate.toml", text.replace("[jira]\n", cover, 1) + rule)
    base.repo.commit(1, {"infra/a": "1", "base/a": "1"}, "infrastructure")
    base.repo.commit(89.6, {"notes.txt": "2"}, "later")
    base.repo.git("branch", "-f", "main", "HEAD")
    base.repo.commit(90, {"infra/a": "2"}, "the change")
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, rules(ended)["OWN-21"]["worse"]) == (1, "it fails")
    assert ended.json["change"]["files-seen"] == 1
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=2", "-b", "own", f"file://{base.path}", str(clone))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD^")
    ended = run("impact", "--as-of", AS_OF, "--format", "json", "--fail-on", "worse", cwd=clone)
    assert ended.exit == 3, ended.out
    assert "OWN-21" in [one["rule"] for one in ended.json["unknown-rules"]]
    for path in ("infra/a", "base/a"):
        base.write(path, "3")
        assert f"{path} in the work tree is not as committed" in impact(base).json["unknown"]
        base.repo.git("checkout", "-q", path)


@pytest.mark.parametrize(
    "variable",
    [
        ("GITHUB_BASE_REF", "main"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
        ("BITBUCKET_PR_DESTINATION_BRANCH", "main"),
        ("CHANGE_TARGET", "main"),
    ],
)
def test_the_base_that_a_ci_system_names(base: Sample, tmp_path: Path, variable: tuple[str, str]) -> None:
    """As it was fetched, where the clone has no such branch of its own."""
    base.configure('mainline = "main"\n', "")
    commit(base, config_quote__xml="3")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "change", str(base.path), str(clone))
    words = ("impact", "--as-of", AS_OF, "--format", "json")
    found = run(*words, cwd=clone, env=dict([variable])).json
    assert (found["change"]["base"]["name"], found["documents"]["behind"]) == ("origin/main", ["docs/quoting.md"])
    without = run(*words, cwd=clone, env={name: None for name, _ in [variable]})
    assert without.exit == 2
    assert "it is unknown what this change is to be merged into" in without.err
    assert run(*words, "--policy-ref", "origin/main", cwd=clone).json["change"]["base"]["name"] == "origin/main"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("main",), '"main" is not a range of commits. Write BASE..HEAD'),
        (("main..--all",), '"--all" is not the name'),
        (("main..main",), "so there is no change to judge"),
        (("--milestone", "nope"), 'no milestone "nope"'),
        (("--output", "roster.csv", "--format", "json"), "the verdict is based on this file"),
    ],
)
def test_bad_use(base: Sample, words: tuple[str, ...], said: str) -> None:
    """Nothing is measured."""
    commit(base, config_quote__xml="3")
    ended = run("impact", *words, "--as-of", AS_OF, cwd=base.path)
    assert (ended.exit, ended.out) == (2, "")
    assert said in ended.err


def test_with_a_policy_ref(base: Sample) -> None:
    """The policy is that of the ref; the files are those of each side."""
    commit(base, config_quote__xml="3")
    ended = impact(base, "--policy-ref", "main", "--fail-on", "worse")
    assert (ended.exit, ended.json["policy"]["ref"]) == (1, "main")
    assert ended.json["training"]["roles"][0]["again"] == 8


def test_several_repositories(base: Sample, tmp_path: Path) -> None:
    """The change is in the one that somebody is in, else in the one with the configuration."""
    other = Repo(tmp_path / "other")
    other.commit(1, {"config/x.xml": "1", "src/x": "1", "docs/x": "1"})
    other.branch("change")
    other.commit(80, {"config/x.xml": "2"})
    text = (base.path / "readiness-gate.toml").read_text()
    table = text[text.index("[git]\n") : text.index("[[covers]]")]
    names = (("crm", ""), ("other", f'repository = "{other.path}"\n'))
    both = (table.replace("[git]\n", f'[[git]]\nname = "{name}"\n{where}') for name, where in names)
    text = text.replace(table, "".join(both)).replace('"config/quote*"', '"crm:/config/quote*"')
    base.write("readiness-gate.toml", text.replace('"docs/quoting.md"', '"crm:/docs/quoting.md"'))
    base.repo.commit(89.5, {}, "two repositories")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, config_quote__xml="3")
    assert impact(base).json["change"]["files-seen"] == 1
    words = (
        "impact",
        "main..change",
        "-c",
        str(base.path / "readiness-gate.toml"),
        "--as-of",
        AS_OF,
        "--format",
        "json",
    )
    inside = run(*words, cwd=other.path).json
    assert inside["change"]["head"]["commit"] == other.head()
    assert inside["documents"]["behind"] == []
    assert {one["rule"] for one in inside["rules"]} >= {"CHG-08"}


UNTRAINED = "person,role,critical-process\ns0,Sales rep,quote\nc0,Clerk,\nx9,Clerk,\n"


def test_a_configuration_outside_of_the_changed_repository(base: Sample, tmp_path: Path) -> None:
    """People files and exports in the changed repository are read from each side all the same."""
    outside = tmp_path / "outside"
    outside.mkdir()
    base.path.rename(outside / "crm")
    base.path = base.repo.path = outside / "crm"
    text = (base.path / "readiness-gate.toml").read_text()
    for name in ("roster.csv", "completions.csv", "export.json"):
        text = text.replace(f'"{name}"', f'"crm/{name}"')
    (outside / "readiness-gate.toml").write_text(text.replace("[git]\n", '[git]\nrepository = "crm"\n', 1))
    commit(base, roster__csv=UNTRAINED)
    for branch, words in (("change", ()), ("main", ("main..change",))):
        base.repo.git("switch", "-q", branch)
        given = (*words, "--as-of", AS_OF, "--format", "json", "--fail-on", "worse")
        ended = run("impact", *given, cwd=outside)
        assert (ended.exit, rules(ended)["TRN-01"]["worse"]) == (1, "it fails"), ended.out
        assert ended.json["change"]["files-read"] == ["crm/roster.csv"]
        assert (ended.json["change"]["files-seen"], ended.json["change"]["repository"]) == (1, None)
    base.repo.git("switch", "-q", "change")
    base.write("roster.csv", "person,role\n")
    ended = run("impact", "--as-of", AS_OF, "--format", "json", cwd=outside)
    assert "roster.csv in the work tree is not as committed" in ended.json["unknown"]


def test_the_repository_of_the_policy(base: Sample, tmp_path: Path) -> None:
    """Its own changes are looked at by somebody who is in it, not those of the system; and the report names it."""
    system = Repo(tmp_path / "system")
    system.commit(1, {"config/quote.xml": "1", "src/x": "1", "docs/quoting.md": "1"})
    system.branch("change")
    system.commit(80, {"other.txt": "2"})
    base.configure("[git]\n", '[git]\nrepository = "../system"\n')
    base.repo.commit(89.5, {}, "the system is elsewhere")
    base.repo.git("branch", "-f", "main", "HEAD")
    ended = impact(base)
    assert ended.exit == 2
    assert "If the change is in another repository, run this in its folder" in ended.err
    commit(base, roster__csv=UNTRAINED)
    ended = impact(base, "--fail-on", "worse")
    assert (ended.exit, rules(ended)["TRN-01"]["worse"]) == (1, "it fails"), ended.out
    assert ended.json["change"]["repository"] == base.path.name
    text = run("impact", "--as-of", AS_OF, cwd=base.path).out
    assert f"1 commit of HEAD in {base.path.name} (" in " ".join(text.split())
    words = ("-c", str(base.path / "readiness-gate.toml"), "--as-of", AS_OF, "--format", "json")
    for folder in (system.path, tmp_path):
        ended = run("impact", *words, "--fail-on", "worse", cwd=folder)
        assert (ended.exit, ended.json["change"]["repository"]) == (0, "system")
        assert ended.json["change"]["head"]["commit"] == system.head()


def test_a_commit_landed_with_the_change_names_what_it_is(base: Sample) -> None:
    """What the commits of the change say counts as of the landing: a feature after the freeze."""
    base.configure("date = 2026-06-01\n", "date = 2026-06-01\nfreeze = 2026-03-01\n")
    rule = 'id = "OWN-03"\ntitle = "No features"\ndimension = "change"\nsignal = "change.after-freeze"\nat-most = 0\n'
    base.write(
        "readiness-gate.toml",
        (base.path / "readiness-gate.toml").read_text() + f"\n[[rules]]\n{rule}" + 'with = { kind = "feature" }\n',
    )
    base.repo.commit(89.5, {}, "freeze")
    base.repo.git("branch", "-f", "main", "HEAD")
    base.repo.commit(90, {"src/quote.py": "7"}, "fix: a bug")
    assert "OWN-03" not in rules(impact(base))
    base.repo.commit(90.1, {"src/quote.py": "8"}, "feat: more")
    assert rules(impact(base))["OWN-03"]["worse"] == "it fails"


HOSTILE_ROLE = "<b>Sales</b> | @all [x](http://e.example)"


def test_hostile_names_are_harmless(base: Sample) -> None:
    """Paths with control characters, roles and modules with markup."""
    text = (base.path / "readiness-gate.toml").read_text()
    quoted = json.dumps(HOSTILE_ROLE)
    text = text.replace('"Sales rep" = ["quoting"]', f'{quoted} = ["quoting"]').replace(
        '"docs/quoting.md"', '"docs/quoting*"'
    )
    base.write("readiness-gate.toml", text)
    base.write("roster.csv", (base.path / "roster.csv").read_text().replace("Sales rep", HOSTILE_ROLE))
    base.repo.commit(22, {"docs/quoting\n::error::x\u001b[2J.md": "1"}, "a hostile path")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, config_quote__xml="3")
    shown = {
        name: run("impact", "--as-of", AS_OF, "--format", name, cwd=base.path).out for name in ("text", "markdown")
    }
    for said in shown.values():
        assert "\u001b" not in said
        assert "\u202e" not in said
        assert "\n::" not in said
    assert "<b>" not in shown["markdown"]
    assert "](http" not in shown["markdown"].replace("\\]", "")
    assert "@all" not in shown["markdown"]
    assert impact(base).json["training"]["roles"][0]["again"] == 8


def test_a_file_that_a_link_of_the_change_leads_to(base: Sample) -> None:
    """What git does not have is not read through a link that the change brings."""
    base.configure('roster = "roster.csv"', 'roster = "exports/roster.csv"')
    base.repo.commit(89.5, {".gitignore": "exports/\n"}, "the roster comes from elsewhere")
    base.repo.git("branch", "-f", "main", "HEAD")
    (base.path / "exports").mkdir()
    (base.path / "exports" / "roster.csv").write_text((base.path / "roster.csv").read_text())
    commit(base, config_quote__xml="3")
    assert impact(base).json["training"]["roles"][0]["again"] == 8
    (base.path / "exports" / "roster.csv").unlink()
    (base.path / "exports").rmdir()
    (base.path / "exports").symlink_to("fake")
    base.repo.commit(90.1, {"fake/roster.csv": "person,role\n", ".gitignore": "", "config/quote.xml": "2"}, "redirect")
    ended = impact(base, "--fail-on", "worse")
    assert ended.exit == 3
    assert "which a change could redirect" in ended.out


def test_a_waiver_that_no_longer_covers(base: Sample) -> None:
    """A fail that was accepted up to a value, and is not any more."""
    base.configure("[people.required]", '[waivers]\napprovers = ["boss@example.com"]\n\n[people.required]')
    base.write("readiness-waivers.toml", WAIVER.format(rule="CHG-08") + "accepts = 1\n")
    base.repo.commit(89.4, {"config/other.xml": "3"}, "accepted")
    base.repo.git("branch", "-f", "main", "HEAD")
    commit(base, config_other__xml="4")
    ended = impact(base, "--fail-on", "worse")
    assert rules(ended)["CHG-08"]["before"]["waived"]
    assert (ended.exit, rules(ended)["CHG-08"]["worse"]) == (1, "its waiver no longer covers it")


def test_at_which_time(base: Sample) -> None:
    """Both sides as of one instant: what time alone does is no part of the change."""
    commit(base, other__txt="3")
    assert instant(90) < 1_775_044_800
    assert impact(base).json["rules"] == []
