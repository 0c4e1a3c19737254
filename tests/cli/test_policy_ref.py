"""With `--policy-ref` the checkout does not edit its own judge."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.console import Call
from support.git import git, instant
from support.program import AS_OF, COMPLETIONS, Ended, Sample, issue, run

LOOSE = '\n[[rules]]\nid = "DEF-02"\nat-most = 99\n'
WORDS = ("check", "--as-of", AS_OF, "--format", "json")


@pytest.fixture
def protected(program: Sample) -> Sample:
    """The program with its policy on the branch main, and the work tree on a branch that may be edited."""
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    program.repo.branch("change")
    return program


def test_the_work_tree_cannot_loosen_a_rule(protected: Sample, call: Call) -> None:
    """A limit that the change loosens judges without the ref, and not with it; the report names the ref."""
    protected.export([issue("CRM-1", "High")])
    protected.write("readiness-gate.toml", (protected.path / "readiness-gate.toml").read_text() + LOOSE)
    assert call(*WORDS).exit == 0
    ended = call(*WORDS, "--policy-ref", "main")
    assert (ended.exit, ended.decision, ended.json["policy"]["ref"]) == (1, "no-go", "main")
    assert ended.json["policy"]["weakened"] == [
        "in the work tree, DEF-02: the limit is at most 99 issues instead of at most 0 issues",
    ]
    told = call("check", "--as-of", AS_OF, "--policy-ref", "main").out
    assert "Under the policy of the work tree this would be: go." in told


def test_the_notice_names_all_that_one_commit_loosens(protected: Sample, call: Call) -> None:
    """A limit, a waiver, the roster and a path pattern; the base decides."""
    protected.export([issue("CRM-1", "High")])
    protected.repo.git("commit", "-q", "-a", "-m", "an open defect", at=instant(89.1))
    text = (protected.path / "readiness-gate.toml").read_text().replace('code = ["src/**"]', 'code = ["lib/**"]')
    approvers = '\n[waivers]\napprovers = ["me@example.com"]\n'
    protected.write("readiness-gate.toml", text + approvers + LOOSE)
    protected.write("roster.csv", "person,role,critical-process\n")
    protected.write(
        "readiness-waivers.toml",
        '[[waivers]]\nrule = "DEF-02"\nreason = "x"\nrequested-by = "pm@example.com"\n'
        'approved-by = "me@example.com"\napproved-on = 2026-03-25\nexpires = 2026-04-10\n',
    )
    protected.repo.git("add", "-A")
    protected.repo.git("commit", "-q", "-m", "all at once", at=instant(89.2))
    ended = call(*WORDS, "--policy-ref", "main")
    assert (ended.exit, ended.decision) == (1, "no-go")
    told = "\n".join(ended.json["policy"]["weakened"])
    for each in (
        "in the work tree, DEF-02: the limit is at most 99 issues instead of at most 0 issues",
        "in the work tree, a waiver of DEF-02 is added, approved by me@example.com",
        "in the work tree, waivers.approvers also has me@example.com",
        "in the work tree, git.paths.code no longer has src/**",
        "in the work tree, the roster or the completions cannot be read",
    ):
        assert each in told
    markdown = call("check", "--as-of", AS_OF, "--policy-ref", "main", "--format", "markdown").out
    assert "git.paths.code no longer has" in markdown
    assert "Under the policy of the work tree this would be: undecided." in markdown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('export = "export.json"', 'url = "https://evil.example"\nprojects = ["CRM"]'),
        ('export = "export.json"', 'export = "/proc/self/environ"'),
        ('roster = "roster.csv"', 'roster = "/proc/self/environ"'),
        ("[people]", "[plugins.x]\ny = 1\n[people]"),
        ('mainline = "main"', 'mainline = "main"\nrepository = "/"'),
    ],
)
def test_nothing_is_asked_of_an_address_that_only_the_edit_names(
    protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """It would get the token, or show what a file has that is nobody's business."""
    monkeypatch.setenv("JIRA_TOKEN", "s3cret-of-mine")
    protected.configure(old, new)

    def no_network(*_: object) -> None:
        raise AssertionError("asked of the network")

    monkeypatch.setattr("socket.getaddrinfo", no_network)
    told = call("check", "--as-of", AS_OF, "--policy-ref", "main").out
    assert "The policy of the work tree was not evaluated: it reads from other sources." in " ".join(told.split())
    assert "s3cret-of-mine" not in told


