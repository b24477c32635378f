"""Tell answers about this work from sentences about something beside it: a version of the model
itself is no base, and a red team for offensive answers tests no leak of personal data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from provenance.model.card import Card
from provenance.privacy.frames import word_classes
from provenance.privacy.lexicon import compile_words, pattern
from provenance.privacy.material import Material, ReadSentence
from provenance.text.lazy import LazyPattern

# A shorter name is also a word or an architecture: "BERT", "ViT".
SHORTEST_NAME = 5
_NOISE = re.compile(r"[^a-z\d]+")
_TOKEN = re.compile(r"[A-Za-z][\w.\-/]*")
# Names of models that no list holds have a digit or a capital inside: `Tarn-2`, `tarnLM`.
_OF_A_NAME = re.compile(r".[\w.\-/]*?[\dA-Z]")
# "Model card for Tarn-2"
_CARD_OF = re.compile(r"(?:model )?card (?:for|of)(?: the)?\s|model card\W+", re.IGNORECASE)
# A copy in another format often keeps the name of its original.
_COPY = re.compile(
    r"(?<!non[- ])\b(?:conver(?:t|sion)|quanti[sz]|optimi[sz]ed version|port(?:ed)? (?:of|from)"
    r"|GGUF|GPTQ|AWQ|ONNX|MLX|OpenVINO|parent|original|mirror|copy|re-?upload|fork)",
    re.IGNORECASE,
)


def own_names(material: Material) -> frozenset[str]:
    """The names of an artefact without punctuation: its repository, with and without the owner,
    and the title of its card."""
    repository = material.snapshot.ref.name
    given = (repository, repository.rpartition("/")[2], _title(material.card))
    squeezed = map(_squeezed, given)
    return frozenset(name for name in squeezed if len(name) >= SHORTEST_NAME)


def names_only_itself(sentence: ReadSentence, own: frozenset[str]) -> bool:
    """Whether an English sentence names this model, and no other one that could be its base.

    A Korean card may name its base in its title alone.

    Args:
        sentence: The sentence.
        own: The names of this model, see `own_names`.
    """
    text = sentence.text
    if sentence.language != "en":
        return False
    squeezed = _squeezed(text)
    if not any(name in squeezed for name in own) or _COPY.search(text):
        return False
    known = [match[0] for match in _known_models().finditer(text)]
    named = known or [token for token in _TOKEN.findall(text) if _OF_A_NAME.match(token)]
    return all(_is_own(name, own) for name in named)


def tests_other_harms(tests: Sequence[ReadSentence]) -> bool:
    """Whether the tests of a document look for other harms than leaks: one sentence says for which,
    and none speaks of personal data or memorisation.

    Args:
        tests: The sentences on tests and red teams.
    """
    english = [test for test in tests if test.language == "en"]
    if not english or len(english) < len(tests):
        return False
    leaks, harms = pattern("en", "leak-scope"), pattern("en", "harm-scope")
    if any(leaks.search(f"{test.passage.heading}: {test.text}") for test in english):
        return False
    return any(harms.search(test.text) for test in english)


def _is_own(name: str, own: frozenset[str]) -> bool:
    """Whether a name is that of this model, or begins with it as the name of a child does.

    A repository of another owner may have the same name and be the base.
    """
    squeezed = _squeezed(name)
    if "/" in name:
        return squeezed in own
    return any(squeezed.startswith(known) for known in own)


def _title(card: Card | None) -> str:
    if card is None:
        return ""
    title = next((section.title for section in card.sections if section.level), "")
    return _CARD_OF.sub("", title, count=1)


def _squeezed(text: str) -> str:
    return _NOISE.sub("", text.lower())


@cache
def _known_models() -> LazyPattern:
    return compile_words("en", word_classes("en")["base-id"])
