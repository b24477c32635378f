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
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.text.lines import LineSpan
from provenance.weights.facts import WeightFacts

SUBJECT = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/support-7b", revision="1" * 40)
BASE = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="bigorg/base-7b", revision="2" * 40)
TICKETS = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/tickets", revision="3" * 40)
SECRET = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/private-chats")
ORIGIN = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="lost/origin")
ADAPTER = ArtifactRef(
    hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/support-lora", revision="4" * 40
)
MOST_ENTRIES = 2
MODIFIED = "2026-03-04T05:06:07.000Z"

APACHE = Licence(
    id="apache-2.0", spdx="Apache-2.0", ref=None, name="Apache License 2.0", category="permissive"
)
GEMMA = Licence(
    id="gemma",
    spdx=None,
    ref="LicenseRef-gemma",
    name="Gemma Terms of Use",
    category="vendor-community",
    url="https://ai.google.dev/gemma/terms",
)


def readme(ref: ArtifactRef, text: str) -> SourceText:
    return SourceText.decode(ref, "README.md", text.encode())


def record_of(text: str, ref: ArtifactRef = SUBJECT) -> ArtifactRecord:
    """The record of an artefact that has a card and nothing else."""
    document = readme(ref, text)
    return ArtifactRecord(
        snapshot=snapshot(ref, {}, file("README.md")),
        documents={"README.md": document},
        card=parse_card(document.text),
    )


def paragraph(text: str, line: int, **more: Any) -> CardBlock:
    return CardBlock(kind=BlockKind.PARAGRAPH, text=text, span=LineSpan(line, line), **more)


def bullets(line: int, *texts: str, template: bool = False) -> CardBlock:
    items = tuple((text, LineSpan(line + n, line + n)) for n, text in enumerate(texts))
    return CardBlock(
        kind=BlockKind.LIST,
        text="\n".join(texts),
        span=LineSpan(line, line + len(texts) - 1),
        template=template,
        items=items,
    )


def section(title: str, line: int, *blocks: CardBlock) -> CardSection:
    return CardSection(title=title, level=2, span=LineSpan(line, line + 3), blocks=blocks)


def card(fields: Mapping[str, Any], *sections: CardSection) -> Card:
    positions: dict[tuple[str | int, ...], LineSpan] = {
        (key,): LineSpan(line, line) for line, key in enumerate(fields, start=2)
    }
    return Card(
        fields=dict(fields),
        positions=positions,
        front_matter=LineSpan(1, len(fields) + 2),
        sections=sections,
    )


def snapshot(
    ref: ArtifactRef, metadata: Mapping[str, Any], *files: FileEntry, gaps: Iterable[Gap] = ()
) -> Snapshot:
    kind = "datasets/" if ref.kind is Kind.DATASET else ""
    api = f"api/{ref.kind.value}s/{ref.name}"
    stated = {"sha": ref.revision, "lastModified": MODIFIED, **metadata}
    return Snapshot(
        ref=ref,
        url=f"https://huggingface.co/{kind}{ref.name}",
        source=api,
        files=tuple(files),
        metadata=stated,
        gaps=tuple(gaps),
    )


def file(path: str, size: int | None = 10, scan: str | None = None) -> FileEntry:
    return FileEntry(
        path=path, size=size, sha256=hashlib.sha256(path.encode()).hexdigest(), scan=scan
    )


def edge(child: ArtifactRef, parent: ArtifactRef, relation: str, line: int = 3) -> Edge:
    evidence = Evidence(
        artifact=child.purl,
        file="README.md",
        revision=child.revision or "",
        start_line=line,
        end_line=line,
        quote=parent.name,
        sha256="0" * 64,
    )
    return Edge(
        child=child,
        parent=parent,
        relation=relation,
        known_by=("card",),
        confidence="stated",
        evidence=(evidence,),
    )


def claim(
    ref: ArtifactRef, value: str, licence: str | None, source: Source, **more: Any
) -> LicenceClaim:
    file = "LICENSE" if source is Source.TEXT else "README.md"
    return LicenceClaim(
        value=value,
        licence=licence,
        source=source,
        evidence=Evidence(
            artifact=ref.purl,
            file=file,
            revision=ref.revision or "",
            start_line=2,
            end_line=2,
            quote=value,
            sha256="0" * 64,
        ),
        **more,
    )


def lineage(
    records: Iterable[ArtifactRecord],
    edges: Iterable[Edge] = (),
    unread: Mapping[ArtifactRef, str] | None = None,
    inputs: Iterable[ArtifactRef] = (),
) -> Lineage:
    known = {record.ref.unpinned: record for record in records}
    subjects = tuple(inputs) or (next(iter(known.values())).ref,)
    gaps = tuple(gap for record in known.values() for gap in record.gaps)
    return Lineage(
        inputs=tuple((str(ref), ref) for ref in subjects),
        records=known,
        unread=dict(unread or {}),
        edges=tuple(edges),
        gaps=gaps,
    )


def of_card(text: str, **metadata: Any) -> Lineage:
    """The lineage of a model of which only a card is known, and fields of the hub's answer."""
    document = readme(SUBJECT, text)
    made = ArtifactRecord(
        snapshot=snapshot(SUBJECT, metadata, file("README.md")),
        documents={"README.md": document},
        card=parse_card(document.text),
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
        FileEntry(path="notes/a b#c.txt"),
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
            WeightFacts(
                path="model.safetensors",
                format="safetensors",
                parameters=8537680896,
                dtypes={"BF16": 8537680896},
            ),
        ),
        "licence": Conclusion(
            claims=(
                claim(SUBJECT, "Apache License", "apache-2.0", Source.TEXT),
                claim(SUBJECT, "apache-2.0", "apache-2.0", Source.CARD),
            ),
            declared="Apache-2.0",
            concluded="Apache-2.0",
            licences=(APACHE,),
            verdict="agreed",
        ),
    }
    return ArtifactRecord(**values | more)


