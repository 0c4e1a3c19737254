"""`check` decides, and its exit code says so."""

import json
from pathlib import Path

import pytest
from support.console import Call, joined
from support.git import git
from support.program import AS_OF, Sample, issue, run

EASY = """\
[[rules]]
id = "EASY-1"
title = "Easy"
dimension = "defects"
signal = "defects.open"
at-most = 100
"""
NOT_READY = "2026-03-09T08:00:00Z"


def test_a_ready_program_goes(sample: Sample) -> None:
    """Every rule of the baseline passes: go, exit 0."""
    ended = sample.check()
    assert ended.err == ""
    assert (ended.exit, ended.decision) == (0, "go")


def test_one_open_defect_of_severity_1_blocks(sample: Sample) -> None:
    """One failing blocking rule is a no-go, exit 1, and the finding names the issue."""
    sample.export([issue("CRM-1", "Highest")])
    ended = sample.check()
    assert (ended.exit, ended.decision) == (1, "no-go")
    assert [each["id"] for each in ended.finding("DEF-01")["reading"]["evidence"]] == ["CRM-1"]


def test_a_missing_export_is_undecided(program: Sample, call: Call) -> None:
    """Nothing was read: nobody knows whether there are defects; exit 3."""
    (program.path / "export.json").unlink()
    ended = call("check", "--as-of", AS_OF)
    assert ended.exit == 3
    assert ended.out.startswith("? UNDECIDED  go-live on 2026-06-01")
    assert "the export export.json is missing" in ended.out


def test_a_failing_rule_decides_over_an_unknown_one(program: Sample, call: Call) -> None:
    """One rule fails and others are unknown: no-go, since nothing that is still unknown could open the gate."""
    (program.path / "export.json").unlink()
    program.write("completions.csv", "person,module,completed-at\n")
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    assert (ended.exit, ended.decision) == (1, "no-go")
    assert ended.finding("DEF-01")["outcome"] == "unknown"


def test_a_waived_fail_goes(program: Sample, call: Call) -> None:
    """A failing rule that somebody accepted does not block, and both decisions are told."""
    program.export([issue("CRM-1", "High")])
    program.configure("[people]\n", '[waivers]\napprovers = ["sponsor@example.com"]\n\n[people]\n')
    program.write(
        "readiness-waivers.toml",
        '[[waivers]]\nrule = "DEF-02"\nreason = "Agreed"\nrequested-by = "pm@example.com"\n'
        'approved-by = "sponsor@example.com"\napproved-on = 2026-03-25\nexpires = 2026-04-10\n',
    )
    ended = call("check", "--as-of", AS_OF, "--format", "json")
    assert (ended.exit, ended.decision, ended.json["decision-without-waivers"]) == (0, "go", "no-go")
    later = call("check", "--as-of", "2026-04-11", "--format", "json")
    assert (later.exit, later.finding("DEF-02")["waived"], later.json["waivers"][0]["state"]) == (1, False, "expired")


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ((), "✗ NO-GO  go-live on 2026-03-23, in 14 days\n"),
        (("--format", "text"), "✗ NO-GO  go-live"),
        (("--format", "markdown"), "## ✗ NO-GO: go-live on 2026-03-23, in 14 days\n"),
        (("--format", "json"), '{\n  "schema": 1,\n'),
        (("--quiet",), "✗ NO-GO: 5 of 7 blocking rules fail, 2 pass (go-live)."),
        (("-q", "-v"), "✗ NO-GO: 5 of 7"),
        (("--color", "always"), "\x1b[1;31m✗ NO-GO\x1b[0m"),
        (("--color", "never"), "✗ NO-GO  go-live"),
        (("--color", "auto"), "✗ NO-GO  go-live"),
    ],
    ids=joined,
)
@pytest.mark.usefixtures("demo")
def test_formats_and_screens(call: Call, options: tuple[str, ...], first: str) -> None:
    """Each format and screen tells the same decision, on stdout and nowhere else."""
    ended = call("check", "--as-of", NOT_READY, *options)
    assert (ended.exit, ended.err) == (1, "")
    assert ended.out.startswith(first)
    assert ended.out.endswith("\n")


@pytest.mark.usefixtures("demo")
def test_everything_is_said_when_asked(call: Call) -> None:
    """-v has what the usual text leaves out: what passing rules rest on, the sources, and the digests."""
    usual, verbose = call("check", "--as-of", NOT_READY), call("check", "--as-of", NOT_READY, "-v")
    for told in (
        "0 of 11 open defects are sev1",
        "Source git: main at",
        "Policy starter,",
        "Evidence sha256:",
    ):
        assert told in verbose.out
        assert told not in usual.out


