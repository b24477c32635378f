"""Everything known about one artefact: its hub's statements, its files' statements, its gaps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from provenance.cards import parse_card
from provenance.collector import collector_paused
from provenance.errors import HubError, OverdueError
from provenance.licences import (
    conclude,
    metadata_roots,
    unparsed_metadata,
    unread_statements,
    unread_texts,
)
from provenance.licences.claim import Conclusion
from provenance.lineage.chat_templates import (
    MOST_TEMPLATE_FILES,
    chat_templates,
    is_template_file,
    unread_templates,
)
from provenance.lineage.config_files import (
    REQUIREMENTS,
    config_paths,
    parse_configs,
    text_limit,
    unread_configs,
)
from provenance.lineage.extent import long_passages, within_limits
from provenance.lineage.part_indexes import index_gaps
from provenance.lineage.side_texts import (
    is_other_card,
    pages,
    texts_beside_weights,
    unread_beside,
)
from provenance.lineage.wanted import TOKENIZER_RANGE, Wanted
from provenance.lineage.weight_files import examined_files, is_candidate, weight_gaps
from provenance.messages import message
from provenance.model.artifact import (
    ADAPTER_CONFIG,
    CARD,
    ArtifactId,
    ArtifactRef,
    Gap,
    Kind,
    Snapshot,
    SourceText,
)
from provenance.model.budget import UNLIMITED, Budget
from provenance.model.card import Card
from provenance.model.fault import in_full
from provenance.parents import (
    BASE,
    CONFIG,
    HUB_CARD,
    MERGE_CONFIGS,
    MOST_CODE_FILES,
    Parent,
    adapter_sign,
    code_files,
    derived_sign,
    file_parents,
    hub_parents,
    missing_base,
    training_files,
    unaddressed_sources,
    unnamed_conversions,
    unread_code_files,
    unread_data_pages,
    unread_training,
)
from provenance.privacy import (
    assess_disclosures,
    croissant_gaps,
    is_croissant_file,
)
from provenance.privacy.disclosure import Disclosure
from provenance.privacy.unread_prose import unread_prose
from provenance.signatures import SIGNATURE, SignatureFacts, read_facts
from provenance.stated import (
    HEADER_KEYS,
    INFOS,
    NOT_UNDERSTOOD,
    gaps_of,
    texts,
    with_known_keys,
)
from provenance.weights import TOKENIZER, ChatTemplate, Examined, WeightFacts, is_weights

_CODE_SUFFIX = ".py"
_DATA_SUFFIXES = frozenset({".cff", ".json", ".yaml", ".yml", ".toml", ".jsonld"})
# A card of thousands of long lines has the same problem on each line.
MOST_CARD_GAPS = 10
_MADE = {"finetune": "fine-tune", "adapter": "adapter", "quantized": "quantized", "merge": "merge"}


# https://huggingface.co/tasks: pipeline tags for more than text, and for text only.
_MULTIMODAL = (
    "any-to-any",
    "image-text-to-text",
    "video-text-to-text",
    "audio-text-to-text",
    "visual-question-answering",
)
_TEXT = (
    "text-generation",
    "text-classification",
    "text2text-generation",
    "token-classification",
    "translation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactRecord:
    """Everything known about one artefact.

    Attributes:
        snapshot: The hub's answer.
        documents: Texts that were read, by path (README.md, licence texts, config.json,
            adapter_config.json).
        card: The parsed card; None if there is none or it could not be fetched.
        configs: Parsed JSON files by path.
        weights: Header facts of the weight files that were read.
        examined: Results of examining the bytes of weight files, by path.
        templates: Its chat templates.
        signature: Facts of its signature; None if it has none.
        licence: Licence claims and conclusion.
        disclosures: Graded questions about personal data.
        parents: The parents that it states.
        named_by_hub: Those that its hub names.
        gaps: What could not be read.
        other_cards: Parsed model cards other than README.md, such as MODEL_CARD.md, by path.
    """

    snapshot: Snapshot
    documents: Mapping[str, SourceText] = field(default_factory=lambda: MappingProxyType({}))
    card: Card | None = None
    configs: Mapping[str, Mapping[str, object]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    weights: tuple[WeightFacts, ...] = ()
    licence: Conclusion = field(default_factory=Conclusion)
    disclosures: tuple[Disclosure, ...] = ()
    parents: tuple[Parent, ...] = ()
    named_by_hub: tuple[Parent, ...] = ()
    gaps: tuple[Gap, ...] = ()
    other_cards: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))
    examined: Mapping[str, Examined] = field(default_factory=lambda: MappingProxyType({}))
    templates: tuple[ChatTemplate, ...] = ()
    signature: SignatureFacts | None = None

    @property
    def ref(self) -> ArtifactRef:
        """The artefact, pinned to the commit that was read."""
        return self.snapshot.ref

    @property
    def purl(self) -> ArtifactId:
        """The artefact's canonical identity, pinned."""
        return self.snapshot.ref.purl

    @property
    def adapter_sign(self) -> str:
        """What identifies the model as an adapter: a file or `library_name`; empty if nothing."""
        return adapter_sign(self.snapshot, self.card) or _adapter_file(self.snapshot, self.weights)

    @property
    def derived_sign(self) -> tuple[str, str]:
        """What else shows that the model was made from another one, and the file that has it; see
        `provenance.parents.derived_sign`."""
        return derived_sign(self.snapshot, self.card, self.configs.get(CONFIG, {}))

    def content_of(self, path: str) -> str:
        """The format of a weight file by its bytes; empty if undetermined or unread."""
        examined = self.examined.get(path)
        return examined.content if examined else ""

    @property
    def budget(self) -> Budget:
        """The time budget for reading its texts."""
        return next((document.budget for document in self.documents.values()), UNLIMITED)

    @property
    def is_multimodal(self) -> bool | None:
        """Whether the model handles more than text, by its hub, card or configuration; None if they
        do not say."""
        towers = ("vision_config", "audio_config")
        if any(tower in config for config in self.configs.values() for tower in towers):
            return True
        on_card = self.card.fields.get("pipeline_tag") if self.card else None
        of_hub = texts(self.snapshot.metadata.get("pipeline_tag")).texts
        tasks = frozenset(of_hub or texts(on_card).texts)
        if tasks.intersection(_MULTIMODAL):
            return True
        return False if tasks and tasks.issubset(_TEXT) else None

    @property
    def card_document(self) -> SourceText | None:
        """The card's text, for evidence."""
        return self.documents.get(CARD)

    @property
    def sheets(self) -> tuple[tuple[Card, SourceText], ...]:
        """All prose descriptions of the artefact with their text: README.md first, then the
        others."""
        cards = ({CARD: self.card} if self.card else {}) | dict(self.other_cards)
        return tuple(
            (card, self.documents[path]) for path, card in cards.items() if path in self.documents
        )


