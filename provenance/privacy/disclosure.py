"""Data types for privacy disclosure: what was asked, how far it was answered, in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provenance.messages import Message, message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.model.source import CitedSource, Seen, mark_of


class Grade(StrEnum):
    """How far the documents answer a question. A grade rates the documents, never the data.

    `unread`: the documents are mostly in an unsupported language, so their silence means nothing.
    """

    DISCLOSED = "disclosed"
    PARTIAL = "partial"
    PLACEHOLDER = "placeholder"
    ABSENT = "absent"
    UNREAD = "unread"
    NOT_APPLICABLE = "not-applicable"


NAMED = "named"
# With fewer cases a share means nothing.
FEWEST_MEASURED = 5
ANSWERED = (Grade.DISCLOSED, Grade.PARTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Who asks one question of the catalogue, and where.

    Attributes:
        origin: The document that asks it.
        authority: Short word to filter by: `pipc`, `ico`, `eu`, `california`, `hub`, ...
        locator: Article, item, stage or heading.
        locator_ko: The same in Korean; an untranslated name is identical in both.
        seen: How the wording of this passage is known; never better than for the whole document.
    """

    origin: CitedSource
    authority: str
    locator: str
    locator_ko: str
    seen: Seen

    @property
    def source(self) -> str:
        """Key of the document, such as `KR-GENAI`."""
        return self.origin.key

    @property
    def name(self) -> str:
        """Short title of the document, in English."""
        return self.origin.name

    @property
    def url(self) -> str:
        """The document's own address; empty if unknown."""
        return self.origin.url

    @property
    def mark(self) -> Message:
        """How the wording is known, in a few words."""
        return self.origin.mark if self.seen is self.origin.seen else mark_of(self.seen)

    def __str__(self) -> str:
        return f"{self.name}: {self.locator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """How often other cards answer a question at least in part.

    Attributes:
        kind: `model` or `dataset`.
        answered: Cards that answer it.
        cards: Cards that were read for it.
        as_of: Date of the count, in ISO format.
    """

    kind: str
    answered: int
    cards: int
    as_of: str

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """The share as a sentence."""
        share = round(100 * self.answered / self.cards)
        kind = message(f"privacy.kind.{self.kind}")
        if not self.answered:
            return message("privacy.peers.none", cards=self.cards, kind=kind)
        if self.answered == self.cards:
            return message("privacy.peers.all", cards=self.cards, kind=kind)
        if not share:
            return message("privacy.peers.few", kind=kind)
        return message("privacy.peers.share", share=share, kind=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How often sentences accepted as answers were right, on cases not used for tuning
    (docs/accuracy.md).

    Attributes:
        language: `en` or `ko`.
        right: Accepted sentences that were answers.
        called: Sentences accepted as answers.
        given: Answers that exist in the cases.
    """

    language: str
    right: int
    called: int
    given: int

    @property
    def sentence(self) -> Message | None:
        """How often such a grade was right; None if too few cases were counted."""
        if self.called < FEWEST_MEASURED:
            return None
        return message("privacy.measured", right=self.right, called=self.called)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyCheck:
    """One question of the catalogue.

    Attributes:
        id: `PRIV-082`.
        title: A few words.
        question: What the documents should answer, in English.
        question_ko: The same in Korean.
        block: Group in the table: `data`, `sources`, `lawfulness`, `filtering`, `red-team`,
            `rights`, `use`, `fine-tuning`, `documents`, `content`.
        applies_to: Kinds of artefact: `model`, `fine-tune`, `adapter`, `quantized`, `merge`,
            `guard`, `dataset`.
        asked_by: Who asks for it, each as `source: locator`.
        remedy: Text that a maker can paste and complete, in English.
        remedy_ko: The same in Korean.
        title_ko: The title in Korean.
        severity: How serious it is if the question stays open.
        requirements: The entries of `asked_by`, each with its document and how that was read.
        inherited: Whether a base's answer also applies to models derived from it.
        inherited_why: Why, or why not.
        peers: How often model cards and dataset cards answer it, if counted.
        measured: How often such answers were right, by language, if counted.
    """

    id: str
    title: str
    question: str
    question_ko: str
    block: str
    applies_to: tuple[str, ...]
    asked_by: tuple[str, ...]
    remedy: str
    title_ko: str = ""
    remedy_ko: str = ""
    severity: Severity = Severity.MEDIUM
    requirements: tuple[Requirement, ...] = ()
    inherited: bool = False
    inherited_why: str = ""
    peers: tuple[Peers, ...] = ()
    measured: tuple[Measured, ...] = ()

    @property
    def heading(self) -> Message:
        """The title in the reader's language."""
        korean = self.title_ko or self.title
        return message("privacy.title", title=self.title, title_ko=korean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The grade of one question for one artefact.

    Attributes:
        check: Catalogue id.
        artifact: purl.
        grade: How far the documents answer.
        stance: `present`, `possibly-present`, `deidentified`, `removed` (filtered, removed or
            replaced), `absent-with-reason`, `absent-bare`, `unknown`, `public-only`, `named` (the
            data is named, but not its contents), `reference`, `not-done`, `done`, `contradicted`
            (PRIV-083), or empty if it takes none.
        evidence: The sentences that were graded.
        searched: Places that were searched, if the grade is absent.
        asked_by: Who asks for it.
        inherited_from: purl of the base that made this statement, or None.
    """

    check: str
    artifact: ArtifactId
    grade: Grade
    stance: str = ""
    evidence: tuple[Evidence, ...] = ()
    searched: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    inherited_from: ArtifactId | None = None


def is_answered(disclosures: Iterable[Disclosure], *checks: str) -> bool:
    """Whether one of these questions is answered, at least in part."""
    return any(
        disclosure.check in checks and disclosure.grade in ANSWERED for disclosure in disclosures
    )


def is_unread(disclosures: Iterable[Disclosure], *checks: str) -> bool:
    """Whether the language of the documents left one of these questions unread."""
    return any(
        disclosure.check in checks and disclosure.grade is Grade.UNREAD
        for disclosure in disclosures
    )