def test_outputs_are_paired_in_order(demo: Path, tmp_path: Path, call: Call) -> None:
    """Each format goes to the output of its place, `-` to stdout; stdout has nothing else."""
    files = tmp_path / "verdict.json", tmp_path / "summary.md"
    words = ["--format", "json", "--format", "text", "--format", "markdown"]
    outputs = ["--output", str(files[0]), "--output", "-", "--output", str(files[1])]
    ended = call("check", "--as-of", NOT_READY, *words, *outputs)
    assert ended.exit == 1
    assert ended.out == call("check", "--as-of", NOT_READY).out
    assert json.loads(files[0].read_text())["decision"] == "no-go"
    assert files[1].read_text() == call("check", "--as-of", NOT_READY, "--format", "markdown").out
    assert list(demo.glob(".readiness-gate-*")) == []


def test_a_format_alone_may_go_to_a_file(demo: Path, tmp_path: Path, call: Call) -> None:
    """One format and one output: stdout stays empty."""
    where = tmp_path / "verdict.json"
    ended = call("check", "--as-of", NOT_READY, "--format", "json", "--output", str(where))
    assert (ended.exit, ended.out, ended.err) == (1, "", "")
    assert json.loads(where.read_text())["program"] == "Northwind CRM, wave 1"
    assert demo != tmp_path


def test_the_ending_of_an_output_is_its_format(demo: Path, tmp_path: Path, call: Call) -> None:
    """Without --format each output has the format of its ending; stdout and a name without one have text."""
    names = ("verdict.JSON", "summary.md", "report.txt", "report")
    files = [tmp_path / name for name in names]
    outputs = [word for file in files for word in ("--output", str(file))]
    ended = call("check", "--as-of", NOT_READY, *outputs, "--output", "-")
    text = call("check", "--as-of", NOT_READY).out
    assert (ended.exit, ended.out, ended.err) == (1, text, "")
    assert json.loads(files[0].read_text())["decision"] == "no-go"
    assert files[1].read_text() == call("check", "--as-of", NOT_READY, "--format", "markdown").out
    assert [each.read_text() for each in files[2:]] == [text, text]
    assert call("check", "--as-of", NOT_READY, "--output", str(files[0])).out == ""
    assert demo != tmp_path


def test_a_format_that_is_given_wins_over_the_ending(demo: Path, tmp_path: Path, call: Call) -> None:
    """Whatever the name is."""
    for name in ("verdict.md", "verdict.pdf"):
        where = tmp_path / name
        assert call("check", "--as-of", NOT_READY, "--format", "json", "--output", str(where)).exit == 1
        assert json.loads(where.read_text())["decision"] == "no-go"
    assert demo != tmp_path


def test_the_last_format_goes_to_stdout(demo: Path, tmp_path: Path, call: Call) -> None:
    """Where one output is left out, stdout has the last format and nothing else."""
    where = tmp_path / "verdict.json"
    ended = call("check", "--as-of", NOT_READY, "--format", "json", "--output", str(where), "--format", "markdown")
    assert ended.out == call("check", "--as-of", NOT_READY, "--format", "markdown").out
    assert json.loads(where.read_text())["decision"] == "no-go"
    assert demo != tmp_path


def test_all_mistakes_are_reported_together(demo: Path, call: Call) -> None:
    """Of formats, outputs and their number, in one run; nothing is evaluated."""
    words = ("--format", "yaml", "--output", "roster.csv", "--format", "xml", "--output", "jira-export.json")
    ended = call("check", "--as-of", NOT_READY, *words, "--format", "text", "--output", "jira-export.json")
    assert (ended.exit, ended.out) == (2, "")
    for told in (
        'unknown format "yaml"',
        'unknown format "xml"',
        "jira-export.json: the verdict is based on",
        "the same",
    ):
        assert told in ended.err
    assert (demo / "jira-export.json").stat().st_size > 10


