"""Files that a user hands in, spoilt at random: the same ones in every run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import provenance
from provenance.auditing.enforce import enforce
from provenance.auditing.judge import judge
from provenance.auditing.policy_file import read_policy
from provenance.bom import attest, encode, merge
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.conformance import render as show
from provenance.conformance.examination import examine
from provenance.dossier import Review, read_answers, write
from provenance.evidence import Options, seal, verify
from provenance.formats import render
from provenance.hubs import open_hub
from provenance.hubs.archive import read_archive, write_archive
from provenance.lock import against_lock, compare, pin, read_lock, write_lock
from provenance.project.manifest import read_manifest
from provenance.project.subjects import combine
from provenance.scan import scan

SAMPLE = "acme/support-gemstone-7b"
TIME = datetime(2026, 1, 2, tzinfo=UTC)
POLICY = b"""\
select = ["licence", "LIN020"]
profiles = ["kr-pipc"]
fail-on = "high"
[severities]
LIC001 = "low"
[licences]
denied = ["AGPL-3.0-only"]
[use]
activity = ["product"]
users = 2_000_000
[[waivers]]
rule = "LIC001"
artifact = "acme/*"
reason = "known"
owner = "me"
until = "2026-12-31"
"""
MANIFEST = b"""\
version: 1
use: {activity: [product], commercial: true, regions: [KR]}
models:
  - ref: acme/support-gemstone-7b
    revision: main
    use: {users: 2000000}
  - ref: ./folder
