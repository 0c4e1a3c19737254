"""What an edit of the configuration weakens in the repositories and in the covers."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.sources.changes import FEW, fewer, more, replaced


def weakened(base: Settings, edited: Settings) -> Iterator[str]:
    """Yield what an edit weakens in the repositories that were there before, and in the covers."""
    ours, theirs = repositories_of(base.git), repositories_of(edited.git)
    for name, before in ours.items():
        after = theirs.get(name)
        if after is None:
            yield f"git: the repository {name} was removed" if name else "[git] was replaced by other repositories"
        else:
            yield from _repository(f"git.{name}" if name else "git", before, after)
    yield from _covers(base.covers, edited.covers)
    for process, patterns in edited.process_documents.items():
        yield from more(f"process-documents.{process}", base.process_documents.get(process, ()), patterns)


def _repository(where: str, base: GitSettings, edited: GitSettings) -> Iterator[str]:
    for key in ("repository", "mainline", "baseline"):
        yield from replaced(f"{where}.{key}", getattr(base, key), getattr(edited, key))
    yield from more(f"{where}.ignore-dates-of", base.ignore_dates_of, edited.ignore_dates_of)
    for field in fields(GitPaths):
        before, after = getattr(base.paths, field.name), getattr(edited.paths, field.name)
        compare = more if field.name == "exclude" else fewer
        yield from compare(f"{where}.paths.{field.name}", before, after)


def _covers(base: Sequence[Cover], edited: Sequence[Cover]) -> Iterator[str]:
    gone = [cover for cover in base if cover not in edited]
    if gone:
        yield f"covers: {len(gone)} of {len(base)} tables were removed or changed ({', '.join(gone[0].config[:FEW])})"