def base() -> ArtifactRecord:
    """A base whose own parent could not be found; its terms have no SPDX identifier."""
    claims = (claim(BASE, "gemma", "gemma", Source.CARD),)
    return ArtifactRecord(
        snapshot=snapshot(
            BASE,
            {"pipeline_tag": "text-generation"},
            file("README.md"),
            file("model-00001-of-00002.safetensors"),
        ),
        documents={"README.md": readme(BASE, "---\nlicense: gemma\n---\n")},
        card=card({"license": "gemma"}),
        licence=Conclusion(
            claims=claims,
            declared="LicenseRef-gemma",
            concluded="LicenseRef-gemma",
            licences=(GEMMA,),
            verdict="declared-only",
        ),
        gaps=(
            Gap(
                artifact=BASE.purl,
                what="model-00001-of-00002.safetensors",
                reason="gated",
                detail="The header was not read.",
            ),
        ),
    )


def tickets() -> ArtifactRecord:
    """A dataset whose card says that personal data is in it, and another question half answered."""
    quote = "The tickets hold names and e-mail addresses of customers."
    evidence = Evidence(
        artifact=TICKETS.purl,
        file="README.md",
        revision=TICKETS.revision or "",
        start_line=12,
        end_line=12,
        quote=quote,
        sha256="0" * 64,
    )
    return ArtifactRecord(
        snapshot=snapshot(
            TICKETS,
            {"cardData": {"size_categories": ["10K<n<100K"]}},
            file("README.md"),
            file("data/train.parquet"),
        ),
        documents={"README.md": readme(TICKETS, "---\nlanguage: ko\n---\n" + "\n" * 20)},
        card=card(
            {"language": "ko"},
            section("Dataset Summary", 8, paragraph("Support tickets of a shop.", 9)),
            section("Dataset Details", 10, bullets(11, "Curated by: Acme")),
        ),
        disclosures=(
            Disclosure(
                check="PRIV-001",
                artifact=TICKETS.purl,
                grade=Grade.DISCLOSED,
                stance="present",
                evidence=(evidence,),
            ),
            Disclosure(
                check="PRIV-002",
                artifact=TICKETS.purl,
                grade=Grade.PARTIAL,
                stance="unknown",
                evidence=(evidence,),
            ),
            Disclosure(
                check="PRIV-003", artifact=TICKETS.purl, grade=Grade.ABSENT, searched=("README.md",)
            ),
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
        snapshot=snapshot(
            ADAPTER, {"tags": ["gguf"]}, file("adapter_config.json"), file("support-Q4_K_M.gguf")
        ),
        configs={
            "adapter_config.json": {"peft_type": "LORA", "base_model_name_or_path": BASE.name}
        },
        weights=(
            WeightFacts(
                path="support-Q4_K_M.gguf",
                format="gguf",
                parameters=7_000_000,
                dtypes={"Q4_K": 7_000_000},
                metadata={"gemma.context_length": "8192"},
            ),
        ),
        licence=Conclusion(
            claims=(
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
        ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=f"acme/{side}", revision=digit * 40)
        for side, digit in (("left", "5"), ("right", "6"))
    )
    records = [
        ArtifactRecord(snapshot=snapshot(ref, {}, file("README.md")))
        for ref in (SUBJECT, left, right)
    ]
    edges = [edge(SUBJECT, left, "merge"), edge(SUBJECT, right, "merge")]
    edges += [edge(left, BASE, "finetune"), edge(right, BASE, "finetune")]
    return lineage((*records, base()), edges)


def bare(name: str = "acme/nothing-stated") -> Lineage:
    """A repository of which nothing is stated: no card, no configuration, no tags."""
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=name, revision="7" * 40)
    return lineage(
        (
            ArtifactRecord(
                snapshot=Snapshot(
                    ref=ref, url=f"https://huggingface.co/{name}", source=f"api/models/{name}"
                )
            ),
        )
    )


def korean() -> Lineage:
    """A Korean card."""
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/hangul-1b", revision="8" * 40)
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
                snapshot=snapshot(ref, {}, file("README.md")),
                documents={"README.md": document},
                card=card({"language": "ko"}, *sections),
            ),
        )
    )


def folders() -> Lineage:
    """Two folders whose last part is the same."""
    refs = [ArtifactRef(hub=FOLDER, kind=Kind.MODEL, name=f"./{side}/model") for side in ("a", "b")]
    return lineage(
        [ArtifactRecord(snapshot=Snapshot(ref=ref, files=(file("model.gguf"),))) for ref in refs],
        inputs=refs,
    )


def many_files(count: int) -> Lineage:
    """A repository of many files."""
    files = tuple(file(f"data/part-{number:06}.safetensors", number) for number in range(count))
    return lineage((ArtifactRecord(snapshot=snapshot(SUBJECT, {}, *files)),))


def shortened(value: Any) -> Any:
    """A part of a BOM with the first two entries of each list."""
    if isinstance(value, dict):
        return {name: shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shortened(entry) for entry in value[:MOST_ENTRIES]]
    return value
