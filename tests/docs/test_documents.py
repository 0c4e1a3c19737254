"""What the documents show is what happens: their commands are run, their files are loaded, their tables compared."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import tomli
from _pytest.mark.structures import ParameterSet
from support.git import Repo, instant

from readiness_gate.cli.main import COMMANDS
from readiness_gate.config import FILE, load, portfolio
from readiness_gate.config.packs.catalog import platforms, rules, shipped_rules
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import ExitCode
from readiness_gate.model.components import Components
from readiness_gate.model.time import iso
from readiness_gate.reports.fact_tables import page
from readiness_gate.signals import SIGNALS
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.sources.people.columns import IRRELEVANT

ROOT = Path(__file__).parents[2]
INTEGRATIONS = sorted((ROOT / "integrations").rglob("*.md"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")), *INTEGRATIONS]
AHEAD = "2150-03-01"
PACK = """\
[[rules]]
id = "OUR-99"
title = "One"
dimension = "change"
signal = "change.landings"
at-most = 5
"""


@dataclass(frozen=True)
class Block:
    """A fenced block: the words after its fence, and its text."""

    words: list[str]
    text: str


def blocks(document: Path) -> list[Block]:
    """The fenced blocks of a document."""
    found = re.findall(r"^```([^\n]*)\n(.*?)^```$", document.read_text(), re.MULTILINE | re.DOTALL)
    return [Block(words.split(), text) for words, text in found]


_GOES_ON = re.compile("^>( |$)")
"""How a line begins that goes on with a command."""
EXAMPLE = """\
[program]
name = "Example"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2099-01-01
packs = ["starter"]

"""
"""What an example of one section needs around it."""


def examples() -> list[ParameterSet]:
    """Each example of a section in the documents."""
    return [
        pytest.param(block.text, id=f"{document.stem}-{number}")
        for document in DOCUMENTS
        for number, block in enumerate(blocks(document), 1)
        if block.words == ["toml", "example"]
    ]


@pytest.mark.parametrize("text", examples())
def test_examples_of_sections_are_read(text: str) -> None:
    """Each stands in a configuration as it is."""
    files = {FILE: (EXAMPLE + text).encode()}
    load(FILE, lambda path, _limit: files.get(path), SIGNALS, root=Path())


def sessions() -> list[ParameterSet]:
    """Documents with commands that show what they print."""
    found: list[ParameterSet] = []
    for document in DOCUMENTS:
        shown = [block.text for block in blocks(document) if block.words == ["console"] and block.text.startswith("$ ")]
        if shown:
            marks = () if document.name == "README.md" else pytest.mark.heavy
            found.append(pytest.param("".join(shown), id=document.name, marks=marks))
    return found


def steps(session: str) -> Iterator[tuple[str, str]]:
    """Each command of a session with what it is said to print; lines that begin with > go on with a command."""
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        count = next((number for number, line in enumerate(lines) if number and not _GOES_ON.match(line)), len(lines))
        command = "\n".join([lines[0], *(_GOES_ON.sub("", line) for line in lines[1:count])])
        yield command, "\n".join(lines[count:])


@pytest.mark.parametrize("session", sessions())
def test_commands_print_what_is_shown(session: str, tmp_path: Path) -> None:
    """The commands of a document, run one after the other in one shell, print what it says; … stands for anything. A
    go-live is in the future, whenever this is run."""
    expected = list(steps(session.replace("--go-live 2027-03-01", f"--go-live {AHEAD}")))
    script = "".join(f"{command}\nlast=$?; printf '\\001'; (exit $last)\n" for command, _ in expected)
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=100
    )
    printed = done.stdout.split("\x01")
    assert done.stderr == ""
    for (command, said), got in zip(expected, printed, strict=False):
        pattern = re.escape(said.strip()).replace("…", ".*?")
        assert re.fullmatch(pattern, got.strip(), re.DOTALL), f"{command}\n--- said\n{said}\n--- printed\n{got}"


def test_the_configuration_reference_is_one_whole_file() -> None:
    """The parts of the configuration's reference, put together, load without a complaint."""
    found = blocks(ROOT / "docs" / "configuration.md")
    files = {
        FILE: "".join(block.text for block in found if block.words == ["toml"]),
        WAIVERS: "".join(block.text for block in found if block.words == ["toml", "waivers"]),
        SIGNOFFS: "".join(block.text for block in found if block.words == ["toml", "signoffs"]),
        "our-rules.toml": PACK,
    }
    assert all(files.values())
    configuration = load(FILE, lambda path, _: files[path].encode(), SIGNALS, root=ROOT)
    assert set(configuration.gates) == {"training-start", "wave-2"}
    assert len(configuration.gates["wave-2"].waivers) == 1
    assert [each.role for each in configuration.gates["wave-2"].signoffs] == ["sponsor"]
    # What is said of tags: the rule applies to the milestone that has the tag, and to no other.
    wave = configuration.gates["wave-2"].milestone
    ours = next(rule for rule in configuration.gates["wave-2"].rules if rule.id == "EMEA-01")
    assert ours.when.to(wave, wave.date)
    assert not ours.when.to(replace(wave, tags=frozenset({"apac", "salesforce"})), wave.date)


