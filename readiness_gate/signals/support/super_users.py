"""Signals on super-users, which no source feeds yet."""

from readiness_gate.signals.declared import declared

_LACKING = "super-users"

USERS_PER_SUPER_USER = declared(
    name="support.users-per-super-user",
    unit="people",
    meaning="How many users there are for each super-user.",
    lacking=_LACKING,
)

SUPER_USERS = declared(
    name="support.super-users",
    unit="people",
    meaning="Super-users of the critical process that has the fewest.",
    lacking=_LACKING,
)

SIGNALS = (USERS_PER_SUPER_USER, SUPER_USERS)
