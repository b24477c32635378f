"""Real cards, spoilt at random: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

# The longest line that is put into a card: what one cell of a careless export can hold.
LONG_LINE = 1_000_000
# The most ways in which one card is spoilt at once.
MOST_CHANGES = 3
LICENCE_NAMES = ("LICENSE", "LICENSE.md", "LICENCE.txt")

HOSTILE: tuple[bytes, ...] = (
    *(b"\0", b"\0" * 40, b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f\x98"),
    *(b"\r", b"\r\n", b"\n\n\n", b"\t", b"\x0b\x0c", b"\x1b[2J\x1b[31m", b"\x1b]8;;http://a\x07"),
    *("\u202e\u2066".encode(), "\u200b\u200d\ufeff".encode(), "\u2028\u2029\x85".encode()),
    *("a\u0301" * 50 + "Z\u0334\u0335\u0336" * 50).encode().splitlines(),
    *(b"<script>alert(1)</script>", b"<img src=x onerror=alert(1)>", b"</style></title><!--"),
    *(b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&#x110000;&#0;&#xD800;"),
    *(b"<table><tr><td>" * 40, b"<details><summary>" * 40, b"<a href='javascript:alert(1)'>x</a>"),
    *(b"[a](javascript:alert(1))", b"[a](http://[::1)", b"[x]: <", b"![](data:text/html,x)"),
    *(
        b"---\n",
        b"---",
        b"...\n",
        b"```\n",
        b"~~~~\n",
        b"| a | b |\n|---|---|\n| c |\n",
        b"$$",
        b"%%",
    ),
    *(b"{{ x }}", b"{% raw %}", b"${jndi:ldap://a}", b"=cmd|' /C calc'!A0", b"%s%n%d", b"\\u0000"),
    *(b"9" * 5_000, b"1e999", b"-0", b"0x" + b"f" * 3_000, b"1_000", b"12:30:45", b"0o8", b".inf"),
    *(b"[" * 3_000, b"{" * 3_000, b"(" * 3_000, b"> " * 2_000, b"- " * 2_000, b"*" * 2_000),
    *(b"a." * 3_000, b"`" * 3_000, b"_" * 3_000, b"|" * 3_000, b"#" * 3_000, b"\\" * 3_000),
)
FRONT_VALUES: tuple[bytes, ...] = (
    *(b"null", b"~", b"true", b"[]", b"{}", b"[null]", b"[[]]", b"[[[mit]]]", b'""', b"''", b'" "'),
    *(b"{a: b}", b"{name: mit}", b"[{id: a/b}]", b"{id: a/b, revision: main}", b"[a, [b, [c]]]"),
    *(b".nan", b".inf", b"-.inf", b"1e999", b"9" * 4_400, b"-1", b"0", b"1.5", b"0x1F", b"1_0"),
    *(
        b"2020-01-01",
        b"9999-99-99",
        b"2020-01-01T00:00:00Z",
        b"12:30",
        b"!!binary aGk=",
        b"!!set {a}",
    ),
    *(b"!!python/object:os.system x", b"&a [*a]", b"&a b", b"*missing", b"<<: *missing", b"? x"),
    *(
        b"|\n  a\n  b",
        b">-\n  folded",
        b"'unclosed",
        b'"unclosed',
        b"[unclosed",
        b"{unclosed",
        b"@at",
    ),
    *(b"[" * 200 + b"]" * 200, b'"' + b"x" * 70_000 + b'"', b"[" + b"a, " * 20_000 + b"a]"),
    *(
        '"\u202e"'.encode(),
        b'"\\ud800"',
        b'"\\0"',
        '"비공개"'.encode(),
        '"未公開"'.encode(),
    ),
    *(
        b"../../etc/passwd",
        b"./local",
        b"C:\\models\\x",
        b"/abs/path",
        b"https://a@b@c/",
        b"a/b/c/d",
    ),
)
FRONT_KEYS: tuple[bytes, ...] = (
    *(b"license", b"license_name", b"license_link", b"base_model", b"base_model_relation"),
    *(b"datasets", b"tags", b"language", b"model-index", b"pipeline_tag", b"library_name"),
    *(b"extra_gated_prompt", b"extra_gated_fields", b"dataset_info", b"co2_eq_emissions"),
    *(b"task_categories", b"size_categories", b"source_datasets", b"configs", b"new_version"),
    *(b"annotations_creators", b"metrics", b"inference", b"widget", b"arxiv", b"new key", b"1"),
)
OTHER_LANGUAGES: tuple[str, ...] = (
    "이 모델은 연구 목적으로만 사용할 수 있습니다. 상업적 이용은 금지됩니다.",
    "학습 데이터에는 고객 이름과 전화번호가 들어 있습니다.",
    "## 라이선스\n\n이 모델은 MIT 라이선스로 배포됩니다.",
    "本模型仅供研究使用，禁止商业用途。训练数据包含姓名和电话号码。",
    "このモデルは研究目的にのみ利用できます。個人情報は含まれていません。",
    "Ce modèle est réservé à la recherche. Les données contiennent des noms.",
    "Dieses Modell darf nur für die Forschung verwendet werden; keine Gewähr.",
    "Este modelo está bajo la licencia Apache 2.0. No contiene datos personales.",
    "Эта модель предназначена только для исследований.",
    "هذا النموذج مخصص للبحث فقط.",
    "यह मॉडल केवल शोध के लिए है।",
    "โมเดลนี้ใช้เพื่อการวิจัยเท่านั้น",
)
LONG_UNITS: tuple[bytes, ...] = (
    *(b"a", b"a ", b"[a](b) ", b"| a ", b"`a` ", b"<b>a</b>", b"a, ", b"a. A", b"http://a.b "),
    *(
        "가나 ".encode(),
        "개인정보 ".encode(),
        b"not licensed under ",
        b"fine-tuned on ",
        b"\\",
        b"&amp;",
    ),
)

Spoil = Callable[[random.Random, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Card:
    """A real card with what stands beside it.

    Attributes:
        kind: `model` or `dataset`.
        files: Paths of files to read, by the name they have in the repository.
    """

    kind: str
    files: tuple[tuple[str, Path], ...]


@dataclass(frozen=True, slots=True)
class SpoiltCard:
    """A card after its changes.

    Attributes:
        title: The changes, which is all that may be printed: cards hold names of people.
        kind: `model` or `dataset`.
        files: Bytes by file name.
    """

    title: str
    kind: str
    files: dict[str, bytes]


def corpus_cards(corpus: Path) -> list[Card]:
    """All cards of the corpus in a fixed order."""
    models = sorted((corpus / "model_cards_2020").rglob("*.md"))
    cards = [Card("model", (("README.md", path),)) for path in models]
    folders = sorted((corpus / "dataset_cards_2022").glob("*/"))
    folders += sorted((corpus / "vendor").glob("*/"))
    folders += sorted((corpus / "hub" / "models").glob("*/*/"))
    for folder in folders:
        files = tuple((path.name, path) for path in sorted(folder.iterdir()) if path.is_file())
        if files:
            kind = "dataset" if folder.parent.name == "dataset_cards_2022" else "model"
            cards.append(Card(kind, files))
    return cards


def _cut(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return data[:start] + data[end:]


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randint(0, len(data))]


def _double(rng: random.Random, data: bytes) -> bytes:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return data[:end] + data[start:end] + data[end:]


def _swap_bytes(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 30)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _swap_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(rng.randint(1, 10)):
        if len(lines) > 1:
            first, second = rng.sample(range(len(lines)), 2)
            lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _front_value(rng: random.Random, data: bytes) -> bytes:
    """Another type as the value of a key at the top, new or there already."""
    body = _without_front_matter(data)
    front = data[: len(data) - len(body)]
    key, value = rng.choice(FRONT_KEYS), rng.choice(FRONT_VALUES)
    kept = [line for line in front.split(b"\n")[1:] if line.strip() not in (b"---", b"")]
    if rng.random() < 0.7:
        kept = [line for line in kept if not line.startswith(key + b":")]
    kept.insert(rng.randint(0, len(kept)), key + b": " + value)
    return b"---\n" + b"\n".join(kept) + b"\n---\n" + body


def _nested_front_matter(rng: random.Random, data: bytes) -> bytes:
    depth = rng.choice((5, 50, 500, 5_000))
    form = rng.choice((b"flow", b"block", b"list"))
    key = rng.choice(FRONT_KEYS)
    if form == b"flow":
        value = b"{a: " * depth + b"b" + b"}" * depth
    elif form == b"list":
        value = b"[" * depth + b"b" + b"]" * depth
    else:
        steps = min(depth, 500)
        value = b"\n" + b"\n".join(b" " * (step + 1) + b"a:" for step in range(steps)) + b" b"
    return b"---\n" + key + b": " + value + b"\n---\n" + _without_front_matter(data)


def _many_keys(rng: random.Random, data: bytes) -> bytes:
    count = rng.choice((100, 2_000, 20_000))
    keys = b"".join(b"key%d: value\n" % number for number in range(count))
    return b"---\n" + keys + b"---\n" + _without_front_matter(data)


def _insert(rng: random.Random, data: bytes) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + rng.choice(HOSTILE) + data[place:]


def _insert_everywhere(rng: random.Random, data: bytes) -> bytes:
    """One hostile string after every so many bytes."""
    step = max(len(data) // 200, 1)
    hostile = rng.choice(HOSTILE)[:100]
    return hostile.join(data[at : at + step] for at in range(0, len(data), step))


def _long_line(rng: random.Random, data: bytes) -> bytes:
    unit = rng.choice(LONG_UNITS)
    line = unit * (LONG_LINE // len(unit))
    place = rng.randint(0, len(data))
    return data[:place] + line + data[place:]


def _other_language(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    for _ in range(rng.randint(1, 12)):
        lines.insert(rng.randint(0, len(lines)), rng.choice(OTHER_LANGUAGES).encode())
    return b"\n".join(lines)


def _only_another_language(rng: random.Random, data: bytes) -> bytes:
    chosen = rng.choice(OTHER_LANGUAGES)
    front = data[: len(data) - len(_without_front_matter(data))]
    return front + b"\n\n".join([b"# Card", *([chosen.encode()] * rng.randint(1, 40))])


def _other_encoding(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    name = rng.choice(("utf-16", "utf-16-be", "utf-32", "cp949", "shift_jis", "latin-1", "gb18030"))
    return text.encode(name, "replace")


def _without_front_matter(data: bytes) -> bytes:
    if not data.startswith(b"---"):
        return data
    end = data.find(b"\n---", 3)
    if end < 0:
        return data
    _, _, body = data[end + 1 :].partition(b"\n")
    return body


SPOILERS: dict[str, Spoil] = {
    "cut": _cut,
    "truncate": _truncate,
    "double": _double,
    "swap bytes": _swap_bytes,
    "swap lines": _swap_lines,
    "front matter value": _front_value,
    "nested front matter": _nested_front_matter,
    "many keys": _many_keys,
    "hostile string": _insert,
    "hostile strings": _insert_everywhere,
    "long line": _long_line,
    "another language added": _other_language,
    "another language": _only_another_language,
    "another encoding": _other_encoding,
}


def spoilt_card(cards: list[Card], seed: int, number: int) -> SpoiltCard:
    """The card of this number: always the same for the same corpus, seed and number."""
    rng = random.Random(f"{seed}/{number}")
    card = rng.choice(cards)
    files = {name: path.read_bytes() for name, path in card.files}
    changes = []
    for _ in range(rng.randint(1, MOST_CHANGES)):
        name = rng.choice(sorted(files))
        how = rng.choice(list(SPOILERS))
        files[name] = SPOILERS[how](rng, files[name])
        changes.append(f"{how} of {name}")
    if rng.random() < 0.1:
        source = rng.choice(sorted(files))
        target = rng.choice(LICENCE_NAMES)
        files[target] = files[source]
        changes.append(f"{source} as {target}")
    return SpoiltCard(f"seed {seed}, number {number}: {', '.join(changes)}", card.kind, files)


def spoilt_cards(corpus: Path, seed: int, numbers: Iterator[int]) -> Iterator[SpoiltCard]:
    """The cards of these numbers."""
    cards = corpus_cards(corpus)
    for number in numbers:
        yield spoilt_card(cards, seed, number)
