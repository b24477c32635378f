"""Names of models and datasets that stand in a card's sentences without a link.

A name with a digit, such as `org/name-7b`, is told from other words with a slash by its form. One
without counts only where the words beside it say that this artefact was made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.model.card import CardBlock, Link

_HUB = "https://huggingface.co/"
# Nearly every model's name has a digit, and `question/answer` has none.
_NAME = re.compile(
    r"(?<![\w/.@:#-])(?P<owner>[A-Za-z][A-Za-z0-9_.-]{1,40})/"
    r"(?P<name>[A-Za-z][A-Za-z0-9_.-]{1,90})(?![A-Za-z0-9_/])"
)
_DIGIT = re.compile(r"\d")
# Words right before a name that say what was done with it.
_MADE = (
    r"(?:fine[- ]?tun(?:ed|e|ing)|tuned|adapted|distilled|quanti[sz]ed|derived|converted|merged"
    r"|initiali[sz]ed|started|continued|(?:pre-?|post-?)?train(?:ed|ing)|pruned|trimmed|shrunk"
    r"|grown|carved|bootstrapped)"
)
# `trained with` rather names a tool.
_BEGUN = r"(?:start(?:ed|ing)?|beg[au]n|warm-?started|initiali[sz]ed)"
_MADE_FROM = re.compile(
    rf"(?:\b{_MADE}(?:\W+\w+){{0,4}}?\W+from|\b{_BEGUN}(?:\W+\w+){{0,3}}?\W+with"
    r"|\bversion of|\b(?:based|built) (?:up)?on|\bon top of"
    r"|\b(?:LoRA|adapters?|GGUF|GPTQ|AWQ|quanti[sz]ations?)(?:\W+\w+){0,2}?\W+(?:for|of|from)"
    r"|\b(?:base|parent|source|original|foundation|teacher)[ -]model\b)"
    r"(?:\W{1,4}(?:is|was|the|an?|our|its|base|original|pre-?trained|instruct|model|checkpoint"
    r"|weights|LLM)\b){0,5}\W{1,8}$",
    re.IGNORECASE,
)
# What may follow a name; behind `encoder/decoder` stands `architecture` or `pairs`.
_ENDS_NAME = re.compile(
    r"[`*\"'”)\]]{0,4}(?:[ \t]*(?:$|[\n.,;:|()])|\s+(?:models?|checkpoints?|weights|base|LLM"
    r"|with|using|on|for|by|via|and|to|in|as|was|is|through|trained|fine|from)\b)",
    re.IGNORECASE,
)
_KOREAN_MADE = re.compile(
    r"[`*\"')\]]{0,4}\s?(?:모델|체크포인트|가중치)?(?:을|를|의|에서|로부터|에|로)?\s?(?:\S{1,20}\s){0,2}?"
    r"\S{0,6}(?:파인\s?튜닝|미세\s?조정|추가\s?학습|양자화|증류|병합|기반|바탕|베이스로)"
)
_KOREAN_LABEL = re.compile(r"(?:기반|베이스|원본|기본) ?모델[^\w.]{1,10}$")
# Words that people join with a slash for themselves.
_PAIRS = frozenset(
    {
        *("encoder/decoder", "question/answer", "input/output", "text/image", "image/text"),
        *("prompt/response", "prompt/completion", "user/assistant", "client/server", "and/or"),
        *("query/passage", "query/document", "source/target", "cause/effect", "train/test"),
        *("audio/text", "text/audio", "speech/text", "vision/language", "state/action"),
        *("input/label", "code/text", "read/write", "him/her", "his/her", "he/she", "pass/fail"),
    }
)
# What a model was fine-tuned `on` without a link is rather data than another model.
_CALLED_DATA = re.compile(r"\W{0,3}(?:data|corpus|corpora|데이터|말뭉치)", re.IGNORECASE)
_ON = re.compile(r"\bon(?: the)?\W*$", re.IGNORECASE)
_BASED_ON = re.compile(r"\b(?:based|built) (?:up)?on(?: the)?\W*$", re.IGNORECASE)
_BEFORE_NAME = 20
_BEFORE_WORDS = 160
_MOST_NAMES = 50
_SAME_LETTERS = 3


def bare_names(blocks: Iterable[CardBlock], linked: frozenset[str]) -> list[Link]:
    """Names of models and datasets in blocks of a card, as links to their pages, at most about 50.

    Args:
        blocks: What the card states.
        linked: Texts of the card's links.
    """
    links: list[Link] = []
    for block in blocks:
        for text, span in block.items or ((block.text, block.span),):
            for stated in _NAME.finditer(text):
                name = stated[0].rstrip(".-")
                if name in linked or not _is_name(text, stated, name):
                    continue
                site = f"{_HUB}datasets/" if _is_data(text, stated) else _HUB
                links.append(Link(text=name, url=f"{site}{name}", line=span.start))
            if len(links) >= _MOST_NAMES:
                return links
    return links


def _is_name(text: str, stated: re.Match[str], name: str) -> bool:
    """Whether two words with a slash between them are a name, and no alternatives."""
    if _are_alternatives(stated["owner"], stated["name"]):
        return False
    if _DIGIT.search(stated["name"]):
        return True
    return name.lower() not in _PAIRS and _was_made_from(text, stated, name)


def _was_made_from(text: str, stated: re.Match[str], name: str) -> bool:
    """Whether the words beside a name say that something was made from it."""
    before = text[max(0, stated.start() - _BEFORE_WORDS) : stated.start()]
    after = text[stated.start() + len(name) :][:_BEFORE_WORDS]
    if _KOREAN_LABEL.search(before) or _KOREAN_MADE.match(after):
        return True
    return bool(_MADE_FROM.search(before) and _ENDS_NAME.match(after))


def _is_data(text: str, stated: re.Match[str]) -> bool:
    if _CALLED_DATA.match(text, stated.end()):
        return True
    before = text[max(0, stated.start() - _BEFORE_NAME) : stated.start()]
    return _ON.search(before) is not None and not _BASED_ON.search(before)


def _are_alternatives(first: str, second: str) -> bool:
    """Whether two names with a slash between them are alternatives: `GPT-3.5/GPT-4`."""
    return first[:_SAME_LETTERS].lower() == second[:_SAME_LETTERS].lower()
