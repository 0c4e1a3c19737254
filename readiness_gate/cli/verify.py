"""`readiness-gate verify`: check whether an attestation still permits a deployment."""

import click

from readiness_gate.app.statements import statements
from readiness_gate.app.subjects import subjects
from readiness_gate.cli import options
from readiness_gate.cli.clock import now
from readiness_gate.cli.output import display, is_json, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.judge.attested import verified
from readiness_gate.model.attested import VALID_FOR, Wanted
from readiness_gate.model.time import Seconds, duration
from readiness_gate.reports.verified import as_json, as_text

_EXAMPLES = options.examples(
    "readiness-gate verify go.intoto.json --subject crm.zip --milestone go-live",
    "readiness-gate verify go.json --subject crm.zip --milestone uat --max-age 2h",
)


@click.command("verify", epilog=_EXAMPLES)
@click.argument("file", metavar="FILE")
@options.subject
@click.option("--milestone", metavar="NAME", help="The milestone that the go must be for.")
@click.option(
    "--policy-digest", "policy", metavar="DIGEST", help="The digest of the policy that must have judged: sha256:…."
)
@click.option("--max-age", default="1d", show_default=True, metavar="DURATION", help="How old it may be, at most 1d.")
@click.option("--allow-waivers", is_flag=True, help="Also accept a go that rests on accepted risks.")
@options.result
@options.color
def command(
    file: str,
    given: tuple[str, ...],
    milestone: str | None,
    policy: str | None,
    max_age: str,
    format_: str | None,
    output: str,
    color: str,
    *,
    allow_waivers: bool,
) -> int:
    """Check whether an attestation still allows a deployment.

    FILE was written by check --format attestation, or is the output of the tool that checked its signature. The exit
    code is 0 if the attestation holds, 1 if it does not, and 3 if that cannot be determined. The signature itself is
    not checked here.
    """
    if not given or (milestone is None and policy is None):
        raise BadUse(
            "say what it must be a go of: --subject, and --milestone or --policy-digest. A go of one milestone is none "
            "of another"
        )
    wanted = Wanted(subjects(given), now(), _age(max_age), milestone, policy, allow_waivers)
    for_programs = is_json(format_, output)
    result = verified(statements(file), wanted)
    write(as_json(result) if for_programs else as_text(result, display(color, output)), output)
    return ExitCode.GO if result.holds else ExitCode.NO_GO


def _age(text: str) -> Seconds:
    """Return the maximum age. Raises BadUse if it is longer than a go is ever valid."""
    try:
        age = duration(text)
    except ValueError as error:
        raise BadUse(f"--max-age: {error}") from error
    if age > VALID_FOR:
        raise BadUse(f"--max-age {text}: a go is worth something for a day. Give at most 1d, and run the gate daily")
    return age
