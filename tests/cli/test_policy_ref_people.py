"""Under `--policy-ref` people files need not be in git, and a change cannot bring its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.console import Call
from support.git import Repo, instant
from support.program import AS_OF, COMPLETIONS, ROSTER, Sample

EXPORTED = ("--exported-at", "people=2026-03-30T06:00:00Z")
WORDS = ("check", "--as-of", AS_OF, "--policy-ref", "main", *EXPORTED, "--format")
CALENDAR = "starts-at,module,role\n2026-05-01T09:00:00Z,quoting,Sales rep\n"


def trained(people: str = "people/") -> str:
    """The `[people]` section that reads both files from a folder, or whatever stands before their names."""
    return f'roster = "{people}roster.csv"\ncompletions = "{people}completions.csv"'


@pytest.fixture
def kept_out(program: Sample) -> Sample:
    """The program with its policy on main, which says that people files are in `people`; git has none of them. The work
    tree is on a branch that may be edited."""
    program.configure(trained(""), trained())
    program.repo.git("rm", "-q", "--cached", "roster.csv", "completions.csv")
    for name in ("roster.csv", "completions.csv"):
        (program.path / name).unlink()
    program.repo.git("add", "-A")
    program.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    program.repo.branch("change")
    return program


def put(folder: Path) -> None:
    """Write people files that pass, as a pipeline does before it runs the gate."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roster.csv").write_text(ROSTER)
    (folder / "completions.csv").write_text(COMPLETIONS)


def why(call: Call) -> str:
    """Why people cannot be read."""
    ended = call(*WORDS, "json")
    assert ended.exit == 3
    return str(next(each["asked"] for each in ended.json["sources"] if each["name"] == "people"))


def test_files_that_are_not_in_git_are_read_and_named(kept_out: Sample, call: Call) -> None:
    """From the work tree, and every report says so."""
    put(kept_out.path / "people")
    ended = call(*WORDS, "json")
    said = [f"people/{name} is not in git: read from the work tree" for name in ("roster.csv", "completions.csv")]
    assert (ended.exit, ended.decision) == (0, "go")
    exported, *notes = ended.json["notes"]
    assert exported == "Exported: people 2026-03-30T06:00:00Z (given by --exported-at)"
    assert sorted(notes) == sorted(said)
    for words in (("text",), ("text", "-q"), ("text", "-v"), ("markdown",)):
        told = " ".join(call(*WORDS, *words).out.split()).replace("\\", "")
        assert all(each in told for each in said)


@pytest.mark.parametrize(
    "words",
    [
        ("measure", "training.coverage"),
        ("measure", "training.coverage", "--format", "json"),
        ("explain", "TRN-01", "--milestone", "go-live"),
    ],
)
def test_other_reports_name_them_too(kept_out: Sample, call: Call, words: tuple[str, ...]) -> None:
    """Whatever is printed rests on these files."""
    put(kept_out.path / "people")
    told = call(*words, "--as-of", AS_OF, "--policy-ref", "main").out
    assert "people/roster.csv is not in git: read from the work tree" in " ".join(told.split())


def test_doctor_names_them_too(kept_out: Sample, call: Call) -> None:
    """Among them the calendar, and a milestone's own roster."""
    put(kept_out.path / "people")
    text = (kept_out.path / "readiness-gate.toml").read_text()
    text = text.replace('packs = ["starter"]', 'packs = ["starter"]\nroster = { file = "wave.csv" }')
    kept_out.write("readiness-gate.toml", text.replace("[people]\n", '[people]\ncalendar = "sessions.csv"\n'))
    kept_out.repo.git("commit", "-q", "-a", "-m", "a wave", at=instant(89.1))
    kept_out.write("wave.csv", ROSTER)
    kept_out.write("sessions.csv", CALENDAR)
    told = call("doctor", "--policy-ref", "HEAD").out
    for name in ("wave.csv", "sessions.csv", "people/completions.csv"):
        assert f"{name} is not in git: read from the work tree" in told