def wanted(snapshot: Snapshot, subject: bool) -> tuple[Wanted, ...]:
    """Which listed files to read; files that are not listed are never requested.

    Args:
        snapshot: The hub's answer.
        subject: Whether it is a subject of the run. Of ancestors the same texts are read, and no
            configurations but those that may name a base, if the hub names none.
    """
    listed = {entry.path for entry in snapshot.files}
    paths = texts_beside_weights(listed)
    if snapshot.ref.kind is Kind.DATASET:
        paths.append(INFOS)
    if snapshot.ref.kind is Kind.MODEL:
        paths += _model_files(snapshot, listed, subject)
    files = [Wanted(path=path, limit=text_limit(path)) for path in paths if path in listed]
    if snapshot.ref.kind is Kind.MODEL and subject:
        files += _examined_for_subject(snapshot, {file.path for file in files})
    return tuple(files)


def _model_files(snapshot: Snapshot, listed: set[str], subject: bool) -> list[str]:
    """Configurations, merge recipes, templates and code: of an ancestor only those that may name a
    base that the hub does not name."""
    configs = config_paths(snapshot)
    if subject:
        templates = sorted(filter(is_template_file, listed))
        others = (*MERGE_CONFIGS, *training_files(listed), SIGNATURE, REQUIREMENTS)
        code = code_files(entry.path for entry in snapshot.files if entry.kept)
        return [
            *configs,
            *others,
            *templates[:MOST_TEMPLATE_FILES],
            *code[:MOST_CODE_FILES],
        ]
    if _has_base(snapshot):
        return []
    adapters = (path for path in configs if path.endswith(ADAPTER_CONFIG))
    return [*adapters, *MERGE_CONFIGS, *training_files(listed)]


def _examined_for_subject(snapshot: Snapshot, as_text: set[str]) -> list[Wanted]:
    """The starts of weight files and, if the hub names no base, of the tokenizer."""
    examined = examined_files(entry for entry in snapshot.files if entry.path not in as_text)
    tokenizer = snapshot.file(TOKENIZER)
    if tokenizer is None or not tokenizer.kept or _has_base(snapshot):
        return list(examined)
    start = Wanted(path=TOKENIZER, limit=TOKENIZER_RANGE, prefix=True, weights=True)
    return [*examined, start]


def _adapter_file(snapshot: Snapshot, weights: Sequence[WeightFacts]) -> str:
    """The first weight file whose tensors are those of an adapter; empty if another file may hold
    the model itself."""
    if snapshot.ref.kind is not Kind.MODEL or not all(facts.adapter for facts in weights):
        return ""
    read = {facts.path for facts in weights}
    if any(is_weights(entry.path) and entry.path not in read for entry in snapshot.files):
        return ""
    return min(read, default="")