def test_a_roster_that_is_a_link_shows_nothing(protected: Sample, call: Call, tmp_path: Path) -> None:
    """A refusal quotes a file; here the file may be anything on the machine."""
    secret = tmp_path / "secret"
    secret.write_text("JIRA_TOKEN=s3cret-of-mine\n")
    (protected.path / "roster.csv").unlink()
    (protected.path / "roster.csv").symlink_to(secret)
    for form in ("text", "markdown", "json"):
        told = call("check", "--as-of", AS_OF, "--policy-ref", "main", "--format", form)
        assert "the roster or the completions cannot be read" in " ".join(told.out.split())
        assert "s3cret" not in told.out + told.err


def test_a_work_tree_that_says_the_same_adds_nothing(protected: Sample, call: Call) -> None:
    """Nor is anything judged a second time; a policy there that cannot be read is told."""
    words = ("check", "--as-of", AS_OF, "--policy-ref", "main")
    assert "work tree" not in call(*words).out
    protected.write("completions.csv", COMPLETIONS.replace("bob,quoting,2026-03-01\n", ""))
    assert "Under the policy of the work tree this would be: no-go." in call(*words).out
    (protected.path / "readiness-gate.toml").write_text("[program")
    ended = call(*words)
    assert ended.exit == 0
    assert "Policy weakened: in the work tree, the policy cannot be read: `readiness-gate check`" in " ".join(
        ended.out.split()
    )


def test_the_work_tree_cannot_bring_a_waiver(protected: Sample, call: Call) -> None:
    """A waiver that is not on the ref does not exist."""
    protected.export([issue("CRM-1", "High")])
    text = (protected.path / "readiness-gate.toml").read_text()
    protected.write("readiness-gate.toml", text + '\n[waivers]\napprovers = ["sponsor@example.com"]\n')
    protected.repo.git("commit", "-q", "-a", "-m", "approvers", at=instant(89.1))
    protected.write(
        "readiness-waivers.toml",
        '[[waivers]]\nrule = "DEF-02"\nreason = "x"\nrequested-by = "pm@example.com"\n'
        'approved-by = "sponsor@example.com"\napproved-on = 2026-03-25\nexpires = 2026-04-10\n',
    )
    assert call(*WORDS).exit == 0
    assert call(*WORDS, "--policy-ref", "HEAD").exit == 1


def test_the_work_tree_cannot_train_people(protected: Sample, call: Call) -> None:
    """People files are read from the ref too: a completion that only the change has does not count."""
    protected.write("completions.csv", "person,module,completed-at\n")
    assert call(*WORDS).exit == 1
    assert call(*WORDS, "--policy-ref", "main").exit == 0
    protected.repo.git("commit", "-q", "-a", "-m", "nobody is trained", at=instant(89.1))
    protected.write("completions.csv", COMPLETIONS)
    assert call(*WORDS, "--policy-ref", "change").exit == 1


def test_the_change_cannot_bring_an_export(protected: Sample, call: Call) -> None:
    """What a job wrote over the export counts; where the change edits it, the worse of the two verdicts does."""
    protected.export([issue("CRM-1", "Highest"), issue("CRM-2", category="done")])
    assert call(*WORDS, "--policy-ref", "main").exit == 1, "a job wrote it"
    protected.repo.git("checkout", "-q", "main")
    protected.repo.git("commit", "-q", "-a", "-m", "export the issues", at=instant(89.2))
    protected.repo.branch("edit")
    protected.export([issue("CRM-1", "Highest", "done"), issue("CRM-2", category="done")])
    protected.repo.git("commit", "-q", "-a", "-m", "close the issue by hand", at=instant(89.4))
    assert call(*WORDS).exit == 0
    ended = call(*WORDS, "--policy-ref", "main")
    assert ended.exit == 1
    said = "export.json is edited by this change: check judges main's version and the change's, and the worse verdict"
    assert f"{said} counts" in ended.json["notes"]


def test_the_change_may_bring_a_worse_export(protected: Sample, call: Call) -> None:
    """A newer export that is checked in may say what the ref's does not yet."""
    protected.export([issue("CRM-1", "Highest"), issue("CRM-2", category="done")])
    protected.repo.git("commit", "-q", "-a", "-m", "export the issues", at=instant(89.2))
    assert call(*WORDS, "--policy-ref", "main").exit == 1


