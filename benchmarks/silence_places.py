"""Whether a restriction can be moved to a place where nobody reads it.

    python -m benchmarks.silence_places [--seed N] [--most N] [--only WORD] [--show]

Takes the front matter of real model cards, sets it under MIT, gives the model a base under MIT, and
puts one sentence that rules out commercial use into one of many places: a notice of the base, a
meta element, a file of facts that cannot be parsed, the text of a result, a word with a foreign
letter. Each is audited in process for a commercial use. A move is *silent* when the audit says
nothing that it does not say without the sentence: no gap, no finding, no reason.

The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus. Only counts and names of
places are printed. The exit status is 1 where a move was silent.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

import provenance
from benchmarks.silence import NAME, Document, cards
from provenance.model.artifact import Kind

BASE = "acme/base"
BODY = "# Card\n\nWords on parks.\n"
SENTENCES = (
    "The weights may not be used for commercial purposes.",
    "This model is for non-commercial use only.",
    "Commercial use of the model is prohibited.",
    "이 모델은 상업적 목적으로 사용할 수 없습니다.",
)
COMMERCIAL = {"activity": ["product"], "commercial": True}
# How many places each card is tried with.
EACH = 12
_LOOKALIKES = str.maketrans({"o": "о", "e": "е", "a": "а", "c": "с"})


@dataclass
class Model:
    """A model that is written to a folder.

    Attributes:
        front: Its front matter.
        body: The text below it.
        files: Other files beside its card.
        base: Files of its base.
    """

    front: Document
    body: str = BODY
    files: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)


Move = Callable[[Model, str], None]


def in_body(markup: str) -> Move:
    """Put markup with the sentence in the place of `%` below the text of the card."""

    def move(model: Model, sentence: str) -> None:
        model.body += f"\n{markup.replace('%', sentence)}\n"

    return move


def beside(path: str, text: str, *, of_base: bool = False) -> Move:
    """Write a file with the sentence in the place of `%`."""

    def move(model: Model, sentence: str) -> None:
        files = model.base if of_base else model.files
        files[path] = text.replace("%", sentence)

    return move


def in_front(key: str, value: Callable[[str], object]) -> Move:
    """Set a key of the front matter."""

    def move(model: Model, sentence: str) -> None:
        model.front[key] = value(sentence)

    return move


def _result(sentence: str) -> object:
    data = {"type": "d", "name": "d", "args": sentence}
    result = {"task": {"type": "t"}, "dataset": data, "metrics": [{"type": "a", "value": 1}]}
    return [{"name": "m", "results": [result]}]


def _split(model: Model, sentence: str) -> None:
    model.body += "\n" + "\u200b".join(sentence) + "\n"


def _lookalike(model: Model, sentence: str) -> None:
    model.body += f"\n{sentence.translate(_LOOKALIKES)}\n"


_NOTE = "# Notes\n\n%\n"
MOVES: dict[str, Move] = {
    "comment": in_body("<!-- % -->"),
    "meta element": in_body('<meta name="terms" content="%">'),
    "title": in_body('<p title="%">Words</p>'),
    "label": in_body('Words <span aria-label="%">on</span> parks.'),
    "data attribute": in_body('<div data-terms="%">Words</div>'),
    "details": in_body("<details><summary>More</summary>%</details>"),
    "pre": in_body("<pre>%</pre>"),
    "template": in_body("<div><template>%</template></div>"),
    "title of a link": in_body('[Words](words.md "%")'),
    "definition": in_body("[//]: # (%)"),
    "footnote": in_body("Words[^1].\n\n[^1]: %"),
    "split word": _split,
    "lookalike": _lookalike,
    "own key": in_front("remark", str),
    "nested key": in_front("about", lambda sentence: {"who": [{"may": sentence}]}),
    "result": in_front("model-index", _result),
    "access form": in_front("extra_gated_prompt", str),
    "notice": beside("NOTICE", "%\n"),
    "notice in a folder": beside("legal/parts/NOTICE.txt", "%\n"),
    "page": beside("docs/consortium.md", _NOTE),
    "page in Org": beside("consortium.org", "* Notes\n\n%\n"),
    "translation": beside("README.fr.md", _NOTE),
    "second card": beside("MODEL_CARD.md", _NOTE),
    "policy": beside("USE_POLICY.md", _NOTE),
    "news": beside("CHANGELOG.txt", "%\n"),
    "terms in a film": beside("LICENSE.mp4", "%"),
    "terms in a PDF": beside("TERMS.pdf", "%"),
    "facts": beside("model.yaml", "remark: '%'\n"),
    "facts, cut": beside("model.yaml", "remark: ['%'\n"),
    "facts in JSON": beside("model_info.json", '{"a": [{"remark": "%"}]}'),
    "facts in JSON, cut": beside("model_info.json", '{"a": [{"remark": "%"'),
    "facts in TOML": beside("metadata.toml", 'remark = "%"\n'),
    "configuration": beside("config.json", '{"model_type": "m", "release": {"terms": "%"}}'),
    "tokenizer": beside("tokenizer_config.json", '{"remark": "%"}'),
    "notice of the base": beside("NOTICE", "%\n", of_base=True),
    "policy of the base": beside("USE_POLICY.md", _NOTE, of_base=True),
    "addendum of the base": beside("LICENSE-ADDENDUM.md", _NOTE, of_base=True),
    "page of the base": beside("docs/consortium.md", _NOTE, of_base=True),
    "second card of the base": beside("model_card.md", _NOTE, of_base=True),
    "translation of the base": beside("README.ko.md", _NOTE, of_base=True),
    "facts of the base": beside("model.yaml", "remark: '%'\n", of_base=True),
    "facts of the base, cut": beside("model.yaml", "remark: ['%'\n", of_base=True),
    "terms of the base in a picture": beside("LICENSE.png", "%", of_base=True),
}
"""Places, each with how the sentence gets there."""


def statements(model: Model) -> frozenset[tuple[str, ...]]:
    """What an audit says of a model: gaps, findings and reasons."""
    with tempfile.TemporaryDirectory() as work:
        front = yaml.safe_dump(model.front, allow_unicode=True, sort_keys=False, width=10**6)
        card = {"README.md": f"---\n{front}---\n\n{model.body}"}
        _write(Path(work, "models", NAME), {**model.files, **card})
        _write(Path(work, "models", BASE), {"README.md": _of_base(), **model.base})
        report = provenance.audit(NAME, hub=work, use=COMMERCIAL)
    gaps = (("gap", gap.what, gap.reason) for gap in report.gaps)
    findings = (("finding", finding.rule, finding.message) for finding in report.findings)
    reasons = (("reason", reason.text) for use in report.uses for reason in use.reasons)
    return frozenset((*gaps, *findings, *reasons))


def _of_base() -> str:
    return f"---\nlicense: mit\n---\n\n{BODY}"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def under_mit(fields: Mapping[str, object]) -> Model:
    """A model with the front matter of a real card, under MIT, made from a base under MIT."""
    left_out = ("licen", "extra_gated", "base_model", "datasets")
    front = {key: value for key, value in fields.items() if not key.lower().startswith(left_out)}
    return Model(front={**front, "license": "mit", "base_model": BASE})


def run(seed: int, most: int, only: str) -> tuple[Counter[str], Counter[str]]:
    """Move sentences at most so many times. Returns the moves, and the silent ones, by place."""
    rng = random.Random(seed)
    models = [sample.content for sample in cards() if sample.kind is Kind.MODEL]
    rng.shuffle(models)
    places = [name for name in MOVES if only in name]
    done: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    for fields in models:
        before = statements(under_mit(fields))
        for place in rng.sample(places, k=min(len(places), EACH)):
            if sum(done.values()) >= most:
                return done, silent
            model = under_mit(fields)
            MOVES[place](model, rng.choice(SENTENCES))
            done[place] += 1
            if not statements(model) - before:
                silent[place] += 1
    return done, silent


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=500, help="models to audit")
    parser.add_argument("--only", default="", help="places with this word")
    parser.add_argument("--show", action="store_true", help="list every place")
    given = parser.parse_args()
    done, silent = run(given.seed, given.most, given.only)
    for place, count in sorted(done.items()):
        if given.show or silent[place]:
            print(json.dumps({"place": place, "moves": count, "silent": silent[place]}))
    print(f"{sum(done.values())} moves, {sum(silent.values())} silent")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
