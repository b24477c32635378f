"""Long texts as a stranger may write them: one unit again and again, or no two passages alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, product

UNITS = (
    *("[", "]", "(", ")", "((("),
    *("{", "}", "{{", "{%", "<"),
    *(">", "<a ", "<td", "<td>", "</"),
    *("<!--", "-->", "<![CDATA[", "<?", "<div>"),
    *("![", "](", "[a](b)", "[see ", "[^1]: "),
    *("http://", "https://a.b/c ", "www.", "a@", "@"),
    *("|", "||", "| a ", "|-", "a.b"),
    *(".", ". ", "...", "a.", ". A"),
    *("!", "! ", "?", ",", ", "),
    *(";", ":", ": ", "::", "a: "),
    *("#", "# ", "## a\n", "=", "==="),
    *("-", "- ", "* ", "1. ", "1."),
    *("*", "**a", "*_*", "_", "~"),
    *("`", "``", "```\n", "~~~", "---\n"),
    *('"', "'", '"a" ', "\\", "\\["),
    *("&", "&#", "&amp;", "$$", "%41"),
    *("0", "12 ", "1,000", "0x", "v1"),
    *(" ", "\t", "\r", "\u00a0", "\u200b"),
    *("\n", " \n", "\n\n", "  \n", "\ufffd"),
    *("a", "A ", "a-", "a/b ", "a_b"),
    *("가", "가 ", "가나다", ". 가", "라이선스 "),
    *("not ", "no ", "and ", "license ", "licensed under "),
    *("personal data ", "names, ", "fine-tuned on ", "based on ", "the model "),
    *("개인정보 ", "없습니다. ", "학습 데이터", "> ", "\U0001f600"),
)
SHAPES: dict[str, Callable[[str], str]] = {
    "one line": lambda unit: unit,
    "many lines": lambda unit: unit if unit.endswith("\n") else f"{unit}\n",
    "long lines": lambda unit: f"{(unit * 800)[:800]}\n",
}
# Parts of sentences that every reader of prose has to look at: terms, data about people, sources.
_ENGLISH = (
    ("The model", "This dataset", "Each record", "Our adapter", "The licence", "A derivative"),
    (
        "is licensed under",
        "may not be used for",
        "was fine-tuned on",
        "contains the names of",
        "is based on",
        "does not contain",
        "was collected from",
        "is released for research under",
    ),
    (
        "the terms of",
        "e-mail addresses from",
        "personal data about",
        "commercial work with",
        "web pages of",
        "a corpus by",
        "the weights of",
    ),
)
_KOREAN = (
    ("이 모델은", "본 데이터셋은", "각 기록은", "어댑터는", "라이선스는", "학습 데이터는"),
    (
        "이름과 이메일을 포함한",
        "상업적으로 쓸 수 없는",
        "개인정보를 지운",
        "미세 조정에 쓴",
        "웹에서 모은",
        "동의를 받은",
        "연구용으로 공개한",
    ),
    ("말뭉치입니다", "자료를 씁니다", "조건으로 배포됩니다", "내용이 없습니다", "기반으로 합니다"),
)
_NAMED = "acme/thing-{0}"


@dataclass(frozen=True, slots=True)
class HostileText:
    """A text of any length.

    Attributes:
        title: What it consists of.
        shape: How it is laid out.
        write: Returns about so many bytes of it.
    """

    title: str
    shape: str
    write: Callable[[int], str]


def texts() -> Iterator[HostileText]:
    """Every unit in every shape, then every text of which no passage is repeated."""
    for unit, (shape, laid_out) in product(UNITS, SHAPES.items()):
        yield HostileText(repr(unit), shape, _repeated(laid_out(unit)))
    for title, passage in _DISTINCT.items():
        yield HostileText(title, "distinct", _distinct(passage))


def _repeated(unit: str) -> Callable[[int], str]:
    size = len(unit.encode())
    return lambda wanted: unit * max(wanted // size, 1)


def _distinct(passage: Callable[[int], str]) -> Callable[[int], str]:
    def write(wanted: int) -> str:
        passages: list[str] = []
        written = 0
        for number in count():
            if written >= wanted:
                break
            passages.append(passage(number))
            written += len(passages[-1].encode())
        return "".join(passages)

    return write


def _parts(number: int, choices: tuple[tuple[str, ...], ...]) -> list[str]:
    """One part of each choice; the numbers run through all combinations."""
    chosen = []
    for parts in choices:
        number, at = divmod(number, len(parts))
        chosen.append(parts[at])
    return chosen


def english(number: int) -> str:
    """A sentence without its full stop."""
    return f"{' '.join(_parts(number, _ENGLISH))} party {number}"


def korean(number: int) -> str:
    """The same in Korean."""
    subject, what, end = _parts(number, _KOREAN)
    return f"{subject} {number}번 기관이 {what} {end}"


def name(number: int) -> str:
    """The name of a model."""
    return _NAMED.format(number)


def _linked(number: int) -> str:
    return f"Fine-tuned on [{name(number)}](https://huggingface.co/datasets/{name(number)})"


def _outside(number: int) -> str:
    return f"It was trained on the [corpus {number}](https://data-{number}.example/) of texts"


_DISTINCT: dict[str, Callable[[int], str]] = {
    "English sentences": lambda number: f"{english(number)}. ",
    "English lines": lambda number: f"{english(number)}.\n",
    "English paragraphs": lambda number: f"{english(number)}.\n\n",
    "English list": lambda number: f"- {english(number)}.\n",
    "English numbered list": lambda number: f"{number + 1}. {english(number)}\n",
    "English table": lambda number: f"| {english(number)} | {number} |\n",
    "English headings": lambda number: f"## {english(number)}\n\n{english(number + 1)}.\n\n",
    "English quotes": lambda number: f"> {english(number)}.\n\n",
    "English HTML": lambda number: f"<tr><td>{english(number)}</td><td>{number}</td></tr>\n",
    "Korean sentences": lambda number: f"{korean(number)}. ",
    "Korean lines": lambda number: f"{korean(number)}.\n",
    "Korean paragraphs": lambda number: f"{korean(number)}.\n\n",
    "Korean list": lambda number: f"- {korean(number)}.\n",
    "Korean table": lambda number: f"| {korean(number)} | {number} |\n",
    "Korean headings": lambda number: f"## {korean(number)}\n\n{korean(number + 1)}.\n\n",
    "both languages": lambda number: f"{english(number)}. {korean(number)}.\n",
    "words": lambda number: f"word{number} ",
    "words without blanks": lambda number: f"word{number}",
    "names": lambda number: f"{name(number)}\n",
    "names in a row": lambda number: f"{name(number)}, ",
    "keys": lambda number: f"key_{number}: value {number}\n",
    "keys in depth": lambda number: f"key_{number}:\n  a: {{b: [c{number}, d]}}\n",
    "assignments": lambda number: f'key_{number} = "{name(number)}"\n',
    "sections of keys": lambda number: f'[part_{number}]\nlicense = "{name(number)}"\n',
    "links": lambda number: f"{_linked(number)}. ",
    "link lines": lambda number: f"{_linked(number)}.\n\n",
    "outside links": lambda number: f"{_outside(number)}. ",
    "outside link lines": lambda number: f"- {_outside(number)}.\n",
    "pictures": lambda number: f"![badge {number}](https://b.example/licence-mit-{number}.svg)\n",
    "addresses": lambda number: f"https://a{number}.example/terms/{number} ",
    "references": lambda number: f"[a{number}]: https://a{number}.example/\n[b][a{number}]\n",
    "definitions": lambda number: f"**Term {number}**: {english(number)}.\n",
    "calls": lambda number: f'm{number} = AutoModel.from_pretrained("{name(number)}")\n',
    "chained names": lambda number: f"M{number + 1}=${{M{number}}}\nhf download $M{number + 1}\n",
    "templates": lambda number: f"{{% if a.b{number} %}}{{{{ c[{number}] }}}}{{% endif %}}\n",
}
