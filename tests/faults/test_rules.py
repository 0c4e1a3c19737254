"""Configurations, packs and policies that are wrong or hostile: none of them opens the gate, and each says why."""

from collections.abc import Callable

import pytest
from support.program import Sample, issue

PACK = """\
[[rules]]
id = "OWN-01"
title = "No open defect"
dimension = "defects"
signal = "defects.open"
with = { severity = "any" }
at-most = 0
"""
PACKS = 'packs = ["starter"]'
OWN = 'packs = ["./own.toml"]'
CYRILLIC_A = "\u0430"
Inject = Callable[[Sample], object]


def pack(content: str | bytes) -> Inject:
    """The milestone is guarded by a pack of one's own, with this content, beside the default rules."""

    def inject(sample: Sample) -> None:
        sample.write("own.toml", content)
        sample.configure(PACKS, 'packs = ["starter", "./own.toml"]')

    return inject


def only(*names: str) -> Inject:
    """The milestone is guarded by these packs alone."""
    return lambda sample: sample.configure(PACKS, "packs = [{}]".format(", ".join(f'"{name}"' for name in names)))


def limit(value: str) -> Inject:
    """The pack's limit is this text."""
    return pack(PACK.replace("at-most = 0", f"at-most = {value}"))


def added(text: str) -> Inject:
    """This text stands at the end of the configuration."""
    return lambda sample: sample.write("readiness-gate.toml", (sample.path / "readiness-gate.toml").read_text() + text)


def begun(text: str) -> Inject:
    """This text stands at the beginning of the configuration."""
    return lambda sample: sample.write("readiness-gate.toml", text + (sample.path / "readiness-gate.toml").read_text())


def encoded(encoding: str) -> Inject:
    """The pack is written in another encoding."""
    return pack(PACK.encode(encoding))


def each(*injections: Inject) -> Inject:
    """All of these."""

    def inject(sample: Sample) -> None:
        for injection in injections:
            injection(sample)

    return inject


def disabled(sample: Sample) -> None:
    """Every rule of the pack only informs."""
    sample.write("own.toml", PACK + 'enforcement = "info"\n')
    sample.configure(PACKS, OWN)


def advisory(sample: Sample) -> None:
    """Every rule of the pack only warns."""
    sample.write("own.toml", PACK + 'enforcement = "warn"\n')
    sample.configure(PACKS, OWN)


def linked(name: str, target: str) -> Inject:
    """A symbolic link of the program."""
    return lambda sample: (sample.path / name).symlink_to(target)


