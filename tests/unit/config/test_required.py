"""A rule names a role that `[people.required]` has, or none at all."""

import pytest
from support.policy import BEGIN, complaint, complaints, gate

REQUIRED = '[people.required]\n"Sales rep" = ["quoting"]\nClerk = ["basics"]\n'


def rule(role: str, signal: str = "training.coverage", limit: str = "at-least = 0.9") -> str:
    """A rule of one's own about a role."""
    return (
        f'[[rules]]\nid = "OUR-01"\ntitle = "x"\ndimension = "training"\nsignal = "{signal}"\n'
        f'with = {{ role = "{role}" }}\n{limit}\n'
    )


@pytest.mark.parametrize("signal", ["training.coverage", "training.stale-share"])
@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("Sales Reps", '; did you mean "Sales rep"?'),
        ("Worst", "; known are: Clerk, Sales rep"),
    ],
)
def test_an_unknown_role_is_refused_at_its_place(signal: str, role: str, hint: str) -> None:
    """With the role that may be meant."""
    limit = "at-least = 0.9" if signal == "training.coverage" else "at-most = 0.1"
    found = complaint(BEGIN + REQUIRED + rule(role, signal, limit))
    assert found.what == f'"role" of {signal}: [people.required] has no role "{role}"{hint}'
    assert found.marked == f'"{role}" }}'


def test_an_override_of_a_role_is_checked_too() -> None:
    """At the place of the override."""
    found = complaint(BEGIN + REQUIRED + '[[rules]]\nid = "TRN-01"\nwith = { role = "Clark" }\n')
    assert (found.what.partition(" has ")[2], found.marked) == ('no role "Clark"; did you mean "Clerk"?', '"Clark" }')


@pytest.mark.parametrize("role", ["worst", "all", "Sales rep", "Clerk"])
def test_a_known_role_is_kept(role: str) -> None:
    """Those that are required of something, the worst of them, and all."""
    assert any(each.id == "OUR-01" for each in gate(BEGIN + REQUIRED + rule(role)).rules)


def test_without_required_roles_none_is_unknown() -> None:
    """There is no reading without them anyway; nor when a mistake of theirs is in the way."""
    assert gate(BEGIN + rule("Boss")).rules
    found = complaints(BEGIN + REQUIRED.replace('"basics"', '"basics "') + rule("Boss"))
    assert [each.what for each in found] == ['people.required.Clerk[1]: "basics " begins or ends with a space']