def test_one_output_that_cannot_be_written_stops_no_other(demo: Path, tmp_path: Path, call: Call) -> None:
    """The others have the verdict; the exit code says that one is missing."""
    words = [
        word for name in ("none/a.md", "none/b.txt", "verdict.json") for word in ("--output", str(tmp_path / name))
    ]
    ended = call("check", "--as-of", NOT_READY, *words)
    assert ended.exit == 4
    assert all(f"none/{name} cannot be written" in ended.err for name in ("a.md", "b.txt"))
    assert json.loads((tmp_path / "verdict.json").read_text())["decision"] == "no-go"
    assert demo != tmp_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "yaml"), 'unknown format "yaml". Known formats: attestation, badge, comment, '),
        (("--format", "json", "--format", "text"), "--format is given 2 times, and --output 0 times"),
        (
            ("--format", "json", "--format", "text", "--format", "text", "--output", "a"),
            "--format is given 3 times, and --output 1 time.",
        ),
        (
            ("--format", "text", "--format", "json", "--output", "a.json"),
            "--output a.json: the formats and outputs are paired in order, so this would be text, not json.",
        ),
        (("--format", "json", "--format", "text", "--output", "-"), "the same --output"),
        (
            ("--output", "verdict.odt"),
            (
                '--output verdict.odt: no format has the ending ".odt". '
                "Known endings: .eml (email), .env (dotenv), .htm (html), .html (html), .ics (ics), "
            ),
        ),
        (("--output", "a.json", "--output", "b.yaml"), '--output b.yaml: no format has the ending ".yaml".'),
        (("--output", "a.json", "--output", "./a.json"), "the same --output"),
        (
            ("--format", "json", "--output", "a.json", "--output", "b.json"),
            "--format is given 1 time, and --output 2 times",
        ),
        (("--format", "json", "--format", "text", "--output", "a", "--output", "a"), "the same --output"),
        (("--format", "json", "--format", "text", "--output", "a", "--output", "./a"), "the same --output"),
        (("--format", "json", "--format", "text", "--output", "-", "--output", "-"), "the same --output"),
        (("--color", "sometimes"), "'sometimes' is not one of 'auto', 'always', 'never'"),
        (("one", "two"), "unexpected extra argument"),
        (("--colour", "never"), "No such option"),
        (("-c", "nowhere.toml"), "nowhere.toml not found"),
        (("-c", "docs"), "docs is not a file"),
    ],
    ids=joined,
)
def test_bad_use(demo: Path, call: Call, words: tuple[str, ...], told: str) -> None:
    """What cannot be evaluated ends with 2, says why on stderr, and writes nothing."""
    before = sorted(demo.iterdir())
    ended = call("check", "--as-of", NOT_READY, *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert sorted(demo.iterdir()) == before


def test_a_configuration_that_is_wrong_ends_with_2(program: Sample, call: Call) -> None:
    """Every problem of the configuration is told, with its place, and nothing is evaluated."""
    program.configure("mainline", "mainlin")
    ended = call("check", "--as-of", AS_OF)
    assert (ended.exit, ended.out) == (2, "")
    assert 'readiness-gate.toml:10:1: unknown key "mainlin"' in ended.err
    assert "nothing was evaluated" in ended.err


def test_the_configuration_is_found_from_below(program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for upward to the top of the work tree; a name or the variable says which one else."""
    below = program.path / "docs" / "deep"
    below.mkdir()
    monkeypatch.chdir(below)
    assert call("check", "--as-of", AS_OF).exit == 0
    assert call("check", "--as-of", AS_OF, "-c", "../../readiness-gate.toml").exit == 0
    (program.path / "docs" / "other.toml").write_text("")
    monkeypatch.setenv("READINESS_GATE_CONFIG", "../other.toml")
    assert 'other.toml: "program" is missing' in call("check").err
    assert call("check", "--as-of", AS_OF, "--config", "../../readiness-gate.toml").exit == 0


def test_it_is_not_looked_for_beyond_the_work_tree(
    program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository inside another program does not take that program's configuration for its own."""
    inner = program.path / "inner"
    (inner / ".git").mkdir(parents=True)
    monkeypatch.chdir(inner)
    ended = call("check")
    assert ended.exit == 2
    assert f"readiness-gate.toml not found in {inner} or above" in ended.err


def test_in_a_process_of_its_own() -> None:
    """The module runs as the command does."""
    ended = run("check", cwd=Path("/"))
    assert (ended.exit, ended.out) == (2, "")
    assert ended.err.startswith("Error: readiness-gate.toml not found")


@pytest.mark.parametrize("name", ["readiness-gate.toml", "export.json", "roster.csv", "completions.csv"])
@pytest.mark.parametrize("command", ["check", "measure"])
def test_the_result_never_takes_the_place_of_the_evidence(program: Sample, call: Call, name: str, command: str) -> None:
    """What the verdict is based on stays as it is, by whatever path it is named: bad use."""
    before = (program.path / name).read_bytes()
    for path in (name, f"./../{program.path.name}/{name}", str(program.path / name)):
        ended = call(command, "--as-of", AS_OF, "--format", "json", "--output", path)
        assert (ended.exit, ended.out) == (2, "")
        assert "the verdict is based on this file" in ended.err
    assert (program.path / name).read_bytes() == before


def test_a_pack_of_ones_own_is_not_written_over(program: Sample, call: Call) -> None:
    """Nor is a file of waivers that is not there yet."""
    program.write("ours.toml", (program.path / "readiness-gate.toml").read_text().partition("[program]")[0] + PACK)
    program.configure('packs = ["starter"]', 'packs = ["starter", "./ours.toml"]')
    for name in ("ours.toml", "readiness-waivers.toml"):
        assert call("check", "--as-of", AS_OF, "--output", name).exit == 2
    assert not (program.path / "readiness-waivers.toml").exists()


PACK = """\
[[rules]]
id = "OUR-1"
title = "Quiet"
dimension = "change"
signal = "change.landings"
at-most = 99
"""


def test_an_empty_policy_ref_is_no_policy_ref(program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that some expression left empty must not quietly take the protection away."""
    monkeypatch.setenv("READINESS_GATE_POLICY_REF", "")
    ended = call("check", "--as-of", AS_OF)
    assert (ended.exit, ended.out) == (2, "")
    assert "READINESS_GATE_POLICY_REF is empty" in ended.err
    assert program.path.exists()


def test_the_shortest_report_keeps_its_caveats(program: Sample, call: Call) -> None:
    """A gate without any rule on change says so, however little else it says."""
    program.write("few.toml", 'includes = ["starter"]\nonly = ["DEF-01", "TRN-01", "GOV-05"]\n')
    program.configure('packs = ["starter"]', 'packs = ["./few.toml"]')
    ended = call("check", "--as-of", AS_OF, "-q")
    assert ended.exit == 0
    assert "Policy weakened in 1 place (run without -q to list it)." in ended.out


@pytest.mark.parametrize("command", ["check", "measure"])
@pytest.mark.parametrize(
    "name",
    [".git/HEAD", ".git/new.json", ".git", "sub/.GIT/config", "link", "../bare.git/packed-refs", "config/../.git/x"],
)
def test_the_result_never_takes_the_place_of_git(
    program: Sample, call: Call, tmp_path: Path, name: str, command: str
) -> None:
    """No file of git's own data is written, by whatever way it is named: the history is the evidence."""
    (program.path / "sub" / ".GIT").mkdir(parents=True)
    (program.path / "link").symlink_to(program.path / ".git" / "index")
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    head = (program.path / ".git" / "HEAD").read_bytes()
    ended = call(command, "--as-of", AS_OF, "--format", "json", "--output", name)
    assert (ended.exit, ended.out) == (2, "")
    assert "git keeps its data there" in ended.err
    assert (program.path / ".git" / "HEAD").read_bytes() == head
    assert not (program.path / ".git" / "new.json").exists()


@pytest.mark.parametrize("through", ["hard link", "link", "another case"])
def test_another_name_of_the_evidence(program: Sample, call: Call, through: str) -> None:
    """A file that has several names stays as it is by each of them; packs that packs include are evidence, too."""
    program.write("own.toml", 'includes = ["./inner.toml"]\n')
    program.write("inner.toml", EASY)
    program.configure('packs = ["starter"]', 'packs = ["./own.toml"]')
    names = {"hard link": "other.json", "link": "other.toml", "another case": "./inner.toml"}
    if through == "hard link":
        (program.path / "other.json").hardlink_to(program.path / "export.json")
    elif through == "link":
        (program.path / "other.toml").symlink_to(program.path / "inner.toml")
    ended = call("check", "--as-of", AS_OF, "--format", "json", "--output", names[through])
    assert (ended.exit, ended.out) == (2, ""), ended
    assert "the verdict is based on this file" in ended.err


def test_what_doctor_doubts_is_in_every_report(program: Sample, call: Call) -> None:
    """Types that are not counted, people who are not on the roster, modules that nobody completed."""
    program.export([issue("CRM-1", "Highest", kind="Defekt"), issue("CRM-2", category="done")])
    program.write("completions.csv", (program.path / "completions.csv").read_text() + "dora,quoting,2026-03-01\n")
    program.configure('"Clerk" = ["basics"]', '"Clerk" = ["basics", "late"]')
    doubts = (
        "open issues not counted because of their type: 1 Defekt",
        "1 person with completions is not on the roster",
        'nobody completed the module "late"',
    )
    for words in (("doctor",), ("check", "--as-of", AS_OF), ("check", "--as-of", AS_OF, "--format", "markdown")):
        told = " ".join(call(*words).out.split())
        assert [each for each in doubts if each not in told] == [], words
    sources = call("check", "--as-of", AS_OF, "--format", "json").json["sources"]
    notes = [note for each in sources for note in each.get("notes", ())]
    assert [each for each in doubts if each not in notes] == []