def test_what_the_ref_has_is_read_from_the_ref(kept_out: Sample, call: Call) -> None:
    """And nothing is said of it; the work tree cannot take its place."""
    put(kept_out.path / "people")
    kept_out.repo.git("switch", "-q", "main")
    kept_out.repo.git("add", "-A")
    kept_out.repo.git("commit", "-q", "-m", "people", at=instant(89.1))
    kept_out.repo.git("switch", "-q", "-c", "later")
    kept_out.write("people/completions.csv", "person,module,completed-at\n")
    ended = call(*WORDS, "json")
    assert (ended.exit, ended.decision) == (0, "go")
    assert "not in git" not in ended.out
    # The change takes them out of git: the ref still has them.
    kept_out.repo.git("rm", "-q", "--cached", "people/completions.csv")
    kept_out.repo.git("commit", "-q", "-m", "out", at=instant(89.2))
    assert call(*WORDS, "json").exit == 0


def test_a_file_that_is_missing(kept_out: Sample, call: Call) -> None:
    """Is reported as one, as without a ref."""
    assert "the file is missing" in why(call)
    put(kept_out.path / "people")
    (kept_out.path / "people/roster.csv").unlink()
    assert "roster.csv:1: the file is missing" in why(call)
    (kept_out.path / "people/roster.csv").symlink_to("nowhere.csv")
    assert "it is a symbolic link that leads nowhere" in why(call)


def test_files_outside_the_repository(kept_out: Sample, call: Call, tmp_path: Path) -> None:
    """Are read where the policy says, by a relative or an absolute path, or through a link that git does not have."""
    put(tmp_path / "hr")
    (kept_out.path / "people").symlink_to(tmp_path / "hr")
    ended = call(*WORDS, "json")
    assert (ended.exit, ended.decision) == (0, "go")
    assert "people/roster.csv is not in git: read from outside the repository" in ended.json["notes"]
    (kept_out.path / "people").unlink()
    for place in ("../hr/", f"{tmp_path}/hr/"):
        kept_out.repo.git("switch", "-q", "main")
        text = (kept_out.path / "readiness-gate.toml").read_text()
        there = "".join(
            f'{line.split(" = ")[0]} = "{place}{line.rpartition("/")[2]}\n'
            if line.startswith(("roster", "compl"))
            else line
            for line in text.splitlines(keepends=True)
        )
        kept_out.write("readiness-gate.toml", there)
        kept_out.repo.git("commit", "-q", "-a", "-m", place, at=instant(89.1))
        ended = call(*WORDS, "json")
        assert (ended.exit, ended.decision) == (0, "go")
        assert f"{place}roster.csv is not in git: read from outside the repository" in ended.json["notes"]


def _committed(sample: Sample, _: Path) -> None:
    put(sample.path / "people")
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "our own people", at=instant(89.1))


def _staged(sample: Sample, _: Path) -> None:
    put(sample.path / "people")
    sample.repo.git("add", "-A")


def _committed_and_changed(sample: Sample, elsewhere: Path) -> None:
    _committed(sample, elsewhere)
    sample.repo.git("rm", "-q", "-r", "--cached", "people")


@pytest.mark.parametrize("bring", [_committed, _staged, _committed_and_changed])
def test_a_change_cannot_bring_people(
    kept_out: Sample, call: Call, tmp_path: Path, bring: Callable[[Sample, Path], None]
) -> None:
    """Whether committed, staged, or taken out of the index again."""
    bring(kept_out, tmp_path)
    said = "people/roster.csv is added by this change, and main does not have it: merge it first, or keep it out of"
    assert said in why(call)


def _file_is_a_link(sample: Sample, elsewhere: Path) -> None:
    put(elsewhere / "ours")
    (sample.path / "people").mkdir()
    for name in ("roster.csv", "completions.csv"):
        (sample.path / "people" / name).symlink_to(elsewhere / "ours" / name)
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "links", at=instant(89.1))


def _folder_is_a_link(sample: Sample, elsewhere: Path) -> None:
    put(elsewhere / "ours")
    (sample.path / "people").symlink_to(elsewhere / "ours")
    sample.repo.git("add", "-A")


