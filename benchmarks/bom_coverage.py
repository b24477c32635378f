"""How much of an AIBOM is filled: share of artefacts by element, and the emptiest artefacts.

    python -m benchmarks.bom_coverage [--emptiest N] [GROUP...]

Groups are those of `corpus.py` and `cards`: every vendor's model card with the licence beside it,
each as a model of its own. Default: the gemma family (`hub`) and `cards`. An element counts as
filled where the subject's component holds it; below stands, for each of the 50 elements of the G7,
in how many BOMs `provenance check` finds it for all it is asked of (present) or for some (partial).
What nobody states cannot be filled, so the shares are to be read beside the documents of the
emptiest. A folder hub has no web addresses, so links into it are not counted; others are.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import provenance
from benchmarks.corpus import CORPUS, GROUPS
from provenance.bom import encode
from provenance.conformance.evaluation import Status
from provenance.conformance.examination import examine

Component = Mapping[str, Any]


def vendor_cards(work: Path) -> Iterator[tuple[Path, str]]:
    """Every file of the vendors' repositories that calls itself a model card, as the README of a
    model of its own.

    The model is named as its makers name it: by the file where that holds more than the words model
    card, else by the folders above it, else by the repository.
    """
    root = CORPUS / "vendor"
    for card in sorted(root.rglob("*.md")):
        if "modelcard" not in card.name.lower().replace("_", "").replace("-", ""):
            continue
        repository, *below = card.parent.relative_to(root).parts
        owner, _, name = repository.partition("__")
        words = re.sub(r"(?i)[-_]*model[-_]?card[-_]*", "", card.stem)
        name = (
            "-".join(filter(None, (*(below or (name,)), words)))
            if not (words and not below)
            else words
        )
        folder = work / "models" / owner / name.replace("_", "-")
        folder.mkdir(parents=True)
        shutil.copyfile(card, folder / "README.md")
        for licence in card.parent.glob("LICENSE*"):
            shutil.copyfile(licence, folder / licence.name)
        yield work, f"{owner}/{folder.name}"


def at(*path: str) -> Callable[[Component], bool]:
    """Whether something stands at a path of members."""

    def filled(component: Component) -> bool:
        value: Any = component
        for member in path:
            value = value.get(member) if isinstance(value, Mapping) else None
        return bool(value)

    return filled


def named(*parts: str) -> Callable[[Component], bool]:
    """Whether a property with one of these words in its name stands anywhere in the component but
    its files."""

    def filled(component: Component) -> bool:
        own = {member: value for member, value in component.items() if member != "components"}
        text = json.dumps(own)
        return any(f'"name": "{part}' in text for part in parts)

    return filled


def acknowledged(word: str) -> Callable[[Component], bool]:
    """Whether a licence is declared or concluded."""
    return lambda component: (
        f'"acknowledgement": "{word}"' in json.dumps(component.get("licenses", []))
    )


def linked(kind: str) -> Callable[[Component], bool]:
    """Whether an external reference of that type is there."""
    return lambda component: any(
        entry["type"] == kind for entry in component.get("externalReferences", ())
    )


CARD, PARAMETERS, CONSIDERATIONS = (
    ("modelCard",),
    ("modelCard", "modelParameters"),
    ("modelCard", "considerations"),
)
ELEMENTS: dict[str, Callable[[Component], bool]] = {
    "version (commit)": at("version"),
    "description": at("description"),
    "authors": at("authors"),
    "files": at("components"),
    "formulation": at("formulation"),
    "pedigree.ancestors": at("pedigree", "ancestors"),
    "licence declared": acknowledged("declared"),
    "licence concluded": acknowledged("concluded"),
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
    "parameter count": named("cdx:ai-ml:model:parameter:count", "provenance:card:parameters"),
    "data types": named("cdx:ai-ml:model:hyperparameter:quantization"),
    "context length": named(
        "cdx:ai-ml:model:hyperparameter:max_position_embeddings",
        "cdx:ai-ml:model:hyperparameter:context_length",
        "provenance:card:context_length",
    ),
    "hyperparameters": named(
        "cdx:ai-ml:model:hyperparameter:", "provenance:training:hyperparameter:"
    ),
    "training": named("provenance:training:"),
    "languages": named(
        "cdx:ai-ml:model:languages", "provenance:language", "provenance:card:languages"
    ),
    "library": lambda component: bool(component["software"]),
    "licence text or link": lambda component: '"url"' in json.dumps(component.get("licenses", [])),
    "personal data statements": named("provenance:privacy:"),
}


def subject(bom: dict[str, Any]) -> Component:
    """The subject's component, with what stands beside it about it: formulation, and the software
    it needs."""
    component = bom["metadata"]["component"]
    needs = next(
        entry["dependsOn"] for entry in bom["dependencies"] if entry["ref"] == component["bom-ref"]
    )
    artefacts = ("machine-learning-model", "data")
    software = [
        c for c in bom.get("components", ()) if c["bom-ref"] in needs and c["type"] not in artefacts
    ]
    return {**component, "software": software, "formulation": bom.get("formulation", [])}


def asked_by_g7(data: bytes) -> dict[str, Status]:
    """What `provenance check` answers to each element of "SBOM for AI"."""
    (verdict,) = examine(data, "aibom.cdx.json", ["g7"]).verdicts
    return {
        f"{answer.element.id} {answer.element.name}": answer.status for answer in verdict.answers
    }


def main() -> int:
    """Write every artefact's AIBOM and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--emptiest", type=int, default=0, help="How many of the emptiest artefacts to name."
    )
    parser.add_argument("groups", nargs="*", default=["hub", "cards"])
    arguments = parser.parse_args()
    groups = {**GROUPS, "cards": vendor_cards}
    for group in arguments.groups:
        filled: Counter[str] = Counter()
        answers: dict[str, Counter[Status]] = {}
        lacking: list[tuple[int, str, str]] = []
        with tempfile.TemporaryDirectory() as work:
            for hub, ref in groups[group](Path(work)):
                lineage = provenance.trace(
                    ref, hub=str(hub), kind="model" if ref.startswith("/") else None
                )
                data = encode(lineage)
                component = subject(json.loads(data))
                for element, status in asked_by_g7(data).items():
                    answers.setdefault(element, Counter())[status] += 1
                here = [name for name, is_filled in ELEMENTS.items() if is_filled(component)]
                filled.update(here)
                lacking.append(
                    (len(here), ref, ", ".join(name for name in ELEMENTS if name not in here))
                )
        mean = sum(count for count, _, _ in lacking) / len(lacking)
        print(
            f"\n{group}: {len(lacking)} artefacts, on average {mean:.1f} of {len(ELEMENTS)}"
            " elements filled"
        )
        for name in ELEMENTS:
            print(f"  {name:26} {filled[name]:4} {filled[name] / len(lacking):7.1%}")
        print("  SBOM for AI (G7): present, partial, of all")
        for element, counted in answers.items():
            present, partial = counted[Status.PRESENT], counted[Status.PARTIAL]
            print(
                f"  {element[:58]:58} {present:4} {partial:4}"
                f" {(present + partial) / len(lacking):7.1%}"
            )
        for count, ref, missing in sorted(lacking)[: arguments.emptiest]:
            print(f"  {count:2} {Path(ref).name}: no {missing}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
