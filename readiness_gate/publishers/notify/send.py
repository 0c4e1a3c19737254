"""Send a message with Apprise, which supports many systems.

Nothing that it logs, prints or raises is shown, because it may contain an address.
"""

import contextlib
import io
import logging
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast

from readiness_gate.errors import BadUse
from readiness_gate.publishers.notify.addresses import Address
from readiness_gate.web.deadline import in_time

if TYPE_CHECKING:
    from apprise import AppriseAsset

PATIENCE = 60.0
"""Seconds for one address."""


class Service(Protocol):
    """The part of Apprise's interface that sends to one address."""

    def add(self, services: str) -> bool:
        """Add an address, and return whether it is valid."""
        ...

    def notify(self, *, body: str, title: str, body_format: str) -> object:
        """Send a message; the result is true if it was accepted."""
        ...


def check_installed() -> None:
    """Raise BadUse if Apprise is not installed."""
    if find_spec("apprise") is None:
        raise BadUse('publish notify needs apprise: pip install "readiness-gate[notify]"')


def services(known: Sequence[Address]) -> list[tuple[Address, Service]]:
    """Return a service for each address. Raises BadUse for addresses that Apprise does not understand."""
    with _silence():
        from apprise import Apprise  # noqa: PLC0415 - an extra, and slow to load

        made = [(one, cast("Service", Apprise(asset=_asset()))) for one in known]
        wrong = [one.shown for one, service in made if not _is_added(service, one.secret)]
    if wrong:
        raise BadUse(f"Apprise does not understand {', '.join(wrong)}: compare with https://appriseit.com/services")
    return made


def _is_added(service: Service, address: str) -> bool:
    try:
        return bool(service.add(address))
    except Exception:  # noqa: BLE001 - whatever a service raises for an address, it may contain the address
        return False


def _asset() -> "AppriseAsset":
    """Return Apprise's settings: texts are sent unchanged, nothing is stored on disk, and secrets are not sent to
    redirects."""
    from apprise import AppriseAsset  # noqa: PLC0415 - an extra, and slow to load
    from apprise.common import PersistentStoreMode  # noqa: PLC0415

    return AppriseAsset(
        app_id="readiness-gate",
        app_desc="Go-live readiness",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
        interpret_escapes=False,
        interpret_emojis=False,
        allow_templates=False,
        http_redirects=False,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode=PersistentStoreMode.MEMORY,
    )


def is_sent(service: Service, title: str, body: str) -> bool:
    """Send a message to one address, and return whether its system accepted it."""
    with _silence():
        try:
            return in_time(lambda: bool(service.notify(body=body, title=title, body_format="text")), PATIENCE)
        except Exception:  # noqa: BLE001 - whatever a service raises, it may contain the address
            return False


@contextmanager
def _silence() -> Generator[None]:
    """Suppress all logging, output and warnings."""
    logging.getLogger("apprise").disabled = True  # permanently, because a send that timed out continues
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


__all__ = ["Service", "check_installed", "is_sent", "services"]
