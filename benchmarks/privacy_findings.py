"""How often each finding about personal data fires on model cards drawn at random.

    python -m benchmarks.privacy_findings [--group cards] [--models 100] [--seed 0]

A finding that most models get says little about one of them: none should fire on more than a fifth.
`cards` are model cards of many makers, without the family of fine-tunes of one model, and
`answers` are raw answers of a hub of 2024, with what their front matter states. One model of each
owner is drawn before a second of the same owner. They become a folder hub of their own. `cards`
finds the dataset cards of the corpus there, `answers` a silent card for every base and data set
that it names: more findings than that nothing can bring about. The corpus is found through
PROVENANCE_CORPUS, default ../shared/corpus; only counts are printed.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import yaml

import provenance
from benchmarks.corpus import CORPUS
from provenance.model.finding import Severity

MODELS = 100
# What a privacy officer reads: codes of the family `PII`.
PRIVACY = "PII"
SHARE = 0.2
_CONFIG = '{"model_type": "bert"}\n'


def model_cards() -> dict[str, dict[str, str]]:
    """Model cards of many makers, by owner and name on the hub."""
    by_owner: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((CORPUS / "model_cards_2020").glob("*/*/README.md")):
        owner, name = file.parts[-3:-1]
        by_owner[owner][f"{owner}/{name}"] = file.read_text("utf-8", "replace")
    for file in sorted((CORPUS / "azure").glob("*/*/description.md")):
        owner = file.parts[-2].partition("-")[0]
        by_owner[owner][f"azure/{file.parts[-2]}"] = file.read_text("utf-8", "replace")
    for file in sorted((CORPUS / "vendor").glob("*__*/README.md")):
        owner, _, name = file.parts[-2].partition("__")
        by_owner[owner][f"{owner}/{name}"] = file.read_text("utf-8", "replace")
    return by_owner


def raw_answers() -> dict[str, dict[str, str]]:
    """Cards with nothing but the front matter that raw answers of the hub hold, by owner."""
    by_owner: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((CORPUS / "api" / "models").glob("*.json")):
        answer = json.loads(file.read_text("utf-8"))
        front_matter = yaml.safe_dump(answer.get("cardData") or {})
        card = f"---\n{front_matter}---\n# A model\n"
        by_owner[answer["id"].partition("/")[0]][answer["id"]] = card
    return by_owner


def drawn(by_owner: dict[str, dict[str, str]], count: int, seed: int) -> dict[str, str]:
    """So many cards: one of each owner in random order, then a second, until there are enough."""
    chance = random.Random(seed)
    shuffled = {
        owner: chance.sample(sorted(cards), len(cards)) for owner, cards in by_owner.items()
    }
    owners = chance.sample(sorted(shuffled), len(shuffled))
    most = max(len(names) for names in shuffled.values())
    chosen: dict[str, str] = {}
    for turn in range(most):
        for owner in owners:
            if turn < len(shuffled[owner]) and len(chosen) < count:
                name = shuffled[owner][turn]
                chosen[name] = by_owner[owner][name]
    return chosen


def put(folder: Path, card: str) -> None:
    """An artefact of a folder hub, unless it is there already."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(card, "utf-8")
    (folder / "config.json").write_text(_CONFIG, "utf-8")


def add_dataset_cards(hub: Path) -> None:
    """Put every dataset card of the corpus on the hub."""
    for file in sorted((CORPUS / "dataset_cards_2022").glob("*/README.md")):
        put(hub / "datasets" / file.parts[-2], file.read_text("utf-8", "replace"))


def add_silent_parents(hub: Path, cards: dict[str, str]) -> None:
    """Put a card that says nothing on the hub for each base and data set that a card names."""
    for card in cards.values():
        fields = yaml.safe_load(card.split("---\n")[1]) or {}
        for key, kind in (("base_model", "models"), ("datasets", "datasets")):
            named = fields.get(key) or []
            for name in [named] if isinstance(named, str) else named:
                if isinstance(name, str) and not name.startswith(("/", ".")):
                    put(hub / kind / name, "# A card\n\nIt says nothing.\n")


def main() -> None:
    """Draw, audit each model, and print how many models each finding concerns."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=MODELS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--group", choices=("cards", "answers"), default="cards")
    options = parser.parse_args()
    by_owner = model_cards() if options.group == "cards" else raw_answers()
    cards = drawn(by_owner, options.models, options.seed)
    concerned = Counter[str]()
    weights: dict[str, Counter[Severity]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder:
        hub = Path(folder)
        for name, card in cards.items():
            put(hub / "models" / name, card)
        if options.group == "cards":
            add_dataset_cards(hub)
        else:
            add_silent_parents(hub, cards)
        for name in cards:
            report = provenance.audit(name, hub=str(hub))
            codes = set[str]()
            for finding in report.findings:
                if not finding.rule.startswith(PRIVACY):
                    continue
                codes.add(finding.rule)
                weights[finding.rule][finding.severity] += 1
            concerned.update(codes)
            concerned["any"] += bool(codes)
    for code, count in concerned.most_common():
        mark = "  above a fifth" if count > SHARE * len(cards) else ""
        of_code = ", ".join(f"{weight} {number}" for weight, number in weights[code].items())
        print(f"{code:7} {count:4} of {len(cards)} models  {of_code}{mark}")


if __name__ == "__main__":
    main()