def test_the_portfolio_that_is_shown_loads() -> None:
    """The file in the page on portfolios is read without a complaint."""
    text = next(block.text for block in blocks(ROOT / "docs" / "portfolio.md") if block.words == ["toml"])
    found = portfolio.load(portfolio.FILE, lambda _name, _limit: text.encode())
    assert [member.name for member in found.members] == ["Wave 1", "Wave 2", "SAP finance"]


def test_the_captures_in_the_configuration_page_hold(tmp_path: Path) -> None:
    """The table that is shown makes a document stale by its own module and by what all share, and by no other."""
    shown = next(
        block.text for block in blocks(ROOT / "docs" / "configuration.md") if block.words == ["toml", "captures"]
    )
    repo = Repo(tmp_path)
    modules = [f"{name}/{file}" for name in ("sale", "stock") for file in ("view.xml", "readme/setup.md")]
    repo.commit(0, dict.fromkeys([*modules, "shared/all.xml"], "0"))
    repo.commit(20, {"sale/view.xml": "1", "sale/readme/more.md": "1"})
    (tmp_path / FILE).write_text(f'program = {{ name = "x", timezone = "UTC" }}\n{shown}')
    words = [sys.executable, "-m", "readiness_gate", "measure", "docs.stale", "--format", "json", "--as-of"]

    def stale(day: int) -> list[str]:
        when = iso(instant(day))
        done = subprocess.run([*words, when], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=100)
        [reading] = json.loads(done.stdout)["readings"]
        return [each["id"] for each in reading["evidence"]]

    assert stale(25) == ["sale/readme/setup.md"]
    repo.commit(30, {"shared/all.xml": "1"})
    assert stale(35) == ["sale/readme/more.md", "sale/readme/setup.md", "stock/readme/setup.md"]


def test_the_pack_in_the_rules_page_holds() -> None:
    """The pack that is shown loads, and its examples hold."""
    text = next(block.text for block in blocks(ROOT / "docs" / "rules.md") if block.words == ["toml", "pack"])
    found = rules(["./our-rules.toml"], lambda _path, _limit: text.encode(), SIGNALS)
    ours = next(rule for rule in found if rule.id == "OUR-01")
    assert len(found) > 1
    assert [ours.limit.judge(example.reading) for example in ours.examples] == [each.outcome for each in ours.examples]


def test_the_pack_in_the_platforms_page_holds() -> None:
    """The pack that is shown loads, and names what it says; every platform's pack is linked."""
    page = ROOT / "docs" / "platforms.md"
    text = next(block.text for block in blocks(page) if block.words == ["toml", "pack"])
    begin = next(block.text for block in blocks(page) if block.words == ["toml"])
    files = {FILE: f'program = {{ name = "x", timezone = "UTC" }}\n{begin}', "own.toml": text}
    files[FILE] = files[FILE].replace('"platforms/salesforce"', '"./own.toml"')
    git = load(FILE, lambda path, _: files[path].encode() if path in files else None, SIGNALS, root=ROOT).settings.git
    assert "pricing/eu/base.json" in git.paths.named("config")
    assert Components(git.components).named("pricing/eu/base_v2.json") == "price list base of eu"
    for pack in platforms():
        assert f"(../rules/{pack}.toml)" in page.read_text()


def test_every_signal_is_in_the_table() -> None:
    """The table of signals names every signal with its unit and its parameters' defaults, and no other."""
    rows = re.findall(
        r"^\| `([a-z0-9.-]+)` \| ([a-z-]+) \| (.*?) \|", (ROOT / "docs" / "signals.md").read_text(), re.MULTILINE
    )
    told = {name: (unit, parameters) for name, unit, parameters in rows}
    assert set(told) == set(SIGNALS)
    for name, signal in SIGNALS.items():
        unit, parameters = told[name]
        assert unit == signal.unit
        for parameter in signal.parameters:
            shown = json.dumps(parameter.default)
            assert f"`{parameter.name}`" + (f" = `{shown}`" if parameter.default is not None else "") in parameters


def test_every_column_that_says_nothing_is_documented() -> None:
    """Whoever has such a column can see that it is not read."""
    page = (ROOT / "docs" / "people-files.md").read_text(encoding="utf-8")
    assert {name for name in IRRELEVANT if f"`{name}`" not in page} == set()


def test_every_table_is_documented() -> None:
    """The page of the tables is that of their declarations."""
    same = (ROOT / "docs/tables.md").read_text() == page(TABLES.values())
    assert same, (
        "a table has changed; write its page again: readiness-gate facts tables --format markdown > docs/tables.md"
    )


