"""Whether anything that is stated can become unstated without a word.

    python benchmarks/silence.py [--seed N] [--most N] [--only WORD] [--show]

Takes real cards, configurations and hub answers, and changes one field that states a licence, a
base, a dataset or a format: its key is renamed, its value re-shaped, nested, enlarged, emptied or
translated. Each changed artefact is audited in process. A change is *silent* when something that
was stated before is gone and neither a new gap nor a new finding says so; that a licence is missing
(LIC001) does not count, because it is there. A place that was emptied (`null`) states nothing:
counted apart.

The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus. It holds names of people:
only counts, places and kinds of change are printed. The exit status is 1 where a change was silent.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import provenance
from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.cards import parse_card
from provenance.model.artifact import Kind
from provenance.report import Report

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
NAME = "acme/mutated"
# Says that nothing is there, which is what must not be said of something that is.
SAYS_MISSING = frozenset({"LIC001"})
EXACT = frozenset({"licence", "base", "dataset"})
LARGE = 3_000

Document = dict[str, Any]
Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """One artefact that states each thing in one place only.

    Attributes:
        place: `card`, `answer`, `config`, `adapter` or `header`.
        kind: Model or dataset.
        file: The file that is changed.
        content: What it holds.
        fields: Paths of what states something.
        others: Other files beside it.
    """

    place: str
    kind: Kind
    file: str
    content: Document
    fields: tuple[Path_, ...]
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What an audit says.

    Attributes:
        facts: What is stated.
        told: Gaps and findings.
    """

    facts: frozenset[tuple[str, str]]
    statements: frozenset[tuple[str, ...]]


CARD_FIELDS = (
    *("license", "license_name", "license_link", "base_model", "datasets", "source_datasets"),
    *("library_name", "pipeline_tag", "language"),
)
ANSWER_FIELDS = ("baseModels", "library_name", "pipeline_tag", "safetensors", "gated")


def samples(rng: random.Random) -> Iterator[Sample]:
    """Every artefact of the corpus, in an order that the seed gives, place by place in turn."""
    turns = [list(turn()) for turn in (cards, answers, copies, configurations, adapters, headers)]
    for turn in turns:
        rng.shuffle(turn)
    while any(turns):
        for turn in turns:
            if turn:
                yield turn.pop()


def cards() -> Iterator[Sample]:
    """Cards alone: without the hub's answer, nothing else states what they state."""
    places = [
        *((path, Kind.MODEL) for path in (CORPUS / "hub" / "models").glob("*/*/README.md")),
        *((path, Kind.MODEL) for path in (CORPUS / "model_cards_2020").rglob("*.md")),
        *((path, Kind.DATASET) for path in (CORPUS / "dataset_cards_2022").glob("*/README.md")),
    ]
    for path, kind in sorted(places):
        fields = dict(parse_card(path.read_text("utf-8", "replace")).fields)
        stated = tuple((key,) for key in CARD_FIELDS if fields.get(key))
        if stated:
            yield Sample(place="card", kind=kind, file="README.md", content=fields, fields=stated)


