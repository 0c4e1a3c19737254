"""The sections of the configuration that state facts: [calendar], [support] and [leadership]."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Day, Text, Texts, Word, Words

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_HOURS = 8_760
_MINUTES = 1_440


def minutes(hours: str) -> tuple[int, int]:
    """The beginning and the end of hours such as `09:00-17:00`, in minutes from midnight.

    Raises ValueError for anything else.
    """
    begins, _, ends = hours.partition("-")
    opens, closes = _minute(begins, hours), _minute(ends, hours)
    if opens >= closes:
        raise ValueError(f'"{hours}" ends before it begins: write the hours of one day, such as "09:00-17:00"')
    return opens, closes


def _minute(text: str, hours: str) -> int:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2):  # noqa: PLR2004 - digits of a minute
        raise ValueError(f'"{hours}" is not the hours of a day, such as "09:00-17:00"')
    moment = int(hour) * 60 + int(minute)
    if int(minute) >= 60 or moment > _MINUTES:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(f'"{hours}" is not the hours of a day, such as "09:00-17:00"')
    return moment


def _hours(text: str) -> str:
    minutes(text)
    return text


class WorkingCalendar(StrictModel):
    """When people work: for limits in working hours and working days."""

    hours: Annotated[Text, AfterValidator(_hours)] = Field(
        default="09:00-17:00", description="the hours of a working day, by the clock of the program's time zone"
    )
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = Field(
        default_factory=lambda: list(WEEKDAYS[:5]), description="the working days of a week"
    )
    holidays: Annotated[list[Day], Field(max_length=MANY)] = Field(
        default_factory=list[Day], description="days on which nobody works"
    )


class TargetTable(StrictModel):
    """The time agreed for the first answer."""

    hours: Annotated[float, Field(gt=0, le=_MOST_HOURS, strict=False)] | None = Field(
        default=None, description="hours by the clock"
    )
    business_hours: Annotated[float, Field(gt=0, le=_MOST_HOURS, strict=False)] | None = Field(
        default=None, description="hours of working time, by [calendar]"
    )

    @model_validator(mode="after")
    def _is_one(self) -> "TargetTable":
        if (self.hours is None) == (self.business_hours is None):
            raise ValueError("needs hours or business-hours, and not both: write { hours = 4 }")
        return self


class SupportTable(StrictModel):
    """The support of users after go-live. A roster, criteria and articles are links, or files, which must exist."""

    channel: Text | None = Field(default=None, description="where users ask for help")
    roster: Text | None = Field(default=None, description="the plan of who answers in the first weeks")
    exit_criteria: Text | None = Field(default=None, description="the criteria by which the first weeks end")
    articles: Texts | None = Field(default=None, description="articles on the most common tasks")
    priorities: dict[Word, Words] | None = Field(
        default=None, description="what the ticket system calls each priority; others count as the first one"
    )
    targets: dict[Word, TargetTable] | None = Field(
        default=None, description="the time agreed for the first answer to tickets of each priority"
    )


class LeadershipTable(StrictModel):
    """Who leads the change. Reports may show these names."""

    sponsor: Text | None = Field(default=None, description="the person at the top who wants the change")
    owners: dict[Word, Text] | None = Field(default=None, description="who owns the adoption in each unit")
    units: Words | None = Field(default=None, description="the units that use the system")
    strategy: Text | None = Field(default=None, description="the adoption strategy: a link or a file")
    strategy_approved: Day | None = Field(default=None, description="the day on which the strategy was approved")

    @model_validator(mode="after")
    def _has_a_strategy(self) -> "LeadershipTable":
        if self.strategy_approved is not None and self.strategy is None:
            raise ValueError("needs strategy beside strategy-approved: name the document")
        return self
