"""Lineages made by hand, for the tests of bills of materials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from provenance.cards import parse_card
from provenance.hubs import FOLDER, HUGGING_FACE
from provenance.licences.claim import Conclusion, Licence, LicenceClaim, Source
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, Kind, Snapshot, SourceText
from provenance.model.card import BlockKind, Card, CardBlock, CardSection, CardSpan
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.weights.facts import WeightFacts

SUBJECT = ArtifactRef(HUGGING_FACE, Kind.MODEL, "acme/support-7b", "1" * 40)
BASE = ArtifactRef(HUGGING_FACE, Kind.MODEL, "bigorg/base-7b", "2" * 40)
TICKETS = ArtifactRef(HUGGING_FACE, Kind.DATASET, "acme/tickets", "3" * 40)
SECRET = ArtifactRef(HUGGING_FACE, Kind.DATASET, "acme/private-chats")
ORIGIN = ArtifactRef(HUGGING_FACE, Kind.MODEL, "lost/origin")
ADAPTER = ArtifactRef(HUGGING_FACE, Kind.MODEL, "acme/support-lora", "4" * 40)
MODIFIED = "2026-03-04T05:06:07.000Z"

APACHE = Licence("apache-2.0", "Apache-2.0", None, "Apache License 2.0", "permissive")
GEMMA = Licence(
    "gemma",
    None,
    "LicenseRef-gemma",
    "Gemma Terms of Use",
    "vendor-community",
    "https://ai.google.dev/gemma/terms",
)


def readme(ref: ArtifactRef, text: str) -> SourceText:
    return SourceText.decode(ref, "README.md", text.encode())


def paragraph(text: str, line: int, **more: Any) -> CardBlock:
    return CardBlock(BlockKind.PARAGRAPH, text, CardSpan(line, line), **more)


def bullets(line: int, *texts: str, template: bool = False) -> CardBlock:
    items = tuple((text, CardSpan(line + n, line + n)) for n, text in enumerate(texts))
    return CardBlock(
        BlockKind.LIST,
        "\n".join(texts),
        CardSpan(line, line + len(texts) - 1),
        template,
        items=items,
    )


def section(title: str, line: int, *blocks: CardBlock) -> CardSection:
    return CardSection(title, 2, CardSpan(line, line + 3), blocks)


def card(fields: Mapping[str, Any], *sections: CardSection) -> Card:
    positions = {(key,): CardSpan(n, n) for n, key in enumerate(fields, start=2)}
    return Card(dict(fields), positions, CardSpan(1, len(fields) + 2), sections)  # type: ignore[arg-type]


def snapshot(
    ref: ArtifactRef, metadata: Mapping[str, Any], *files: FileEntry, gaps: Iterable[Gap] = ()
) -> Snapshot:
    kind = "datasets/" if ref.kind is Kind.DATASET else ""
    api = f"api/{ref.kind.value}s/{ref.name}"
    stated = {"sha": ref.revision, "lastModified": MODIFIED, **metadata}
    return Snapshot(
        ref, f"https://huggingface.co/{kind}{ref.name}", api, tuple(files), stated, tuple(gaps)
    )


def file(path: str, size: int | None = 10, scan: str | None = None) -> FileEntry:
    return FileEntry(path, size, hashlib.sha256(path.encode()).hexdigest(), scan)


def edge(child: ArtifactRef, parent: ArtifactRef, relation: str, line: int = 3) -> Edge:
    evidence = Evidence(
        child.purl, "README.md", child.revision or "", line, line, parent.name, "0" * 64
    )
    return Edge(child, parent, relation, ("card",), "stated", (evidence,))


def claim(
    ref: ArtifactRef, value: str, licence: str | None, source: Source, **more: Any
) -> LicenceClaim:
    file = "LICENSE" if source is Source.TEXT else "README.md"
    return LicenceClaim(
        value,
        licence,
        source,
        Evidence(ref.purl, file, ref.revision or "", 2, 2, value, "0" * 64),
        **more,
    )


def lineage(
    records: Iterable[ArtifactRecord],
    edges: Iterable[Edge] = (),
    unread: Mapping[ArtifactRef, str] | None = None,
    inputs: Iterable[ArtifactRef] = (),
) -> Lineage:
    known = {record.ref.unpinned: record for record in records}
    asked = tuple(inputs) or (next(iter(known.values())).ref,)
    gaps = tuple(gap for record in known.values() for gap in record.gaps)
    return Lineage(
        tuple((str(ref), ref) for ref in asked), known, dict(unread or {}), tuple(edges), gaps
    )


def of_card(text: str, **metadata: Any) -> Lineage:
    """The lineage of a model of which only a card is known, and fields of the hub's answer."""
    document = readme(SUBJECT, text)
    made = ArtifactRecord(
        snapshot(SUBJECT, metadata, file("README.md")),
        {"README.md": document},
        parse_card(document.text),
    )
    return lineage((made,))


