"""A session of HTTP that takes nothing from the environment but a proxy for https.

`~/.netrc` would replace the token, and a proxy for http would see it.
"""

import os
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests


def new_session() -> "requests.Session":
    """A session that trusts the certificate authorities of the system, and ignores the rest of the environment."""
    import requests  # noqa: PLC0415 - slow to load, and only a live Jira needs it
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class _SystemTrust(HTTPAdapter):
        """Trusts the authorities of the system, too: a company adds its own there."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - of requests
            super().init_poolmanager(*args, ssl_context=ssl.create_default_context(), **kwargs)

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - of requests
            return super().proxy_manager_for(*args, ssl_context=ssl.create_default_context(), **kwargs)

    class _Session(requests.Session):
        """Follows no redirects: to prepare one would read the answer to its end, and fail at odd addresses."""

        def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - of requests
            return None

    session = _Session()
    session.trust_env = False
    session.mount("https://", _SystemTrust())
    return session


def https_proxy(session: "requests.Session", base: str) -> str:
    """Let a session use the environment's proxy for https, and return it if an address goes through it; else ""."""
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    if proxy:
        session.proxies = {"https": proxy}
    return proxy if proxy and base.startswith("https://") else ""
