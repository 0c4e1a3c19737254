"""Draw the terminal report of the demo as docs/report.svg: `.venv/bin/python docs/picture.py`."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).with_name("report.svg")
_COLUMNS = 80
_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def drawn() -> str:
    """The picture of what a real run of the demo prints, as SVG without scripts or addresses to load from."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "readiness_gate", "demo", "--color", "always", "sample"]
        done = subprocess.run(words, cwd=folder, capture_output=True, check=False, text=True)  # noqa: S603 - our own program
    if done.returncode != 1:
        raise SystemExit(f"the demo ended with {done.returncode}, not with no-go: {done.stderr}")
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(done.stdout.rstrip()), soft_wrap=True)
    return console.export_svg(title="readiness-gate demo", code_format=_FRAME, unique_id="report")


if __name__ == "__main__":
    PICTURE.write_text(drawn())
