"""The questions to the supplier: a list in the dossier, and a separate letter."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.lineage import lineage_sentence, names_no_source
from provenance.dossier.review import Review
from provenance.dossier.subject import Subject
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import ANSWERED, PrivacyCheck
from provenance.render.document import (
    Block,
    Document,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    muted,
    plain,
    strong,
)
from provenance.wording.digest import Digest
from provenance.wording.phrases import phrases_of

# Reasons that a finding states in more detail.
STATED_BY_RULES = {"no-licence": ("LIC001", "DAT042")}
# Reasons that only the supplier can resolve; the others concern the user's own organisation.
OF_SUPPLIER = (
    "no-licence",
    "unresolved",
    "contradicted",
    "restricted",
    "text-unknown",
    "text-modified",
    "as-base",
)
# The letter asks the questions of this rule one by one.
ASKED_BY_LETTER = ("PII100",)
# Rule families whose findings the supplier can answer; locks and the team's own policy are internal
# matters.
_ANSWERABLE = ("licence", "lineage", "privacy", "weights", "card")
# Share of Hangul in the supplier's documents from which the letter is in Korean.
_KOREAN_SHARE = 0.3
_FIRST_HANGUL, _LAST_HANGUL = "가", "힣"


def questions(subject: Subject) -> Iterator[Section]:
    """The questions in short form; the letter has them in full."""
    phrases = subject.phrases
    rows: list[tuple[Line, ...]] = [
        (_number(number), (strong(subject.title(check.id)), muted(f" {check.id}")), (plain(word),))
        for number, (check, word) in enumerate(_required(subject), 1)
    ]
    points = list(_points(subject))
    start = len(rows) + 1
    rows += [
        (_number(number), _as_question(subject, point), (plain(phrases("asked-of.finding")),))
        for number, point in enumerate(points, start)
    ]
    title = phrases("questions.title")
    if not rows:
        none = Paragraph((plain(phrases("questions.none")),))
        yield Section(id=subject.id("questions"), title=title, blocks=(none,))
        return
    header = tuple(phrases(f"asked-of.{key}") for key in ("number", "what", "why"))
    caption = phrases("asked-of.caption", count=len(rows))
    table = Table(
        caption=caption, header=header, rows=tuple(rows), widths=(8, 76, 16), style="short"
    )
    note = Paragraph((plain(phrases("questions.note")),), "note")
    yield Section(id=subject.id("questions"), title=title, blocks=(table, note))


def _as_question(subject: Subject, point: Line) -> Line:
    """A point that the supplier is asked about; a statement is followed by a question."""
    if any("?" in span.text for span in point):
        return point
    return (*point, plain(f". {subject.phrases('letter.point-question')}"))


def open_questions(subject: Subject) -> int:
    """The number of questions and points in the letter."""
    return len(list(_required(subject))) + len(list(_points(subject)))


def supplier_name(subject: Subject) -> str:
    """The addressee of the questions: from the cover sheet, or else the publishing organisation."""
    if subject.review.cover.supplier:
        return subject.review.cover.supplier
    return subject.publisher or subject.phrases("step.the-supplier")


def letter_language(digest: Digest, purl: ArtifactId) -> str:
    """The supplier's language, judged by the quotes from its documents."""
    quoted = "".join(
        proof.quote
        for disclosure in digest.disclosures[purl]
        for proof in disclosure.evidence
        if proof.artifact.identity == purl.identity
    )
    letters = [char for char in quoted if char.isalpha()]
    korean = sum(_FIRST_HANGUL <= char <= _LAST_HANGUL for char in letters)
    return "ko" if letters and korean / len(letters) >= _KOREAN_SHARE else "en"


def compose_letter(review: Review, purl: ArtifactId) -> Document:
    """The letter to the supplier of one artefact, with all required questions and room to answer.

    Gaps on this side, such as a missing token, are not questions to a supplier.

    Args:
        review: The report; its language is the letter's language.
        purl: The subject.
    """
    phrases, digest = phrases_of(review.lang), Digest(review.report)
    subject = Subject(review=review, phrases=phrases, digest=digest, purl=purl)
    name = subject.name(purl)
    title = phrases("letter.title", name=name)
    sections = tuple(_letter_sections(subject))
    return Document(
        lang=review.lang,
        title=title,
        subtitle=(plain(phrases("letter.subtitle")),),
        contents=phrases("contents"),
        skip=phrases("skip"),
        foot=phrases("letter.foot"),
        sections=sections,
        running=title,
    )


def _letter_sections(subject: Subject) -> Iterator[Section]:
    phrases = subject.phrases
    yield Section(id="head", title=phrases("letter.head"), blocks=tuple(_head(subject)))
    required = list(_required(subject))
    if required:
        items = tuple(_question_item(subject, check) for check, _ in required)
        yield Section(
            id="personal-data",
            title=phrases("letter.personal-data"),
            blocks=(Items(items, numbered=True),),
        )
    points = list(_points(subject))
    if points:
        items = tuple(
            Item(line=(*point, plain(f". {phrases('letter.point')}"))) for point in points
        )
        yield Section(
            id="points", title=phrases("letter.points"), blocks=(Items(items, numbered=True),)
        )
    yield Section(id="reply", title=phrases("letter.reply"), blocks=tuple(_reply(subject)))


