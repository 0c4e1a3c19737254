"""An HTTP session that takes nothing from the environment except a proxy for https.

`~/.netrc` would replace the token, and a proxy for http would see it.
"""

import os
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests


def new_session() -> "requests.Session":
    """Return a session that trusts the system's certificate authorities, and otherwise ignores the environment."""
    import requests  # noqa: PLC0415 - slow to load, and only a live Jira needs it
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    class _SystemTrust(HTTPAdapter):
        """Also trust the system's certificate authorities: companies add their own there."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - of requests
            super().init_poolmanager(*args, ssl_context=ssl.create_default_context(), **kwargs)

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - of requests
            return super().proxy_manager_for(*args, ssl_context=ssl.create_default_context(), **kwargs)

    class _Session(requests.Session):
        """Follow no redirects: preparing one would read the whole answer, and fail for malformed addresses."""

        def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002 - of requests
            return None

    session = _Session()
    session.trust_env = False
    session.mount("https://", _SystemTrust())
    return session


def https_proxy(session: "requests.Session", base: str) -> str:
    """Make a session use the environment's https proxy, and return it if the address goes through it; else ""."""
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    if proxy:
        session.proxies = {"https": proxy}
    return proxy if proxy and base.startswith("https://") else ""
