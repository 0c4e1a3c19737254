"""The content of each URL: the rows of the history that the user may see, as a page or as JSON."""

import shlex
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from readiness_gate.history import NoHistory, Store, recording
from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import VerdictRow
from readiness_gate.history.store import OF_OTHERS, Rows
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import HOUR, Instant, Seconds, iso, local
from readiness_gate.model.wording import counted
from readiness_gate.reports.cutting import cut_apart
from readiness_gate.reports.escape import printable
from readiness_gate.reports.html.drawing import LONGEST_NAME
from readiness_gate.server import as_json
from readiness_gate.server.access import Access, Everybody
from readiness_gate.server.answers import HTML, JSON, TEXT, answer, unchanged
from readiness_gate.server.drawing import notice, page
from readiness_gate.server.guard import Log, viewer_of
from readiness_gate.server.keys import named
from readiness_gate.server.views.decisions import decisions
from readiness_gate.server.views.gate import gate
from readiness_gate.server.views.marks import WEEKS
from readiness_gate.server.views.portfolio import PERIODS, Changes, GateLine, PortfolioView, portfolio
from readiness_gate.server.views.program import DATES, program
from readiness_gate.server.views.rule import DATES as RULE_DATES
from readiness_gate.server.views.rule import rule

PATIENCE = 5.0
"""The seconds to wait for a locked history; monitoring does not wait longer."""
_UTC = ZoneInfo("UTC")
_NOT_THERE = (
    "There is nothing at this address, or you may not see it. Open the first page, and ask the owner of the access "
    "file if a program is missing there"
)
_UNREADABLE = "The history cannot be read now. The log of the server says why. Try again in a minute"


class NotThere(Exception):
    """A URL has nothing that the user may see."""


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a history, and everything that they need."""

    store: Store
    clock: Callable[[], Instant]
    max_age: Seconds
    """The maximum age of a verdict that is shown as current."""
    access: Access
    log: Log

    def portfolio(self, request: Request) -> Response:
        """Return the page of all programs."""
        given = request.query_params.get("weeks", str(PERIODS[0]))
        weeks = next((one for one in PERIODS if str(one) == given), None)
        if weeks is None:
            return notice(HTTPStatus.NOT_FOUND, _NOT_THERE, request.url.path)
        with self.store.reading(PATIENCE, OF_OTHERS) as rows:
            view = portfolio(rows, viewer_of(request), self.clock(), self.max_age, weeks)
        if _is_json(request):
            return _answer(request, as_json.portfolio(view))
        return _answer(request, self._page(request, "portfolio", view=view, **_of_portfolio(view)))

    def program(self, request: Request) -> Response:
        """Return the page of one program."""
        with self.store.reading(PATIENCE, OF_OTHERS) as rows:
            view = program(rows, _program(rows, request), self.clock(), self.max_age)
        if _is_json(request):
            return _answer(request, as_json.program(view))
        return _answer(
            request, self._page(request, "program", view=view, dates_drawn=DATES, milestones=_milestones(view.gates))
        )

    def decisions(self, request: Request) -> Response:
        """Return the decision log of a program."""
        with self.store.reading(PATIENCE, OF_OTHERS) as rows:
            view = decisions(rows, _program(rows, request), self.clock())
        if _is_json(request):
            return _answer(request, as_json.decisions(view))
        return _answer(request, self._page(request, "decisions", view=view))

    def gate(self, request: Request) -> Response:
        """Return the page of one gate."""
        with self.store.reading(PATIENCE, OF_OTHERS) as rows:
            view = gate(rows, _last(rows, request), self.clock(), self.max_age)
        if _is_json(request):
            return _answer(request, as_json.gate(view))
        return _answer(request, self._page(request, "gate", view=view, DATES=DATES, why=_why(view.last.verdict)))

    def rule(self, request: Request) -> Response:
        """Return the page of one rule of a gate."""
        with self.store.reading(PATIENCE, OF_OTHERS) as rows:
            last = _last(rows, request)
            gate_of = last.recorded.verdict
            of_each = recording.statuses(rows, gate_of.program, gate_of.milestone)
            ids = dict.fromkeys(id_ for found in of_each.values() for id_ in found)
            view = rule(rows, last, _named(request, "rule", ids), self.clock(), self.max_age)
        if view is None:
            raise NotThere
        if _is_json(request):
            return _answer(request, as_json.rule(view))
        return _answer(request, self._page(request, "rule", view=view, DATES=RULE_DATES, why=_why(view.last.verdict)))

    def ready(self, _request: Request) -> Response:
        """Report whether the history is readable, and whether it is known who may see what."""
        try:
            with self.store.reading(PATIENCE, OF_OTHERS) as rows:
                recording.programs(rows)
        except NoHistory as error:
            self.log(f"not ready: {error}")
            return answer("The history cannot be read.\n", TEXT, HTTPStatus.SERVICE_UNAVAILABLE)
        if not self.access.is_known():
            return answer("The access file cannot be used.\n", TEXT, HTTPStatus.SERVICE_UNAVAILABLE)
        return answer("ok\n", TEXT)

    def _page(self, request: Request, name: str, **shown: object) -> str:
        within = counted(self.max_age // HOUR, "hour")
        restricted = not isinstance(self.access, Everybody)
        common = {"max_age": within, "restricted": restricted, "shown_at": local(self.clock() // 60 * 60, _UTC)}
        return page(name, request.url.path, **common, **shown)


async def healthy(_request: Request) -> Response:
    """Report that the server answers."""
    return answer("ok\n", TEXT)


async def not_there(request: Request, _error: Exception) -> Response:
    """Return the response for a URL that has nothing to show."""
    return notice(HTTPStatus.NOT_FOUND, _NOT_THERE, request.url.path)


def unreadable(log: Log) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return the handler for an unreadable history. The reason goes only to the log, because it names files."""

    async def answered(request: Request, error: Exception) -> Response:
        log(f"the history cannot be read: {error}")
        return notice(HTTPStatus.SERVICE_UNAVAILABLE, _UNREADABLE, request.url.path)

    return answered