def _answers() -> Iterator[Document]:
    for path in sorted((CORPUS / "hub" / "models").glob("*/*/_meta.json")):
        yield json.loads(path.read_text("utf-8"))
    for path in sorted((CORPUS / "api" / "models").glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def answers() -> Iterator[Sample]:
    """Hub answers without their copy of the card, so that each thing stands in one place."""
    for answer in _answers():
        content = {key: value for key, value in answer.items() if key not in ("cardData", "tags")}
        content.pop("id", None)
        stated = tuple((key,) for key in ANSWER_FIELDS if content.get(key))
        if stated:
            yield Sample(
                place="answer", kind=Kind.MODEL, file="_meta.json", content=content, fields=stated
            )


def copies() -> Iterator[Sample]:
    """Hub answers with nothing but their copy of the card."""
    for answer in _answers():
        copied = answer.get("cardData") or {}
        content = {"siblings": answer.get("siblings") or [], "cardData": copied}
        stated = tuple(("cardData", key) for key in CARD_FIELDS if copied.get(key))
        if stated:
            yield Sample(
                place="copy", kind=Kind.MODEL, file="_meta.json", content=content, fields=stated
            )


def configurations() -> Iterator[Sample]:
    """config.json as the hub's answer repeats it, with the base as transformers writes it."""
    for answer in _answers():
        config = answer.get("config")
        if not isinstance(config, dict) or not config:
            continue
        content = dict(config)
        for base in _bases(answer)[:1]:
            content["_name_or_path"] = base
        keys = ("_name_or_path", "model_type", "architectures", "quantization_config")
        stated = tuple((key,) for key in keys if content.get(key))
        if stated:
            yield Sample(
                place="config", kind=Kind.MODEL, file="config.json", content=content, fields=stated
            )


def adapters() -> Iterator[Sample]:
    """adapter_config.json of what the hub calls an adapter."""
    for answer in _answers():
        for base in _bases(answer)[:1]:
            content = {
                "base_model_name_or_path": base,
                "bias": "none",
                "peft_type": "LORA",
                "r": 8,
                "target_modules": ["q_proj", "v_proj"],
                "task_type": "CAUSAL_LM",
            }
            stated = (("base_model_name_or_path",), ("peft_type",))
            yield Sample(
                place="adapter",
                kind=Kind.MODEL,
                file="adapter_config.json",
                content=content,
                fields=stated,
            )


def headers() -> Iterator[Sample]:
    """Texts in the header of a weight file: the licence and the base that the card states."""
    for answer in _answers():
        copied = answer.get("cardData") or {}
        licence = copied.get("license")
        content: Document = {"format": "pt"}
        if isinstance(licence, str):
            content["license"] = licence
        for base in _bases(answer)[:1]:
            content["base_model"] = base
        stated = tuple((key,) for key in ("license", "base_model") if key in content)
        if stated:
            yield Sample(
                place="header",
                kind=Kind.MODEL,
                file="model.safetensors",
                content=content,
                fields=stated,
            )


def _bases(answer: Document) -> list[str]:
    bases = answer.get("baseModels")
    models = bases.get("models") if isinstance(bases, dict) else []
    return [model["id"] for model in models or [] if isinstance(model, dict) and "id" in model]


Change = Callable[[str, Any], tuple[str, Any]]
"""A key and its value → what stands there instead."""


def _each(member: str, value: Any) -> Any:
    """A value as a mapping with one member, each item of a list for itself."""
    if isinstance(value, list):
        return [{member: item} for item in value]
    return {member: value}


def _text(value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    return ", ".join(item if isinstance(item, str) else json.dumps(item) for item in items)


def _swapped(key: str) -> str:
    """Two letters in the middle of a key swapped."""
    middle = max(len(key) // 2, 1)
    return key[: middle - 1] + key[middle] + key[middle - 1] + key[middle + 1 :]


_KOREAN = {
    "license": "라이선스",
    "license_name": "라이선스_이름",
    "license_link": "라이선스_링크",
    "base_model": "기반_모델",
    "datasets": "데이터셋",
    "source_datasets": "원본_데이터셋",
    "language": "언어",
}
CHANGES: dict[str, dict[str, Change]] = {
    "rename": {
        "upper case": lambda key, value: (key.upper(), value),
        "title case": lambda key, value: (key.title(), value),
        "other joint": lambda key, value: (key.replace("_", "-"), value),
        "no joint": lambda key, value: (key.replace("_", ""), value),
        "blank": lambda key, value: (key.replace("_", " "), value),
        "plural": lambda key, value: (f"{key}s", value),
        "swapped letters": lambda key, value: (_swapped(key), value),
        "lost letter": lambda key, value: (key[:-2] + key[-1:], value),
        "unknown word": lambda _, value: ("zzz", value),
        "prefix": lambda key, value: (f"my_{key}", value),
    },
    "re-shape": {
        "list": lambda key, value: (key, [value]),
        "list of nulls": lambda key, _: (key, [None]),
        "list of blanks": lambda key, _: (key, [" "]),
        "list of lists": lambda key, value: (key, [[value]]),
        "name": lambda key, value: (key, _each("name", value)),
        "id": lambda key, value: (key, _each("id", value)),
        "list of ids": lambda key, value: (key, [_each("id", value)]),
        "value": lambda key, value: (key, {"value": value}),
        "unknown member": lambda key, value: (key, {"zzz": value}),
        "key of a mapping": lambda key, value: (key, {_text(value): None}),
        "by configuration": lambda key, value: (key, {"default": value, "other": value}),
        "one text": lambda key, value: (key, _text(value)),
        "quoted": lambda key, value: (key, f"`{_text(value)}`"),
        "Markdown": lambda key, value: (key, f"**{_text(value)}**"),
        "remark": lambda key, value: (key, f"{_text(value)} (see below)"),
        "commas": lambda key, value: (key, f"{_text(value)}, {_text(value)}"),
        "number": lambda key, _: (key, 7),
        "true": lambda key, _: (key, True),
        "JSON": lambda key, value: (key, json.dumps(value)),
    },
    "nest": {
        "in itself": lambda key, value: (key, {key: value}),
        "below": lambda key, value: ("details", {key: value}),
        "two below": lambda key, value: ("details", {"of": {key: value}}),
        "in a list": lambda key, value: ("details", [{key: value}]),
    },
    "enlarge": {
        "many": lambda key, value: (key, [value] * LARGE),
        "long": lambda key, value: (key, _text(value) + "x" * LARGE),
        "beside much": lambda key, value: (key, [value, "y" * LARGE]),
        "blanks": lambda key, value: (key, f"{_text(value)}{' ' * LARGE}"),
    },
    "null": {
        "null": lambda key, _: (key, None),
        "empty text": lambda key, _: (key, ""),
        "empty list": lambda key, _: (key, []),
    },
    "translate": {
        "key": lambda key, value: (_KOREAN.get(key, "기타"), value),
        "value": lambda key, value: (key, f"{_text(value)} 사용"),
        "sentence": lambda key, value: (key, f"이 모델은 {_text(value)} 기반입니다"),
        "withheld": lambda key, _: (key, "비공개"),
    },
}


def changed(content: Document, path: Path_, change: Change) -> Document | None:
    """The content with one field changed; None where the change changes nothing."""
    copied: Document = copy.deepcopy(content)
    holder = copied
    for step in path[:-1]:
        holder = holder[step]
    key, value = change(path[-1], holder[path[-1]])
    if key == path[-1] and value == holder[key]:
        return None
    items = [(key, value) if old == path[-1] else (old, kept) for old, kept in holder.items()]
    holder.clear()
    holder.update(items)
    return copied


def written(sample: Sample, content: Document) -> bytes:
    """The bytes of the file that is changed."""
    if sample.file == "README.md":
        front = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6)
        return f"---\n{front}---\n\n# Card\n\nWords.\n".encode()
    if sample.place == "header":
        texts = {
            key: text if isinstance(text, str) else json.dumps(text)
            for key, text in content.items()
        }
        tensor = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
        header = json.dumps({"__metadata__": texts, "w": tensor}).encode()
        return struct.pack("<Q", len(header)) + header + b"\0" * 4
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def audited(sample: Sample, content: Document) -> Outcome:
    """Audit an artefact that consists of this file."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, f"{sample.kind}s", NAME)
        folder.mkdir(parents=True)
        (folder / sample.file).write_bytes(written(sample, content))
        ref = NAME if sample.kind is Kind.MODEL else f"hf:datasets/{NAME}"
        lineage = provenance.trace(ref, hub=work)
        report = judge(lineage)
        record = lineage.record(lineage.inputs[0][1])
        assert record is not None
        facts = {
            ("dataset" if parent.relation == "dataset" else "base", parent.ref.name.lower())
            for parent in record.parents
        }
        claims = record.licence.claims
        facts |= {("licence", claim.licence or claim.value.lower()) for claim in claims}
        facts |= _described(lineage)
    return Outcome(frozenset(facts), frozenset(_statements(report)))


def _described(lineage: Any) -> set[tuple[str, str]]:
    """Library, task, architecture, languages and the like as the AIBOM has them."""
    document = json.loads(encode(lineage))
    component = document["metadata"]["component"]
    parameters = component.get("modelCard", {}).get("modelParameters", {})
    keys = ("task", "architectureFamily", "modelArchitecture")
    facts = {(key, str(parameters[key]).lower()) for key in keys if key in parameters}
    properties = [
        *component.get("properties", ()),
        *component.get("modelCard", {}).get("properties", ()),
    ]
    facts |= {
        (_slot(entry["name"]), str(entry["value"]).lower())
        for entry in properties
        if not entry["name"].startswith(("provenance:privacy", "provenance:gap", "provenance:lic"))
    }
    loaders = document.get("components", ())
    facts |= {
        ("library", loader["name"].lower())
        for loader in loaders
        if loader["type"] in ("library", "framework")
    }
    return facts


def _slot(name: str) -> str:
    """What a property is about: codes and names of languages are the same statement."""
    return "language" if "language" in name else name


def _statements(report: Report) -> Iterator[tuple[str, ...]]:
    yield from (("gap", gap.what, gap.reason, gap.detail) for gap in report.gaps)
    for finding in report.findings:
        if finding.rule not in SAYS_MISSING:
            yield "finding", finding.rule, finding.message


@dataclass
class Tally:
    """Counts of one kind of change."""

    counts: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)


def judged(kind: str, before: Outcome, after: Outcome) -> str:
    """`kept`, `told`, `emptied` or `silent`.

    A licence and a name must be there as before. Of everything else that is described, such as a
    task, another wording is what the place says now.
    """
    slots = {slot for slot, _ in after.facts}
    lost = {
        (slot, value)
        for slot, value in before.facts - after.facts
        if slot in EXACT or slot not in slots
    }
    if not lost:
        return "kept"
    if after.statements - before.statements:
        return "told"
    return "emptied" if kind == "null" else "silent"


def run(seed: int, most: int, only: str) -> dict[str, Tally]:
    """Change and audit at most so many times."""
    rng = random.Random(seed)
    tallies = {kind: Tally() for kind in CHANGES}
    done = 0
    for sample in samples(rng):
        if only and only not in sample.place:
            continue
        before = audited(sample, sample.content)
        path = rng.choice(sample.fields)
        kinds = [(kind, name) for kind, changes in CHANGES.items() for name in changes]
        for kind, name in rng.sample(kinds, k=min(len(kinds), 12)):
            content = changed(sample.content, path, CHANGES[kind][name])
            if content is None:
                continue
            verdict = judged(kind, before, audited(sample, content))
            tallies[kind].counts[verdict] += 1
            if verdict == "silent":
                tallies[kind].silent[f"{sample.place}: {'.'.join(path)}: {kind}, {name}"] += 1
            done += 1
            if done >= most:
                return tallies
    return tallies


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=1_000, help="changed artefacts to audit")
    parser.add_argument("--only", default="", help="one place: card, answer, copy, config, ...")
    parser.add_argument("--show", action="store_true", help="list what was silent")
    given = parser.parse_args()
    tallies = run(given.seed, given.most, given.only)
    head = ("change", "mutations", "kept", "told", "emptied", "silent")
    print("".join(word.rjust(10) for word in head))
    total: Counter[str] = Counter()
    for kind, tally in tallies.items():
        row = [tally.counts[word] for word in head[2:]]
        print(kind.rjust(10) + "".join(str(number).rjust(10) for number in (sum(row), *row)))
        total.update(tally.counts)
    row = [total[word] for word in head[2:]]
    print("all".rjust(10) + "".join(str(number).rjust(10) for number in (sum(row), *row)))
    if given.show:
        for tally in tallies.values():
            for what, count in tally.silent.most_common():
                print(f"{count:5}  {what}")
    return 1 if total["silent"] else 0


if __name__ == "__main__":
    sys.exit(main())