REFUSED: dict[str, tuple[Inject, str]] = {
    "rules-01-typo": (pack(PACK + "max_opne = 0"), 'own.toml:8:1: unknown key "max_opne" in rules[1]'),
    "rules-01-suggestion": (
        pack(PACK.replace("at-most", "at-mots")),
        'own.toml:7:1: unknown key "at-mots" in rules[1]; did you mean "at-most"?',
    ),
    "rules-02-nan": (limit("nan"), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-02-inf": (limit("inf"), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-02-1e999": (limit("1e999"), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-02-text": (limit('"nan"'), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-02-digits": (limit('"3"'), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-02-true": (limit("true"), "own.toml:7:11: at-most must be a number"),
    "rules-02-minus-one": (limit("-1"), "own.toml:7:11: at-most is below 0"),
    "rules-04-empty-list": (pack("rules = []"), "own.toml: the pack is empty"),
    "rules-05-missing": (only("./nope.toml"), "readiness-gate.toml:7:10: nope.toml not found"),
    "rules-05-unknown": (only("nope"), 'readiness-gate.toml:7:10: no pack is called "nope"'),
    "rules-05-empty": (pack(""), "own.toml: the pack is empty"),
    "rules-05-only-comments": (pack("# [[rules]]\n"), "own.toml: the pack is empty"),
    "rules-05-wrong-folder": (
        each(lambda sample: sample.write("rules/own.toml", PACK), only("./own.toml")),
        "own.toml not found beside the configuration",
    ),
    "rules-05-folder": (only("./config"), "readiness-gate.toml:7:10: config is not a file"),
    "rules-05-no-packs": (
        lambda sample: sample.configure(PACKS, "packs = []"),
        "milestones.go-live.packs must not be empty",
    ),
    "rules-06-two-files": (
        each(
            lambda sample: sample.write("more.toml", PACK),
            pack(PACK),
            lambda sample: sample.configure('"./own.toml"', '"./own.toml", "./more.toml"'),
        ),
        'more.toml:2:6: the rule "OWN-01" is defined in own.toml already',
    ),
    "rules-06-one-file": (pack(PACK + PACK), 'own.toml:9:6: the rule "OWN-01" is defined here already'),
    "rules-06-shipped": (pack(PACK.replace("OWN-01", "DEF-01")), 'the rule "DEF-01" is defined in rules/'),
    "rules-07-looser-override-last": (
        added('[[rules]]\nid = "DEF-03"\nat-most = 3\n[[rules]]\nid = "DEF-03"\nat-most = 99\n'),
        'the rule "DEF-03" is defined here already',
    ),
    "rules-07-looser-pack-last": (
        pack(PACK.replace("OWN-01", "DEF-01").replace("at-most = 0", "at-most = 99")),
        'the rule "DEF-01" is defined in rules/',
    ),
    "rules-08-depth": (pack("a = " + "[" * 100_000), "own.toml: the file nests arrays, tables or keys too deeply"),
    "rules-08-dotted-key": (
        pack(".".join("a" * 20_000) + " = 1"),
        "own.toml: the file nests arrays, tables or keys too deeply",
    ),
    "rules-08-in-the-configuration": (added("[x]\ny = " + "[" * 100_000), "readiness-gate.toml: the file nests"),
    "rules-09-digits": (pack("a = " + "9" * 100_000), "own.toml: the file has a number with too many digits"),
    "rules-09-limit": (limit("9" * 4_000), "own.toml:7:11: rules[1].at-most must be a finite number"),
    "rules-10-utf-16": (encoded("utf-16"), "own.toml:1:1: the file is not UTF-8"),
    "rules-10-utf-16-without-mark": (encoded("utf-16-le"), "own.toml:1:2: this is not valid TOML"),
    "rules-10-latin-1": (
        pack(PACK.replace("No open", "Kein gr\u00f6\u00dferer").encode("latin-1")),
        "own.toml:3:1: the file is not UTF-8",
    ),
    "rules-10-nul": (pack(PACK.replace("No open", "No\0open")), "own.toml:3:12: this is not valid TOML"),
    "rules-10-nul-escaped": (
        pack(PACK.replace("No open", "No\\u0000open")),
        "rules[1].title must be without control characters",
    ),
    "rules-10-nul-in-a-name": (only(b"./own\\u0000.toml".decode()), "must be without control characters"),
    "rules-12-10-megabytes": (pack("#" * 10_000_000), "own.toml has more than 1048576 bytes"),
    "rules-12-configuration": (added("#" * 10_000_000), "readiness-gate.toml has more than 1048576 bytes"),
    "rules-12-waivers": (
        lambda sample: sample.write("readiness-waivers.toml", "#" * 10_000_000),
        "has more than 1048576 bytes",
    ),
    "rules-13-link-to-itself": (
        each(linked("own.toml", "own.toml"), only("./own.toml")),
        "Too many levels of symbolic links",
    ),
    "rules-13-sign-offs-nowhere": (
        linked("readiness-signoffs.toml", "nowhere"),
        "readiness-signoffs.toml: cannot be read: it is a symbolic link that leads nowhere",
    ),
    "rules-13-waivers-nowhere": (
        linked("readiness-waivers.toml", "nowhere/at/all.toml"),
        "readiness-waivers.toml: cannot be read: it is a symbolic link that leads nowhere",
    ),
    "rules-13-pack-nowhere": (
        each(linked("own.toml", "nowhere"), only("./own.toml")),
        "readiness-gate.toml:7:10: own.toml cannot be read: it is a symbolic link that leads nowhere",
    ),
    "rules-13-configuration-nowhere": (
        each(lambda sample: (sample.path / "readiness-gate.toml").unlink(), linked("readiness-gate.toml", "nowhere")),
        "readiness-gate.toml cannot be read: it is a symbolic link that leads nowhere",
    ),
    "rules-13-folder-of-itself": (
        each(linked("d", "."), pack('includes = ["./d/own.toml"]\n' + PACK)),
        'the rule "OWN-01" is defined in own.toml already',
    ),
    "rules-14-rule": (pack(PACK.replace("OWN", "\u041eWN")), '"\u041e" is CYRILLIC CAPITAL LETTER O'),
    "rules-14-override": (
        added('[[rules]]\nid = "D\u0415F-01"\nat-most = 99\n'),
        '"\u0415" is CYRILLIC CAPITAL LETTER IE',
    ),
    "rules-14-role": (
        lambda sample: sample.configure('"Sales rep"', f'"S{CYRILLIC_A}les rep"'),
        f'"{CYRILLIC_A}" is CYRILLIC SMALL LETTER A',
    ),
    "rules-15-plugin": (
        pack(PACK.replace("defects.open", "acme.quality")),
        'no signal is called "acme.quality" (signals of plugins are known once the plugin is installed)',
    ),
    "rules-15-override": (
        added('[[rules]]\nid = "DEF-01"\nsignal = "acme.quality"\n'),
        'readiness-gate.toml:34:10: no signal is called "acme.quality"',
    ),
    "rules-16-configuration": (begun("version = 99\n"), 'readiness-gate.toml:1:1: unknown key "version"'),
    "rules-16-pack": (pack("schema = 99\n" + PACK), 'own.toml:1:1: unknown key "schema"'),
    "rules-16-waivers": (
        lambda sample: sample.write("readiness-waivers.toml", "version = 99\n"),
        'readiness-waivers.toml:1:1: unknown key "version"',
    ),
}


@pytest.mark.parametrize(("inject", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_with_the_policy_is_bad_use(sample: Sample, inject: Inject, reason: str) -> None:
    """Nothing is evaluated, nothing is printed as a verdict, and the reason names the cause and its place."""
    inject(sample)
    ended = sample.check()
    assert (ended.exit, ended.out) == (2, "")
    assert reason in ended.err
    assert "Traceback" not in ended.err


ACCEPTED: dict[str, Inject] = {
    "rules-10-byte-order-mark": encoded("utf-8-sig"),
    "rules-10-crlf": pack(PACK.replace("\n", "\r\n")),
    "rules-11-toml-1.1": pack(PACK.replace('{ severity = "any" }', '{ severity = "a\\x6ey", # 1.1\n }')),
    "rules-13-include-loop": each(
        lambda sample: sample.write("more.toml", 'includes = ["./own.toml"]\n' + PACK.replace("OWN-01", "OWN-02")),
        pack('includes = ["./more.toml"]\n' + PACK),
    ),
}


@pytest.mark.parametrize("inject", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_accepted_counts(sample: Sample, inject: Inject) -> None:
    """A pack in an unusual form is judged like any other: it lets a good program pass, and no other one."""
    inject(sample)
    passed = sample.check()
    assert (passed.exit, passed.decision) == (0, "go")
    assert passed.finding("OWN-01")["outcome"] == "pass"
    sample.export([issue("CRM-1", "Low")])
    failed = sample.check()
    assert (failed.exit, failed.decision) == (1, "no-go")
    assert failed.finding("OWN-01")["outcome"] == "fail"


def test_rules_03_zero_is_a_limit(sample: Sample) -> None:
    """At most 0 with one open defect fails: zero is not the same as no limit."""
    sample.write("own.toml", PACK)
    sample.configure(PACKS, OWN)
    sample.export([issue("CRM-1", "Low")])
    ended = sample.check()
    assert (ended.exit, ended.decision) == (1, "no-go")
    assert ended.finding("OWN-01")["limit"] == {"at-most": 0}


@pytest.mark.parametrize(
    "inject",
    [pytest.param(disabled, id="rules-04-all-disabled"), pytest.param(advisory, id="rules-04-all-advisory")],
)
def test_rules_04_nothing_that_blocks(sample: Sample, inject: Inject) -> None:
    """A gate without a rule that blocks has nothing to say yes with: undecided."""
    inject(sample)
    ended = sample.check()
    assert (ended.exit, ended.decision) == (3, "undecided")
    assert ended.json["sentence"].startswith("Undecided, ")
    assert ended.json["sentence"].endswith(". No blocking rule applies to this milestone.")


def test_rules_14_a_role_of_the_roster(sample: Sample) -> None:
    """A role of the roster that only looks like a configured one is nobody's: the rule is unknown, and says so."""
    roster = (sample.path / "roster.csv").read_text()
    sample.write("roster.csv", roster.replace("bob,Sales rep", f"bob,S{CYRILLIC_A}les rep"))
    ended = sample.check()
    assert ended.exit == 3
    assert f'"S{CYRILLIC_A}les rep"' in ended.finding("TRN-01")["message"]