def _has_base(snapshot: Snapshot) -> bool:
    parents, _ = hub_parents(snapshot)
    return any(parent.is_base for parent in parents)


@collector_paused()
def assemble(
    snapshot: Snapshot,
    bodies: Mapping[str, bytes | Examined | HubError],
    budget: Budget = UNLIMITED,
) -> ArtifactRecord:
    """Build the record of an artefact from its fetched files. Pure: no network, no clock.

    Args:
        snapshot: The hub's answer.
        bodies: For each path of `wanted`: its bytes, the result of examining the start of a weight
            file, or why it could not be fetched.
        budget: Time limit. A file that takes longer is skipped and leaves a gap.
    """
    left = dict(bodies)
    while True:
        try:
            with budget.running():
                return _assembled(snapshot, left, budget)
        except OverdueError as late:
            left[late.path] = late


def _assembled(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError], budget: Budget
) -> ArtifactRecord:
    examined = {path: body for path, body in bodies.items() if isinstance(body, Examined)}
    weights = [body.facts for body in examined.values() if body.facts]
    gaps = [*snapshot.gaps, *weight_gaps(snapshot, bodies)]
    intact = _intact(snapshot, bodies, gaps)
    bundle = intact.pop(SIGNATURE, b"")
    documents = _decoded(snapshot, intact, budget, gaps)
    card = _card(documents[CARD]) if CARD in documents else None
    gaps += _card_gaps(snapshot, CARD, card)
    configs = parse_configs(snapshot, documents, gaps)
    gaps += unread_configs(snapshot, bodies)
    gaps += index_gaps(snapshot, configs, gaps, weights)
    header_texts = {facts.path: with_known_keys(facts.metadata, HEADER_KEYS) for facts in weights}
    gaps += gaps_of(snapshot, card, documents, configs)
    gaps += unread_templates(snapshot.ref.purl, configs)
    for path, document in documents.items():
        if is_croissant_file(path):
            gaps += croissant_gaps(document)
    gaps += unread_texts(snapshot, documents, read_paths=bodies)
    gaps += unread_beside(snapshot, requested=bodies)
    from_files = file_parents(snapshot, card, documents, configs, header_texts)
    of_hub = hub_parents(snapshot)
    stated, unnamed = _together(from_files, of_hub)
    gaps += unnamed
    gaps += unaddressed_sources(snapshot.ref, header_texts, stated)
    gaps += unnamed_conversions(snapshot, header_texts, stated)
    gaps += unread_data_pages(snapshot.ref, card, stated)
    if snapshot.ref.kind is Kind.MODEL:
        gaps += unread_training(snapshot.ref, documents, stated)
        gaps += unread_code_files(snapshot, documents, configs, requested=bodies)
    adapter = adapter_sign(snapshot, card) or _adapter_file(snapshot, weights)
    derived, _ = derived_sign(snapshot, card, configs.get(CONFIG, {}))
    gaps += missing_base(snapshot, stated, tuple(gaps), adapter=adapter, derived=derived)
    other_cards = {path: _card(documents[path]) for path in filter(is_other_card, documents)}
    for path, other in other_cards.items():
        gaps += _card_gaps(snapshot, path, other)
    if card:
        gaps += long_passages(card, documents[CARD])
    for path, other in other_cards.items():
        gaps += long_passages(other, documents[path])
    beside = {path: _card(documents[path]) for path in pages(documents)}
    roots = metadata_roots(documents, configs)
    gaps += unparsed_metadata(snapshot, roots)
    licence = conclude(
        snapshot, card, documents, header_texts, other_cards, pages=beside, roots=roots
    )
    gaps += unread_statements(snapshot, licence)
    disclosures = assess_disclosures(
        _privacy_kinds(snapshot, stated), snapshot, card, documents, other_cards
    )
    gaps += unread_prose(snapshot, card, disclosures)
    return ArtifactRecord(
        snapshot=snapshot,
        documents=MappingProxyType(documents),
        card=card,
        configs=MappingProxyType(configs),
        weights=tuple(weights),
        licence=licence,
        disclosures=disclosures,
        parents=stated,
        named_by_hub=of_hub[0],
        gaps=tuple(gaps),
        other_cards=MappingProxyType(other_cards),
        examined=MappingProxyType(examined),
        templates=chat_templates(documents, configs, weights),
        signature=_signature(bundle, snapshot, documents),
    )


