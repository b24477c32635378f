"""Read which languages a sentence says that the model handles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.prose import read_sentences
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence

_NAMES = (
    "Afrikaans|Albanian|Amharic|Arabic|Armenian|Basque|Bengali|Bulgarian|Burmese|Catalan|Chinese"
    "|Croatian|Czech|Danish|Dutch|English|Estonian|Farsi|Filipino|Finnish|French|Galician|Georgian"
    "|German|Greek|Gujarati|Hausa|Hebrew|Hindi|Hungarian|Icelandic|Indonesian|Irish|Italian"
    "|Japanese|Kannada|Kazakh|Khmer|Korean|Latin|Latvian|Lithuanian|Malay|Malayalam|Mandarin"
    "|Marathi|Mongolian|Nepali|Norwegian|Persian|Polish|Portuguese|Punjabi|Romanian|Russian"
    "|Serbian|Sinhala|Slovak|Slovene|Slovenian|Somali|Spanish|Swahili|Swedish|Tagalog|Tamil|Telugu"
    "|Thai|Tibetan|Turkish|Ukrainian|Urdu|Uzbek|Vietnamese|Welsh|Yoruba|Zulu"
)
_NAME = rf"(?:{_NAMES})"
# A listed language; a sentence may list twenty.
_LIST = rf"{_NAME}(?:(?:,| and|, and| or|/|, or) ?(?:{_NAME})){{0,20}}"
_OWN = re.compile(
    r"\b(?:works? (?:on|with|in|for)|supports?|understands?|speaks?|available in|handles?"
    r"|trained on|pre-?trained on|trained (?:with|using) [\w -]{1,30} on|transcribes?"
    rf"|(?:optimi[sz]ed|designed|tailored|suitable) for)\b[^.;]{{0,50}}?(?P<listed>{_LIST})"
    rf"|\b(?:bilingual|trilingual|multilingual) \((?P<within>{_LIST})\)"
    rf"|\bmodels? (?:trained )?for (?:the )?(?P<of>{_LIST})\b"
    rf"|(?P<before>{_NAME})(?:[- ]language)? "
    r"(?:(?:[\w-]+ ){0,2}(?:model|LLM|BERT)\b|conversations?)"
)
# Sentences that say so whatever their subject.
_ANY = re.compile(
    rf"\b(?P<only>{_NAME})[- ]only\b|\b(?:does|do) not support (?:non-(?P<non>{_NAME}))"
    rf"|\btraining data\b[^.]{{0,30}}? (?:is|are) in (?:the )?(?P<data>{_LIST})"
)
_RUSSIAN = re.compile(r"(?P<name>английск|русск|немецк|французск|китайск)\w+ язык", re.IGNORECASE)
_OF_RUSSIAN = {
    "английск": "English",
    "русск": "Russian",
    "немецк": "German",
    "французск": "French",
    "китайск": "Chinese",
}
_FRENCH = re.compile(r"\ben (?P<name>français|francais|anglais)\b", re.IGNORECASE)
_OF_FRENCH = {"français": "French", "francais": "French", "anglais": "English"}
_ELSEWHERE = re.compile(
    r"\b(?:citations?|references|acknowledge?ments?|licen[cs]e|changelog|news|evaluation|results"
    r"|benchmarks?|related|comparison|usage|how to|examples?)\b"
)
# A sentence with one of these mentions a language for another reason.
_NOT_HANDLED = re.compile(
    r"\b(?:unlike|than|compared|translat\w+ from|not (?:been )?train)\b", re.I
)


def spoken_languages(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """The languages that the first such sentence names, joined by commas, with its place."""
    for sentence in read_sentences(record, _ELSEWHERE):
        if _NOT_HANDLED.search(sentence.text):
            continue
        if names := _languages(sentence.text, sentence.is_own):
            yield ", ".join(dict.fromkeys(names)), sentence.place
            return


def _languages(text: str, is_own: bool) -> list[str]:
    match = _ANY.search(text) or (_OWN.search(text) if is_own else None)
    if match:
        listed = next(group for group in match.groups() if group)
        return re.findall(_NAME, listed)
    if russian := _RUSSIAN.search(text):
        return [_OF_RUSSIAN[russian["name"].lower()]]
    if is_own and (french := _FRENCH.search(text)):
        return [_OF_FRENCH[french["name"].lower()]]
    return []
