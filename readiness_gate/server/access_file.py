"""The file that names the trusted proxy, and the programs that each group may see. Every mistake is reported at its
place."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config.reader import WorkTree
from readiness_gate.config.separate_file import load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.wording import some
from readiness_gate.reports.escape import recorded_name
from readiness_gate.server.access import EVERY, Grant, Network, Proxied
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem, did_you_mean
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Text, Word, Words


def _peer(text: str) -> str:
    network(text)
    return text


def network(text: str) -> Network:
    """Return the network that a text names: `10.0.3.7`, `10.0.3.0/28`. Raises ValueError for a text that names none,
    and for one that covers all addresses."""
    try:
        found = ipaddress.ip_network(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not an address such as 10.0.3.7, nor a network such as 10.0.3.0/28') from error
    if not found.prefixlen:
        raise ValueError(f'"{text}" is every address: name those of the proxy, which alone is believed')
    return found


def _group(text: str) -> str:
    if "," in text:
        raise ValueError(f'"{text}" has a comma, which separates groups in the header')
    return text


class ProxyTable(StrictModel):
    """The proxy in front of the server."""

    peers: list[Annotated[Text, AfterValidator(_peer)]] = Field(
        min_length=1, max_length=MANY, description="the addresses of its sockets; no other is believed"
    )


class GrantEntry(StrictModel):
    """What the members of a group may see."""

    group: Annotated[Word, AfterValidator(_group)]
    programs: Words = Field(description='their names, or "*" for every program')


class AccessFile(StrictModel):
    """The access file."""

    proxy: ProxyTable
    grants: list[GrantEntry] = Field(default=[], max_length=MANY)


def load(path: Path) -> Proxied:
    """Return the access that a file defines. Raises ConfigurationError with every mistake in it, and BadUse if it does
    not exist."""
    return granted(path.name, content(path))


def content(path: Path) -> bytes:
    """Return the content of a file. Raises BadUse if it does not exist, and Unreadable if it cannot be read."""
    data = WorkTree(path.parent).read(path.name, LARGEST)
    if data is None:
        raise BadUse(f"--access {path}: not found. Write a file with [proxy] and a [[grants]] table for each group")
    return data


def granted(name: str, data: bytes) -> Proxied:
    """Return the access that a file's content defines. Raises ConfigurationError with every mistake in it."""
    file = load_separate(name, data, AccessFile, _mistakes)
    grants = tuple(Grant(one.group, frozenset(map(recorded_name, one.programs))) for one in file.grants)
    return Proxied(tuple(map(network, file.proxy.peers)), grants)


def _mistakes(document: Document, file: AccessFile) -> Iterator[Problem]:
    numbers: dict[str, int] = {}
    for number, entry in enumerate(file.grants):
        first = numbers.setdefault(entry.group, number)
        if first != number:
            what = f'"{entry.group}" is also the group of grant {first + 1}: name all its programs there'
            yield document.problem(("grants", number, "group"), what, at_value=True)


def unknown_programs(access: Proxied, programs: list[str]) -> str:
    """Return a warning about programs that the file names and the history does not have; empty if there are none."""
    named = {name for grant in access.grants for name in grant.programs} - {EVERY}
    missing = sorted(named.difference(programs))
    if not missing:
        return ""
    hint = did_you_mean(missing[0], programs) if len(missing) == 1 else ""
    return f"The access file names programs that the history has not: {some(missing)}{hint}"


__all__ = ["AccessFile", "content", "granted", "load", "network", "unknown_programs"]