def _signature(
    bundle: bytes, snapshot: Snapshot, documents: Mapping[str, SourceText]
) -> SignatureFacts | None:
    """What the model's signature says about the listed files; None without a signature."""
    if not bundle:
        return None
    read = {path: document.sha256 for path, document in documents.items()}
    listed = {entry.path: entry.sha256 or read.get(entry.path, "") for entry in snapshot.files}
    return read_facts(bundle, listed)


def _intact(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError], gaps: list[Gap]
) -> dict[str, bytes]:
    """The files that arrived as listed; adds a gap for each that did not."""
    intact: dict[str, bytes] = {}
    for path, body in bodies.items():
        if isinstance(body, Examined) or (isinstance(body, HubError) and is_candidate(path)):
            continue  # `weight_gaps` speaks of weight files.
        if isinstance(body, HubError):
            gaps.append(
                Gap(artifact=snapshot.ref.purl, what=path, reason=body.reason, detail=in_full(body))
            )
            continue
        entry = snapshot.file(path)
        if entry and entry.sha256 and hashlib.sha256(body).hexdigest() != entry.sha256:
            detail = message("gap.digest", path=path)
            gaps.append(
                Gap(artifact=snapshot.ref.purl, what=path, reason="digest-mismatch", detail=detail)
            )
            continue
        intact[path] = body
    return intact


def _decoded(
    snapshot: Snapshot, bodies: Mapping[str, bytes], budget: Budget, gaps: list[Gap]
) -> dict[str, SourceText]:
    """The text of each file; adds a gap for each that is read only in part."""
    documents: dict[str, SourceText] = {}
    for path, body in bodies.items():
        document = SourceText.decode(snapshot.ref, path, body, budget)
        if _is_prose(path):
            document, cut = within_limits(document)
            gaps += cut
        documents[path] = document
    return documents


def _is_prose(path: str) -> bool:
    """Whether a file is prose other than a card; data and code are read completely or not at
    all."""
    is_data = PurePosixPath(path).suffix.lower() in _DATA_SUFFIXES
    is_card = path == CARD or is_other_card(path)
    is_code = path == REQUIREMENTS or path.endswith(_CODE_SUFFIX)
    return not is_data and not is_card and not is_code


def _card(document: SourceText) -> Card:
    return parse_card(document.text, document.check_time)


def _card_gaps(snapshot: Snapshot, path: str, card: Card | None) -> list[Gap]:
    """The parts of a card that were not read, or perhaps not as intended."""
    gaps = []
    if card:
        for problem in card.problems:
            key = "gap.card-fatal" if problem.fatal else "gap.card-problem"
            detail = message(key, file=path, line=problem.line, problem=problem.message)
            if problem.fatal:
                gaps.append(
                    Gap(
                        artifact=snapshot.ref.purl,
                        what=f"{path} front matter",
                        reason="malformed",
                        detail=detail,
                    )
                )
            else:
                what = f"line {problem.line} of {path}"
                gaps.append(
                    Gap(artifact=snapshot.ref.purl, what=what, reason=NOT_UNDERSTOOD, detail=detail)
                )
    if len(gaps) <= MOST_CARD_GAPS:
        return gaps
    detail = message("gap.card-more", file=path, count=len(gaps) - MOST_CARD_GAPS)
    rest = Gap(
        artifact=snapshot.ref.purl,
        what=f"other lines of {path}",
        reason=NOT_UNDERSTOOD,
        detail=detail,
    )
    return [*gaps[:MOST_CARD_GAPS], rest]


Stated = tuple[tuple[Parent, ...], tuple[Gap, ...]]


def _together(from_files: Stated, from_hub: Stated) -> Stated:
    """The parents from both sources; a name that no hub could have is reported once, with the file
    as its place."""
    parents, unread = from_files
    known = {gap.what for gap in unread}
    declared = {parent.ref.kind for parent in parents if parent.source == "card"}
    # The hub's copy of a card states the same as the card.
    of_hub = [
        parent
        for parent in from_hub[0]
        if parent.source != HUB_CARD or parent.ref.kind not in declared
    ]
    return (*parents, *of_hub), (*unread, *(gap for gap in from_hub[1] if gap.what not in known))


def _privacy_kinds(snapshot: Snapshot, parents: tuple[Parent, ...]) -> frozenset[str]:
    """What a dataset or model is made as, in the words of the catalogue of questions."""
    if snapshot.ref.kind is Kind.DATASET:
        return frozenset({"dataset"})
    relations = {parent.relation for parent in parents if parent.ref.kind is Kind.MODEL}
    kinds = {_MADE[relation] for relation in relations if relation in _MADE}
    if "adapter" in kinds:
        return frozenset(kinds - {"fine-tune"})
    if kinds:
        return frozenset(kinds)
    # A base without a relation reads as a fine-tune.
    return frozenset({"fine-tune" if BASE in relations else "model"})
