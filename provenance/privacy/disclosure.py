"""The nouns of privacy disclosure: what was asked, how far it was answered, in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provenance.messages import Message, message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.model.source import CitedSource, Seen, mark_of


class Grade(StrEnum):
    """How far the documents answer a question. A grade is of the documents, never of the data.

    `unread`: the documents are mostly in a language that is not read, so that silence in them tells
    nothing.
    """

    DISCLOSED = "disclosed"
    PARTIAL = "partial"
    PLACEHOLDER = "placeholder"
    ABSENT = "absent"
    UNREAD = "unread"
    NOT_APPLICABLE = "not-applicable"


NAMED = "named"
# With fewer cases than this a share says nothing.
FEWEST_MEASURED = 5
ANSWERED = (Grade.DISCLOSED, Grade.PARTIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Who asks one question of the catalogue, and where.

    Attributes:
        origin: The document that asks it.
        authority: Short word to filter by: `pipc`, `ico`, `eu`, `california`, `hub`, ...
        locator: Article, item, stage or heading.
        locator_ko: The same in Korean; a name that stays as it is stands in both.
        seen: How the wording of this place is known; never more than is known of the document.
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
        """Its own address; empty where none is known."""
        return self.origin.url

    @property
    def mark(self) -> Message:
        """How the wording is known, in few words."""
        return self.origin.mark if self.seen is self.origin.seen else mark_of(self.seen)

    def __str__(self) -> str:
        return f"{self.name}: {self.locator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """How often cards of others answer a question at least in part.

    Attributes:
        kind: `model` or `dataset`.
        answered: Cards that answer it.
        cards: Cards that were read for it.
        as_of: When that was counted, as an ISO date.
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
    """How often sentences that count as answers were answers, on cases that nobody tuned to
    (docs/accuracy.md).

    Attributes:
        language: `en` or `ko`.
        right: Sentences that were answers.
        called: Sentences that counted as answers.
        given: Answers that were there to be found.
    """

    language: str
    right: int
    called: int
    given: int

    @property
    def sentence(self) -> Message | None:
        """How often such a grade was right; None where too few cases were counted to say."""
        if self.called < FEWEST_MEASURED:
            return None
        return message("privacy.measured", right=self.right, called=self.called)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyCheck:
    """One question of the catalogue.

    Attributes:
        id: `PRIV-082`.
        title: Few words.
        question: What the documents should answer, in English.
        question_ko: The same in Korean.
        block: Group in the table: `data`, `sources`, `lawfulness`, `filtering`, `red-team`,
            `rights`, `use`, `fine-tuning`, `documents`, `content`.
        applies_to: Kinds of artefact: `model`, `fine-tune`, `adapter`, `quantized`, `merge`,
            `guard`, `dataset`.
        asked_by: Who asks for it, each as `source: locator`.
        remedy: Text a maker could paste and fill, in English.
        remedy_ko: The same in Korean.
        title_ko: The title in Korean.
        severity: How much it matters that the question is left open.
        requests: The entries of `asked_by` with the document of each and how it was read.
        inherited: Whether a base's answer also answers for what was made from it.
        inherited_why: Why, or why not.
        peers: How often model cards and dataset cards answer it, where that was counted.
        measured: How often such answers were right, by language, where that was counted.
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
    requests: tuple[Requirement, ...] = ()
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
            data is named, what is in it is not told), `reference`, `not-done`, `done`,
            `contradicted` (PRIV-083), or empty where none is taken.
        evidence: The sentences that were graded.
        searched: Places that were searched, for a grade of absent.
        asked_by: Who asks for it.
        inherited_from: purl of the base whose statement this is, or None.
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
    """Whether one of these questions could not be told, because the documents are in a language
    that is not read."""
    return any(
        disclosure.check in checks and disclosure.grade is Grade.UNREAD
        for disclosure in disclosures
    )
