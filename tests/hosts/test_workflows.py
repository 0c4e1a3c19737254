"""Every workflow for GitHub that we show, as a file or in a page, and our own: strict auditors have nothing to say."""

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.evaluator import evaluator
from support.hosts import INTEGRATIONS, ROOT
from support.runner import ACTION

BIN = Path(sys.executable).parent
COMMIT = "a" * 40
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(INTEGRATIONS.rglob("*.md"))]
JOB = """\
name: Example
on: workflow_dispatch
permissions: {}
concurrency:
  group: example
  cancel-in-progress: false
jobs:
  example:
    name: Example
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
"""
"""What a page leaves out that shows a step only."""


def _shown() -> Iterator[tuple[str, str]]:
    """The workflows, each with a name for its file, and with a version in place of the one that users choose."""
    for file in sorted((INTEGRATIONS / "github").glob("*.yml")):
        yield file.stem, file.read_text()
    for page in PAGES:
        for number, block in enumerate(
            re.findall(r"^```ya?ml\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
        ):
            name = f"{page.parent.name}-{page.stem}-{number}"
            if re.search(r"^jobs:$", block, re.MULTILINE) and re.search("^on:", block, re.MULTILINE):
                yield name, block
            elif re.match(r" *- (uses|name|run): ", block):
                yield name, JOB + textwrap.indent(textwrap.dedent(block), " " * 6)


WORKFLOWS = {name: text.replace("@VERSION", f"@{COMMIT}") for name, text in _shown()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them."""
    where = tmp_path_factory.mktemp("workflows")
    for name, text in WORKFLOWS.items():
        (where / f"{name}.yml").write_text(text)
    return where


def test_they_are_found() -> None:
    """The file, the whole workflow of the page, and a step in it."""
    assert "readiness-gate" in WORKFLOWS
    assert len([name for name in WORKFLOWS if name.startswith("docs-ci-")]) >= 2


@pytest.mark.parametrize(
    "words",
    [
        ["zizmor", "--offline", "--persona=auditor"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ],
    ids=lambda words: words[0],
)
def test_auditors_find_nothing(folder: Path, words: list[str]) -> None:
    """The strictest persona, and the schema of workflows."""
    files = [str(file) for file in sorted(folder.iterdir())]
    done = subprocess.run([str(BIN / words[0]), *words[1:], *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_reference_resolves(folder: Path, name: str) -> None:
    """The action has the inputs that it is given, GitHub only warns of others; and what is read of steps and jobs is
    there, else it is an empty text."""
    jobs: Any = yaml.safe_load(WORKFLOWS[name])["jobs"]
    there = {f"needs.{name}.outputs.{output}" for name, job in jobs.items() for output in job.get("outputs", {})}
    there |= {f"needs.{name}.result" for name in jobs}
    for step in (step for job in jobs.values() for step in job.get("steps", [])):
        if "/readiness-gate@" in step.get("uses", ""):
            given = {key: str(value) for key, value in step.get("with", {}).items()}
            assert evaluator().action(ROOT / "action.yml", given, {}).unknown == []
            there |= {f"steps.{step.get('id')}.outputs.{output}" for output in ACTION["outputs"]}
        elif "id" in step:
            written = re.findall(r"([a-z-]+)=[^\n]*>> \"?\$GITHUB_OUTPUT", step.get("run", ""))
            there |= {f"steps.{step['id']}.outputs.{output}" for output in written}
    read = evaluator().read(folder / f"{name}.yml")
    assert [path for path in read if path.startswith(("steps.", "needs.")) and path not in there] == []
