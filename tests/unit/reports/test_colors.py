"""Every color can be read on a light and on a dark background, in the palettes of common terminals."""

from itertools import product

import pytest

from readiness_gate.reports.requirement_table import STYLES
from readiness_gate.reports.text import DECISION_STYLES

NAMES = ("red", "green", "yellow", "magenta", "cyan")
PALETTES = {
    "macOS, light": ("ffffff", "990000 00a600 999900 b200b2 00a6b2", "e50000 00d900 e5e500 e500e5 00e5e5"),
    "macOS, dark": ("000000", "990000 00a600 999900 b200b2 00a6b2", "e50000 00d900 e5e500 e500e5 00e5e5"),
    "VS Code, light": ("ffffff", "cd3131 00bc00 949800 bc05bc 0598bc", "cd3131 14ce14 b5ba00 bc05bc 0598bc"),
    "VS Code, dark": ("1e1e1e", "cd3131 0dbc79 e5e510 bc3fbc 11a8cd", "f14c4c 23d18b f5f543 d670d6 29b8db"),
    "GNOME, light": ("ffffff", "c01c28 26a269 a2734c a347ba 2aa1b3", "f66151 33d17a e9ad0c c061cb 33c7de"),
    "GNOME, dark": ("1e1e1e", "c01c28 26a269 a2734c a347ba 2aa1b3", "f66151 33d17a e9ad0c c061cb 33c7de"),
}
"""The background, the colors by their names, and their bright forms, which many terminals draw bold ones in."""
LEAST = 2.3
"""The contrast of red on black in these palettes, which is their weakest. Bold green and yellow have less on white."""
COLORED = sorted(
    {style for style in (*STYLES.values(), *DECISION_STYLES.values(), "yellow", "bold red", "green") if style != "dim"}
)


@pytest.mark.parametrize(("style", "palette"), list(product(COLORED, PALETTES)))
def test_a_color_can_be_read(style: str, palette: str) -> None:
    """A bold one in its bright form, too."""
    background, normal, bright = PALETTES[palette]
    *bold, name = style.split()
    seen = [colors.split()[NAMES.index(name)] for colors in ((normal, bright) if bold else (normal,))]
    assert all(_contrast(color, background) >= LEAST for color in seen), [_contrast(one, background) for one in seen]


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, by WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[part : part + 2], 16) / 255) for part in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