SUBJECT_CARD = """---
license: apache-2.0
pipeline_tag: text-generation
language: [en, ko, kor]
---
"""


def subject(**more: Any) -> ArtifactRecord:
    """A documented fine-tune with everything a hub says of it."""
    fields = {
        "license": "apache-2.0",
        "pipeline_tag": "text-generation",
        "language": ["en", "ko", "kor"],
        "tags": ["support", "chat"],
        "co2_eq_emissions": {
            "emissions": 12.5,
            "source": "codecarbon",
            "hardware_used": "1 x A100",
        },
        "model-index": [
            {
                "name": "support-7b",
                "results": [
                    {
                        "task": {"type": "text-generation"},
                        "dataset": {"name": "Ticket Bench", "type": "acme/bench", "split": "test"},
                        "metrics": [
                            {"type": "accuracy", "value": 0.845},
                            {"type": "verdict", "value": [1, 2]},
                        ],
                    }
                ],
            }
        ],
    }
    sections = (
        section(
            "Model Description",
            10,
            paragraph("It answers support tickets. Trained on 12k tickets.", 11),
        ),
        section(
            "Uses",
            14,
            paragraph("Answering customers of a shop.", 15),
            bullets(16, "Drafts", "Summaries"),
        ),
        section(
            "Bias, Risks, and Limitations", 20, paragraph("It may be wrong about refunds.", 21)
        ),
        section("Out-of-Scope Use", 24, paragraph("[More Information Needed]", 25, template=True)),
        section(
            "Model Details",
            28,
            bullets(29, "Developed by: Acme Support Lab", "Curated by: [More Information Needed]"),
        ),
    )
    metadata = {
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "gated": "manual",
        "tags": ["arxiv:2305.14314", "doi:10.57967/hf/1", "region:us", "arxiv:none"],
        "safetensors": {"parameters": {"BF16": 8537680896}, "total": 8537680896},
        "config": {"model_type": "gemma", "architectures": ["GemmaForCausalLM"]},
    }
    files = (
        file("LICENSE"),
        file("README.md", 300),
        file("config.json"),
        file("model.safetensors", 17_075_361_792, "safe"),
        FileEntry("notes/a b#c.txt"),
        file("pytorch_model.bin", 17_000_000_000, "unsafe"),
    )
    values: dict[str, Any] = {
        "snapshot": snapshot(SUBJECT, metadata, *files),
        "documents": {"README.md": readme(SUBJECT, SUBJECT_CARD + "\n" * 40)},
        "card": card(fields, *sections),
        "configs": {
            "config.json": {
                "model_type": "gemma",
                "hidden_size": 3072,
                "transformers_version": "4.38.0",
            }
        },
        "weights": (
            WeightFacts("model.safetensors", "safetensors", 8537680896, {"BF16": 8537680896}),
        ),
        "licence": Conclusion(
            (
                claim(SUBJECT, "Apache License", "apache-2.0", Source.TEXT),
                claim(SUBJECT, "apache-2.0", "apache-2.0", Source.CARD),
            ),
            "Apache-2.0",
            "Apache-2.0",
            (APACHE,),
            "agreed",
        ),
    }
    return ArtifactRecord(**values | more)


def base() -> ArtifactRecord:
    """A base whose own parent could not be found; its terms have no SPDX identifier."""
    said = (claim(BASE, "gemma", "gemma", Source.CARD),)
    return ArtifactRecord(
        snapshot(
            BASE,
            {"pipeline_tag": "text-generation"},
            file("README.md"),
            file("model-00001-of-00002.safetensors"),
        ),
        {"README.md": readme(BASE, "---\nlicense: gemma\n---\n")},
        card({"license": "gemma"}),
        licence=Conclusion(
            said,
            "LicenseRef-gemma",
            "LicenseRef-gemma",
            (GEMMA,),
            "declared-only",
        ),
        gaps=(
            Gap(BASE.purl, "model-00001-of-00002.safetensors", "gated", "The header was not read."),
        ),
    )


