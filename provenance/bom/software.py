"""The software around a model: what loads it, and what it was trained with (CycloneDX
`formulation`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from cyclonedx.model.component import Component, ComponentType
from packageurl import PackageURL

from provenance.bom.parts import Parts
from provenance.cyclonedx.documents import ComponentJson, FormulaJson, WorkflowJson
from provenance.cyclonedx.extension import AiComponent
from provenance.facts.prose import tools
from provenance.facts.recipe import merge_workflow
from provenance.facts.stated import Fact, from_card, from_config, from_hub, strings
from provenance.facts.training import frameworks
from provenance.facts.usage import example_library, pinned_version
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Evidence

# Names that hub and trainers use, where the package on the Python Package Index has another name or
# is known to be meant.
_PACKAGES = {
    "adapter-transformers": "adapters",
    "datasets": "datasets",
    "diffusers": "diffusers",
    "keras": "keras",
    "mlx": "mlx",
    "peft": "peft",
    "pytorch": "torch",
    "sentence-transformers": "sentence-transformers",
    "setfit": "setfit",
    "spacy": "spacy",
    "tensorflow": "tensorflow",
    "timm": "timm",
    "tokenizers": "tokenizers",
    "transformers": "transformers",
    "trl": "trl",
}


@dataclass(frozen=True, slots=True)
class Software:
    """A library.

    Attributes:
        name: As stated.
        version: As stated, or None.
        evidence: Where it is stated.
    """

    name: str
    version: str | None
    evidence: tuple[Evidence, ...]

    @property
    def purl(self) -> PackageURL | None:
        """Its purl on the Python Package Index, if the name is known to be a package there."""
        package = _PACKAGES.get(self.name.casefold().replace(" ", "-"))
        return PackageURL("pypi", None, package, self.version) if package else None

    @property
    def ref(self) -> str:
        """Its bom-ref."""
        return str(self.purl or f"software:{self.name}@{self.version or ''}").removesuffix("@")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSoftware:
    """The software around all models of a lineage.

    Attributes:
        libraries: Libraries that load the models, each once, as components.
        loaders: bom-ref of the library by bom-ref of the model.
        formulas: Entries of `formulation`.
        facts: Source of each field, by bom-ref of library or formula.
        left_out: What could not be written because of an internal fault, one sentence each.
    """

    libraries: tuple[Component, ...]
    loaders: Mapping[str, str]
    formulas: tuple[FormulaJson, ...]
    facts: Mapping[str, tuple[Fact, ...]]
    left_out: tuple[str, ...] = ()

    def needs(self, bom_ref: str) -> tuple[str, ...]:
        """The library that a model needs, if stated."""
        return (self.loaders[bom_ref],) if bom_ref in self.loaders else ()


def surroundings(lineage: Lineage, refs: Mapping[ArtifactRef, str]) -> ModelSoftware:
    """Collect the software around every model that was read.

    Args:
        lineage: The lineage of the models.
        refs: bom-ref of every artefact.
    """
    loaders: dict[str, Software] = {}
    formulas: list[tuple[FormulaJson, tuple[Fact, ...]]] = []
    left_out: list[str] = []
    for ref, record in lineage.records.items():
        parts = Parts(record.ref, record.budget)
        library = parts.made("library", partial(loader, record), None)
        bases = [edge.parent for edge in lineage.parents(ref) if edge.is_base]
        parents = {base.name: refs[base.unpinned] for base in bases}
        made = parts.made("training", partial(formula, record, refs[ref], parents), None)
        if library:
            loaders[refs[ref]] = library
        if made:
            formulas.append(made)
        left_out += parts.left_out
    libraries = {software.ref: software for software in loaders.values()}
    facts: dict[str, tuple[Fact, ...]] = {
        ref: (Fact(("name",), None, entry.evidence),) for ref, entry in libraries.items()
    }
    facts |= {entry["bom-ref"]: stated for entry, stated in formulas}
    return ModelSoftware(
        libraries=tuple(_component(libraries[name]) for name in sorted(libraries)),
        loaders={model: software.ref for model, software in loaders.items()},
        formulas=tuple(entry for entry, _ in formulas),
        facts=facts,
        left_out=tuple(left_out),
    )


def loader(record: ArtifactRecord) -> Software | None:
    """The library that loads a model, as the card, the hub or the card's example names it.

    Its version is that of the configuration, or else the one that the card says to install.
    """
    if record.ref.kind is not Kind.MODEL:
        return None
    stated = (
        from_card(record, "library_name")
        or from_hub(record, "library_name")
        or example_library(record)
    )
    names = strings(stated.value) if stated else ()
    if not stated or not names:
        return None
    name = names[0]
    version = from_config(record, "transformers_version") if name == "transformers" else None
    version = version or pinned_version(record, name)
    texts = strings(version.value) if version else ()
    if version and texts:
        return Software(name, texts[0], (stated.evidence, version.evidence))
    return Software(name, None, (stated.evidence,))


def trained_with(record: ArtifactRecord) -> Iterator[Software]:
    """The software listed under `Framework versions`, and software that a sentence says the model
    was made with."""
    seen: set[str] = set()
    for name, version, evidence in frameworks(record):
        software = Software(name, version, (evidence,))
        if software.ref not in seen:
            seen |= {software.ref, name.casefold()}
            yield software
    for tool in tools(record):
        if tool.value.casefold() not in seen:
            yield Software(tool.value, None, (tool.evidence,))


def _component(software: Software) -> Component:
    """The library as a component."""
    return AiComponent(
        type=_type_of(software),
        name=software.name,
        version=software.version,
        bom_ref=software.ref,
        purl=software.purl,
    )


def formula(
    record: ArtifactRecord, bom_ref: str, parents: Mapping[str, str]
) -> tuple[FormulaJson, tuple[Fact, ...]] | None:
    """How a model was made: the training software that its card names, and the recipe of a merge.

    Args:
        record: The record of the model.
        bom_ref: Its reference within the BOM.
        parents: bom-ref of each model it was made from, by name.

    Returns:
        One entry of `formulation` with its facts, or None if the card lists no software and no
        merge recipe.
    """
    used = list(trained_with(record))
    facts = [
        Fact(("components", number), None, software.evidence)
        for number, software in enumerate(used)
    ]
    merge = merge_workflow(record, bom_ref, parents)
    if not used and merge is None:
        return None
    workflow = _training(bom_ref)
    if merge:
        workflow, merge_facts = merge
        facts += merge_facts
    name = f"formulation:{bom_ref}"
    if not used:
        return {"bom-ref": name, "workflows": [workflow]}, tuple(facts)
    tools = [_plain(software) for software in used]
    return {"bom-ref": name, "components": tools, "workflows": [workflow]}, tuple(facts)


def _training(bom_ref: str) -> WorkflowJson:
    """The training of a model, of which nothing is known but its software."""
    return {
        "bom-ref": f"formulation:{bom_ref}#training",
        "uid": f"training of {bom_ref}",
        "name": "training",
        "resourceReferences": [{"ref": bom_ref}],
        "taskTypes": ["other"],
    }


def _plain(software: Software) -> ComponentJson:
    component: ComponentJson = {"type": _type_of(software).value, "name": software.name}
    if software.version:
        component["version"] = software.version
    if software.purl:
        component["purl"] = str(software.purl)
    return component


def _type_of(software: Software) -> ComponentType:
    """A library if it is a known package, otherwise a framework."""
    return ComponentType.LIBRARY if software.purl else ComponentType.FRAMEWORK