datasets: [{ref: acme/tickets}]
"""
SOURCES = {
    "a.py": b"import x\nM = 'acme/m'\nfor n in (M, M + '-b'):\n    A.from_pretrained(f'{n}')\n",
    "a.sh": b"M=acme/m\nfor i in $M ${M}-b; do hf download $i --revision main; done\n",
    "Dockerfile": b'FROM vllm/vllm\nARG M=acme/m\nENV N=$M\nCMD ["serve", "--model", "$N"]\n',
    "a.yaml": b"model_id: &m acme/m\nother: {model_path: *m}\nrun: |\n  hf download acme/n\n",
    "a.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": ["!hf download acme/m\n", "x = 1\n"]}]}
    ).encode(),
    "a.toml": b"[model]\nmodel_id = 'acme/m'\n",
    "a.json": b'{"model_id": "acme/m", "datasets": ["acme/d"]}',
}
DOUBLINGS = {
    "a.sh": b"x=acme/m\n" + b"x=$x$x\n" * 300 + b"hf download $x\n",
    "Makefile": b"X := acme/m\n" + b"X := $(X)$(X)\n" * 300 + b"run:\n\thf download $(X)\n",
    "Dockerfile": b"ARG X=acme/m\n" + b"ENV X=$X$X\n" * 300 + b"RUN hf download $X\n",
    "a.py": b"x = 'acme/m'\n" + b"x = x + x\n" * 300 + b"A.from_pretrained(x)\n",
    "a.yaml": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (98 + n, 98 + n, 97 + n, 97 + n) for n in range(20)),
}
_TOKENS = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b'"', b"'", b"{", b"}"),
    *(b"[", b"]", b":", b"=", b"<", b">", b"&", b"$", b"`", b"null", b"NaN", b"1e999", b"-1"),
    *(b"9" * 5_000, b"[" * 3_000, b"a." * 3_000, b"<a>" * 300, b"- " * 300, b"&a [*a]", b"\\"),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"---\n", b"https://a@b@c/", b"!!python/object:x "),
)


def spoilt(source: random.Random, whole: bytes) -> bytes:
    """The bytes of a file with up to four changes."""
    data = whole
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(data))
        token = source.choice(_TOKENS)
        match source.randrange(5):
            case 0:
                data = data[:at] + data[at + source.randint(1, 60) :]
            case 1:
                data = data[:at] + token + data[at:]
            case 2:
                data = data[:at] + token + data[at + len(token) :]
            case 3:
                data = data[:at] + data[max(0, at - 300) :]
            case _:
                flipped = bytes([source.randrange(256)])
                data = data[:at] + flipped + data[at + 1 :]
    return data


def cases(count: int, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """For each kind of file: a title, and what reads it and writes what follows.

    Args:
        count: How many spoilt files of each kind.
        folder: Where to put what has to be a file.
    """
    source = random.Random(15)
    readers = _readers(folder)
    for kind, (whole, read) in readers.items():
        for number in range(count):
            data = spoilt(source, whole)
            yield f"{kind} {number}", lambda read=read, data=data: read(data)  # type: ignore[misc]
    for name, data in DOUBLINGS.items():
        yield f"doubling {name}", lambda name=name, data=data: _scanned(folder, name, data)  # type: ignore[misc]


def _readers(folder: Path) -> dict[str, tuple[bytes, Callable[[bytes], object]]]:
    lineage = provenance.trace(SAMPLE, hub="sample")
    report = judge(lineage)
    locked = pin(report)
    sealed, _ = seal(open_hub("sample"), [SAMPLE], options=Options())
    application = json.loads(encode(lineage))
    application["metadata"]["component"] = {"type": "application", "name": "a", "bom-ref": "a"}
    del application["citations"], application["compositions"], application["dependencies"]
    application.pop("formulation", None)
    base = json.dumps(application).encode()

    def policy(data: bytes) -> object:
        read = read_policy(Path("provenance.toml"), data)
        return render(enforce(report, read, date(2026, 1, 2)), "json")

    def since(data: bytes) -> object:
        changes = compare(read_lock(data, "before"), locked)
        return write(Review(report=report, since="before", changes=changes), "html")

    def checked(data: bytes) -> object:
        examination = examine(data, "vendor", against=lineage)
        return [
            show(examination, form, width=80, verbose=1) for form in ("terminal", "json", "html")
        ]

    def answers(form: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> object:
            path = folder / f"answers.{form}"
            path.write_bytes(data)
            return write(Review(report=report, decisions=read_answers(path)), "html")

        return read

    def answered(data: bytes) -> object:
        path = folder / "bundle.zip"
        path.write_bytes(data)
        return provenance.audit(SAMPLE, hub=str(path))

    def inside(data: bytes) -> object:
        files = read_archive(sealed)
        name = next(name for name in files if name.endswith("answer.json"))
        return answered(write_archive({**files, name: data}))

    inner = read_archive(sealed)
    answer = next(body for name, body in inner.items() if name.endswith("answer.json"))
    readers: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
        "policy": (POLICY, policy),
        "manifest": (MANIFEST, lambda data: combine([], read_manifest(Path("m.yaml"), data))),
        "lock": (write_lock(locked), lambda data: render(against_lock(report, data, "l"), "sarif")),
        "report of before": (render(report, "json"), since),
        "check, JSON": (encode(lineage), checked),
        "check, XML": (encode(lineage, output="xml"), checked),
        "check, SPDX": (spdx.encode(lineage, stamp=Stamp(timestamp=TIME)), checked),
        "check, claims": (attest.encode(lineage), checked),
        "into": (base, lambda data: merge.into(data, "app", lineage)),
        "questionnaire, CSV": (write(Review(report=report), "csv"), answers("csv")),
        "questionnaire, workbook": (write(Review(report=report), "xlsx"), answers("xlsx")),
        "workbook's parts": (b"<a/>", lambda data: answers("xlsx")(_workbook(data))),
        "verify": (sealed, verify),
        "bundle as hub": (sealed, answered),
        "answer in a bundle": (answer, inside),
    }
    for name, text in SOURCES.items():
        readers[f"scan {name}"] = (text, lambda data, name=name: _scanned(folder, name, data))  # type: ignore[misc]
    return readers


def _scanned(folder: Path, name: str, data: bytes) -> object:
    home = folder / "project"
    home.mkdir(exist_ok=True)
    for old in home.iterdir():
        old.unlink()
    (home / name).write_bytes(data)
    return scan([home], home)


def _workbook(body: bytes) -> bytes:
    """A workbook of which one part is anything."""
    from io import BytesIO

    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
        b' PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.spreadsheetml.sheet.main+xml"/></Types>'
    )
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("[Content_Types].xml"), types)
        archive.writestr(ZipInfo("xl/workbook.xml"), body)
    return target.getvalue()