def tickets() -> ArtifactRecord:
    """A dataset whose card says that personal data is in it, and another question half answered."""
    quote = "The tickets hold names and e-mail addresses of customers."
    said = Evidence(TICKETS.purl, "README.md", TICKETS.revision or "", 12, 12, quote, "0" * 64)
    return ArtifactRecord(
        snapshot(
            TICKETS,
            {"cardData": {"size_categories": ["10K<n<100K"]}},
            file("README.md"),
            file("data/train.parquet"),
        ),
        {"README.md": readme(TICKETS, "---\nlanguage: ko\n---\n" + "\n" * 20)},
        card(
            {"language": "ko"},
            section("Dataset Summary", 8, paragraph("Support tickets of a shop.", 9)),
            section("Dataset Details", 10, bullets(11, "Curated by: Acme")),
        ),
        disclosures=(
            Disclosure("PRIV-001", TICKETS.purl, Grade.DISCLOSED, "present", (said,)),
            Disclosure("PRIV-002", TICKETS.purl, Grade.PARTIAL, "unknown", (said,)),
            Disclosure("PRIV-003", TICKETS.purl, Grade.ABSENT, searched=("README.md",)),
        ),
    )


def fine_tune() -> Lineage:
    """Subject → base → (not found); two datasets, one of them gated."""
    edges = (
        edge(SUBJECT, BASE, "finetune"),
        edge(SUBJECT, SECRET, "dataset", 4),
        edge(SUBJECT, TICKETS, "dataset", 5),
        edge(BASE, ORIGIN, "base"),
    )
    return lineage((subject(), base(), tickets()), edges, {SECRET: "gated", ORIGIN: "not-found"})


def adapter() -> Lineage:
    """An adapter with a quantised weight file, on the same base; its licence has nothing but a name
    of its own."""
    record = ArtifactRecord(
        snapshot(
            ADAPTER, {"tags": ["gguf"]}, file("adapter_config.json"), file("support-Q4_K_M.gguf")
        ),
        configs={
            "adapter_config.json": {"peft_type": "LORA", "base_model_name_or_path": BASE.name}
        },
        weights=(
            WeightFacts(
                "support-Q4_K_M.gguf",
                "gguf",
                7_000_000,
                {"Q4_K": 7_000_000},
                {"gemma.context_length": "8192"},
            ),
        ),
        licence=Conclusion(
            (
                claim(
                    ADAPTER,
                    "other",
                    None,
                    Source.CARD,
                    name="Acme Terms",
                    link="https://acme.example/terms",
                ),
            ),
            verdict="unresolved",
        ),
    )
    return lineage(
        (record, base()),
        (edge(ADAPTER, BASE, "adapter"), edge(BASE, ORIGIN, "base")),
        {ORIGIN: "not-found"},
    )


def merge() -> Lineage:
    """Two fine-tunes of one base, merged: a diamond."""
    left, right = (
        ArtifactRef(HUGGING_FACE, Kind.MODEL, f"acme/{side}", digit * 40)
        for side, digit in (("left", "5"), ("right", "6"))
    )
    records = [
        ArtifactRecord(snapshot(ref, {}, file("README.md"))) for ref in (SUBJECT, left, right)
    ]
    edges = [edge(SUBJECT, left, "merge"), edge(SUBJECT, right, "merge")]
    edges += [edge(left, BASE, "finetune"), edge(right, BASE, "finetune")]
    return lineage((*records, base()), edges)


def bare(name: str = "acme/nothing-stated") -> Lineage:
    """A repository of which nothing is stated: no card, no configuration, no tags."""
    ref = ArtifactRef(HUGGING_FACE, Kind.MODEL, name, "7" * 40)
    return lineage(
        (ArtifactRecord(Snapshot(ref, f"https://huggingface.co/{name}", f"api/models/{name}")),)
    )


def korean() -> Lineage:
    """A Korean card."""
    ref = ArtifactRef(HUGGING_FACE, Kind.MODEL, "acme/hangul-1b", "8" * 40)
    document = readme(ref, "---\nlanguage: ko\n---\n" + "\n" * 30)
    sections = (
        section("모델 설명", 5, paragraph("고객 상담에 답하는 모델입니다.", 6)),
        section("용도", 8, paragraph("상담원의 답변 초안을 작성합니다.", 9)),
        section("한계", 11, bullets(12, "환불 규정을 틀릴 수 있습니다.", "사투리에 약합니다.")),
        section("윤리적 고려 사항", 15, paragraph("사람의 검토가 필요합니다.", 16)),
    )
    return lineage(
        (
            ArtifactRecord(
                snapshot(ref, {}, file("README.md")),
                {"README.md": document},
                card({"language": "ko"}, *sections),
            ),
        )
    )


def folders() -> Lineage:
    """Two folders whose last part is the same."""
    refs = [ArtifactRef(FOLDER, Kind.MODEL, f"./{side}/model") for side in ("a", "b")]
    return lineage(
        [ArtifactRecord(Snapshot(ref, files=(file("model.gguf"),))) for ref in refs], inputs=refs
    )


def many_files(count: int) -> Lineage:
    """A repository of many files."""
    files = tuple(file(f"data/part-{number:06}.safetensors", number) for number in range(count))
    return lineage((ArtifactRecord(snapshot(SUBJECT, {}, *files)),))
