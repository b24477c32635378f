"""Whether reading takes time in proportion to what is read, whatever a stranger wrote.

    python benchmarks/linear.py [--only READER] [--worst N]

Every reader gets 2 kB and 200 kB of one unit repeated (brackets, dots, pipes, links, backticks,
Hangul, blanks, openings of comments, ...), on one line and on many. A hundred times the bytes may
take 150 times the time and 2 s. Prints the worst and the counts; exits with 1 where one is over.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import product
from types import FrameType
from typing import Any

from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.bom.stamp import Stamp
from provenance.cards import parse_card
from provenance.cards.html_block import read_html
from provenance.conformance.reading import read_bom
from provenance.dossier import Review, write
from provenance.errors import ProvenanceError
from provenance.formats import FORMATS, printable, render
from provenance.hubs import HUGGING_FACE
from provenance.licences.expression import parse_expression
from provenance.licences.names import named_licences
from provenance.licences.texts import identify_text, title_of
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord, assemble
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot, SourceText
from provenance.privacy.plain import read_plain
from provenance.report import Report
from provenance.safeyaml import YamlError, load_yaml
from provenance.scan.mention import UnreadableError
from provenance.scan.readers import READERS as SCAN_READERS
from provenance.spdx import writer as spdx
from provenance.text.sentences import clauses, language, sentences

SMALL, LARGE = 2_000, 200_000
# How much more than in proportion to the bytes it may take, and how long at all.
MOST_TIMES, MOST_SECONDS = 1.5, 2.0
# What takes less is measured too roughly to be compared.
FEWEST_SECONDS = 0.05
GIVE_UP_SECONDS = 6
UNITS = (
    *("[", "]", "(", ")", "((("),
    *("{", "}", "{{", "{%", "<"),
    *(">", "<a ", "<td", "<td>", "</"),
    *("<!--", "-->", "<![CDATA[", "<?", "<div>"),
    *("![", "](", "[a](b)", "[see ", "[^1]: "),
    *("http://", "https://a.b/c ", "www.", "a@", "@"),
    *("|", "||", "| a ", "|-", "a.b"),
    *(".", ". ", "...", "a.", ". A"),
    *("!", "! ", "?", ",", ", "),
    *(";", ":", ": ", "::", "a: "),
    *("#", "# ", "## a\n", "=", "==="),
    *("-", "- ", "* ", "1. ", "1."),
    *("*", "**a", "*_*", "_", "~"),
    *("`", "``", "```\n", "~~~", "---\n"),
    *('"', "'", '"a" ', "\\", "\\["),
    *("&", "&#", "&amp;", "$$", "%41"),
    *("0", "12 ", "1,000", "0x", "v1"),
    *(" ", "\t", "\r", "\u00a0", "\u200b"),
    *("\n", " \n", "\n\n", "  \n", "\ufffd"),
    *("a", "A ", "a-", "a/b ", "a_b"),
    *("가", "가 ", "가나다", ". 가", "라이선스 "),
    *("not ", "no ", "and ", "license ", "licensed under "),
    *("personal data ", "names, ", "fine-tuned on ", "based on ", "the model "),
    *("개인정보 ", "없습니다. ", "학습 데이터", "> ", "\U0001f600"),
)
SHAPES: dict[str, Callable[[str], str]] = {
    "one line": lambda unit: unit,
    "many lines": lambda unit: unit if unit.endswith("\n") else f"{unit}\n",
    "long lines": lambda unit: f"{(unit * 800)[:800]}\n",
}
MODEL = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/thing-7b", revision="0" * 40)
DATASET = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/things", revision="0" * 40)
DAY = datetime(2026, 1, 1, tzinfo=UTC)
FRONT = "---\nlicense: mit\n---\n"


class TooLongError(Exception):
    """A reader was stopped, since it would take too long."""


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of one reader for one unit in one shape: for the large text, and for the small one
    where the large one took long enough to be compared."""

    reader: str
    unit: str
    shape: str
    large: float
    small: float | None

    @property
    def times(self) -> float:
        return self.large / self.small if self.small else 0.0

    def is_over(self, most: float) -> bool:
        return self.large > MOST_SECONDS or self.times > most

    def __str__(self) -> str:
        place = f"{self.reader:34} {self.unit[:16]!r:20} {self.shape:10}"
        return f"{place} {self.large:7.3f} s {self.times:7.1f} times"


