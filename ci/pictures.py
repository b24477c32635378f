"""Record the first five minutes of README and docs from real output: `make pictures`.

    python ci/pictures.py docs/pictures

A small project is made in a folder of its own, and the commands of `STEPS` run in it one after
another, with the sample hub in place of a live one. Each becomes a picture, and all of them a
recording that `asciinema play` shows. No service is asked, and the same code gives the same bytes.

The picture of a dossier needs Chromium on the path; without it the rest is drawn.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

MODEL = "acme/support-gemstone-7b"
COLUMNS = 84
# The rest of a longer output repeats what these lines show.
MOST_LINES = 30
DOSSIER_SIZE = "900,1000"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The files of the project that the recording is about.
PROJECT = {
    "app/answers.py": (
        "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
        f'MODEL = "{MODEL}"\n\n\n'
        "def load():\n"
        "    tokenizer = AutoTokenizer.from_pretrained(MODEL)\n"
        "    return tokenizer, AutoModelForCausalLM.from_pretrained(MODEL)\n"
    ),
    "app/search.py": (
        "from sentence_transformers import SentenceTransformer\n\n"
        'encoder = SentenceTransformer("northwind/clear-3b")\n'
    ),
    "train/config.yaml": (
        "base_model: openbase/quartz-3b\ndatasets:\n  - path: northwind/chat-200k\n"
    ),
}
# Seconds of the recording: for a typed character, before an output, and to read a line of it.
TYPING, WAITING, READING = 0.04, 0.4, 0.25
# rich asks a font service by default: the fonts of the reader will do.
_FONT_FACE = re.compile(r"\s*@font-face \{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One picture.

    Attributes:
        name: Of its file, without the ending.
        commands: What is typed; `cat` and `provenance` are known.
    """

    name: str
    commands: tuple[str, ...]


STEPS = (
    Step("terminal", (f"provenance audit {MODEL}",)),
    Step("explain", ("provenance explain LIN020",)),
    Step("scan", ("provenance scan . -o models.yaml", "cat models.yaml")),
    Step("manifest", ("provenance audit -m models.yaml",)),
    Step("lock", ("provenance lock -m models.yaml", "provenance diff")),
    Step(
        "aibom",
        (
            "provenance aibom -m models.yaml --author Acme -o models.cdx.json",
            "provenance check models.cdx.json",
        ),
    ),
)


def main() -> int:
    """Write a picture for each step, the recording and, if a browser is here, `dossier.png`."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as project:
        _make_project(Path(project))
        recording = Recording()
        for step in STEPS:
            lines = _run_step(step, Path(project))
            draw(lines, folder / f"{step.name}.svg", step.name)
            recording.add(step, lines)
        (folder / "first-five-minutes.cast").write_text(recording.text(), "utf-8")
        if browser is None:
            sys.stderr.write("no Chromium here: dossier.png is left as it is\n")
            return 0
        draw_dossier(Path(project), folder / "dossier.png", browser)
    return 0


def _make_project(folder: Path) -> None:
    for name, text in PROJECT.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def _run_step(step: Step, project: Path) -> list[str]:
    """The prompt lines and the output of a step, with the escape sequences of its colours."""
    lines = []
    for command in step.commands:
        lines += [f"\x1b[1m$ {command}\x1b[0m", *_output(command.split(), project)]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], "..."]
    return lines


def _output(words: list[str], project: Path) -> list[str]:
    if words[0] == "cat":
        return (project / words[1]).read_text("utf-8").splitlines()
    return provenance(*words[1:], folder=project).splitlines()


def provenance(*arguments: str, folder: Path) -> str:
    """What a command prints at a terminal with colours: stderr, then stdout."""
    cache = {"PROVENANCE_CACHE": str(folder / ".cache"), "PROVENANCE_HUB": "sample"}
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    done = subprocess.run(
        [sys.executable, "-m", "provenance", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **terminal, **cache},
    )
    return done.stderr + done.stdout


def draw(lines: list[str], path: Path, name: str) -> None:
    """Draw lines of a terminal as an SVG that asks nobody for a font."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), color_system="truecolor")
    for line in lines:
        console.print(Text.from_ansi(line))
    # A fixed id keeps the file the same for the same output.
    svg = console.export_svg(title="provenance", unique_id=name)
    path.write_text(_FONT_FACE.sub("", svg), "utf-8")


class Recording:
    """What is typed and shown, with its time, as asciicast version 2."""

    def __init__(self) -> None:
        self._events: list[tuple[float, str]] = []
        self._now = 0.0

    def add(self, step: Step, lines: list[str]) -> None:
        """Type each command of a step and show what it printed."""
        prompts = {f"\x1b[1m$ {command}\x1b[0m" for command in step.commands}
        for line in lines:
            if line in prompts:
                self._type(Text.from_ansi(line).plain)
            else:
                self._show(f"{line}\r\n", READING)

    def _type(self, line: str) -> None:
        for character in line:
            self._show(character, TYPING)
        self._show("\r\n", WAITING)

    def _show(self, text: str, seconds: float) -> None:
        self._events.append((round(self._now, 2), text))
        self._now += seconds

    def text(self) -> str:
        """The file."""
        header = {"version": 2, "width": COLUMNS, "height": MOST_LINES + 2}
        rows = [json.dumps(header)]
        for time, shown in self._events:
            rows.append(json.dumps([time, "o", shown], ensure_ascii=False))
        return "\n".join(rows) + "\n"


def draw_dossier(project: Path, path: Path, browser: str) -> None:
    """Take a picture of the top of a dossier."""
    page = project / "dossier.html"
    use = ("--use", "product", "--use", "commercial", "--region", "KR")
    provenance("report", MODEL, *use, "--day", "none", "-o", str(page), folder=project)
    shot = f"--screenshot={path}"
    arguments = ("--headless", "--no-sandbox", "--disable-gpu", f"--window-size={DOSSIER_SIZE}")
    subprocess.run(
        [browser, *arguments, "--hide-scrollbars", shot, page.as_uri()],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