def _head(subject: Subject) -> Iterator[Block]:
    phrases, cover = subject.phrases, subject.review.cover
    rows: list[tuple[Line, ...]] = []
    values = {
        "to": cover.supplier or subject.purl.organisation,
        "from": cover.organisation,
        "date": subject.review.day,
        "reply-by": cover.reply_by,
        "number": cover.number,
    }
    for key, value in values.items():
        rows.append(((plain(phrases(f"letter.{key}")),), (plain(value, lang="und"),)))
    header = (phrases("letter.field"), phrases("letter.value"))
    caption = phrases("letter.addressing")
    yield Table(caption=caption, header=header, rows=tuple(rows), widths=(25, 75), style="form")
    artifact = subject.artifact
    commit = artifact.revision.removeprefix("sha256:")[:12] if artifact else "–"
    opening = phrases("letter.opening", name=subject.name(subject.purl), commit=commit)
    yield Paragraph((plain(opening),))
    yield Paragraph((plain(phrases("letter.request")),))


def _reply(subject: Subject) -> Iterator[Block]:
    phrases = subject.phrases
    yield Paragraph((plain(phrases("letter.closing")),))
    header = tuple(phrases(f"letter.{key}") for key in ("signer", "position", "signed"))
    blank: Line = (plain(""),)
    caption = phrases("letter.signature")
    yield Table(caption=caption, header=header, rows=((blank, blank, blank),), style="form")


def _question_item(subject: Subject, check: PrivacyCheck) -> Item:
    phrases = subject.phrases
    korean = subject.is_korean and bool(check.remedy_ko)
    wording = check.remedy_ko if korean else check.remedy
    example = Span(
        text=wording, style="quote", lang="" if korean or not subject.is_korean else "en"
    )
    notes: tuple[Line, ...] = (
        (plain(phrases("letter.boxes")),),
        (muted(f"{phrases('letter.wording')} "), example),
    )
    question = _asked_of_supplier(subject, check)
    return Item(line=(plain(f"{question} "), muted(check.id)), notes=notes)


def _asked_of_supplier(subject: Subject, check: PrivacyCheck) -> str:
    """A question put to the supplier: of the matter itself, not of what documents say of it."""
    key = f"letter.ask.{check.id}"
    return subject.phrases(key) if subject.phrases.has(key) else subject.question(check.id)


def _required(subject: Subject) -> list[tuple[PrivacyCheck, str]]:
    """The critical and important questions that the documents leave open, most severe first, each
    with its reason."""
    silent: list[tuple[PrivacyCheck, str]] = []
    for disclosure in subject.disclosures:
        check = subject.questions.get(disclosure.check)
        if disclosure.grade in ANSWERED or check is None:
            continue
        if check.severity.reaches(Severity.HIGH):
            silent.append((check, subject.phrases(f"asked-of.{check.severity}")))
    return sorted(silent, key=lambda entry: (entry[0].severity.rank, entry[0].id))


def _points(subject: Subject) -> Iterator[Line]:
    """Points about terms and findings that only the supplier can resolve."""
    points = (
        *_points_of_terms(subject),
        *_points_of_findings(subject),
        *_points_of_lineage(subject),
    )
    yield from dict.fromkeys(points)


def _points_of_terms(subject: Subject) -> Iterator[Line]:
    rules = {finding.rule for finding in subject.findings}
    for reason in subject.reasons:
        if rules.intersection(STATED_BY_RULES.get(reason.topic, ())):
            continue
        if reason.topic in OF_SUPPLIER and reason.path:
            name = subject.name(reason.path[-1])
            yield (plain(f"{name}: ", lang="und"), subject.message(reason.text))


def _points_of_findings(subject: Subject) -> Iterator[Line]:
    for finding in subject.findings:
        family = subject.families.get(finding.rule, "")
        if finding.rule in ASKED_BY_LETTER or family not in _ANSWERABLE:
            continue
        if finding.severity.reaches(Severity.MEDIUM):
            yield (subject.opening(finding.message), plain(_place(subject, finding), lang="und"))


def _points_of_lineage(subject: Subject) -> Iterator[Line]:
    """What only the supplier knows where the documents name no source."""
    if names_no_source(subject):
        yield (plain(subject.phrases(f"letter.{lineage_sentence(subject)}")),)


def _place(subject: Subject, finding: Finding) -> str:
    if not finding.evidence:
        return ""
    return f" ({subject.digest.place(finding.evidence[0], finding.artifact)})"


def _number(number: int) -> Line:
    return (plain(f"Q-{number:02}"),)
