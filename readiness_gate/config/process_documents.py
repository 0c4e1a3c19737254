"""The table `[process-documents]`: the documents that describe each critical process."""

from collections.abc import Mapping, Sequence

from readiness_gate.config.covers import of_no_repository
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


def process_documents(
    table: Mapping[str, Sequence[str]], settings: Settings, place: Place, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Return the patterns of the documents of each process; with several repositories, patterns that begin with the
    name of none are added to the problems."""
    here = place.at("process-documents")
    names = [name for name in repositories_of(settings.git) if name]
    for process, patterns in table.items() if names else ():
        problems += of_no_repository(process, patterns, names, here)
    return {process: tuple(patterns) for process, patterns in table.items()}
