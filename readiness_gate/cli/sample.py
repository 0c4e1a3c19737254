"""What the stories of `demo` share: judge a sample program in its folder."""

from pathlib import Path

from readiness_gate.config import FILE, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.schema.json_schema import schema
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import json
from readiness_gate.run import Program, evaluate
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES


def judged(root: Path, milestone: str, as_of: Instant) -> Verdict:
    """Return the verdict on a milestone of the program in a folder, with the given instant as the current time."""
    read = WorkTree(root).read
    configuration = load(FILE, read, SIGNALS, root=root)
    program = Program(configuration.settings, read, as_of, SIGNALS, SOURCES)
    return evaluate(program, configuration.gates[milestone], as_of)


def schema_text() -> str:
    """Return the JSON Schema of the configuration, which accompanies a sample program."""
    return json.dump(schema("configuration"))
