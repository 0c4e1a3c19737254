"""Who is trained for the later waves, and when. The service agents of the second wave are also those of the third: they
sell service contracts in one system, and dispatch technicians with the other."""

from collections.abc import Iterator, Mapping

from readiness_gate.lean_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Wave:
    """The people of a wave."""

    roles: Mapping[str, tuple[str, int]]
    """The prefix of the ids and the number of people, by role."""
    sessions: tuple[tuple[str, str], ...]
    """The day and the role of each training session."""


WAVES = (
    Wave(
        {
            "Sales rep": ("austria-sales", 14),
            "Sales manager": ("austria-manager", 5),
            "Service agent": ("austria-agent", 18),
            "Back office": ("austria-office", 6),
        },
        (("2026-06-02", "Service agent"), ("2026-06-04", "Service agent"), ("2026-06-09", "Sales rep")),
    ),
    Wave(
        {"Service agent": ("austria-agent", 18), "Technician": ("technician", 32)},
        (("2026-06-03", "Service agent"), ("2026-06-10", "Service agent"), ("2026-06-17", "Technician")),
    ),
)
"""The second wave and the third."""


def roster(wave: Wave) -> str:
    """Return everybody who should use the system; people are numbers, not names."""
    return "\n".join(["person,role", *(f"{person},{role}" for role, person in _people(wave))]) + "\n"


def completions(wave: Wave, *, header: bool = True) -> str:
    """Return the completions: everybody has the basics; the planned sessions are about the work itself."""
    rows = [f"{person},basics,2026-05-{4 + number % 12:02}" for number, (_, person) in enumerate(_people(wave))]
    return "\n".join([*(["person,module,completed-at"] if header else []), *rows]) + "\n"


def calendar(wave: Wave) -> str:
    """Return the sessions as the learning system exports them."""
    return (
        "\n".join(
            [
                "starts-at,ends-at,module,role",
                *(f"{day}T07:00Z,{day}T10:00Z,practice,{role}" for day, role in wave.sessions),
            ]
        )
        + "\n"
    )


def _people(wave: Wave) -> Iterator[tuple[str, str]]:
    for role, (prefix, count) in wave.roles.items():
        yield from ((role, f"{prefix}-{number:02}") for number in range(1, count + 1))