def _a_link_on_the_way(sample: Sample, elsewhere: Path) -> None:
    # The pipeline leads to `there`, and the change from there to elsewhere.
    put(elsewhere / "ours")
    (sample.path / "there").symlink_to(elsewhere / "ours")
    sample.repo.git("add", "-A")
    (sample.path / "people").symlink_to("there")


def _folder_is_a_submodule(sample: Sample, elsewhere: Path) -> None:
    ours = Repo(elsewhere / "ours")
    ours.commit(1, {"roster.csv": ROSTER, "completions.csv": COMPLETIONS})
    shutil.copytree(ours.path, sample.path / "people")
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "a submodule", at=instant(89.1))


def _folder_is_a_file(sample: Sample, _: Path) -> None:
    sample.write("people", "x")
    sample.repo.git("add", "-A")
    (sample.path / "people").unlink()
    put(sample.path / "people")


@pytest.mark.parametrize(
    ("redirect", "entry"),
    [
        (_file_is_a_link, "people/roster.csv, a symbolic link in git"),
        (_folder_is_a_link, "people, a symbolic link in git"),
        (_a_link_on_the_way, "there, a symbolic link in git"),
        (_folder_is_a_submodule, "people, a submodule in git"),
        (_folder_is_a_file, "people, a file in git"),
    ],
)
def test_a_change_cannot_lead_elsewhere(
    kept_out: Sample, call: Call, tmp_path: Path, redirect: Callable[[Sample, Path], None], entry: str
) -> None:
    """Nor can it put a link or a submodule in the place of a folder."""
    redirect(kept_out, tmp_path)
    assert f"its path leads over {entry}, which a change could redirect" in why(call)


def test_a_link_of_the_ref_is_refused_as_well(kept_out: Sample, call: Call, tmp_path: Path) -> None:
    """What it leads to is not what the ref has."""
    put(tmp_path / "hr")
    kept_out.repo.git("switch", "-q", "main")
    (kept_out.path / "people").symlink_to(tmp_path / "hr")
    kept_out.repo.git("add", "-A")
    kept_out.repo.git("commit", "-q", "-m", "a link", at=instant(89.1))
    kept_out.repo.git("switch", "-q", "change")
    (kept_out.path / "people").symlink_to(tmp_path / "hr")
    assert "its path leads over people, a symbolic link in git" in why(call)


def test_a_link_that_leads_to_what_git_has(kept_out: Sample, call: Call) -> None:
    """A change could edit the file that it leads to."""
    put(kept_out.path / "docs/people")
    kept_out.repo.git("add", "-A")
    (kept_out.path / "people").symlink_to("docs/people")
    assert "people/roster.csv leads to docs/people/roster.csv, which is in git" in why(call)


def test_a_repository_inside_the_work_tree(kept_out: Sample, call: Call) -> None:
    """Such as a checkout of the change beside the policy's: its files are its author's."""
    Repo(kept_out.path / "people").commit(1, {"roster.csv": ROSTER, "completions.csv": COMPLETIONS})
    assert "people/roster.csv is in another repository, people: move it out of there" in why(call)


def test_a_checkout_without_any_commit(kept_out: Sample, call: Call) -> None:
    """It is unknown what the change has, so nothing is read."""
    put(kept_out.path / "people")
    kept_out.repo.git("symbolic-ref", "HEAD", "refs/heads/nothing")
    assert "it is unknown whether git tracks it: HEAD names no commit" in why(call)


def test_the_policy_itself_is_never_read_from_the_work_tree(kept_out: Sample, call: Call) -> None:
    """A pack and waivers that are not in git do not exist under a ref."""
    put(kept_out.path / "people")
    kept_out.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    kept_out.repo.git("commit", "-q", "-a", "-m", "a pack", at=instant(89.1))
    kept_out.write("own.toml", '[[rules]]\nid = "DEF-02"\nat-most = 9\n')
    ended = call("check", "--as-of", AS_OF, "--policy-ref", "HEAD")
    assert (ended.exit, ended.out) == (2, "")
    assert "own.toml" in ended.err
