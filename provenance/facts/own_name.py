"""The names that a card uses for its own model, and whether a table cell carries one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from provenance.facts.labels import plain
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, Card, CardBlock

_AROUND_NAME = re.compile(
    r"^(?:(?:the |official )?model card(?: (?:for|of))?(?: the)? |(?:introducing|welcome to) )"
    r"|(?: model)?(?: card| information)?$"
)
_OURS = frozenset({"ours", "our model", "this model", "this model ours", "본 모델", "우리 모델"})
_TEMPLATE_NAME = frozenset({"", "model", "model card", "model id", "models", "uploaded model"})
_INTRODUCTION = re.compile(
    r"(?:The )?(?P<name>[A-Z][\w.-]{1,30}(?: [\w.-]{1,30}){0,4}) (?:is|are) (?:an?|the|our)\b"
)
_PRESENTED = re.compile(
    r"\b(?:introduce|present|release|announce)\b(?: \w+){0,4}?,? "
    r"(?P<names>[A-Z][\w.-]{2,40}(?:(?:,|,? and) [A-Z][\w.-]{2,40}){0,3})"
)
# A name of which a sentence says what it is made of or trained on: `FinBERT has been pre-trained`.
_MADE = re.compile(
    r"(?:^|[.!?:] )(?P<name>[A-Z][\w-]{3,30}) (?:has been|was|were|is|features|uses)\b"
)
# Letters of each part of a blend: `FinBERT` for `bert-base-finnish`.
SHORTEST_PART = 3
_BETWEEN_NAMES = re.compile(r",? and |, ")
_MARKS = re.compile(r"[\s*†‡^§↑↓]+$")
_SIZE = re.compile(r"\s*\(\s*~?\d{1,5}(?:\.\d{1,3})?\s?[BbMm]\s*\)$")
_SIZE_RUN = re.compile(r"[ _-]?\d{1,5}(?:\.\d{1,3})?[bm]$", re.IGNORECASE)
_RUN = re.compile(r"[^\W\d_]+|\d+")
_UNSPOKEN = re.compile(r"\W+")
_ANY_SIZE = re.compile(
    r"(?<![A-Za-z0-9.])(\d{1,5}(?:\.\d{1,3})?[bm])(?![A-Za-z0-9])", re.IGNORECASE
)
_FORMATS = frozenset({"hf", "gguf", "awq", "gptq", "onnx", "mlx"})
SHORTEST_FAMILY = 4


def own_names(record: ArtifactRecord, card: Card) -> frozenset[str]:
    """The names that tables and sentences may use for the model, as letters and digits.

    The repository name with and without its owner, the card's first title, and the names that
    introduce the model (`Foo Guard is a …`, `we present Foo Guard`) if all words of one occur in
    the other.
    """
    return frozenset(letters(name) for name in _written_names(record, card)) - {""}


def family_names(record: ArtifactRecord, card: Card) -> frozenset[str]:
    """The same names without a size at their end, as letters and digits."""
    names = _written_names(record, card)
    return frozenset(letters(_SIZE_RUN.sub("", name)) for name in names) - {""}


def _written_names(record: ArtifactRecord, card: Card) -> set[str]:
    """The names as written: of the repository, with and without its owner, the title, the metadata
    and the introduction."""
    repository = record.ref.name.rpartition("/")[2]
    titles = (section.title for section in card.walk() if section.level == 1)
    title = plain(next(titles, ""))
    names = {repository, record.ref.name, _AROUND_NAME.sub("", title)}
    stated = card.fields.get("model_name")
    if isinstance(stated, str):
        names.add(stated)
    names.update(name for name in _introduced(card) if _runs_within(name, record.ref.name))
    names.update(name for name in _presented(card) if _runs_within(repository, name))
    names.update(name for name in _blends(card) if _is_blend(letters(name), repository))
    return {name for name in names if plain(name) not in _TEMPLATE_NAME}


def own_cells_of(
    texts: Iterable[str], names: frozenset[str], families: frozenset[str]
) -> Mapping[str, str]:
    """The cells among `texts` that name the model, each with what it adds to the name.

    A cell with the exact name, or `ours`, is the model's and adds nothing. Without such a cell, the
    name without its size counts where no other size of it is there. Without that as well, at least
    two cells that begin with the name are members of a family that the card describes as a whole.

    Returns:
        What each cell adds, by cell; empty if none is the model's own.
    """
    cells = list(dict.fromkeys(texts))
    exact = {cell: "" for cell in cells if is_own(cell, names)}
    if exact:
        return exact
    members = {cell: added for cell in cells if (added := _added(cell, families)) is not None}
    alone = [cell for cell, added in members.items() if not added]
    if len(members) == 1 and alone:
        return {alone[0]: ""}
    return members if len(members) > 1 and not alone else {}


def is_own(cell: str, names: frozenset[str]) -> bool:
    """Whether a cell is exactly the model's name, or `ours`."""
    name = letters(bare(cell).removesuffix("(ours)").removesuffix("(Ours)"))
    # Narrow heads shorten the word: `Foo 7B Inst.`
    written_out = f"{name}ruct" if name.endswith("inst") else name
    return written_out in names or plain(cell) in _OURS


