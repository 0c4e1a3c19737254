"""The templates in what comes nearest to their hosts: a local runner for GitLab, Groovy for Jenkins, the schemas."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.git import git
from support.hosts import (
    INTEGRATIONS,
    LOCAL,
    REAL,
    Checkout,
    azure_step,
    bitbucket,
    fake,
    gitlab_documents,
)
from support.program import Sample
from support.tools import beside_python, from_npm, of_hosts

from readiness_gate.model.shapes import as_mapping, as_sequence

BIN = Path(sys.executable).parent
JENKINS = INTEGRATIONS / "jenkins/vars/readinessGate.groovy"
BY_NAME = f"""#!/bin/sh
for last; do :; done
case "$last" in
  go) code=0 ;; no-go) code=1 ;; undecided) code=3 ;; *) code=2 ;;
esac
[ "${{JIRA_TOKEN:-}}" != secret ] || echo "with the token of $JIRA_EMAIL" >&2
{fake("$last", "exit $code").removeprefix("#!/bin/sh")}
"""
"""A command that decides what the milestone is called."""


def _validate(schema: str, *files: Path) -> None:
    words = [str(BIN / "check-jsonschema"), "--regex-variant", "python", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*words, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def _in_gitlab(checkout: Checkout, command: str) -> tuple[int, str]:
    """Run the example with the local runner: its exit code, and its log."""
    checkout.command("readiness-gate", command)
    runner = from_npm("gitlab-ci-local/dist/index.js", ".hosts")
    node = beside_python("node")
    variables = {**os.environ, "PATH": f"{checkout.bin}:{node.parent}:{os.environ['PATH']}"}
    words = [str(node), str(runner), "--force-shell-executor", "--no-color"]
    done = subprocess.run(
        words, cwd=checkout.path, env=variables, capture_output=True, text=True, check=False, timeout=100
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.heavy
@of_hosts("rsync")
def test_gitlab_deploys_after_a_go_only(program: Sample, tmp_path: Path) -> None:
    """The example includes the template, and its deployment waits for the gate."""
    checkout = Checkout(program.path, tmp_path, None)
    example = (INTEGRATIONS / "gitlab/deploy-example.yml").read_text()
    example = example.replace("policy-branch: main\n", 'policy-branch: main\n      package: ""\n')
    (checkout.path / ".gitlab").mkdir()
    shutil.copy(INTEGRATIONS / "gitlab/templates/readiness-gate.yml", checkout.path / ".gitlab")
    (checkout.path / ".gitlab-ci.yml").write_text(example)
    (checkout.path / "deploy.sh").write_text("#!/bin/sh\necho DEPLOYED\n")
    (checkout.path / "deploy.sh").chmod(0o755)
    git(checkout.path, "add", ".gitlab", ".gitlab-ci.yml", "deploy.sh")
    code, log = _in_gitlab(checkout, REAL)
    assert (code, "> DEPLOYED" in log) == (0, True), log
    for command in (fake("no-go", "exit 1"), "#!/bin/sh\nexit 0\n"):
        code, log = _in_gitlab(checkout, command)
        assert (code != 0, "DEPLOYED" in log) == (True, False), log


@pytest.mark.heavy
@of_hosts("java")
def test_jenkins_returns_go_only_for_a_go(program: Sample, tmp_path: Path) -> None:
    """A no-go is a failure, or unstable where that is asked for; everything else is an error."""
    checkout = Checkout(program.path, tmp_path, BY_NAME)
    jar = next(from_npm("npm-groovy-lint/lib/java/groovy/lib", ".hosts").glob("groovy-4*.jar"))
    given = "policyBranch: 'main', package: ''"
    calls = {
        f"[milestone: 'go', {given}, jiraCredentials: 'jira']": "RETURNED go",
        f"[milestone: 'no-go', {given}]": "FAILURE readiness-gate: no-go",
        f"[milestone: 'undecided', {given}]": "FAILURE readiness-gate: undecided",
        f"[milestone: 'no-go', {given}, unstable: true]": "RETURNED no-go",
        f"[milestone: 'crash', {given}, unstable: true]": "FAILURE readiness-gate ended with 2: nothing was decided",
        f"[milestone: '$(touch injected)', {given}]": "FAILURE readiness-gate ended with 2: nothing was decided",
        "[:]": "FAILURE readinessGate: policyBranch is missing. Give the branch whose policy judges, such as main",
        f"[milestone: 'go', {given}, unstabel: true]": "FAILURE readinessGate has no option unstabel",
    }
    harness = Path(__file__).parents[1] / "support/jenkins.groovy"
    words = ["java", "-cp", str(jar), "groovy.ui.GroovyMain", str(harness), str(JENKINS), str(checkout.path), *calls]
    variables = {**os.environ, "PATH": f"{checkout.bin}:{os.environ['PATH']}"}
    done = subprocess.run(words, env=variables, capture_output=True, text=True, check=False, timeout=100)
    ended = re.findall("^(?:RETURNED|FAILURE).*$", done.stdout, re.MULTILINE)
    assert ended == list(calls.values()), done.stdout + done.stderr
    assert "with the token of someone" in done.stdout
    assert done.stdout.count("UNSTABLE ") == 1
    assert done.stdout.count("JUNIT readiness-gate-reports/junit.xml") == 6
    assert not list(checkout.path.rglob("injected"))


def test_jenkins_hides_nothing_and_injects_nothing() -> None:
    """No error is caught, the script is in single quotes, and nothing but variables reaches it."""
    text = JENKINS.read_text()
    assert text.count("'''") == 2
    assert '"""' not in text
    assert not re.search(r"\bcatch\b|catchError|warnError|currentBuild|sh\s*\(?\s*\"", text)