def test_every_shipped_rule_is_documented() -> None:
    """The reference of the rules tells each of them, once, as the packs have it now."""
    text = (ROOT / "docs" / "rules-reference.md").read_text()
    done = subprocess.run(
        [sys.executable, "-m", "readiness_gate", "rules", "docs"], capture_output=True, check=True, timeout=100
    )
    same = text == done.stdout.decode()
    assert same, "the packs have changed; write the page anew: readiness-gate rules docs > docs/rules-reference.md"
    for rule in {rule.id for pack in shipped_rules(SIGNALS).values() for rule in pack}:
        assert text.count(f"\n### {rule}: ") == 1


def test_every_command_and_exit_code_is_documented() -> None:
    """The page on commands names each command, and each exit code."""
    text = (ROOT / "docs" / "commands.md").read_text()
    for name in COMMANDS:
        assert f"`readiness-gate {name}" in text
    told = {int(code) for codes in re.findall(r"^\| ([0-9, ]+) \|", text, re.MULTILINE) for code in codes.split(",")}
    assert told == {int(code) for code in ExitCode}


def test_links_lead_somewhere() -> None:
    """Every relative link of a document names a file that exists."""
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def _anchors(document: Path) -> set[str]:
    """The names by which a host links to the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_links_to_headings_lead_somewhere() -> None:
    """Every link to a heading, of its own document or of another, names one that exists."""
    for document in DOCUMENTS:
        for file, anchor in re.findall(r"\]\((?!https?://)([^)#\s]*)#([^)\s]+)\)", document.read_text()):
            target = (document.parent / file) if file else document
            assert anchor in _anchors(target), f"{document.name}: {file}#{anchor}"


def test_the_index_has_every_page() -> None:
    """Whoever reads from the index reaches every page; of the decisions it has the list."""
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([^)#/]+\.md)\)", (ROOT / "docs" / "README.md").read_text()))


def test_the_architecture_has_every_room() -> None:
    """In the order of the layers that import-linter checks."""
    table = (ROOT / "docs/architecture.md").read_text().partition("| room | what it holds |")[2].partition("\n\n")[0]
    shown = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    contracts = tomli.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert shown == [layer.split(" | ") for layer in contracts[0]["layers"]]


def test_the_picture_is_of_a_real_run() -> None:
    """The picture of the report shows what the demo prints today."""
    drawing = runpy.run_path(str(ROOT / "docs/picture.py"))["drawn"]()
    assert drawing == (ROOT / "docs/report.svg").read_text()


def test_the_plugin_in_the_documents_works(tmp_path: Path) -> None:
    """The plugin that is shown, installed, makes a rule that uses it pass."""
    found = blocks(ROOT / "docs" / "plugins.md")
    code = next(block.text for block in found if block.words == ["python"])
    points = next(block.text for block in found if block.words == ["toml", "plugin"])
    (tmp_path / "our_plugin.py").write_text(code)
    information = tmp_path / "our_plugin-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: our-plugin\nVersion: 1\n")
    declared = tomli.loads(points)["project"]["entry-points"]
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {of}\n" for name, of in each.items()) for group, each in declared.items()
    ]
    (information / "entry_points.txt").write_text("\n".join(lines))
    (tmp_path / FILE).write_text(
        '[program]\nname = "x"\ntimezone = "UTC"\n[milestones.go-live]\ndate = 2099-01-01\npacks = ["./p.toml"]\n'
        '[plugins.approvals]\nwaiting = ["A-1"]\n'
    )
    (tmp_path / "p.toml").write_text(
        '[[rules]]\nid = "P-1"\ntitle = "Few"\ndimension = "governance"\nsignal = "approvals.open"\nat-most = 1\n'
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    words = [sys.executable, "-m", "readiness_gate", "check", "--quiet"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_quick_start_is_two_commands() -> None:
    """Each of the README's two commands makes its own environment and stands on one line."""
    commands = [block.text for block in blocks(ROOT / "README.md") if ".venv" in block.text]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && ") and command.count("\n") == 1 for command in commands)
    assert shutil.which("bash")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_workflows_judge_by_one_branch(document: Path) -> None:
    """A check belongs to the commit: one of a pull request to another branch would count for all of them."""
    for block in blocks(document):
        if "readiness-gate@" in block.text:
            of_one_branch = re.search(r"^  pull_request:\n    branches: \[main\]", block.text, re.MULTILINE)
            assert of_one_branch or not re.search(r"^(on|jobs):", block.text, re.MULTILINE), block.text
            assert "policy-ref: refs/remotes/origin/main\n" in block.text, block.text
            assert not re.search(r"^  (push|workflow_dispatch):", block.text, re.MULTILINE), block.text
