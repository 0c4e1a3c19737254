"""The table `[process-documents]`: the documents that describe each critical process."""

from collections.abc import Mapping, Sequence

from readiness_gate.config.covers import without_repository
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


def process_documents(
    table: Mapping[str, Sequence[str]], settings: Settings, place: Place, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Return the patterns of the documents of each process. Patterns that do not name one of several repositories are
    added to `problems`."""
    here = place.at("process-documents")
    names = [name for name in repositories_of(settings.git) if name]
    for process, patterns in table.items() if names else ():
        problems += without_repository(process, patterns, names, here)
    return {process: tuple(patterns) for process, patterns in table.items()}