@pytest.mark.parametrize("is_worse", [True, False], ids=["worse", "better"])
def test_a_forecast_and_a_rule_are_of_the_version_that_counts(protected: Sample, call: Call, *, is_worse: bool) -> None:
    """They never show a go, or a pass, that check does not; and they say which version that is."""
    stories = [issue(f"CRM-{number}", kind="Story", category="done") for number in (8, 9)]
    exports = [[issue("CRM-1", "Highest", category), *stories] for category in ("done", "new")]
    protected.repo.git("checkout", "-q", "main")
    for branch, content in zip(("main", "edit"), exports if is_worse else reversed(exports), strict=True):
        if branch != "main":
            protected.repo.branch(branch)
        protected.export(content)
        protected.repo.git("commit", "-q", "-a", "-m", "export", at=instant(89.2))
    of = "the change's version of export.json, whose verdict is worse"
    said = of if is_worse else "main's version of export.json; the change's verdict is no worse"
    asked = ("--as-of", AS_OF, "--policy-ref", "main")
    assert call("check", *asked).exit == 1
    text = " ".join(call("forecast", *asked).out.split())
    assert "Now NO-GO." in text
    assert f"Shown here: {said}" in text
    assert call("forecast", *asked, "--format", "json").json["decision"] == "no-go"
    told = call("explain", "DEF-01", "go-live", *asked, "--format", "json").json
    assert told["finding"]["outcome"] == "fail"
    assert f"Shown here: {said}" in told["notes"]
    assert f"Shown here: {said}" in " ".join(call("explain", "DEF-01", "go-live", *asked).out.split())