def has_words_of(cells: Iterable[str], repository: str) -> bool:
    """Whether cells together hold the words and figures of a repository name in any order, apart
    from its format: `Foo-Chat` and `7B` for `foo-7b-chat-hf`."""
    own = sorted(run for run in _RUN.findall(repository.casefold()) if run not in _FORMATS)
    stated = sorted(run for cell in cells for run in _RUN.findall(bare(cell).casefold()))
    return len(own) > 1 and stated == own


def size_of(text: str) -> str:
    """The only size in billions or millions that a name or a cell states, in lower case; empty if
    there is none or there are several."""
    sizes = {match[1].casefold() for match in _ANY_SIZE.finditer(text)}
    return sizes.pop() if len(sizes) == 1 else ""


def bare(text: str) -> str:
    """A cell without footnote marks."""
    return _MARKS.sub("", text.strip())


def letters(text: str) -> str:
    """Only letters and digits, in lower case, for comparing names."""
    return _UNSPOKEN.sub("", text.casefold())


def _added(cell: str, families: frozenset[str]) -> str | None:
    """What a cell adds to a name of the family; empty if only a size; None if it names another."""
    name = _SIZE.sub("", bare(cell))
    bare_letters = letters(name)
    for family in sorted(families):
        if len(family) < SHORTEST_FAMILY or not bare_letters.startswith(family):
            continue
        if bare_letters == family:
            return ""
        rest = bare_letters[len(family) :]
        if not (family[-1].isalpha() and rest[0].isalpha() and _runs_on(name, family)):
            return bare(cell)
    return None


def _runs_on(name: str, family: str) -> bool:
    """Whether the name's words do not end where the family's do: `Foobar` for `Foo`."""
    begun = ""
    for run in _RUN.findall(name.casefold()):
        begun += run
        if begun == family:
            return False
        if len(begun) > len(family):
            return True
    return True


def _first_paragraphs(card: Card, most: int) -> Iterator[CardBlock]:
    blocks = (block for section in islice(card.walk(), 4) for block in section.blocks)
    paragraphs = (block for block in blocks if block.kind is BlockKind.PARAGRAPH and block.stated)
    return islice(paragraphs, most)


def _introduced(card: Card) -> Iterator[str]:
    """The name that opens the first paragraph, if that paragraph says what it is."""
    for block in _first_paragraphs(card, 1):
        if match := _INTRODUCTION.match(block.text[:120]):
            yield match["name"]


def _presented(card: Card) -> Iterator[str]:
    """The names that the first paragraphs present."""
    for block in _first_paragraphs(card, 2):
        if match := _PRESENTED.search(block.text[:400]):
            yield from (name.rstrip(".-") for name in _BETWEEN_NAMES.split(match["names"]))


def _blends(card: Card) -> Iterator[str]:
    """The names of which the first paragraphs say what they are made of."""
    for block in _first_paragraphs(card, 8):
        yield from (match["name"] for match in _MADE.finditer(block.text[:400]))


def _is_blend(name: str, repository: str) -> bool:
    """Whether a name is put together from beginnings of at least two words of another."""
    runs = [run for run in _RUN.findall(repository.casefold()) if len(run) >= SHORTEST_PART]
    for first in runs:
        for second in runs:
            heads = (first[:length] for length in range(SHORTEST_PART, len(first) + 1))
            rests = (name[len(head) :] for head in heads if name.startswith(head))
            if first != second and any(
                len(rest) >= SHORTEST_PART and second.startswith(rest) for rest in rests
            ):
                return True
    return False


def _runs_within(name: str, whole: str) -> bool:
    """Whether the words and figures of a name, at least two, occur in another name in the same
    order."""
    runs, rest = _RUN.findall(name.casefold()), iter(_RUN.findall(whole.casefold()))
    return len(runs) > 1 and all(run in rest for run in runs)
