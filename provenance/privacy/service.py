"""Tell what a service keeps of the people who use it from what the data of a work contains.

"회원 정보: 탈퇴 시까지 보관" and "결제 정보: 이름, 이메일" name personal data, but not that of a
training set. A Korean text under one heading is about a service if it speaks of the use of a
service, and nowhere of training or of a data set. If it speaks for a company about the people who
use it, it is the policy of a service, whatever it says of training: it may say what is learned from
users, but not what is in the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.model.artifact import Kind
from provenance.privacy.korean import KOREAN
from provenance.privacy.lexicon import pattern
from provenance.privacy.material import Material, ReadSentence
from provenance.privacy.reading import Passage
from provenance.privacy.section import Graded

# These ask for the contents and the making of training data or of a released data set.
_ABOUT_DATA_OF_THE_WORK = frozenset(
    {
        *("PRIV-001", "PRIV-002", "PRIV-003", "PRIV-004", "PRIV-007", "PRIV-010", "PRIV-011"),
        *("PRIV-012", "PRIV-014", "PRIV-015", "PRIV-016", "PRIV-023", "PRIV-032", "PRIV-053"),
    }
)
# What stands between a heading and its text is added to it behind a colon.
_BEHIND_A_HEADING = ": "
# "학습에 사용하지 않습니다" does not make a text one about training data.
_NOT_FOR_LEARNING = re.compile(
    r"(?:학습|훈련|튜닝|모델 ?개선)\S{0,6} .{0,20}?(?:사용|이용|활용|쓰)\S{0,3}지\S? ?않"
)

_PRESENCE = "PRIV-001"

Place = tuple[str, str]


def places_of_services(material: Material) -> frozenset[Place]:
    """The places of a model's documents that speak of a service, see `place_of`.

    The documents of a data set speak of that data, whatever service it comes from.
    """
    if material.snapshot.ref.kind is Kind.DATASET:
        return frozenset()
    korean = [sentence for sentence in material.sentences if sentence.language == KOREAN]
    of_services = _places_with("service-use", korean)
    return of_services - _places_with("of-learning", korean) if of_services else of_services


def places_of_policies(material: Material) -> frozenset[Place]:
    """The places of a model's documents that speak for a company about its users, see
    `place_of`."""
    if material.snapshot.ref.kind is Kind.DATASET:
        return frozenset()
    korean = [sentence for sentence in material.sentences if sentence.language == KOREAN]
    return _places_with("for-a-company", korean)


def place_of(passage: Passage) -> Place:
    """The file and the heading below which a passage stands."""
    return passage.document.path, passage.heading.split(_BEHIND_A_HEADING)[0]


def section_of_the_work(material: Material) -> Graded | None:
    """The grade of the section on personal data; None if it is about the users of a service."""
    section = material.section
    if section is None or not section.proofs:
        return section
    places = {place_of(passage) for passage, _ in section.proofs}
    of_others = places_of_services(material) | places_of_policies(material)
    return None if places <= of_others else section


def is_about_data_of_the_work(check: str) -> bool:
    """Whether a question is about training data, so that words about a service do not answer it."""
    return check in _ABOUT_DATA_OF_THE_WORK


def is_about_presence(check: str) -> bool:
    """Whether a question asks what is in the data, so that no policy of a service answers it."""
    return check == _PRESENCE


def _places_with(key: str, korean: Iterable[ReadSentence]) -> frozenset[Place]:
    words = pattern(KOREAN, key)
    return frozenset(
        place_of(sentence.passage)
        for sentence in korean
        if words.search(_NOT_FOR_LEARNING.sub("", sentence.text))
        or words.search(sentence.passage.heading)
    )
