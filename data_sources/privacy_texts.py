"""Take labelled sentences and cards of public repositories from clones, and write them where
`privacy_reader.py`, `privacy_reader_korean.py` and the benchmarks read them.

    python -m data_sources.privacy_texts --clones DIR --texts DIR

The labels name such a document `github:OWNER/NAME/PATH` and hold only the digest of a sentence or
of a card. `privacy_labels/sources.tsv` says in which commit each document is found. Clone each
repository to `DIR/OWNER/NAME`; `--missing` lists those without a clone. Written are `github.jsonl`
with the sentences, and `OWNER/NAME/PATH` for each card. The same commits give the same bytes.

`--find` searches the history of the clones for these commits and writes `sources.tsv` again: the
newest version that holds a sentence counts, and a document of which some sentences stand in an
older version has several rows.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from data_sources.privacy_reader import LABELS
from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import CARD, ArtifactRef, Kind, SourceText
from provenance.privacy.material import read_sentences
from provenance.privacy.reading import read_card
from provenance.text.sentences import sentences

PUBLIC = "github:"
SENTENCES = ("ko-train.tsv", "ko-test.tsv", "ko-hard.tsv")
CARDS = "cards.tsv"
# What a row of `sources.tsv` is for: labelled sentences or a whole labelled card.
SENTENCE, WHOLE = "sentences", "card"
SOURCES = LABELS / "sources.tsv"
WRITTEN = "github.jsonl"
HEAD = "HEAD"
# Older versions of a document than these were read by nobody.
MOST_VERSIONS = 100
LONGEST_HEADING = 80
# Hexadecimal digits of a digest of a sentence.
DIGITS = 16
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*")
_TAG = re.compile(r"<[^<>]{0,500}>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_EMPHASIS = re.compile(r"[*_`~]+")
_START = re.compile(r"(?:\s*(?:[-*+>#|•]+|\d{1,3}[.)])\s+)+")
_CELL_EDGE = re.compile(r"\s*\|\s*")


def documents(names: tuple[str, ...] = SENTENCES) -> dict[str, set[str]]:
    """The digests of the labelled sentences of each document of a public repository."""
    wanted = defaultdict(set)
    for name in names:
        for row in _rows(name):
            if row["file"].startswith(PUBLIC):
                wanted[row["file"]].add(row["sentence"])
    return dict(sorted(wanted.items()))


def cards() -> dict[str, str]:
    """The SHA-256 of each labelled card of a public repository, or `-` where none was kept."""
    return {row["file"]: row["sha256"] for row in _rows(CARDS) if row["file"].startswith(PUBLIC)}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def place_of(document: str) -> tuple[str, str]:
    """The repository of a document, `OWNER/NAME`, and its path there."""
    owner, name, path = document.removeprefix(PUBLIC).split("/", 2)
    return f"{owner}/{name}", path


def _git(clone: Path, *arguments: str) -> bytes | None:
    """What Git prints of a clone, with or without a work tree; None if it fails."""
    inner = clone / ".git"
    git = ("git", f"--git-dir={inner if inner.is_dir() else clone}")
    run = subprocess.run((*git, *arguments), capture_output=True, check=False)
    return None if run.returncode else run.stdout


def content_at(clone: Path, commit: str, path: str) -> bytes | None:
    """A file of a commit, or None if it is not there."""
    return _git(clone, "show", f"{commit}:{path}")


def versions(clone: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """The versions of a file in a clone, newest first, each once with its commit."""
    newest = (_git(clone, "rev-parse", HEAD) or b"").decode().strip()
    log = _git(clone, "log", "--all", "--date-order", "--format=%H", "--", path) or b""
    seen = set[bytes]()
    for commit in (newest, *log.decode().split()[:MOST_VERSIONS]):
        content = content_at(clone, commit, path)
        if content is not None and content not in seen:
            seen.add(content)
            yield commit, content


def restored(contents: list[bytes], wanted: set[str]) -> dict[str, tuple[str, str]]:
    """Text and heading of the wanted sentences of a document, by digest."""
    texts: dict[str, tuple[str, str]] = {}
    for content in contents:
        for text, heading in sentences_of(content):
            digest = digest_of(text)
            if digest in wanted:
                texts.setdefault(digest, (text, heading))
    return texts


def digest_of(text: str) -> str:
    """The digest by which the labels name a sentence."""
    return hashlib.sha256(text.lower().encode()).hexdigest()[:DIGITS]


def sentences_of(content: bytes) -> Iterator[tuple[str, str]]:
    """The sentences of a document with their headings: as the tool reads a card, then those of each
    line and of each paragraph, with markup and without, as the labels of other draws were made."""
    ref = ArtifactRef(hub=FOLDER, kind=Kind.MODEL, name="acme/thing", revision="0" * 40)
    document = SourceText.decode(ref, CARD, content)
    read, _ = read_sentences(read_card(parse_card(document.text), document))
    yield from ((sentence.text, sentence.passage.heading) for sentence in read)
    for text, heading in _blocks(document.text):
        for form in _forms(text):
            for sentence in sentences(form):
                yield sentence.strip(), heading


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each line and each paragraph below its heading."""
    heading, paragraph = "", list[str]()
    for line in [*text.splitlines(), ""]:
        if line.strip():
            yield line, heading
            paragraph.append(line)
        else:
            yield "\n".join(paragraph), heading
            paragraph = []
        titled = _HEADING.fullmatch(line)
        if titled:
            heading = titled[1][:LONGEST_HEADING]


