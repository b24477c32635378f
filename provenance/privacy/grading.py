"""Grade every applicable question of the catalogue against the documents of one artefact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from provenance.collector import collector_paused
from provenance.model.artifact import ArtifactId, Kind, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence
from provenance.privacy.catalogue import catalogue
from provenance.privacy.columns import personal_columns
from provenance.privacy.disclosure import ANSWERED, NAMED, Disclosure, Grade, PrivacyCheck
from provenance.privacy.forms import answer_from_forms
from provenance.privacy.lexicon import LANGUAGES, pattern
from provenance.privacy.material import Material, gather, is_guard
from provenance.privacy.personal_data import is_about_data
from provenance.privacy.reading import Passage, is_filler
from provenance.privacy.section import Graded
from provenance.privacy.sentence_answers import SentenceAnswer, answers_of_sentences, is_label
from provenance.privacy.service import section_of_the_work
from provenance.privacy.signals import Signal, questions
from provenance.privacy.stance import ABSENT_BARE, ABSENT_REASON, DEIDENTIFIED, PUBLIC_ONLY, REMOVED
from provenance.privacy.substance import graded_in_substance
from provenance.stated import names, texts
from provenance.text.lines import LineSpan

_SECTION, _SOURCES, _TUNING, _BASE, _COLUMNS = (
    "PRIV-082",
    "PRIV-010",
    "PRIV-070",
    "PRIV-071",
    "PRIV-090",
)
_PARENTS, _MERGES = "PRIV-073", ("merge", "mergekit")
_TESTED_AGAIN, _DEIDENTIFICATION = "PRIV-072", "PRIV-033"
_AGREEMENT, _MACHINE_READABLE = "PRIV-083", "PRIV-093"
# Sentences quoted for one answer.
_MOST_PROOFS = 3
_READ_FROM_CLAIMS = (
    "PRIV-001",
    "PRIV-002",
    "PRIV-003",
    "PRIV-004",
    "PRIV-006",
    "PRIV-030",
    "PRIV-031",
    "PRIV-032",
    _DEIDENTIFICATION,
)
# A reader wants a few quotes; of a merge, the parents that the hub lists.
MOST_PROOFS = 3
MOST_PARENTS = 10
_UNKNOWN_DATA = re.compile(
    r"fine-?tuned version of .{0,200}? on (?:an? unknown|the (?:none|generator)) dataset",
    re.IGNORECASE,
)
_BASE_DATA = re.compile(
    r"pre-?train|tokens|web (?:documents|pages|data)|crawl|사전\s*학습", re.IGNORECASE
)
_TUNED_BASE = re.compile(
    r"fine-?\s?tun|\btuned\b|post-?train|\btrained (?:on|for)\b|\bLo-?RA\b|adapt|initiali[sz]"
    r"|checkpoint|base model|language model:|튜닝|미세\s*조정|추가\s*학습"
    r"|으?로\s*(?:\d+\s*(?:epochs?|에폭|steps?)\s*)?학습"
    r"|기반[^.]{0,60}?(?:챗봇|분류|모델|시스템)|[을를]\s*(?:이용|활용|사용)"
    r"|(?:베이스|기반|사전\s*학습\s*(?:된)?)\s*모델|foundation model",
    re.IGNORECASE,
)
# The id of a base names weights, not an architecture.
_ID_OF_WEIGHTS = re.compile(r"(?<![\w./:-])[A-Za-z0-9][\w.-]{1,60}/[A-Za-z][\w.-]{2,90}(?![\w/])")
_CALLED_TUNING = re.compile(
    r"\bfine-?\s?tun(?:ed|ing)\b|\binstruction[- ]tun(?:ed|ing)\b|미세\s*조정|파인\s*튜닝"
    r"|지시\s*튜닝|정렬\s*(?:단계|과정|용)|선호\s*(?:학습|최적화)|보상\s*모델",
    re.IGNORECASE,
)
# What went into the base says nothing of the data that tuned it.
_OF_PRE_TRAINING = re.compile(r"\bpre-?\s?train|사전\s*학습", re.IGNORECASE)
_TUNED_ON = re.compile(
    r"fine-?tun\w+|instruction[- ](?:tun\w+|data)|training (?:data|examples|conversations|set)"
    r"|trained on|미세\s*조정|파인\s*튜닝|학습",
    re.IGNORECASE,
)


@collector_paused()
def grade_disclosures(
    kinds: frozenset[str],
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    other_cards: Mapping[str, Card] = MappingProxyType({}),
) -> tuple[Disclosure, ...]:
    """Grade every question that applies and that these documents can answer.

    Args:
        kinds: Kinds of the artefact: any of `model`, `fine-tune`, `adapter`, `guard`, `dataset`.
        snapshot: The hub's answer; its metadata is used only for declared columns.
        card: The parsed card, or None.
        documents: Texts by path: the card as `README.md`, privacy side files, use policies and
            licence texts (the last two are read only for the limits of use).
        other_cards: Parsed model cards beside README.md, by path; they are read like it.

    Returns:
        One Disclosure per question, sorted by id, with the graded sentences. A question is left out
        if it does not apply, if nothing that could answer it was read, or if much of the text is in
        an unsupported language. `absent` only refers to what was searched, and names the places.
    """
    return grade_material(kinds, gather(kinds, snapshot, card, documents, other_cards))


def grade_material(kinds: frozenset[str], material: Material) -> tuple[Disclosure, ...]:
    """Grade what was gathered; see `grade_disclosures`."""
    if not material.searched:
        return ()
    section = section_of_the_work(material)
    answers = answers_of_sentences(material)
    grades = _from_sentences(answers, section)
    stated_sources = grades.get(_SOURCES)
    in_substance = graded_in_substance(section, material.sentences, answers)
    from_metadata = _from_metadata(material, in_substance)
    for check, graded in (*answer_from_forms(material).items(), *from_metadata.items()):
        if check not in grades or _better(graded, grades[check]):
            grades[check] = graded
    grades |= _section_from_form(grades)
    grades |= _contradiction(grades)
    if tuning := _tuning(material, grades, stated_sources):
        grades[_TUNING] = tuning
    artifact = material.snapshot.ref.purl
    audience = kinds | {"guard"} if material.guard else kinds
    is_model = material.snapshot.ref.kind is Kind.MODEL
    own_words = _about_derivation(grades, stated_sources) if is_model else frozenset()
    silent = frozenset() if material.unread else _answered_by_silence(material.guard)
    return tuple(
        _disclosure(check, artifact, material, grades.get(check.id))
        for check in catalogue()
        if (_applies(check, audience) or check.id in own_words)
        and (check.id in grades or check.id in silent)
    )


def asked_of_an_empty_card(kinds: frozenset[str], snapshot: Snapshot) -> tuple[PrivacyCheck, ...]:
    """The questions that silence answers with `absent`: those that an empty card leaves open."""
    guard = is_guard(kinds, snapshot)
    audience = kinds | {"guard"} if guard else kinds
    silent = _answered_by_silence(guard)
    return tuple(check for check in catalogue() if _applies(check, audience) and check.id in silent)


@cache
def _answered_by_silence(guard: bool) -> frozenset[str]:
    """Questions to which a document that says nothing answers `absent`."""
    read = (
        question.check
        for question in questions()
        if not (question.conditional or is_label(question, guard=guard))
    )
    return frozenset({*_READ_FROM_CLAIMS, _SECTION, _SOURCES, _TUNING, _BASE, *read})


def _applies(check: PrivacyCheck, kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint(check.applies_to)


def _about_derivation(
    grades: Mapping[str, Graded], stated_sources: Graded | None
) -> frozenset[str]:
    """Questions of derived models that a card answers although nothing else says it has a base.

    "Based on BERT" may name an architecture: only the words of tuning make data that of tuning. A
    card that calls its data that of fine-tuning answers for it even if it names no base. Only a
    merge says which parents it has, only a tuned model is tested again, and a model that says that
    its training data was de-identified answers a question that only data sets are asked.
    """
    of_its_making = frozenset(
        check for check in (_PARENTS, _TESTED_AGAIN) if _is_answered(grades.get(check))
    )
    if _states_de_identification(grades.get(_DEIDENTIFICATION)):
        of_its_making |= {_DEIDENTIFICATION}
    return of_its_making | _about_base_and_tuning(grades, stated_sources)


def _states_de_identification(graded: Graded | None) -> bool:
    return graded is not None and _is_answered(graded) and _names_de_identification(graded)


def _about_base_and_tuning(
    grades: Mapping[str, Graded], stated_sources: Graded | None
) -> frozenset[str]:
    answered = {check for check in (_BASE, _TUNING) if _is_answered(grades.get(check))}
    own = grades[_TUNING].proofs if _TUNING in answered else ()
    if any(_CALLED_TUNING.search(text) for _, text in own):
        return frozenset(answered)
    if _BASE not in answered:
        return frozenset()
    bases = grades[_BASE].proofs
    proofs = (*bases, *(stated_sources.proofs if stated_sources else ()))
    tuned = any(_TUNED_BASE.search(f"{passage.heading}: {text}") for passage, text in proofs)
    if tuned or any(_ID_OF_WEIGHTS.search(text) for _, text in bases):
        return frozenset(answered)
    return frozenset({_BASE})


def _is_answered(graded: Graded | None) -> bool:
    return graded is not None and graded.grade in ANSWERED


def _disclosure(
    check: PrivacyCheck, artifact: ArtifactId, material: Material, graded: Graded | None
) -> Disclosure:
    searched = material.searched + (material.policies if check.block == "use" else ())
    if graded is None:
        return Disclosure(
            check=check.id,
            artifact=artifact,
            grade=Grade.ABSENT,
            searched=searched,
            asked_by=check.asked_by,
        )
    proofs = tuple(_evidence(passage, text) for passage, text in graded.proofs)
    places = searched if graded.grade is Grade.ABSENT else ()
    stance = _proven_stance(graded)
    return Disclosure(
        check=check.id,
        artifact=artifact,
        grade=graded.grade,
        stance=stance,
        evidence=proofs,
        searched=places,
        asked_by=check.asked_by,
    )


def _proven_stance(graded: Graded) -> str:
    """The stance that the quoted words support: filtered is not de-identified."""
    if graded.stance != DEIDENTIFIED:
        return graded.stance
    return DEIDENTIFIED if _names_de_identification(graded) else REMOVED


def _names_de_identification(graded: Graded) -> bool:
    return any(
        pattern(tongue, "de-identification").search(text)
        for _, text in graded.proofs
        for tongue in LANGUAGES
    )


def _evidence(passage: Passage, text: str) -> Evidence:
    start, end = passage.lines_of(text)
    return Evidence.quoting(passage.document, start, end, text)


def _better(graded: Graded, other: Graded) -> bool:
    order = list(Grade)
    return order.index(graded.grade) < order.index(other.grade)


def _from_sentences(answers: Sequence[SentenceAnswer], section: Graded | None) -> dict[str, Graded]:
    """Answers from the sentences, weightiest first, and the section on personal data."""
    by_check: dict[str, list[SentenceAnswer]] = {}
    for answer in answers:
        by_check.setdefault(answer.check, []).append(answer)
    grades = {check: _strongest(of_check) for check, of_check in by_check.items()}
    if section and section.grade in (Grade.DISCLOSED, Grade.PARTIAL) and section.stance:
        grades["PRIV-001"] = section
    return grades


def _strongest(answers: Sequence[SentenceAnswer]) -> Graded:
    """The best grade with its sentences in document order; rules come before learned answers."""
    full = [answer for answer in answers if answer.grade is Grade.DISCLOSED]
    grade = Grade.DISCLOSED if full else Grade.PARTIAL
    best = full or [answer for answer in answers if answer.grade is Grade.PARTIAL]
    by_rule = [answer for answer in best if not answer.learned]
    candidates = by_rule or best
    proofs = candidates[:_MOST_PROOFS]
    # Sentences that answer in part each may answer in full together.
    signal = _signal_of(candidates[0])
    if signal:
        together = signal.completing([answer.sentence.text for answer in candidates])
        if together:
            grade = Grade.DISCLOSED
            proofs = [candidates[number] for number in together]
    quotes = tuple((answer.sentence.passage, answer.sentence.text) for answer in proofs)
    return Graded(grade, proofs[0].stance, quotes)


def _signal_of(answer: SentenceAnswer) -> Signal | None:
    for question in questions():
        if question.check == answer.check:
            return question.signals[answer.sentence.language]
    return None


def _from_metadata(material: Material, section: Graded | None) -> dict[str, Graded]:
    """Answers from the front matter, and the grade of the section itself."""
    grades: dict[str, Graded] = {}
    if section:
        grades[_SECTION] = section
    statements = [passage for passage in material.rai if not is_filler(passage.text)]
    if statements:
        proofs = tuple((passage, passage.text) for passage in statements[:MOST_PROOFS])
        grades[_MACHINE_READABLE] = Graded(Grade.DISCLOSED, "", proofs)
    if material.card is None:
        return grades
    grades |= _from_names(material, material.card)
    grades |= _from_parents(material, material.card)
    if material.snapshot.ref.kind is Kind.DATASET:
        columns = _columns(material)
        if columns:
            grades[_COLUMNS] = columns
    return grades


def _from_names(material: Material, card: Card) -> dict[str, Graded]:
    """The datasets and the base that the front matter names."""
    grades: dict[str, Graded] = {}
    for check, keys in ((_SOURCES, ("datasets", "source_datasets")), (_BASE, ("base_model",))):
        spans: list[LineSpan | None] = []
        for key in keys:
            spans += [span for name, span in _named(card, key) if not _is_how_it_was_made(name)]
        if spans:
            proofs = _quoted(material, spans[:MOST_PROOFS])
            grades[check] = Graded(Grade.DISCLOSED, "", proofs)
    return grades


def _is_how_it_was_made(name: str) -> bool:
    """Whether a value of `source_datasets` names no dataset but says that it is new or extended."""
    return name == "original" or name.startswith("extended")


def _from_parents(material: Material, card: Card) -> dict[str, Graded]:
    """The parents of a merge: several bases, or none behind a tag that says it is a merge."""
    bases = [span for _, span in _named(card, "base_model")]
    if len(bases) > 1:
        return {_PARENTS: Graded(Grade.PARTIAL, "", _quoted(material, bases[:MOST_PARENTS]))}
    merged = [span for tag, span in _tags(card) if tag in _MERGES]
    if merged:
        return {_PARENTS: Graded(Grade.ABSENT, "", material.quoted(merged[0]))}
    return {}


def _quoted(
    material: Material, spans: Sequence[LineSpan | None]
) -> tuple[tuple[Passage, str], ...]:
    proofs: list[tuple[Passage, str]] = []
    for span in spans:
        proofs += material.quoted(span)
    return tuple(proofs)


def _named(card: Card, key: str) -> list[tuple[str, LineSpan | None]]:
    """Names listed at a front matter key, with their lines."""
    return [
        (value.text, card.span(value.path)) for value in names(card.fields.get(key), (key,)).values
    ]


def _tags(card: Card) -> list[tuple[str, LineSpan | None]]:
    read = texts(card.fields.get("tags"), ("tags",))
    return [(value.text, card.span(value.path)) for value in read.values]


def _contradiction(grades: Mapping[str, Graded]) -> dict[str, Graded]:
    """PRIV-083: the text denies personal data while columns suggest it. Agreement is not proven, so
    it is never graded."""
    presence, columns = grades.get("PRIV-001"), grades.get(_COLUMNS)
    if presence and columns and presence.stance in (ABSENT_BARE, ABSENT_REASON, PUBLIC_ONLY):
        return {
            _AGREEMENT: Graded(Grade.PARTIAL, "contradicted", presence.proofs[:1] + columns.proofs)
        }
    return {}


def _section_from_form(grades: Mapping[str, Graded]) -> dict[str, Graded]:
    """A subcard whose form says what the data contains counts as an answering section."""
    section, presence = grades.get(_SECTION), grades.get("PRIV-001")
    if (
        section
        and presence
        and presence.proofs
        and presence.proofs[0][0].is_answer
        and _better(presence, section)
    ):
        return {_SECTION: presence}
    return {}


def _columns(material: Material) -> Graded | None:
    """Whether the card mentions the columns that suggest personal data."""
    columns = personal_columns(material.card, material.snapshot.metadata, material.documents)
    if not columns:
        return None
    proofs = tuple(
        proof for column in columns[:3] for proof in material.quoted(column.span, column.file)
    )
    mentioned = material.section is not None and material.section.grade in (
        Grade.DISCLOSED,
        Grade.PARTIAL,
    )
    mentioned = mentioned or any(is_about_data(sentence) for sentence in material.sentences)
    if mentioned:
        return Graded(Grade.DISCLOSED, "", proofs)
    words = {column.name.rpartition(".")[2].lower() for column in columns}
    texts = (sentence.text.lower() for sentence in material.sentences)
    named = any(words & set(re.findall(r"\w+", text)) for text in texts)
    return Graded(Grade.PARTIAL if named else Grade.ABSENT, "", proofs)


def _tuning(
    material: Material, grades: Mapping[str, Graded], stated_sources: Graded | None
) -> Graded | None:
    """PRIV-070: a statement about personal data in the data used to tune this model, in its own
    card.

    A sentence that names that data without describing its contents answers half of the question, as
    do the datasets that the front matter names.

    Args:
        material: What was read.
        grades: All answers so far.
        stated_sources: The sources that sentences name.
    """
    for sentence in material.sentences:
        if _UNKNOWN_DATA.search(sentence.text):
            return Graded(Grade.PLACEHOLDER, "", ((sentence.passage, sentence.text),))
    if presence := grades.get("PRIV-001"):
        proofs = tuple(proof for proof in presence.proofs if _is_about_tuning_data(proof[1]))
        if proofs:
            return _of_proofs(presence, proofs, material)
    if stated_sources and stated_sources.grade in ANSWERED:
        proofs = tuple(proof for proof in stated_sources.proofs if not _BASE_DATA.search(proof[1]))
        if proofs:
            return Graded(Grade.PARTIAL, NAMED, proofs)
    own = grades.get(_TUNING)
    if own or material.card is None:
        return None
    listed = [span for name, span in _named(material.card, "datasets")]
    if not listed:
        return None
    return Graded(Grade.PARTIAL, NAMED, _quoted(material, listed[:MOST_PROOFS]))


def _of_proofs(
    presence: Graded, proofs: tuple[tuple[Passage, str], ...], material: Material
) -> Graded:
    """The answer on personal data by some of its proofs: the pre-training data may contain it, and
    the instruction data not."""
    first = proofs[0]
    claims = (sentence.claim for sentence in material.sentences if sentence.text == first[1])
    claim = next(filter(None, claims), None)
    if first == presence.proofs[0] or claim is None or claim.grade is None:
        return Graded(presence.grade, presence.stance, proofs)
    return Graded(claim.grade, claim.stance, proofs)


def _is_about_tuning_data(text: str) -> bool:
    """Whether a sentence on personal data speaks of the data that tuned a model."""
    if _CALLED_TUNING.search(text):
        return True
    return bool(_TUNED_ON.search(text)) and not _OF_PRE_TRAINING.search(text)