def test_a_forecast_of_a_version_that_takes_too_long(
    protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has its time; without an answer its facts are unknown."""
    protected.repo.git("checkout", "-q", "main")
    stories = [issue(f"CRM-{number}", kind="Story", category="done") for number in (8, 9)]
    protected.export([issue("CRM-1", "Highest", "done"), *stories])
    protected.repo.git("commit", "-q", "-a", "-m", "export the issues", at=instant(89.2))
    protected.repo.branch("edit")
    protected.export([issue("CRM-1", "Highest", "done"), *stories, issue("CRM-3", "Low")])
    protected.repo.git("commit", "-q", "-a", "-m", "export more", at=instant(89.4))
    asked = ("forecast", "--as-of", AS_OF, "--policy-ref", "main")
    assert "Now GO." in call(*asked).out
    monkeypatch.setattr("readiness_gate.app.edits.LIMIT", 0.0001)
    monkeypatch.setattr("readiness_gate.app.edits.MARGIN", 0)
    text = " ".join(call(*asked).out.split())
    assert "Now UNDECIDED." in text
    assert "export.json as this change has it was not judged, as it did not answer in 0 s" in text


@pytest.mark.parametrize(("open_", "code"), [(False, 3), (True, 1)], ids=["go", "no-go"])
def test_an_export_of_the_change_that_takes_too_long(
    protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, *, open_: bool, code: int
) -> None:
    """It has its time; without an answer it is unknown, which covers no fail of the ref's own, and takes no issues of
    the change."""
    protected.repo.git("checkout", "-q", "main")
    protected.export([issue("CRM-1", "Highest", "new" if open_ else "done"), issue("CRM-2", category="done")])
    protected.repo.git("commit", "-q", "-a", "-m", "export the issues", at=instant(89.2))
    protected.repo.branch("edit")
    protected.export([issue("CRM-1", "Highest", "done"), issue("CRM-2", category="done"), issue("CRM-3")])
    protected.repo.git("commit", "-q", "-a", "-m", "export more", at=instant(89.4))
    monkeypatch.setattr("readiness_gate.app.check.LIMIT", 0.0001)
    monkeypatch.setattr("readiness_gate.app.check.MARGIN", 0)
    ended = call(*WORDS, "--policy-ref", "main")
    assert ended.exit == code
    said = "export.json as this change has it was not judged, as it did not answer in 0 s: export fewer issues to it"
    assert (said in ended.out) == (not open_)


@pytest.mark.usefixtures("protected")
def test_an_export_that_is_not_edited_has_its_time(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the change edits is judged beside the ref's."""
    monkeypatch.setattr("readiness_gate.app.check.LIMIT", 0.0001)
    monkeypatch.setattr("readiness_gate.app.check.MARGIN", 0)
    assert call(*WORDS, "--policy-ref", "main").exit == 0


@pytest.mark.parametrize("damage", [b"", b"[]", b"\x1f\x8b\x08"], ids=["empty", "no-issues", "torn"])
def test_an_export_that_a_job_broke_is_unknown(protected: Sample, call: Call, damage: bytes) -> None:
    """The one of the ref does not take its place."""
    (protected.path / "export.json").write_bytes(damage)
    assert call(*WORDS, "--policy-ref", "main").exit == 3


def test_an_export_that_only_the_change_has(protected: Sample, call: Call) -> None:
    """Is refused when the change brings it, and read when a job wrote it, as people files are."""
    protected.repo.git("checkout", "-q", "main")
    protected.repo.git("rm", "-q", "--cached", "export.json")
    protected.repo.git("commit", "-q", "-m", "keep the export out of git", at=instant(89.2))
    ended = call(*WORDS, "--policy-ref", "main")
    assert (ended.exit, ended.json["notes"]) == (0, ["export.json is not in git: read from the work tree"])
    protected.repo.branch("edit")
    protected.repo.git("add", "-A")
    protected.repo.git("commit", "-q", "-m", "bring an export", at=instant(89.4))
    ended = call("check", "--as-of", AS_OF, "--policy-ref", "main")
    assert ended.exit == 3
    assert "the export export.json is added by this change, and main does not have it" in " ".join(ended.out.split())


@pytest.mark.parametrize("how", ["option", "variable"])
def test_the_variable_does_the_same(protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """READINESS_GATE_POLICY_REF protects like the option; the option wins."""
    protected.configure("[git]", "[gti]")
    assert call(*WORDS).exit == 2
    monkeypatch.setenv("READINESS_GATE_POLICY_REF", "main" if how == "variable" else "change~9")
    ended = call(*WORDS, *(("--policy-ref", "main") if how == "option" else ()))
    assert (ended.exit, ended.json["policy"]["ref"]) == (0, "main")


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("nowhere", 'the policy cannot be read from "nowhere"'),
        ("--output=stolen", "the policy cannot be read from"),
        ("", "--policy-ref is empty"),
        (" ", "--policy-ref is empty"),
        ("main:readiness-gate.toml", "the policy cannot be read from"),
    ],
)
@pytest.mark.parametrize("command", ["check", "measure", "doctor", "explain", "rules"])
def test_a_ref_that_cannot_be_read_is_bad_use(protected: Sample, call: Call, command: str, ref: str, told: str) -> None:
    """A ref that is empty or is not there ends with 2: the work tree does not step in for it."""
    words = {"explain": ("explain", "DEF-01"), "rules": ("rules", "list")}.get(command, (command,))
    ended = call(*words, "--policy-ref", ref)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert not (protected.path / "stolen").exists()


@pytest.fixture
def new(protected: Sample) -> Sample:
    """The program on a branch whose base has no configuration yet."""
    protected.repo.git("rm", "-q", "--cached", "readiness-gate.toml")
    protected.repo.git("commit", "-q", "-m", "no policy", at=instant(89.1))
    return protected


def _said(ended: Ended) -> str:
    assert (ended.exit, ended.out) == (2, "")
    return " ".join(ended.err.split())


@pytest.mark.usefixtures("new")
@pytest.mark.parametrize("command", ["check", "measure", "doctor", "explain", "rules"])
def test_a_configuration_that_the_ref_does_not_have_yet(call: Call, command: str) -> None:
    """A configuration that only the work tree has is none; when it counts, and what to do until then, is said."""
    words = {"explain": ("explain", "DEF-01"), "rules": ("rules", "list")}.get(command, (command,))
    said = _said(call(*words, "--policy-ref", "change"))
    assert said.startswith(
        "Error: change has no readiness-gate.toml yet: it counts once this change has landed. "
        "To see what it would say, run the same command without --policy-ref."
    )
    assert said.endswith("add readiness-gate.toml to the base branch first.")