def _forms(text: str) -> Iterator[str]:
    """A text with its markup, and with less and less of it."""
    yield text
    text = _START.sub("", text, count=1) if _START.match(text) else text
    yield text
    text = _LINK.sub(r"\1", _TAG.sub(" ", text))
    yield text
    text = _EMPHASIS.sub("", text)
    yield text
    yield _CELL_EDGE.sub(" ", text).strip()


def _commits_of_sentences(clone: Path, path: str, wanted: set[str]) -> list[str]:
    """The newest commits that together hold as many wanted sentences of a document as can be."""
    left, commits = set(wanted), list[str]()
    for commit, content in versions(clone, path):
        held = left & restored([content], left).keys()
        if held:
            commits.append(commit)
            left -= held
        if not left:
            break
    return commits


def _commit_of_card(clone: Path, path: str, sha256: str, wanted: set[str]) -> str:
    """The commit of the card that was read: the one with its SHA-256, else the newest one with most
    of its labelled sentences; empty if there is none."""
    best, most = "", -1
    for commit, content in versions(clone, path):
        if hashlib.sha256(content).hexdigest() == sha256:
            return commit
        held = len(restored([content], wanted))
        if held > most:
            best, most = commit, held
    return best


def _find(wanted: dict[str, set[str]], clones: Path) -> None:
    """Write in which commits the documents are found."""
    rows = []
    for document, digests in wanted.items():
        repository, path = place_of(document)
        commits = _commits_of_sentences(clones / repository, path, digests)
        rows += [(SENTENCE, document, commit) for commit in commits]
    for document, sha256 in cards().items():
        repository, path = place_of(document)
        digests = wanted.get(document, set())
        commit = _commit_of_card(clones / repository, path, sha256, digests)
        if commit:
            rows.append((WHOLE, document, commit))
    lines = ("\t".join(row) for row in [("what", "file", "commit"), *rows])
    SOURCES.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _contents(what: str, clones: Path) -> Iterator[tuple[str, list[bytes]]]:
    """The documents of `sources.tsv` with their versions, as far as their clones are at hand."""
    found = defaultdict[str, list[bytes]](list)
    for row in _rows(SOURCES.name):
        repository, path = place_of(row["file"])
        if row["what"] != what or not (clones / repository).is_dir():
            continue
        content = content_at(clones / repository, row["commit"], path)
        if content is None:
            print(f"{row['file']} is not at {row['commit']}")
        else:
            found[row["file"]].append(content)
    yield from found.items()


def _write_sentences(wanted: dict[str, set[str]], clones: Path, folder: Path) -> None:
    lines: dict[str, str] = {}
    for document, contents in _contents(SENTENCE, clones):
        texts = restored(contents, wanted[document])
        print(f"{len(texts)}/{len(wanted[document])} {document}")
        for digest, (text, heading) in texts.items():
            entry = {"id": digest, "text": text, "heading": heading}
            lines.setdefault(digest, json.dumps(entry, ensure_ascii=False))
    text = "".join(f"{line}\n" for _, line in sorted(lines.items()))
    (folder / WRITTEN).write_text(text, "utf-8")
    print(f"{len(lines)} of {len(set().union(*wanted.values()))} sentences")


def _write_cards(clones: Path, folder: Path) -> None:
    count = 0
    for document, contents in _contents(WHOLE, clones):
        repository, path = place_of(document)
        target = folder / repository / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents[0])
        count += 1
    print(f"{count} of {len(cards())} cards")


def main() -> None:
    """Write the texts, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clones", type=Path, required=True, help="folder of OWNER/NAME clones")
    parser.add_argument("--texts", type=Path, help="folder to write")
    parser.add_argument("--missing", action="store_true", help="list repositories without a clone")
    parser.add_argument("--find", action="store_true", help="write sources.tsv again")
    options = parser.parse_args()
    wanted = documents()
    if options.missing:
        places = {place_of(document)[0] for document in (*wanted, *cards())}
        print("\n".join(sorted(name for name in places if not (options.clones / name).is_dir())))
    if options.find:
        _find(wanted, options.clones)
    if options.texts:
        options.texts.mkdir(parents=True, exist_ok=True)
        _write_sentences(wanted, options.clones, options.texts)
        _write_cards(options.clones, options.texts)


if __name__ == "__main__":
    main()
