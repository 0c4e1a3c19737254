"""`readiness-gate serve`: answer others for as long as they ask, read-only."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_gate.cli import options, serve_checks, serve_mcp
from readiness_gate.cli.clock import now
from readiness_gate.cli.output import to_stderr, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.history import Store, opened, recording
from readiness_gate.model.attested import VALID_FOR
from readiness_gate.model.time import Seconds, duration

if TYPE_CHECKING:
    from readiness_gate.server.access import Access

_NEEDED = ("starlette", "uvicorn")
_PORT = 8080


@click.command(
    "serve",
    epilog=options.examples(
        "readiness-gate serve --port 8080",
        "readiness-gate serve --host 10.0.3.4 --auth proxy --access access.toml",
        "readiness-gate serve --github-app github-app.toml",
        "readiness-gate serve --gitlab-checks gitlab-checks.toml",
        "readiness-gate serve --mcp --policy-ref origin/main",
    ),
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="The port; 0 is any free one."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on. Any address except loopback needs --auth.",
)
@click.option(
    "--hostname",
    "hostnames",
    multiple=True,
    metavar="NAME",
    help="Another host name of the server, besides its address and localhost. Repeatable.",
)
@click.option("--auth", type=click.Choice(["proxy"]), help="Trust the headers of the proxy on who asks.")
@click.option("--access", metavar="FILE", help="With --auth: which proxy, and which group may see which program.")
@click.option(
    "--max-age",
    default="1d",
    show_default=True,
    metavar="DURATION",
    help="How old a verdict may be to count as today's, at most 1d.",
)
@serve_checks.options
@serve_mcp.option
@options.configuration
@options.store
def command(
    port: int,
    host: str,
    hostnames: tuple[str, ...],
    auth: str | None,
    access: str | None,
    max_age: str,
    github_app: str | None,
    gitlab_checks: str | None,
    azure_checks: str | None,
    config: str | None,
    policy_ref: str | None,
    store: str | None,
    *,
    for_assistants: bool,
) -> int:
    """Show a history in a browser, or answer an assistant, read-only.

    Serves pages and JSON of all recorded programs. No request reads a source or git. It ends with Ctrl-C or SIGTERM;
    the exit code is then 0.

    With --github-app, --gitlab-checks or --azure-checks, it also answers deployments and merge requests that wait for a
    gate: a worker judges each gate in a process of its own.

    With --mcp, an assistant's client gets check, explain, measure, trend, forecast and impact of one configuration, as
    tools of the Model Context Protocol. The client ends it by closing stdin; the exit code is then 0.
    """
    if for_assistants:
        return serve_mcp.serve_assistants(config, policy_ref)
    serve_mcp.refuse_policy_ref()
    _refuse_missing()
    from readiness_gate.server import listening  # noqa: PLC0415 - an extra
    from readiness_gate.server.app import Options, application  # noqa: PLC0415
    from readiness_gate.server.guard import host_names  # noqa: PLC0415

    files = {"github": github_app, "gitlab": gitlab_checks, "azure": azure_checks}
    address = listening.address(host)
    who = _access(auth, access, is_loopback=listening.is_loopback(address), is_for_app=any(files.values()))
    age = _age(max_age)
    history = opened(store, Path()) if store is not None else _of_configuration(config)
    settings = Options(now, to_stderr, who, host_names(address, hostnames), age)
    with listening.bound(address, port) as socket, serve_checks.answering(files, history) as routes:
        _look(history, who)
        listening.serve(
            application(history, settings, routes),
            socket,
            lambda: write(f"{history.name} on {listening.url(socket)} (Ctrl-C ends it)\n"),
            to_stderr,
        )
    return ExitCode.GO


def _of_configuration(config: str | None) -> Store:
    """The history that the configuration names. Where it is given, no configuration is read, which takes memory."""
    from readiness_gate.app.history import store_of  # noqa: PLC0415
    from readiness_gate.cli.opening import opened as session_of  # noqa: PLC0415

    return store_of(session_of(config, None), None)


def _refuse_missing() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise BadUse(f'serve needs {missing[0]}: pip install "readiness-gate[serve]"')


def _access(auth: str | None, access: str | None, *, is_loopback: bool, is_for_app: bool) -> "Access":
    """Who may see what. Raises BadUse for an address that others reach without anybody saying who they are."""
    from readiness_gate.server.access import Everybody, Nobody  # noqa: PLC0415 - an extra
    from readiness_gate.server.access_now import AccessNow  # noqa: PLC0415

    if (auth is None) != (access is None):
        raise BadUse("--auth proxy and --access FILE belong together. Give both, or leave out both")
    if access is not None:
        return AccessNow(Path.cwd() / access, to_stderr)
    if not is_loopback:
        raise BadUse(
            "--host: others reach this address, and everybody would see everything. Add --auth proxy and --access "
            "FILE, or listen on 127.0.0.1"
        )
    return Nobody() if is_for_app else Everybody()


def _look(history: Store, who: "Access") -> None:
    """Raise NoHistory where there is nothing to show, and warn of programs that the access file misspells."""
    from readiness_gate.server.access_file import unknown_programs  # noqa: PLC0415 - an extra
    from readiness_gate.server.access_now import AccessNow  # noqa: PLC0415

    with history.reading() as rows:
        programs = recording.programs(rows)
    access = who.proxied() if isinstance(who, AccessNow) else None
    warning = unknown_programs(access, programs) if access is not None else ""
    if warning:
        to_stderr(f"Warning: {warning}")


def _age(text: str) -> Seconds:
    try:
        age = duration(text)
    except ValueError as error:
        raise BadUse(f"--max-age: {error}") from error
    if not 0 < age <= VALID_FOR:
        raise BadUse(f"--max-age {text}: a go is valid for a day. Give 1h to 1d, and run the gate daily")
    return age
