"""The pydantic models of the repositories in readiness-gate.toml: `[git]`, or `[[git]]` for several."""

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from readiness_gate.model.components import why_no_naming
from readiness_gate.toml.strict_model import ONE, SEVERAL, StrictModel
from readiness_gate.toml.values import MANY, CommitId, Covering, Days, Glob, Globs, Name, Ref, Text, Word, Words


class Paths(StrictModel):
    """The path sets of the repository."""

    config: Globs | None = None
    code: Globs | None = None
    docs: Globs | None = None
    exclude: list[Glob] | None = Field(default=None, max_length=MANY, description="wins over the others")
    rest: list[Glob] | None = Field(
        default=None, max_length=MANY, description="what else is code, unless it is a document or noise: **"
    )
    noise: list[Glob] | None = Field(default=None, max_length=MANY, description="what rest leaves out")


class SomePaths(StrictModel):
    """The path sets of one of several repositories; an empty list means that it has none."""

    config: list[Glob] | None = Field(default=None, max_length=MANY)
    code: list[Glob] | None = Field(default=None, max_length=MANY)
    docs: list[Glob] | None = Field(default=None, max_length=MANY)
    exclude: list[Glob] | None = Field(default=None, max_length=MANY, description="wins over the others")
    rest: list[Glob] | None = Field(
        default=None, max_length=MANY, description="what else is code, unless it is a document or noise: **"
    )
    noise: list[Glob] | None = Field(default=None, max_length=MANY, description="what rest leaves out")


class NamingEntry(StrictModel):
    """What people call the components in some paths."""

    path: Text = Field(description="a path pattern with {parts}: **/objects/{object}/fields/{field}.field-meta.xml")
    name: Word = Field(description="the name, with the same parts: object {object}, field {field}")

    @model_validator(mode="after")
    def _goes_together(self) -> "NamingEntry":
        why = why_no_naming(self.path, self.name)
        if why is not None:
            raise ValueError(why)
        return self


class CoverEntry(StrictModel):
    """Documents and training modules that depend on configuration."""

    config: Covering = Field(description="path patterns; {name} stands for the same text as in docs")
    docs: Covering | None = Field(default=None, description="path patterns of documents that describe config")
    modules: Words | None = Field(default=None, description="training modules, as [people.required] names them")


class _Mainline(StrictModel):
    """How a repository is read."""

    repository: Text | None = Field(default=None, description="default: the repository that contains this file")
    mainline: Ref = "HEAD"
    baseline: Ref | None = Field(default=None, description="the tag or commit that training is built on")
    ignore_dates_of: list[CommitId] | None = Field(
        default=None, description="commits of the mainline whose dates are wrong and cannot be corrected"
    )
    late_after: Days = Field(
        default="7d", description="what reached the mainline later than this after its own date is noted"
    )


class Git(_Mainline):
    """The repository."""

    paths: Paths = Paths.model_construct()


class Repository(_Mainline):
    """One of several repositories."""

    name: Name = Field(description="what its paths and commits begin with: core:/docs/guide.md")
    paths: SomePaths = SomePaths.model_construct()


def _form(value: object) -> str:
    return SEVERAL if isinstance(value, list) else ONE


OneOrSeveral: TypeAlias = Annotated[
    Annotated[Git, Tag(ONE)] | Annotated[list[Repository], Field(min_length=1, max_length=MANY), Tag(SEVERAL)],
    Discriminator(_form),
]

ProcessDocuments: TypeAlias = Annotated[dict[Word, Globs], Field(max_length=MANY)]
DESCRIBED = "critical processes of the roster, each with path patterns of the documents that describe it"
