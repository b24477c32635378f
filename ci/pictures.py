"""Draw the pictures of README and docs from real output of the sample hub: `make pictures`.

    python ci/pictures.py docs/pictures

The picture of a dossier needs Chromium on the path; without it only the terminal is drawn.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

MODEL = "acme/support-gemstone-7b"
COLUMNS = 84
# The rest repeats what these lines show.
LINES = 30
DOSSIER_SIZE = "900,1000"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Write `terminal.svg` and, if a browser is here, `dossier.png` into the named folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    draw_terminal(folder / "terminal.svg")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write("no Chromium here: dossier.png is left as it is\n")
        return 0
    draw_dossier(folder / "dossier.png", browser)
    return 0


def provenance(*arguments: str) -> str:
    """What a command prints at a terminal with colours."""
    done = subprocess.run(
        [sys.executable, "-m", "provenance", *arguments, "--hub", "sample"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)},
    )
    return done.stdout


def draw_terminal(path: Path) -> None:
    """Draw the first lines of an audit."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), color_system="truecolor")
    lines = provenance("audit", MODEL).splitlines()[:LINES]
    console.print(f"$ provenance audit {MODEL} --hub sample", style="bold", highlight=False)
    for line in lines:
        console.print(Text.from_ansi(line))
    console.print("...", highlight=False)
    # A fixed id keeps the file the same for the same output.
    svg = console.export_svg(title="provenance", unique_id="terminal")
    path.write_text(svg, "utf-8")


def draw_dossier(path: Path, browser: str) -> None:
    """Take a picture of the top of a dossier."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "dossier.html")
        use = ("--use", "product", "--use", "commercial", "--region", "KR")
        provenance("report", MODEL, *use, "--day", "none", "-o", str(page))
        shot = f"--screenshot={path.resolve()}"
        arguments = ("--headless", "--no-sandbox", "--disable-gpu", f"--window-size={DOSSIER_SIZE}")
        subprocess.run(
            [browser, *arguments, "--hide-scrollbars", shot, page.as_uri()],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    raise SystemExit(main())
