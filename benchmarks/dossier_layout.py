"""Looks at dossiers of the sample hub in Chromium, and compares each picture with the stored one
for its layout.

    npm install --prefix FOLDER axe-core puppeteer-core
    pip install pillow
    python -m benchmarks.dossier_layout --npm FOLDER

The exit status is 1 where a page looks another way. `--renew` stores what the pages look like now;
look at the pictures before you commit them.

Two languages, light and dark, 1,200 and 390 pixels wide. Pictures are compared as grey thumbnails,
so that a block that moves, grows or vanishes is seen, and the smoothing of a letter is not. Fonts
differ between machines: renew first on one that is not the machine on which they were stored.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

import provenance
from provenance.dossier import Review, write
from provenance.licences import parse_use

STORED = Path(__file__).parent / "layout"
SCRIPT = Path(__file__).parent / "npm" / "dossier_axe.mjs"
MODEL = "acme/support-gemstone-7b"
USE = {"activity": ["product"], "commercial": True, "regions": ["KR", "EU"]}
THUMB = 80
# Most that the mean grey (0 to 255) and the height may differ.
GREY, HEIGHT = 4.0, 0.03


def pages(folder: Path) -> list[Path]:
    """The dossier in both languages."""
    report = provenance.audit(MODEL, hub="sample", use=parse_use(USE))
    made = []
    for lang in ("en", "ko"):
        made.append(folder / f"{lang}.html")
        made[-1].write_bytes(write(Review(report=report, lang=lang, day="2026-11-23"), "html"))
    return made


def thumbnail(picture: Path) -> Image.Image:
    """A picture in grey, `THUMB` pixels wide."""
    with Image.open(picture) as image:
        grey = image.convert("L")
        return grey.resize((THUMB, max(1, grey.height * THUMB // grey.width)), Image.Resampling.BOX)


def difference(now: Image.Image, before: Image.Image) -> str:
    """In what two thumbnails differ, in words; empty where they are alike."""
    if abs(now.height - before.height) > HEIGHT * before.height:
        return f"height {before.height} -> {now.height}"
    box = (0, 0, THUMB, min(now.height, before.height))
    grey = ImageStat.Stat(ImageChops.difference(now.crop(box), before.crop(box))).mean[0]
    return f"mean grey differs by {grey:.1f}" if grey > GREY else ""


def main() -> int:
    """Take the pictures, compare or store them, and print what axe-core finds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--npm", type=Path, required=True, help="where axe-core and puppeteer-core are installed"
    )
    parser.add_argument(
        "--renew", action="store_true", help="store the pictures instead of comparing them"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        files = [str(path) for path in pages(folder)]
        node = shutil.which("node") or "node"
        lines = subprocess.run(
            [node, str(SCRIPT), "--shots", *files],
            cwd=options.npm,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        print(lines.replace(f"{folder}/", ""), end="")
        failed = any(
            ": axe finds nothing; 0 px too wide; 0 requests" not in line
            for line in lines.splitlines()
        )
        for lang, scheme, width in product(("en", "ko"), ("light", "dark"), (1200, 390)):
            name = f"{lang}.{scheme}-{width}.png"
            now, stored = thumbnail(folder / name), STORED / name
            if options.renew:
                STORED.mkdir(exist_ok=True)
                now.quantize(16).save(stored, optimize=True)
                continue
            change = difference(now, thumbnail(stored)) if stored.is_file() else "none is stored"
            print(f"{name}: {change or 'as stored'}")
            failed |= bool(change)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