def test_a_configuration_by_name_that_the_ref_does_not_have_yet(
    new: Sample, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for one that is named, from anywhere, and also for one that cannot be read."""
    named = ("--policy-ref", "change", "-c")
    told = "change has no {} yet: it counts once this change has landed."
    assert told.format("readiness-gate.toml") in _said(call(*WORDS, *named, "readiness-gate.toml"))
    new.write("gates/crm.toml", (new.path / "readiness-gate.toml").read_text())
    assert told.format("gates/crm.toml") in _said(call(*WORDS, *named, "gates/crm.toml"))
    monkeypatch.chdir(new.path / "docs")
    assert told.format("readiness-gate.toml") in _said(call(*WORDS, "--policy-ref", "change"))
    (new.path / "readiness-gate.toml").unlink()
    (new.path / "readiness-gate.toml").symlink_to("nowhere")
    assert told.format("readiness-gate.toml") in _said(call(*WORDS, "--policy-ref", "change"))


def test_a_configuration_that_nobody_has(new: Sample, call: Call) -> None:
    """Neither the ref nor the work tree: that is no matter of landing."""
    (new.path / "readiness-gate.toml").unlink()
    assert "readiness-gate.toml not found in " in _said(call(*WORDS, "--policy-ref", "change"))
    assert "other.toml not found" in _said(call(*WORDS, "--policy-ref", "change", "-c", "other.toml"))


def test_a_configuration_of_the_ref_alone(protected: Sample, call: Call) -> None:
    """A change that takes the configuration away is judged by that of the ref, named or not."""
    (protected.path / "readiness-gate.toml").unlink()
    for words in ((), ("-c", "readiness-gate.toml")):
        assert call(*WORDS, "--policy-ref", "main", *words).json["policy"]["ref"] == "main"


def test_from_a_folder_below(protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a ref as well the configuration is looked for upward."""
    monkeypatch.chdir(protected.path / "docs")
    assert call(*WORDS, "--policy-ref", "main").exit == 0


def test_outside_of_a_repository(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository there is no ref to read from."""
    monkeypatch.chdir(tmp_path)
    ended = call(*WORDS, "--policy-ref", "main")
    assert ended.exit == 2
    assert "there is no git repository" in ended.err


def _as_submodule(sample: Sample, tmp_path: Path) -> None:
    evil = Sample(tmp_path / "evil", sample.path)
    evil.repo.git("switch", "-q", "-C", "main")
    sample.repo.git("rm", "-rq", "gates")
    sample.repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(evil.path), "gates")


def _as_link_to_another(sample: Sample, tmp_path: Path) -> None:
    Sample(tmp_path / "evil", sample.path)
    sample.repo.git("rm", "-rq", "gates")
    (sample.path / "gates").symlink_to(tmp_path / "evil")


def _as_link_to_an_example(sample: Sample, _: Path) -> None:
    sample.repo.git("rm", "-rq", "gates")
    (sample.path / "gates").symlink_to(".")


@pytest.mark.parametrize("ref", ["main", "refs/heads/main"])
def test_a_branch_that_a_checkout_made_of_the_change(
    protected: Sample, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ref: str
) -> None:
    """A change whose branch is called as the base is would be its own judge: what was fetched counts, or nothing."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "-b", "main", str(protected.path), str(clone))
    monkeypatch.chdir(clone)
    assert call(*WORDS, "--policy-ref", ref).exit == 0
    (clone / "readiness-gate.toml").write_text((clone / "readiness-gate.toml").read_text() + LOOSE)
    git(clone, "commit", "-q", "-a", "-m", "loosen", at=instant(89.5))
    ended = call(*WORDS, "--policy-ref", ref)
    assert (ended.exit, ended.out) == (2, "")
    assert f'"{ref}" in this clone is not the same commit as refs/remotes/origin/main' in ended.err
    assert call(*WORDS, "--policy-ref", "refs/remotes/origin/main").exit == 0


def test_a_policy_that_asks_for_too_much(protected: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the change's own policy would decide is for information only, and has its time."""
    protected.export([issue("CRM-1", "High")])
    protected.write("readiness-gate.toml", (protected.path / "readiness-gate.toml").read_text() + LOOSE)
    monkeypatch.setattr("readiness_gate.app.compare.LIMIT", 0.001)
    ended = call("check", "--as-of", AS_OF, "--policy-ref", "main")
    assert ended.exit == 1
    assert "of the work tree is unknown: it did not answer in 0 s." in " ".join(ended.out.split())


def test_a_roster_that_only_the_edit_names(protected: Sample, call: Call, tmp_path: Path) -> None:
    """A milestone's own, which could be any file of the machine: what it would decide is not said."""
    (tmp_path / "elsewhere.csv").write_text("person,role,critical-process\n")
    text = (protected.path / "readiness-gate.toml").read_text()
    section = "[milestones.go-live]\n"
    assert section in text
    edited = text.replace(section, f'{section}roster = "../elsewhere.csv"\n')
    protected.write("readiness-gate.toml", edited)
    ended = call("check", "--as-of", AS_OF, "--policy-ref", "main")
    assert "was not evaluated: it reads from other sources" in " ".join(ended.out.split())


@pytest.mark.parametrize("trick", [_as_submodule, _as_link_to_another, _as_link_to_an_example])
def test_a_folder_of_the_base_is_no_other(
    protected: Sample, call: Call, tmp_path: Path, trick: Callable[[Sample, Path], None]
) -> None:
    """A change cannot have the configuration read from another repository or folder, neither by the way that is named
    nor by the folder that the command runs in."""
    protected.repo.git("switch", "-q", "main")
    strict = (
        (protected.path / "readiness-gate.toml").read_text().replace('packs = ["starter"]', 'packs = ["./no.toml"]')
    )
    protected.repo.commit(89.05, {"gates/readiness-gate.toml": strict, "gates/no.toml": "[[rules]]"})
    protected.repo.git("switch", "-q", "-C", "change")
    assert call(*WORDS, "--policy-ref", "main", "-c", "gates/readiness-gate.toml").exit == 2
    trick(protected, tmp_path)
    protected.repo.commit(89.1, {})
    named = call(*WORDS, "--policy-ref", "main", "-c", "gates/readiness-gate.toml")
    within = run(*WORDS, "--policy-ref", "main", cwd=protected.path / "gates", env={"PWD": f"{protected.path}/gates"})
    for ended in (named, within):
        assert (ended.exit, ended.out) == (2, "")
        assert "is in git, so a change can replace it with anything" in ended.err


def test_a_mainline_that_is_checked_out_is_that_of_the_base(protected: Sample, call: Call) -> None:
    """An author's own history is not judged: here one without the landings of the base."""
    protected.repo.git("switch", "-q", "main")
    text = (protected.path / "readiness-gate.toml").read_text().replace('mainline = "main"', 'mainline = "HEAD"')
    text += '\n[[rules]]\nid = "Q"\ntitle = "Quiet"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'
    protected.repo.commit(89.05, {"readiness-gate.toml": text, "config/late.xml": "1"})
    protected.repo.git("checkout", "-q", "--orphan", "change-2")
    protected.repo.commit(1, {})
    assert call(*WORDS).finding("Q")["outcome"] != "fail"
    ended = call(*WORDS, "--policy-ref", "main")
    assert (ended.exit, ended.finding("Q")["outcome"]) == (1, "fail")
    ended = call(*WORDS, "--policy-ref", protected.repo.git("rev-parse", "main").strip())
    assert (ended.exit, ended.finding("Q")["outcome"]) == (3, "unknown")
    assert "set the branch in [git], such as mainline" in ended.out


def test_milestones_and_names_that_an_edit_changes(protected: Sample, call: Call) -> None:
    """An earlier milestone with a lenient pack, and a configuration with another name, are reported."""
    words = ("check", "--as-of", AS_OF, "--policy-ref", "main")
    text = (protected.path / "readiness-gate.toml").read_text()
    extra = '[milestones.rehearsal]\nkind = "go-live"\ndate = 2026-04-02\npacks = ["./lenient.toml"]\n'
    rule = '[[rules]]\nid = "Z"\ntitle = "Z"\ndimension = "change"\nsignal = "change.landings"\nat-most = 999\n'
    protected.repo.commit(89.1, {"readiness-gate.toml": text + extra, "lenient.toml": rule})
    told = " ".join(call(*words).out.split())
    assert "in the work tree, the milestone rehearsal is added, on 2026-04-02, before go-live" in told
    protected.repo.git("mv", "readiness-gate.toml", "gate.toml")
    ended = call(*words, "-c", "readiness-gate.toml")
    assert ended.exit == 0
    assert "in the work tree, readiness-gate.toml was removed or renamed" in " ".join(ended.out.split())
