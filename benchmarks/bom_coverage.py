"""How much of an AIBOM is filled: share of artefacts by element, and the emptiest artefacts.

    python benchmarks/bom_coverage.py [--emptiest N] [GROUP...]

Groups are those of `corpus.py`; default: the gemma family (`hub`) and the vendors' cards (`vendor`). An element counts
as filled where the subject's component holds it; what nobody states cannot be filled, so the shares are a floor of what
the documents say, to be read beside the documents of the emptiest.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import provenance
from benchmarks.corpus import GROUPS
from provenance.bom import encode

Component = Mapping[str, Any]


def at(*path: str) -> Callable[[Component], bool]:
    """Whether something stands at a path of members."""

    def filled(component: Component) -> bool:
        value: Any = component
        for member in path:
            value = value.get(member) if isinstance(value, Mapping) else None
        return bool(value)

    return filled


def named(*parts: str) -> Callable[[Component], bool]:
    """Whether a property with one of these words in its name stands anywhere in the component but its files."""

    def filled(component: Component) -> bool:
        own = {member: value for member, value in component.items() if member != "components"}
        text = json.dumps(own)
        return any(f'"name": "{part}' in text for part in parts)

    return filled


def acknowledged(word: str) -> Callable[[Component], bool]:
    """Whether a licence is declared or concluded."""
    return lambda component: f'"acknowledgement": "{word}"' in json.dumps(component.get("licenses", []))


def linked(kind: str) -> Callable[[Component], bool]:
    """Whether an external reference of that type is there."""
    return lambda component: any(entry["type"] == kind for entry in component.get("externalReferences", ()))


CARD, PARAMETERS, CONSIDERATIONS = ("modelCard",), ("modelCard", "modelParameters"), ("modelCard", "considerations")
ELEMENTS: dict[str, Callable[[Component], bool]] = {
    "version (commit)": at("version"),
    "description": at("description"),
    "authors": at("authors"),
    "files": at("components"),
    "pedigree.ancestors": at("pedigree", "ancestors"),
    "licence declared": acknowledged("declared"),
    "licence concluded": acknowledged("concluded"),
    "model card link": linked("model-card"),
    "documentation link": linked("documentation"),
    "task": at(*PARAMETERS, "task"),
    "approach": at(*PARAMETERS, "approach"),
    "architectureFamily": at(*PARAMETERS, "architectureFamily"),
    "modelArchitecture": at(*PARAMETERS, "modelArchitecture"),
    "datasets": at(*PARAMETERS, "datasets"),
    "inputs": at(*PARAMETERS, "inputs"),
    "outputs": at(*PARAMETERS, "outputs"),
    "performanceMetrics": at(*CARD, "quantitativeAnalysis", "performanceMetrics"),
    "users": at(*CONSIDERATIONS, "users"),
    "useCases": at(*CONSIDERATIONS, "useCases"),
    "technicalLimitations": at(*CONSIDERATIONS, "technicalLimitations"),
    "ethicalConsiderations": at(*CONSIDERATIONS, "ethicalConsiderations"),
    "environmental": at(*CONSIDERATIONS, "environmentalConsiderations"),
    "parameter count": named("cdx:ai-ml:model:parameter:count"),
    "data types": named("cdx:ai-ml:model:hyperparameter:quantization"),
    "context length": named(
        "cdx:ai-ml:model:hyperparameter:max_position_embeddings", "cdx:ai-ml:model:hyperparameter:context_length"
    ),
    "hyperparameters": named("cdx:ai-ml:model:hyperparameter:h", "cdx:ai-ml:model:hyperparameter:l"),
    "languages": named("cdx:ai-ml:model:languages", "provenance:language"),
    "library": named("provenance:library"),
    "personal data statements": named("provenance:privacy:"),
}


def main() -> int:
    """Write every artefact's AIBOM and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--emptiest", type=int, default=0, help="How many of the emptiest artefacts to name.")
    parser.add_argument("groups", nargs="*", default=["hub", "vendor"])
    arguments = parser.parse_args()
    for group in arguments.groups:
        filled: Counter[str] = Counter()
        lacking: list[tuple[int, str, str]] = []
        with tempfile.TemporaryDirectory() as work:
            for hub, ref in GROUPS[group](Path(work)):
                lineage = provenance.trace(ref, hub=str(hub), kind="model" if ref.startswith("/") else None)
                component = json.loads(encode(lineage))["metadata"]["component"]
                here = [name for name, is_filled in ELEMENTS.items() if is_filled(component)]
                filled.update(here)
                lacking.append((len(here), ref, ", ".join(name for name in ELEMENTS if name not in here)))
        mean = sum(count for count, _, _ in lacking) / len(lacking)
        print(f"\n{group}: {len(lacking)} artefacts, on average {mean:.1f} of {len(ELEMENTS)} elements filled")
        for name in ELEMENTS:
            print(f"  {name:26} {filled[name]:4} {filled[name] / len(lacking):7.1%}")
        for count, ref, missing in sorted(lacking)[: arguments.emptiest]:
            print(f"  {count:2} {Path(ref).name}: no {missing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
