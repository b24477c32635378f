"""Texts beside the licence: licences of other parts, notices, use policies, words on the base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from provenance.licences.catalogue import lookup
from provenance.licences.claim import LicenceClaim, OtherTerms, Role
from provenance.licences.claims import card_evidence
from provenance.licences.files import FileRole, file_role, is_in_folder_of_terms
from provenance.licences.names import named_licences
from provenance.licences.sentences import CardSentence
from provenance.licences.texts import matched_text, title_of
from provenance.model.artifact import Snapshot, SourceText
from provenance.model.finding import Evidence, shorten
from provenance.text.gated import GatedPattern

_ROLES = {
    FileRole.LICENCE: Role.OTHER_PART,
    FileRole.CODE_LICENCE: Role.OTHER_PART,
    FileRole.NOTICE: Role.NOTICE,
    FileRole.USE_POLICY: Role.USE_POLICY,
}
_MOST = 20
_UPSTREAM = GatedPattern(
    r"\b(?:base model|original|upstream|underlying|parent|derived|derivative|based on|built"
    r" (?:on|with)|"
    r"(?:gemma|llama|qwen)[\w .-]{0,20} is (?:provided|licensed))\b"
    r"|(?:기반|베이스|원본|원|상위|기초) ?모델",
)
# Of the above, what can only mean a model that the work was made from, and not its data or code.
_BASE_MODEL = GatedPattern(
    r"\b(?:base|original|upstream|underlying|parent|foundation) (?:models?|weights|checkpoints?)\b"
    r"|(?:기반|베이스|원본|원|상위|기초) ?모델",
)
_DENIES = GatedPattern(
    r"\b(?:not|unless|except|other than|previous(?:ly)?|formerly|was)\b|n't",
)
# `follows the license of the original model`, `same licence as the base model`.
_DEFERS = GatedPattern(
    r"\b(?:follows?|inherits?|same|identical|under|subject to|governed"
    r" by|keeps?|retains?)\b[^.]{0,40}"
    r"\blicen[cs]es?\b(?: terms)?[^.\w]{0,3} ?(?:of|as|from|to)\b[^.]{0,30}"
    r"\b(?:original|base|parent|upstream|source)\b[^.]{0,30}\b(?:models?|weights)\b"
    r"|라이[선센]스[은는를가]?[^.]{0,12}(?:베이스|기반|원본|원|상위) ?모델[^.]{0,16}"
    r"(?:동일|같|따[르릅라])"
    r"|(?:베이스|기반|원본|원|상위) ?모델(?: ?\([^()]{1,60}\))?[의과와][^.]{0,8}라이[선센]스"
    r"[^.]{0,12}(?:동일|같|따[르릅라]|승계|적용)",
)
# A field instead of a sentence: `license_name: same as base`, `license: inherited from base model`.
_ORIGIN = r"(?:the |its )?(?:base|original|parent|upstream|source)(?:[ _-]models?)?(?:'s)?"
_OWN_LICENCE = r"(?:[ _-]licen[cs]e)?"
_KO_ORIGIN = r"(?:베이스|기반|원본|원|상위|기초) ?모델"
_FIELD_DEFERS = re.compile(
    rf"(?:the )?same{_OWN_LICENCE}[ _-](?:as|like)[ _-]{_ORIGIN}{_OWN_LICENCE}"
    rf"|inherit(?:s|ed)?(?:[ _-]from[ _-]{_ORIGIN})?{_OWN_LICENCE}"
    rf"|(?:follows?|see|as)[ _-]{_ORIGIN}{_OWN_LICENCE}"
    rf"|{_ORIGIN}[ _-]licen[cs]e"
    rf"|{_KO_ORIGIN}(?:의 ?라이[선센]스)?[과와을를에]? ?(?:라이[선센]스)?[를을와과]? ?"
    r"(?:동일(?:함|합니다)?|같음|따름|따릅니다|승계|준함)",
    re.IGNORECASE,
)


def defers_to_base(claim: LicenceClaim) -> bool:
    """Whether a declared value says in so many words that the licence is that of the base.

    Args:
        claim: A claim from a field.
    """
    written = (claim.name or claim.value).strip(" .")
    return claim.match is None and _FIELD_DEFERS.fullmatch(written) is not None


def as_base(claim: LicenceClaim) -> OtherTerms:
    """A field that defers to the base, as a statement beside the licence.

    Args:
        claim: The claim of that field.
    """
    return OtherTerms(
        role=Role.SAME_AS_BASE, value=claim.value, licence=None, evidence=claim.evidence
    )


def other_terms(
    snapshot: Snapshot,
    sentences: Iterable[CardSentence],
    documents: Mapping[str, SourceText],
    claims: tuple[LicenceClaim, ...],
) -> tuple[OtherTerms, ...]:
    """Texts and sentences about terms that are not claims about the artefact itself.

    Args:
        snapshot: The hub's answer.
        sentences: The sentences of the card.
        documents: Texts read, by path.
        claims: The claims made from texts and sentences.

    Returns:
        Texts by path, then sentences of the card in document order.
    """
    claimed = {claim.evidence.file for claim in claims}
    texts = tuple(
        _text(documents[path])
        for path in sorted(documents)
        if file_role(path) not in (None, FileRole.USAGE) and path not in claimed
    )
    quotes = {claim.evidence.quote for claim in claims}
    stated = [
        sentence
        for sentence in _sentences(snapshot, sentences, documents)
        if sentence.evidence.quote not in quotes
    ]
    return (*texts[:_MOST], *stated[:_MOST])


def is_on_base_model(terms: OtherTerms) -> bool:
    """Whether a sentence states the licence of a model that the work was made from.

    Args:
        terms: A text or sentence beside the artefact's own licence.
    """
    return terms.role is Role.BASE and bool(_BASE_MODEL.search(terms.value))


def _text(document: SourceText) -> OtherTerms:
    match = matched_text(document.text)
    entry = lookup(match.licence or "")
    role = _ROLES.get(file_role(document.path) or FileRole.LICENCE, Role.OTHER_PART)
    if entry and entry.category == "use-policy":
        role = Role.USE_POLICY
    title, line = title_of(document.text)
    if role is Role.NOTICE and entry and is_in_folder_of_terms(document.path):
        role = Role.OTHER_PART
    is_known = match.verdict in ("exact", "notice")
    key = match.licence if is_known else match.titled
    return OtherTerms(
        role=role,
        value=title or document.path,
        licence=key,
        evidence=Evidence.quoting(document, line, line),
    )


def _sentences(
    snapshot: Snapshot, sentences: Iterable[CardSentence], documents: Mapping[str, SourceText]
) -> Iterator[OtherTerms]:
    for sentence in sentences:
        role, keys = _read(sentence.text, sentence.headed)
        for key in keys:
            evidence = card_evidence(
                snapshot, documents, sentence.span, sentence.text, sentence.text
            )
            yield OtherTerms(
                role=role, value=shorten(sentence.text), licence=key, evidence=evidence
            )


def _read(sentence: str, headed: bool) -> tuple[Role, tuple[str | None, ...]]:
    """What a sentence states about others' terms, and the licences that it names for them."""
    upstream = bool(_UPSTREAM.search(sentence))
    is_on_terms = upstream or headed or "licen" in sentence.lower()
    if not is_on_terms or _DENIES.search(sentence):
        return Role.BASE, ()
    named = named_licences(sentence) if upstream or headed else ()
    if not named and _DEFERS.search(sentence):
        return Role.SAME_AS_BASE, (None,)
    return (Role.BASE if upstream else Role.OTHER_PART), named