@pytest.mark.heavy
def test_schemas() -> None:
    """Every file is what its host understands."""
    azure = INTEGRATIONS / "azure-devops"
    _validate("gitlab-ci", INTEGRATIONS / "gitlab/deploy-example.yml")
    _validate("azure-pipelines", azure / "readiness-gate.yml", azure / "deploy-example.yml")
    _validate("bitbucket-pipelines", INTEGRATIONS / "bitbucket/bitbucket-pipelines.yml")
    _validate("github-workflows", INTEGRATIONS / "github/readiness-gate.yml")


def test_the_workflow_has_no_findings(tmp_path: Path) -> None:
    """The strictest persona of zizmor agrees, once the version is a commit id."""
    text = (INTEGRATIONS / "github/readiness-gate.yml").read_text()
    workflow = tmp_path / "readiness-gate.yml"
    workflow.write_text(text.replace("@VERSION", f"@{'a' * 40}"))
    words = [str(BIN / "zizmor"), "--offline", "--persona=auditor", str(workflow)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^  pull_request:\n    branches: \[main\]", text, re.MULTILINE)
    assert "policy-ref: refs/remotes/origin/main\n" in text


@pytest.mark.parametrize(
    ("name", "value"),
    [("milestone", "x'; exit 0 #"), ("policy-branch", "$(id)"), ("config", "a b"), ("package", "a; b")],
)
def test_gitlab_takes_no_input_that_a_shell_would_obey(name: str, value: str) -> None:
    """The inputs are filled into the script: each has a pattern, which its default and the usual values match."""
    spec = gitlab_documents(LOCAL)[0]
    assert not re.fullmatch(spec[name]["regex"], value)
    assert re.fullmatch(spec[name]["regex"], spec[name]["default"])
    assert re.fullmatch(spec[name]["regex"], LOCAL[name])


def test_gitlab_keeps_the_reports_and_the_history(tmp_path: Path) -> None:
    """Also of a red job; a red job is no success. The job is what GitLab's schema asks for."""
    jobs = gitlab_documents(LOCAL)[1]
    job = jobs["readiness-gate"]
    assert (job["artifacts"]["when"], job["variables"]["GIT_DEPTH"], job["allow_failure"]) == ("always", "0", False)
    expanded = tmp_path / "expanded.yml"
    expanded.write_text(yaml.safe_dump(jobs))
    _validate("gitlab-ci", expanded)


def test_azure_has_no_secret_in_an_argument() -> None:
    """Secrets and parameters reach the script as variables; the history is whole, and results are kept."""
    checkout, gate, results = yaml.safe_load((INTEGRATIONS / "azure-devops/readiness-gate.yml").read_text())["steps"]
    assert gate == azure_step()
    assert "${{" not in gate["bash"]
    assert not re.search(r"\$\(\w+(\.\w+)*\)", gate["bash"])
    assert (checkout["fetchDepth"], results["condition"]) == ("0", "always()")
    assert "continueOnError" not in gate


def test_bitbucket_is_strict() -> None:
    """Its schema takes unknown names, so the names are compared here; the deployment asks for go."""
    pipelines = bitbucket()
    assert pipelines["clone"] == {"depth": "full"}
    steps = [each["step"] for each in pipelines["pipelines"]["branches"]["main"]]
    assert _names(pipelines) <= {
        "image",
        "clone",
        "depth",
        "definitions",
        "steps",
        "step",
        "name",
        "max-time",
        "script",
    } | {*("artifacts", "pipelines", "pull-requests", "branches", "**", "main", "deployment")}
    assert steps[1]["script"][0] == "grep -qx READINESS_GATE_DECISION=go test-reports/decision.env"
    assert pipelines["pipelines"]["pull-requests"]["**"] == [{"step": steps[0]}]


def _names(value: object) -> set[str]:
    """All names of mappings."""
    mapping = as_mapping(value) or {}
    return set(mapping).union(*map(_names, (*mapping.values(), *(as_sequence(value) or ()))))


def test_pre_commit_names_a_hook_that_exists() -> None:
    """The hook is one of those that the repository offers."""
    named = yaml.safe_load((INTEGRATIONS / "pre-commit/pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    offered = yaml.safe_load((INTEGRATIONS.parent / ".pre-commit-hooks.yaml").read_text())
    assert {each["id"] for each in named} <= {each["id"] for each in offered}
