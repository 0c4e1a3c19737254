"""What can go wrong with a request to GitHub: it is refused, or its answer is lost after it was done."""

from collections.abc import Callable
from dataclasses import replace

from support.github_server import Reply

_NOW = {"Retry-After": "0"}
REFUSALS = {
    "401": Reply({"message": "Bad credentials"}, 401),
    "403": Reply({"message": "Resource not accessible by integration"}, 403),
    "404": Reply({"message": "Not Found"}, 404),
    "409": Reply({"message": "Conflict"}, 409),
    "410": Reply({"message": "Gone"}, 410),
    "422": Reply({"message": "Validation Failed", "errors": [{"message": "is too long"}]}, 422),
    "301": Reply({"message": "Moved Permanently"}, 301, {"Location": "https://api.github.com/repositories/1"}),
    "429": Reply({"message": "Too many"}, 429, _NOW),
    "429-for-hours": Reply({"message": "Too many"}, 429, {"Retry-After": "7200"}),
    "403-limit": Reply({"message": "You have exceeded a secondary rate limit"}, 403, _NOW),
    "500": Reply({"message": "Server Error"}, 500),
    "503": Reply(b"<html>", 503, {"Content-Type": "text/html"}),
    "login-page": Reply(b"<html>Log in</html>", 200, {"Content-Type": "text/html"}),
    "nonsense": Reply(b"{", 200),
    "reset": Reply({"message": "x" * 100}, 200, reset=True),
    "not-done": Reply({}, 200),
}
LOST: dict[str, Callable[[Reply], Reply]] = {
    "502": lambda _: Reply({"message": "Bad gateway"}, 502),
    "504": lambda _: Reply(b"<html>", 504, {"Content-Type": "text/html"}),
    "reset": lambda reply: replace(reply, reset=True),
    "cut": lambda reply: replace(reply, cut=True),
    "login-page": lambda _: Reply(b"<html>Log in</html>", 200, {"Content-Type": "text/html"}),
}

__all__ = ["LOST", "REFUSALS"]
