"""Components: the names that people who work with a system use for the part of it that a path belongs to.

A pattern is one of `globs` in which `{name}` matches a part of a segment, as short as possible, and `[text]` an
optional text; its name may contain the parts: `**/objects/{object}[__c]/**` is "object {object}".
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from urllib.parse import unquote

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.globs import why_invalid
from readiness_gate.model.naming import MOST, OPTION, PART, parts_of, wildcards

_SYNTAX = (
    "{part}, in small letters, stands for a part of a folder or file, and [text] for one that may be there: nothing "
    "else may be in braces or brackets"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """The paths of one kind of component, and the name of such a component."""

    path: str
    name: str


def why_no_naming(path: str, name: str) -> str | None:
    """Return why a pattern and a name do not match each other, and what to write instead; None if they do."""
    parts, said = PART.findall(path), set(PART.findall(name))
    why = why_invalid(OPTION.sub("x", PART.sub("x", path)))
    if why is not None:
        return _SYNTAX if "brace" in why else why
    if wildcards(path) > MOST:
        return f'"{path}" has more than {MOST} wildcards, parts and options: write it with fewer'
    if len(set(parts)) != len(parts):
        return f'"{path}" uses a part twice: give each part its own name'
    if said != set(parts):
        one_sided = ", ".join(f"{{{part}}}" for part in sorted(said ^ set(parts)))
        return f'"{path}" and "{name}" must have the same parts: {one_sided} is in one of them only'
    return None


@dataclass(slots=True, eq=False)
class Components:
    """The component of any path, by the first matching naming, else its folder (`.` at the top)."""

    namings: tuple[Naming, ...]
    _seen: dict[str, str | None] = field(default_factory=dict[str, "str | None"])

    def named(self, path: str) -> str | None:
        """Return the name of the component of a path; None if no naming matches."""
        if path not in self._seen:
            names = (_name(naming, path) for naming in self.namings)
            self._seen[path] = next((name for name in names if name is not None), None)
        return self._seen[path]

    def of(self, path: str) -> str:
        """Return the component of a path."""
        return self.named(path) or path.rpartition("/")[0] or "."

    def called(self, paths: Iterable[str]) -> list[str]:
        """Return the distinct paths by the names that people know: each component once, in their order; paths
        without a name unchanged."""
        if not self.namings:
            return list(paths)
        return list(dict.fromkeys(self.named(path) or path for path in paths))


@lru_cache(maxsize=4)
def components(namings: tuple[Naming, ...]) -> Components:
    """Return the components for the namings, with a cache of every path."""
    return Components(namings)


def _name(naming: Naming, path: str) -> str | None:
    parts = parts_of(naming.path, path)
    return None if parts is None else _said(naming.name, parts)


def _said(name: str, parts: Mapping[str, str]) -> str:
    """Return the name with its parts, which files may have percent-encoded."""
    return PART.sub(lambda part: unquote(parts[part[1]]), name)