def repeated(unit: str, size: int) -> str:
    """About `size` bytes of UTF-8."""
    return unit * max(size // len(unit.encode()), 1)


def record(files: Mapping[str, str], answer: Mapping[str, Any], ref: ArtifactRef) -> ArtifactRecord:
    """An artefact that holds these files, read."""
    entries = tuple(FileEntry(path=path) for path in sorted(files))
    snapshot = Snapshot(
        ref=ref, url="https://hub/acme/thing", source="/api/acme", files=entries, metadata=answer
    )
    return assemble(snapshot, {path: text.encode() for path, text in files.items()})


def lineage(files: Mapping[str, str], ref: ArtifactRef = MODEL, **answer: Any) -> Lineage:
    """The same as a lineage of one."""
    read = record(files, answer, ref)
    return Lineage(
        inputs=((str(ref), ref),), records={ref.unpinned: read}, unread={}, edges=(), gaps=read.gaps
    )


Reader = Callable[[str], object]


def in_card(template: str, ref: ArtifactRef = MODEL) -> Callable[[str], Lineage]:
    """Reads a card that has the text where the template has `@@`."""
    return lambda text: lineage({"README.md": template.replace("@@", text)}, ref)


PLACES: dict[str, Callable[[str], Lineage]] = {
    "card body": in_card(f"{FRONT}@@"),
    "card section": in_card(f"{FRONT}# Thing 7B\n\n## Training data\n\n@@\n\n## Licence\n\n@@"),
    "dataset card section": in_card(
        f"{FRONT}# Things\n\n### Personal and Sensitive Information\n\n@@\n", DATASET
    ),
    "card cell": in_card(f"{FRONT}# Thing 7B\n\n| Model | Value |\n|---|---|\n| Thing 7B | @@ |\n"),
    "front matter value": in_card("---\nlicense: @@\nbase_model: x\n---\n# Thing\n"),
    "front matter text": lambda text: lineage(
        {"README.md": f"---\nextra_gated_prompt: {json.dumps(text)}\nlicense_name: x\n---\n# A\n"}
    ),
    "LICENSE": lambda text: lineage({"README.md": FRONT, "LICENSE": text}),
    "NOTICE": lambda text: lineage({"README.md": FRONT, "NOTICE": text}),
    "PRIVACY.md": lambda text: lineage({"README.md": FRONT, "PRIVACY.md": text}),
    "MODEL_CARD.md": lambda text: lineage({"README.md": FRONT, "MODEL_CARD.md": text}),
    "config.json": lambda text: lineage(
        {"README.md": FRONT, "config.json": json.dumps({"_name_or_path": text, "model_type": text})}
    ),
    "mergekit_config.yml": lambda text: lineage({"README.md": FRONT, "mergekit_config.yml": text}),
    "API text fields": lambda text: lineage(
        {"README.md": FRONT},
        tags=[text, f"license:{text}", f"base_model:{text}", f"arxiv:{text}"],
        pipeline_tag=text,
        library_name=text,
        cardData={"license": text, "base_model": text, "extra_gated_prompt": text},
        gated=text,
        lastModified=text,
    ),
}


def showing(report: Report) -> None:
    """Every format, and the record in Korean."""
    for name in FORMATS:
        render(report, name)
    write(Review(report=report, lang="ko"), "html")


def plainly(text: str) -> None:
    document = SourceText.decode(MODEL, "PRIVACY.md", text.encode())
    read_plain(document, "privacy")


def spoken(text: str) -> None:
    for sentence in sentences(text):
        clauses(sentence, "en")
        clauses(sentence, "ko")
        language(sentence)


def yaml_of(text: str) -> None:
    with suppress(YamlError):
        load_yaml(text)


def scanned(reader: Callable[[str], Iterator[Any]]) -> Reader:
    """Reads a file of a project, or says that it cannot be read."""

    def read(text: str) -> None:
        with suppress(UnreadableError):
            list(reader(text))

    return read


def bom_of(form: str) -> Reader:
    """Reads a document in which the text stands as a name."""

    def read(text: str) -> None:
        with suppress(ProvenanceError):
            read_bom(form.replace("@@", text).encode(), "a.json")

    return read


def bom_name(text: str) -> None:
    bom_of('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [@@]}')(
        json.dumps({"type": "library", "name": text, "purl": text, "cpe": text})
    )


SMALL_READERS: dict[str, Reader] = {
    "card parser": parse_card,
    "html block": lambda text: read_html(text, 1),
    "licence text": lambda text: (identify_text(text), title_of(text)),
    "licence names": lambda text: (named_licences(text), parse_expression(text)),
    "privacy file": plainly,
    "sentences": spoken,
    "safeyaml": yaml_of,
    "terminal cleaning": printable,
    "bill as JSON": bom_of("@@"),
    "bill as XML": bom_of('<bom xmlns="http://cyclonedx.org/schema/bom/1.6">@@</bom>'),
    "name in a bill": bom_name,
    **{f"scan {row.pattern.pattern[:20]}": scanned(row.reader) for row in SCAN_READERS},
}


def seconds(action: Callable[[], object]) -> float:
    """Processor time of an action; what was stopped has taken all that it may."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, GIVE_UP_SECONDS)
    start = time.process_time()
    try:
        action()
    except TooLongError:
        return GIVE_UP_SECONDS
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - start


def average(action: Callable[[], object]) -> float:
    """Processor time of a short action, repeated until the clock can measure it."""
    rounds, total = 0, 0.0
    while total < FEWEST_SECONDS:
        total += seconds(action)
        rounds += 1
    return total / rounds


def measure(name: str, unit: str, shape: str, read: Reader, large: int) -> Result:
    """One reader with one unit in one shape."""
    text = SHAPES[shape](unit)
    written = repeated(text, large)
    taken = seconds(lambda: read(written))
    if not FEWEST_SECONDS < taken <= MOST_SECONDS:
        return Result(reader=name, unit=unit, shape=shape, large=taken, small=None)
    short = repeated(text, SMALL)
    return Result(
        reader=name, unit=unit, shape=shape, large=taken, small=average(lambda: read(short))
    )


def whole(
    name: str, unit: str, shape: str, place: Callable[[str], Lineage], large: int
) -> Iterator[Result]:
    """One place of an artefact: read and judged, then shown, then as AIBOM. What is too slow to
    read is not shown."""
    text = SHAPES[shape](unit)
    sizes = (repeated(text, large), repeated(text, SMALL))
    read: dict[str, tuple[Lineage, Report]] = {}

    def audit(written: str) -> None:
        traced = place(written)
        read[written] = traced, judge(traced)

    stages: dict[str, Reader] = {
        "audit": audit,
        "shown": lambda written: showing(read[written][1]),
        "aibom": lambda written: encode(read[written][0]),
        "spdx": lambda written: spdx.encode(read[written][0], stamp=Stamp(timestamp=DAY)),
    }
    for stage, act in stages.items():
        if stage != "audit" and sizes[0] not in read:
            return
        taken = seconds(partial(act, sizes[0]))
        small = None
        if FEWEST_SECONDS < taken <= MOST_SECONDS:
            if sizes[1] not in read:
                audit(sizes[1])
            small = average(partial(act, sizes[1]))
        yield Result(reader=f"{name}: {stage}", unit=unit, shape=shape, large=taken, small=small)


def results(options: argparse.Namespace) -> Iterator[Result]:
    """All of them, as they are measured."""
    cases = list(product(UNITS, SHAPES))[options.part - 1 :: options.of]
    for unit, shape in cases:
        for name, read in SMALL_READERS.items():
            if options.only in name:
                yield measure(name, unit, shape, read, options.bytes)
        for name, place in PLACES.items():
            if options.only in name:
                yield from whole(name, unit, shape, place, options.bytes)


def warm_up() -> None:
    """Read and write everything once: word lists and schemas are compiled at their first use."""
    text = "Names, e-mail addresses. 개인정보를 포함하지 않습니다. Licensed under MIT.\n"
    for read in SMALL_READERS.values():
        read(text)
    for place in PLACES.values():
        traced = place(text)
        showing(judge(traced))
        encode(traced)
        spdx.encode(traced, stamp=Stamp(timestamp=DAY))


def main() -> int:
    """Measure, and print the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="readers whose name holds this")
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--bytes", type=int, default=LARGE)
    parser.add_argument("--part", type=int, default=1, help="which part of the cases, from 1")
    parser.add_argument("--of", type=int, default=1, help="into how many parts they are divided")
    options = parser.parse_args()
    most = MOST_TIMES * options.bytes / SMALL
    warm_up()
    found = list(results(options))
    for result in sorted(found, key=lambda result: -result.large)[: options.worst]:
        print(result)
    over = [result for result in found if result.is_over(most)]
    for result in sorted(over, key=lambda result: -result.times)[: options.worst]:
        print("over:", result)
    print(f"{len(found)} measured, {len(over)} over {MOST_SECONDS:g} s or {most:g} times")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
