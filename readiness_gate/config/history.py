"""The setting for where verdicts are recorded."""

from posixpath import isabs, normpath

from readiness_gate.config.schema.files import ConfigurationFile
from readiness_gate.history.address import FILE, is_database, why_wrong
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem


def history(file: ConfigurationFile, place: Place, problems: list[Problem]) -> str:
    """Return the file or the address of the history; its mistakes are added to `problems`. A file must be in the
    configuration's folder: whoever may edit a configuration must not make the gate write anywhere else."""
    store = file.history.store
    if store is None:
        return FILE
    wrong = why_refused(store)
    if wrong:
        problems.append(place.problem(f"history.store {wrong}", "history", "store", at_value=True))
    return store


def why_refused(store: str) -> str | None:
    """Return why the history that a configuration names is refused; None if it is fine."""
    return why_wrong(store) or (None if is_database(store) else _why_outside(store))


def _why_outside(store: str) -> str | None:
    if isabs(store) or normpath(store).startswith(".."):
        return f'"{store}" is not in the folder of the configuration. Name a file there, or use --store'
    return None
