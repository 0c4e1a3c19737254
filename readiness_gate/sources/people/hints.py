"""Ids and names with another spelling than they have elsewhere: completions of unknown people and modules often have
one of these."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from readiness_gate.model.headers import plain
from readiness_gate.model.wording import agreeing, counted, folded

_MOST = 5


def lookalikes(
    roster_file: str, roster: Mapping[str, int], completions_file: str, completions: Mapping[str, int]
) -> Iterator[str]:
    """Yield the ids of completions that miss the roster only by leading zeros, case or blanks, by row; both mappings
    have the first row of each id. No id is repeated, because anybody may read a report."""
    by_form: dict[str, int] = {}
    for person, row in roster.items():
        by_form.setdefault(_form(person), row)
    strangers = ((row, _form(person)) for person, row in completions.items() if person not in roster)
    rows = {row: by_form[form] for row, form in strangers if form in by_form}
    if not rows:
        return
    first, other = next(iter(rows.items()))
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    yield (
        f"the person in {completions_file}:{first} is probably the one in {roster_file}:{other}, whose id differs "
        f"only in leading zeros, case or blanks{more}: write ids alike in both files, as text"
    )


def other_spellings(completions_file: str, required: Iterable[str], completed: Iterable[str]) -> Iterator[str]:
    """Yield the modules of completions, one for each row, that miss a required module only by case, blanks or invisible
    characters: the most frequent ones."""
    by_form = {folded(module): module for module in required}
    known = set(by_form.values())
    rows = Counter(module for module in completed if module not in known and folded(module) in by_form)
    for module, count in rows.most_common(_MOST):
        having = f"{counted(count, 'row')} of {completions_file} {agreeing(count, 'has', 'have')}"
        yield (
            f'{having} the module "{module}", which is probably "{by_form[folded(module)]}" of [people.required]: '
            "write both alike, also their case and blanks"
        )


def _form(person: str) -> str:
    text = plain(person)
    return text.lstrip("0") or text