def _of_portfolio(view: PortfolioView) -> dict[str, object]:
    return {
        "changes": _changes(view.changes),
        "counted": counted,
        "milestones": _milestones(view.all_gates),
        "names": cut_apart(map(printable, view.programs), LONGEST_NAME),
        "periods": PERIODS,
        "weeks_drawn": WEEKS,
    }


def _changes(changes: Changes) -> list[tuple[str, tuple[str, ...]]]:
    """Return the kinds of changes with their titles, those of the portfolio itself first."""
    return [
        ("Joined", changes.joined),
        ("No longer recorded", changes.stopped),
        ("New gates", changes.new),
        ("Worse", changes.worse),
        ("Better", changes.better),
    ]


def _milestones(gates: Iterable[GateLine]) -> dict[str, str]:
    """Return the names of milestones as a list shows them: no two are alike."""
    return cut_apart((printable(gate.last.verdict.milestone) for gate in gates), LONGEST_NAME)


def _program(rows: Rows, request: Request) -> str:
    """Return the program in a URL, if the user may see it."""
    return _named(request, "program", filter(viewer_of(request).sees, recording.programs(rows)))


def _last(rows: Rows, request: Request) -> Counting:
    """Return the verdict that counts for the gate in a URL."""
    of_each = recording.counting_of_program(rows, _program(rows, request))
    found = {milestone: one for (_, milestone), one in of_each.items()}
    return found[_named(request, "gate", found)]


def _named(request: Request, part: str, names: Iterable[str]) -> str:
    """Return the name that a part of a URL stands for. Raises NotThere if it stands for none of them."""
    found = named(request.path_params[part], names)
    if found is None:
        raise NotThere
    return found


def _why(row: VerdictRow) -> str:
    """Return the command that shows why a rule was unknown."""
    return f"readiness-gate check {shlex.quote(row.milestone)} --as-of {iso(row.as_of)}"


def _is_json(request: Request) -> bool:
    return request.url.path.endswith(".json")


def _answer(request: Request, body: str) -> Response:
    kind = JSON if _is_json(request) else HTML
    return unchanged(answer(body, kind), request.scope["headers"])
